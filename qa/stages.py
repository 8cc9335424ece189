"""The stages of retrieval: small objects with one signature, each giving passages by number with a score.

Candidates come from sentence vectors and BM25 together, and late interaction ranks them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from qa.embed import Embedder, Tokens
from qa.index import Index

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Scored = list[tuple[int, float]]
"""Passage numbers with their scores, best first; equal scores in the order of the article."""


_GRAM = 4

_TOPIC = 0.4
"""How much the names carried over from the question before count, against 1 for the question's own words."""

_SAME_PASSAGE = 0.05
"""How much it counts to be the passage that answered the question before (both measured in docs/retrieval.md)."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the stages see it.

    Attributes:
        text: the question.
        vector: its vector, `(dim,) float32`, unit length.
        tokens: its word-pieces.
        topic: the names it carries over from the question it leans on, as a query of their own, or None.
        passage: the number of the passage that answered that question, or None.
    """

    text: str
    vector: "NDArray[np.float32]"
    tokens: Tokens
    topic: "Query | None" = None
    passage: int | None = None

    @classmethod
    def of(cls, question: str, embedder: Embedder, names: Sequence[str] = (), passage: int | None = None) -> "Query":
        """Return the query for a question, from one pass of the model, and one more if there are names."""
        topic = cls.of(" ".join(names), embedder) if names else None
        return cls(question, *embedder.embed_question(question), topic, passage)

    @property
    def direction(self) -> "NDArray[np.float32]":
        """The vector to search with: its own, or midway between that and the topic's; unit length."""
        import numpy as np

        if not self.topic:
            return self.vector
        between = self.vector + self.topic.vector
        unit: NDArray[np.float32] = between / max(float(np.linalg.norm(between)), 1e-9)
        return unit

    @property
    def words(self) -> str:
        """The text to search with: its own, and the topic's."""
        return f"{self.text} {self.topic.text}" if self.topic else self.text

    @property
    def leans(self) -> bool:
        """Whether it carries something over from the question before."""
        return self.topic is not None or self.passage is not None

    @property
    def alone(self) -> "Query":
        """The same question, carrying nothing over."""
        return replace(self, topic=None, passage=None)


class Stage(Protocol):
    """One way to find passages."""

    def search(self, query: Query, k: int) -> Scored:
        """Return at most `k` passages, best first."""
        ...


class VectorSearch:
    """Passages by their best sentence's cosine with the question's direction, in [-1, 1]."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def search(self, query: Query, k: int) -> Scored:
        """Return at most `k` passages, best first."""
        index = self._index
        wanted = min(k, len(index.passages))
        depth = 4 * k
        while True:
            best: dict[int, float] = {}
            for sentence, score in index.store.search(query.direction, depth):
                best.setdefault(index.owners[sentence], score)
            if len(best) >= wanted:
                return _best(best, k)
            depth *= 4


class LexicalSearch:
    """Passages by BM25 over the words' runs of four characters, scores from 0 up; a slip of the finger spoils few.

    Lucene's variant with k1 = 1.5 and b = 0.75. Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25
    and Beyond"; Lù 2024, "BM25S"; McNamee & Mayfield 2004, "Character N-Gram Tokenization for European Language Text
    Retrieval".
    """

    def __init__(self, index: Index) -> None:
        import bm25s

        self._bm25: Any = None
        grams = [_grams(passage.span.text) for passage in index.passages]
        if any(grams):
            self._bm25 = bm25s.BM25()
            self._bm25.index(grams, show_progress=False)

    def search(self, query: Query, k: int) -> Scored:
        """Return at most `k` of the passages that share four characters with the question, best first."""
        if self._bm25 is None:
            return []
        grams = [gram for gram in _grams(query.words) if gram in self._bm25.vocab_dict]
        if not grams:
            return []
        scores = self._bm25.get_scores(grams)
        return _best({int(number): float(scores[number]) for number in scores.nonzero()[0]}, k)


class LateInteraction:
    """Passages by MaxSim over their tokens, in [-1, 1]; exact, so it is given few passages or a small article.

    For a question that leans on the one before, it is the weighted mean with the MaxSim of the names carried over and
    1 for the passage that answered before.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    def search(self, query: Query, k: int, among: Sequence[int] | None = None) -> Scored:
        """Return at most `k` passages, best first, of all or `among` some."""
        import numpy as np

        numbers = range(len(self._index.passages)) if among is None else among
        scores = self._index.tokens.maxsim(query.tokens, numbers)
        total = 1.0
        if query.topic:
            scores += np.float32(_TOPIC) * self._index.tokens.maxsim(query.topic.tokens, numbers)
            total += _TOPIC
        if query.passage is not None:
            scores += np.float32(_SAME_PASSAGE) * (np.asarray(numbers) == query.passage)
            total += _SAME_PASSAGE
        scores /= np.float32(total)
        return _best(dict(zip(numbers, scores.tolist(), strict=True)), k)


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


def _grams(text: str) -> list[str]:
    """Return the runs of four characters in the text's words but for stop words, edges marked; a short word is one."""
    import bm25s

    words = bm25s.tokenize(text, show_progress=False, return_ids=False)[0]
    marked = (f"_{word}_" for word in words if word)
    return [word[at : at + _GRAM] for word in marked for at in range(max(1, len(word) - _GRAM + 1))]


def _best(scores: dict[int, float], k: int) -> Scored:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]
