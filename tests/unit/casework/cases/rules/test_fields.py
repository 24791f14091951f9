"""A field of a case is described once: rows, exchange, checks and shapes follow the description."""

from dataclasses import replace
from typing import Any

import pytest

from loa.casework.cases.rows.models import StoredCase, title_of
from loa.casework.cases.rows.rows import case_from, details_row, head_row
from loa.casework.cases.rules.checks import details_faults
from loa.casework.cases.rules.fields import MAXIMUM_HAMLET, FieldKind, KeptField, kept_fields
from loa.casework.cases.rules.model import Case, Details
from loa.casework.exchange.document import exported
from tests.worlds.case_examples import a_case

HAMLET = "Xóm 3"
IN_HAMLET = Details("Đèn đường hỏng", hamlet=HAMLET)


def test_hamlet__in_a_row__comes_back() -> None:
    before = replace(a_case(), details=IN_HAMLET)
    row = details_row(before)
    assert row["hamlet"] == HAMLET
    assert case_from(head_row(StoredCase(before)), row, {}).details == IN_HAMLET


def test_hamlet__none__takes_no_room_in_the_row() -> None:
    assert "hamlet" not in details_row(replace(a_case(), details=Details("Đèn đường hỏng")))


def test_hamlet__in_lists__stands_before_the_matter() -> None:
    assert title_of(IN_HAMLET) == "Xóm 3: Đèn đường hỏng"
    assert title_of(Details("Đèn đường hỏng")) == "Đèn đường hỏng"


def test_hamlet__exported__is_part_of_the_matter() -> None:
    assert exported(replace(a_case(), details=IN_HAMLET), ())["details"]["hamlet"] == HAMLET


@pytest.mark.parametrize("one", kept_fields(Details), ids=lambda one: one.name)
def test_text__longer_than_its_description_says__is_a_fault(one: KeptField) -> None:
    fits: dict[str, Any] = {one.name: "a" * one.longest}
    assert details_faults(replace(IN_HAMLET, **fits)) == {}
    long: dict[str, Any] = {one.name: "a" * (one.longest + 1)}
    assert set(details_faults(replace(IN_HAMLET, **long))) == {one.name}


def test_bounds__of_a_hamlet__a_hundred_characters() -> None:
    assert MAXIMUM_HAMLET == 100


def test_fields__of_each_kind__are_empty_as_the_dataclass_says() -> None:
    for one in (*kept_fields(Case), *kept_fields(Details)):
        assert one.read({}) == one.kind.empty
        assert one.kind is not FieldKind.FLAG or one.read({}) is False
