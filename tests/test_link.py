from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.link import link_to, questions_in

QUESTION = st.text(min_size=1).filter(lambda text: text.strip() and text.isprintable())


@given(st.lists(QUESTION, min_size=1, max_size=5))
def test_a_link_asks_its_questions_again(questions: list[str]) -> None:
    link = link_to(questions)
    assert link.startswith("?q=")
    assert questions_in(dict(parse_qsl(link[1:]))) == [" ".join(question.split()) for question in questions]


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "  "}, {"after": "Who?"}])
def test_a_link_without_a_question_asks_nothing(query: dict[str, str]) -> None:
    assert questions_in(query) == []
