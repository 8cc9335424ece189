import pytest

from qa import Bot
from qa.article import Span
from qa.attribution import speaker
from qa.sentences import sentences


def said_by(paragraph: str, number: int = 0, before: str = "") -> str | None:
    """Who says the sentence of that number, found by words and checked by its place."""
    text = f"{before} {paragraph}"
    at = len(before) + 1
    found = sentences(Span(paragraph, at, len(text)))
    who = speaker(found[number], found, sentences(Span(before, 0, len(before))) if before else [])
    assert who is None or text[who.start : who.end] == who.text
    return who.text if who else None


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Ships sink, two of the officials said.", "two of the officials"),
        ("Hagerty told Reuters that ships sink.", "Hagerty"),
        ("“Ships sink,” said Ann Lee, a captain who said much.", "Ann Lee"),
        ("Ships sink, said Ann Lee.", "Ann Lee"),
        ("Ann Lee, a captain of old, said ships sink.", "Ann Lee"),
        ("In a new book, former captain Ann Lee wrote that ships sink.", "former captain Ann Lee"),
        ("Ships sink, according to the U.S. Navy.", "the U.S. Navy"),
        ("Officials and analysts say ships sink.", "Officials and analysts"),
        ("Ships sink.", None),
        ("Ann Lee, a captain who some analysts say is great, met Bob.", None),
        ("While Ann has repeatedly said ships sink, they do not.", None),
        ("Ann, such as she is, wrote letters.", None),
        ("The state added 5,000 jobs.", None),
        ("He said ships sink.", None),
        ("However, some noted above sank.", None),
    ],
)
def test_a_sentence_names_who_says_it_or_nobody(sentence: str, who: str | None) -> None:
    assert said_by(sentence) == who


def test_a_quotation_of_several_sentences_is_one_persons() -> None:
    before_it = "Ann said: “Ships sink. Boats float. Rafts drift.”"
    after_it = "“Ships sink. Boats float,” Ann said. Rafts drift."
    assert [said_by(before_it, n) for n in range(3)] == ["Ann"] * 3
    assert [said_by(after_it, n) for n in range(3)] == ["Ann", "Ann", None]


def test_a_pronoun_stands_for_the_one_who_spoke_last() -> None:
    assert said_by("They said ships sink.", before="Two captains said so.") == "Two captains"
    assert said_by("“Ships sink. Boats float,” he said.", before="“Yes,” Bob said.") == "Bob"
    assert said_by("He said ships sink.", before="Ships float.") is None


def test_the_shipped_articles_statements_have_their_speakers(bot: Bot) -> None:
    known = {
        "Japan’s efforts have included": "three of the officials",
        "They said such a move": "Two Japanese Foreign Ministry officials",
        "We used to make our own chips.": "Trump",
        "In a statement, Japan’s": "Japan’s Foreign Ministry",
        "Ado Machida, a Tokyo-based": "Ado Machida",
        "“If it is going to make": "Machida",
        "Complicating matters for Tokyo": "Michael Green",
        "Senator Bill Hagerty, a former": None,
        "Trump, who reached a trade": None,
        "“A good golfer is bad.": "Watanabe",
    }
    before: list[Span] = []
    found = {}
    for passage in bot.index.passages:
        for sentence in passage.sentences:
            found[sentence.text] = speaker(sentence, passage.sentences, before)
        before += passage.sentences
    for words, who in known.items():
        (said,) = (span for text, span in found.items() if text.startswith(words))
        assert (said.text if said else None) == who, words
