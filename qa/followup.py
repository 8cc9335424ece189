"""Questions that lean on the one before: told by their words, by rules made for English."""

import re

from qa.kinds import AUXILIARY
from qa.names import Names

_CONTINUES = re.compile(r"\W*(and|but|or|so(?! far|-)|also|what about|how about)\b", re.IGNORECASE)
_EMPTY = re.compile(
    rf"(?:\W|\b(?:who|whom|whose|what|which|when|where|why|how|{AUXILIARY}|not|no|yes|so|then|there|else|exactly|really"
    r"|he|she|it|they|him|her|them|this|that|these|those|said|says|say|in|on|at|by|to|for|of|the|a|much|many|long)\b)*",
    re.IGNORECASE,
)
"""All of "And when?", "Who said so?", "Why not?": words with nothing to look for."""

_EXPLETIVE = r"true|clear|likely|possible|hard|easy|important|common|worth|matter|rain\w*|takes? (?:\w+ )?to"
_FINAL = re.compile(r"\b(?:it|so|that|there)\W*$", re.IGNORECASE)
_PERSON = re.compile(r"\b(he|she|his|hers?|himself|herself)\b", re.IGNORECASE)
_THING = re.compile(rf"\b(they|it|their|theirs|its|themselves|itself)\b(?! (?:{_EXPLETIVE})\b)", re.IGNORECASE)
_OBJECT = re.compile(r"\b(him|them)\b", re.IGNORECASE)
_POINTING = re.compile(
    rf"\b(?:{AUXILIARY}|about|of|after|before|with|for|from|to|in|on|at|by|why|how) (this|that|these|those)\b"
    r"(?! (?:article|story|report|text|piece|page|about|written|published|year|month|week|who)\b)",
    re.IGNORECASE,
)
_NOUN = re.compile(
    rf"\b(?:the|an?|which|some|many|several|all|most|two|three|six) (?!(?:{AUXILIARY}|of)\b)\w+", re.IGNORECASE
)
_DEFINITE = re.compile(r"\b(?:the|an?) \w+", re.IGNORECASE)
_PRONOUNS = ((_PERSON, 1, _DEFINITE), (_THING, 1, _NOUN), (_OBJECT, 2, _DEFINITE), (_FINAL, 1000, _NOUN))
"""A pronoun stands for something in the question when so many names, or such a noun, stand before it.

"What did Aso tell him?" is not himself, and "Did Trump accept it?" not Trump.
"""

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

    return any(
        sum(start < found.start() for start in starts) < enough and not noun.search(question, 0, found.start())
        for pronoun, enough, noun in _PRONOUNS
        for found in pronoun.finditer(question)
    )
