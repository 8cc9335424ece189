"""What a question must be before it is asked."""

import re
import unicodedata

from qa.errors import QuestionError

_WORD = re.compile(r"[^\W_]")


def well_formed(text: str) -> str:
    """Return the text with lone surrogates, which JSON and UTF-8 cannot carry, as question marks."""
    return text.encode("utf-8", "replace").decode()


def clean(question: str, max_chars: int) -> str:
    """Return the question as the model should see it: control characters as blanks, edges trimmed.

    Raises:
        QuestionError: it is not text, is blank, has no letter or digit, or is longer than `max_chars` characters.
    """
    if not isinstance(question, str):  # over HTTP anything can arrive
        raise QuestionError("The question is not text. Ask about the article in plain words.")
    cleaned = "".join(" " if unicodedata.category(c) == "Cc" else c for c in well_formed(question)).strip()
    if not cleaned:
        raise QuestionError("Nothing was asked. Type a question about the article.")
    if len(cleaned) > max_chars:
        raise QuestionError(
            "The question is {length:,} characters long. Ask it in at most {most:,} characters.",
            length=len(cleaned),
            most=max_chars,
        )
    if not _WORD.search(cleaned):
        raise QuestionError("There is no word in the question. Ask about the article in plain words.")
    return cleaned
