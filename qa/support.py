"""Whether a passage holds what a question names: a near miss asks the right people for what is not there."""

import re

from qa.search import Hit, Match

_STEM = 5
_WORD = re.compile(r"\w+")


def support(hit: Hit) -> float:
    """Return the share of the question's names and numbers that the passage, its heading or the lines before hold.

    It lies in [0, 1], and is 1 when the question has none. A name is a word with a capital that does not begin the
    question; it is held when the word that met it begins alike, as "Japanese" does with "Japan".
    """
    named = [match for number, match in enumerate(hit.matches) if _is_name(match.word, number)]
    return sum(map(_held, named)) / len(named) if named else 1.0


def echoes(question: str, words: str) -> bool:
    """Return whether all of the words begin like words of the question, so that they tell nothing new."""
    return _stems(words) <= _stems(question)


def _stems(text: str) -> set[str]:
    return {word.casefold()[:_STEM] for word in _WORD.findall(text)}


def _is_name(word: str, number: int) -> bool:
    return any(c.isdigit() for c in word) or (number > 0 and word[0].isupper() and word != "I")


def _held(match: Match) -> bool:
    return match.word.casefold()[:_STEM] == match.span.text.casefold()[:_STEM]
