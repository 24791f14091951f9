"""The API of investigators, as API Gateway calls it, and the daily round."""

from collections.abc import Callable
from typing import Any

import pytest

from loa.casework.denunciations.rows.store import DenunciationStore
from loa.errors import StoreFault
from tests.conftest import OpenTable
from tests.worlds.component.confidential import (
    CITY_INVESTIGATOR,
    MARK,
    WARD_INVESTIGATOR,
    Place,
    confidential_place,
)
from tests.worlds.doors import Context
from tests.worlds.province import (
    ADMINISTRATOR,
    APPROVER,
    CITY,
    EDITOR,
    OTHER_WARD,
    VIEWER,
    WARD,
    Person,
)

OTHER_INVESTIGATOR = Person("investigator-3", OTHER_WARD, "investigator")
BOTH = [
    Person(f"investigator-{role}", WARD, f"investigator {role}")
    for role in ("administrator", "editor", "approver")
]


@pytest.fixture
def place(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Place:
    return confidential_place(open_table, monkeypatch)


# Investigators


def test_the_list_tells_no_word_and_the_whole_only_after_a_look(place: Place) -> None:
    head = place.opened()
    assert MARK not in str(head)
    assert "MARKED" not in str(head)
    whole = place.door.good(WARD_INVESTIGATOR, "GET", f"/confidential-cases/{head['id']}")
    assert MARK in whole["statement"]["first_words"]
    looks = place.door.good(WARD_INVESTIGATOR, "GET", f"/confidential-cases/{head['id']}/looks")["items"]
    assert [look["kind"] for look in looks] == ["looks", "case"]
    assert {look["officer"] for look in looks} == {"investigator-1"}


def test_without_the_row_of_the_look_nothing_is_shown(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    head = place.opened()

    def refuse(*_: object) -> None:
        raise StoreFault

    monkeypatch.setattr(DenunciationStore, "write_look", refuse)
    for path in ("", f"/{head['id']}", f"/{head['id']}/looks"):
        reply = place.door.ask(WARD_INVESTIGATOR, "GET", f"/confidential-cases{path}")
        assert reply.status >= 500
        assert "MARKED" not in str(reply.body)
        assert head["code"] not in str(reply.body)


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (ADMINISTRATOR, 403),
        (EDITOR, 403),
        (APPROVER, 403),
        (VIEWER, 403),
        *((person, 403) for person in BOTH),
        (CITY_INVESTIGATOR, 404),
        (OTHER_INVESTIGATOR, 404),
        (None, 401),
    ],
)
def test_everybody_else_stays_outside(
    place: Place, person: Person | None, status: int, logged: Callable[[], str]
) -> None:
    head = place.opened()
    logged()
    path = f"/confidential-cases/{head['id']}"
    requests: list[tuple[str, str, Any]] = [
        ("GET", path, None),
        ("GET", f"{path}/looks", None),
        ("POST", f"{path}/moves", {"move": "accept", "version": 1}),
        ("POST", f"{path}/extension", {"reason": "x", "version": 1}),
        ("POST", f"{path}/transfer", {"unit": CITY, "reason": "x", "version": 1}),
        ("POST", f"{path}/transfer/approval", {"version": 1}),
    ]
    for method, where, body in requests:
        reply = place.door.ask(person, method, where, body)
        assert reply.status == status
        assert "MARKED" not in str(reply.body)
    if status in {403, 404}:
        assert logged().count('"ConfidentialAccessDenied"') >= len(requests)
    if status == 404:
        absent = place.door.ask(person, "GET", f"/confidential-cases/{'0' * 22}")
        assert absent.essence == place.door.ask(person, "GET", path).essence


def test_a_step_is_done_once_and_its_kept_answer_tells_nothing(place: Place) -> None:
    head = place.opened()
    body = {"move": "refuse", "version": 1, "reason": f"lý do {MARK}", "legal_ground": "Điều 29"}
    path = f"/confidential-cases/{head['id']}/moves"
    first = place.door.good(WARD_INVESTIGATOR, "POST", path, body, key="refuse-once")
    again = place.door.good(WARD_INVESTIGATOR, "POST", path, body, key="refuse-once")
    assert first == again
    assert (first["state"], first["version"]) == ("refused", 2)
    assert MARK not in str(first)
    assert place.door.ask(WARD_INVESTIGATOR, "POST", path, body).status == 409
    whole = place.door.good(WARD_INVESTIGATOR, "GET", f"/confidential-cases/{head['id']}")
    assert whole["reason"] == body["reason"]
    assert [entry["what"] for entry in whole["history"]] == ["opened", "refuse"]


def test_what_is_missing_is_named(place: Place) -> None:
    head = place.opened()
    path = f"/confidential-cases/{head['id']}"
    reply = place.door.ask(WARD_INVESTIGATOR, "POST", f"{path}/moves", {"move": "refuse", "version": 1})
    assert (reply.status, set(reply.faults)) == (422, {"reason", "legal_ground"})
    reply = place.door.ask(
        WARD_INVESTIGATOR, "POST", f"{path}/transfer", {"unit": "40.999", "reason": "x", "version": 1}
    )
    assert (reply.status, set(reply.faults)) == (422, {"unit"})


def test_it_may_be_handed_to_the_province_and_is_gone_then(place: Place) -> None:
    head = place.opened()
    path = f"/confidential-cases/{head['id']}"
    body = {"unit": CITY, "reason": "Đúng thẩm quyền", "version": 1}
    assert place.door.good(WARD_INVESTIGATOR, "POST", f"{path}/transfer", body)["unit"] == CITY
    assert place.door.ask(WARD_INVESTIGATOR, "GET", path).status == 404
    assert place.door.good(CITY_INVESTIGATOR, "GET", path)["statement"]["first_words"]


def test_the_time_is_extended_after_acceptance(place: Place) -> None:
    head = place.opened()
    path = f"/confidential-cases/{head['id']}"
    accepted = place.door.good(WARD_INVESTIGATOR, "POST", f"{path}/moves", {"move": "accept", "version": 1})
    later = place.door.good(
        WARD_INVESTIGATOR, "POST", f"{path}/extension", {"reason": "Phức tạp", "version": 2}
    )
    assert later["answer_by"] > accepted["answer_by"]
    assert later["extended"] == 1


def test_lists_come_in_pages_and_a_cursor_leads_nowhere_else(place: Place) -> None:
    for _ in range(3):
        place.written()
    first = place.door.good(WARD_INVESTIGATOR, "GET", "/confidential-cases", limit=2)
    rest = place.door.good(WARD_INVESTIGATOR, "GET", "/confidential-cases", limit=2, cursor=first["next"])
    assert len({head["id"] for head in first["items"] + rest["items"]}) == 3
    foreign = place.door.ask(OTHER_INVESTIGATOR, "GET", "/confidential-cases", cursor=first["next"])
    assert foreign.status == 422
    head = first["items"][0]["id"]
    for _ in range(3):
        looks = place.door.good(WARD_INVESTIGATOR, "GET", f"/confidential-cases/{head}/looks", limit=2)
    more = place.door.good(
        WARD_INVESTIGATOR, "GET", f"/confidential-cases/{head}/looks", limit=2, cursor=looks["next"]
    )
    assert len(more["items"]) == 1, "three looks before this one, two of them on the first page"


# The schedule


def test_the_round_may_run_twice(place: Place) -> None:
    place.written(path=WARD)
    assert place.module.handler({"task": "remind"}, Context())["taken_over"] == 0
    (head,) = place.door.good(CITY_INVESTIGATOR, "GET", "/confidential-cases")["items"]
    assert (head["completed"], head["anonymous"], head["about"]) == (False, True, WARD)
    assert place.door.good(WARD_INVESTIGATOR, "GET", "/confidential-reminders") == {"items": []}


def test_a_transfer_downwards_is_approved_by_a_second_investigator(place: Place) -> None:
    second = Person("investigator-9", CITY, "investigator")
    place.written(path=WARD)
    (head,) = place.door.good(CITY_INVESTIGATOR, "GET", "/confidential-cases")["items"]
    path = f"/confidential-cases/{head['id']}"
    wish = {"unit": WARD, "reason": "Đúng nơi", "version": 1}
    proposed = place.door.good(CITY_INVESTIGATOR, "POST", f"{path}/transfer", wish)
    assert (proposed["unit"], proposed["proposed_to"]) == (CITY, WARD)
    approval = {"version": proposed["version"]}
    own = place.door.ask(CITY_INVESTIGATOR, "POST", f"{path}/transfer/approval", approval)
    assert own.status == 403
    moved = place.door.good(second, "POST", f"{path}/transfer/approval", approval)
    assert (moved["unit"], moved["proposed_to"]) == (WARD, "")
    assert place.door.ask(second, "GET", path).status == 404
