"""The HTTP API of the running app, over gradio_client and over plain HTTP as curl would."""

import json
import urllib.request
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from qa import Bot
from tests.conftest import gold


@pytest.fixture(scope="module")
def client(server: str) -> Client:
    return Client(server, verbose=False)


def test_only_the_endpoints_meant_for_others_are_public(client: Client) -> None:
    named = client.view_api(print_info=False, return_format="dict")["named_endpoints"]
    assert set(named) == {"/ask", "/converse", "/retrieve"}


def assert_same(one: Any, other: Any) -> None:
    """Assert that two JSON values are equal, but for the last digits, which depend on the number of threads."""
    assert type(one) is type(other)
    if isinstance(one, dict):
        assert list(one) == list(other)
        one, other = list(one.values()), list(other.values())
    if isinstance(one, list):
        for item, counterpart in zip(one, other, strict=True):
            assert_same(item, counterpart)
    else:
        assert one == pytest.approx(other, abs=1e-4)


def test_ask_gives_what_python_gives(client: Client, bot: Bot) -> None:
    for question in ["what is the capital of France?", *(q["question"] for q in gold()[::10])]:
        served, expected = client.predict(question, api_name="/ask"), bot.ask(question).to_dict()
        assert_same(served, expected)


def test_retrieve_takes_k(client: Client) -> None:
    assert len(client.predict("Who wrote this?", api_name="/retrieve")) == 3
    assert [hit["rank"] for hit in client.predict("Who wrote this?", 5, api_name="/retrieve")] == [1, 2, 3, 4, 5]


def test_a_question_can_lean_on_those_before(client: Client, bot: Bot) -> None:
    first, then = "Who is Bill Hagerty?", "And what did he tell Reuters?"
    expected = bot.ask(then, bot.ask(first)).to_dict()
    assert expected["after"] == [first]
    assert_same(client.predict([first, then], api_name="/converse"), expected)


@pytest.mark.parametrize("questions", ["Who?", 5, {"a": 1}, [5], [], ["Who?", ""], ["Who?"] * 50, None])
def test_a_conversation_that_cannot_be_is_told_in_a_sentence(client: Client, questions: object) -> None:
    with pytest.raises(AppError, match=r"^[A-Z][^\n]+\.$"):
        client.predict(questions, api_name="/converse")


@pytest.mark.parametrize("question", ["", " \n ", "🙂🙂", "?!", "\0\x07", "a" * 10_000, None, 5, ["Who?"]])
def test_a_question_that_cannot_be_asked_is_told_in_a_sentence(client: Client, question: object) -> None:
    with pytest.raises(AppError, match=r"^[A-Z][^\n]+\.$"):
        client.predict(question, api_name="/ask")


@pytest.mark.parametrize("k", [0, -1, "many", 2.5, None])
def test_a_k_that_cannot_be_is_told_in_a_sentence(client: Client, k: object) -> None:
    with pytest.raises(AppError, match="k must be a whole number"):
        client.predict("Who?", k, api_name="/retrieve")


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script>",
        "{{7*7}} ${alert(1)}",
        "# *Markdown* `x` $x^2$",
        "من هو السفير؟",
        "Who\0wrote\x07this?",
    ],
)
def test_an_odd_question_gets_an_answer_and_comes_back_as_it_was(client: Client, question: str) -> None:
    assert client.predict(question, api_name="/ask")["question"] == question


def test_it_can_be_called_as_with_curl(server: str) -> None:
    request = urllib.request.Request(
        f"{server}gradio_api/call/ask",
        data=json.dumps({"data": ["Who wrote this?"]}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{server}gradio_api/call/ask/{event}") as response:
        lines = response.read().decode().splitlines()
    assert lines[0] == "event: complete"
    assert json.loads(lines[1].removeprefix("data: "))[0]["text"].startswith("John Geddie")
