"""The web page and the HTTP API, in Gradio."""

import os
from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import gradio as gr

from qa import api
from qa.about import LANGUAGES
from qa.bot import Bot
from qa.errors import ServerError, first_line
from qa.feedback import Feedback
from qa.language import say_in, translations
from qa.pane import article_pane
from qa.room import NEW_TOPIC, Room

_FONT = ["system-ui", "sans-serif"]


def build_page(bot: Bot) -> gr.Blocks:
    """Return the page: the chat, the article beside it, and the endpoints `/ask`, `/converse` and `/retrieve`.

    Raises:
        ConfigError: the folder for feedback cannot be written.
    """
    article, look = bot.article, bot.article.about.page
    feedback = Feedback(Path(bot.config.feedback)) if bot.config.feedback else None
    room = Room(bot, feedback)
    say: Callable[[str], Any] = (
        say_in(look.language) if look.language else gr.I18n()
    )  # else the browser says it in its language
    description = escape(look.description) or str(say("Answers in the article’s own words, lit up where they stand."))
    if feedback:
        description += f" {say('Whoever runs this page keeps your thumbs, with the question.')}"

    demo = gr.Blocks(title=f"{look.title}: {article.title}", fill_width=True, analytics_enabled=False)
    with demo:
        gr.HTML(f"<h1>{escape(look.title)}</h1><p>{description}</p>", elem_id="header")
        with gr.Row(elem_id="room"):
            chat = gr.Chatbot(
                elem_id="chat",
                label=say("Chat"),
                show_label=False,
                placeholder=say("Ask in plain words; the article answers in its own."),
                examples=[{"text": text} for text in article.about.examples],
                latex_delimiters=[],
                feedback_options=["Like", "Dislike"] if feedback else None,
                buttons=[],
                height="100%",
                layout="bubble",
                autoscroll=False,
            )
            with gr.Row(elem_id="asking"):
                box = gr.Textbox(
                    elem_id="question",
                    label=say("Your question"),
                    show_label=False,
                    container=False,
                    placeholder=say("Ask about the article"),
                    max_length=bot.config.max_question,
                    submit_btn=say("Ask"),
                    autofocus=True,
                    scale=1,
                )
                fresh = gr.Button(say(NEW_TOPIC), elem_id="new-topic", size="sm", scale=0)
                gr.Button(say("To the article"), elem_id="to-article", size="sm", scale=0)
                gr.Button(say("Back to the chat"), elem_id="to-chat", size="sm", scale=0)
            pane = gr.HTML(
                article_pane(article, bot.index.passages, say_in(LANGUAGES[0])),
                elem_id="article",
                js_on_load=_asset("article.js"),
                link="?",
                turn=0,
            )
        after = gr.State(None)
        shown = [chat, pane, box, after]
        quietly: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        box.submit(room.reply, [box, chat, after], shown, trigger_mode="always_last", **quietly)
        chat.example_select(room.choose, [chat, after], shown, **quietly)
        chat.option_select(room.choose, [chat, after], shown, **quietly)
        chat.clear(room.clear, None, [pane, after], **quietly)
        if feedback:
            chat.like(room.rate, [chat], None, **quietly)
        fresh.click(room.new_topic, [chat], shown, **quietly)
        pane.show(room.show, None, [pane, after], **quietly)
        demo.load(room.linked, None, shown, **quietly)
        api.publish(bot)
    return demo


def launch(demo: gr.Blocks, bot: Bot, host: str | None = None, port: int | None = None, *, share: bool = False) -> None:
    """Start serving the page and return; `demo.local_url` and `demo.share_url` then say where.

    Args:
        demo: the page.
        bot: who answers on it; the settings file of its article says how the page looks.
        host: the address to listen on; when not given `GRADIO_SERVER_NAME`, else 127.0.0.1.
        port: the port to listen on; when not given `GRADIO_SERVER_PORT`, else the first free one from 7860.
        share: whether to ask Gradio for a public link.

    Raises:
        ServerError: the port is taken or no port, or the address is not this machine's.
    """
    accent = bot.article.about.page.accent
    theme = gr.themes.Default(
        primary_hue=accent, neutral_hue="stone", font=_FONT, font_mono=["ui-monospace", "monospace"]
    )
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
            theme=theme,
            css="".join(map(_asset, ("page.css", "article.css", "chat.css"))),
            js=_asset("chat.js"),
            i18n=gr.I18n(**{language: translations(language) for language in LANGUAGES}),
        )
    except (OSError, OverflowError, ValueError) as error:
        reason = "the port is in use" if "empty port" in str(error) else first_line(error)
        where = f"{host or os.environ.get('GRADIO_SERVER_NAME', '127.0.0.1')}, port "
        where += str(port or os.environ.get("GRADIO_SERVER_PORT", "7860 to 7959"))
        raise ServerError(f"The page cannot be served at {where} ({reason}). Try another --port or --host.") from None


def _asset(name: str) -> str:
    return (files("qa") / "assets" / name).read_text(encoding="utf-8")
