from hypothesis import given
from hypothesis import strategies as st

from qa.highlight import Mark, highlight

marks = st.lists(st.builds(Mark, st.integers(-5, 30), st.integers(-5, 30), st.sampled_from("abc")))


@given(st.text(max_size=20), marks, st.integers(0, 5))
def test_segments_join_to_the_text_and_carry_their_marks(text: str, marks: list[Mark], offset: int) -> None:
    segments = highlight(text, marks, offset)
    assert "".join(s.text for s in segments) == text
    assert all(s.text for s in segments)
    at = offset
    for segment in segments:
        for position in range(at, at + len(segment.text)):
            assert list(segment.labels) == [m.label for m in marks if m.start <= position < m.end]
        at += len(segment.text)


def test_an_empty_text_has_no_segments() -> None:
    assert highlight("", [Mark(0, 3, "a")]) == []
