"""Late interaction: the passages' token vectors, and how well a question's tokens are met by them.

Khattab & Zaharia 2020, "ColBERT: Efficient and Effective Passage Search via Contextualized Late Interaction over BERT".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.embed import Tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SCALE = 127
"""Vectors are kept as int8: components of a unit vector times 127, which lost nothing in recall."""


@dataclass(frozen=True, slots=True)
class TokenStore:
    """The tokens of all passages, one after the other.

    A passage's own tokens may be followed by some that it borrows from the passage before or its heading; their places,
    counted from where the passage begins, are negative.

    Attributes:
        vectors: `(n, dim) int8`, unit rows times 127, borrowed ones shorter; may be memory-mapped.
        places: `(n, 3) int32`: the word-piece's id, and where it begins and ends in its passage, in characters.
        bounds: `(passages + 1,) int64`: passage `i` has the rows `bounds[i]` to `bounds[i + 1]`, at least one.
        idf: how much each word-piece counts, `(vocabulary,) float32`: log(1 + (N - df + 0.5) / (df + 0.5)) over the
            N passages, df of which hold it as their own (Robertson & Zaragoza 2009, "The Probabilistic Relevance
            Framework").
    """

    vectors: "NDArray[np.int8]"
    places: "NDArray[np.int32]"
    bounds: "NDArray[np.int64]"
    idf: "NDArray[np.float32]"

    @classmethod
    def of(cls, passages: Iterable[Tokens]) -> "TokenStore":
        """Return the store of some passages' tokens; a passage without any gets one that meets nothing."""
        import numpy as np

        vectors, places, counts = [], [], []
        for tokens in passages:
            found = len(tokens.ids)
            rows = tokens.vectors if found else np.zeros((1, tokens.vectors.shape[1]), np.float32)
            columns = np.column_stack([tokens.ids, tokens.places]) if found else np.zeros((1, 3))
            vectors.append(np.rint(rows * _SCALE).astype(np.int8))
            places.append(columns.astype(np.int32))
            counts.append(max(found, 1))
        return cls.from_arrays(np.concatenate(vectors), np.concatenate(places), np.array(counts))

    @classmethod
    def from_arrays(
        cls, vectors: "NDArray[np.int8]", places: "NDArray[np.int32]", counts: "NDArray[np.int64]"
    ) -> "TokenStore":
        """Return the store of these rows, `counts[i]` of which are passage `i`'s."""
        import numpy as np

        bounds = np.concatenate([[0], np.cumsum(counts)])
        owner = np.repeat(np.arange(len(counts)), counts)
        own = places[:, 1] >= 0
        pairs = np.unique(np.column_stack([owner, places[:, 0]])[own], axis=0)
        df = np.bincount(pairs[:, 1], minlength=1)
        return cls(vectors, places, bounds, np.log1p((len(counts) - df + 0.5) / (df + 0.5)).astype(np.float32))

    def weights(self, question: Tokens) -> "NDArray[np.float32]":
        """Return how much each of the question's tokens counts, `(m,) float32`, summing to 1."""
        import numpy as np

        unseen = float(np.log1p(2 * (len(self.bounds) - 1) + 1))
        known = question.ids < len(self.idf)
        weights = np.where(known, self.idf[np.where(known, question.ids, 0)], unseen)
        shares: NDArray[np.float32] = (weights / max(weights.sum(), 1e-9)).astype(np.float32)
        return shares

    def similarity(self, question: Tokens, passage: int) -> "NDArray[np.float32]":
        """Return the cosines of the question's tokens with those of a passage, `(m, n) float32`."""
        import numpy as np

        rows = self.vectors[self.bounds[passage] : self.bounds[passage + 1]].astype(np.float32)
        rows *= np.float32(1 / _SCALE)
        similarity: NDArray[np.float32] = question.vectors @ rows.T
        return similarity

    def maxsim(self, question: Tokens, passages: Sequence[int]) -> "NDArray[np.float32]":
        """Return each passage's score, `(len(passages),) float32`, in [-1, 1].

        Each token of the question takes its best cosine to any token of the passage; the score is their mean,
        weighted by `weights`.
        """
        import numpy as np

        if len(question.ids) == 0:
            return np.zeros(len(passages), np.float32)
        counts = np.diff(self.bounds)[passages]
        rows = np.concatenate([np.arange(self.bounds[p], self.bounds[p + 1]) for p in passages])
        cosines = self.vectors[rows].astype(np.float32) @ (question.vectors.T / _SCALE)
        best = np.maximum.reduceat(cosines, np.concatenate([[0], np.cumsum(counts)[:-1]]), axis=0)
        scores: NDArray[np.float32] = best @ self.weights(question)
        return scores
