"""Broadcasts through the officer API: look ahead, edit, emergencies, the flow, the units' own words."""

from datetime import timedelta
from typing import Any

import pytest

from loa import clock
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import ArticleState, Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import BroadcastState
from tests.component.api.broadcasts.test_broadcasts import (
    approve,
    approved,
    drafted,
    morning,
    scheduled,
    schedules,
    seen,
    submitted,
)
from tests.component.conftest import connect, taken
from tests.conftest import OpenTable
from tests.worlds.fakes import ARTICLE
from tests.worlds.province import (
    APPROVER,
    CITY,
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    TOWN,
    UNITS,
    VIEWER,
    WARD,
    WARD_ADMINISTRATOR,
    WARD_EDITOR,
    Door,
    Person,
)

WARD_APPROVER = Person("approver-3", WARD, "approver")
WORDS = {"paragraph": "Phường mời bà con đến Nhà văn hóa khối 3."}


def under_way(officer: Door, open_table: OpenTable, states: dict[str, DeliveryState]) -> str:
    """A broadcast that is being sent, with a delivery in each of these states."""
    name = scheduled(officer)
    now = clock.now()
    DeliveryStore(open_table("Broadcasts")).plan(
        Delivery(name, path, f"Tên {path}", f"oa-{path}", state, now - timedelta(minutes=1), attempts=1)
        for path, state in states.items()
    )
    open_table("Broadcasts").update(
        name, "meta", set={"state": BroadcastState.SENDING.value, "planned": len(states)}
    )
    return name


def delivery_states(officer: Door, name: str) -> dict[str, str]:
    rows = officer.good(VIEWER, "GET", f"/broadcasts/{name}/deliveries")["items"]
    return {row["unit"]: row["state"] for row in rows}


# Before it is sent


def test_a_preview_says_who_would_send_who_cannot_and_why(officer: Door, open_table: OpenTable) -> None:
    connect(open_table, WARD, oa_type=2)
    connect(open_table, CITY)
    shown = officer.good(VIEWER, "GET", f"/broadcasts/{drafted(officer)}/preview")
    assert (shown["accounts"], shown["cannot"]) == (2, {"no_account": 3})
    rows = {row["unit"]: row for row in shown["items"]}
    assert set(rows) == {unit.path for unit in UNITS}
    assert (rows[WARD]["quota_left"], rows[WARD]["warning"]) == (1, "used_up")
    assert shown["warnings"] == {"used_up": 1}
    assert (rows[CITY]["quota_left"], rows[CITY]["reason"]) == (None, "")
    assert rows[TOWN]["reason_text"] == "Đơn vị chưa kết nối Official Account."


def test_a_preview_says_on_which_day_each_would_send(officer: Door, open_table: OpenTable) -> None:
    for path in (CITY, WARD, OTHER_WARD):
        connect(open_table, path)
    name = drafted(officer, over_quota="spread", days=2)
    assert officer.good(VIEWER, "GET", f"/broadcasts/{name}")["days"] == 2
    shown = officer.good(VIEWER, "GET", f"/broadcasts/{name}/preview")
    assert list(shown["days"].values()) == [2, 1]
    assert (
        shown["expected_finish"][:10]
        > min(row["planned_for"] for row in shown["items"] if row["planned_for"])[:10]
    )
    planned = {row["unit"] for row in shown["items"] if row["planned_for"]}
    assert planned == {CITY, WARD, OTHER_WARD}


@pytest.mark.parametrize("pace", [{"days": 2}, {"per_day": 100}])
def test_a_pace_without_spreading_is_refused_with_its_field(officer: Door, pace: dict[str, int]) -> None:
    article = officer.good(EDITOR, "POST", "/articles", ARTICLE)
    reply = officer.ask(EDITOR, "POST", "/broadcasts", {"article_id": article["article_id"], **pace})
    assert reply.status == 422
    assert "over_quota" in str(reply.body)


def test_an_edit_voids_the_approval_takes_the_schedule_back_and_shows_what_changed(officer: Door) -> None:
    name = scheduled(officer)
    before = officer.good(VIEWER, "GET", f"/broadcasts/{name}")
    article = officer.good(EDITOR, "POST", "/articles", ARTICLE | {"title": "Tên khác"})
    body = {"article_id": article["article_id"], "version": before["version"]}
    edited = officer.good(EDITOR, "PUT", f"/broadcasts/{name}", body)
    assert (edited["state"], edited["approval"], edited["send_at"]) == ("draft", None, None)
    assert schedules() == {}
    submitted(officer, name)
    shown = officer.good(APPROVER, "GET", f"/broadcasts/{name}")
    assert shown["changes"] == [
        {"field": "article.title", "before": ARTICLE["title"], "after": "Tên khác"},
    ]
    late = officer.ask(EDITOR, "PUT", f"/broadcasts/{name}", body)
    assert late.status == 409
    instant = {"send_at": morning().isoformat(), **seen(officer, name)}
    assert officer.ask(APPROVER, "POST", f"/broadcasts/{name}/schedule", instant).status == 409


def test_who_edits_becomes_the_author_and_cannot_approve(officer: Door) -> None:
    name = drafted(officer)
    both = Person("both-1", PROVINCE, "editor approver")
    article = officer.good(both, "POST", "/articles", ARTICLE)
    body = {"article_id": article["article_id"], "version": 1}
    target = {"root": PROVINCE, "without": [WARD]}
    officer.good(both, "PUT", f"/broadcasts/{name}", body | {"target": target})
    submitted(officer, name)
    assert officer.ask(both, "POST", f"/broadcasts/{name}/approve", seen(officer, name)).status == 403


def test_a_test_is_a_draft_of_its_own_for_one_account(officer: Door) -> None:
    name = drafted(officer)
    reply = officer.ask(EDITOR, "POST", f"/broadcasts/{name}/test", {"unit": WARD})
    assert reply.status == 201
    assert reply.body["broadcast_id"] != name
    assert (reply.body["state"], reply.body["approval"]) == ("draft", None)
    assert (reply.body["target"]["root"], reply.body["target"]["units"]) == (WARD, [WARD])
    nowhere = {"unit": "40.412.99999"}
    assert officer.ask(EDITOR, "POST", f"/broadcasts/{name}/test", nowhere).status == 404
    assert officer.ask(APPROVER, "POST", f"/broadcasts/{name}/test", {"unit": WARD}).status == 403


def test_in_an_emergency_one_person_is_enough_with_a_reason_and_the_unit_above_sees_it(
    officer: Door,
) -> None:
    name = drafted(officer, WARD_EDITOR)
    route = f"/broadcasts/{name}/emergency"
    digest = seen(officer, name)
    blank = officer.ask(WARD_ADMINISTRATOR, "POST", route, digest | {"reason": "  "})
    assert (blank.status, set(blank.faults)) == (422, {"reason"})
    assert officer.ask(WARD_EDITOR, "POST", route, digest | {"reason": "Lũ"}).status == 403
    shown = officer.good(WARD_ADMINISTRATOR, "POST", route, digest | {"reason": "Lũ lên nhanh"})
    assert (shown["state"], shown["approval"]["emergency"]) == ("approved", "Lũ lên nhanh")
    (told,) = officer.good(VIEWER, "GET", "/emergencies", unit=CITY)["items"]
    assert (told["broadcast_id"], told["from_unit"], told["officer"], told["why"]) == (
        name,
        WARD,
        WARD_ADMINISTRATOR.sub,
        "Lũ lên nhanh",
    )
    assert officer.good(WARD_EDITOR, "GET", "/emergencies")["items"] == []
    assert officer.ask(WARD_EDITOR, "GET", "/emergencies", unit=CITY).status == 404


# Under way


def test_progress_has_a_line_for_each_unit_below_and_its_colour(officer: Door, open_table: OpenTable) -> None:
    name = under_way(
        officer,
        open_table,
        {
            PROVINCE: DeliveryState.SENT,
            WARD: DeliveryState.FAILED,
            OTHER_WARD: DeliveryState.SENT,
            TOWN: DeliveryState.PENDING,
        },
    )
    lines = officer.good(VIEWER, "GET", f"/broadcasts/{name}/progress")["items"]
    assert {line["unit"]: (line["colour"], line["ledger"]["planned"]) for line in lines} == {
        PROVINCE: ("green", 1),
        CITY: ("red", 2),
        TOWN: ("yellow", 1),
    }
    within = officer.good(VIEWER, "GET", f"/broadcasts/{name}/progress", within=CITY)["items"]
    assert {line["unit"]: line["colour"] for line in within} == {WARD: "red", OTHER_WARD: "green"}


def test_progress_counts_what_was_sent_and_is_missing_by_now(officer: Door, open_table: OpenTable) -> None:
    name = under_way(officer, open_table, {WARD: DeliveryState.SENT, OTHER_WARD: DeliveryState.SENT})
    ledger = DeliveryStore(open_table("Broadcasts"))
    sent = ledger.get(name, WARD)
    assert sent is not None
    assert ledger.note_article(sent, ArticleState.GONE, clock.now(), reason="article_gone")
    (line,) = officer.good(VIEWER, "GET", f"/broadcasts/{name}/progress")["items"]
    assert (line["colour"], line["article_missing"], line["ledger"]["sent"]) == ("red", 1, 2)
    shown = officer.good(VIEWER, "GET", f"/broadcasts/{name}/deliveries/{WARD}")
    assert (shown["state"], shown["article_state"]) == ("sent", "gone")
    assert [event["reason"] for event in shown["history"]] == ["article_gone"]


def test_paused_and_resumed_only_what_is_pending_goes_on(officer: Door, open_table: OpenTable) -> None:
    name = under_way(officer, open_table, {WARD: DeliveryState.PENDING, CITY: DeliveryState.SENT})
    for _ in range(2):
        assert officer.good(APPROVER, "POST", f"/broadcasts/{name}/pause")["state"] == "paused"
    assert taken("deliveries") == []
    assert officer.good(APPROVER, "POST", f"/broadcasts/{name}/resume")["state"] == "sending"
    assert [message["unit_path"] for _, message in taken("deliveries")] == [WARD]


def test_cancelled_under_way_what_is_sent_stays_sent_and_the_rest_is_skipped(
    officer: Door, open_table: OpenTable
) -> None:
    name = under_way(
        officer,
        open_table,
        {WARD: DeliveryState.PENDING, CITY: DeliveryState.SENT, TOWN: DeliveryState.HELD},
    )
    for _ in range(2):
        assert officer.good(APPROVER, "POST", f"/broadcasts/{name}/cancel")["state"] == "cancelled"
    assert delivery_states(officer, name) == {WARD: "skipped", CITY: "sent", TOWN: "skipped"}
    row = officer.good(VIEWER, "GET", f"/broadcasts/{name}/deliveries/{WARD}")
    assert row["reason_text"] == "Tin đã bị hủy trước khi gửi qua đơn vị này."
    assert [(line["what"], line["reason"], line["by"]) for line in row["history"]] == [
        ("skipped", "cancelled", APPROVER.sub)
    ]
    assert officer.ask(APPROVER, "POST", f"/broadcasts/{name}/resume").status == 409
    assert officer.ask(APPROVER, "POST", f"/broadcasts/{name}/retry", {}).status == 409


def test_exactly_what_failed_is_tried_again_and_never_what_is_unknown(
    officer: Door, open_table: OpenTable
) -> None:
    name = under_way(
        officer,
        open_table,
        {
            WARD: DeliveryState.FAILED,
            OTHER_WARD: DeliveryState.UNKNOWN,
            CITY: DeliveryState.SENT,
            TOWN: DeliveryState.FAILED,
        },
    )
    assert officer.good(APPROVER, "POST", f"/broadcasts/{name}/retry", {"within": CITY}) == {"retried": 1}
    assert [message["unit_path"] for _, message in taken("deliveries")] == [WARD]
    assert officer.good(APPROVER, "POST", f"/broadcasts/{name}/retry", {}) == {"retried": 1}
    assert [message["unit_path"] for _, message in taken("deliveries")] == [TOWN]
    assert delivery_states(officer, name)[OTHER_WARD] == "unknown"


@pytest.mark.parametrize(("was_sent", "state"), [(True, "sent"), (False, "failed")])
def test_a_person_settles_what_is_unknown(
    officer: Door, open_table: OpenTable, *, was_sent: bool, state: str
) -> None:
    name = under_way(officer, open_table, {WARD: DeliveryState.UNKNOWN, CITY: DeliveryState.SENT})
    route = f"/broadcasts/{name}/deliveries/{WARD}/outcome"
    for _ in range(2):
        settled = officer.good(APPROVER, "POST", route, {"was_sent": was_sent})
        assert (settled["state"], settled["reason"]) == (state, "checked_by_officer")
    history = officer.good(VIEWER, "GET", f"/broadcasts/{name}/deliveries/{WARD}")["history"]
    assert [(line["what"], line["by"]) for line in history] == [(state, APPROVER.sub)]
    certain = f"/broadcasts/{name}/deliveries/{CITY}/outcome"
    assert officer.ask(APPROVER, "POST", certain, {"was_sent": False}).status == 409
    nowhere = f"/broadcasts/{name}/deliveries/{TOWN}/outcome"
    assert officer.ask(APPROVER, "POST", nowhere, {"was_sent": True}).status == 404
    assert taken("deliveries") == []


CONTROLS: list[tuple[str, Any]] = [
    ("pause", None),
    ("resume", None),
    ("retry", {}),
    ("cancel", None),
    ("emergency", {"reason": "Lũ", "digest": "0" * 64}),
    (f"deliveries/{WARD}/outcome", {"was_sent": True}),
]


@pytest.mark.parametrize(("step", "body"), CONTROLS)
def test_each_control_has_its_roles_and_its_scope(
    officer: Door, open_table: OpenTable, step: str, body: Any
) -> None:
    name = under_way(officer, open_table, {WARD: DeliveryState.UNKNOWN})
    route = f"/broadcasts/{name}/{step}"
    assert officer.ask(EDITOR, "POST", route, body).status == 403
    assert officer.ask(VIEWER, "POST", route, body).status == 403
    foreign = officer.ask(WARD_ADMINISTRATOR, "POST", route, body)
    nothing = officer.ask(APPROVER, "POST", f"/broadcasts/{'0' * 22}/{step}", body)
    assert foreign.status == nothing.status == 404
    assert foreign.essence == nothing.essence


@pytest.mark.parametrize("step", ["pause", "resume"])
def test_a_draft_has_nothing_to_pause(officer: Door, step: str) -> None:
    assert officer.ask(APPROVER, "POST", f"/broadcasts/{approved(officer)}/{step}").status == 409


# The units' own words


def inviting(officer: Door) -> str:
    """An approved broadcast of the province that asks units for their words."""
    until = clock.now() + timedelta(hours=1)
    name = drafted(officer, localise_until=clock.to_text(until))
    approve(officer, name)
    return name


def test_a_unit_sees_its_invitation_adds_words_and_a_second_person_lets_them_pass(officer: Door) -> None:
    name = inviting(officer)
    (invitation,) = officer.good(WARD_EDITOR, "GET", "/invitations")["items"]
    assert (invitation["broadcast"]["broadcast_id"], invitation["mine"]) == (name, None)
    route = f"/broadcasts/{name}/localisations/{WARD}"
    proposed = officer.good(WARD_EDITOR, "PUT", route, WORDS)
    digest = {"digest": proposed["digest"]}
    assert proposed["state"] == "proposed"
    (invitation,) = officer.good(WARD_EDITOR, "GET", "/invitations")["items"]
    assert invitation["mine"]["paragraph"] == WORDS["paragraph"]
    own = Person(WARD_EDITOR.sub, WARD, "administrator")
    assert officer.ask(own, "POST", f"{route}/approve", digest).status == 403
    assert officer.ask(WARD_EDITOR, "POST", f"{route}/approve", digest).status == 403
    assert officer.good(WARD_APPROVER, "POST", f"{route}/approve", digest)["state"] == "approved"
    (row,) = officer.good(VIEWER, "GET", f"/broadcasts/{name}/localisations")["items"]
    assert (row["unit"], row["state"]) == (WARD, "approved")


def test_an_officer_localises_their_own_unit_only(officer: Door) -> None:
    name = inviting(officer)
    foreign = officer.ask(OTHER_WARD_EDITOR, "PUT", f"/broadcasts/{name}/localisations/{WARD}", WORDS)
    nothing = officer.ask(WARD_EDITOR, "PUT", f"/broadcasts/{'0' * 22}/localisations/{WARD}", WORDS)
    assert foreign.status == nothing.status == 404
    assert officer.ask(VIEWER, "PUT", f"/broadcasts/{name}/localisations/{WARD}", WORDS).status == 403
    assert officer.ask(WARD_EDITOR, "GET", f"/broadcasts/{name}/localisations").status == 404
    assert officer.good(VIEWER, "GET", f"/broadcasts/{name}/localisations")["items"] == []


def test_a_unit_that_is_not_asked_has_no_invitation(officer: Door) -> None:
    until = clock.to_text(clock.now() + timedelta(hours=1))
    name = drafted(officer, localise_until=until, target={"root": PROVINCE, "without": [WARD]})
    approve(officer, name)
    assert officer.good(WARD_EDITOR, "GET", "/invitations")["items"] == []
    assert len(officer.good(OTHER_WARD_EDITOR, "GET", "/invitations")["items"]) == 1
    assert officer.ask(WARD_EDITOR, "PUT", f"/broadcasts/{name}/localisations/{WARD}", WORDS).status == 404
    common = approved(officer)
    route = f"/broadcasts/{common}/localisations/{OTHER_WARD}"
    assert officer.ask(OTHER_WARD_EDITOR, "PUT", route, WORDS).status == 404


def test_a_unit_may_decline_and_adding_nothing_is_refused(officer: Door) -> None:
    route = f"/broadcasts/{inviting(officer)}/localisations/{WARD}"
    empty = officer.ask(WARD_EDITOR, "PUT", route, {})
    assert (empty.status, set(empty.faults)) == (422, {"paragraph"})
    declined = officer.good(WARD_EDITOR, "PUT", route, {"decline": True})
    assert declined["state"] == "declined"
    digest = {"digest": declined["digest"]}
    assert officer.ask(WARD_APPROVER, "POST", f"{route}/approve", digest).status == 409


def test_after_the_cut_off_nothing_can_be_added(officer: Door, open_table: OpenTable) -> None:
    name = inviting(officer)
    row = open_table("Broadcasts").get(name, "meta")
    assert row is not None
    past = clock.to_text(clock.now() - timedelta(seconds=1))
    open_table("Broadcasts").update(name, "meta", set={"content": row["content"] | {"localise_until": past}})
    assert BroadcastStore(open_table("Broadcasts")).get(name).content.localise_until is not None
    route = f"/broadcasts/{name}/localisations/{WARD}"
    assert officer.ask(WARD_EDITOR, "PUT", route, WORDS).status == 409
    assert officer.good(WARD_EDITOR, "GET", "/invitations")["items"] == []


def test_the_articles_of_what_was_cancelled_are_taken_down(officer: Door, open_table: OpenTable) -> None:
    name = under_way(officer, open_table, {WARD: DeliveryState.SENT, CITY: DeliveryState.PENDING})
    open_table("Broadcasts").update(name, f"delivery#{WARD}#", set={"article_id": "article-1"})
    route = f"/broadcasts/{name}/remove"
    why = {"reason": "Sai số tài khoản."}
    assert officer.ask(APPROVER, "POST", route, why).status == 409  # under way: cancel it first
    officer.good(APPROVER, "POST", f"/broadcasts/{name}/cancel")
    assert officer.ask(EDITOR, "POST", route, why).status == 403
    assert officer.ask(WARD_APPROVER, "POST", route, why).status == 404
    assert officer.ask(APPROVER, "POST", route, {"reason": " "}).status == 422
    shown = officer.good(APPROVER, "POST", route, why)
    assert (shown["state"], shown["removal"]["reason"]) == ("cancelled", why["reason"])
    ((_, message),) = taken("deliveries")
    assert (message["do"], message["unit_path"], message["attempt"]) == ("remove", WARD, 1)
    assert officer.good(VIEWER, "GET", f"/broadcasts/{name}")["articles"] == {
        "removed": 0,
        "pending": 1,
        "failed": 0,
    }
    row = officer.good(VIEWER, "GET", f"/broadcasts/{name}/deliveries/{WARD}")
    assert (row["removing"], row["history"][-1]["what"], row["history"][-1]["by"]) == (
        "pending",
        "remove",
        APPROVER.sub,
    )
