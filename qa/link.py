"""A link to one answer: its question, and those that it leans on. Nothing is stored for it."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode


def link_to(questions: Sequence[str]) -> str:
    """Return the query part, `?q=...&after=...`, that asks the questions in turn and shows the last one's answer."""
    *before, last = (" ".join(question.split()) for question in questions)
    after = {"after": "\n".join(before)} if before else {}
    return "?" + urlencode({"q": last, **after})


def questions_in(query: Mapping[str, str]) -> list[str]:
    """Return the questions of a link from its parsed query, in turn; none when there is no `q`."""
    question = query.get("q") or ""
    return [*(query.get("after") or "").splitlines(), question] if question.strip() else []
