import ast
import re
import tomllib
from pathlib import Path

import pytest

from qa import smalltalk
from qa.about import LANGUAGES
from qa.answer import NOT_ANSWERED, YES_OR_NO
from qa.errors import QAError
from qa.language import preferred, say_in, told, translations
from qa.messages import BROKEN, WAITING
from qa.question import clean
from qa.room import NEW_TOPIC
from qa.smalltalk import small_talk

QA = Path(smalltalk.__file__).parent


def texts_said() -> set[str]:
    """Every English text in the code that is said through `say`, or as an error about a question."""
    found = {NOT_ANSWERED, YES_OR_NO, BROKEN, WAITING, NEW_TOPIC}
    for path in QA.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                says = name == "say" or (isinstance(node.func, ast.Call) and "_say" in ast.dump(node.func))
                reaches = name == "QuestionError" and "not text" not in str(node.args[0].value)
                if says or (reaches and "not a list" not in str(node.args[0].value)):
                    found.add(str(node.args[0].value))
    return found | {reply for text in ("hi", "thanks", "bye", "who are you?") if (reply := small_talk(text))}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_text_is_translated_and_no_translation_is_left_over(language: str) -> None:
    assert set(translations(language)) == texts_said()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_translations_tell_the_same_values(language: str) -> None:
    for text, translated in translations(language).items():
        assert sorted(re.findall(r"\{.*?\}", text)) == sorted(re.findall(r"\{.*?\}", translated))


def test_an_error_is_told_in_the_readers_language() -> None:
    with pytest.raises(QAError) as raised:
        clean("a" * 2000, 1000)
    assert told(raised.value, say_in("en")) == str(raised.value)
    assert told(raised.value, say_in("ja")) == "質問が2,000文字あります。1,000文字以内で質問してください。"
    assert told(QAError("A {brace} stays."), say_in("ja")) == "A {brace} stays."


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ja", "ja"),
        ("ja-JP,en;q=0.8", "ja"),
        ("en-US,ja;q=0.5", "en"),
        ("fr,ja", "en"),
        ("", "en"),
        ("JA-jp;q=1", "ja"),
    ],
)
def test_the_first_language_of_the_browser_is_spoken(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_every_language_has_its_file() -> None:
    for language in LANGUAGES[1:]:
        assert tomllib.loads((QA / "assets" / f"{language}.toml").read_text(encoding="utf-8"))
