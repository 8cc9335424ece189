"""Article and spans: the text exactly as the file holds it, and what each of its lines is."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from qa.about import About, read_about
from qa.errors import ArticleError

Kind = Literal["byline", "heading", "paragraph", "credit", "stray"]

_LINE = re.compile(r"[^\r\n]+")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_EDGES = " \t\r\n\f\v\u00a0\u3000\ufeff"
_QUOTES = "'\"’”»)"
_BYLINE = re.compile(r"by\s+\w", re.IGNORECASE)
_CREDIT = re.compile(r"\(.*\b(reporting|writing|editing)\b.*\)", re.IGNORECASE | re.DOTALL)
_LIST_ITEM = re.compile(r"[-*•–]|\d+[.)]")
_SENTENCE_END = tuple(".!?…:;,。！？")
_INSIDE_PROSE = re.compile(r"[.!?:;]\s|[。！？]")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")  # Chinese and Japanese put no blanks between words
_HEADING_WORDS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the article, word for word: `article.text[start:end] == text`.

    Offsets count characters (Unicode code points) from 0; `end` is exclusive.
    """

    text: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """Return the span as JSON-ready `{text, start, end}`."""
        return {"text": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph of the article and what it is."""

    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """A text with its title and blocks.

    Attributes:
        id: the file's name without its ending; names the folder of its index.
        title: the title, which need not stand in the text; else the heading above the text, else the file's name.
        text: the characters exactly as the file holds them, line endings included.
        blocks: every non-blank piece of the text, in order.
        about: what the settings file beside it says.
    """

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    about: About = About()

    def span(self, start: int, end: int) -> Span:
        """Return the characters `[start, end)` as a span.

        Raises:
            ValueError: the range does not lie inside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"[{start}, {end}) does not lie in a text of {len(self.text)} characters")
        return Span(self.text[start:end], start, end)

    @property
    def sha256(self) -> str:
        """The hash of the text as UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_article(path: Path) -> Article:
    """Return the article in a UTF-8 text file; what it does not say comes from the `.toml` file beside it.

    Raises:
        ArticleError: the file is missing, not text, or holds too little to answer from.
    """
    text = _read_text(path)
    if not text.strip(_EDGES):
        raise ArticleError(f"{path} is empty. Put the article's text into it.")
    if len(_WORD.findall(text)) < 2:
        raise ArticleError(f"{path} holds less than two words. Put the article's text into it.")
    about = read_about(path.with_suffix(".toml"))
    found = blocks(text)
    return Article(
        id=path.stem,
        title=about.title or _first_heading(found) or path.stem.replace("-", " ").replace("_", " "),
        text=text,
        blocks=found,
        about=about,
    )


def blocks(text: str) -> tuple[Block, ...]:
    """Return the text's non-blank pieces in order, each with its kind.

    Pieces are separated by blank lines. In a text without blank lines every line is one, unless most lines end in
    mid-sentence: then the text is one piece, wrapped. A short line without a closing mark is a heading when prose
    follows it (three in a row are a list or verse, so prose), a byline when it opens the text with "By", and a stray
    line when it comes after the reporting credit or is a byline with nothing under it.
    """
    spans = list(_pieces(text))
    short = [_is_short_line(span.text) for span in spans]
    credit = next((i for i, span in enumerate(spans) if _CREDIT.fullmatch(span.text)), len(spans))
    prose = [i for i in range(len(spans)) if not short[i] and i != credit]
    first, last = (prose[0], prose[-1]) if prose else (0, 0)

    def kind(i: int) -> Kind:
        if i == credit:
            return "credit"
        if not short[i]:
            return "paragraph"
        byline = _BYLINE.match(spans[i].text)
        if i < first:
            return "byline" if byline else "heading"
        if i < last:
            in_list = any(short[j : j + 3] == [True] * 3 for j in range(max(i - 2, 0), i + 1))
            continues = spans[i].text[0].islower() or spans[i + 1].text[0].islower()
            inside = _INSIDE_PROSE.search(spans[i].text)
            return "paragraph" if in_list or continues or inside else "heading"
        return "stray" if prose and (byline or i > credit) else "paragraph"

    return tuple(Block(kind(i), span) for i, span in enumerate(spans))


def _pieces(text: str) -> Iterator[Span]:
    lines = [m.span() for m in _LINE.finditer(text)]
    lines = [(start, end) for start, end in lines if text[start:end].strip(_EDGES)]
    has_blank_lines = any(_gap(text, a[1], b[0]) > 1 for a, b in zip(lines, lines[1:], strict=False))
    whole = sum(text[start:end].strip(_EDGES + _QUOTES).endswith(_SENTENCE_END) for start, end in lines)
    wrapped = has_blank_lines or 2 * whole < len(lines)
    run: list[tuple[int, int]] = []
    for line in lines:
        if run and (not wrapped or _gap(text, run[-1][1], line[0]) > 1):
            yield trimmed(text, run[0][0], run[-1][1])
            run = []
        run.append(line)
    if run:
        yield trimmed(text, run[0][0], run[-1][1])


def _gap(text: str, start: int, end: int) -> int:
    return len(_LINE_BREAK.findall(text, start, end))


def trimmed(text: str, start: int, end: int) -> Span:
    """Return `text[start:end]` as a span without the blanks (and byte-order mark) at its edges."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_EDGES))
    piece = piece.strip(_EDGES)
    return Span(piece, start, start + len(piece))


def _first_heading(found: tuple[Block, ...]) -> str:
    return found[0].span.text if found[0].kind == "heading" else ""


def _is_short_line(piece: str) -> bool:
    """Whether a piece looks like a heading or byline rather than prose."""
    bare = piece.rstrip(_QUOTES)
    return (
        not _LINE_BREAK.search(piece)
        and len(piece.split()) <= _HEADING_WORDS
        and len(piece) <= 100
        and not bare.endswith(_SENTENCE_END)
        and not _LIST_ITEM.match(piece)
        and bool(re.search(r"\w", piece))
    )


def _read_text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ArticleError(f"There is no article at {path}. Check the path, or put a UTF-8 text file there.") from None
    except OSError as error:
        raise ArticleError(
            f"{path} cannot be read ({error.strerror}). Name a UTF-8 text file that you may read."
        ) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8 text.") from None
    if "\0" in text:
        raise ArticleError(f"{path} is not plain text (it holds NUL bytes). Save it as UTF-8 text.")
    return text
