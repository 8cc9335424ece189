"""Files of questions with their right answers: our own JSON lines, and SQuAD's format."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.article import Article, Block, Kind, Span
from qa.errors import DatasetError


@dataclass(frozen=True, slots=True)
class Example:
    """A question and what a right answer to it is.

    Attributes:
        question: as a person typed it.
        kind: what sort of question it is, for the rows of the report.
        blocks: the article's blocks in which the answer stands; none when the article does not say.
        answers: acceptable answers, word for word; none when the article does not say.
        evidence: the supporting sentence, or else the answers where they stand; none when the file does not tell.
        earlier: the questions asked before it in the same conversation.
    """

    question: str
    kind: str
    blocks: tuple[Span, ...]
    answers: tuple[str, ...]
    evidence: tuple[Span, ...]
    earlier: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the article answers the question."""
        return bool(self.answers)


def load_jsonl(path: Path, article: Article) -> list[Example]:
    """Return the questions of a JSON-lines file about the given article.

    Each line has `question, kind, answerable, paragraphs` (numbers of the article's blocks, from 0), `answers` and
    `sentence`; or it is a dialogue, and has `turns` that are like this.

    Raises:
        DatasetError: the file cannot be read, or does not fit the article.
    """
    try:
        rows = [json.loads(line) for line in _text(path).splitlines() if line.strip()]
        dialogues = [row.get("turns", [row]) for row in rows]
        return [
            Example(
                turn["question"],
                turn["kind"],
                tuple(article.blocks[number].span for number in turn["paragraphs"]) if turn["answerable"] else (),
                tuple(turn["answers"]) if turn["answerable"] else (),
                _sentence(turn, article),
                tuple(before["question"] for before in turns[:n]),
            )
            for turns in dialogues
            for n, turn in enumerate(turns)
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(
            f"{path} is not a file of questions ({error!r}). Name one in JSON lines or SQuAD's format."
        ) from None
    except IndexError:
        raise DatasetError(
            f"{path} names paragraphs that the article does not have. Name the article it is about."
        ) from None


def _sentence(turn: dict[str, Any], article: Article) -> tuple[Span, ...]:
    text = turn.get("sentence") if turn["answerable"] else None
    start = article.text.find(text) if text else -1
    return (article.span(start, start + len(text)),) if text and start >= 0 else ()


def load_squad(path: Path) -> tuple[Article, list[Example]]:
    """Return a SQuAD-format file as one article, a section per entry and a paragraph per context, and its questions.

    Raises:
        DatasetError: the file cannot be read.
    """
    try:
        entries = json.loads(_text(path))["data"]
        text, blocks, spans = "", list[Block](), dict[str, Span]()
        for entry in entries:
            lines: list[tuple[Kind, str]] = [("heading", entry["title"])] if entry.get("title") else []
            lines += [("paragraph", paragraph["context"]) for paragraph in entry["paragraphs"]]
            for kind, line in lines:
                if line not in spans:
                    spans[line] = Span(line, len(text), len(text) + len(line))
                    blocks.append(Block(kind, spans[line]))
                    text += line + "\n\n"
        article = Article(path.stem, path.stem, text, tuple(blocks))
        examples = [
            Example(
                qa["question"],
                "answerable" if qa["answers"] else "impossible",
                (spans[paragraph["context"]],) if qa["answers"] else (),
                tuple(answer["text"] for answer in qa["answers"]),
                tuple(
                    Span(answer["text"], start, start + len(answer["text"]))
                    for answer in qa["answers"]
                    for start in [spans[paragraph["context"]].start + answer["answer_start"]]
                ),
            )
            for entry in entries
            for paragraph in entry["paragraphs"]
            for qa in paragraph["qas"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path} is not in SQuAD's format ({error!r}). Name another file.") from None
    return article, examples


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} cannot be read ({error}). Name a file of questions.") from None
