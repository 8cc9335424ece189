"""What tests share: a bot on the real article and model, a fake embedder, the app as a process, a browser."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from gradio_client import Client
from hypothesis import settings
from numpy.typing import NDArray
from playwright.sync_api import Browser, expect, sync_playwright

from qa import Bot, Config
from qa.about import About
from qa.article import Article, blocks
from qa.embed import Tokens
from tests import chromium
from tests.offline import sitecustomize
from tests.reader import SCREENS, Reader

settings.register_profile("noisy", deadline=None)  # other work on the machine must not fail a test
settings.load_profile("noisy")
expect.set_options(timeout=15_000)

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "seeds" / "japan-message-to-trump.txt"


class FakeEmbedder:
    """Each word is an axis of its own: texts that share words are near, and no model is loaded."""

    dim = 1024
    vocabulary: ClassVar[dict[str, int]] = {}

    def embed_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self.embed_question(text)[0] for text in texts])

    def embed_tokens(self, texts: Sequence[str]) -> Iterator[Tokens]:
        return (self.embed_question(text)[1] for text in texts)

    def embed_question(self, text: str) -> tuple[NDArray[np.float32], Tokens]:
        words = list(re.finditer(r"\w+|[^\w\s]", text))
        ids = [self.vocabulary.setdefault(word[0].lower(), len(self.vocabulary)) for word in words]
        vectors = np.eye(self.dim, dtype=np.float32)[ids]
        places = np.array([word.span() for word in words]).reshape(-1, 2)
        total = vectors.sum(axis=0)
        return total / max(np.linalg.norm(total), 1e-9), Tokens(np.array(ids, dtype=np.int64), vectors, places)


def article_of(text: str, name: str = "sample") -> Article:
    return Article(name, name.title(), text, blocks(text), About(language="en"))


def gold() -> list[dict[str, Any]]:
    lines = (ROOT / "tests" / "data" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session", autouse=True)
def offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fail the run if anything, here or in a process started here, tried to leave this machine."""
    log = tmp_path_factory.mktemp("offline") / "log"
    os.environ["OFFLINE_LOG"] = str(log)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "tests" / "offline"), str(ROOT)])
    sys.addaudithook(sitecustomize.refuse)
    yield
    assert not log.exists(), log.read_text()


@pytest.fixture(scope="session")
def bot() -> Bot:
    """The shipped article, its committed index and the real model."""
    return Bot(Config())


@pytest.fixture(scope="session")
def article(bot: Bot) -> Article:
    return bot.article


@contextmanager
def app(*arguments: str, program: Sequence[str] = ("app.py",), warm: bool = True, **environment: str) -> Iterator[str]:
    """Run `python app.py` on a free port, as a user would, and yield its address, when it is `warm`."""
    inherited = {name: value for name, value in os.environ.items() if name != "HF_HUB_OFFLINE"}
    process = subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=ROOT,
        env={**inherited, "OMP_NUM_THREADS": "1", **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address, "the app did not say where it is open"
        if warm:
            Client(address.group(), verbose=False).predict("Is the model loaded?", api_name="/ask")
        yield address.group()
    finally:
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the app, as it ships."""
    with app() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def run_python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run Python with the repository importable, from another folder."""

    def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s.width}-{s.scheme}")
def reader(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Reader]:
    """A person at the page, on each screen."""
    reader = Reader(browser, server, request.param)
    reader.open()
    yield reader
    reader.close()


@pytest.fixture
def desktop(browser: Browser, server: str) -> Iterator[Reader]:
    """A person at a desktop, who has not opened the page yet."""
    reader = Reader(browser, server)
    yield reader
    reader.close()


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Reader]:
    """A person with a phone, at the page."""
    reader = Reader(browser, server, SCREENS[2])
    reader.open()
    yield reader
    reader.close()
