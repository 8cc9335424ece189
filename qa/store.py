"""Vectors by number, searched by FAISS; knows no text."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class FaissStore:
    """An exact inner-product index (`faiss.IndexFlatIP`) over unit vectors, so scores are cosines in [-1, 1].

    Johnson, Douze & Jégou 2017, "Billion-scale similarity search with GPUs".
    """

    def __init__(self, vectors: "NDArray[np.float32]") -> None:
        """Index the rows of `vectors`, `(n, dim) float32`; row number `i` is id `i`."""
        import faiss

        self._index: Any = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    @classmethod
    def from_bytes(cls, data: bytes) -> "FaissStore":
        """Return the store that `to_bytes` wrote. Give it only bytes whose hash was checked: FAISS trusts them."""
        import faiss
        import numpy as np

        store = cls.__new__(cls)
        store._index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        return store

    def to_bytes(self) -> bytes:
        """Return the index in FAISS's own file format."""
        import faiss

        data: bytes = faiss.serialize_index(self._index).tobytes()
        return data

    def __len__(self) -> int:
        """Return the number of vectors."""
        return int(self._index.ntotal)

    @property
    def dim(self) -> int:
        """The length of each vector."""
        return int(self._index.d)

    def search(self, query: "NDArray[np.float32]", k: int) -> list[tuple[int, float]]:
        """Return the `(id, cosine)` of the at most `k` vectors nearest to `query`, `(dim,)`, best first, then by id."""
        scores, ids = self._index.search(query.reshape(1, -1), min(k, len(self)))
        found = zip(ids[0].tolist(), scores[0].tolist(), strict=True)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))
