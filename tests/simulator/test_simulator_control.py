from typing import Any

import pytest

from infra.local.zalo.identifiers import Identifiers
from infra.local.zalo.settings import Settings
from tests.simulator.desk import Desk
from tests.worlds.growth import LINEAR, growth


@pytest.mark.parametrize(
    "wish",
    [
        {"unknown": 1},
        {"latency_ms": "10"},
        {"latency_ms": -1},
        {"rate_limit": 1},
        {"expired_token_code": -1},
        {"latency_ms": 5, "webhook_copies": None},
    ],
)
def test_wrong_settings_change_nothing(desk: Desk, wish: Any) -> None:
    before = desk.look("/settings")
    assert desk.client.post("/_sim/settings", json=wish).status_code == 422
    assert desk.look("/settings") == before


def test_settings_survive_a_reset_unless_told(desk: Desk) -> None:
    desk.control("/settings", {"follower_cap_month": 9})
    desk.connect()
    desk.control("/reset")
    assert desk.look("/accounts")["total"] == 0
    assert desk.look("/settings")["follower_cap_month"] == 9
    desk.control("/reset", {"settings": True})
    assert desk.look("/settings") == Settings().as_dict()


def test_many_accounts_in_one_call(desk: Desk) -> None:
    wishes = [
        {"oa_id": str(10**18 + number), "name": f"Đơn vị {number}", "followers": 2} for number in range(482)
    ]
    made = desk.control("/accounts", wishes)["accounts"]
    assert [account["oa_id"] for account in made] == [wish["oa_id"] for wish in wishes]
    assert desk.look("/accounts", limit="0")["total"] == 482
    assert desk.look("/summary")["followers"] == 964


def test_posting_an_account_again_changes_it(desk: Desk) -> None:
    oa_id = desk.add_account("2", name="Cũ", followers=1)
    answer = desk.control("/accounts", {"oa_id": oa_id, "name": "Mới", "oa_type": "4"})["accounts"][0]
    assert (answer["name"], answer["oa_type"], answer["followers"]) == ("Mới", "4", 1)


@pytest.mark.parametrize(
    "wish", [{"oa_type": "3"}, {"oa_id": "abc"}, {"state": "asleep"}, "x", {"followers": "many"}]
)
def test_wrong_accounts_are_refused(desk: Desk, wish: Any) -> None:
    assert desk.client.post("/_sim/accounts", json=wish).status_code == 422


def test_a_bad_act_stops_the_whole_list(desk: Desk) -> None:
    oa_id = desk.add_account()
    good = {"act": "follow", "oa_id": oa_id, "resident": "lan"}
    for bad in ({"act": "dance"}, {"oa_id": "1"}, {"resident": ""}):
        assert desk.client.post("/_sim/act", json=[good, {**good, **bad}]).status_code == 422
    assert desk.look(f"/accounts/{oa_id}")["followers"] == 0


def test_thousands_of_acts__cost__as_much_more_as_they_are(desk: Desk) -> None:
    account = desk.connect()
    delivered = 0

    def act(residents: int) -> None:
        nonlocal delivered
        acts = [
            {"act": act, "oa_id": account.oa_id, "resident": f"r{number}", "text": "Chào"}
            for act in ("follow", "send_text")
            for number in range(delivered, delivered + residents)
        ]
        assert len(desk.control("/act", acts)["events"]) == 2 * residents
        delivered += 2 * residents
        assert desk.flush()["delivered"] == delivered

    assert growth(act, 100) < LINEAR
    act(1_000)


def test_an_act_can_be_in_nfd(desk: Desk) -> None:
    account = desk.connect()
    desk.act("send_text", account.oa_id, text="Huệ", form="NFD")
    desk.flush()
    assert desk.receiver.events[0]["message"]["text"] == "Hue\u0323\u0302"


def test_the_clock_can_be_set_moved_and_frozen(desk: Desk) -> None:
    desk.at("2026-12-31T23:59:59+07:00")
    assert desk.look("/clock")["local"] == "2026-12-31T23:59:59+07:00"
    assert desk.look("/clock")["night"] is True
    desk.advance(seconds=1)
    assert desk.look("/clock")["now"] == "2026-12-31T17:00:00+00:00"
    answer = desk.control("/clock", {"set": "1767225600123"})
    assert answer["ms"].startswith("1767225600")
    assert answer["frozen"] is False
    assert abs(desk.control("/clock", {"reset": True})["offset_seconds"]) < 1


@pytest.mark.parametrize("wish", [{}, {"set": "2026-12-31T23:59:59"}, {"set": "tomorrow"}, []])
def test_wrong_clocks_are_refused(desk: Desk, wish: Any) -> None:
    assert desk.client.post("/_sim/clock", json=wish).status_code == 422


def test_an_account_shows_its_followers_and_tokens(desk: Desk) -> None:
    account = desk.connect(followers=1)
    shown = desk.look(f"/accounts/{account.oa_id}")
    assert {(token["kind"], token["state"]) for token in shown["tokens"]} == {
        ("access", "live"),
        ("refresh", "live"),
    }
    assert shown["users"][0]["resident"] == f"{account.oa_id}-follower-1"
    assert desk.client.get("/_sim/accounts/1").status_code == 404


def test_lists_are_paged(desk: Desk) -> None:
    desk.control("/accounts", [{} for _ in range(5)])
    page = desk.look("/accounts", offset="3", limit="10")
    assert (len(page["accounts"]), page["total"], page["offset"]) == (2, 5, 3)
    assert desk.client.get("/_sim/accounts", params={"limit": "x"}).status_code == 422


def test_calls_and_errors_are_counted_per_endpoint(desk: Desk) -> None:
    account = desk.connect()
    account.get("/v2.0/oa/getoa")
    account.get("/v2.0/nothing")
    account.get("/v2.0/article/getdetail", id="x")
    summary = desk.look("/summary")
    assert summary["calls"]["GET /v2.0/oa/getoa"] == 1
    assert summary["calls"]["unknown"] == 1
    assert summary["errors"] == {"GET /v2.0/article/getdetail -201": 1, "unknown 404": 1}


def test_ids_repeat_with_a_seed_and_not_without() -> None:
    assert Identifiers(5).token(320) == Identifiers(5).token(320)
    assert Identifiers(0).token(320) != Identifiers(0).token(320)
    assert Identifiers(1).user_id("1", "lan") == Identifiers(2).user_id("1", "lan")
    assert len({len(Identifiers(0).token(length)) - length for length in range(1, 400)}) == 1


def test_the_health_of_the_simulator(desk: Desk) -> None:
    assert desk.look("/health") == {"ok": True}
