"""From the chat into the article and back: citations, the walk along the passages, and why each is one."""

from playwright.sync_api import expect

from qa import Bot
from tests.reader import STEEL, STEEL_LINK, Reader

TAIWAN = "What could Trump embolden China to do?"


def test_a_citation_scrolls_to_its_passage_and_keeps_the_chat(reader: Reader, bot: Bot) -> None:
    reader.ask(STEEL)
    for rank, hit in enumerate(bot.ask(STEEL).hits, start=1):
        reader.answers.get_by_text(f"[{rank}]").click()
        expect(reader.here).to_have_text(hit.text)
        reader.is_lit(reader.mark if rank == 1 else reader.here)
        reader.back_to_chat()
        reader.is_at(STEEL_LINK)
    expect(reader.answers).to_have_count(1)


def test_a_citation_names_its_section(desktop: Reader, bot: Bot) -> None:
    hit = bot.ask(TAIWAN).hits[0]
    assert hit.passage.section
    desktop.open()
    desktop.ask(TAIWAN)
    desktop.answers.get_by_role("link", name=f"Passage [1] {hit.passage.section}").click()
    expect(desktop.here).to_have_text(hit.text)


def test_the_passages_are_walked_in_turn(reader: Reader, bot: Bot) -> None:
    hits = bot.ask(STEEL).hits
    reader.ask(STEEL)
    reader.look_up()
    place = reader.page.locator("#article .place")
    expect(place).to_have_text("Passage 1 / 3")
    for rank in (2, 3, 1):
        reader.page.get_by_role("button", name="Next passage").click()
        expect(reader.here).to_have_text(hits[rank - 1].text)
        expect(place).to_have_text(f"Passage {rank} / 3")
        reader.is_lit(reader.mark if rank == 1 else reader.here)
    reader.page.get_by_role("button", name="Previous passage").click()
    expect(reader.here).to_have_text(hits[2].text)


def test_why_a_passage_is_one_is_shown_on_demand(reader: Reader, bot: Bot) -> None:
    hits = bot.ask(STEEL).hits
    reader.ask(STEEL)
    reader.look_up()
    reasons = reader.page.locator("#article .reasons")
    expect(reasons).to_be_hidden()
    why = reader.page.get_by_role("button", name="Why this passage?")
    for rank in (1, 2):
        if rank == 1:
            why.click()
        expect(reasons).to_be_visible()
        best = max(hits[rank - 1].matches, key=lambda match: match.weight)
        expect(reasons.locator("li:visible").first).to_contain_text(f"{best.span.text} {round(100 * best.weight)} %")
        shades = reader.page.locator("#article .met").evaluate_all(
            "(words) => words.map((word) => [word.textContent, getComputedStyle(word).getPropertyValue('--counted')])"
        )
        assert [best.span.text, f"{round(100 * best.weight)}%"] in shades
        reader.page.get_by_role("button", name="Next passage").click()
    why.click()
    expect(reasons).to_be_hidden()


def test_an_earlier_answer_is_shown_again_by_its_button_its_quote_or_a_citation(reader: Reader, bot: Bot) -> None:
    answer, later = bot.ask(STEEL), bot.ask("Who wrote this?")
    reader.ask(STEEL)
    reader.ask("Who wrote this?")
    earlier = reader.answers.first
    ways = (earlier.locator(".show"), earlier.locator("blockquote"), earlier.get_by_text("[2]"))
    for way in ways:
        expect(reader.words).to_have_text(later.text or "")
        way.click()
        expect(reader.words).to_have_text(answer.text or "")
        if way is ways[2]:
            expect(reader.here).to_have_text(answer.hits[1].text)
        reader.is_lit(reader.here if way is ways[2] else reader.mark)
        reader.is_at(STEEL_LINK)
        reader.back_to_chat()
        reader.answers.last.locator(".show").click()
        reader.back_to_chat()
    expect(reader.answers).to_have_count(2)


def test_a_question_after_an_earlier_answer_leans_on_that(desktop: Reader, bot: Bot) -> None:
    first, then = "Who is Bill Hagerty?", "And what did he tell Reuters?"
    desktop.open()
    desktop.ask(first)
    desktop.ask("Who wrote this?")
    desktop.answers.first.get_by_role("link", name="Show in the article").click()
    expect(desktop.words).to_have_text(bot.ask(first).text or "")
    desktop.ask(then)
    expect(desktop.answers.last).to_contain_text(f"Following on from “{first}”")


def test_on_a_phone_the_article_is_one_tap_away_and_back_without_losing_the_place(phone: Reader) -> None:
    phone.ask(STEEL)
    expect(phone.answers.first.locator("blockquote")).to_be_in_viewport(ratio=1)
    phone.look_up()
    phone.is_lit(phone.mark)
    phone.page.wait_for_timeout(1000)  # until it has stopped scrolling
    phone.pane.evaluate("(pane) => pane.scrollBy({ top: 700, behavior: 'instant' })")
    place = phone.pane.evaluate("(pane) => pane.scrollTop")
    phone.back_to_chat()
    expect(phone.answers.first.locator("blockquote")).to_be_in_viewport(ratio=1)
    phone.page.get_by_role("button", name="To the article").click()
    assert phone.pane.evaluate("(pane) => pane.scrollTop") == place
    phone.page.go_back()
    expect(phone.answers.first.locator("blockquote")).to_be_in_viewport(ratio=1)
    expect(phone.mark).not_to_be_visible()
    phone.is_at(STEEL_LINK)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_a_question_asked_beside_the_article_shows_its_answer_first(phone: Reader) -> None:
    phone.page.get_by_role("button", name="To the article").click()
    expect(phone.page.locator("#article h2")).to_be_in_viewport()
    phone.ask("!!!")
    expect(phone.answers.last).to_be_in_viewport(ratio=1)
    phone.page.get_by_role("button", name="To the article").click()
    phone.ask(STEEL)
    expect(phone.answers.last.locator("blockquote")).to_be_in_viewport(ratio=1)
