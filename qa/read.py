"""The answer: chosen among the hits and pointed at in the article, or an honest "no"."""

from dataclasses import dataclass
from html import escape
from typing import Any

from qa.article import Span
from qa.search import Hits

NOT_ANSWERED = "The article doesn’t say."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the article says to a question, in its own words.

    Attributes:
        question: as it was asked.
        span: the answer, word for word, or None when the article does not say.
        sentence: the sentence the answer stands in, or None.
        score: how well the answer fits; larger is better.
        hits: the supporting passages, best first; when not answered, the closest ones.
        after: the answer before, when the question leans on it, else None.
        about: the names in the question and its answer, and in those it leans on, for the next question to lean on.
    """

    question: str
    span: Span | None
    sentence: Span | None
    score: float
    hits: Hits
    after: "Answer | None" = None
    about: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the article answers the question."""
        return self.span is not None

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions it leans on, first to last, and its own: asked in turn, they give this answer again."""
        return (*self.after.questions, self.question) if self.after else (self.question,)

    @property
    def text(self) -> str | None:
        """The answer's words, or None."""
        return self.span.text if self.span else None

    @property
    def start(self) -> int | None:
        """Where the answer begins in the article, in characters, or None."""
        return self.span.start if self.span else None

    @property
    def end(self) -> int | None:
        """Where the answer ends in the article, in characters, exclusive, or None."""
        return self.span.end if self.span else None

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON-ready `{question, after, answered, text, start, end, sentence, score, hits}`."""
        nowhere = {"text": None, "start": None, "end": None}
        return {
            "question": self.question,
            "after": list(self.questions[:-1]),
            "answered": self.answered,
            **(self.span.to_dict() if self.span else nowhere),
            "sentence": self.sentence.to_dict() if self.sentence else nowhere,
            "score": self.score,
            "hits": self.hits.to_dict(),
        }

    def __str__(self) -> str:
        """Return the answer with its place, or the honest "no" with the closest passages."""
        if self.span:
            return f"{self.text}\n    characters {self.start}–{self.end}, score {self.score:.2f}"
        return f"{NOT_ANSWERED} The closest passages:\n{self.hits}"

    def _repr_html_(self) -> str:
        """Return the answer highlighted in its passage, for a notebook."""
        said = "" if self.answered else f"<p>{NOT_ANSWERED} The closest passages:</p>"
        shown = Hits(self.hits[:1]) if self.answered else self.hits
        return f"<p><strong>{escape(self.question)}</strong></p>{said}{shown._repr_html_()}"


class SentenceReader:
    """Answers with the best sentence of the best passage."""

    def __init__(self, min_score: float, min_follow_up: float, min_cosine: float) -> None:
        """Take the article not to answer when the best hit is under its bounds.

        `min_follow_up` is asked of a question that takes names along, which meet their passage whatever is asked of it.
        `min_cosine` is asked of the sentence vectors: a lone "who" is met perfectly by some word, but nothing is near.
        """
        self._min_score = min_score
        self._min_follow_up = min_follow_up
        self._min_cosine = min_cosine

    def read(self, question: str, hits: Hits, *, follows: bool = False) -> Answer:
        """Return the answer found in `hits`, which must not be empty; `follows`: the question took names along."""
        best = hits[0]
        enough = self._min_follow_up if follows else self._min_score
        near = best.score >= enough and best.parts.vector >= self._min_cosine
        sentence = best.sentence if near else None
        return Answer(question, sentence, sentence, best.score, hits)
