"""Who withdraws the consent to the app is forgotten by every account, on both engines."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from loa.residents.followers.service import EventOutcome
from loa.residents.followers.store import has_withdrawn
from tests.conftest import OpenTable
from tests.worlds.fakes import START
from tests.worlds.fakes_inbox import OA, Resident

OTHER = "9002"
APP_ID = "app-77"


@pytest.fixture
def resident(table: OpenTable) -> Resident:
    made = Resident(table)
    made.clock.now = START + timedelta(days=2)
    made.desk.audience.touched(OTHER, "5577", APP_ID, made.clock.now)
    made.desk.audience.touched(OTHER, "9999", "app-99", made.clock.now)
    return made


def withdrawal(resident: Resident, by_app: str = APP_ID) -> str:
    """As Zalo sends it: it names no account."""
    at = str(int(resident.clock().timestamp() * 1000))
    return json.dumps(
        {
            "app_id": "1",
            "event_name": "user_withdraw",
            "user_id": "1",
            "user_id_by_app": by_app,
            "timestamp": at,
        }
    )


def forgotten(resident: Resident, oa_id: str, user_id: str) -> bool:
    table, partition, sort = resident.desk.audience.follower_place(oa_id, user_id)
    return has_withdrawn(table.get(partition, sort))


def test_a_withdrawal_without_an_account_holds_for_all_of_them(resident: Resident) -> None:
    resident.says("Đèn đường xóm 5 hỏng")
    resident.clock.forward(seconds=1)
    raw = withdrawal(resident)
    assert [resident.take(raw), resident.take(raw)] == [EventOutcome.KEPT, EventOutcome.REPEATED]
    assert forgotten(resident, OA, resident.user)
    assert forgotten(resident, OTHER, "5577")
    assert not forgotten(resident, OTHER, "9999")
    assert resident.waiting() == []


def test_who_writes_again_afterwards_is_answered_there_and_stays_forgotten_elsewhere(
    resident: Resident,
) -> None:
    resident.says("Đèn đường xóm 5 hỏng")
    resident.clock.forward(seconds=1)
    resident.take(withdrawal(resident))
    resident.says("Xin hỏi lịch họp xóm")
    assert not forgotten(resident, OA, resident.user)
    assert forgotten(resident, OTHER, "5577")


def test_a_person_whom_no_account_knows_is_kept_as_an_event(resident: Resident) -> None:
    assert resident.take(withdrawal(resident, "app-nobody")) is EventOutcome.KEPT


def test_accounts_of_a_person_are_one_query(resident: Resident) -> None:
    resident.says("Xin chào")
    found = resident.desk.audience.accounts_of(APP_ID)
    assert sorted(found) == [(OA, resident.user), (OTHER, "5577")]


def test_at_an_account_that_nobody_has_confirmed_a_withdrawal_alone_is_heard(resident: Resident) -> None:
    resident.says("Chào")
    pending = replace(resident.account, is_pending=True)
    resident.desk = replace(resident.desk, account_of={OA: pending}.get)
    for raw in (resident.event("Không ai đọc"), resident.follow(), resident.by_hand("Xin chào")):
        assert resident.take(raw) is EventOutcome.NOT_CONFIRMED
    assert resident.conversation() == ["Chào"]
    assert resident.take(resident.withdraw()) is EventOutcome.KEPT
    assert has_withdrawn(resident.row())
