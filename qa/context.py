"""What a passage takes from its neighbour: "he" in one paragraph is named in the paragraph before."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from qa.chunk import Passage
from qa.embed import Tokens
from qa.names import Names

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BORROWED = 0.6
"""How much a borrowed name counts, against 1 for the passage's own words (measured in docs/retrieval.md)."""


def in_context(passages: tuple[Passage, ...], read: Iterable[Tokens]) -> Iterator[Tokens]:
    """Yield each passage's tokens, followed by those of the names in the paragraph before it.

    `read` has the tokens of each passage's preface and text. Places are counted from where the passage begins: those
    of borrowed tokens are negative, and those of a preface are empty and at the beginning. Names are borrowed within a
    section only.
    """
    import numpy as np

    names = Names(sentence for passage in passages for sentence in passage.sentences)
    before: tuple[Passage, Tokens] | None = None
    for passage, tokens in zip(passages, read, strict=True):
        own = Tokens(tokens.ids, tokens.vectors, np.maximum(tokens.places - len(passage.preface), 0))
        if before and before[0].section == passage.section and before[0].kind == passage.kind == "paragraph":
            borrowed = _within(before[1], names.places(before[0].span.text))
            moved = before[1].places[borrowed] + before[0].span.start - passage.span.start
            yield Tokens(
                np.concatenate([own.ids, before[1].ids[borrowed]]),
                np.concatenate([own.vectors, np.float32(_BORROWED) * before[1].vectors[borrowed]]),
                np.concatenate([own.places, moved]),
            )
        else:
            yield own
        before = passage, own


def _within(tokens: Tokens, places: Iterable[tuple[int, int]]) -> "NDArray[np.bool_]":
    """Return which of the tokens stand in one of the places, `(n,) bool`."""
    import numpy as np

    starts, ends = tokens.places[:, 0], tokens.places[:, 1]
    chosen = np.zeros(len(tokens.ids), bool)
    for start, end in places:
        chosen |= (start <= starts) & (ends <= end) & (starts < ends)
    return chosen
