"""The one-way line: each module imports only from those to its left."""

import ast
from pathlib import Path

LINE = [
    "errors",
    "about",
    "article",
    "highlight",
    "question",
    "sentences",
    "names",
    "smalltalk",
    "kinds",
    "followup",
    "chunk",
    "difference",
    "embed",
    "context",
    "store",
    "tokens",
    "index",
    "stages",
    "search",
    "attribution",
    "answer",
    "decode",
    "extract",
    "support",
    "read",
    "suggest",
    "config",
    "bot",
    "__init__",
    "link",
    "language",
    "markup",
    "messages",
    "pane",
    "feedback",
    "room",
    "api",
    "web",
    "dataset",
    "metrics",
    "report",
    "evaluate",
    "cli",
    "__main__",
]
PACKAGE = Path(__file__).resolve().parents[1] / "qa"


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "qa":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            if node.module and node.module.startswith("qa."):
                found.add(node.module.removeprefix("qa."))
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("qa.") for alias in node.names if alias.name.startswith("qa")}
    return found


def test_every_module_stands_in_the_line() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} == set(LINE)


def test_no_import_goes_back() -> None:
    for position, name in enumerate(LINE):
        assert imports(PACKAGE / f"{name}.py") <= set(LINE[:position]), name
