import json
import os
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest

from qa import Bot, Config
from qa.article import Article
from qa.errors import IndexDamagedError, IndexMissingError, IndexStaleError
from qa.index import FILES, Index, Recipe
from qa.search import Searcher
from qa.stages import Query
from tests.conftest import FakeEmbedder, article_of

TEXT = "Ships sail the sea. Birds fly in the sky.\n\nHEAD\n\nFish swim in the sea, deep down. Who knows why?"


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("qa")]


@pytest.fixture
def sample() -> Article:
    return article_of(TEXT)


@pytest.fixture
def recipe(sample: Article) -> Recipe:
    return Recipe(sample.sha256, "fake", "00", 0, 1000)


@pytest.fixture
def index(sample: Article, recipe: Recipe) -> Index:
    return Index.build(sample, recipe, FakeEmbedder())


def test_a_loaded_index_answers_as_the_saved_one(index: Index, sample: Article, recipe: Recipe, tmp_path: Path) -> None:
    index.save(tmp_path / "i")
    loaded = Index.load(tmp_path / "i", sample, recipe)
    assert loaded.passages == index.passages and loaded.owners == index.owners
    for question in ("Who sails the sea?", "Why do birds fly?", "deep"):
        query = Query.of(question, FakeEmbedder())
        one, other = (Searcher(i, 50, 0.3).search(query, 3).to_dict() for i in (index, loaded))
        assert one == other


def test_saving_leaves_nothing_but_the_index(index: Index, tmp_path: Path) -> None:
    for _ in range(2):
        index.save(tmp_path / "i")
    assert [path.name for path in tmp_path.iterdir()] == ["i"]
    assert {path.name for path in (tmp_path / "i").iterdir()} == set(astuple(FILES))


def test_a_crash_while_writing_leaves_the_old_index(
    index: Index, sample: Article, recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.save(tmp_path / "i")
    written = Path.write_bytes

    def full_disk(path: Path, data: bytes) -> int:
        written(path, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space"):
        index.save(tmp_path / "i")
    assert Index.load(tmp_path / "i", sample, recipe).passages == index.passages
    assert [path.name for path in tmp_path.iterdir()] == ["i"]


def test_a_folder_that_holds_anything_else_is_left_alone(index: Index, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(OSError, match="thesis.doc"):
        index.save(tmp_path)
    (tmp_path / "file").write_text("years of work")
    with pytest.raises(OSError, match="file"):
        index.save(tmp_path / "file")
    assert {path.name for path in tmp_path.iterdir()} == {"thesis.doc", "file"}


def test_a_missing_index_is_told(sample: Article, recipe: Recipe, tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        Index.load(tmp_path / "none", sample, recipe)


@pytest.mark.parametrize(
    "changed",
    [
        {"article_sha256": "other"},
        {"model": "other"},
        {"model_sha256": "other"},
        {"min_chars": 5},
        {"max_chars": 500},
        {"format": 99},
    ],
)
def test_whatever_it_was_made_from_makes_it_stale(
    index: Index, sample: Article, recipe: Recipe, tmp_path: Path, changed: dict[str, object]
) -> None:
    index.save(tmp_path / "i")
    with pytest.raises(IndexStaleError, match=next(iter(changed))) as error:
        Index.load(tmp_path / "i", sample, replace(recipe, **changed))  # type: ignore[arg-type]
    assert changed.items() <= error.value.expected.items()
    assert not changed.items() <= error.value.found.items()


@pytest.mark.parametrize("name", astuple(FILES))
@pytest.mark.parametrize("harm", ["truncated", "emptied", "removed", "foreign", "a folder"])
def test_a_damaged_file_is_named(
    index: Index, sample: Article, recipe: Recipe, tmp_path: Path, name: str, harm: str
) -> None:
    index.save(tmp_path / "i")
    path = tmp_path / "i" / name
    data = path.read_bytes()
    path.unlink()
    if harm == "a folder":
        path.mkdir()
    elif harm != "removed":
        path.write_bytes({"truncated": data[:-7], "emptied": b"", "foreign": b'{"a": [1]}'}[harm])
    with pytest.raises(IndexDamagedError, match=name):
        Index.load(tmp_path / "i", sample, recipe)


def test_files_that_do_not_belong_together_are_told(
    index: Index, sample: Article, recipe: Recipe, tmp_path: Path
) -> None:
    index.save(tmp_path / "i")
    manifest = tmp_path / "i" / FILES.manifest
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"dim": 5}))
    with pytest.raises(IndexDamagedError, match="belong together"):
        Index.load(tmp_path / "i", sample, recipe)


def test_the_shipped_index_is_the_shipped_articles(caplog: pytest.LogCaptureFixture) -> None:
    bot = Bot(Config())
    loaded = bot.index
    assert said(caplog) == [], "the committed index is stale: run `python -m qa build`"
    rebuilt = bot._build()
    assert loaded.passages == rebuilt.passages
    stored, computed = (index.store._index.reconstruct_n(0, len(index.store)) for index in (loaded, rebuilt))
    np.testing.assert_allclose(stored, computed, atol=1e-4)
    np.testing.assert_array_equal(loaded.tokens.places, rebuilt.tokens.places)
    np.testing.assert_allclose(loaded.tokens.vectors, rebuilt.tokens.vectors, atol=1)


def test_a_damaged_index_is_rebuilt_with_one_line(bot: Bot, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bot.index.save(tmp_path / bot.article.id)
    vectors = tmp_path / bot.article.id / FILES.vectors
    vectors.write_bytes(vectors.read_bytes()[:100])
    mended = Bot(Config(embeddings=tmp_path))
    assert mended.ask("Who wrote this?").answered
    assert [line.count("\n") for line in said(caplog)] == [0]
    assert str(vectors) in caplog.text and "Building it anew" in caplog.text
    caplog.clear()
    assert Bot(Config(embeddings=tmp_path)).index.passages == bot.index.passages
    assert said(caplog) == []


def test_where_the_folder_cannot_be_written_it_goes_on_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    bot = Bot(Config(embeddings=tmp_path / "taken" / "embeddings"))
    assert bot.ask("Who wrote this?").answered
    assert "Going on in memory" in caplog.text


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write into a read-only folder")
def test_a_read_only_folder_goes_on_in_memory(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    tmp_path.chmod(0o500)
    try:
        assert Bot(Config(embeddings=tmp_path)).ask("Who wrote this?").answered
    finally:
        tmp_path.chmod(0o700)
    assert "Going on in memory" in caplog.text
