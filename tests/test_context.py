import numpy as np

from qa.chunk import Passage, passages
from qa.context import in_context
from qa.embed import Tokens
from tests.conftest import FakeEmbedder, article_of

TEXT = "The ship met Ann Lee.\n\nShe spoke of it.\n\nHARBOUR\n\nIt was old, like Ann."


def read(text: str) -> tuple[tuple[Passage, ...], list[Tokens], list[Tokens]]:
    cut = passages(article_of(text), 0, 1000)
    own = list(FakeEmbedder().embed_tokens([passage.preface + passage.span.text for passage in cut]))
    headings = {passage.section: next(FakeEmbedder().embed_tokens([passage.section])) for passage in cut}
    return cut, own, list(in_context(cut, own, headings))


def test_a_passage_borrows_the_names_of_the_paragraph_before_it() -> None:
    (_, second, _), own, (first, borrowing, _) = read(TEXT)
    assert len(first.ids) == len(own[0].ids)
    extra = slice(len(own[1].ids), None)
    texts = [TEXT[second.span.start + a : second.span.start + b] for a, b in borrowing.places[extra]]
    assert texts == ["Ann", "Lee"]
    lengths = np.linalg.norm(borrowing.vectors, axis=1)
    np.testing.assert_allclose(lengths, [1, 1, 1, 1, 1, 0.6, 0.6], atol=1e-6)


def test_a_passage_borrows_its_headings_words() -> None:
    (*_, last), own, (*_, borrowing) = read(TEXT)
    (place,) = borrowing.places[len(own[2].ids) :]
    assert TEXT[last.span.start + place[0] : last.span.start + place[1]] == "HARBOUR"


def test_names_are_not_borrowed_across_a_heading_nor_from_a_byline() -> None:
    _, own, after = read(TEXT)
    assert len(after[2].ids) == len(own[2].ids) + 1  # the heading's own word
    _, own, after = read("By Ann Lee\n\nThe ship met Ann Lee at sea.\n\nShe spoke.")
    assert [len(a.ids) - len(o.ids) for a, o in zip(after, own, strict=True)] == [0, 0, 2]


def test_a_preface_is_placed_at_the_passages_beginning() -> None:
    (byline,), (own,), (placed,) = read("By Ann Lee")
    told = sum(end <= len(byline.preface) for _, end in own.places)
    assert placed.places[:told].tolist() == [[0, 0]] * told
    assert placed.places[told:].tolist() == [[0, 2], [3, 6], [7, 10]]
