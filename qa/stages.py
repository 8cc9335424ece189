"""The stages of retrieval: small objects with one signature, each giving passages by number with a score.

Candidates come from sentence vectors and BM25 together, and late interaction ranks them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from qa.embed import Embedder, Tokens
from qa.index import Index

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Scored = list[tuple[int, float]]
"""Passage numbers with their scores, best first; equal scores in the order of the article."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the stages see it: its text, its vector `(dim,) float32` and its tokens."""

    text: str
    vector: "NDArray[np.float32]"
    tokens: Tokens

    @classmethod
    def of(cls, question: str, embedder: Embedder) -> "Query":
        """Return the query for a question, from one pass of the model."""
        return cls(question, *embedder.embed_question(question))


class Stage(Protocol):
    """One way to find passages."""

    def search(self, query: Query, k: int) -> Scored:
        """Return at most `k` passages, best first."""
        ...


class VectorSearch:
    """Passages by their best sentence's cosine with the question, in [-1, 1]."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def search(self, query: Query, k: int) -> Scored:
        """Return at most `k` passages, best first."""
        index = self._index
        wanted = min(k, len(index.passages))
        depth = 4 * k
        while True:
            best: dict[int, float] = {}
            for sentence, score in index.store.search(query.vector, depth):
                best.setdefault(index.owners[sentence], score)
            if len(best) >= wanted:
                return _best(best, k)
            depth *= 4


class LexicalSearch:
    """Passages by BM25, scores from 0 up, in Lucene's variant with k1 = 1.5 and b = 0.75.

    Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"; Lù 2024, "BM25S".
    """

    def __init__(self, index: Index) -> None:
        import bm25s

        self._words: Any = lambda text: bm25s.tokenize(text, show_progress=False, return_ids=False)[0]
        self._bm25: Any = None
        words = [self._words(passage.span.text) for passage in index.passages]
        if any(words):
            self._bm25 = bm25s.BM25()
            self._bm25.index(words, show_progress=False)

    def search(self, query: Query, k: int) -> Scored:
        """Return at most `k` of the passages that share a word with the question, best first."""
        if self._bm25 is None:
            return []
        words = [word for word in self._words(query.text) if word in self._bm25.vocab_dict]
        if not words:
            return []
        scores = self._bm25.get_scores(words)
        return _best({int(number): float(scores[number]) for number in scores.nonzero()[0]}, k)


class LateInteraction:
    """Passages by MaxSim over their tokens, in [-1, 1]; exact, so it is given few passages or a small article."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def search(self, query: Query, k: int, among: Sequence[int] | None = None) -> Scored:
        """Return at most `k` passages, best first, of all or `among` some."""
        numbers = range(len(self._index.passages)) if among is None else among
        scores = self._index.tokens.maxsim(query.tokens, numbers).tolist()
        return _best(dict(zip(numbers, scores, strict=True)), k)


class Candidates:
    """The union of two stages: the weighted sum of their z-scores over all passages.

    Tuned z-scores beat reciprocal rank fusion by 3 to 6 points of recall@1 (docs/retrieval.md).
    """

    def __init__(self, index: Index, vector: Stage, lexical: Stage, lexical_weight: float) -> None:
        """`lexical_weight`, in [0, 1], is the share of `lexical`; the rest is `vector`'s."""
        self._size = len(index.passages)
        self._stages = ((vector, 1 - lexical_weight), (lexical, lexical_weight))

    def search(self, query: Query, k: int) -> Scored:
        """Return at most `k` passages, best first."""
        import numpy as np

        total = np.zeros(self._size)
        for stage, weight in self._stages:
            scores = np.zeros(self._size)
            for number, score in stage.search(query, self._size):
                scores[number] = score
            total += weight * (scores - scores.mean()) / (scores.std() or 1)
        return _best(dict(enumerate(total.tolist())), k)


def _best(scores: dict[int, float], k: int) -> Scored:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]
