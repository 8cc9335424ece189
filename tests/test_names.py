import pytest

from qa import Bot
from qa.context import names_in
from qa.names import Names
from qa.sentences import sentences
from tests.conftest import article_of


def names(text: str) -> Names:
    return Names(sentence for block in article_of(text).blocks for sentence in sentences(block.span))


def test_a_name_is_written_with_a_capital_where_no_sentence_begins() -> None:
    found = names("Ships sail to Tokyo. Sailors like Tokyo’s harbour. Boats rest.")
    assert found.named("ships and boats reach tokyo and TOKYO'S harbour") == ("tokyo",)


def test_a_word_mostly_in_lower_case_is_no_name() -> None:
    found = names("He met the president. She met a president, too. They met President Abe.")
    assert found.named("President Abe") == ("Abe",)


@pytest.mark.parametrize("text", ["", "🙂", "船は海を進む。鳥は飛ぶ。"])
def test_a_script_without_capitals_has_no_names(text: str) -> None:
    assert names(text).named(text) == ()


def test_the_articles_people_are_found_however_they_are_typed(bot: Bot) -> None:
    found = names_in(bot.index.passages)
    assert found.named("did ASO meet Robert O'Brien or kishida’s envoy?") == ("ASO", "O'Brien", "kishida")
