"""Files of questions with their right answers: our own JSON lines, and SQuAD's format."""

import json
from dataclasses import dataclass
from pathlib import Path

from qa.article import Article, Block, Span
from qa.errors import DatasetError


@dataclass(frozen=True, slots=True)
class Example:
    """A question and what a right answer to it is.

    Attributes:
        question: as a person typed it.
        kind: what sort of question it is, for the rows of the report.
        blocks: the article's blocks in which the answer stands; none when the article does not say.
        answers: acceptable answers, word for word; none when the article does not say.
        sentence: the supporting sentence, or None when the file does not tell.
    """

    question: str
    kind: str
    blocks: tuple[Span, ...]
    answers: tuple[str, ...]
    sentence: str | None

    @property
    def answerable(self) -> bool:
        """Whether the article answers the question."""
        return bool(self.answers)


def load_jsonl(path: Path, article: Article) -> list[Example]:
    """Return the questions of a JSON-lines file about the given article.

    Each line has `question, kind, answerable, paragraphs` (numbers of the article's blocks, from 0), `answers` and
    `sentence`.

    Raises:
        DatasetError: the file cannot be read, or does not fit the article.
    """
    try:
        rows = [json.loads(line) for line in _text(path).splitlines() if line.strip()]
        return [
            Example(
                row["question"],
                row["kind"],
                tuple(article.blocks[number].span for number in row["paragraphs"]) if row["answerable"] else (),
                tuple(row["answers"]) if row["answerable"] else (),
                row.get("sentence") if row["answerable"] else None,
            )
            for row in rows
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(
            f"{path} is not a file of questions ({error!r}). Name one in JSON lines or SQuAD's format."
        ) from None
    except IndexError:
        raise DatasetError(
            f"{path} names paragraphs that the article does not have. Name the article it is about."
        ) from None


def load_squad(path: Path) -> tuple[Article, list[Example]]:
    """Return a SQuAD-format file as one article, a paragraph per context, and its questions.

    Raises:
        DatasetError: the file cannot be read.
    """
    try:
        paragraphs = [p for entry in json.loads(_text(path))["data"] for p in entry["paragraphs"]]
        contexts = list(dict.fromkeys(paragraph["context"] for paragraph in paragraphs))
        starts: dict[str, int] = {}
        text = ""
        for context in contexts:
            starts[context] = len(text)
            text += context + "\n\n"
        spans = {c: Span(c, start, start + len(c)) for c, start in starts.items()}
        article = Article(path.stem, path.stem, "", text, tuple(Block("paragraph", spans[c]) for c in contexts))
        examples = [
            Example(
                qa["question"],
                "answerable" if qa["answers"] else "impossible",
                (spans[paragraph["context"]],) if qa["answers"] else (),
                tuple(answer["text"] for answer in qa["answers"]),
                None,
            )
            for paragraph in paragraphs
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
