import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qa.answer import Answer
from qa.errors import ConfigError
from qa.feedback import FILE, Feedback
from qa.search import Hits
from tests.conftest import article_of

ARTICLE = article_of("“Ships”\u2028 sail.")
ANSWER = Answer(
    "Why?", ARTICLE.span(0, 9), ARTICLE.span(0, 9), 1.0, Hits(), after=Answer("What?", None, None, 0, Hits())
)


def test_a_thumb_is_a_line_with_what_was_asked_and_answered(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path / "made" / "here")
    feedback.add(ANSWER, True)
    feedback.add(ANSWER, False)
    first, second = (
        json.loads(line) for line in (tmp_path / "made" / "here" / FILE).read_text("utf-8").split("\n")[:2]
    )
    assert first.pop("time").endswith("+00:00")
    assert first == {
        "liked": True,
        "questions": ["What?", "Why?"],
        "answered": True,
        "text": "“Ships”\u2028 ",
        "start": 0,
        "end": 9,
    }
    assert second["liked"] is False


def test_thumbs_at_once_are_lines_of_their_own(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: feedback.add(ANSWER, True), range(200)))
    assert len([json.loads(line) for line in (tmp_path / FILE).read_text("utf-8").split("\n") if line]) == 200


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        Feedback(tmp_path / "file")
