from pathlib import Path

from qa import Bot, Config
from qa.chunk import passages
from qa.context import names_in
from qa.suggest import by_name, nearest
from tests.conftest import article_of

TEXT = "We met Ann Lee in Oslo.\n\nToday Ann Lee’s Oslo Club met, and Lee sang.\n\nSo Bob Ray came.\n\nThen Zed left."


def test_names_of_two_words_or_in_two_passages_are_suggested_each_once() -> None:
    cut = passages(article_of(TEXT), 0, 1000)
    found = by_name(cut, names_in(cut))
    assert found == [("Ann Lee", 0), ("Oslo Club", 1), ("Bob Ray", 2)]


def test_what_stands_nearest_is_suggested_unless_it_was_said() -> None:
    known = [("a far one", 9), ("a near one", 4), ("the nearest", 5), ("behind", 3), ("Asked", 5)]
    assert nearest(known, 5, "asked?") == ["the nearest", "a near one", "behind"]
    assert nearest(known, 5, "asked? Behind, the nearest.") == ["a near one", "a far one"]


def test_the_shipped_articles_suggestions_are_its_own_and_answered(bot: Bot) -> None:
    answer = bot.ask("How much is the Nippon Steel deal worth?")
    suggested = bot.suggest(answer, ["Who wrote this?"])
    assert suggested[0] == "What would Trump do about Nippon Steel if elected?"
    about = bot.article.about
    pool = (*about.examples, *about.suggestions)
    assert len(set(pool)) == len(pool) and set(suggested) <= set(pool)
    for text in pool:
        found = bot.ask(text)
        assert found.answered and found.score > 0.5, text
    assert bot.suggest(answer, pool) == []


def test_another_article_suggests_its_names(tmp_path: Path) -> None:
    path = tmp_path / "club.txt"
    path.write_text(TEXT, encoding="utf-8")
    bot = Bot(Config(article=path, embeddings=tmp_path))
    assert bot.suggest(bot.ask("Who came?")) == ["Ann Lee", "Oslo Club"]
    assert bot.suggest(bot.ask("hello")) == ["Ann Lee", "Oslo Club", "Bob Ray"]
