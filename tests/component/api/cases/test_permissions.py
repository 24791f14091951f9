"""The officers' API of cases: who may do what to which case."""

import json
from typing import Any

import pytest

from loa.casework.cases.rules.model import Case, CaseState, Move
from loa.casework.cases.work.service import CaseService
from loa.foundation.officers.model import Role
from loa.foundation.units.model import is_within
from tests.worlds.component.cases import answered, moved, opened
from tests.worlds.province import (
    APPROVER,
    CITY,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    TOWN,
    VIEWER,
    WARD,
    Door,
    Person,
)

ROLES = ("administrator", "editor", "approver", "viewer", "investigator", "")


READERS = {"administrator", "editor", "approver"}


MAY = {
    "read": READERS,
    "work": READERS,
    "release": {"administrator", "approver"},
}


REQUESTS: dict[str, tuple[str, str, Any]] = {
    "read": ("GET", "", None),
    "work": ("POST", "/notes", {"text": "Đã xem."}),
    "release": ("GET", "/redaction", None),
}


PLACES = (PROVINCE, CITY, WARD, OTHER_WARD, TOWN)


def expected(role: str, own: str, at: str, received: str, action: str) -> int:
    """The status that the rule asks for: 404 hidden, 403 refused, below 300 done."""
    here, from_here = is_within(at, own), is_within(received, own)
    if not (here or from_here):
        return 404
    if not here and action != "read":
        return 403
    if role not in MAY[action]:
        return 403
    return 201 if action == "work" else 200


@pytest.fixture
def placed(desk: CaseService) -> list[Case]:
    """A case of each unit, and some that came to one unit and are with another now."""
    found = [opened(desk, unit) for unit in PLACES]
    for received, at in (
        (WARD, CITY),
        (WARD, OTHER_WARD),
        (CITY, WARD),
        (OTHER_WARD, TOWN),
        (TOWN, PROVINCE),
    ):
        found.append(moved(desk, opened(desk, received), Move.TRANSFER, to_path=at))
    return found


def test_the_table_knows_every_role() -> None:
    assert {role.value for role in Role} == set(ROLES) - {""}


@pytest.mark.parametrize("own", PLACES)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_to_which_case(cases: Door, placed: list[Case], role: str, own: str) -> None:
    person = Person("somebody", own, role)
    nothing = cases.ask(person, "GET", f"/cases/{'0' * 22}").essence
    for case in placed:
        for action, (method, path, body) in REQUESTS.items():
            reply = cases.ask(person, method, f"/cases/{case.id}{path}", body)
            wanted = expected(role, own, case.unit_path, case.received_path, action)
            assert reply.status == wanted, (role, own, case.unit_path, case.received_path, action)
            if wanted == 404:
                assert reply.essence == nothing


def test_nobody_gets_in_without_a_token(cases: Door, desk: CaseService) -> None:
    case = opened(desk, WARD)
    for path, methods in cases.contract["paths"].items():
        for method in methods:
            route = path.replace("{case_id}", case.id).replace("{code}", case.code)
            reply = cases.ask(None, method.upper(), route, {} if method == "post" else None)
            assert reply.status in {401, 422}, (method, path)
            assert "MARKED" not in json.dumps(reply.body)


def test_every_request_that_changes_something_wants_its_right(cases: Door, desk: CaseService) -> None:
    case = answered(desk, WARD)
    bodies: dict[str, Any] = {
        "moves": {"move": "reopen", "expected_version": 3},
        "assignment": {"expected_version": 3},
        "notes": {"text": "x"},
        "supplements": {"text": "x"},
        "join": {"into": "0" * 22, "expected_version": 3},
        "part": {"expected_version": 3},
        "release": {"text": "x", "answer": "x", "expected_version": 3},
    }
    for path, body in bodies.items():
        assert cases.ask(VIEWER, "POST", f"/cases/{case.id}/{path}", body).status == 403, path
        assert cases.ask(OTHER_WARD_EDITOR, "POST", f"/cases/{case.id}/{path}", body).status == 404, path
    assert cases.ask(VIEWER, "DELETE", f"/cases/{case.id}/release").status == 403
    assert desk.read(case.id).version == case.version
    assert desk.read(case.id).state is CaseState.ANSWERED


def test_an_approver_above_reads_what_lies_below(cases: Door, desk: CaseService) -> None:
    case = opened(desk, WARD)
    assert cases.good(APPROVER, "GET", f"/cases/{case.id}")["case_id"] == case.id
