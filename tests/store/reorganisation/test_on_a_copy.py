"""A rehearsal carries the plan out on a copy: it says what the run comes to, and changes nothing."""

from typing import Any

import boto3
import pytest

from infra.rehearse import __main__ as rehearse
from infra.stages import Stage
from loa.casework.cases.rows.keys import case_key
from loa.reorganisation.store import ReorganisationState
from tests.conftest import OpenTable, declared_tables
from tests.worlds.store.reorganisation_office import PROVINCE
from tests.worlds.store.reorganisation_world import DISTRICT, JULY, World

ENGINE_ONLY = pytest.mark.parametrize(
    "table", [pytest.param("dynamodb-local", marks=pytest.mark.enable_socket)], indirect=True
)
"""A process of its own reads the copy."""
UNTOUCHED = {"Credentials", "Confidential", "AnswerKeys"}
"""Tables that the function may not touch."""


@pytest.fixture
def names(table: OpenTable) -> dict[str, str]:
    """The tables of the function, by its variables."""
    return {f"{name.upper()}_TABLE": table(name).name for name in declared_tables().keys() - UNTOUCHED}


@pytest.fixture
def stage(names: dict[str, str]) -> Stage:
    """The tables of this test, as those of a deployed stage."""
    variables = {
        **names, "PROVINCE_CODE": PROVINCE, "UNITS_AS_OF": "", "MEDIA_BUCKET": "media",
        "USER_POOL_ID": "pool",
        "MESSAGES_QUEUE_URL": "http://127.0.0.1:9/m", "DELIVERIES_QUEUE_URL": "http://127.0.0.1:9/d",
        "URGENT_QUEUE_URL": "http://127.0.0.1:9/u",
    }  # fmt: skip

    class Functions:
        def get_function_configuration(self, **_: str) -> dict[str, Any]:
            return {"Environment": {"Variables": variables}}

    made: dict[str, Any] = {"lambda": Functions(), "dynamodb": boto3.client("dynamodb")}
    return Stage("test", {rehearse.FUNCTION: "reorganisation"}, made.__getitem__, None)


def everything(names: dict[str, str]) -> dict[str, list[Any]]:
    """All rows of all tables."""
    client = boto3.client("dynamodb")
    return {
        name: [row for page in client.get_paginator("scan").paginate(TableName=name) for row in page["Items"]]
        for name in names.values()
    }


@ENGINE_ONLY
def test_what_nobody_has_planned_yet__is_carried_out_on_the_copy_alone(
    table: OpenTable, stage: Stage, names: dict[str, str]
) -> None:
    world = World(table)
    before = everything(names)

    found = rehearse.rehearsed(stage, JULY)

    assert everything(names) == before
    assert rehearse.adds_up(found)
    assert rehearse.said(found)[-1] == "Everything is there."
    assert found["faults"] == []
    assert found["guessed"] == 3  # what the district had, and its two officers
    assert (found["before"]["accounts"], found["before"]["retired"]) == (5, 0)
    assert (found["after"]["accounts"], found["after"]["retired"]) == (2, 3)
    assert found["before"]["followers"] == world.sums().followers
    assert world.store.get(PROVINCE, JULY) is None


@ENGINE_ONLY
def test_it_says_beforehand_what_the_run_leaves__and_will_not_repeat_what_is_done(
    table: OpenTable, stage: Stage
) -> None:
    world = World(table)
    broken = world.open_case(world.old[0])
    row = world.cases.store.table.get(*case_key(broken.id))
    assert row
    world.approved()
    world.cases.store.table.put({**row, "state": "of an earlier release"})

    told = rehearse.rehearsed(stage, JULY)

    assert not rehearse.adds_up(told)
    assert told["left"] == [["case", broken.id, world.old[0], "refused"]]
    assert f"left: case {broken.id} at {world.old[0]}: refused" in rehearse.said(told)
    world.finish(rounds=6)
    found = world.store.get(PROVINCE, JULY)
    assert found
    assert found.state is ReorganisationState.DONE
    assert (found.progress.left_count, found.progress.passes) == (told["left_count"], told["passes"])
    assert world.accounts.of_unit(PROVINCE, DISTRICT) is None
    with pytest.raises(rehearse.NotRehearsed, match="carried out already"):
        rehearse.rehearsed(stage, JULY)
