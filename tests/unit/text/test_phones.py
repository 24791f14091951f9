"""Telephone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.text.phones import dialled


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        *(
            (written, "0912345678")
            for written in (
                "0912345678", "0912 345 678", "0912.345.678", "0912/345/678", "+84912345678",
                "+84 912 345 678", "(+84) 912 345 678", "84912345678", "84 (0)912 345 678",
                "+84 (0)912 345 678", "0084 912345678",
                "912345678", "912 345 678", "0912345678/0987654321", "0912345678 - 0987654321",
                "+84912345678, 0987654321",
            )
        ),
        ("846045867", "0846045867"),  # the prefix 084 of a network, as a sheet keeps it
        ("0846045867", "0846045867"),
        ("+84846045867", "0846045867"),
        ("0238.3844.123", "02383844123"),
        ("+84 238 3844 123", "02383844123"),
        ("+1 (714) 555-0100", "+17145550100"),
        ("113", "113"),
        ("1900 1234", "19001234"),
        ("", ""),
        ("không có", ""),
    ],
)  # fmt: skip
def test_a_number_is_the_same_however_it_is_written(written: str, digits: str) -> None:
    assert dialled(written) == digits


@given(st.text(alphabet="0123456789+ ()-./,;a", max_size=30))
def test_what_is_dialled_is_dialled_again(written: str) -> None:
    assert dialled(dialled(written)) == dialled(written)
