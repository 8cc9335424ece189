import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.cli import main
from tests.conftest import ROOT

AMBASSADOR = "Who is Japan's new ambassador to the US?"


def test_it_works_from_another_folder_and_prints_the_sentence_and_its_span(
    run_python: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    code = f"from qa import ask; print(ask({AMBASSADOR!r}))"
    done = run_python("-c", code, cwd=tmp_path)
    assert done.returncode == 0 and done.stderr == ""
    assert "Shigeo Yamada\n    in: Japan’s new U.S. ambassador, " in done.stdout and "characters 45" in done.stdout
    assert run_python("-m", "qa", "ask", AMBASSADOR, cwd=tmp_path).stdout == done.stdout


def test_ask_and_retrieve_print_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", AMBASSADOR, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["answered"] and "Shigeo Yamada" in answer["text"]
    assert main(["retrieve", AMBASSADOR, "-k", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["start"] == answer["hits"][0]["start"]


def test_an_honest_no_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "what is the capital of France?"]) == 0
    assert capsys.readouterr().out.startswith("The article doesn’t say. The closest passages:\n[1] ")


def test_build_makes_and_stores_the_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "sea.txt"
    source.write_text(
        "Ships sail the sea. Birds fly in the sky above.\n\nFish swim in the deep blue sea, they say.", encoding="utf-8"
    )
    options = ["--article", str(source), "--embeddings", str(tmp_path / "kept")]
    assert main(["build", *options]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'kept' / 'sea'}: passages 2, sentences 3\n"
    assert main(["ask", "What do ships do?", *options]) == 0
    captured = capsys.readouterr()
    assert "Ships sail the sea." in captured.out and captured.err == ""


@pytest.mark.parametrize("command", [[], ["ask"], ["retrieve"], ["build"], ["serve"]])
def test_there_is_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([*command, "--help"])
    assert exit_.value.code == 0 and "usage: ask-article" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["sing"],
        ["ask"],
        ["ask", "Who?", "--loud"],
        ["retrieve", "Who?", "-k", "x"],
        ["serve", "--port", "x"],
        ["serve", "--port", "99999"],
    ],
)
def test_wrong_usage_exits_with_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(wrong)
    assert exit_.value.code == 2 and "usage: ask-article" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "  "], "Nothing was asked"),
        (["ask", "🙂"], "no word"),
        (["ask", "a" * 10_000], "10,000 characters"),
        (["retrieve", "Who?", "-k", "0"], "at least 1"),
        (["ask", "Who?", "--article", "none.txt"], "none.txt"),
        (["build", "--model", "no-such/model"], "no-such/model"),
        (["build", "--embeddings", f"{__file__}/below"], "cannot be written"),
    ],
)
def test_a_users_mistake_is_one_line_and_exits_with_1(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    captured = capsys.readouterr()
    assert said in captured.err and captured.err.count("\n") == 1 and captured.out == ""


def test_a_wrong_setting_in_the_environment_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_MIN_SCORE", "high")
    assert main(["ask", "Who?"]) == 1
    assert capsys.readouterr().err == 'QA_MIN_SCORE must be a number, not "high".\n'


def test_a_taken_port_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "app.py", "--port", port],
            cwd=ROOT,
            env=os.environ.copy(),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert port in done.stderr and done.stderr.count("\n") == 1 and "--port" in done.stderr


@pytest.mark.parametrize("port", ["abc", "99999"])
def test_a_port_in_the_environment_that_cannot_be_is_wrong_usage(
    port: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_SERVER_PORT", port)
    with pytest.raises(SystemExit) as exit_:
        main(["serve"])
    assert exit_.value.code == 2 and "--port" in capsys.readouterr().err


def test_a_console_without_curly_quotes_shows_the_rest(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qa", "ask", AMBASSADOR],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and done.stdout.startswith("Shigeo Yamada\n    in: Japan?s new U.S. ambassador")
