import pytest

from qa.support import echoes, support
from tests.test_search import query, searcher


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("When did Anna sail?", 1.0),
        ("When did the Anna sail to Lisbon?", 1.0),
        ("When did Otto sail?", 0.0),
        ("When did Anna meet Otto in 1908?", 1 / 3),
        ("when did it sail", 1.0),
    ],
)
def test_the_share_of_the_questions_names_that_the_passage_holds(question: str, share: float) -> None:
    (hit,) = searcher("In 1907 Anna left. She sailed to Lisbon.").search(query(question), 1)
    assert support(hit) == pytest.approx(share)


def test_words_that_begin_like_the_questions_tell_nothing_new() -> None:
    question = "Which former officials have ties to Japan?"
    assert echoes(question, "Japanese") and echoes(question, "former official")
    assert not echoes(question, "former boss") and not echoes(question, "Robert O’Brien")
