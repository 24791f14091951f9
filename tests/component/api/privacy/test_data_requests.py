"""The API of residents' data: asked, shown, corrected, erased, and who has read what."""

import json
from dataclasses import replace
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from loa import clock
from loa.casework.cases.rules.model import CaseKind, Channel, Details, Move, Reporter
from loa.casework.cases.work.opening import Draft, id_of
from loa.casework.cases.work.service import CaseService
from loa.foundation.accounts.model import Account, AccountState, Departure
from loa.foundation.accounts.store import AccountStore, account_row
from loa.ids import new_id
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.data_requests.store import DataRequestStore
from tests.conftest import OpenTable
from tests.worlds.component.cases import WARD_APPROVER, moved, opened
from tests.worlds.component.participation import set_participation_environment
from tests.worlds.doors import Context, load
from tests.worlds.province import (
    ADMINISTRATOR,
    EDITOR,
    OTHER_WARD,
    PROVINCE,
    WARD,
    WARD_ADMINISTRATOR,
    WARD_EDITOR,
    Door,
    Person,
    door,
)
from tests.worlds.quick_moto import make_bucket

OA, USER = "9001", "77"
OTHER_APPROVER = Person("approver-9", OTHER_WARD, "approver")
KEY = "yeu-cau-du-lieu-1"


@pytest.fixture
def privacy(cases: Door, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The door, beside that of cases, with an account of the ward."""
    monkeypatch.setenv("REPORTS_BUCKET", "loa-reports")
    make_bucket("loa-reports")
    monkeypatch.setenv("PRIVACY_TABLE", open_table("Privacy").name)
    set_participation_environment(open_table, monkeypatch)
    monkeypatch.setenv("SESSIONS_TABLE", open_table("Sessions").name)
    now = clock.now()
    connected = Account(
        PROVINCE, WARD, OA, WARD, 4, AccountState.CONNECTED, now, now, now + timedelta(days=90)
    )
    open_table("Units").put(account_row(connected))
    return door("privacy", load("privacy"))


def asked(privacy: Door, kind: str = "erase", key: str = KEY) -> Any:
    body = {"kind": kind, "oa_id": OA, "user_id": USER}
    return privacy.good(WARD_APPROVER, "POST", "/data-requests", body, key=key)


def begun(open_table: OpenTable, made: Any) -> None:
    """A second officer confirmed the erasure, and its working day is over."""
    store = DataRequestStore(open_table("Privacy"))
    request = store.get(made["request_id"])
    assert request
    assert request.needs_confirmation
    store.turn(request, replace(request, next_at=clock.now(), version=request.version + 1))


def written(audience: Table) -> None:
    at = clock.to_text(clock.now())
    audience.put(
        {
            "partition": f"conversation#{OA}#{USER}",
            "sort": f"{at}#{new_id(clock.now())}",
            "direction": "in",
            "kind": "text",
            "text": "MARKED-WORDS",
        }
    )


def tick(privacy: Door) -> Any:
    return privacy.module.handler({}, Context())


def test_a_request_is_written_down_once_shown_and_worked_off(privacy: Door, open_table: OpenTable) -> None:
    written(open_table("Audience"))
    made = asked(privacy)
    assert (made["state"], made["overdue"], made["unit"]) == ("waiting", False, WARD)
    assert asked(privacy) == made
    (listed,) = privacy.good(ADMINISTRATOR, "GET", "/data-requests")["items"]
    assert listed["request_id"] == made["request_id"]
    route = f"/data-requests/{made['request_id']}"
    (kept,) = privacy.good(WARD_APPROVER, "GET", f"{route}/data")["items"]
    assert (kept["where"], kept["what"]["text"]) == ("message", "MARKED-WORDS")
    begun(open_table, made)
    assert tick(privacy) == {"ended": 1, "failed": 0, "overdue": 0, "retired": 0}
    done = privacy.good(WARD_APPROVER, "GET", route)
    assert (done["state"], done["erased_rows"]) == ("done", 1)
    assert done["kept"] == ["Bản sao lưu của kho dữ liệu: tự xóa sau 35 ngày"]
    closed = privacy.ask(WARD_APPROVER, "GET", f"{route}/data")
    assert closed.status == 409, "a request that has ended opens nothing any more"
    assert privacy.ask(WARD_APPROVER, "POST", f"{route}/cancel", {}, key="dung-lai-1").status == 409


def test_who_may(privacy: Door) -> None:
    body = {"kind": "erase", "oa_id": OA, "user_id": USER}
    for person, status in ((WARD_EDITOR, 403), (OTHER_APPROVER, 404)):
        assert privacy.ask(person, "POST", "/data-requests", body, key=KEY).status == status
    made = asked(privacy)
    for suffix in ("", "/data"):
        route = f"/data-requests/{made['request_id']}{suffix}"
        assert privacy.ask(OTHER_APPROVER, "GET", route).status == 404
        assert privacy.ask(WARD_EDITOR, "GET", route).status == 403
    unknown = {**body, "oa_id": "12345"}
    assert privacy.ask(WARD_APPROVER, "POST", "/data-requests", unknown, key="yeu-cau-khac").status == 404
    assert privacy.ask(WARD_APPROVER, "GET", f"/data-requests/{'0' * 22}").status == 404


def test_who_used_the_form_of_our_pages_asks_the_unit_that_has_their_case(
    privacy: Door, desk: CaseService
) -> None:
    case_id = id_of("form#1")
    reporter = Reporter("form", case_id, name="Lan", phone="0912345678")
    draft = Draft(PROVINCE, WARD, CaseKind.REPORT, Channel.WEB, reporter, Details("Đèn đường hỏng"))
    desk.open(draft, idempotency_key="form#1", by="resident")
    body = {"kind": "see", "oa_id": "form", "user_id": case_id}
    assert privacy.ask(OTHER_APPROVER, "POST", "/data-requests", body, key=KEY).status == 404
    made = privacy.good(WARD_APPROVER, "POST", "/data-requests", body, key=KEY)
    (kept,) = privacy.good(WARD_APPROVER, "GET", f"/data-requests/{made['request_id']}/data")["items"]
    assert (kept["where"], kept["what"]["name"]) == ("case", "Lan")
    unknown = {**body, "user_id": "0" * 22}
    assert privacy.ask(WARD_APPROVER, "POST", "/data-requests", unknown, key="yeu-cau-khac").status == 404


def test_whose_account_it_was_reads_nothing_of_its_residents_any_more(
    privacy: Door, open_table: OpenTable
) -> None:
    written(open_table("Audience"))
    route = f"/data-requests/{asked(privacy, 'see')['request_id']}"
    accounts, now = AccountStore(open_table("Units")), clock.now()
    commit(accounts.disconnect(Departure(PROVINCE, WARD, OA, WARD, now, "a", "a", "nhầm đơn vị")))
    moved_to = Account(
        PROVINCE, OTHER_WARD, OA, OTHER_WARD, 4, AccountState.CONNECTED, now, now, now + timedelta(days=90)
    )
    open_table("Units").put(account_row(moved_to))
    for suffix in ("", "/data"):
        assert privacy.ask(WARD_APPROVER, "GET", f"{route}{suffix}").status == 404
    (kept,) = privacy.good(OTHER_APPROVER, "GET", f"{route}/data")["items"]
    assert kept["what"]["text"] == "MARKED-WORDS"
    assert privacy.good(WARD_APPROVER, "GET", "/data-requests")["items"] == []
    assert len(privacy.good(ADMINISTRATOR, "GET", "/data-requests")["items"]) == 1


def test_an_erasure_needs_a_second_officer_who_may(privacy: Door) -> None:
    made = asked(privacy)
    route = f"/data-requests/{made['request_id']}/confirmation"
    assert (made["needs_confirmation"], made["next_at"]) == (True, None)
    for person, status in ((WARD_APPROVER, 403), (OTHER_APPROVER, 404), (WARD_EDITOR, 403)):
        assert privacy.ask(person, "POST", route, {}, key=f"duyet-{person.sub}").status == status
    done = privacy.good(WARD_ADMINISTRATOR, "POST", route, {}, key="duyet-xoa-1")
    assert (done["needs_confirmation"], done["confirmed_by"]) == (False, WARD_ADMINISTRATOR.sub)
    assert done["next_at"] > made["requested_at"]
    assert tick(privacy)["ended"] == 0, "not before the working day is over"


def test_name_and_number_are_corrected_in_their_own_cases_only(privacy: Door, desk: CaseService) -> None:
    stranger = opened(desk, WARD)
    made = asked(privacy, "correct")
    route = f"/data-requests/{made['request_id']}"
    wrong = {"case_id": stranger.id, "name": "Trần Thị Đan"}
    refused = privacy.ask(WARD_APPROVER, "POST", f"{route}/corrections", wrong, key="sua-ten-1")
    assert (refused.status, set(refused.faults)) == (422, {"case_id"})
    own = opened(desk, WARD, by_chat=True)
    desk.store.table.put({"partition": f"resident#{OA}#{USER}", "sort": f"2026-11-01T00:00:00.000Z#{own.id}"})
    privacy.good(WARD_APPROVER, "POST", f"{route}/corrections", {**wrong, "case_id": own.id}, key="sua-ten-2")
    kept = desk.store.read(own.id)
    assert kept
    assert kept.case.reporter.name == "Trần Thị Đan"
    assert privacy.good(WARD_APPROVER, "POST", f"{route}/finish", {}, key="xong-roi-1")["state"] == "done"


def test_what_is_overdue_is_counted_for_the_alarm(
    privacy: Door, open_table: OpenTable, capsys: pytest.CaptureFixture[str]
) -> None:
    made = asked(privacy, "see")
    table = open_table("Privacy")
    (row,) = list(table.rows(f"open#{PROVINCE}"))
    table.delete(row["partition"], row["sort"])
    table.put({"partition": row["partition"], "sort": f"2024-01-01T00:00:00.000Z#{made['request_id']}"})
    capsys.readouterr()
    assert tick(privacy)["overdue"] == 1
    assert '"DataRequestsOverdue":[1.0]' in capsys.readouterr().out.replace(" ", "")


def test_who_reads_a_case_is_seen_by_the_unit_above(privacy: Door, cases: Door, desk: CaseService) -> None:
    case = opened(desk, WARD)
    for route in (f"/cases/{case.id}", f"/cases/{case.id}/attachments", f"/cases/by-code/{case.code}"):
        cases.good(WARD_EDITOR, "GET", route)
    cases.good(ADMINISTRATOR, "GET", "/cases/export")
    assert cases.ask(OTHER_APPROVER, "GET", f"/cases/{case.id}").status == 404
    found = privacy.good(ADMINISTRATOR, "GET", "/readings")["items"]
    assert {(item["officer_id"], item["what"], item["reference"]) for item in found} == {
        (WARD_EDITOR.sub, "case", case.id),
        (WARD_EDITOR.sub, "files", case.id),
        (ADMINISTRATOR.sub, "export", PROVINCE),
    }
    assert len(privacy.good(ADMINISTRATOR, "GET", "/readings", of=case.id, unit=WARD)["items"]) == 2
    assert privacy.good(WARD_ADMINISTRATOR, "GET", "/readings")["items"] == [], "nobody watches themselves"
    assert privacy.ask(EDITOR, "GET", "/readings").status == 403
    assert privacy.ask(ADMINISTRATOR, "GET", "/readings", day="hôm nay").status == 422
    assert privacy.good(ADMINISTRATOR, "GET", "/readings", day="2024-01-01")["items"] == []


def test_a_unit_that_passed_a_case_up_does_not_read_later_notes(
    privacy: Door, cases: Door, desk: CaseService
) -> None:
    case = moved(desk, opened(desk, WARD), Move.TRANSFER, to_path=PROVINCE)
    cases.good(ADMINISTRATOR, "POST", f"/cases/{case.id}/notes", {"text": "MARKED-NOTE"}, key="ghi-chu-01")
    here = cases.good(ADMINISTRATOR, "GET", f"/cases/{case.id}")
    assert "MARKED-NOTE" in json.dumps(here)
    shown = cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}")
    assert "MARKED-NOTE" not in json.dumps(shown)
    assert [line["what"] for line in shown["history"]] == ["opened", "transfer"]
    assert (shown["what"], shown["state"], shown["moves"]) == (here["what"], "transferred", [])


def test_the_function_that_works_writes_no_name_into_the_log(
    privacy: Door, open_table: OpenTable, capsys: pytest.CaptureFixture[str]
) -> None:
    written(open_table("Audience"))
    begun(open_table, asked(privacy))
    open_table("Audience").update(
        f"conversation#{OA}#{USER}", "broken", set={"copies": "MARKED", "kind": "image"}
    )
    assert isinstance(privacy.module, ModuleType)
    assert tick(privacy)["failed"] == 1
    assert "MARKED" not in capsys.readouterr().out
