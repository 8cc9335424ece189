import numpy as np
import pytest
from numpy.typing import NDArray

from qa import Bot
from qa.context import in_context
from qa.embed import Tokens
from qa.stages import Query
from qa.tokens import TokenStore
from tests.conftest import gold


def tokens(ids: list[int], vectors: list[list[float]]) -> Tokens:
    places = np.array([[n, n + 1] for n in range(len(ids))]).reshape(-1, 2)
    return Tokens(np.array(ids, np.int64), np.array(vectors, np.float32).reshape(-1, 2), places)


def test_a_score_computed_by_hand() -> None:
    store = TokenStore.of([tokens([1, 2], [[1, 0], [0, 1]]), tokens([1], [[0.6, 0.8]])])
    question = tokens([1, 2], [[1, 0], [0, 1]])
    # Two passages; word 1 is in both, word 2 in one: idf log(1 + 0.5 / 2.5) and log(1 + 1.5 / 1.5).
    one, two = np.log(1.2), np.log(2)
    np.testing.assert_allclose(store.weights(question), [one / (one + two), two / (one + two)], atol=1e-6)
    expected = [1, (0.6 * one + 0.8 * two) / (one + two)]
    np.testing.assert_allclose(store.maxsim(question, [0, 1]), expected, atol=0.01)
    np.testing.assert_allclose(store.maxsim(question, [1]), expected[1:], atol=0.01)


def test_a_word_that_no_passage_holds_counts_most() -> None:
    store = TokenStore.of([tokens([1], [[1, 0]]), tokens([1], [[0, 1]])])
    weights = store.weights(tokens([1, 999], [[1, 0], [0, 1]]))
    assert weights[1] > weights[0] and weights.sum() == pytest.approx(1)


def test_a_passage_or_question_without_tokens_meets_nothing() -> None:
    store = TokenStore.of([tokens([], []), tokens([1], [[1, 0]])])
    np.testing.assert_allclose(store.maxsim(tokens([1], [[1, 0]]), [0, 1]), [0, 1], atol=0.01)
    np.testing.assert_allclose(store.maxsim(tokens([], []), [0, 1]), [0, 0])


def test_a_borrowed_token_can_be_met_but_does_not_make_a_word_more_common() -> None:
    own, other = tokens([1], [[1, 0]]), tokens([2], [[0, 1]])
    borrowing = Tokens(np.array([1, 2]), np.array([[1, 0], [0, 0.5]], np.float32), np.array([[0, 1], [-9, -8]]))
    plain, store = TokenStore.of([own, other]), TokenStore.of([borrowing, other])
    np.testing.assert_array_equal(store.idf, plain.idf)
    question = tokens([2], [[0, 1]])
    np.testing.assert_allclose(plain.maxsim(question, [0, 1]), [0, 1], atol=0.01)
    np.testing.assert_allclose(store.maxsim(question, [0, 1]), [0.5, 1], atol=0.01)


def test_passages_of_only_borrowed_tokens_can_be_searched() -> None:
    store = TokenStore.of([Tokens(np.array([1]), np.array([[0.6, 0]], np.float32), np.array([[-5, -1]]))])
    assert store.maxsim(tokens([1], [[1, 0]]), [0])[0] == pytest.approx(0.6, abs=0.01)


def test_int8_vectors_score_as_the_models_own(bot: Bot) -> None:
    passages = bot.index.passages
    own = list(
        in_context(
            passages,
            bot.embedder.embed_tokens([passage.preface + passage.span.text for passage in passages]),
            {p.section: next(bot.embedder.embed_tokens([p.section])) for p in passages if p.section},
        )
    )
    for question in gold()[::7]:
        query = Query.of(question["question"], bot.embedder)
        weights = bot.index.tokens.weights(query.tokens)
        exact: NDArray[np.float32] = np.array([weights @ (query.tokens.vectors @ t.vectors.T).max(axis=1) for t in own])
        np.testing.assert_allclose(bot.index.tokens.maxsim(query.tokens, range(len(passages))), exact, atol=0.01)
