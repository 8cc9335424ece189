"""What programs can ask over HTTP: functions that return JSON, published by Gradio."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr

from qa.bot import CITATIONS, Bot
from qa.errors import QAError


def publish(bot: Bot) -> None:
    """Add the endpoints `/ask`, `/converse` and `/retrieve` to the page that is being built."""

    def ask(question: str) -> dict[str, Any]:
        """Answer a question in the article's own words.

        Returns {question, after, answered, text, start, end, sentence, speaker, also, yes_no, reply, score, hits}.
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

    gr.api(ask, api_name="ask")
    gr.api(converse, api_name="converse")
    gr.api(retrieve, api_name="retrieve")


@contextmanager
def _problems_told() -> Iterator[None]:
    """Send a user's problem to whoever called the API, as its sentence."""
    try:
        yield
    except QAError as error:
        raise gr.Error(str(error), print_exception=False) from None
