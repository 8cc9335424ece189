"""What the chat says, as HTML: pure functions from answers and errors."""

from html import escape
from urllib.parse import quote

from qa.answer import NOT_ANSWERED, YES_OR_NO, Answer
from qa.language import Say
from qa.link import link_to
from qa.markup import anchor, inside, lines, quoted, strong, unseen
from qa.search import Hit

WAITING = "Just started: the model is loading, a few seconds."
BROKEN = "Something went wrong here, and it is not your question. Try again."

_UNSURE = 0.4
"""Under this probability an answer is called unsure: more of them are wrong than right."""


def question_message(question: str) -> str:
    """Return a question as a chat message that shows it literally."""
    return _message("question", lines(question))


def error_message(message: str) -> str:
    """Return a sentence about a problem as a chat message."""
    return _message("problem", lines(message))


def note_message(note: str) -> str:
    """Return what the bot says of itself as a chat message."""
    return _message("note", f"<p>{lines(note)}</p>")


def answer_message(answer: Answer, say: Say, language: str = "") -> str:
    """Return an answer as a chat message: the quote and its citations, or the honest "no" and the closest passages.

    `language` is the article's.
    """
    if answer.reply:
        return note_message(say(answer.reply))
    lang = f' lang="{escape(language)}"' if language else ""
    if not answer.sentence:
        closest = "".join(
            f"<li{lang}><span class='closest'>{_citation(hit, say)} {lines(hit.sentence.text)}</span></li>"
            for hit in answer.hits
        )
        said = f"<p><strong>{lines(say(NOT_ANSWERED))}</strong></p><p>{lines(say('The closest passages:'))}</p>"
        return _message("no-answer", _following(answer, say) + said + f"<ul>{closest}</ul>" + _tools(answer, say))
    yes_no = f"<p>{lines(say(YES_OR_NO))}</p>" if answer.yes_no else ""
    quote_ = f"<blockquote{lang}>{quoted(answer.sentence, answer)}</blockquote>"
    also = "".join(f"<li>{strong(lines(span.text))}</li>" for span in answer.also if not inside(span, answer.sentence))
    more = f"<p>{lines(say('Also:'))}</p><ul{lang}>{also}</ul>" if also else ""
    cited = "".join(f"<li>{_citation(hit, say)}</li>" for hit in answer.hits)
    place = f'<ul class="citations">{cited}</ul>'
    body = yes_no + quote_ + _speaker(answer, say, lang) + more + place + _surety(answer, say) + _tools(answer, say)
    return _message("answer", _following(answer, say) + body)


def _message(kind: str, body: str) -> str:
    """Return a block of HTML that Markdown leaves alone: it begins with a tag and holds no line break."""
    return f'<div class="message-{kind}">{body}</div>'


def _following(answer: Answer, say: Say) -> str:
    """Return which question the answer's question was taken to lean on."""
    if not answer.after:
        return ""
    return f'<p class="quiet">{lines(say("Following on from"))} “{lines(answer.after.question)}”</p>'


def _speaker(answer: Answer, say: Say, lang: str) -> str:
    """Return who says the sentence, in the article's words."""
    if not answer.speaker:
        return ""
    return f'<p class="speaker">{lines(say("According to"))} <span{lang}>{lines(answer.speaker.text)}</span></p>'


def _citation(hit: Hit, say: Say) -> str:
    """Return a link to a passage, named by its section."""
    section = f' <span class="section">{lines(hit.passage.section)}</span>' if hit.passage.section else ""
    name = f"{unseen(say('Passage'))} [{hit.rank}]{section}"
    return f'<a class="citation" href="#{anchor(hit.start)}">{name}</a>'


def _surety(answer: Answer, say: Say) -> str:
    """Return how sure the answer is: a bar, and a word of warning when it is more likely wrong than right."""
    score = f"{max(answer.score, 0):.2f}"
    bar = f'<meter min="0" max="1" value="{score}">{score}</meter>'
    doubt = f" {lines(say('Unsure: read the passage.'))}" if answer.score < _UNSURE else ""
    return f'<p class="quiet surety"><label>{lines(say("How sure"))} {bar}</label>{doubt}</p>'


def _tools(answer: Answer, say: Say) -> str:
    """Return what can be done with an answer. What is copied is encoded as in a URL: HTML would change line breaks."""
    link = escape(link_to(answer.questions))
    tools = f'<a class="show" href="{link}">{lines(say("Show in the article"))}</a>'
    if answer.sentence:
        tools += _copying("copy-quote", quote(answer.sentence.text), say("Copy quote"), say)
    return (
        f'<p class="tools">{tools}{_copying("copy-link", quote(link_to(answer.questions)), say("Copy link"), say)}</p>'
    )


def _copying(kind: str, value: str, name: str, say: Say) -> str:
    done = f'<span class="done">{lines(say("Copied"))}</span>'
    return f'<button class="{kind}" value="{value}"><span class="to-do">{lines(name)}</span>{done}</button>'
