"""Everything that can go wrong for a user, each with a message that is one sentence on the fact and one on the remedy.

QAError
├── ArticleError        the article cannot be read, or holds nothing to answer from
├── QuestionError       the question cannot be asked as it stands
├── ConfigError         a setting has a value it cannot have
├── DatasetError        the questions to evaluate on cannot be read
├── ModelError          the embedding model cannot be loaded, or is not the one it should be
├── ServerError         the web page cannot be served
└── StoreError          the stored index cannot be used
    ├── IndexMissingError   there is none
    ├── IndexStaleError     it was made from something else (carries what was expected and found)
    └── IndexDamagedError   its files are not what was written
"""


class QAError(Exception):
    """A problem the user can mend; `str(error)` says how.

    Attributes:
        template: the message in English, with a `{place}` for each of the values; what a translation is found by.
        values: what the message tells of this case.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template.format(**values) if values else template)
        self.template = template
        self.values = values


def first_line(error: BaseException) -> str:
    """Return the first line of what a library's exception says, or its name when it says nothing."""
    return next(iter(str(error).splitlines()), type(error).__name__)


class ArticleError(QAError):
    """The article cannot be read, or holds nothing to answer from."""


class QuestionError(QAError):
    """The question cannot be asked as it stands."""


class ConfigError(QAError):
    """A setting has a value it cannot have."""


class DatasetError(QAError):
    """The questions to evaluate on cannot be read."""


class ModelError(QAError):
    """The embedding model cannot be loaded, or is not the one it should be."""


class ServerError(QAError):
    """The web page cannot be served."""


class StoreError(QAError):
    """The stored index cannot be used."""


class IndexMissingError(StoreError):
    """There is no stored index."""


class IndexDamagedError(StoreError):
    """The stored files are not what was written."""


class IndexStaleError(StoreError):
    """The stored index was made from something else.

    Attributes:
        expected: what the index should have been made from, by manifest field.
        found: what it was made from, by manifest field.
    """

    def __init__(self, message: str, expected: dict[str, object], found: dict[str, object]) -> None:
        super().__init__(message)
        self.expected = expected
        self.found = found
