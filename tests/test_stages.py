import numpy as np
import pytest

from qa import Bot
from qa.index import Index, Recipe
from qa.stages import Candidates, LateInteraction, LexicalSearch, Query, VectorSearch
from tests.conftest import FakeEmbedder, article_of, gold

TEXT = "Birds fly. Ships sail far.\n\nFish swim. Ships sail.\n\n🙂 🙂 !"


@pytest.fixture
def index() -> Index:
    article = article_of(TEXT)
    return Index.build(article, Recipe(article.sha256, "fake", "", 0, 1000), FakeEmbedder())


def query(text: str) -> Query:
    return Query.of(text, FakeEmbedder())


def test_a_passages_vector_score_is_its_best_sentences(index: Index) -> None:
    found = VectorSearch(index).search(query("Ships sail."), 2)
    assert [number for number, _ in found] == [1, 0]
    assert [score for _, score in found] == pytest.approx([1, 3 / np.sqrt(12)])


def test_vector_scores_equal_an_exact_numpy_search(bot: Bot) -> None:
    vectors = [bot.embedder.embed_texts([s.text for s in p.sentences]) for p in bot.index.passages]
    for question in gold()[::5]:
        asked = Query.of(question["question"], bot.embedder)
        exact = np.array([(rows @ asked.vector).max() for rows in vectors])
        found = bot.searcher.vector.search(asked, 5)
        assert [number for number, _ in found] == np.argsort(-exact, kind="stable")[:5].tolist()
        np.testing.assert_allclose([score for _, score in found], np.sort(exact)[::-1][:5], atol=1e-4)


def test_lexical_scores_are_bm25_computed_by_hand(index: Index) -> None:
    ((number, score),) = LexicalSearch(index).search(query("Who saw fish?"), 3)
    # Lucene's BM25: one of three passages holds "_fis", "fish" and "ish_", each once; lengths 15, 13 and 0 runs.
    idf, tf = np.log(1 + (3 - 1 + 0.5) / 1.5), 1 / (1 + 1.5 * (0.25 + 0.75 * 13 / (28 / 3)))
    assert number == 1 and score == pytest.approx(3 * idf * tf, abs=1e-5)


def test_a_slip_of_the_finger_spoils_few_runs(index: Index) -> None:
    (right, _), *_ = LexicalSearch(index).search(query("Do shipps swimm?"), 3)
    assert right == 1


@pytest.mark.parametrize("text", ["zebra", "?", "the of and"])
def test_a_question_that_shares_no_word_finds_nothing_lexically(index: Index, text: str) -> None:
    assert LexicalSearch(index).search(query(text), 3) == []


def test_an_article_without_words_finds_nothing_lexically() -> None:
    article = article_of("🙂 a.")
    index = Index.build(article, Recipe(article.sha256, "fake", "", 0, 1000), FakeEmbedder())
    assert LexicalSearch(index).search(query("ships"), 3) == []


def test_late_interaction_ranks_only_what_it_is_given(index: Index) -> None:
    late = LateInteraction(index)
    assert [number for number, _ in late.search(query("Ships sail far"), 3)][:2] == [0, 1]
    assert [number for number, _ in late.search(query("Ships sail far"), 3, among=[2, 1])] == [1, 2]


def test_candidates_weigh_both_stages(index: Index) -> None:
    vector, lexical = VectorSearch(index), LexicalSearch(index)
    asked = query("Fish fly far.")
    for weight, stage in ((0.0, vector), (1.0, lexical)):
        assert Candidates(index, vector, lexical, weight).search(asked, 1)[0][0] == stage.search(asked, 1)[0][0]
