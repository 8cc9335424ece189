"""What happens at the page: a question, a link, an earlier answer or a thumb becomes a change of chat and article."""

import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

import gradio as gr

from qa.about import LANGUAGES
from qa.answer import Answer
from qa.bot import Bot
from qa.errors import QAError, QuestionError
from qa.feedback import Feedback
from qa.language import Say, preferred, say_in, told
from qa.link import link_to, questions_in
from qa.messages import BROKEN, WAITING, answer_message, error_message, note_message, question_message
from qa.pane import article_pane
from qa.question import well_formed

_log = logging.getLogger(__name__)

NEW_TOPIC = "New topic"
"""What the button says and does; typed as a question, it does the same."""

SHOWN_AGAIN = -1
"""The turn of an answer that is shown again: the page has changed the address already."""

Messages = list[dict[str, Any]]
Change = tuple[Any, ...]
"""What becomes of the chat, the article's pane, the question box, and the answer that the next question may lean on."""


class Room:
    """The page's events, each with the request, whose browser names the reader's language."""

    def __init__(self, bot: Bot, feedback: Feedback | None) -> None:
        """`feedback` keeps thumbs, if any are asked for."""
        self._bot = bot
        self._feedback = feedback

    def reply(self, question: str, history: Messages, after: Answer | None, request: gr.Request) -> Iterator[Change]:
        """Yield the chat with the question in it, then the chat and the article with the answer."""
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        say = self._say(request)
        question = well_formed(question)
        if question.strip(" .!").casefold() in {NEW_TOPIC.casefold(), say(NEW_TOPIC).casefold()}:
            note = note_message(say("New topic: the next question stands on its own."))
            yield [*history, _asked(question), _said(note)], self._pane(say, None, len(history)), "", None
            return
        questions = [*(after.questions if after else ()), question]
        yield from self._turn(questions, history, say, lambda: self._bot.ask(question, after), box="")

    def linked(self, request: gr.Request) -> Iterator[Change]:
        """Ask the question of a `?q=` link when the page is opened, after those that it leans on."""
        yield from self._asked_by(questions_in(request.query_params), [], request)

    def choose(
        self, event: gr.SelectData, history: Messages, after: Answer | None, request: gr.Request
    ) -> Iterator[Change]:
        """Ask an example or a suggestion, or try again what went wrong, which is given as a link."""
        chosen = event.value["text"] if isinstance(event.value, dict) else event.value
        if chosen.startswith("?"):
            yield from self._asked_by(questions_in(_query(chosen)), history, request)
        else:
            yield from self.reply(chosen, history, after, request)

    def new_topic(self, history: Messages, request: gr.Request) -> Iterator[Change]:
        """Say that the next question stands on its own."""
        yield from self.reply(NEW_TOPIC, history, None, request)

    def show(self, event: gr.EventData, request: gr.Request) -> Change:
        """Return the article with the answer to a link's question, and that answer; nothing marked without one."""
        say, questions = self._say(request), questions_in(_query(event.link))
        try:
            answer = self._bot.converse(questions) if questions else None
        except QAError as error:
            gr.Warning(told(error, say))
            return gr.skip(), gr.skip()
        return self._pane(say, answer, SHOWN_AGAIN), answer

    def clear(self, request: gr.Request) -> Change:
        """Return the article with nothing marked, and nothing to lean on."""
        return self._pane(self._say(request), None, 0), None

    def rate(self, event: gr.LikeData, history: Messages, request: gr.Request) -> None:
        """Keep a thumb, with the question and the answer."""
        index = event.index if isinstance(event.index, int) else event.index[0]
        link = (history[index].get("metadata") or {}).get("id")
        if not self._feedback or not link:
            return
        try:
            self._feedback.add(self._bot.converse(questions_in(_query(link))), bool(event.liked))
        except OSError as error:
            _log.warning("A thumb cannot be kept (%s).", error.strerror)
            gr.Warning(self._say(request)("Your thumb could not be kept."))

    def _asked_by(self, questions: list[str], history: Messages, request: gr.Request) -> Iterator[Change]:
        if not questions:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        questions = [well_formed(question) for question in questions]
        yield from self._turn(questions, history, self._say(request), lambda: self._bot.converse(questions))

    def _turn(
        self, questions: list[str], history: Messages, say: Say, ask: Callable[[], Answer], box: str | None = None
    ) -> Iterator[Change]:
        """Yield the chat with the last question in it, then with what `ask` returns, or with what went wrong."""
        history, turn = [*history, _asked(questions[-1])], len(history)
        typed = gr.skip() if box is None else box  # a link leaves what the reader is typing
        yield (
            history if self._bot.is_warm else [*history, _said(note_message(say(WAITING)))],
            gr.skip(),
            typed,
            gr.skip(),
        )
        again = [{"value": link_to(questions), "label": say("Try again")}]
        try:
            answer = ask()
        except QuestionError as error:  # asked again it would be no better
            yield [*history, _said(error_message(told(error, say)))], gr.skip(), gr.skip(), gr.skip()
            return
        except QAError as error:
            yield [*history, _said(error_message(told(error, say)), options=again)], gr.skip(), gr.skip(), gr.skip()
            return
        except Exception:  # noqa: BLE001 - the reader is told, the host finds it in the log
            _log.exception("A question was not answered.")
            yield [*history, _said(error_message(say(BROKEN)), options=again)], gr.skip(), gr.skip(), gr.skip()
            return
        said = answer_message(answer, say, self._bot.article.about.language)
        message = _said(said, options=self._options(answer, history, say), metadata={"id": link_to(answer.questions)})
        if answer.reply:
            yield [*history, message], gr.skip(), gr.skip(), gr.skip()
        else:
            yield [*history, message], self._pane(say, answer, turn), gr.skip(), answer

    def _options(self, answer: Answer, history: Messages, say: Say) -> list[dict[str, str]]:
        """Return what to ask next: questions as they are, names as more to read on."""
        links = ((message.get("metadata") or {}).get("id") or "" for message in history)
        asked = [question for link in links for question in questions_in(_query(link))]
        written = bool(self._bot.article.about.suggestions)
        return [
            {"value": text, "label": text if written else f"{say('More on')} “{text}”"}
            for text in self._bot.suggest(answer, asked)
        ]

    def _pane(self, say: Say, answer: Answer | None, turn: int) -> gr.HTML:
        """Return the article, with the link to what it shows; the turn tells apart two questions with one answer."""
        pane = article_pane(self._bot.article, self._bot.index.passages, say, answer)
        return gr.HTML(pane, link=link_to(answer.questions) if answer else "?", turn=turn)

    def _say(self, request: gr.Request) -> Say:
        fixed = self._bot.article.about.page.language
        return say_in(fixed or preferred(request.headers.get("accept-language", LANGUAGES[0])))


def _query(link: str) -> dict[str, str]:
    return dict(parse_qsl(link.removeprefix("?")))


def _asked(question: str) -> dict[str, Any]:
    return {"role": "user", "content": question_message(question)}


def _said(content: str, **more: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": content, **more}
