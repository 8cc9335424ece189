"""Ask the Article: questions answered in the article's own words, with the exact place.

>>> from qa import ask, retrieve
>>> print(ask("Who is Japan's new ambassador to the US?"))  # doctest: +SKIP
"""

from functools import cache
from threading import Lock

from qa.answer import Answer
from qa.article import Span
from qa.bot import Bot
from qa.config import Config
from qa.errors import QAError
from qa.search import Hit, Hits

__all__ = ["Answer", "Bot", "Config", "Hit", "Hits", "QAError", "Span", "ask", "open_bot", "retrieve"]


_opening = Lock()
_open = cache(Bot)


def open_bot(config: Config | None = None) -> Bot:
    """Return the bot for a configuration, the shipped article's when there is none; the same one when called again.

    Raises:
        QAError: the article or the model cannot be opened.
    """
    with _opening:
        return _open(config)


def retrieve(question: str, k: int = 3, after: Answer | None = None) -> Hits:
    """Return the at most `k` passages of the article most relevant to the question, best first.

    `after` is the answer before, on which the question may lean ("And when?").

    Raises:
        QAError: the question is empty, too long or without a word, `k` is less than 1, or the article cannot be opened.
    """
    return open_bot().retrieve(question, k, after)


def ask(question: str, after: Answer | None = None) -> Answer:
    """Return the article's answer to the question, or an answer that says the article doesn't say.

    `after` is the answer before, on which the question may lean ("And when?").

    Raises:
        QAError: the question is empty, too long or without a word, or the article cannot be opened.
    """
    return open_bot().ask(question, after)
