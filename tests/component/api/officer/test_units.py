"""Units, account health and consent links through the officer API."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from loa import clock
from loa.foundation.accounts.consents.model import verify
from loa.foundation.accounts.model import Account, AccountState, Departure
from loa.foundation.accounts.store import AccountStore, account_row
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.transactions import commit
from tests.component.conftest import taken
from tests.conftest import OpenTable
from tests.worlds.component.settings import CONSENT_KEY
from tests.worlds.province import (
    ADMINISTRATOR,
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

NOW = clock.now()


def paths(body: dict[str, list[dict[str, str]]]) -> list[str]:
    return [item["path"] for item in body["items"]]


def test_the_province_sees_all_units_in_tree_order(officer: Door) -> None:
    body = officer.good(VIEWER, "GET", "/units")
    assert paths(body) == [PROVINCE, CITY, OTHER_WARD, WARD, TOWN]
    assert body["items"][3] == {
        "path": WARD,
        "name": "Phường Hà Huy Tập",
        "label": "Phường Hà Huy Tập",
        "kind": "phuong",
        "parent": CITY,
    }


def test_a_ward_sees_itself_and_a_part_of_the_tree_can_be_asked_for(officer: Door) -> None:
    assert paths(officer.good(WARD_EDITOR, "GET", "/units")) == [WARD]
    assert paths(officer.good(VIEWER, "GET", "/units", within=CITY)) == [CITY, OTHER_WARD, WARD]


@pytest.mark.parametrize(
    "text", ["hà huy tập", "ha huy", "HÀ HUY TẬP", "Hà Huy\u00a0Tâp", "\u200bha huy", "Hµ Huy TËp"]
)
def test_units_are_found_by_name_with_and_without_marks(officer: Door, text: str) -> None:
    assert paths(officer.good(VIEWER, "GET", "/units", text=text)) == [WARD]
    assert paths(officer.good(OTHER_WARD_EDITOR, "GET", "/units", text=text)) == []


def test_a_unit_that_has_ended_names_what_stands_in_its_place(officer: Door, open_table: OpenTable) -> None:
    heir = Unit(f"{PROVINCE}.16690", "2024-09", "16690", "Phường Thành Vinh", UnitKind.WARD)
    ended = Unit(
        f"{CITY}.16700", "2024-08", "16700", "Phường Cửa Nam", UnitKind.WARD,
        valid_to=date(2024, 9, 1), successors=(heir.unit_id,),
    )  # fmt: skip
    UnitStore(open_table("Units")).save_all([heir, ended])
    told = "Phường Cửa Nam không còn sau ngày 01/09/2024; nay là Phường Thành Vinh."
    listed = officer.ask(ADMINISTRATOR, "GET", "/units", within=ended.path)
    linked = officer.ask(ADMINISTRATOR, "POST", f"/accounts/{ended.path}/consent-link")
    assert [(reply.status, reply.body.get("detail")) for reply in (listed, linked)] == [(404, told)] * 2
    unknown = officer.ask(ADMINISTRATOR, "GET", "/units", within=f"{CITY}.99999")
    stranger = officer.ask(OTHER_WARD_EDITOR, "GET", "/units", within=ended.path)
    assert [(reply.status, "detail" in reply.body) for reply in (unknown, stranger)] == [(404, False)] * 2


def test_an_old_name_finds_the_unit_that_took_over__for_those_who_see_it(
    officer: Door, open_table: OpenTable
) -> None:
    ward = next(unit for unit in UNITS if unit.path == WARD)
    ended = Unit(
        f"{CITY}.16700", "2024-08", "16700", "Phường Cửa Nam", UnitKind.WARD,
        valid_to=date(2024, 9, 1), successors=(ward.unit_id,),
    )  # fmt: skip
    UnitStore(open_table("Units")).save_all([ended])

    (found,) = officer.good(VIEWER, "GET", "/units", text="cửa nam")["items"]

    assert (found["path"], found["label"]) == (WARD, "Phường Hà Huy Tập (trước là Phường Cửa Nam)")
    assert paths(officer.good(WARD_EDITOR, "GET", "/units", text="cửa nam")) == [WARD]
    assert paths(officer.good(OTHER_WARD_EDITOR, "GET", "/units", text="cửa nam")) == []


# Confirmed, and taken away


@pytest.fixture
def accounts(open_table: OpenTable, officer: Door) -> AccountStore:
    """The ward's account, to which its administrator has consented an hour ago."""
    begun = NOW - timedelta(hours=1)
    account = Account(
        PROVINCE, WARD, "oa-1", "Mặt trận", 4, AccountState.CONNECTED, begun, begun, NOW + timedelta(days=90),
        is_pending=True,
    )  # fmt: skip
    stored = AccountStore(open_table("Units"))
    commit([stored.connect(account)])
    return stored


CONFIRM, SEEN = f"/accounts/{WARD}/confirm", {"oa_id": "oa-1"}
DISCONNECT, WHY = f"/accounts/{WARD}/disconnect", {"oa_id": "oa-1", "reason": "Nhầm đơn vị."}


def test_who_may_connect_confirms_what_they_saw_and_what_was_missed_is_fetched(
    officer: Door, accounts: AccountStore, logged: Callable[[], str]
) -> None:
    assert officer.good(VIEWER, "GET", "/accounts", within=WARD)["items"][0]["health"] == "pending"
    refused = [
        officer.ask(EDITOR, "POST", CONFIRM, SEEN),
        officer.ask(OTHER_WARD_EDITOR, "POST", CONFIRM, SEEN),
        officer.ask(ADMINISTRATOR, "POST", CONFIRM, {"oa_id": "oa-2"}),
        officer.ask(ADMINISTRATOR, "POST", CONFIRM, {}),
        officer.ask(ADMINISTRATOR, "POST", f"/accounts/{OTHER_WARD}/confirm", SEEN),
    ]
    assert [reply.status for reply in refused] == [403, 404, 409, 422, 404]
    assert taken("followers") == []
    done = officer.good(ADMINISTRATOR, "POST", CONFIRM, SEEN)
    assert (done["health"], done["oa_id"], done["confirmed_by"]) == ("connected", "oa-1", ADMINISTRATOR.name)
    followers, catching_up = (job for _, job in taken("followers"))
    assert (followers["stage"], followers["oa_id"], followers["accept_loss"]) == ("list", "oa-1", False)
    assert catching_up["work"] == "catch_up"
    assert clock.from_text(catching_up["since"]) <= NOW - timedelta(hours=1)
    account = accounts.of_unit(PROVINCE, WARD)
    assert account
    assert account.confirmed_by == ADMINISTRATOR.sub
    assert "account confirmed" in logged()


def test_confirmed_twice_it_says_who_was_first_and_fetches_again(
    officer: Door, accounts: AccountStore
) -> None:
    first = officer.good(ADMINISTRATOR, "POST", CONFIRM, SEEN)
    assert officer.good(WARD_ADMINISTRATOR, "POST", CONFIRM, SEEN) == first
    assert len(taken("followers")) == 4, "the first officer's function may have died before it began"


def test_an_account_at_the_wrong_unit_is_taken_from_it_by_whoever_may_connect(
    officer: Door, accounts: AccountStore, logged: Callable[[], str]
) -> None:
    assert officer.ask(EDITOR, "POST", DISCONNECT, WHY).status == 403
    assert officer.ask(OTHER_WARD_EDITOR, "POST", DISCONNECT, WHY).status == 404
    assert officer.ask(ADMINISTRATOR, "POST", DISCONNECT, WHY | {"oa_id": "oa-2"}).status == 409
    assert officer.ask(ADMINISTRATOR, "POST", DISCONNECT, WHY | {"reason": "\u200b"}).status == 422
    left = officer.good(ADMINISTRATOR, "POST", DISCONNECT, WHY)
    assert (left["unit"], left["oa_id"], left["name"]) == (WARD, "oa-1", "Mặt trận")
    assert (left["by"], left["reason"]) == (ADMINISTRATOR.name, "Nhầm đơn vị.")
    assert officer.ask(ADMINISTRATOR, "POST", DISCONNECT, WHY).status == 404
    assert officer.ask(ADMINISTRATOR, "POST", CONFIRM, SEEN).status == 404
    assert accounts.by_oa("oa-1") is None
    (kept,) = accounts.departures(PROVINCE, PROVINCE)
    assert (kept.by, kept.reason, kept.is_settled) == (ADMINISTRATOR.sub, "Nhầm đơn vị.", False)
    written = logged()
    assert "account disconnected" in written
    assert "Nhầm đơn vị" not in written
    assert ADMINISTRATOR.name not in written


def test_what_units_have_lost_is_listed_the_latest_first_within_the_officers_scope(
    officer: Door, accounts: AccountStore
) -> None:
    for path, days in ((WARD, 1), (OTHER_WARD, 2), (WARD, 3)):
        left = Departure(
            PROVINCE, path, f"oa-{days}", "Mặt trận", NOW - timedelta(days=days), "lan", "Lan", "Nhầm"
        )
        commit(accounts.disconnect(left)[1:])
    route = "/accounts/disconnected"

    def ids(who: Person, **query: str) -> list[str]:
        return [item["oa_id"] for item in officer.good(who, "GET", route, **query)["items"]]

    assert ids(VIEWER) == ["oa-1", "oa-2", "oa-3"]
    assert ids(VIEWER, within=WARD) == ["oa-1", "oa-3"]
    assert ids(WARD_EDITOR) == ["oa-1", "oa-3"]
    assert officer.ask(WARD_EDITOR, "GET", route, within=OTHER_WARD).status == 404


def test_a_refusal_says_which_role_may(officer: Door) -> None:
    reply = officer.ask(EDITOR, "POST", f"/accounts/{WARD}/consent-link")
    told = "Việc này cần vai trò quản trị viên; tài khoản này chưa có."
    assert (reply.status, reply.body["detail"]) == (403, told)


@pytest.mark.parametrize("text", ["", "   ", "x" * 101])
def test_a_search_needs_a_text_of_some_length(officer: Door, text: str) -> None:
    reply = officer.ask(VIEWER, "GET", "/units", text=text)
    assert (reply.status, set(reply.faults)) == (422, {"text"})


@pytest.mark.parametrize("route", ["/units", "/accounts"])
def test_what_lies_elsewhere_and_what_does_not_exist_look_the_same(officer: Door, route: str) -> None:
    answers = [
        officer.ask(WARD_EDITOR, "GET", route, within=OTHER_WARD),
        officer.ask(WARD_EDITOR, "GET", route, within=PROVINCE),
        officer.ask(WARD_EDITOR, "GET", route, within="99"),
        officer.ask(VIEWER, "GET", route, within="40.412.99999"),
        officer.ask(VIEWER, "GET", route, within="40.nowhere"),
        officer.ask(VIEWER, "GET", route, within="40.412#"),
    ]
    assert {answer.status for answer in answers} == {404}
    assert all(answer.essence == answers[0].essence for answer in answers)


def test_a_unit_path_has_a_length(officer: Door) -> None:
    assert set(officer.ask(VIEWER, "GET", "/units", within="40." + "4" * 14).faults) == {"within"}


# Account health


def connected(unit: str, oa_id: str, days: int = 90, state: AccountState = AccountState.CONNECTED) -> Account:
    return Account(PROVINCE, unit, oa_id, f"OA {unit}", 4, state, NOW, NOW, NOW + timedelta(days=days))


@pytest.fixture
def four_accounts(open_table: OpenTable) -> None:
    for account in (
        connected(PROVINCE, "1"),
        connected(CITY, "2", days=5),
        connected(WARD, "3", state=AccountState.NEEDS_CONSENT),
        connected(TOWN, "4", state=AccountState.DISABLED),
    ):
        open_table("Units").put(account_row(account))


@pytest.mark.usefixtures("four_accounts")
def test_every_unit_has_a_line_of_health_and_the_counts_add_up(officer: Door) -> None:
    body = officer.good(VIEWER, "GET", "/accounts")
    assert {item["unit"]: item["health"] for item in body["items"]} == {
        PROVINCE: "connected",
        CITY: "expiring",
        OTHER_WARD: "missing",
        WARD: "needs_consent",
        TOWN: "disabled",
    }
    shown = ("connected", "expiring", "missing", "needs_consent", "disabled")
    assert body["counts"] == dict.fromkeys(shown, 1) | {"pending": 0}
    missing = body["items"][2]
    assert (missing["unit_name"], missing["oa_id"], missing["refresh_expires_at"]) == (
        "Phường Đông Vĩnh",
        None,
        None,
    )


@pytest.mark.usefixtures("four_accounts")
def test_the_health_of_a_subtree_counts_the_subtree(officer: Door) -> None:
    body = officer.good(VIEWER, "GET", "/accounts", within=CITY)
    assert [item["unit"] for item in body["items"]] == [CITY, OTHER_WARD, WARD]
    assert sum(body["counts"].values()) == 3
    assert [item["unit"] for item in officer.good(WARD_EDITOR, "GET", "/accounts")["items"]] == [WARD]


# Consent links


def test_an_administrator_makes_a_link_for_a_unit_below_theirs(officer: Door) -> None:
    link = officer.good(ADMINISTRATOR, "POST", f"/accounts/{WARD}/consent-link")
    parts = urlsplit(link["url"])
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "loa.example.vn", "/zalo/oauth/start")
    consent = verify(parse_qs(parts.query)["state"][0], CONSENT_KEY, clock.now())
    assert (consent.unit_path, consent.asked_by) == (WARD, "administrator-1")
    assert clock.from_text(link["expires_at"]) == consent.expires_at
    assert officer.good(ADMINISTRATOR, "POST", f"/accounts/{WARD}/consent-link")["url"] != link["url"]


def test_a_link_for_another_unit_or_by_somebody_else_is_refused(officer: Door) -> None:
    assert officer.good(WARD_ADMINISTRATOR, "POST", f"/accounts/{WARD}/consent-link")
    route = "/accounts/{}/consent-link"
    refused = officer.ask(EDITOR, "POST", route.format(WARD))
    assert (refused.status, refused.body["code"]) == (403, "not_allowed")
    elsewhere = officer.ask(WARD_ADMINISTRATOR, "POST", route.format(OTHER_WARD))
    nowhere = officer.ask(ADMINISTRATOR, "POST", route.format("40.412.99999"))
    no_path = officer.ask(ADMINISTRATOR, "POST", route.format("40.x"))
    assert elsewhere.status == nowhere.status == no_path.status == 404
    assert elsewhere.essence == nowhere.essence == no_path.essence


def test_all_names_are_answered_in_readable_vietnamese(officer: Door) -> None:
    names = [item["name"] for item in officer.good(VIEWER, "GET", "/units")["items"]]
    assert sorted(names) == sorted(unit.name for unit in UNITS)


def test_me__says__who_one_is_and_where_and_what_one_may_do(officer: Door) -> None:
    me = officer.good(WARD_EDITOR, "GET", "/me")
    assert (me["officer_id"], me["name"], me["roles"]) == (WARD_EDITOR.sub, WARD_EDITOR.name, ["editor"])
    assert [unit["path"] for unit in me["units"]] == [PROVINCE, CITY, WARD]
    assert me["units"][0]["name"] == "Tỉnh Nghệ An"
    assert "work_on_case" in me["may"]
    assert "read_confidential" not in me["may"]
    assert me["linked"] is False
    assert officer.ask(None, "GET", "/me").status == 401
