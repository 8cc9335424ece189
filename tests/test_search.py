from html import unescape

import numpy as np
import pytest

from qa import Bot, retrieve
from qa.index import Index, Recipe
from qa.search import Searcher
from tests.conftest import FakeEmbedder, article_of, gold

EMBEDDER = FakeEmbedder()


def searcher(text: str) -> Searcher:
    article = article_of(text)
    return Searcher(Index.build(article, Recipe(article.sha256, "fake", "", 0, 10_000), EMBEDDER), EMBEDDER)


def test_a_passage_is_as_good_as_its_best_sentence() -> None:
    hits = searcher("Birds fly. Ships sail far.\n\nFish swim. Ships sail.").search("Ships sail", 2)
    assert [(hit.rank, hit.sentence.text, hit.text) for hit in hits] == [
        (1, "Ships sail.", "Fish swim. Ships sail."),
        (2, "Ships sail far.", "Birds fly. Ships sail far."),
    ]
    assert hits[0].score == pytest.approx(1) and hits[1].score == pytest.approx(2 / np.sqrt(6))


def test_a_passage_of_many_good_sentences_does_not_crowd_out_the_others() -> None:
    text = " ".join(f"Ships sail number {n}." for n in range(50)) + "\n\nBirds fly.\n\nFish swim."
    assert [hit.text for hit in searcher(text).search("Ships", 3)][1:] == ["Birds fly.", "Fish swim."]


def test_more_than_there_is_gives_every_passage_once() -> None:
    hits = searcher("Birds fly.\n\nFish swim.").search("ships", 10**12)
    assert sorted(hit.text for hit in hits) == ["Birds fly.", "Fish swim."]


def test_less_than_one_is_the_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        searcher("Birds fly.").search("birds", 0)


def test_hits_equal_an_exact_numpy_search(bot: Bot) -> None:
    passages = bot.index.passages
    vectors = [bot._embedder.embed_texts([s.text for s in p.sentences]) for p in passages]
    for question in gold()[::5]:
        query = bot._embedder.embed_question(question["question"])
        exact = np.array([(rows @ query).max() for rows in vectors])
        best = np.argsort(-exact, kind="stable")[:5]
        hits = bot.retrieve(question["question"], k=5)
        assert [hit.passage for hit in hits] == [passages[n] for n in best]
        np.testing.assert_allclose([hit.score for hit in hits], exact[best], atol=1e-4)


def test_hits_keep_the_contract_and_show_themselves() -> None:
    hits = retrieve("How much is the Nippon Steel deal worth?")
    assert len(hits) == 3
    for rank, hit in enumerate(hits.to_dict(), start=1):
        assert set(hit) == {"rank", "score", "text", "start", "end", "sentence"}
        assert set(hit["sentence"]) == {"text", "start", "end"}
        assert hit["rank"] == rank
        assert hit["start"] <= hit["sentence"]["start"] < hit["sentence"]["end"] <= hit["end"]
    assert "[1] Japan’s communication" in str(hits) and "[3] " in str(hits)
    first = hits[0]
    assert f"<mark>{first.sentence.text}</mark>" in unescape(first._repr_html_())
    assert hits._repr_html_().count("<mark>") == 3


def test_a_notebook_shows_an_article_literally() -> None:
    hit = searcher("<b>Ships</b> & <script>alert(1)</script> sail.").search("ships", 1)[0]
    assert "<script" not in hit._repr_html_() and "&lt;script&gt;" in hit._repr_html_()
