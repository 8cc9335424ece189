"""The web page and the HTTP API, in Gradio."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr

from qa import page
from qa.answer import Answer
from qa.bot import CITATIONS, Bot
from qa.errors import QAError, ServerError, first_line
from qa.question import well_formed

_FONT = ["system-ui", "sans-serif"]
_THEME = gr.themes.Default(
    primary_hue="amber", neutral_hue="stone", font=_FONT, font_mono=["ui-monospace", "monospace"]
)

NEW_TOPIC = "New topic"
"""What the button says and does; typed as a question, it does the same."""

Messages = list[dict[str, Any]]


def build_page(bot: Bot) -> gr.Blocks:
    """Return the page: the chat, the article beside it, and the endpoints `/ask`, `/converse` and `/retrieve`."""
    article, passages = bot.article, bot.index.passages

    def reply(question: str, history: Messages, after: Answer | None) -> Iterator[tuple[Any, ...]]:
        """Yield the chat with the question in it, then the chat and the article with the answer."""
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        question = well_formed(question)
        history = [*history, {"role": "user", "content": page.question_message(question)}]
        if question.strip(" .!").casefold() == NEW_TOPIC.casefold():
            yield [*history, _said(page.new_topic_message())], unmarked(), "", None
            return
        yield history if bot.is_warm else [*history, _said(page.WAITING)], gr.skip(), "", gr.skip()
        try:
            answer = bot.ask(question, after)
        except QAError as error:
            yield [*history, _said(page.error_message(str(error)))], gr.skip(), gr.skip(), gr.skip()
            return
        told = [*history, _said(page.answer_message(answer))]
        if answer.reply:
            yield told, gr.skip(), gr.skip(), gr.skip()
            return
        pane = gr.HTML(
            page.article_pane(article, passages, answer),
            question=question,
            after="\n".join(" ".join(before.split()) for before in answer.questions[:-1]),
            turn=len(history),
        )
        yield told, pane, gr.skip(), answer

    def linked(request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Ask the question of a `?q=` link when the page is opened, after those that it leans on."""
        question, before = request.query_params.get("q", ""), request.query_params.get("after", "").splitlines()
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        try:
            after = bot.converse(before) if before else None
        except QAError as error:
            yield [_said(page.error_message(str(error)))], gr.skip(), gr.skip(), gr.skip()
            return
        yield from reply(question, [], after)

    def unmarked() -> gr.HTML:
        return gr.HTML(page.article_pane(article, passages), question="", after="", turn=0)

    def example(event: gr.SelectData, history: Messages, after: Answer | None) -> Iterator[tuple[Any, ...]]:
        yield from reply(event.value["text"], history, after)

    def new_topic(history: Messages) -> Iterator[tuple[Any, ...]]:
        yield from reply(NEW_TOPIC, history, None)

    def ask(question: str) -> dict[str, Any]:
        """Answer a question in the article's own words.

        Returns {question, after, answered, text, start, end, sentence, score, hits}.
        Offsets count the article's characters.
        """
        with _problems_told():
            return bot.ask(question).to_dict()

    def converse(questions: list[str]) -> dict[str, Any]:
        """Answer the last of several questions; each may lean on those before it ("And when?").

        Returns what /ask returns; "after" has the questions that the last one was taken to lean on.
        """
        with _problems_told():
            return bot.converse(questions).to_dict()

    def retrieve(question: str, k: int = CITATIONS) -> list[dict[str, Any]]:
        """Find the k passages most relevant to a question, best first.

        Returns a list of {rank, score, text, start, end, sentence, parts, matches}.
        Offsets count the article's characters.
        """
        with _problems_told():
            return bot.retrieve(question, k).to_dict()

    demo = gr.Blocks(title=f"Ask the Article: {article.title}", fill_width=True, analytics_enabled=False)
    with demo:
        gr.HTML(page.header(), elem_id="header")
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="talk", min_width=300):
                chat = gr.Chatbot(
                    elem_id="chat",
                    label="Chat",
                    show_label=False,
                    placeholder="Ask in plain words; the article answers in its own.",
                    examples=[{"text": text} for text in article.about.examples],
                    latex_delimiters=[],
                    feedback_options=None,
                    buttons=[],
                    height="100%",
                    layout="bubble",
                )
                box = gr.Textbox(
                    elem_id="question",
                    label="Your question",
                    show_label=False,
                    container=False,
                    placeholder="Ask about the article",
                    max_length=bot.config.max_question,
                    submit_btn="Ask",
                    autofocus=True,
                )
                fresh = gr.Button(NEW_TOPIC, elem_id="new-topic", size="sm")
            pane = gr.HTML(
                page.article_pane(article, passages),
                elem_id="article",
                js_on_load=page.JS,
                question="",
                after="",
                turn=0,
            )
        after = gr.State(None)
        shown = [chat, pane, box, after]
        quietly: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        box.submit(reply, [box, chat, after], shown, trigger_mode="always_last", **quietly)
        chat.example_select(example, [chat, after], shown, **quietly)
        fresh.click(new_topic, [chat], shown, **quietly)
        chat.clear(lambda: (unmarked(), None), None, [pane, after], **quietly)
        demo.load(linked, None, shown, **quietly)
        gr.api(ask, api_name="ask")
        gr.api(converse, api_name="converse")
        gr.api(retrieve, api_name="retrieve")
    return demo


def launch(demo: gr.Blocks, host: str | None = None, port: int | None = None, *, share: bool = False) -> None:
    """Start serving the page and return; `demo.local_url` and `demo.share_url` then say where.

    Args:
        demo: the page.
        host: the address to listen on; when not given `GRADIO_SERVER_NAME`, else 127.0.0.1.
        port: the port to listen on; when not given `GRADIO_SERVER_PORT`, else the first free one from 7860.
        share: whether to ask Gradio for a public link.

    Raises:
        ServerError: the port is taken or no port, or the address is not this machine's.
    """
    try:
        demo.launch(
            server_name=host,
            server_port=port,
            share=share,
            prevent_thread_lock=True,
            quiet=True,
            ssr_mode=False,
            run_history=False,
            footer_links=["api", "settings"],
            theme=_THEME,
            css=page.CSS,
        )
    except (OSError, OverflowError, ValueError) as error:
        reason = "the port is in use" if "empty port" in str(error) else first_line(error)
        where = f"{host or os.environ.get('GRADIO_SERVER_NAME', '127.0.0.1')}, port "
        where += str(port or os.environ.get("GRADIO_SERVER_PORT", "7860 to 7959"))
        raise ServerError(f"The page cannot be served at {where} ({reason}). Try another --port or --host.") from None


@contextmanager
def _problems_told() -> Iterator[None]:
    """Send a user's problem to whoever called the API, as its sentence."""
    try:
        yield
    except QAError as error:
        raise gr.Error(str(error), print_exception=False) from None


def _said(content: str) -> dict[str, Any]:
    return {"role": "assistant", "content": content}
