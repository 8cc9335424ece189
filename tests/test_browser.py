"""Asking at the page: the real app in a real Chromium, on a desktop and a phone, light and dark."""

from urllib.parse import quote

import pytest
from gradio_client import Client
from playwright.sync_api import expect

from qa import Bot
from tests.conftest import gold
from tests.reader import STEEL, Reader


def test_an_answer_is_quoted_and_lit_up_in_the_visible_part_of_the_article(reader: Reader, bot: Bot) -> None:
    reader.ask(STEEL)
    answer = bot.ask(STEEL)
    assert answer.span and answer.sentence and len(answer.span.text) < len(answer.sentence.text)
    expect(reader.answers.locator("blockquote")).to_be_in_viewport(ratio=1)
    reader.look_up()
    for part in (reader.answers.locator("blockquote"), reader.mark):
        expect(part).to_have_text(answer.sentence.text)
        expect(part.locator("strong")).to_have_text(answer.span.text)
    reader.is_lit(reader.mark)
    assert reader.page.evaluate("scrollY") == 0
    expect(reader.box).to_have_value("")
    hits = reader.page.locator("#article .hit")
    assert sorted(hits.all_inner_texts()) == sorted(hit.text for hit in answer.hits)


def test_after_each_of_twenty_questions_what_the_api_says_is_marked_in_sight(reader: Reader, bot: Bot) -> None:
    client = Client(reader.server, verbose=False)
    asked, after = 0, None
    for example in gold():
        question = str(example["question"])
        answer = bot.ask(question, after)
        if not answer.answered:
            continue
        after, asked = answer, asked + 1
        said = client.predict(list(answer.questions), api_name="/converse")
        reader.ask(question)
        expect(reader.mark).to_have_text(said["sentence"]["text"])
        assert reader.mark.text_content() == said["sentence"]["text"]
        if said["start"] != said["sentence"]["start"] or said["end"] != said["sentence"]["end"]:
            assert reader.words.all_text_contents()[0] == said["text"]
        reader.look_up()
        reader.is_lit(reader.words.first if reader.words.count() else reader.mark)
        reader.back_to_chat()
        if asked == 20:
            return
    raise AssertionError("less than twenty questions are answered")


def test_what_the_article_does_not_say_is_said_so_and_nothing_is_marked(reader: Reader) -> None:
    reader.ask(STEEL)
    reader.ask("what is the capital of France?")
    last = reader.answers.last
    expect(last.get_by_text("The article doesn’t say.")).to_be_in_viewport(ratio=1)
    expect(last.locator(".citation")).to_have_count(3)
    expect(reader.mark).to_have_count(0)
    expect(reader.page.locator("#article .closest")).to_have_count(3)
    last.get_by_text("[1]").click()
    reader.is_lit(reader.here)


def test_a_suggestion_can_be_clicked_and_is_not_offered_again(reader: Reader, bot: Bot) -> None:
    reader.ask(STEEL)
    expected = bot.suggest(bot.ask(STEEL), [])
    options = reader.page.locator("#chat .option")
    expect(options).to_have_text(expected)
    options.first.click()
    expect(reader.mark).to_have_text(str(bot.ask(expected[0]).to_dict()["sentence"]["text"]))
    expect(reader.answers).to_have_count(2)
    expect(options).not_to_contain_text([STEEL, expected[0]])


def test_thanks_get_a_reply_and_leave_the_article_as_it_is(desktop: Reader, bot: Bot) -> None:
    desktop.open(f"?q={quote(STEEL)}")
    expect(desktop.words).to_have_text(bot.ask(STEEL).text or "")
    desktop.ask("thanks")
    expect(desktop.answers.last).to_contain_text("You’re welcome.")
    expect(desktop.words).to_have_text(bot.ask(STEEL).text or "")
    desktop.is_at(f"?q={quote(STEEL)}")


def test_an_example_can_be_clicked(desktop: Reader, bot: Bot) -> None:
    desktop.open()
    desktop.page.get_by_role("button", name=bot.article.about.examples[1]).click()
    expect(desktop.mark).to_contain_text("Shigeo Yamada")


def test_a_blank_question_does_nothing_and_a_wordless_one_gets_a_sentence(desktop: Reader) -> None:
    desktop.open()
    desktop.box.fill("   ")
    desktop.box.press("Enter")
    desktop.ask("!!!")
    expect(desktop.answers).to_have_text("There is no word in the question. Ask about the article in plain words.")


def test_two_questions_with_the_same_answer_each_light_it_up(desktop: Reader) -> None:
    desktop.open()
    desktop.ask("Who wrote this?")
    desktop.page.locator("#article").evaluate("(pane) => pane.scrollTo(0, 3000)")
    desktop.ask("who wrote this")
    desktop.is_lit(desktop.mark)
    desktop.is_at("?q=who+wrote+this")


def test_clearing_the_chat_clears_the_marks_and_the_address(desktop: Reader) -> None:
    desktop.open()
    desktop.ask(STEEL)
    desktop.page.get_by_label("Clear").click()
    expect(desktop.mark).to_have_count(0)
    expect(desktop.answers).to_have_count(0)
    desktop.is_at("")


def test_a_follow_up_leans_on_the_answer_before_and_its_link_does_too(desktop: Reader, bot: Bot) -> None:
    first, then = "Who is Bill Hagerty?", "And what did he tell Reuters?"
    answer = bot.ask(then, bot.ask(first))
    assert answer.text and answer.text != bot.ask(then).text
    desktop.open()
    desktop.ask(first)
    desktop.ask(then)
    expect(desktop.answers.last).to_contain_text(f"Following on from “{first}”")
    expect(desktop.words).to_have_text(answer.text)
    desktop.is_at("?q=And+what+did+he+tell+Reuters%3F&after=Who+is+Bill+Hagerty%3F")
    desktop.leave(desktop.page.reload)
    expect(desktop.words).to_have_text(answer.text)
    desktop.ask("Who wrote this?")
    expect(desktop.answers.last).not_to_contain_text("Following on")
    desktop.is_at("?q=Who+wrote+this%3F")


@pytest.mark.parametrize("how", ["button", "typed", "clear"])
def test_a_new_topic_forgets_what_came_before(desktop: Reader, bot: Bot, how: str) -> None:
    first, then = "Who is Bill Hagerty?", "And what did he tell Reuters?"
    desktop.open()
    desktop.ask(first)
    if how == "button":
        desktop.page.get_by_role("button", name="New topic").click()
    elif how == "typed":
        desktop.ask("new topic")
    else:
        desktop.page.get_by_label("Clear").click()
    expect(desktop.answers).to_have_count(0 if how == "clear" else 2)
    expect(desktop.mark).to_have_count(0)
    desktop.is_at("")
    desktop.ask(then)
    expect(desktop.words).to_have_text(bot.ask(then).text or "")
    expect(desktop.answers.last).not_to_contain_text("Following on")
