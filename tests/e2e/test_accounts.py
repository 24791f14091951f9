"""Accounts are connected, kept alive and lost, through the doors that people and the schedule use."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from infra.local.import_units import import_units
from loa import clock
from tests.e2e.town import Place, Return, Town, changed
from tests.e2e.waiting import wait_until

OAUTH = "/v4/oa/access_token"


def test_units_that_are_imported_again_stand_once(town: Town) -> None:
    told = json.loads(import_units(town.stack))
    assert (told["written"], told["unchanged"], told["foreign"]) == (0, told["units"], 0)
    assert len(town.units()) == 131


def test_an_account_is_connected_by_its_administrator_and_confirmed_by_an_officer(town: Town) -> None:
    place = Place(town.unit(), town.account(followers=3))
    assert town.health_of(place.path) == "missing"
    answer = town.consent(place).open()
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "chờ cán bộ xác nhận" in answer.text
    assert town.health_of(place.path) == "pending"
    town.happen({"act": "send_text", "oa_id": place.oa_id, "resident": "lan", "text": "Có ai không?"})
    assert town.messages(place) == []
    town.confirm(place.path, place.oa_id)
    assert town.health_of(place.path) == "connected"
    wait_until(lambda: len(town.messages(place)) == 1, "what was written meanwhile is fetched")
    assert town.messages(place)[0]["text"] == "Có ai không?"


def test_a_browser_that_was_not_shown_our_page_is_asked_first(town: Town) -> None:
    place = Place(town.unit(), town.account())
    back = town.consent(place)
    asked = Return(back.url, None).open()
    assert (asked.status_code, "chưa có gì được kết nối" in asked.text) == (200, True)
    assert town.health_of(place.path) == "missing"
    assert "chờ cán bộ xác nhận" in Return(back.url, asked.cookies).open().text
    assert town.health_of(place.path) == "pending"


def test_an_account_is_taken_from_its_unit_and_who_did_it_is_listed(town: Town) -> None:
    place = town.connected()
    order = {"oa_id": place.oa_id, "reason": "Nhầm đơn vị"}
    town.api("administrator", "POST", f"/accounts/{place.path}/disconnect", order)
    assert town.health_of(place.path) == "missing"
    (left,) = town.api("viewer", "GET", f"/accounts/disconnected?within={place.path}")["items"]
    assert (left["oa_id"], left["reason"]) == (place.oa_id, "Nhầm đơn vị")


def test_a_code_that_is_used_twice_connects_once(town: Town) -> None:
    back = town.consent(Place(town.unit(), town.account()))
    issued = town.zalo("/summary")["tokens"]
    first, again = back.open(), back.open()
    assert (first.status_code, first.text) == (again.status_code, again.text)
    assert first.status_code == 200
    tokens = town.zalo("/summary")["tokens"]
    assert tokens["access_tokens_issued"] == issued["access_tokens_issued"] + 1
    assert tokens["codes_reused"] == issued["codes_reused"]


def test_the_cookie_stands_in_for_a_state_that_zalo_left_out(town: Town) -> None:
    place = Place(town.unit(), town.account())
    back = town.consent(place)
    answer = Return(changed(back.url, state=""), back.cookies).open()
    assert answer.status_code == 200, answer.text
    assert town.health_of(place.path) == "pending"


def test_what_is_wrong_with_a_consent_is_said_in_vietnamese(town: Town) -> None:
    place = Place(town.unit(), town.account())
    back = town.consent(place)
    wrong = [
        ("a state that is not ours", 422, {"state": "khong.dung"}),
        ("a state that was changed", 422, {"state": f"x{_query(back.url)['state']}"}),
        ("no code", 422, {"code": ""}),
        ("a code that Zalo does not know", 409, {"code": f"khong-co-{place.oa_id}"}),
    ]
    for what, status, parameters in wrong:
        answer = Return(changed(back.url, **parameters), None).open()
        assert answer.status_code == status, f"{what}: {answer.text}"
        assert answer.headers["content-type"] == "text/html; charset=utf-8", what
        assert "Chưa kết nối được" in answer.text, what
        assert 'lang="vi"' in answer.text, what
    start = town.ask(None, "GET", "/zalo/oauth/start?state=khong.dung")
    assert (start.status_code, "Chưa kết nối được" in start.text) == (422, True)
    assert town.health_of(place.path) == "missing"
    assert back.open().status_code == 200  # none of this has spoilt the right way


def test_an_account_belongs_to_one_unit(town: Town) -> None:
    place = town.connected()
    other = Place(town.unit(), place.oa_id)
    answer = town.consent(other).open()
    assert (answer.status_code, "thuộc đơn vị khác" in answer.text) == (409, True)
    assert town.health_of(other.path) == "missing"
    assert town.health_of(place.path) == "connected"
    second = Place(place.path, town.account())
    answer = town.consent(second).open()
    assert (answer.status_code, "Official Account khác" in answer.text) == (409, True)


def test_an_answer_that_is_lost_while_the_code_is_exchanged_asks_for_another_consent(town: Town) -> None:
    place = Place(town.unit(), town.account())
    back = town.consent(place)
    town.zalo("/faults", {"kind": "close_after", "path": OAUTH, "count": 1})
    for _ in range(2):  # now, and when the page is reloaded
        answer = back.open()
        assert "Chưa kết nối được" in answer.text
        assert 400 <= answer.status_code < 600
    assert town.health_of(place.path) == "missing"
    assert town.consent(place).open().status_code == 200
    assert town.health_of(place.path) == "pending"


def test_a_token_that_has_expired_is_renewed_on_the_way(town: Town) -> None:
    place = town.connected()
    version = _pair(town, place)["version"]
    town.zalo("/tokens", {"oa_id": place.oa_id, "do": "expire_access"})
    name = town.send(place.path, "Gửi bằng khóa vừa được làm mới")
    assert town.delivery(name, place.path)["state"] == "sent"
    assert len(town.accepted(place.oa_id)) == 1
    assert _pair(town, place)["version"] == version + 1


def test_the_schedule_renews_what_is_old_and_says_who_must_consent_again(town: Town) -> None:
    young, old, dead = (town.connected() for _ in range(3))
    for place in (old, dead):
        _age(town, place, hours=11)
    kept = {place: _pair(town, place) for place in (young, old, dead)}
    town.zalo("/tokens", {"oa_id": dead.oa_id, "do": "revoke"})
    outcomes = town.invoke("Accounts", {"task": "refresh"})
    assert outcomes["renewed"] == 1
    assert outcomes["needs_consent"] == 1
    assert _pair(town, young) == kept[young]
    assert _pair(town, old)["version"] == kept[old]["version"] + 1
    assert _pair(town, dead)["sealed"] == kept[dead]["sealed"]  # the stored pair is never overwritten
    assert town.health_of(dead.path) == "needs_consent"
    assert town.health_of(old.path) == town.health_of(young.path) == "connected"
    assert "renewed" not in town.invoke("Accounts", {"task": "refresh"})  # once is enough
    assert town.consent(dead).open().status_code == 200
    assert town.health_of(dead.path) == "connected"


def test_a_refresh_whose_answer_is_lost_is_told_from_one_that_never_arrived(town: Town) -> None:
    lost, unheard = town.connected(), town.connected()
    for place in (lost, unheard):
        _age(town, place, hours=11)
    kept = _pair(town, lost)
    town.zalo(
        "/faults",
        [
            {"kind": "close_after", "path": OAUTH, "count": 1, "oa_id": lost.oa_id},
            {"kind": "close_before", "path": OAUTH, "count": 1, "oa_id": unheard.oa_id},
        ],
    )
    town.invoke("Accounts", {"task": "refresh"})
    # Zalo made a new pair for the one, and nobody has it: only a person can help. The other is as before.
    assert town.health_of(lost.path) == "needs_consent"
    assert _pair(town, lost)["sealed"] == kept["sealed"]
    assert town.health_of(unheard.path) == "connected"
    assert _pair(town, unheard)["version"] == 2
    assert town.consent(lost).open().status_code == 200
    assert town.health_of(lost.path) == "connected"


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def _pair(town: Town, place: Place) -> dict[str, Any]:
    row = town.table("Credentials").get_item(Key={"partition": place.oa_id, "sort": "pair"})["Item"]
    return {"version": int(row["version"]), "sealed": bytes(row["sealed"])}


def _age(town: Town, place: Place, *, hours: int) -> None:
    """Make the pair older than it is."""
    then = clock.to_text(datetime.now(UTC) - timedelta(hours=hours))
    town.table("Credentials").update_item(
        Key={"partition": place.oa_id, "sort": "pair"},
        UpdateExpression="SET stored_at = :then",
        ExpressionAttributeValues={":then": then},
    )
