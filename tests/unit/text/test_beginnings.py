"""The beginning of a text is one line that ends with a word."""

import pytest

from loa.text.beginnings import beginning


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("Đường ngập", "Đường ngập"),
        ("Đường\n ngập", "Đường ngập"),
        ("Đường ngập nước", "Đường…"),
        ("Đường, ngập nước", "Đường…"),
        ("Đường sau ngập", "Đường sau…"),
        ("Đường ngậpnước", "Đường…"),
        ("Đườngngậpnước", "Đườngngập…"),
    ],
)
def test_text__longer_than_it_may_be__ends_on_a_word(text: str, shown: str) -> None:
    assert beginning(text, 10) == shown
    assert len(shown) <= 10
