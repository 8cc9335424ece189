"""What kind of answer a question wants, told by its words, by rules made for English."""

import re

AUXILIARY = "am|is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|may|might|shall|should|must"

_FIRST = rf"\W*(?:(?:so|and|but|or|well|then)\b\W*)*(?:{AUXILIARY})(?:n[’']?t)?"
_YES_NO = re.compile(rf"(?!were (?:{AUXILIARY})\b){_FIRST}\s+\w", re.IGNORECASE)
"""An auxiliary first; but "were is" is a slip for "where is"."""

_INDIRECT = re.compile(
    rf"{_FIRST}\s+(?:you|we|i|any(?:one|body)|some(?:one|body))\b.*\b(?:wh(?:o|om|ose|at|en|ere|y|ich)|how|tell|name)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)

_SINGULAR = "was|is|does|has|this|his|its|as|us|plus|news|politics|series|status"
_RELATION = r"(?:of|for|from|in|on|to|about|with|by|the|is|was|does|did|has)\b"
_PLURAL = rf"(?:people|men|women|children|(?!(?:{_SINGULAR})\b)\w+[^\Wsui]s)\b(?! of\b)"
_SEVERAL = re.compile(
    rf"\b(?:which|what) (?:(?!{_RELATION})[\w’'-]+ ){{0,3}}?{_PLURAL}"
    r"|\b(?:who|what|which) (?:all|else|are|were)\b|^\W*(?:list|name)\b",
    re.IGNORECASE,
)


_ASKS = re.compile(
    rf"\?|^were (?:{AUXILIARY})\b|\b(?:whom?|whose|who[’']?s|what|what[’']?s|wat|when|where|why|which|how)\b"
    r"|\b(?:tell|list|name|give|show|explain|describe)\b",
    re.IGNORECASE,
)


def is_keywords(question: str) -> bool:
    """Return whether it asks nothing but names a topic, as "steel tariffs" does."""
    return not _ASKS.search(question) and not _YES_NO.match(question)


def wants_yes_or_no(question: str) -> bool:
    """Return whether the question can be answered by yes or no."""
    return bool(_YES_NO.match(question) and not _INDIRECT.match(question) and not _CHOICE.search(question))


def wants_several(question: str) -> bool:
    """Return whether the question asks for more than one thing, as "Which officials ...?" does."""
    return bool(_SEVERAL.search(question))
