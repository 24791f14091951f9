"""What officers set for the search, and the words that found nothing."""

from datetime import UTC, datetime

import pytest

from loa.publishing.search.store import MissedSearches
from tests.component.api.library.conftest import live
from tests.conftest import OpenTable
from tests.worlds.province import APPROVER, EDITOR, VIEWER, WARD_EDITOR, Door

PATH = "/library/search-rules"


def test_synonyms_and_promoted_results_are_set_once_for_the_province(library: Door) -> None:
    item_id = live(library)
    empty = library.good(VIEWER, "GET", PATH)
    assert empty == {"version": 0, "synonyms": [], "promoted": []}
    rules = {
        "version": 0,
        "synonyms": [["căn cước", "chứng minh thư", "cccd"]],
        "promoted": [{"words": "họp dân", "items": [item_id]}],
    }
    saved = library.good(APPROVER, "PUT", PATH, rules)
    assert saved == {**rules, "version": 1} == library.good(WARD_EDITOR, "GET", PATH)
    assert library.ask(APPROVER, "PUT", PATH, rules).status == 409, "somebody has saved since"
    assert library.ask(EDITOR, "PUT", PATH, {**rules, "version": 1}).status == 403
    assert library.ask(WARD_EDITOR, "PUT", PATH, {**rules, "version": 1}).status == 404
    for foreign in ("41~" + "0" * 22, f"40~{'0' * 22}", "x"):
        wrong = {**rules, "version": 1, "promoted": [{"words": "họp dân", "items": [foreign]}]}
        refused = library.ask(APPROVER, "PUT", PATH, wrong)
        assert refused.status == 422, refused.body
        assert [error["field"] for error in refused.body["errors"]] == ["promoted[0].items"]


@pytest.mark.parametrize("synonyms", [[["một"]], [["a", "b"]], [["từ " * 30, "khác"]]])
def test_a_group_needs_two_phrases_of_some_length(library: Door, synonyms: list[list[str]]) -> None:
    body = {"version": 0, "synonyms": synonyms, "promoted": []}
    assert library.ask(APPROVER, "PUT", PATH, body).status == 422


def test_what_was_sought_in_vain_is_told_from_the_third_time(
    library: Door,
    open_table: OpenTable,
) -> None:
    missed = MissedSearches(open_table("Published"))
    for words, times in (("tien dien", 3), ("mot nguoi", 2)):
        for _ in range(times):
            missed.count(words, datetime(2026, 11, 30, 3, tzinfo=UTC))
    found = library.good(VIEWER, "GET", "/library/missed-searches", month="2026-11")
    assert found["items"] == [{"words": "tien dien", "count": 3}]
    assert library.ask(WARD_EDITOR, "GET", "/library/missed-searches").status == 404
    assert library.ask(VIEWER, "GET", "/library/missed-searches", month="2026-13").status == 422
