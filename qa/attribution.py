"""Who says it: the words of the article that a sentence's statement or quotation is attributed to.

Rules made for English. They would rather find nobody than the wrong one.
"""

import re
from collections.abc import Iterator, Sequence

from qa.article import Span

_SAY = (
    r"(?:said|says|say|told|tells|argued|argues|warned|warns"
    r"|(?:wrote|writes|noted|notes|added|explained|insisted)(?=\s+that\b|\s*[:.]|,\s*[“\"]))"
)
_ADVERB = r"(?:(?:also|later|then|once|repeatedly|publicly|recently)\s+)?"
_BREAK = r"""(?:^|[,;:–—”"’]\s+|\s–\s|\b(?:but|while|although|because|as|that)\s+)"""
_WHO = r"""(?P<who>[^\s,;:–—“”"()][^,;:–—“”"()]*?)"""

_ACCORDING = re.compile(rf"\baccording to {_WHO}(?=[,;:–—()”\"]|\.\W*$|\.\s+(?-i:[a-z])|$)", re.IGNORECASE)
_INVERTED = re.compile(
    rf"""[,.?!][”"’]\s*{_SAY}\s+{_WHO}(?=[,;:.]|\s+(?:in|on|at|to|last|this|after|during|who)\b|$)"""
)
_TRAILING = re.compile(rf",\s+{_SAY}\s+{_WHO}(?=[,;.]|$)")
_APPOSED = re.compile(rf"{_BREAK}{_WHO},\s[^,;:“”]*(?:,[^,;:“”]*)?,\s+{_ADVERB}{_SAY}\b")
_SUBJECT = re.compile(rf"{_BREAK}{_WHO}\s+{_ADVERB}{_SAY}\b")
_PATTERNS = (_ACCORDING, _INVERTED, _APPOSED, _SUBJECT, _TRAILING)

_PRONOUN = re.compile(r"(?:he|she|they|it|we|i|you)", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:such as|including|and|or|if|there|to|this|these|what|where|when|however|let[’']s"
    r"|in|on|at|as|by|for|from|of|after|before|since|during|with)\b|.*\band$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"[A-Z]|\b(?:officials?|analysts?|sources?|experts?|critics?|researchers?|scientists?|people|aides?|spokes\w+|report"
    r"|study|survey|photos|documents?|statement)\b"
)
_CLAUSE = re.compile(
    r"\b(?:who|whom|which|that|is|are|was|were|has|have|had|will|would|could|can|may|might|should|been|be)\b"
)
_MOST_WORDS = 12
_LOOK_BACK = 3
"""How many sentences before may name the one who goes on speaking."""


def speaker(sentence: Span, paragraph: Sequence[Span], before: Sequence[Span] = ()) -> Span | None:
    """Return who says the sentence, as it stands in the article, or None where nobody is named.

    Args:
        sentence: a sentence of the article.
        paragraph: the sentences of its paragraph or passage, in order.
        before: those before the paragraph, in order; one of them may name whom "he" stands for.

    Raises:
        ValueError: the paragraph does not hold the sentence.
    """
    at = list(paragraph).index(sentence)
    earlier = [*before, *paragraph[:at]][-_LOOK_BACK:]
    if found := _named(sentence):
        return _resolved(found, earlier)
    inside = sum(map(_opens, paragraph[:at]))
    if inside <= 0 and not sentence.text.startswith("“"):
        return None
    for other in paragraph[at + 1 :]:  # “One. Two,” he said.
        inside += _opens(paragraph[at])
        at += 1
        if inside <= 0:
            break
        if found := _named(other):
            return _resolved(found, earlier)
    return next((_resolved(found, earlier) for one in reversed(earlier) if (found := _named(one))), None)


def _resolved(who: Span, before: Sequence[Span]) -> Span | None:
    """Return whom a pronoun stands for: the one who spoke last; anybody else stays."""
    if not _PRONOUN.fullmatch(who.text):
        return who
    earlier = (found for one in reversed(before) if (found := _named(one)) and not _PRONOUN.fullmatch(found.text))
    return next(earlier, None)


def _named(sentence: Span) -> Span | None:
    return next(_candidates(sentence), None)


def _candidates(sentence: Span) -> Iterator[Span]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(sentence.text):
            who = match["who"].rstrip()
            if _PRONOUN.fullmatch(who) or (
                _SOMEBODY.search(who)
                and not _NOBODY.match(who)
                and not _CLAUSE.search(who)
                and len(who.split()) <= _MOST_WORDS
            ):
                yield Span(who, sentence.start + match.start("who"), sentence.start + match.start("who") + len(who))


def _opens(sentence: Span) -> int:
    """Return how many more quotation marks the sentence opens than it closes."""
    return sentence.text.count("“") - sentence.text.count("”")
