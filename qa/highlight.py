"""Highlighting as pure functions: a text and labelled ranges become segments that join to the text again."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled range of characters, `[start, end)`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text with the labels of every mark that covers it, in the order the marks were given."""

    text: str
    labels: tuple[str, ...]


def highlight(text: str, marks: Iterable[Mark], offset: int = 0) -> list[Segment]:
    """Return `text` cut wherever a mark begins or ends.

    Marks may overlap, touch, nest or reach beyond the text; empty ones are ignored. The segments' texts always join to
    exactly `text`, and none of them is empty.

    Args:
        text: the text to cut.
        marks: ranges in the coordinates of the whole article.
        offset: where `text` begins in those coordinates, in characters.

    >>> [(s.text, s.labels) for s in highlight("abcd", [Mark(1, 3, "hit"), Mark(2, 3, "answer")])]
    [('a', ()), ('b', ('hit',)), ('c', ('hit', 'answer')), ('d', ())]
    """
    local = [Mark(max(m.start - offset, 0), min(m.end - offset, len(text)), m.label) for m in marks]
    local = [m for m in local if m.start < m.end]
    cuts = sorted({0, len(text), *(m.start for m in local), *(m.end for m in local)})
    return [
        Segment(text[start:end], tuple(m.label for m in local if m.start <= start and end <= m.end))
        for start, end in zip(cuts, cuts[1:], strict=False)
    ]
