"""From Enter to the marked answer in the browser, beside the page without retrieval: `python -m benchmarks.page`."""

import statistics
import sys
import time
from contextlib import ExitStack
from functools import cached_property

from gradio_client import Client
from playwright.sync_api import sync_playwright

from qa import Answer, cli
from qa.bot import Bot
from tests import chromium
from tests.conftest import app, gold
from tests.reader import Reader

QUESTIONS = 50

_MARKED = """async (turn) => {
    const shown = () => document.querySelectorAll("#chat .message-answer").length > turn
        && document.querySelector("#article mark");
    while (!shown()) await new Promise((again) => setTimeout(again, 5));
}"""


class PreparedBot(Bot):
    """A bot that has an answer ready from the second time it is asked for: the floor, what the page itself takes."""

    @cached_property
    def _ready(self) -> dict[str, Answer]:
        return {}

    def ask(self, question: str, after: Answer | None = None) -> Answer:
        """Return the answer, kept from before if it was asked for."""
        if question not in self._ready:
            self._ready[question] = super().ask(question, after)
        return self._ready[question]


def main() -> None:
    """Print both medians and their ratio; the questions go to one page and the other in turn, each a new topic."""
    path = chromium.find()
    with ExitStack() as stack:
        servers = [
            stack.enter_context(app(program=program)) for program in (("app.py",), ("-m", "benchmarks.page", "serve"))
        ]
        prepare = Client(servers[1], verbose=False)
        gold_questions = [str(example["question"]) for example in gold()]
        asked = [one for one in gold_questions if prepare.predict(one, api_name="/ask")["answered"]][:QUESTIONS]
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        readers = [Reader(browser, server) for server in servers]
        times: list[list[float]] = [[], []]
        for reader in readers:
            reader.open()
        for turn, question in enumerate(asked):
            for reader, taken in zip(readers, times, strict=True):
                reader.page.get_by_role("button", name="New topic").click()
                reader.page.wait_for_function("() => !document.querySelector('#article mark')")
                reader.box.fill(question)
                start = time.perf_counter()
                reader.box.press("Enter")
                reader.page.evaluate(_MARKED, turn)
                taken.append(time.perf_counter() - start)
        browser.close()
    real, floor = map(statistics.median, times)
    print(f"Enter to marked answer, median of {len(asked)}: {1000 * real:.0f} ms")
    print(f"the same page with the answers ready: {1000 * floor:.0f} ms")
    print(f"ratio: {real / floor:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        setattr(cli, "Bot", PreparedBot)  # noqa: B010
        sys.exit(cli.main(["serve", *sys.argv[2:]]))
    main()
