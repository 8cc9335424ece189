"""What a question must be before it is asked."""

import re
import unicodedata

from qa.errors import QuestionError

_WORD = re.compile(r"[^\W_]")


def clean(question: str, max_chars: int) -> str:
    """Return the question as the model should see it: control characters and lone surrogates as blanks, edges trimmed.

    Raises:
        QuestionError: it is not text, is blank, has no letter or digit, or is longer than `max_chars` characters.
    """
    if not isinstance(question, str):  # over HTTP anything can arrive
        raise QuestionError("The question is not text. Ask about the article in plain words.")
    cleaned = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in question).strip()
    if not cleaned:
        raise QuestionError("Nothing was asked. Type a question about the article.")
    if len(cleaned) > max_chars:
        raise QuestionError(
            f"The question is {len(cleaned):,} characters long. Ask it in at most {max_chars:,} characters."
        )
    if not _WORD.search(cleaned):
        raise QuestionError("There is no word in the question. Ask about the article in plain words.")
    return cleaned
