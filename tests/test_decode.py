import re

import numpy as np
import pytest

from qa.decode import MAX_SPAN, likeliest

TEXT = "In 1907 Anna Maria paid $14.9 here. She left."
SENTENCES = [(0, 35), (36, 45)]
PIECES = ["In", "1907", "An", "na", "Maria", "paid", "$", "14", ".", "9", "here", ".", "She", "left", "."]


def places() -> np.ndarray:
    found, at = [], 0
    for piece in PIECES:
        at = TEXT.index(piece, at)
        found.append((at, at + len(piece)))
        at += len(piece)
    return np.array(found)


def best(start: int, end: int, strength: float = 9.0) -> str:
    """What is found when the model points at these word-pieces."""
    logits = np.zeros((1 + len(PIECES), 2), dtype=np.float32)
    logits[1 + start, 0] = logits[1 + end, 1] = strength
    a, b, sentence, _ = likeliest(TEXT, SENTENCES, places(), logits)[0]
    assert SENTENCES[sentence][0] <= a < b <= SENTENCES[sentence][1]
    return TEXT[a:b]


def test_the_words_pointed_at_are_found() -> None:
    assert best(1, 1) == "1907" and best(2, 4) == "Anna Maria" and best(13, 13) == "left"


@pytest.mark.parametrize(("start", "end"), [(2, 2), (3, 3), (3, 4), (6, 7), (7, 9), (8, 9), (6, 8)])
def test_no_word_or_number_is_cut(start: int, end: int) -> None:
    said = re.findall(r"[\w$.]*\w", best(start, end))
    assert said and set(said) <= {"In", "1907", "Anna", "Maria", "paid", "$14.9", "here", "She", "left"}


@pytest.mark.parametrize("pieces", [["1990", "s"], ["G", "7"], ["5", "pm"], ["75", "%"]])
def test_a_number_keeps_its_letters(pieces: list[str]) -> None:
    text = f"It was {''.join(pieces)}"
    middle = len(text) - len(pieces[1])
    spots = np.array([(0, 2), (3, 6), (7, middle), (middle, len(text))])
    found = likeliest(text, [(0, len(text))], spots, np.zeros((5, 2), dtype=np.float32))
    assert {text[a:b] for a, b, *_ in found} == {"It", "was", "It was", text, text[3:], text[7:]}


def test_a_name_is_rather_kept_whole() -> None:
    logits = np.zeros((1 + len(PIECES), 2), dtype=np.float32)
    logits[1 + 2, 0], logits[1 + 3, 1], logits[1 + 4, 1] = 9.0, 5.5, 5.0  # "Anna" is a little likelier than all of it
    a, b, *_ = likeliest(TEXT, SENTENCES, places(), logits)[0]
    assert TEXT[a:b] == "Anna Maria"


def test_a_name_may_have_an_apostrophe() -> None:
    text = "He saw Ann O’Neil."
    spots = np.array([(0, 2), (3, 6), (7, 10), (11, 12), (12, 13), (13, 17), (17, 18)])
    logits = np.zeros((8, 2), dtype=np.float32)
    logits[1 + 2, 0], logits[1 + 3, 1], logits[1 + 5, 1] = 9.0, 8.0, 7.5  # "Ann O" is a little likelier
    a, b, *_ = likeliest(text, [(0, len(text))], spots, logits)[0]
    assert text[a:b] == "Ann O’Neil"


@pytest.mark.parametrize(("strength", "found"), [(5.4, "Ann Lee, Bob and Cy"), (4.0, "Ann Lee")])
def test_a_list_of_names_is_rather_kept_whole(strength: float, found: str) -> None:
    text = "It was Ann Lee, Bob and Cy."
    spots = np.array([unit.span() for unit in re.finditer(r"\w+|[^\w\s]", text)])
    pieces = [text[a:b] for a, b in spots]
    logits = np.zeros((1 + len(pieces), 2), dtype=np.float32)
    logits[1 + pieces.index("Ann"), 0] = 9.0
    logits[1 + pieces.index("Lee"), 1], logits[1 + pieces.index("Cy"), 1] = 5.7, strength
    a, b, *_ = likeliest(text, [(0, len(text))], spots, logits)[0]
    assert text[a:b] == found


def test_an_answer_neither_runs_backwards_nor_over_a_sentence_nor_on_and_on() -> None:
    assert best(10, 13) in {"here", "here.", "left"} and best(5, 1) != ""
    words = "a " * 60
    spots = np.array([(2 * n, 2 * n + 1) for n in range(60)])
    logits = np.zeros((61, 2), dtype=np.float32)
    logits[1, 0] = logits[60, 1] = 9.0
    for a, b, *_ in likeliest(words, [(0, len(words))], spots, logits):
        assert (b - a + 1) // 2 <= MAX_SPAN


def test_the_score_is_that_of_the_words_less_that_of_not_here() -> None:
    logits = np.zeros((1 + len(PIECES), 2), dtype=np.float32)
    logits[0], logits[1 + 1] = (1.0, 2.0), (4.0, 5.0)
    assert likeliest(TEXT, SENTENCES, places(), logits)[0][3] == pytest.approx(6.0)
