"""The training data: passages with their questions, from public data sets in SQuAD's format and QAMR's."""

import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from qa.article import Span
from qa.sentences import sentences

_LONGEST = 1000
_QUOTES = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question and where its answer stands: in which sentence, and from where to where in the passage's text."""

    text: str
    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as its sentences, the title of its article, and the questions it answers."""

    sentences: tuple[str, ...]
    title: str
    questions: tuple[Question, ...]

    @property
    def text(self) -> str:
        """The sentences, with a blank between."""
        return " ".join(self.sentences)

    def between(self, first: int, last: int) -> "Passage":
        """Return the sentences `[first, last)` as a passage, with the questions that they answer."""
        before = sum(len(sentence) + 1 for sentence in self.sentences[:first])
        length = sum(len(sentence) + 1 for sentence in self.sentences[first:last]) - 1
        kept = tuple(
            Question(q.text, q.sentence - first, q.start - before, q.end - before)
            for q in self.questions
            if before <= q.start and q.end <= before + length
        )
        return Passage(self.sentences[first:last], self.title, kept)


def load_squad(path: Path) -> list[Passage]:
    """Return the passages of a file in SQuAD's format, with the questions that have an answer in them."""
    passages: dict[str, Passage] = {}
    for number, entry in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        for paragraph in entry["paragraphs"]:
            context = paragraph["context"]
            if context in passages:
                continue
            spans = sentences(Span(context, 0, len(context)))
            found = [
                _question(qa["question"], _usual(qa["answers"]), spans) for qa in paragraph["qas"] if qa["answers"]
            ]
            title = entry.get("title") or f"{path.stem} {number}"
            passage = Passage(tuple(s.text for s in spans), title, tuple(q for q in found if q))
            passages[context] = passage
    return [passage for passage in passages.values() if passage.questions]


def _usual(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the answer that most people gave."""
    counts = Counter(answer["text"] for answer in answers)
    return max(answers, key=lambda answer: counts[answer["text"]])


def _question(text: str, answer: dict[str, Any], spans: Sequence[Span]) -> Question | None:
    said, start = answer["text"].strip(), answer["answer_start"]
    joined = 0
    for number, span in enumerate(spans):
        if span.start <= start < span.end:
            at = joined + start - span.start
            whole = " ".join(s.text for s in spans)
            return Question(text.strip(), number, at, at + len(said)) if whole[at : at + len(said)] == said else None
        joined += len(span.text) + 1
    return None


def load_qamr(questions: Path, texts: Path) -> list[Passage]:
    """Return QAMR's sentences as passages: each question's answer is one run of words (others are left out)."""
    with texts.open(encoding="utf-8", newline="") as file:
        words = {row[0]: row[1].split() for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    asked: dict[str, list[Question]] = {}
    with questions.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            chosen = [int(n) for n in row[6].split()]
            if row[0] not in words or not chosen or chosen != list(range(chosen[0], chosen[-1] + 1)):
                continue
            text, ends = _joined(words[row[0]])
            start = ends[chosen[0]] - len(_QUOTES.get(words[row[0]][chosen[0]], words[row[0]][chosen[0]]))
            asked.setdefault(row[0], []).append(Question(row[5].strip(), 0, start, ends[chosen[-1]]))
    return [Passage((_joined(words[key])[0],), key.rsplit(":", 2)[0], tuple(found)) for key, found in asked.items()]


def _joined(words: Sequence[str]) -> tuple[str, list[int]]:
    """Return tokens as a text, without a blank before punctuation, and where each ends in it."""
    text, ends = "", list[int]()
    for word in (_QUOTES.get(word, word) for word in words):
        tight = not text or text[-1] in "(“$" or re.fullmatch(r"[.,;:?!)”%]|'s|n't|’s", word)
        text += word if tight else f" {word}"
        ends.append(len(text))
    return text, ends


def hold_out(passages: Sequence[Passage], every: int) -> tuple[list[Passage], list[Passage]]:
    """Return the passages to train on, and those of each `every`-th article by title, which are only measured."""
    held = set(sorted({passage.title for passage in passages})[::every])
    return [p for p in passages if p.title not in held], [p for p in passages if p.title in held]


def crop(passage: Passage, question: Question, random: Random) -> Passage:
    """Return a run of the passage's sentences around one question's answer, of at most `_LONGEST` characters."""
    first = last = question.sentence
    while sum(len(s) + 1 for s in passage.sentences[: last + 1]) <= question.end:
        last += 1
    wanted = random.uniform(0, _LONGEST)
    length = sum(len(s) + 1 for s in passage.sentences[first : last + 1])
    while near := [n for n in (first - 1, last + 1) if 0 <= n < len(passage.sentences)]:
        n = random.choice(near)
        length += len(passage.sentences[n]) + 1
        if length > wanted:
            break
        first, last = min(first, n), max(last, n)
    return passage.between(first, last + 1)
