"""An update from the last release neither replaces a table nor is refused for its indexes."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from infra.release.tables import KEPT, faults, present

IN_TWO_STEPS = ["ContentTable: one index an update, not by_due, by_state"]
"""What `infra/deploy.md` says how to do by hand; empty once `python -m infra.release.tables` has run."""

RELEASED: dict[str, Any] = json.loads(KEPT.read_text("utf-8"))


def test_the_tables_can_be_updated_from_those_of_the_last_release() -> None:
    assert faults(RELEASED, present()) == IN_TWO_STEPS


def _key(table: dict[str, Any]) -> None:
    table["key"][1] = "RANGE sort N"


def _two_indexes(table: dict[str, Any]) -> None:
    table["indexes"] |= {name: {"key": ["HASH x S"], "projection": {}} for name in ("one", "two")}


def _one_for_another(table: dict[str, Any]) -> None:
    table["indexes"]["new"] = table["indexes"].pop("by_oa")


def _other_projection(table: dict[str, Any]) -> None:
    table["indexes"]["by_oa"]["projection"] = {"ProjectionType": "KEYS_ONLY"}


def _name(table: dict[str, Any]) -> None:
    table["name"] = "loa-units"


@pytest.mark.parametrize("change", [_key, _two_indexes, _one_for_another, _other_projection, _name])
def test_what_cloudformation_refuses_or_replaces_is_found(change: Callable[[dict[str, Any]], None]) -> None:
    after = deepcopy(RELEASED)
    change(after["UnitsTable"])
    (fault,) = faults(RELEASED, after)
    assert fault.startswith("UnitsTable: ")


def test_one_index_more_or_a_new_table_is_fine_and_a_table_that_is_gone_is_not() -> None:
    after = deepcopy(RELEASED)
    after["UnitsTable"]["indexes"]["one"] = {"key": ["HASH x S"], "projection": {}}
    after["NewTable"] = deepcopy(after["UnitsTable"])
    assert faults(RELEASED, after) == []
    del after["CasesTable"]
    assert len(faults(RELEASED, after)) == 1
