"""Lines and words that differ."""

from hypothesis import given
from hypothesis import strategies as st

from loa.text.differences import changed_lines, changed_words

WORDS = st.lists(st.sampled_from(["xã", "phường", "họp", "8", "giờ", ""]), max_size=8)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_in_what_differs(old: list[str], new: list[str]) -> None:
    found = list(changed_words(old, new))
    assert [word for change, words in found if change != "new" for word in words] == old
    assert [word for change, words in found if change != "old" for word in words] == new


@given(WORDS, WORDS)
def test_lines_that_stay_are_not_told(old: list[str], new: list[str]) -> None:
    found = list(changed_lines(old, new))
    assert (found == []) == (old == new)
    assert len(old) - sum(was is not None for was, _ in found) == len(new) - sum(
        now is not None for _, now in found
    )


def test_a_line_that_was_changed_stands_beside_the_new_one() -> None:
    found = list(changed_lines(["Họp lúc 7 giờ", "Tại xã", "Hết"], ["Họp lúc 8 giờ", "Hết", "Xin mời"]))
    assert found == [("Họp lúc 7 giờ", "Họp lúc 8 giờ"), ("Tại xã", None), (None, "Xin mời")]
