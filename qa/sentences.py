"""Sentences with offsets, by nupunkt.

Punkt: Kiss & Strunk 2006, "Unsupervised Multilingual Sentence Boundary Detection".
"""

import re

from qa.article import Span, trimmed

_WORD = re.compile(r"\w")
_STRETCH_END = re.compile(r"[。！？]+[」』）”’]*|\n(?=\s*(?:[-*•–]|\d+[.)])\s)")
"""Ends that nupunkt does not know: Chinese and Japanese stops, and a new line that begins a list item."""


def sentences(span: Span) -> list[Span]:
    """Return the sentences of a span, in its own coordinates; only blanks lie between them.

    A piece that begins in lower case or holds no word belongs to the sentence before it: machine-translated text has
    full stops where no sentence ends ("the presidential election. of November."). That says nothing in a text that is
    all in lower case, nor of names such as "iPhone".
    """
    text = span.text
    knows_capitals = any(map(str.isupper, text))
    ends = [*(match.end() for match in _STRETCH_END.finditer(text)), len(text)]
    found: list[Span] = []
    for start, end in zip([0, *ends], ends, strict=False):
        found += _stretch(trimmed(text, start, end), text, knows_capitals)
    return [Span(s.text, span.start + s.start, span.start + s.end) for s in found]


def _stretch(stretch: Span, text: str, knows_capitals: bool) -> list[Span]:
    import nupunkt  # loads its abbreviation model on import

    found: list[Span] = []
    for start, end in nupunkt.sent_spans(stretch.text):
        piece = trimmed(text, stretch.start + start, stretch.start + end)
        if not piece.text:
            continue
        continues = knows_capitals and piece.text[:2].islower()
        if found and (continues or not _WORD.search(piece.text)):
            begin = found.pop().start
            piece = Span(text[begin : piece.end], begin, piece.end)
        found.append(piece)
    return found
