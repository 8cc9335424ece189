"""Pieces of HTML that the chat and the article share; every text is escaped."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape

from qa.answer import Answer
from qa.article import Span
from qa.highlight import Mark, highlight

Show = Callable[[Span], str]
"""What makes the HTML of a part of the article."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def lines(text: str) -> str:
    """Return a text as HTML that shows it literally, in its lines."""
    return _LINE_BREAK.sub("<br>", escape(text))


def strong(html: str) -> str:
    """Return an answer's exact words, which are HTML already."""
    return f'<strong class="words">{html}</strong>'


def plainly(part: Span) -> str:
    """Return a part of the article as it is."""
    return lines(part.text)


def quoted(part: Span, answer: Answer, show: Show = plainly) -> str:
    """Return a part of the article with the answer's exact words in it strong; `show` makes the HTML of either."""
    words = [span for span in (answer.span, *answer.also) if span and span != answer.sentence]
    html = ""
    for piece, labels in pieces(part, [Mark(span.start, span.end, "words") for span in words]):
        html += strong(show(piece)) if labels else show(piece)
    return html


def pieces(part: Span, marks: Iterable[Mark]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield the pieces into which marks cut a part of the article, each with the labels of its marks."""
    at = part.start
    for segment in highlight(part.text, marks, at):
        yield Span(segment.text, at, at + len(segment.text)), segment.labels
        at += len(segment.text)


def unseen(text: str) -> str:
    """Return a text for those who hear the page."""
    return f'<span class="unseen">{lines(text)}</span>'


def anchor(start: int) -> str:
    """Return the name of the passage that begins there."""
    return f"passage-{start}"


def inside(span: Span, sentence: Span) -> bool:
    """Return whether a sentence holds a span."""
    return sentence.start <= span.start and span.end <= sentence.end
