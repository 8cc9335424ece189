"""`pip install .`: the wheel brings the article, its index, the page's assets and the command along."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import ROOT


def test_the_wheel_answers_without_the_repository(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for folder in ("qa", "seeds", "embeddings"):
        shutil.copytree(ROOT / folder, source / folder)
    for file in ("pyproject.toml", "requirements.txt", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / file, source)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests" / "offline")}
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet", "-w", str(tmp_path)]
    subprocess.run([*pip, str(source)], check=True, env=environment)
    installed = tmp_path / "installed"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(installed)
    entry = next(installed.glob("*.dist-info")) / "entry_points.txt"
    assert "ask-article = qa.cli:main" in entry.read_text()
    code = (
        f"import sys; sys.path.insert(0, {str(installed)!r}); import qa, qa.language, qa.web\n"
        f"assert qa.__file__.startswith({str(installed)!r}) and qa.language.translations('ja')\n"
        "qa.web.build_page(qa.Bot())\n"
        "print(qa.ask('Who wrote this?'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == "" and done.stdout.startswith("John Geddie")
