from pathlib import Path

import pytest

from qa import Bot, Config
from qa.errors import ArticleError, ConfigError


def test_what_is_given_beats_the_environment_which_beats_the_default() -> None:
    environ = {"QA_MODEL": "from-env", "QA_MIN_SCORE": "0.5", "QA_EMBEDDINGS": "kept", "QA_ARTICLE": ""}
    config = Config.from_env(environ, model="given", article=None)
    assert (config.model, config.min_score, config.embeddings) == ("given", 0.5, Path("kept"))
    assert config.article == Config().article


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("QA_MIN_SCORE", "high"),
        ("QA_MIN_SCORE", "2"),
        ("QA_MIN_SCORE", "nan"),
        ("QA_MAX_CHARS", "1.5"),
        ("QA_MAX_CHARS", "0"),
        ("QA_MIN_CHARS", "-1"),
        ("QA_MAX_QUESTION", "0"),
    ],
)
def test_an_impossible_value_is_told(variable: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"(?i){variable.removeprefix('QA_')}.*{value}"):
        Config.from_env({variable: value})


def test_paths_may_be_given_as_text() -> None:
    with pytest.raises(ArticleError, match="There is no article"):
        Bot(Config(article="none.txt"))  # type: ignore[arg-type]


def test_a_folder_must_hold_one_article(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no article in"):
        Bot(Config(article=tmp_path))
    (tmp_path / "one.txt").write_text("Ships sail the sea.")
    assert Bot(Config(article=tmp_path)).article.id == "one"
    (tmp_path / "two.txt").write_text("Birds fly.")
    with pytest.raises(ArticleError, match="one.txt, two.txt"):
        Bot(Config(article=tmp_path))
