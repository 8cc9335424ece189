"""The app with a bot that cannot always answer: `python -m tests.stand_in` plus the app's arguments.

The first question takes until it is asked, as on a cold start; "fail" goes wrong the first time that it is asked.
"""

import sys
import time

from qa import Answer, cli
from qa.bot import Bot


class UnsteadyBot(Bot):
    """A bot whose model is late, and which once fails."""

    failed = False

    def warm_up(self) -> None:
        """Leave the model unloaded."""

    def ask(self, question: str, after: Answer | None = None) -> Answer:
        """Return the answer, after a while when it is the first one."""
        if not self.is_warm:
            time.sleep(2)
        if "fail" in question and not self.failed:
            self.failed = True
            raise RuntimeError("asked to fail")
        return super().ask(question, after)


if __name__ == "__main__":
    setattr(cli, "Bot", UnsteadyBot)  # noqa: B010
    sys.exit(cli.main(["serve", *sys.argv[1:]]))
