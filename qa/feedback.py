"""Readers' thumbs, kept as JSON lines in a folder that the host names; off unless named."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

from qa.answer import Answer
from qa.errors import ConfigError

FILE = "feedback.jsonl"


class Feedback:
    """A file to which each thumb adds a line."""

    def __init__(self, folder: Path) -> None:
        """Keep thumbs in `folder`, which is made if it is missing.

        Raises:
            ConfigError: nothing can be written there.
        """
        self._file = folder / FILE
        self._writing = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file.open("a", encoding="utf-8").close()
        except OSError as error:
            raise ConfigError(
                f"{self._file} cannot be written ({error.strerror}). Name another folder: --feedback FOLDER."
            ) from None

    def add(self, answer: Answer, liked: bool) -> None:
        """Add what was asked and answered, and whether the reader liked it; nothing about the reader.

        Raises:
            OSError: it cannot be written.
        """
        place = {"text": answer.text, "start": answer.start, "end": answer.end}
        about = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "liked": liked}
        line = {**about, "questions": answer.questions, "answered": answer.answered, **place}
        with self._writing, self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
