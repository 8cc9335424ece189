"""Passages, sentence vectors and token vectors as one savable thing, which knows what it was made from."""

import errno
import hashlib
import io
import json
import os
import tempfile
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.article import Article
from qa.chunk import Passage, passages
from qa.context import in_context
from qa.embed import Embedder
from qa.errors import IndexDamagedError, IndexMissingError, IndexStaleError
from qa.store import FaissStore
from qa.tokens import TokenStore

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Files:
    """The names of the files inside an index folder."""

    manifest: str = "manifest.json"
    passages: str = "passages.jsonl"
    vectors: str = "index.faiss"
    token_vectors: str = "token_vectors.npy"
    token_places: str = "token_places.npy"


FILES = Files()


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything an index is made from; when one value differs, the index is stale.

    Attributes:
        article_sha256: the hash of the article's text.
        model: the embedding model's configured name.
        model_sha256: the hash of its weights.
        min_chars: pieces shorter than this are joined, in characters.
        max_chars: paragraphs longer than this are split, in characters.
        format: the version of the files' layout.
    """

    article_sha256: str
    model: str
    model_sha256: str
    min_chars: int
    max_chars: int
    format: int = 3


@dataclass(frozen=True, slots=True)
class Index:
    """An article's passages, one vector per sentence and one per word-piece.

    Attributes:
        recipe: what it was made from.
        passages: in the order of the article.
        store: the sentence vectors, numbered through all passages in order.
        owners: for each sentence vector, the number of its passage.
        tokens: the word-pieces' vectors, by passage.
    """

    recipe: Recipe
    passages: tuple[Passage, ...]
    store: FaissStore
    owners: tuple[int, ...]
    tokens: TokenStore

    @classmethod
    def build(cls, article: Article, recipe: Recipe, embedder: Embedder) -> "Index":
        """Return a new index of the article."""
        cut = passages(article, recipe.min_chars, recipe.max_chars)
        texts = [sentence.text for passage in cut for sentence in passage.sentences]
        store = FaissStore(embedder.embed_texts(texts))
        read = embedder.embed_tokens([passage.preface + passage.span.text for passage in cut])
        headings = dict.fromkeys(passage.section for passage in cut if passage.section)
        known = dict(zip(headings, embedder.embed_tokens(list(headings)), strict=True))
        return cls(recipe, cut, store, _owners(cut), TokenStore.of(in_context(cut, read, known)))

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, in place of what is there.

        The files are written beside it and renamed, so whoever reads sees the old index, the new one or none.

        Raises:
            OSError: the folder cannot be written, or holds something that is not an index.
        """
        if os.path.lexists(folder):
            foreign = [name for name in os.listdir(folder) if name not in astuple(FILES)]
            if foreign:
                raise FileExistsError(errno.EEXIST, f"it holds {foreign[0]}, which is no part of an index", str(folder))
        contents = {
            FILES.passages: _to_jsonl(self.passages, self.tokens),
            FILES.vectors: self.store.to_bytes(),
            FILES.token_vectors: _to_npy(self.tokens.vectors),
            FILES.token_places: _to_npy(self.tokens.places),
        }
        manifest = {
            "recipe": asdict(self.recipe),
            "dim": self.store.dim,
            "files": {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()},
        }
        contents[FILES.manifest] = (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder.parent) as temporary:
            new = Path(temporary, "new")
            new.mkdir()
            for name, data in contents.items():
                (new / name).write_bytes(data)
            if os.path.lexists(folder):
                folder.rename(Path(temporary, "old"))
            new.rename(folder)

    @classmethod
    def load(cls, folder: Path, article: Article, recipe: Recipe) -> "Index":
        """Return the index stored in `folder`, checked to be of this article by this recipe and to be undamaged.

        Raises:
            IndexMissingError: there is none.
            IndexStaleError: it was made by another recipe.
            IndexDamagedError: a file is missing, truncated or foreign.
        """
        import numpy as np

        manifest = folder / FILES.manifest
        if not os.path.lexists(folder):
            raise IndexMissingError(f"There is no index in {folder} yet.")
        try:
            stored = json.loads(manifest.read_bytes())
            found, hashes, dim = dict(stored["recipe"]), dict(stored["files"]), stored["dim"]
        except (OSError, ValueError, KeyError, TypeError):
            raise IndexDamagedError(f"{manifest} is missing or damaged.") from None
        expected = asdict(recipe)
        if found != expected:
            changed = sorted(key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key))
            raise IndexStaleError(f"The index in {folder} is stale (changed: {', '.join(changed)}).", expected, found)
        for name in astuple(FILES):
            if name != FILES.manifest:
                _check(folder / name, hashes.get(name))
        cut, counts = _from_jsonl((folder / FILES.passages).read_bytes(), article)
        store = FaissStore.from_bytes((folder / FILES.vectors).read_bytes())
        owners = _owners(cut)
        if (len(store), store.dim) != (len(owners), dim):
            raise IndexDamagedError(f"The files in {folder} do not belong together.")
        vectors = np.load(folder / FILES.token_vectors, mmap_mode="r")
        tokens = TokenStore.from_arrays(vectors, np.load(folder / FILES.token_places), np.array(counts))
        return cls(recipe, cut, store, owners, tokens)


def _owners(cut: tuple[Passage, ...]) -> tuple[int, ...]:
    return tuple(number for number, passage in enumerate(cut) for _ in passage.sentences)


def _check(path: Path, sha256: str | None) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise IndexDamagedError(f"{path} is missing or cannot be read.") from None
    if found != sha256:
        raise IndexDamagedError(f"{path} is damaged (its hash is not the manifest's).")


def _to_npy(array: "NDArray[Any]") -> bytes:
    import numpy as np

    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _to_jsonl(cut: tuple[Passage, ...], tokens: TokenStore) -> bytes:
    counts = (tokens.bounds[1:] - tokens.bounds[:-1]).tolist()
    rows = (
        {
            "start": passage.span.start,
            "end": passage.span.end,
            "heading": [passage.heading.start, passage.heading.end] if passage.heading else None,
            "kind": passage.kind,
            "sentences": [[sentence.start, sentence.end] for sentence in passage.sentences],
            "tokens": count,
        }
        for passage, count in zip(cut, counts, strict=True)
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _from_jsonl(data: bytes, article: Article) -> tuple[tuple[Passage, ...], list[int]]:
    """Return the passages and their numbers of tokens; text is taken from the article, never stored a second time."""
    rows = [json.loads(line) for line in data.splitlines()]
    cut = tuple(
        Passage(
            article.span(row["start"], row["end"]),
            tuple(article.span(start, end) for start, end in row["sentences"]),
            article.span(*row["heading"]) if row["heading"] else None,
            row["kind"],
        )
        for row in rows
    )
    return cut, [row["tokens"] for row in rows]
