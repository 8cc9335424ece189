from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import qa


def test_the_public_names() -> None:
    assert qa.__all__ == [
        "Answer",
        "Bot",
        "Config",
        "Hit",
        "Hits",
        "QAError",
        "Span",
        "ask",
        "open_bot",
        "retrieve",
    ]
    assert all(getattr(qa, name).__doc__ for name in qa.__all__)


def test_importing_loads_nothing_heavy(run_python: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    heavy = {"torch", "sentence_transformers", "transformers", "faiss", "gradio", "numpy", "nupunkt"}
    done = run_python("-c", f"import qa, sys; sys.exit(str({heavy} & set(sys.modules)))", cwd=tmp_path)
    assert done.stderr.strip() == "set()"


def test_the_same_bot_is_opened_once() -> None:
    assert qa.open_bot() is qa.open_bot()
