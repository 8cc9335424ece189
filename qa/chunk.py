"""Passages: the article's paragraphs, joined or split only when too short or too long, always on sentence bounds."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.article import Article, Block, Kind, Span
from qa.sentences import sentences


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable piece of the article.

    Attributes:
        span: the passage, from its first sentence's start to its last one's end.
        sentences: its sentences, in order; only blanks lie between them.
        heading: the heading it stands under, or None.
        kind: what the article's line is, `paragraph`, `byline` or `credit`.
    """

    span: Span
    sentences: tuple[Span, ...]
    heading: Span | None
    kind: Kind

    @property
    def section(self) -> str:
        """The words of the heading it stands under, or an empty string."""
        return self.heading.text if self.heading else ""

    @property
    def preface(self) -> str:
        """What the model is told before the passage's text; never shown. A byline does not say what it is."""
        return "The authors who wrote this: " if self.kind == "byline" else ""


def passages(article: Article, min_chars: int, max_chars: int) -> tuple[Passage, ...]:
    """Return the article's passages in order.

    Headings and stray lines are no passages and end the passage before them; the byline and the reporting credit are
    passages of their own. Within a section, a piece under `min_chars` characters joins its neighbour unless the two
    together exceed `max_chars`, and a paragraph over `max_chars` is split into parts of about equal length. A single
    sentence is never cut, however long.
    """
    return tuple(
        Passage(article.span(piece[0].start, piece[-1].end), tuple(piece), heading, run[0].kind)
        for heading, run in _sections(article.blocks)
        for piece in _joined([part for block in run for part in _split(block, max_chars)], min_chars, max_chars)
    )


def _sections(blocks: tuple[Block, ...]) -> Iterator[tuple[Span | None, list[Block]]]:
    """Yield runs of blocks whose passages may be joined, with the heading above them."""
    heading: Span | None = None
    run: list[Block] = []
    for block in blocks:
        if block.kind == "paragraph":
            run.append(block)
            continue
        yield heading, run
        run = []
        if block.kind == "heading":
            heading = block.span
        elif block.kind != "stray":
            yield None, [block]
    yield heading, run


def _split(block: Block, max_chars: int) -> Iterator[list[Span]]:
    parts = -(-len(block.span.text) // max_chars)
    enough = len(block.span.text) / parts
    piece: list[Span] = []
    for sentence in sentences(block.span):
        if piece and (_length(piece) >= enough or _length([*piece, sentence]) > max_chars):
            yield piece
            piece = []
        piece.append(sentence)
    if piece:
        yield piece


def _joined(pieces: list[list[Span]], min_chars: int, max_chars: int) -> list[list[Span]]:
    joined: list[list[Span]] = []
    for piece in pieces:
        if joined:
            before = joined[-1]
            shorter = min(_length(before), _length(piece))
            if shorter < min_chars and _length([*before, *piece]) <= max_chars:
                before.extend(piece)
                continue
        joined.append(piece)
    return joined


def _length(piece: list[Span]) -> int:
    return piece[-1].end - piece[0].start
