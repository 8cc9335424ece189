"""The words of a passage that answer a question, found by a small reader that was fine-tuned from the default model."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from qa import difference
from qa.article import Span
from qa.chunk import Passage
from qa.decode import likeliest
from qa.embed import check, find_base, one_question
from qa.errors import ModelError, first_line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READER = Path(__file__).parent / "weights" / "reader.safetensors"
READER_SHA256 = "91069f6b6688e075543294d7ec606a26fd02e12eb29f1e94034a28d41518457c"
"""What fine-tuning changed in the default model to make it read, its head, and their hash (training/README.md)."""

MAX_LENGTH = 256
"""How many word-pieces the reader sees at once; a longer passage is read in overlapping parts."""

_OVERLAP = 64
_MAX_QUESTION = 64
_BATCH = 8
_READINGS = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """Words that may answer.

    Attributes:
        span: the words, in the article; they lie in one sentence.
        sentence: that sentence.
        score: the logit of these words less that of "not here", from about -20 to 20; above 0 they are likelier.
    """

    span: Span
    sentence: Span
    score: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regressions that make a probability of features: their intercepts, then their weights.

    Attributes:
        words: of `qa.read.features`.
        sentence: of `qa.read.sentence_features`.
    """

    words: tuple[float, ...]
    sentence: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A text's number, where its word-pieces stand in it `(n, 2)`, and their logits `(1 + n, 2)`, "not here" first."""

    number: int
    places: "NDArray[np.int64]"
    logits: "NDArray[np.float32]"


@dataclass(frozen=True, slots=True)
class _Loaded:
    transformer: Any
    head: Any
    tokenizer: Any
    calibration: Calibration


class Extractor(Protocol):
    """What finds in passages the words that answer a question."""

    @property
    def calibration(self) -> Calibration:
        """What makes a probability of what is known of an answer."""
        ...

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[Reading]]:
        """Return for each passage its likeliest answers, best first, none overlapping another."""
        ...


class BertExtractor:
    """A BERT encoder with a start and an end logit for every word-piece; loaded when first used, threads may share it.

    Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", 4.3.

    Raises:
        ModelError: on first use, the files cannot be read or are not the right ones.
    """

    def __init__(self, weights: Path = READER, sha256: str = READER_SHA256) -> None:
        self._weights, self._sha256 = weights, sha256
        self._model: _Loaded | None = None

    @property
    def calibration(self) -> Calibration:
        """What makes a probability of what is known of an answer."""
        with one_question():
            return self._loaded().calibration

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[Reading]]:
        """Return for each passage its likeliest answers, best first, none overlapping another, at most five."""
        if not passages:
            return []
        texts = [passage.preface + passage.span.text for passage in passages]
        found: list[list[Reading]] = [[] for _ in passages]
        for part in self._forward(question, texts):
            found[part.number] += _readings(passages[part.number], part)
        return [_apart(readings)[:_READINGS] for readings in found]

    def _forward(self, question: str, texts: Sequence[str]) -> "list[_Part]":
        """Return what the reader sees in the texts, part by part."""
        import torch

        with one_question():
            loaded = self._loaded()
            features = loaded.tokenizer(
                [_cut(question, loaded.tokenizer)] * len(texts),
                list(texts),
                truncation="only_second",
                max_length=MAX_LENGTH,
                stride=_OVERLAP,
                return_overflowing_tokens=True,
                return_offsets_mapping=True,
            )
            owners, places = features.pop("overflow_to_sample_mapping"), features.pop("offset_mapping")
            order = sorted(range(len(owners)), key=lambda row: len(features["input_ids"][row]))
            found = []
            for rows in (order[n : n + _BATCH] for n in range(0, len(order), _BATCH)):
                chosen = {name: [values[row] for row in rows] for name, values in features.items()}
                with torch.inference_mode():
                    hidden = loaded.transformer(**loaded.tokenizer.pad(chosen, return_tensors="pt")).last_hidden_state
                    logits = loaded.head(hidden).numpy()
                for row, both in zip(rows, logits, strict=True):
                    inside = [n for n, sequence in enumerate(features.sequence_ids(row)) if sequence == 1]
                    found.append(_Part(owners[row], torch.tensor(places[row])[inside].numpy(), both[[0, *inside]]))
        return found

    def _loaded(self) -> "_Loaded":
        if self._model is None:
            import torch
            from safetensors.torch import load_file
            from transformers import AutoModel, AutoTokenizer
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()
            base = find_base()
            check(self._weights, self._sha256)
            try:
                transformer = AutoModel.from_pretrained(base).eval()
                packed = load_file(self._weights)
                head = torch.nn.Linear(transformer.config.hidden_size, 2)
                head.load_state_dict({"weight": packed.pop("head.weight"), "bias": packed.pop("head.bias")})
                fitted = [tuple(packed.pop(f"calibration.{name}").tolist()) for name in ("words", "sentence")]
                difference.apply(packed, dict(transformer.named_parameters()))
                self._model = _Loaded(transformer, head, AutoTokenizer.from_pretrained(base), Calibration(*fitted))
            except Exception as error:  # damaged files raise whatever their parser raises
                raise ModelError(f"The reader cannot be loaded ({first_line(error)}). Install it again.") from error
        return self._model


def _cut(question: str, tokenizer: Any) -> str:
    """Return the question as far as it is read, so that a long one leaves room for the passage."""
    places = tokenizer(question, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
    return question[: places[_MAX_QUESTION - 1][1]] if len(places) > _MAX_QUESTION else question


def _readings(passage: Passage, part: _Part) -> list[Reading]:
    """Return the likeliest answers in one part of a passage."""
    text, at = passage.span.text, passage.span.start
    sentences = [(sentence.start - at, sentence.end - at) for sentence in passage.sentences]
    return [
        Reading(Span(text[start:end], at + start, at + end), passage.sentences[number], score)
        for start, end, number, score in likeliest(text, sentences, part.places - len(passage.preface), part.logits)
    ]


def _apart(readings: list[Reading]) -> list[Reading]:
    """Return the readings, best first, without those that overlap a better one."""
    kept: list[Reading] = []
    for reading in sorted(readings, key=lambda reading: -reading.score):
        if all(reading.span.end <= k.span.start or k.span.end <= reading.span.start for k in kept):
            kept.append(reading)
    return kept
