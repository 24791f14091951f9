"""Pages and cursors: bounds hold, and a made-up cursor leads nowhere."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.errors import InvalidInput
from loa.foundation.units.model import subtree_range
from loa.web.paging import HIGHEST_LIMIT, MAX_CURSOR, Span, make_cursor, page_limit, read_cursor


def cursor_of(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


FIRST, LAST = subtree_range("40.412")
SPAN = Span("40", FIRST, LAST)


KEYS = st.text(min_size=1, max_size=250)
"""Whatever DynamoDB takes in a key: at least one character, at most 1,024 bytes in UTF-8."""


@given(KEYS, KEYS)
def test_a_cursor_leads_back_to_its_key(partition: str, sort: str) -> None:
    key = {"partition": partition, "sort": sort}
    cursor = make_cursor(key)
    assert cursor is not None
    if len(cursor) <= MAX_CURSOR:
        assert read_cursor(cursor, Span(partition)) == key


def test_the_last_page_has_no_cursor_and_the_first_needs_none() -> None:
    assert make_cursor(None) is None
    assert read_cursor(None, SPAN) is None
    assert read_cursor("", SPAN) is None


def test_a_cursor_inside_the_scope_is_taken() -> None:
    key = {"partition": "40", "sort": "40.412.16681#2024-09"}
    assert read_cursor(make_cursor(key), SPAN) == key


def test_a_cursor_of_an_index_is_checked_by_the_index() -> None:
    span = Span("oa-1", partition_name="oa_id", sort_name="at")
    key = {"oa_id": "oa-1", "at": "2026", "partition": "40", "sort": "x"}
    assert read_cursor(make_cursor(key), span) == key
    with pytest.raises(InvalidInput):
        read_cursor(make_cursor(key | {"oa_id": "oa-2"}), span)


@pytest.mark.parametrize(
    "cursor",
    [
        "!!",
        "á",
        "a" * (MAX_CURSOR + 1),
        "e30",
        cursor_of([]),
        cursor_of("40"),
        cursor_of({"partition": "40"}),
        cursor_of({"partition": "40", "sort": 5}),
        cursor_of({"partition": "40", "sort": "40.412#x", "more": "x"}),
        cursor_of({"partition": "40", "sort": "40.412#" + "x" * 1024}),
        cursor_of({"partition": "40", "sort": "40.412#\ud800"}),
        cursor_of({"partition": "41", "sort": "40.412#x"}),
        cursor_of({"partition": "40", "sort": "40.413#x"}),
        cursor_of({"partition": "40", "sort": "40#x"}),
        cursor_of({"partition": "40", "sort": "40.4121#x"}),
        base64.urlsafe_b64encode(b"[" * 1400).decode(),
    ],
)
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_cursor(cursor, SPAN)
    assert list(caught.value.fields) == ["cursor"]


@given(st.text())
def test_any_text_as_a_cursor_is_taken_or_refused(cursor: str) -> None:
    try:
        read_cursor(cursor, SPAN)
    except InvalidInput:
        return
    assert cursor == ""


def test_page_sizes_have_bounds() -> None:
    assert page_limit(None) == 50
    assert page_limit(HIGHEST_LIMIT) == HIGHEST_LIMIT
    for asked in (0, -1, HIGHEST_LIMIT + 1):
        with pytest.raises(InvalidInput):
            page_limit(asked)
