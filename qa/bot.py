"""The only place that joins the parts: an article and a model become a bot that answers."""

import logging
import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from qa.answer import Answer
from qa.article import Article, Span, read_article
from qa.attribution import speaker
from qa.config import Config
from qa.context import names_in
from qa.embed import SentenceEmbedder, find_model
from qa.errors import ArticleError, QuestionError, StoreError
from qa.extract import READER, BertExtractor
from qa.followup import leans
from qa.index import Index, Recipe
from qa.names import Names, once
from qa.question import clean, well_formed
from qa.read import READ, Bounds, ExtractiveReader, Reader, SentenceReader
from qa.search import Hits, Searcher
from qa.smalltalk import small_talk
from qa.stages import Query
from qa.suggest import Suggestion, by_name, nearest

_log = logging.getLogger(__name__)

CITATIONS = 3
"""How many passages an answer cites."""


TURNS = 20
"""How many questions may lean on each other; one more stands alone."""


class Bot:
    """Answers questions about one article."""

    def __init__(self, config: Config | None = None, article: Article | None = None) -> None:
        """Open an article, by default the one that `config` names. Threads may share a bot.

        Its index is opened and the model loaded when first needed.

        Raises:
            ArticleError: the article cannot be read.
            ModelError: there is no such model.
        """
        self.config = config or Config.from_env()
        self.article = article or read_article(find_article(self.config.article))
        self.model = find_model(self.config.model)
        self.embedder = SentenceEmbedder(self.model)
        self._recipe = Recipe(
            self.article.sha256, self.model.name, self.model.sha256, self.config.min_chars, self.config.max_chars
        )
        self._searcher: Searcher | None = None
        self._opening = threading.Lock()
        self.read = self._new_reader().read
        self._warm = False
        self.index_folder = self.config.embeddings / self.article.id

    def _new_reader(self) -> Reader:
        bounds = Bounds(self.config.min_score, self.config.min_follow_up, self.config.min_cosine)
        if self.config.reader == "extractive" and READER.exists():
            return ExtractiveReader(BertExtractor(), bounds, self.config.min_confidence)
        if self.config.reader == "extractive":
            _log.warning("%s is missing. Answering with whole sentences.", READER)
        return SentenceReader(bounds)

    @property
    def index(self) -> Index:
        """The article's index: the stored one, or when that is missing, stale or damaged, a new one.

        A new one is stored, or kept in memory where it cannot be written.
        """
        return self.searcher.index

    @property
    def searcher(self) -> Searcher:
        """The stages of retrieval over the index."""
        with self._opening:
            if self._searcher is None:
                self._searcher = self._search_in(self._open_index())
            return self._searcher

    def _search_in(self, index: Index) -> Searcher:
        return Searcher(index, self.config.candidates, self.config.lexical_weight)

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """Return the passages' numbers by where they begin."""
        return {passage.span.start: number for number, passage in enumerate(self.index.passages)}

    @cached_property
    def _suggestions(self) -> list[Suggestion]:
        about = self.article.about
        if not about.suggestions:
            return by_name(self.index.passages, self._names)
        found = ((text, self.retrieve(text, 1)[0]) for text in (*about.examples, *about.suggestions))
        return [(text, self._numbers[hit.start]) for text, hit in found]

    @cached_property
    def _names(self) -> Names:
        return names_in(self.index.passages)

    def _open_index(self) -> Index:
        try:
            return Index.load(self.index_folder, self.article, self._recipe)
        except StoreError as problem:
            _log.warning("%s Building it anew.", problem)
        index = self._build()
        try:
            index.save(self.index_folder)
        except OSError as error:
            _log.warning("%s cannot be written (%s). Going on in memory.", self.index_folder, error.strerror)
        return index

    def retrieve(self, question: str, k: int = CITATIONS, after: Answer | None = None) -> Hits:
        """Return the at most `k` passages most relevant to the question, best first.

        `after` is the answer before, on which the question may lean ("And when?").

        Raises:
            QuestionError: there is nothing to look for, the question is too long, or `k` is less than 1.
            ModelError: the model cannot be loaded.
        """
        if not isinstance(k, int) or k < 1:  # over HTTP anything can arrive
            raise QuestionError(f"k must be a whole number of at least 1, not {k!r}.")
        return self.searcher.search(self.understand(question, after), k)

    def ask(self, question: str, after: Answer | None = None) -> Answer:
        """Return the article's answer to the question, or an answer that says the article doesn't say.

        `after` is the answer before, on which the question may lean ("And when?"); leave it out for a new topic.

        Raises:
            QuestionError: there is nothing to look for, or the question is too long.
            ModelError: the model cannot be loaded.
        """
        query = self.understand(question, after)
        answer = self.answer(query)
        earlier = after if query.leans else None
        said = f"{query.text} {answer.sentence.text if answer.sentence else ''}"
        about = once([*(earlier.about if earlier else ()), *self._names.named(said)])
        return replace(answer, question=well_formed(question), after=earlier, about=about)

    def answer(self, query: Query) -> Answer:
        """Return the answer to a question that is understood already, with nothing for another to lean on."""
        if reply := small_talk(query.text):
            return Answer(query.text, None, None, 0.0, Hits(), reply=reply)
        answer = self.read(query, self.searcher.search(query, max(READ, CITATIONS)))
        self._warm = True
        return replace(answer, hits=Hits(answer.hits[:CITATIONS]), speaker=self._speaker(answer))

    def _speaker(self, answer: Answer) -> Span | None:
        """Return who says the answer's sentence, looking back at the passage before for whom "he" stands for."""
        if not answer.sentence:
            return None
        passage = answer.hits[0].passage
        number = self._numbers[passage.span.start]
        before = self.index.passages[number - 1].sentences if number else ()
        return speaker(answer.sentence, passage.sentences, before)

    def suggest(self, answer: Answer, asked: Sequence[str] = ()) -> list[str]:
        """Return at most `SUGGESTED` questions to go on with, about what stands nearest to the answer.

        They are those of the article's settings file, else names in the article; what was `asked` already, or stands
        in the answer's sentence, is left out.
        """
        passage = self._numbers[answer.hits[0].start] if answer.hits else 0
        known = answer.sentence.text if answer.sentence else ""
        return nearest(self._suggestions, passage, "\n".join((*asked, answer.question, known)))

    def converse(self, questions: Sequence[str]) -> Answer:
        """Return the answer to the last of several questions asked one after the other.

        Raises:
            QuestionError: there is none or are over `TURNS`, or in one there is nothing to look for or it is too long.
            ModelError: the model cannot be loaded.
        """
        if not isinstance(questions, Sequence) or isinstance(questions, str) or not questions:  # over HTTP, anything
            raise QuestionError("The questions are not a list. Send a list of one or more texts.")
        if len(questions) > TURNS:
            raise QuestionError(
                "These are {count} questions. Send at most {most}, or begin a new topic.",
                count=len(questions),
                most=TURNS,
            )
        before, answer = None, self.ask(questions[0])
        for question in questions[1:]:
            before = before if answer.reply else answer  # thanks in between change nothing
            answer = self.ask(question, before)
        return answer

    def understand(self, question: str, after: Answer | None = None) -> Query:
        """Return the question as the search sees it: with the names and passage of `after`, if it leans on that.

        Raises:
            QuestionError: there is nothing to look for, or the question is too long.
            ModelError: the model cannot be loaded.
        """
        cleaned = clean(question, self.config.max_question)
        if after is None or after.reply or len(after.questions) >= TURNS or not leans(cleaned, self._names):
            return Query.of(cleaned, self.embedder)
        passages = self.index.passages
        best = after.hits[0].passage
        number = passages.index(best) if after.answered and best in passages else None
        return Query.of(cleaned, self.embedder, after.about, number)

    @property
    def is_warm(self) -> bool:
        """Whether everything is loaded, so that a question is answered at once."""
        return self._warm

    def warm_up(self) -> None:
        """Load everything now, so that the first question need not wait for it.

        Raises:
            ModelError: a model cannot be loaded.
        """
        self.suggest(self.answer(self.understand("What is this about?")))

    def rebuild(self) -> Index:
        """Return a new index of the article, stored in place of the old one.

        Raises:
            StoreError: the index cannot be written.
            ModelError: the model cannot be loaded.
        """
        index = self._build()
        try:
            index.save(self.index_folder)
        except OSError as error:
            raise StoreError(
                f"{self.index_folder} cannot be written ({error.strerror}). Name another folder: --embeddings FOLDER."
            ) from None
        self._searcher = self._search_in(index)
        return index

    def _build(self) -> Index:
        return Index.build(self.article, self._recipe, self.embedder)


def find_article(path: Path) -> Path:
    """Return the article's file: `path` itself, or the one `.txt` in it when it is a folder.

    Raises:
        ArticleError: the folder holds no article, or several.
    """
    if not os.path.isdir(path):
        return path
    texts = sorted(path.glob("*.txt"))
    if not texts:
        raise ArticleError(f"There is no article in {path}. Put a UTF-8 .txt file there.")
    if len(texts) > 1:
        names = ", ".join(text.name for text in texts)
        raise ArticleError(f"{path} holds several articles ({names}). Name one: --article FILE, or QA_ARTICLE=FILE.")
    return texts[0]
