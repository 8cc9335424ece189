"""The article's pane, as HTML: the whole article, with what answers marked, by offsets."""

from bisect import bisect_left, bisect_right
from html import escape

from qa.answer import Answer
from qa.article import Article, Block, Span
from qa.chunk import Passage
from qa.highlight import Mark
from qa.language import Say
from qa.markup import Show, anchor, inside, lines, pieces, plainly, quoted, unseen
from qa.search import Hit, Match

_MARKS = {"answer": "<mark>", "also": '<mark class="also">'}

_TELLING = 3
"""Words that counted less, in percent, are not listed."""

_TAGS = {"byline": "p", "heading": "h3", "paragraph": "p", "credit": "p", "stray": "p"}


def article_pane(article: Article, passages: tuple[Passage, ...], say: Say, answer: Answer | None = None) -> str:
    """Return the whole article with the answer's passages tinted and its sentence marked, and a strip to walk them."""
    show = _matched(answer) if answer else plainly
    body = "".join(_block(block, passages, answer, show) for block in article.blocks)
    titled = any(block.kind == "heading" and block.span.text == article.title for block in article.blocks[:1])
    title = "" if titled else f"<h2>{lines(article.title)}</h2>"
    language = f' lang="{escape(article.about.language)}"' if article.about.language else ""
    return f"{_strip(say, answer)}<article{language}>{title}{body}</article>"


def _strip(say: Say, answer: Answer | None) -> str:
    """Return the way to the previous and the next passage, and why each is one; nothing while none is shown."""
    if not answer or not answer.hits:
        return ""
    walk = (
        f'<button class="previous">‹{unseen(say("Previous passage"))}</button>'
        f'<span class="place">{unseen(say("Passage"))} <b>1</b> / {len(answer.hits)}</span>'
        f'<button class="next">›{unseen(say("Next passage"))}</button>'
    )
    why = f'<button class="ask-why" aria-expanded="false">{lines(say("Why this passage?"))}</button>'
    reasons = "".join(_why(hit, say) for hit in answer.hits)
    return f'<div class="strip">{walk}{why}<div class="reasons" role="status" hidden>{reasons}</div></div>'


def _why(hit: Hit, say: Say) -> str:
    """Return the question's words that counted most, each with the word that met it, shaded by how much it counted."""
    met = ""
    for match in sorted(_met(hit), key=lambda match: -match.weight):
        counted = _percent(match.weight)
        if counted >= _TELLING:
            asked = "" if match.word.casefold() == match.span.text.casefold() else f"{lines(match.word)} → "
            met += f'<li>{asked}<span style="--counted:{counted}%">{lines(match.span.text)}</span> {counted} %</li>'
    return f'<div data-rank="{hit.rank}" hidden>{lines(say("How much each word counted:"))}<ul>{met}</ul></div>'


def _met(hit: Hit) -> list[Match]:
    """Return the matches with a word of the article; a sign such as "$", which is no word, is given as a passage."""
    return [match for match in hit.matches if " " not in match.span.text or match.span == hit.passage.heading]


def _percent(share: float) -> int:
    return round(100 * max(share, 0))


def _block(block: Block, passages: tuple[Passage, ...], answer: Answer | None, show: Show) -> str:
    """Return a block whose text knows its passage, so that a citation finds it."""
    first = bisect_right(passages, block.span.start, key=lambda passage: passage.span.end)
    last = bisect_left(passages, block.span.end, key=lambda passage: passage.span.start)
    near = {anchor(passage.span.start): passage for passage in passages[first:last]}
    marks = [Mark(passage.span.start, passage.span.end, name) for name, passage in near.items()]
    body = "".join(
        _in_passage(part, near[labels[0]], answer, show) if labels else show(part)
        for part, labels in pieces(block.span, marks)
    )
    tag = _TAGS[block.kind]
    return f'<{tag} class="{block.kind}">{body}</{tag}>'


def _in_passage(part: Span, passage: Passage, answer: Answer | None, show: Show) -> str:
    """Return a passage, or what of it stands in one block, tinted when it is a hit, with the answer marked."""
    inner = ""
    for piece, labels in pieces(part, _sentences(passage, answer)):
        shown = quoted(piece, answer, show) if answer else show(piece)
        inner += f"{_MARKS[labels[0]]}{shown}</mark>" if labels else shown
    rank = next((hit.rank for hit in answer.hits if hit.passage is passage), None) if answer else None
    tint = ""
    if answer and rank:
        begins = " first" if part.start == passage.span.start else ""
        tint = f' class="{"hit" if answer.answered else "closest"} hit-{rank}{begins}" data-rank="{rank}"'
    return f'<span data-passage="{anchor(passage.span.start)}"{tint}>{inner}</span>'


def _sentences(passage: Passage, answer: Answer | None) -> list[Mark]:
    """Return the marks of the passage's sentences in which the answer, or more of it, stands."""
    if not answer or not answer.sentence:
        return []
    more = [s for s in passage.sentences if s != answer.sentence and any(inside(span, s) for span in answer.also)]
    marks = [Mark(sentence.start, sentence.end, "also") for sentence in more]
    return [Mark(answer.sentence.start, answer.sentence.end, "answer"), *marks]


def _matched(answer: Answer) -> Show:
    """Return how a part is shown: its words that met the question say for which passages, by rank, and how much."""
    shares: dict[str, dict[int, float]] = {}
    marks = []
    for hit in answer.hits:
        for match in _met(hit):
            place = f"{match.span.start}-{match.span.end}"
            counted = shares.setdefault(place, {})
            counted[hit.rank] = counted.get(hit.rank, 0) + match.weight
            marks.append(Mark(match.span.start, match.span.end, place))

    def show(part: Span) -> str:
        html = ""
        for piece, places in pieces(part, marks):
            style = ";".join(
                f"--for-{rank}:{_percent(share)}%" for place in places[:1] for rank, share in shares[place].items()
            )
            html += f'<span class="met" style="{style}">{lines(piece.text)}</span>' if places else lines(piece.text)
        return html

    return show
