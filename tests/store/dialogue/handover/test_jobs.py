"""The work of who left, on both engines: it goes to who was named, once, and no more than that."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from loa.casework.cases.work.service import CaseService
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.desk.store import DeskStore
from loa.dialogue.handover.jobs import WorkInHand
from loa.errors import StoreFault
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.people.handovers import KEPT_FOR, HandOver, HandOverStore
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.store.case_world import OA, OTHER, PROVINCE, WARD, World

CHIEF = Officer("chief", "Nguyễn Thị Quản", PROVINCE, frozenset({Role.ADMINISTRATOR}))


class Office(World):
    """A ward's office: Hoa has work in hand, Lan could take it over."""

    def __init__(self, table: OpenTable) -> None:
        super().__init__(table)
        audience = table("Audience")
        self.officers = OfficerStore(self.units)
        self.work = WorkInHand(
            ConversationStore(audience),
            DeskStore(audience),
            self.desk,
            self.officers,
            HandOverStore(self.units),
        )
        self.hoa, self.lan = (self.enters(each, WARD, Role.EDITOR) for each in ("hoa", "lan"))

    def enters(self, identity: str, path: str, role: Role) -> KnownOfficer:
        officer = KnownOfficer(identity, identity.title(), path, frozenset({role}))
        commit([self.officers.adding(officer)])
        return officer

    def leaves(self, officer: KnownOfficer, to: str) -> None:
        """What an administrator does: say who takes over, then let them in no more."""
        self.work.orders.save(HandOver(officer.id, officer.unit_path, to, CHIEF, self.now))
        commit([self.officers.removing(officer)])

    def talk(self, user: str, owner: KnownOfficer, *, answered: bool = False) -> None:
        heads = self.work.conversations
        before = Conversation(OA, user)
        after = replace(
            before, interacted_at=self.now, last_message_at=self.now, unanswered=before.with_word(self.now)
        )
        commit([heads.turned(before, after, unit_path=WARD)])
        commit([self.work.rows.assigned(self.head(user), owner.id, owner.name, unit_path=WARD)])
        if answered:
            marked = heads.answered(self.head(user), self.now, unit_path=WARD)
            assert marked
            commit([marked.update])

    def head(self, user: str) -> Conversation:
        found = self.work.conversations.get(OA, user)
        assert found
        return found

    def round(self) -> int:
        done = self.work.hand_over(PROVINCE, self.now, may_go_on=lambda: True)
        assert done.failed == []
        return done.given


@pytest.fixture
def office(table: OpenTable) -> Office:
    return Office(table)


def test_work_of_who_left__goes_to_who_was_named_once(office: Office) -> None:
    office.talk("1", office.hoa)
    office.talk("2", office.hoa, answered=True)
    office.talk("3", office.lan)
    mine, ended = office.open(), office.open()
    for case in (mine, ended):
        office.desk.assign(case.id, owner="hoa", owner_name="Hoa", by="hoa")
    assert office.round() == 0, "nobody has left"
    office.leaves(office.hoa, "lan")
    assert [office.round() for _ in range(2)] == [4, 0]
    for user in ("1", "2", "3"):
        assert (office.head(user).assigned_to, office.head(user).assigned_name) == ("lan", "Lan")
    assert office.head("1").unanswered, "who waits waits on"
    assert {office.case(each.id).owner for each in (mine, ended)} == {"lan"}
    said = [line for line in office.history(mine.id) if line.what == "assigned"]
    assert [(line.by, line.facts.get("owner")) for line in said] == [("hoa", "hoa"), ("chief", "lan")]
    office.check()


def test_work_stopped_in_the_middle__goes_on_with_the_next_round(office: Office) -> None:
    for number in range(4):
        office.talk(str(number), office.hoa)
    office.leaves(office.hoa, "lan")
    steps = iter([True, True, False])
    assert office.work.hand_over(PROVINCE, office.now, may_go_on=lambda: next(steps, False)).given == 2
    assert office.round() == 2


def test_piece_that_cannot_be_handed_over__keeps_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [office.open() for _ in range(3)]
    for case in cases:
        office.desk.assign(case.id, owner="hoa", owner_name="Hoa", by="hoa")
    office.talk("1", office.hoa)
    office.leaves(office.hoa, "lan")
    assign, broken = CaseService.assign, {cases[0].id: StoreFault("x"), cases[1].id: KeyError("state")}

    def assigned(service: CaseService, case_id: str, **facts: Any) -> object:
        if case_id in broken:
            raise broken[case_id]
        return assign(service, case_id, **facts)

    with monkeypatch.context() as patch:
        patch.setattr(CaseService, "assign", assigned)
        done = office.work.hand_over(PROVINCE, office.now, may_go_on=lambda: True)
    assert done.given == 2
    assert sorted((path, cause) for path, cause, _ in done.failed) == [
        (WARD, "KeyError"), (WARD, "store_fault"),
    ]  # fmt: skip
    assert [office.round() for _ in range(2)] == [2, 0]


def test_round_that_cannot_give_back__says_what_it_handed_over_and_what_failed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = office.open()
    office.desk.assign(case.id, owner="hoa", owner_name="Hoa", by="hoa")
    office.talk("1", office.hoa)
    office.leaves(office.hoa, "lan")

    def broken(*_: Any, **__: Any) -> None:
        raise StoreFault("x")

    monkeypatch.setattr(CaseService, "assign", broken)
    monkeypatch.setattr(WorkInHand, "give_back", broken)
    done = office.work.round(PROVINCE, office.now, may_go_on=lambda: True)
    assert done.given == 1
    assert [(path, cause) for path, cause, _ in done.failed] == [
        (WARD, "store_fault"), (PROVINCE, "store_fault"),
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_work_for_whom_cannot_do_it__is_the_units_again(office: Office, role: Role | None) -> None:
    office.talk("1", office.hoa)
    case = office.open()
    office.desk.assign(case.id, owner="hoa", owner_name="Hoa", by="hoa")
    if role:
        office.enters("minh", WARD, role)
    office.leaves(office.hoa, "minh" if role else "")
    assert office.round() == 2
    assert office.head("1").assigned_to == ""
    assert office.case(case.id).owner == ""


def test_officer_who_moved__keeps_what_they_can_still_work_on(office: Office) -> None:
    office.talk("1", office.hoa)
    office.leaves(office.hoa, "lan")
    office.enters("hoa", PROVINCE, Role.EDITOR)
    assert office.round() == 0
    assert office.head("1").assigned_to == "hoa"


def test_order__of_another_unit_or_from_long_ago__moves_nothing(office: Office) -> None:
    office.talk("1", office.hoa)
    commit([office.officers.removing(office.hoa)])
    office.work.orders.save(HandOver("hoa", OTHER, "lan", CHIEF, office.now))
    office.work.orders.save(HandOver("hoa", WARD, "lan", CHIEF, office.now - KEPT_FOR - timedelta(days=1)))
    assert office.round() == 0
