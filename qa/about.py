"""What the settings file beside an article says of it, and of the page that shows it."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar, get_args

from qa.errors import ArticleError

LANGUAGES = ("en", "ja")
"""The languages that the page speaks (`qa/language.py`)."""

ACCENTS = (
    *("red", "orange", "amber", "yellow", "lime", "green", "emerald", "teal", "cyan", "sky", "blue"),
    *("indigo", "violet", "purple", "fuchsia", "pink", "rose", "slate", "gray", "zinc", "neutral", "stone"),
)
"""The colours that the page can be lit in: Gradio's hues."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Look:
    """How the page presents itself: the table `[page]`.

    Attributes:
        title: the heading above all.
        description: the line beside it, or an empty string for the page's own.
        accent: one of `ACCENTS`.
        language: one of `LANGUAGES`, or an empty string: then each reader's browser decides.
    """

    title: str = "Ask the Article"
    description: str = ""
    accent: str = "amber"
    language: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What an article's text does not say about itself; all of it may be missing.

    Attributes:
        title: the title, which need not stand in the text.
        language: a BCP 47 tag such as `en`.
        examples: questions to offer a reader who comes.
        suggestions: questions to offer after an answer; when missing the article's names are offered.
        page: how the page presents itself.
    """

    title: str = ""
    language: str = ""
    examples: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    page: Look = Look()


def read_about(path: Path) -> About:
    """Return what the TOML file at `path` says; nothing, if there is none.

    Raises:
        ArticleError: it cannot be read, or holds a setting that there is not, or a value that it cannot have.
    """
    if not path.exists():
        return About()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArticleError(f"{path} cannot be read ({error}). Mend it, or remove it.") from None
    look = found.pop("page", {})
    if not isinstance(look, dict):
        raise ArticleError(f'In {path}, "page" is not a table. Write [page], and its settings under it.')
    page = _checked(Look, look, path)
    for name, allowed in (("accent", ACCENTS), ("language", ("", *LANGUAGES))):
        if getattr(page, name) not in allowed:
            raise ArticleError(f'In {path}, "{name}" must be one of {", ".join(filter(None, allowed))}.')
    return _checked(About, {**found, "page": page}, path)


def _checked(kind: type[T], found: dict[str, Any], path: Path) -> T:
    """Return the settings as a `kind`, lists as tuples."""
    types = {field.name: field.type for field in fields(kind)}  # type: ignore[arg-type]
    for name, value in found.items():
        if name not in types:
            known = ", ".join(types)
            raise ArticleError(f'In {path}, "{name}" is no setting. There are: {known}.')
        if types[name] is str and not isinstance(value, str):
            raise ArticleError(f'In {path}, "{name}" is not a text. Mend it, or remove it.')
        if get_args(types[name]) and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise ArticleError(f'In {path}, "{name}" is not a list of texts. Mend it, or remove it.')
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in found.items()})
