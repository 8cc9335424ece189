"""What the web page shows, as HTML: pure functions from answers and articles; every piece of text is escaped."""

import re
from bisect import bisect_left, bisect_right
from html import escape
from importlib.resources import files

from qa.answer import NOT_ANSWERED, YES_OR_NO, Answer
from qa.article import Article, Block, Span
from qa.chunk import Passage
from qa.highlight import Mark, highlight
from qa.search import Hit

CSS = (files("qa") / "assets" / "page.css").read_text(encoding="utf-8")
JS = (files("qa") / "assets" / "page.js").read_text(encoding="utf-8")

WAITING = "Just started: the model is loading, a few seconds."

_LINE_BREAK = re.compile(r"\r\n|\r|\n")

_MARKS = {"answer": "<mark>", "also": '<mark class="also">'}

_TAGS = {"byline": "p", "heading": "h3", "paragraph": "p", "credit": "p", "stray": "p"}


def header() -> str:
    """Return the page's heading."""
    return "<h1>Ask the Article</h1><p>Answers in the article’s own words, lit up where they stand.</p>"


def question_message(question: str) -> str:
    """Return a question as a chat message that shows it literally."""
    return _message("question", _lines(question))


def error_message(message: str) -> str:
    """Return a sentence about a problem as a chat message."""
    return _message("problem", _lines(message))


def answer_message(answer: Answer) -> str:
    """Return an answer as a chat message: the quote and its citations, or the honest "no" and the closest passages."""
    if answer.reply:
        return _message("note", f"<p>{escape(answer.reply)}</p>")
    if answer.sentence:
        said = f"<p>{YES_OR_NO}</p>" if answer.yes_no else ""
        quote = f"<blockquote>{_quoted(answer.sentence, answer)}</blockquote>"
        also = "".join(f"<li>{_strong(span.text)}</li>" for span in answer.also if not _inside(span, answer.sentence))
        more = f"<p>Also:</p><ul>{also}</ul>" if also else ""
        cites = " ".join(_citation(hit) for hit in answer.hits)
        return _message("answer", _following(answer) + said + quote + more + f"<p>In the article: {cites}</p>")
    closest = "".join(f"<li>{_citation(hit)} {_lines(hit.sentence.text)}</li>" for hit in answer.hits)
    said = f"<p><strong>{NOT_ANSWERED}</strong></p><p>The closest passages:</p><ul>{closest}</ul>"
    return _message("no-answer", _following(answer) + said)


def new_topic_message() -> str:
    """Return as a chat message that the next question will not lean on those before."""
    return _message("note", "<p>New topic: the next question stands on its own.</p>")


def article_pane(article: Article, passages: tuple[Passage, ...], answer: Answer | None = None) -> str:
    """Return the whole article with the answer's passages tinted and its sentence marked."""
    body = "".join(_block(block, passages, answer) for block in article.blocks)
    titled = any(block.kind == "heading" and block.span.text == article.title for block in article.blocks[:1])
    title = "" if titled else f"<h2>{escape(article.title)}</h2>"
    language = f' lang="{escape(article.about.language)}"' if article.about.language else ""
    return f'<a class="back" href="#chat">↑ Back to the chat</a><article{language}>{title}{body}</article>'


def _message(kind: str, body: str) -> str:
    """Return a block of HTML that Markdown leaves alone: it begins with a tag and holds no line break."""
    return f'<div class="message-{kind}">{body}</div>'


def _following(answer: Answer) -> str:
    """Return which question the answer's question was taken to lean on."""
    return f'<p class="following">Following on from “{_lines(answer.after.question)}”</p>' if answer.after else ""


def _quoted(part: Span, answer: Answer) -> str:
    """Return a part of the article with the answer's exact words in it strong."""
    words = [span for span in (answer.span, *answer.also) if span and span != answer.sentence]
    marks = [Mark(span.start, span.end, "words") for span in words]
    return "".join(
        _strong(segment.text) if segment.labels else _lines(segment.text)
        for segment in highlight(part.text, marks, part.start)
    )


def _strong(text: str) -> str:
    return f'<strong class="words">{_lines(text)}</strong>'


def _inside(span: Span, sentence: Span) -> bool:
    return sentence.start <= span.start and span.end <= sentence.end


def _lines(text: str) -> str:
    return _LINE_BREAK.sub("<br>", escape(text))


def _citation(hit: Hit) -> str:
    section = f", under {hit.passage.section}" if hit.passage.section else ""
    title = escape(f"Show passage {hit.rank} in the article{section}")
    return f'<a class="citation" href="#{_anchor(hit.start)}" title="{title}">[{hit.rank}]</a>'


def _block(block: Block, passages: tuple[Passage, ...], answer: Answer | None) -> str:
    """Return a block whose text knows its passage, so that a citation finds it."""
    first = bisect_right(passages, block.span.start, key=lambda passage: passage.span.end)
    last = bisect_left(passages, block.span.end, key=lambda passage: passage.span.start)
    near = {_anchor(passage.span.start): passage for passage in passages[first:last]}
    marks = [Mark(passage.span.start, passage.span.end, anchor) for anchor, passage in near.items()]
    body, at = "", block.span.start
    for segment in highlight(block.span.text, marks, at):
        body += (
            _in_passage(segment.text, at, near[segment.labels[0]], answer) if segment.labels else _lines(segment.text)
        )
        at += len(segment.text)
    tag = _TAGS[block.kind]
    return f'<{tag} class="{block.kind}">{body}</{tag}>'


def _in_passage(text: str, at: int, passage: Passage, answer: Answer | None) -> str:
    """Return a passage's text, or what of it stands in one block, tinted when it is a hit, with the answer marked."""
    inner, position = "", at
    for segment in highlight(text, _sentences(passage, answer), at):
        part = Span(segment.text, position, position + len(segment.text))
        position = part.end
        shown = _quoted(part, answer) if answer else _lines(part.text)
        inner += f"{_MARKS[segment.labels[0]]}{shown}</mark>" if segment.labels else shown
    rank = next((hit.rank for hit in answer.hits if hit.passage is passage), None) if answer else None
    tint = ""
    if answer and rank:
        begins = " first" if at == passage.span.start else ""
        tint = f' class="{"hit" if answer.answered else "closest"} hit-{rank}{begins}" data-rank="{rank}"'
    return f'<span data-passage="{_anchor(passage.span.start)}"{tint}>{inner}</span>'


def _sentences(passage: Passage, answer: Answer | None) -> list[Mark]:
    """Return the marks of the passage's sentences in which the answer, or more of it, stands."""
    if not answer or not answer.sentence:
        return []
    more = [s for s in passage.sentences if s != answer.sentence and any(_inside(span, s) for span in answer.also)]
    marks = [Mark(sentence.start, sentence.end, "also") for sentence in more]
    return [Mark(answer.sentence.start, answer.sentence.end, "answer"), *marks]


def _anchor(start: int) -> str:
    return f"passage-{start}"
