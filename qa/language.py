"""The languages of the page: its texts stand in English in the code, and here are found in others."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from qa.about import LANGUAGES
from qa.errors import QAError

Say = Callable[[str], str]
"""Says an English text of the page in the reader's language."""


@cache
def translations(language: str) -> dict[str, str]:
    """Return the page's texts in a language of `LANGUAGES`, by the English text; none for English."""
    if language == LANGUAGES[0]:
        return {}
    return tomllib.loads((files("qa") / "assets" / f"{language}.toml").read_text(encoding="utf-8"))


def say_in(language: str) -> Say:
    """Return what says the page's texts in a language of `LANGUAGES`; a text without translation stays as it is."""
    return lambda text: translations(language).get(text, text)


def told(error: QAError, say: Say) -> str:
    """Return an error's message in the language of `say`, if it has it."""
    return say(error.template).format(**error.values) if error.values else say(error.template)


def preferred(accepted: str) -> str:
    """Return the language for a reader whose browser sends `accepted` as Accept-Language (RFC 9110).

    Gradio's own texts follow the first language that a browser names, and so do these; English where it is unknown.
    """
    first = accepted.split(",")[0].split(";")[0].split("-")[0].strip().lower()
    return first if first in LANGUAGES else LANGUAGES[0]
