import numpy as np
import pytest

from qa.store import FaissStore


@pytest.fixture
def vectors() -> np.ndarray:
    rows: np.ndarray = np.random.default_rng(1).normal(size=(200, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def test_scores_equal_an_exact_numpy_search(vectors: np.ndarray) -> None:
    store = FaissStore(vectors)
    for query in np.random.default_rng(2).normal(size=(50, 16)).astype(np.float32):
        scores = vectors @ query
        expected = np.argsort(-scores, kind="stable")[:10]
        found = store.search(query, 10)
        assert [id_ for id_, _ in found] == expected.tolist()
        np.testing.assert_allclose([score for _, score in found], scores[expected], atol=1e-6)


def test_equal_scores_come_in_order_of_id() -> None:
    store = FaissStore(np.array([[0, 1], [1, 0], [1, 0], [1, 0]], dtype=np.float32))
    assert store.search(np.array([1, 0], dtype=np.float32), 4) == [(1, 1.0), (2, 1.0), (3, 1.0), (0, 0.0)]


def test_more_than_there_is_gives_all_without_padding(vectors: np.ndarray) -> None:
    store = FaissStore(vectors)
    assert sorted(id_ for id_, _ in store.search(vectors[0], 10**9)) == list(range(200))


def test_it_comes_back_from_its_bytes(vectors: np.ndarray) -> None:
    store = FaissStore(vectors)
    again = FaissStore.from_bytes(store.to_bytes())
    assert (len(again), again.dim) == (200, 16)
    assert again.search(vectors[7], 5) == store.search(vectors[7], 5)
