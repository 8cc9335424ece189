"""Passages and their sentence vectors as one savable thing, which knows what it was made from."""

import errno
import hashlib
import json
import os
import tempfile
from dataclasses import asdict, astuple, dataclass
from itertools import chain
from pathlib import Path

from qa.article import Article
from qa.chunk import Passage, passages
from qa.embed import Embedder
from qa.errors import IndexDamagedError, IndexMissingError, IndexStaleError
from qa.store import FaissStore


@dataclass(frozen=True, slots=True)
class Files:
    """The names of the files inside an index folder."""

    manifest: str = "manifest.json"
    passages: str = "passages.jsonl"
    vectors: str = "index.faiss"


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
    format: int = 1


@dataclass(frozen=True, slots=True)
class Index:
    """An article's passages and one vector per sentence.

    Attributes:
        recipe: what it was made from.
        passages: in the order of the article.
        store: the sentence vectors, numbered through all passages in order.
        owners: for each sentence vector, the number of its passage and of the sentence within it.
    """

    recipe: Recipe
    passages: tuple[Passage, ...]
    store: FaissStore
    owners: tuple[tuple[int, int], ...]

    @classmethod
    def build(cls, article: Article, recipe: Recipe, embedder: Embedder) -> "Index":
        """Return a new index of the article."""
        cut = passages(article, recipe.min_chars, recipe.max_chars)
        texts = [sentence.text for passage in cut for sentence in passage.sentences]
        return cls(recipe, cut, FaissStore(embedder.embed_texts(texts)), _owners(cut))

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
        contents = {FILES.passages: _to_jsonl(self.passages), FILES.vectors: self.store.to_bytes()}
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
        cut = _from_jsonl(_checked(folder / FILES.passages, hashes), article)
        store = FaissStore.from_bytes(_checked(folder / FILES.vectors, hashes))
        owners = _owners(cut)
        if (len(store), store.dim) != (len(owners), dim):
            raise IndexDamagedError(f"The files in {folder} do not belong together.")
        return cls(recipe, cut, store, owners)


def _owners(cut: tuple[Passage, ...]) -> tuple[tuple[int, int], ...]:
    return tuple(chain.from_iterable(((n, m) for m in range(len(p.sentences))) for n, p in enumerate(cut)))


def _checked(path: Path, hashes: dict[str, str]) -> bytes:
    try:
        data = path.read_bytes()
    except OSError:
        raise IndexDamagedError(f"{path} is missing or cannot be read.") from None
    if hashlib.sha256(data).hexdigest() != hashes.get(path.name):
        raise IndexDamagedError(f"{path} is damaged (its hash is not the manifest's).")
    return data


def _to_jsonl(cut: tuple[Passage, ...]) -> bytes:
    rows = (
        {
            "start": passage.span.start,
            "end": passage.span.end,
            "section": passage.section,
            "sentences": [[sentence.start, sentence.end] for sentence in passage.sentences],
        }
        for passage in cut
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _from_jsonl(data: bytes, article: Article) -> tuple[Passage, ...]:
    """Return the passages, their text taken from the article by offsets; the text itself is never stored twice."""
    rows = map(json.loads, data.splitlines())
    return tuple(
        Passage(
            article.span(row["start"], row["end"]),
            tuple(article.span(start, end) for start, end in row["sentences"]),
            row["section"],
        )
        for row in rows
    )
