"""The answer: words of the article, and where they stand, or an honest "no"."""

from dataclasses import dataclass
from html import escape
from typing import Any

from qa.article import Span
from qa.highlight import Mark
from qa.search import Hits

NOT_ANSWERED = "The article doesn’t say."
YES_OR_NO = "What the article says on that:"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the article says to a question, in its own words.

    Attributes:
        question: as it was asked.
        span: the answer, word for word, or None when the article does not say.
        sentence: the sentence the answer stands in, or None.
        score: how sure it is that the article says this; by the words' reader the probability, in [0, 1], that the
            words are right; by the sentences' reader the search's score.
        speaker: who says so, where the article attributes the sentence to somebody, else None.
        hits: the supporting passages, the answer's first; when not answered, the closest ones.
        also: more answers to a question that asks for several, surest first.
        yes_no: whether the question wants a yes or a no, which the sentence supports and the reader must draw.
        reply: what the bot says of itself to a greeting, thanks or a question about it; not the article's words.
        after: the answer before, when the question leans on it, else None.
        about: the names in the question and its answer, and in those it leans on, for the next question to lean on.
    """

    question: str
    span: Span | None
    sentence: Span | None
    score: float
    hits: Hits
    also: tuple[Span, ...] = ()
    speaker: Span | None = None
    yes_no: bool = False
    reply: str | None = None
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
        """Return the answer, JSON-ready.

        Its keys are `question, after, answered, text, start, end, sentence, speaker, also, yes_no, reply, score,
        hits`.
        """
        nowhere = {"text": None, "start": None, "end": None}
        return {
            "question": self.question,
            "after": list(self.questions[:-1]),
            "answered": self.answered,
            **(self.span.to_dict() if self.span else nowhere),
            "sentence": self.sentence.to_dict() if self.sentence else nowhere,
            "speaker": self.speaker.to_dict() if self.speaker else nowhere,
            "also": [span.to_dict() for span in self.also],
            "yes_no": self.yes_no,
            "reply": self.reply,
            "score": self.score,
            "hits": self.hits.to_dict(),
        }

    def __str__(self) -> str:
        """Return the answer with its sentence and place, or the honest "no" with the closest passages."""
        if self.reply:
            return self.reply
        if not self.span or not self.sentence:
            return f"{NOT_ANSWERED} The closest passages:\n{self.hits}"
        place = f"    characters {self.start}–{self.end}, score {self.score:.2f}"
        if self.yes_no:
            return f"{YES_OR_NO} {self.sentence.text}\n{place}"
        said = "\n".join(span.text for span in (self.span, *self.also))
        return f"{said}\n{place}" if self.span == self.sentence else f"{said}\n    in: {self.sentence.text}\n{place}"

    def _repr_html_(self) -> str:
        """Return the answer highlighted in its passage, for a notebook."""
        asked = f"<p><strong>{escape(self.question)}</strong></p>"
        if self.reply:
            return f"{asked}<p>{escape(self.reply)}</p>"
        if not self.span:
            return f"{asked}<p>{NOT_ANSWERED} The closest passages:</p>{self.hits._repr_html_()}"
        said = f"<p>{YES_OR_NO}</p>" if self.yes_no else ""
        words = [Mark(span.start, span.end, "words") for span in (self.span, *self.also)]
        return (
            asked
            + said
            + "".join(
                hit.to_html(words)
                for hit in self.hits
                if any(hit.start <= mark.start and mark.end <= hit.end for mark in words)
            )
        )
