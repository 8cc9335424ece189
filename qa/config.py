"""Every setting and its default, once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from qa.embed import DEFAULT_MODEL
from qa.errors import ConfigError

_PACKAGE = Path(__file__).parent
_HOME = _PACKAGE if (_PACKAGE / "seeds").is_dir() else _PACKAGE.parent
"""`pip install` puts seeds/ and embeddings/ into the package; in the repository they stand beside it."""

_PREFIX = "QA_"

READERS = ("extractive", "sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """How an article is opened. Each field can be set by an environment variable: `QA_ARTICLE`, `QA_MODEL`, ...

    Attributes:
        article: a UTF-8 text file, or a folder that holds just one.
        embeddings: the folder that keeps one index folder per article.
        model: a sentence-transformers model, by folder or hub name.
        min_chars: pieces of text shorter than this join their neighbour, in characters.
        max_chars: paragraphs longer than this are split, in characters.
        reader: what finds the answer: `extractive` gives the exact words, `sentence` the nearest sentence.
        candidates: how many passages late interaction ranks; an article of no more is ranked whole.
        lexical_weight: BM25's share in choosing the candidates, in [0, 1]; sentence vectors have the rest.
        min_confidence: the probability of being right under which the exact words are not given and the article is
            taken not to answer (chosen in docs/answers.md; `tests/test_gold.py` holds what it does).
        min_score: the search's score under which nothing in the article is near the question.
        min_follow_up: the same for a question that leans on the one before.
        min_cosine: the same for the best sentence vector, which tells a lone "who" from a question.
        max_question: the longest question taken, in characters.
        feedback: the folder in which the page keeps readers' thumbs; without one it asks for none.
    """

    article: Path = _HOME / "seeds"
    embeddings: Path = _HOME / "embeddings"
    model: str = DEFAULT_MODEL
    min_chars: int = 40
    max_chars: int = 1000
    reader: str = READERS[0]
    candidates: int = 50
    lexical_weight: float = 0.3
    min_confidence: float = 0.06
    min_score: float = 0.32
    min_follow_up: float = 0.39
    min_cosine: float = 0.15
    max_question: int = 1000
    feedback: str = ""

    def __post_init__(self) -> None:
        """Check the values; paths may be given as text.

        Raises:
            ConfigError: a number is out of its range.
        """
        for name in ("article", "embeddings"):
            object.__setattr__(self, name, Path(getattr(self, name)))
        if not 0 <= self.min_chars <= self.max_chars or self.max_chars < 1:
            raise ConfigError(f"min_chars ({self.min_chars}) must lie between 0 and max_chars ({self.max_chars}).")
        for name in ("min_score", "min_follow_up", "min_cosine"):
            if not -1 <= getattr(self, name) <= 1:
                raise ConfigError(f"{name} must lie between -1 and 1, not {getattr(self, name)}.")
        if not 0 <= self.min_confidence <= 1:
            raise ConfigError(f"min_confidence must lie between 0 and 1, not {self.min_confidence}.")
        if self.reader not in READERS:
            raise ConfigError(f'reader must be {" or ".join(READERS)}, not "{self.reader}".')
        if self.candidates < 1:
            raise ConfigError(f"candidates must be at least 1, not {self.candidates}.")
        if not 0 <= self.lexical_weight <= 1:
            raise ConfigError(f"lexical_weight must lie between 0 and 1, not {self.lexical_weight}.")
        if self.max_question < 1:
            raise ConfigError(f"max_question must be at least 1, not {self.max_question}.")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ, **given: Any) -> "Config":
        """Return the settings: those `given` (None means not given), else the environment's, else the defaults.

        Raises:
            ConfigError: a value cannot be read.
        """
        values = {name: value for name, value in given.items() if value is not None}
        for field in fields(cls):
            variable = _PREFIX + field.name.upper()
            if field.name not in values and environ.get(variable):
                default: Any = field.default
                try:
                    values[field.name] = type(default)(environ[variable])
                except ValueError:
                    kind = "a whole number" if isinstance(default, int) else "a number"
                    raise ConfigError(f'{variable} must be {kind}, not "{environ[variable]}".') from None
        return cls(**values)
