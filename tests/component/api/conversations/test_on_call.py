"""Officers choose who is told at any hour when a resident calls for help."""

import pytest

from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.component.conversations import conversations_door
from tests.worlds.fakes import START
from tests.worlds.province import (
    APPROVER,
    CITY,
    OTHER_WARD_EDITOR,
    WARD,
    WARD_ADMINISTRATOR,
    WARD_EDITOR,
    Door,
    Person,
    enter,
)

HERE = f"/units/{WARD}/on-call"


@pytest.fixture
def office(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    made = conversations_door(open_table, monkeypatch)
    enter(open_table("Units"), WARD_EDITOR, WARD_ADMINISTRATOR, APPROVER, OTHER_WARD_EDITOR)
    return made


def link(table: OpenTable, person: Person) -> None:
    registry, officer = OfficerStore(table("Units")), person.officer
    chat = KnownOfficer(
        officer.id, officer.name, officer.unit_path, officer.roles, oa_id=f"oa-{person.unit}", user_id="z-1"
    )
    commit([registry.linking(chat, START, first=True)])


def told(office: Door) -> list[str]:
    return [one["id"] for one in office.ask(WARD_EDITOR, "GET", HERE).body["told"]]


def test_without_a_choice_the_units_own_linked_officers_are_told_else_those_above(
    office: Door, open_table: OpenTable
) -> None:
    assert told(office) == []
    link(open_table, APPROVER)
    assert told(office) == [APPROVER.sub]
    link(open_table, WARD_EDITOR)
    assert told(office) == [WARD_EDITOR.sub]


def test_the_head_of_a_unit_chooses_and_takes_it_back(office: Door, open_table: OpenTable) -> None:
    for person in (WARD_EDITOR, WARD_ADMINISTRATOR):
        link(open_table, person)
    chosen = office.ask(WARD_ADMINISTRATOR, "PUT", HERE, {"officers": [WARD_ADMINISTRATOR.sub]})
    assert chosen.status == 200
    assert chosen.body["officers"] == [WARD_ADMINISTRATOR.sub]
    assert (chosen.body["set_by"], told(office)) == (WARD_ADMINISTRATOR.sub, [WARD_ADMINISTRATOR.sub])
    office.ask(WARD_ADMINISTRATOR, "PUT", HERE, {"officers": []})
    assert sorted(told(office)) == sorted([WARD_EDITOR.sub, WARD_ADMINISTRATOR.sub])


def test_who_was_chosen_and_is_not_linked_leaves_it_to_the_others(
    office: Door, open_table: OpenTable
) -> None:
    link(open_table, WARD_EDITOR)
    office.ask(WARD_ADMINISTRATOR, "PUT", HERE, {"officers": [WARD_ADMINISTRATOR.sub]})
    assert told(office) == [WARD_EDITOR.sub]


@pytest.mark.parametrize("stranger", [OTHER_WARD_EDITOR.sub, "nobody"])
def test_only_who_may_answer_there_can_be_chosen(office: Door, stranger: str) -> None:
    answer = office.ask(WARD_ADMINISTRATOR, "PUT", HERE, {"officers": [stranger]})
    assert answer.status == 422
    assert "officers" in answer.faults


def test_an_editor_reads_and_does_not_choose_and_others_see_nothing(office: Door) -> None:
    assert office.ask(WARD_EDITOR, "PUT", HERE, {"officers": []}).status == 403
    assert office.ask(OTHER_WARD_EDITOR, "GET", HERE).status == 404
    assert office.ask(APPROVER, "PUT", f"/units/{CITY}/on-call", {"officers": [APPROVER.sub]}).status == 200
