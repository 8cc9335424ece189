"""Retrieval: the passages whose best sentence is nearest to the question."""

from dataclasses import dataclass
from html import escape
from typing import Any

from qa.article import Span
from qa.chunk import Passage
from qa.embed import Embedder
from qa.highlight import Mark, highlight
from qa.index import Index


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    Attributes:
        rank: 1 for the best.
        score: cosine of the question and the passage's best sentence, in [-1, 1].
        passage: the passage, with its section and sentences.
        sentence: its best sentence.
    """

    rank: int
    score: float
    passage: Passage
    sentence: Span

    @property
    def text(self) -> str:
        """The passage, word for word."""
        return self.passage.span.text

    @property
    def start(self) -> int:
        """Where the passage begins in the article, in characters."""
        return self.passage.span.start

    @property
    def end(self) -> int:
        """Where the passage ends in the article, in characters, exclusive."""
        return self.passage.span.end

    def to_dict(self) -> dict[str, Any]:
        """Return the hit as JSON-ready `{rank, score, text, start, end, sentence: {text, start, end}}`."""
        return {
            "rank": self.rank,
            "score": self.score,
            **self.passage.span.to_dict(),
            "sentence": self.sentence.to_dict(),
        }

    def __str__(self) -> str:
        """Return the passage with its rank, place and score."""
        return f"[{self.rank}] {self.text}\n    characters {self.start}–{self.end}, score {self.score:.2f}"

    def _repr_html_(self) -> str:
        """Return the passage with its best sentence marked, for a notebook."""
        segments = highlight(self.text, [Mark(self.sentence.start, self.sentence.end, "sentence")], self.start)
        body = "".join(f"<mark>{escape(s.text)}</mark>" if s.labels else escape(s.text) for s in segments)
        place = f"[{self.rank}] characters {self.start}–{self.end}, score {self.score:.2f}"
        return f'<blockquote style="white-space:pre-wrap">{body}<br><small>{place}</small></blockquote>'


class Hits(list[Hit]):
    """Hits, best first: a list that prints itself and shows itself highlighted in a notebook."""

    def to_dict(self) -> list[dict[str, Any]]:
        """Return the hits as a JSON-ready list."""
        return [hit.to_dict() for hit in self]

    def __str__(self) -> str:
        """Return the hits one under the other."""
        return "\n".join(map(str, self))

    def _repr_html_(self) -> str:
        return "".join(hit._repr_html_() for hit in self)


class Searcher:
    """Dense retrieval over sentence vectors, each of which stands for its passage."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder

    def search(self, question: str, k: int) -> Hits:
        """Return at most `k` passages, best first, each scored by its best sentence's cosine with the question.

        Raises:
            ValueError: `k` is less than 1.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        index = self._index
        query = self._embedder.embed_question(question)
        wanted = min(k, len(index.passages))
        best: dict[int, tuple[int, float]] = {}
        depth = 4 * k
        while True:
            for id_, score in index.store.search(query, depth):
                number, sentence = index.owners[id_]
                best.setdefault(number, (sentence, score))
            if len(best) >= wanted:
                break
            depth *= 4
        found = list(best.items())[:wanted]
        return Hits(
            Hit(rank, score, index.passages[number], index.passages[number].sentences[sentence])
            for rank, (number, (sentence, score)) in enumerate(found, start=1)
        )
