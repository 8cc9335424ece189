"""What the README shows is what happens."""

import contextlib
import io
import re
import shlex
import shutil
import subprocess

import pytest

from qa import Config
from qa.cli import main
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


def blocks(language: str, holding: str) -> list[str]:
    found = [body for kind, body in BLOCKS if kind == language and holding in body]
    assert found, f"the README shows no {language} with {holding}"
    return found


def test_the_python_example_prints_what_it_shows() -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(blocks("python", "from qa import ask")[0], {})
    assert printed.getvalue() in [body for kind, body in BLOCKS if kind == "text"]


def test_the_commands_run(capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = str(tmp_path_factory.mktemp("kept"))
    lines = [shlex.split(line, comments=True) for line in blocks("sh", "python -m qa")[0].splitlines()]
    assert {line[3] for line in lines} == {"ask", "retrieve", "build", "evaluate", "serve"}
    for line in lines:
        if line[3] == "serve":
            with pytest.raises(SystemExit, match="0"):
                main([*line[3:], "--help"])
        else:
            assert main([*line[3:], "--embeddings", kept]) == 0
    capsys.readouterr()


def test_the_http_examples_work(server: str) -> None:
    names: dict[str, object] = {}
    exec(blocks("python", "gradio_client")[0].replace("http://127.0.0.1:7860", server), names)
    assert isinstance(names["answer"], dict) and names["answer"]["answered"]
    assert isinstance(names["hits"], list) and len(names["hits"]) == 5
    if shutil.which("curl"):
        script = blocks("sh", "curl")[0].replace("http://127.0.0.1:7860/", server)
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
        assert "event: complete" in done.stdout and "John Geddie" in done.stdout


def test_the_file_map_is_the_repository() -> None:
    named = set(re.findall(r"`((?:qa|seeds|embeddings|docs)/[\w./]*|app\.py)`", README))
    assert all((ROOT / path).exists() for path in named)
    shown = {path.name for path in (ROOT / "qa").glob("*.py")} - {"__init__.py", "__main__.py"}
    assert {f"qa/{name}" for name in shown} <= named


def test_every_setting_is_in_the_table() -> None:
    assert {f"QA_{name.upper()}" for name in Config.__dataclass_fields__} == set(re.findall(r"QA_\w+", README))
    assert f"| `QA_MIN_SCORE` | {Config().min_score:.2f} |" in README


def test_a_space_gets_the_pinned_gradio() -> None:
    front = README.split("---")[1]
    pin = re.search(r"^gradio==(\S+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert pin and f"sdk_version: {pin[1]}\n" in front
    assert "app_file: app.py\n" in front and "sdk: gradio\n" in front
