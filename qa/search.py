"""Retrieval: candidates, then late interaction; each hit says where it is and why it was found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from qa.article import Span
from qa.chunk import Passage
from qa.highlight import Mark, highlight
from qa.index import Index
from qa.stages import Candidates, LateInteraction, LexicalSearch, Query, Scored, VectorSearch

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the question and the word of the passage that met it best.

    Attributes:
        word: the question's word.
        span: the passage's word, in the article; or one of its heading, or a name in the paragraph before.
        similarity: the cosine of their token vectors, in [-1, 1]; of a word from around the passage 0.6 of it.
        weight: how much of the score of the question's own words it gave; with its punctuation they sum to 1.
    """

    word: str
    span: Span
    similarity: float
    weight: float

    def to_dict(self) -> dict[str, Any]:
        """Return the match as JSON-ready `{word, similarity, weight, text, start, end}`."""
        return {"word": self.word, "similarity": self.similarity, "weight": self.weight, **self.span.to_dict()}


@dataclass(frozen=True, slots=True)
class Parts:
    """What each stage says of a passage; the names that a question takes along from the one before count in each.

    Attributes:
        vector: the best sentence vector's cosine with the question, in [-1, 1].
        bm25: the BM25 score over runs of four characters, 0 when none is shared.
        late: the late-interaction score, in [-1, 1], which decides.
    """

    vector: float
    bm25: float
    late: float

    def to_dict(self) -> dict[str, float]:
        """Return the parts as JSON-ready `{vector, bm25, late}`."""
        return {"vector": self.vector, "bm25": self.bm25, "late": self.late}


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    Attributes:
        rank: 1 for the best.
        passage: the passage, with its section and sentences.
        sentence: its best sentence.
        parts: what each stage says of it.
        matches: the question's words, in order, with the passage's words that met them.
    """

    rank: int
    passage: Passage
    sentence: Span
    parts: Parts
    matches: tuple[Match, ...] = ()

    @property
    def score(self) -> float:
        """The late-interaction score, in [-1, 1]; larger is better."""
        return self.parts.late

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
        """Return the hit as JSON-ready `{rank, score, text, start, end, sentence, parts, matches}`."""
        return {
            "rank": self.rank,
            "score": self.score,
            **self.passage.span.to_dict(),
            "sentence": self.sentence.to_dict(),
            "parts": self.parts.to_dict(),
            "matches": [match.to_dict() for match in self.matches],
        }

    def __str__(self) -> str:
        """Return the passage with its rank, place and score."""
        return f"[{self.rank}] {self.text}\n    characters {self.start}–{self.end}, score {self.score:.2f}"

    def to_html(self, words: Sequence[Mark] = ()) -> str:
        """Return the passage with its best sentence marked, and any words in it stronger."""
        sentence = Mark(self.sentence.start, self.sentence.end, "sentence")
        body = ""
        for segment in highlight(self.text, [sentence, *words], self.start):
            text = escape(segment.text)
            text = f"<strong>{text}</strong>" if set(segment.labels) - {"sentence"} else text
            body += f"<mark>{text}</mark>" if segment.labels else text
        place = f"[{self.rank}] characters {self.start}–{self.end}, score {self.score:.2f}"
        return f'<blockquote style="white-space:pre-wrap">{body}<br><small>{place}</small></blockquote>'

    def _repr_html_(self) -> str:
        return self.to_html()


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
    """Two stages from one model: candidates by sentence vectors and BM25, ranked by late interaction."""

    def __init__(self, index: Index, candidates: int, lexical_weight: float) -> None:
        """An article of at most `candidates` passages is ranked whole; `lexical_weight` is BM25's share in choosing."""
        self.index = index
        self._depth = candidates
        self.vector = VectorSearch(index)
        self.lexical = LexicalSearch(index)
        self.candidates = Candidates(index, self.vector, self.lexical, lexical_weight)
        self.late = LateInteraction(index)

    def search(self, query: Query, k: int) -> Hits:
        """Return at most `k` passages, best first.

        Raises:
            ValueError: `k` is less than 1.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        return self.hits(query, self.rank(query, k))

    def hits(self, query: Query, ranked: Scored) -> Hits:
        """Return ranked passages, given by number with their late-interaction score, as hits that say why."""
        size = len(self.index.passages)
        vector = dict(self.vector.search(query, size))
        lexical = dict(self.lexical.search(query, size))
        return Hits(
            self._hit(rank, number, query, Parts(vector[number], lexical.get(number, 0.0), late))
            for rank, (number, late) in enumerate(ranked, start=1)
        )

    def rank(self, query: Query, k: int) -> Scored:
        """Return at most `k` passages by number, with their late-interaction score, best first."""
        if len(self.index.passages) <= self._depth:
            return self.late.search(query, k)
        among = [number for number, _ in self.candidates.search(query, max(k, self._depth))]
        return self.late.search(query, k, among)

    def _hit(self, rank: int, number: int, query: Query, parts: Parts) -> Hit:
        passage, store = self.index.passages[number], self.index.tokens
        if len(query.tokens.ids) == 0:
            return Hit(rank, passage, passage.sentences[0], parts)
        cosines = store.similarity(query.tokens, number)
        weights = store.weights(query.tokens)
        places = store.places[store.bounds[number] : store.bounds[number + 1], 1:] + passage.span.start
        scores = []
        for sentence in passage.sentences:
            inside = (places[:, 0] >= sentence.start) & (places[:, 1] <= sentence.end)
            scores.append(float(weights @ cosines[:, inside].max(axis=1)) if inside.any() else -1.0)
        sentence = passage.sentences[scores.index(max(scores))]
        before = self.index.passages[number - 1].span
        around = [text for text in (passage.heading, before, passage.span) if text]  # what it may have borrowed from
        return Hit(rank, passage, sentence, parts, _matches(query, around, cosines, weights, places))


def _matches(query: Query, texts: Sequence[Span], cosines: Any, weights: Any, places: Any) -> tuple[Match, ...]:
    """Return for each word of the question the word of the texts that its word-pieces met best."""
    best, met = cosines.max(axis=1), cosines.argmax(axis=1)
    total = max(float(weights @ best), 1e-9)
    words = [
        Span(word[0], text.start + word.start(), text.start + word.end())
        for text in texts
        for word in _WORD.finditer(text.text)
    ]
    matches = []
    for word in _WORD.finditer(query.text):
        pieces = [n for n, (a, b) in enumerate(query.tokens.places) if word.start() <= a < b <= word.end()]
        if not pieces:
            continue
        strongest = max(pieces, key=lambda n: float(weights[n] * best[n]))
        start, end = places[met[strongest]].tolist()
        found = (text for text in (*words, *texts) if text.start <= start and end <= text.end)
        span = next(found)
        share = sum(float(weights[n] * best[n]) for n in pieces) / total
        matches.append(Match(word[0], span, float(best[strongest]), share))
    return tuple(matches)
