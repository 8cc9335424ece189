"""What the web page shows, as HTML: pure functions from answers and articles; every piece of text is escaped."""

from html import escape
from importlib.resources import files

from qa.article import Article, Block
from qa.chunk import Passage
from qa.highlight import Mark, highlight
from qa.read import NOT_ANSWERED, Answer
from qa.search import Hit

CSS = (files("qa") / "assets" / "page.css").read_text(encoding="utf-8")
JS = (files("qa") / "assets" / "page.js").read_text(encoding="utf-8")

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
    """Return an answer as a chat message: the quote with its citations, or the honest "no" with the closest passages."""
    if answer.sentence:
        cites = " ".join(_citation(hit) for hit in answer.hits)
        return _message("answer", f"<blockquote>{_lines(answer.sentence.text)}</blockquote><p>In the article: {cites}</p>")
    closest = "".join(f"<li>{_citation(hit)} {_lines(hit.sentence.text)}</li>" for hit in answer.hits)
    return _message("no-answer", f"<p><strong>{NOT_ANSWERED}</strong></p><p>The closest passages:</p><ul>{closest}</ul>")


def article_pane(article: Article, passages: tuple[Passage, ...], answer: Answer | None = None) -> str:
    """Return the whole article with the answer's passages tinted and its sentence marked."""
    body = "".join(_block(block, passages, answer) for block in article.blocks)
    language = f' lang="{escape(article.language)}"' if article.language else ""
    return (
        '<a class="back" href="#chat">↑ Back to the chat</a>'
        f"<article{language}><h2>{escape(article.title)}</h2>{body}</article>"
    )


def _message(kind: str, body: str) -> str:
    """Return a block of HTML that Markdown leaves alone: it begins with a tag and holds no line break."""
    return f'<div class="message-{kind}">{body}</div>'


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _citation(hit: Hit) -> str:
    section = f", under {hit.passage.section}" if hit.passage.section else ""
    title = escape(f"Show passage {hit.rank} in the article{section}")
    return f'<a class="citation" href="#passage-{hit.start}" title="{title}">[{hit.rank}]</a>'


def _block(block: Block, passages: tuple[Passage, ...], answer: Answer | None) -> str:
    """Return a block's text in `<span>`s and `<mark>`s that know their passage, so that a citation finds it."""
    start, end = block.span.start, block.span.end
    marks = [
        Mark(p.span.start, p.span.end, f"passage-{p.span.start}")
        for p in passages
        if p.span.start < end and start < p.span.end
    ]
    if answer:
        marks += [Mark(hit.start, hit.end, f"hit-{hit.rank}") for hit in answer.hits]
        if answer.sentence:
            marks.append(Mark(answer.sentence.start, answer.sentence.end, "answer"))
    begun = {f"hit-{hit.rank}" for hit in answer.hits if hit.start < start} if answer else set[str]()
    body = []
    for segment in highlight(block.span.text, marks, start):
        passage = next((label for label in segment.labels if label.startswith("passage-")), "")
        hit = next((label for label in segment.labels if label.startswith("hit-")), "")
        tag = "mark" if "answer" in segment.labels else "span"
        classes = " ".join(filter(None, ("hit" if hit else "", hit, "first" if hit not in begun else "")))
        begun.add(hit)
        body.append(
            f'<{tag} class="{classes if hit else ""}" data-passage="{passage}">{_lines(segment.text)}</{tag}>'
        )
    tag = _TAGS[block.kind]
    return f'<{tag} class="{block.kind}">{"".join(body)}</{tag}>'
