"""The names in an article: what ties a passage to the one before, and a question to the one before."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from qa.article import Span

_WORD = re.compile(r"\w[\w’'.-]*\w")
_MIDDLE = re.compile(r"[\w,)] $")
"""What stands before a word in the middle of a sentence: no quotation mark, colon or full stop."""

_SMALL = frozenset({"us", "it", "may", "will"})
"""Words that are no names in lower case, though US, IT, May and Will are."""

_POSSESSIVE = re.compile(r"[’']s?$")


class Names:
    """The words that an article writes with a capital, where no sentence begins, more often than without.

    A script without capitals has none.
    """

    def __init__(self, sentences: Iterable[Span]) -> None:
        capital, lower = Counter[str](), Counter[str]()
        for sentence in sentences:
            for word in _WORD.finditer(sentence.text):
                if not word[0][0].isupper():
                    lower[_key(word[0])] += 1
                elif _MIDDLE.search(sentence.text, 0, word.start()):
                    capital[_key(word[0])] += 1
        self._known = frozenset(capital - lower)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where in the text a name stands, `[start, end)`, however it is capitalised."""
        return (word.span() for word in _WORD.finditer(text) if _key(word[0]) in self._known and word[0] not in _SMALL)

    def named(self, text: str) -> tuple[str, ...]:
        """Return the text's names, each once, as they are written there, without a possessive ending."""
        return once(self.plain(text[start:end]) for start, end in self.places(text))

    @staticmethod
    def plain(name: str) -> str:
        """Return the name without a possessive ending."""
        return _POSSESSIVE.sub("", name)


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Return each of the names once, however it is capitalised."""
    return tuple({name.casefold(): name for name in names}.values())


def _key(word: str) -> str:
    return _POSSESSIVE.sub("", word).casefold().replace("'", "’")
