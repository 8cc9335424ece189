"""What to ask next: questions written for the article, else the names in it; nothing that it does not say."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from qa.chunk import Passage
from qa.names import Names

SUGGESTED = 3
"""How many suggestions an answer gets."""

Suggestion = tuple[str, int]
"""A question, and the number of the passage that it is about."""


def by_name(passages: Sequence[Passage], names: Names) -> list[Suggestion]:
    """Return the names in the passages as keywords to look for, each with the first passage that has it.

    A name has two words or stands in two passages. Part of a longer one ("Hagerty") is no suggestion of its own.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for number, passage in enumerate(passages):
        for name in _names(passage.span.text, names) if passage.kind == "paragraph" else ():
            found.setdefault(name.casefold(), []).append((number, name))
    words = {name: set(name.split()) for name in found}
    return [
        (Counter(spelt for _, spelt in places).most_common(1)[0][0], places[0][0])
        for name, places in found.items()
        if (len(words[name]) > 1 or len({number for number, _ in places}) > 1)
        and not any(words[name] < words[other] for other in found)
    ]


def nearest(suggestions: Iterable[Suggestion], passage: int, said: str) -> list[str]:
    """Return the `SUGGESTED` suggestions about what stands nearest to a passage, given by number.

    Those whose words stand in `said`, what was asked and answered already, are left out.
    """
    known = said.casefold()
    fresh = [(abs(number - passage), text) for text, number in suggestions if text.casefold() not in known]
    return [text for _, text in sorted(fresh, key=lambda pair: pair[0])[:SUGGESTED]]


def _names(text: str, names: Names) -> Iterator[str]:
    """Yield the text's names; words that only a blank parts are one name, up to a possessive."""
    run: list[tuple[int, int]] = []
    for start, end in [*names.places(text), (len(text) + 2, len(text) + 2)]:
        if run and (start != run[-1][1] + 1 or names.plain(last := text[run[-1][0] : run[-1][1]]) != last):
            yield names.plain(text[run[0][0] : run[-1][1]])
            run = []
        run.append((start, end))
