"""What a passage takes from around it: "he" is named in the paragraph before, and the topic in the heading."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from qa.chunk import Passage
from qa.embed import Tokens
from qa.names import Names

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BORROWED = 0.6
"""How much a borrowed word counts, against 1 for the passage's own (measured in docs/retrieval.md).

It is part of every stored index: when it changes, so must `Recipe.format`.
"""


def names_in(passages: Iterable[Passage]) -> Names:
    """Return the names in the passages."""
    return Names(sentence for passage in passages for sentence in passage.sentences)


def in_context(
    passages: tuple[Passage, ...], read: Iterable[Tokens], headings: Mapping[str, Tokens]
) -> Iterator[Tokens]:
    """Yield each passage's tokens, followed by its heading's and those of the names in the paragraph before it.

    `read` has the tokens of each passage's preface and text, `headings` those of each section's heading. Places are
    counted from where the passage begins: those of borrowed tokens are negative, and those of a preface are empty and
    at the beginning. Names are borrowed within a section only.
    """
    import numpy as np

    names = names_in(passages)
    before: tuple[Passage, Tokens] | None = None
    for passage, tokens in zip(passages, read, strict=True):
        own = Tokens(tokens.ids, tokens.vectors, np.maximum(tokens.places - len(passage.preface), 0))
        parts = [own]
        if passage.heading:
            parts.append(_borrowed(headings[passage.section], passage.heading.start - passage.span.start))
        if before and before[0].heading == passage.heading and before[0].kind == passage.kind == "paragraph":
            named = _within(before[1], names.places(before[0].span.text))
            parts.append(_borrowed(named, before[0].span.start - passage.span.start))
        yield Tokens(
            np.concatenate([part.ids for part in parts]),
            np.concatenate([part.vectors for part in parts]),
            np.concatenate([part.places for part in parts]),
        )
        before = passage, own


def _borrowed(tokens: Tokens, distance: int) -> Tokens:
    import numpy as np

    return Tokens(tokens.ids, np.float32(_BORROWED) * tokens.vectors, tokens.places + distance)


def _within(tokens: Tokens, places: Iterable[tuple[int, int]]) -> Tokens:
    """Return those of the tokens that stand in one of the places."""
    import numpy as np

    starts, ends = tokens.places[:, 0], tokens.places[:, 1]
    chosen: NDArray[np.bool_] = np.zeros(len(tokens.ids), bool)
    for start, end in places:
        chosen |= (start <= starts) & (ends <= end) & (starts < ends)
    return Tokens(tokens.ids[chosen], tokens.vectors[chosen], tokens.places[chosen])
