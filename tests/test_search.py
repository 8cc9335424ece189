from html import unescape

import numpy as np
import pytest

from qa import retrieve
from qa.index import Index, Recipe
from qa.search import Searcher
from qa.stages import Query
from tests.conftest import FakeEmbedder, article_of

EMBEDDER = FakeEmbedder()


def searcher(text: str, candidates: int = 50) -> Searcher:
    article = article_of(text)
    index = Index.build(article, Recipe(article.sha256, "fake", "", 0, 10_000), EMBEDDER)
    return Searcher(index, candidates, 0.3)


def query(text: str) -> Query:
    return Query.of(text, EMBEDDER)


def test_passages_are_ranked_by_how_well_they_meet_the_questions_words() -> None:
    hits = searcher("Birds fly. Ships sail far.\n\nFish swim. Ships rest.").search(query("Ships sail"), 2)
    assert [(hit.rank, hit.sentence.text) for hit in hits] == [(1, "Ships sail far."), (2, "Ships rest.")]
    assert hits[0].score == pytest.approx(1, abs=1e-6) and 0 < hits[1].score < 0.5


def test_a_passage_of_many_good_sentences_does_not_crowd_out_the_others() -> None:
    text = " ".join(f"Ships sail number {n}." for n in range(50)) + "\n\nBirds fly.\n\nFish swim."
    for candidates in (2, 50):
        found = searcher(text, candidates).search(query("Ships"), 3)
        assert {hit.text for hit in found[1:]} == {"Birds fly.", "Fish swim."}


def test_candidates_find_what_ranking_everything_finds() -> None:
    text = "\n\n".join(f"Word{n} stands in passage {n} of the text." for n in range(60))
    whole, narrow = searcher(text, 100), searcher(text, 5)
    for n in range(0, 60, 7):
        one, other = (
            whole.search(query(f"Where does word{n} stand?"), 1),
            narrow.search(query(f"Where does word{n} stand?"), 1),
        )
        assert one.to_dict() == other.to_dict() and f"Word{n} " in one[0].text


def test_more_than_there_is_gives_every_passage_once() -> None:
    for candidates in (1, 50):
        hits = searcher("Birds fly.\n\nFish swim.", candidates).search(query("ships"), 10**12)
        assert sorted(hit.text for hit in hits) == ["Birds fly.", "Fish swim."]


def test_less_than_one_is_the_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        searcher("Birds fly.").search(query("birds"), 0)


def test_a_hit_says_which_words_met_and_how_much_each_counted() -> None:
    hit = searcher("Birds fly.\n\nThe old ships sail.\n\nThe sea is old.").search(query("Why do ships sail?"), 1)[0]
    met = {match.word: match for match in hit.matches}
    assert list(met) == ["Why", "do", "ships", "sail"]
    assert (met["ships"].span.text, met["ships"].span.start) == ("ships", 20)
    assert met["ships"].similarity == pytest.approx(1) and met["Why"].similarity == 0
    assert met["ships"].weight == met["sail"].weight == pytest.approx(0.5)


def test_each_stage_says_its_part() -> None:
    hit = searcher("Birds fly.\n\nShips sail.").search(query("sail"), 1)[0]
    assert hit.parts.late == hit.score == pytest.approx(1)
    assert hit.parts.vector == pytest.approx(1 / np.sqrt(3), abs=1e-6) and hit.parts.bm25 > 0


def test_hits_keep_the_contract_and_show_themselves() -> None:
    hits = retrieve("How much is the Nippon Steel deal worth?")
    assert len(hits) == 3
    for rank, hit in enumerate(hits.to_dict(), start=1):
        assert set(hit) == {"rank", "score", "text", "start", "end", "sentence", "parts", "matches"}
        assert set(hit["sentence"]) == {"text", "start", "end"}
        assert hit["rank"] == rank
        assert hit["start"] <= hit["sentence"]["start"] < hit["sentence"]["end"] <= hit["end"]
    assert "[1] Japan’s communication" in str(hits) and "[3] " in str(hits)
    first = hits[0]
    assert f"<mark>{first.sentence.text}</mark>" in unescape(first._repr_html_())
    assert hits._repr_html_().count("<mark>") == 3


def test_a_notebook_shows_an_article_literally() -> None:
    hit = searcher("<b>Ships</b> & <script>alert(1)</script> sail.").search(query("ships"), 1)[0]
    assert "<script" not in hit._repr_html_() and "&lt;script&gt;" in hit._repr_html_()
