"""Sentences with offsets, by nupunkt.

Punkt: Kiss & Strunk 2006, "Unsupervised Multilingual Sentence Boundary Detection".
"""

import re

from qa.article import Span, trimmed

_WORD = re.compile(r"\w")


def sentences(span: Span) -> list[Span]:
    """Return the sentences of a span, in its own coordinates; only blanks lie between them.

    A piece that begins in lower case or holds no word belongs to the sentence before it: machine-translated text has
    full stops where no sentence ends ("the presidential election. of November.").
    """
    import nupunkt  # loads its abbreviation model on import

    found: list[Span] = []
    for start, end in nupunkt.sent_spans(span.text):
        piece = trimmed(span.text, start, end)
        if not piece.text:
            continue
        if found and (piece.text[0].islower() or not _WORD.search(piece.text)):
            start = found.pop().start
        else:
            start = piece.start
        found.append(Span(span.text[start : piece.end], start, piece.end))
    return [Span(s.text, span.start + s.start, span.start + s.end) for s in found]
