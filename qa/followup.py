"""Questions that lean on the one before: told by their words, so English only; in other languages each stands alone."""

import re

from qa.names import Names

_AUXILIARY = "am|is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|may|might|shall|should|must"
_CONTINUES = re.compile(r"\W*(and|but|or|so|also|what about|how about)\b", re.IGNORECASE)
_EMPTY = re.compile(
    rf"(?:\W|\b(?:who|whom|whose|what|which|when|where|why|how|{_AUXILIARY}|not|no|yes|so|then|there|else|exactly|really"
    r"|he|she|it|they|him|her|them|this|that|these|those|said|says|say|in|on|at|by|to|for|of|the|a|much|many|long)\b)*",
    re.IGNORECASE,
)
"""All of "And when?", "Who said so?", "Why not?": words with nothing to look for."""

_PERSON = re.compile(r"\b(he|she|his|hers?|himself|herself)\b", re.IGNORECASE)
_THING = re.compile(
    r"\b(they|it|their|theirs|its|themselves|itself)\b(?! (?:true|clear|likely|possible)\b)", re.IGNORECASE
)
_OBJECT = re.compile(r"\b(him|them)\b", re.IGNORECASE)
_POINTING = re.compile(
    rf"\b(?:{_AUXILIARY}|about|of|after|before|with|for|from|to|in|on|at|by|why|how) (this|that|these|those)\b"
    r"(?! (?:article|story|report|text|piece|page)\b)",
    re.IGNORECASE,
)
_NOUN = re.compile(
    rf"\b(?:the|an?|which|some|many|several|all|most|two|three|six) (?!(?:{_AUXILIARY}|of)\b)\w+", re.IGNORECASE
)
_CLAUSE = re.compile(r"\W*(?:if|when|while|as|since|because|although|before|after) (?:he|she|they|it)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[\w,] )(?!I\b)[^\W\d_]\w*")


def leans(question: str, names: Names) -> bool:
    """Return whether the question cannot be understood without the one before.

    It begins with "and" or "what about", has no word to look for ("When?"), points back ("that deal"), or has a
    pronoun for which nothing before it in the question stands. `names` are the article's.
    """
    if _CONTINUES.match(question) or _EMPTY.fullmatch(question) or _POINTING.search(question):
        return True
    starts = {start for start, _ in names.places(question)}
    starts |= {word.start() for word in _CAPITAL.finditer(question) if word[0][0].isupper()}
    if _CLAUSE.match(question) and starts:
        return False  # "If they don't know, what does Tokyo fear?" tells later who they are

    def before(found: re.Match[str]) -> int:
        return sum(start < found.start() for start in starts)

    return any(
        [
            *(before(found) == 0 for found in _PERSON.finditer(question)),
            *(
                before(found) == 0 and not _NOUN.search(question[: found.start()])
                for found in _THING.finditer(question)
            ),
            *(before(found) < 2 for found in _OBJECT.finditer(question)),  # "What did Aso tell him?" is not himself
        ]
    )
