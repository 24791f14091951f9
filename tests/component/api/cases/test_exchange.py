"""The officers' API of cases: what another system sends and takes."""

import json
from typing import Any

import pytest

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.model import Move
from loa.casework.cases.work.service import CaseService
from tests.worlds.component.cases import MATTER, moved, opened
from tests.worlds.doors import Context
from tests.worlds.province import ADMINISTRATOR, APPROVER, EDITOR, OTHER_WARD, VIEWER, WARD, Door, Person

THEIRS: dict[str, Any] = {
    "id": "TW-1",
    "system": "quoc-gia",
    "unit": WARD,
    "kind": "recommendation",
    "state": "accepted",
    "received_at": "2026-11-02T01:00:00.000Z",
    "revision": 1,
    "details": {"what": MATTER},
    "history": [{"revision": 1, "at": "2026-11-02T01:00:00.000Z", "what": "received", "text": "Đã nhận"}],
}


def document(*rows: Any) -> dict[str, Any]:
    return {"schema": "loa.cases", "version": 1, "cases": list(rows)}


def test_cases_come_in_once_and_go_out_whole(cases: Door) -> None:
    first = cases.good(ADMINISTRATOR, "POST", "/cases/import", document(THEIRS), key="nhap-0001")
    assert (len(first["opened"]), first["refused"]) == (1, {})
    again = cases.good(ADMINISTRATOR, "POST", "/cases/import", document(THEIRS), key="nhap-0002")
    assert (again["opened"], again["supplemented"], again["unchanged"]) == ([], [], first["opened"])
    newer = THEIRS | {"revision": 2, "state": "answered", "answer": "Đã làm."}
    third = cases.good(ADMINISTRATOR, "POST", "/cases/import", document(newer))
    assert third["supplemented"] == first["opened"]
    out = cases.good(ADMINISTRATOR, "GET", "/cases/export")
    (row,) = out["document"]["cases"]
    assert (row["id"], row["state"], row["answer"]) == (first["opened"][0], "answered", "Đã làm.")
    assert "origin" not in json.dumps(row["history"])
    assert out["next"] is None


def test_an_export_has_pages(cases: Door, desk: CaseService) -> None:
    wanted = {opened(desk, WARD).id for _ in range(3)}
    first = cases.good(ADMINISTRATOR, "GET", "/cases/export", limit=2)
    rest = cases.good(ADMINISTRATOR, "GET", "/cases/export", limit=2, cursor=first["next"])
    found = [row["id"] for page in (first, rest) for row in page["document"]["cases"]]
    assert len(found) == 3
    assert set(found) == wanted


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (document(THEIRS | {"unit": OTHER_WARD, "kind": "x"}), "cases.0.kind"),
        (document(THEIRS, THEIRS | {"kind": "denunciation"}), "cases.1.kind"),
        (document(THEIRS | {"unit": "41"}), "cases.0.unit"),
        (document(THEIRS | {"details": {"what": "a" * 80_001}}), "cases.0.details.what"),
        (document(THEIRS | {"id": "a#b"}), "cases.0.id"),
        (document(THEIRS, THEIRS | {"received_at": "0001-01-01T00:00:00Z"}), "cases.1.received_at"),
        (document(THEIRS | {"received_at": "9999-12-31T23:59:59-14:00"}), "cases.0.received_at"),
        (document(THEIRS | {"details": {"what": "\ud83d"}}), "cases"),
        (document(), "cases"),
        (document(*[THEIRS] * 51), "cases"),
        (document("x"), "cases[0]"),
        (document(THEIRS) | {"schema": "other"}, "document"),
        (document(THEIRS) | {"version": 2}, "document"),
        (document(THEIRS) | {"more": 1}, "more"),
    ],
)
def test_a_document_that_is_malformed_changes_nothing(cases: Door, body: Any, field: str) -> None:
    reply = cases.ask(ADMINISTRATOR, "POST", "/cases/import", body)
    assert reply.status == 422, reply.body
    assert field in reply.faults
    assert cases.good(ADMINISTRATOR, "GET", "/cases", all="true")["items"] == []


def test_only_administrators_exchange_and_only_their_own_units(cases: Door, desk: CaseService) -> None:
    opened(desk, OTHER_WARD)
    for person in (EDITOR, APPROVER, VIEWER):
        assert cases.ask(person, "GET", "/cases/export").status == 403
        assert cases.ask(person, "POST", "/cases/import", document(THEIRS)).status == 403
    below = Person("administrator-2", WARD, "administrator")
    assert cases.good(below, "GET", "/cases/export")["document"]["cases"] == []
    assert cases.ask(below, "GET", "/cases/export", unit=OTHER_WARD).status == 404
    elsewhere = cases.ask(below, "POST", "/cases/import", document(THEIRS | {"unit": OTHER_WARD}))
    assert (elsewhere.status, set(elsewhere.faults)) == (422, {"cases.0.unit"})


def test_an_import_reaches_no_case_of_another_unit(cases: Door, desk: CaseService) -> None:
    hidden = desk.read(opened(desk, OTHER_WARD).id)
    below = Person("administrator-2", WARD, "administrator")
    missing = THEIRS | {"system": "loa", "id": "0" * 22}
    for row in (THEIRS | {"system": "loa", "id": hidden.id}, missing):
        reply = cases.ask(below, "POST", "/cases/import", document(row | {"revision": 9, "state": "closed"}))
        assert reply.status < 500, reply.body
        assert hidden.code not in json.dumps(reply.body)
    own = cases.good(ADMINISTRATOR, "POST", "/cases/import", document(THEIRS))["opened"][0]
    moved(desk, desk.read(own), Move.TRANSFER, to_path=OTHER_WARD)
    before = desk.read(own)
    newer = THEIRS | {"revision": 2, "state": "answered", "answer": "MARKED"}
    cases.ask(below, "POST", "/cases/import", document(newer))
    assert desk.read(own) == before
    assert desk.read(hidden.id) == hidden


def test_an_import_that_runs_out_of_time_says_which_cases_to_send_again(
    cases: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter([25_000, 25_000, 7_000])
    monkeypatch.setattr(Context, "get_remaining_time_in_millis", lambda _: next(left))
    rows = [THEIRS | {"id": f"TW-{number}"} for number in range(3)]
    done = cases.good(ADMINISTRATOR, "POST", "/cases/import", document(*rows), key="nhap-cham")
    assert len(done["opened"]) == 2
    assert done["refused"] == {"cases.2": texts.NOT_IN_TIME}
    monkeypatch.undo()
    rest = cases.good(ADMINISTRATOR, "POST", "/cases/import", document(*rows), key="nhap-tiep")
    assert (len(rest["opened"]), sorted(rest["unchanged"])) == (1, sorted(done["opened"]))
