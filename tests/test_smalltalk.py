import pytest

from qa.smalltalk import small_talk


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("hello", "Hello."),
        ("Hi there!", "Hello."),
        ("Good morning", "Hello."),
        ("hey, how are you?", "Hello."),
        ("thanks, that was helpful", "You’re welcome."),
        ("Thank you very much for your help!", "You’re welcome."),
        ("ok", "You’re welcome."),
        ("bye", "Goodbye."),
        ("Who are you?", "I find answers in this article."),
        ("what can you do", "I find answers in this article."),
        ("Hello, what can I ask you?", "I find answers in this article."),
        ("How does this work?", "I find answers in this article."),
        ("Are you a robot?", "I find answers in this article."),
        ("help", "I find answers in this article."),
    ],
)
def test_small_talk_gets_a_fixed_reply(said: str, reply: str) -> None:
    assert (small_talk(said) or "").startswith(reply)


@pytest.mark.parametrize(
    "asked",
    [
        "Hello, who is Trump?",
        "Great Britain",
        "ok computer",
        "What are you talking about in the second paragraph?",
        "What can we do about tariffs?",
        "thanks to whom did he win?",
        "How does this deal work?",
        "Who are the officials?",
        "you" * 300,
        "very " * 200,
    ],
)
def test_what_asks_the_article_gets_none(asked: str) -> None:
    assert small_talk(asked) is None
