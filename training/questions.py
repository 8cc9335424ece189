"""Questions as people also type them, and questions that a passage does not answer."""

import re
from random import Random

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w+(?: [A-Z]\w+)*")
_NUMBER = re.compile(r"\b\d+\b")


def as_typed(question: str, random: Random) -> str:
    """Return the question, one in four times as keywords, without its mark, or with a slip of the finger."""
    how = random.random()
    if how < 0.1:
        return " ".join(w for w in _WORD.findall(question) if w.lower() not in ENGLISH_STOP_WORDS) or question
    if how < 0.18:
        return question.rstrip("?")
    if how < 0.25:
        place = random.randrange(len(question))
        pair = question[place : place + 2]
        return question[:place] + random.choice([pair[::-1], pair[1:], pair[:1] + pair]) + question[place + 2 :]
    return question


def names_in(text: str) -> list[str]:
    """Return the text's names that do not begin a sentence, each once."""
    return list(dict.fromkeys(_NAME.findall(text)))


def swapped(question: str, text: str, other: str, random: Random) -> str | None:
    """Return the question about another name or number: one of `other` that `text` does not hold; or None."""
    for pattern in random.sample([_NAME, _NUMBER], 2):
        mine = [m for m in pattern.finditer(question) if m[0] in text]
        theirs = [m[0] for m in pattern.finditer(other) if m[0] not in text]
        if mine and theirs:
            chosen = random.choice(mine)
            return question[: chosen.start()] + random.choice(theirs) + question[chosen.end() :]
    return None
