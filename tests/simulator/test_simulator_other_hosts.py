from typing import Any

import pytest

from infra.local.zalo.signature import appsecret_proof
from tests.simulator.desk import APP_ID, APP_SECRET, Desk

SEND = "/message/template"
NOTIFY = "/notification/template"


def user_headers(desk: Desk, resident: str = "lan", **wish: Any) -> dict[str, str]:
    token = desk.control("/users/token", {"app_id": APP_ID, "resident": resident, **wish})["access_token"]
    return {"access_token": token, "appsecret_proof": appsecret_proof(APP_SECRET, token)}


def me(desk: Desk, headers: dict[str, str], fields: str = "id,name,picture") -> Any:
    return desk.client.get("/v2.0/me", params={"fields": fields}, headers=headers).json()


def one_time_code(desk: Desk, **wish: Any) -> str:
    return str(desk.control("/users/code", {"app_id": APP_ID, "resident": "lan", **wish})["code"])


def test_me_is_flat_and_matches_the_id_by_app(desk: Desk) -> None:
    account = desk.connect()
    user = desk.act("follow", account.oa_id, "lan", name="Nguyễn Thị Lan")["user_id"]
    detail = account.get("/v3.0/oa/user/detail", {"user_id": user})["data"]
    answer = me(desk, user_headers(desk))
    assert answer["id"] == detail["user_id_by_app"]
    assert answer["name"] == "Nguyễn Thị Lan"
    assert (answer["error"], answer["is_sensitive"]) == (0, False)
    assert answer["picture"]["data"]["url"]


def test_me_needs_a_live_token_and_the_proof(desk: Desk) -> None:
    headers = user_headers(desk)
    assert me(desk, {**headers, "appsecret_proof": "0"})["error"] == -242
    assert me(desk, {}) == {"error": 452, "message": "Session key invalid"}
    desk.advance(hours=1)
    assert me(desk, headers)["error"] == 452


def test_without_consent_only_the_id(desk: Desk) -> None:
    headers = user_headers(desk, scopes=[])
    assert set(me(desk, headers)) == {"error", "message", "id"}


def test_from_abroad_only_the_id(desk: Desk) -> None:
    headers = user_headers(desk)
    desk.control("/settings", {"caller_country": "SG", "caller_ip": "203.0.113.7"})
    assert me(desk, headers) == {
        "error": -501,
        "message": "Personal information is limited due to IP address not inside Vietnam: 203.0.113.7",
    }
    assert me(desk, headers, "id")["error"] == 0


def test_phone_and_location_codes_work_once_for_two_minutes(desk: Desk) -> None:
    headers = {**user_headers(desk), "secret_key": APP_SECRET}

    def info(**more: str) -> Any:
        return desk.client.get("/v2.0/me/info", headers={**headers, **more}).json()

    code = one_time_code(desk)
    answer = info(code=code)
    assert answer["data"]["number"].startswith("849")
    assert (answer["error"], answer["message"]) == (0, "Success")
    assert info(code=code)["error"] == 119
    place = info(code=one_time_code(desk, kind="location", latitude="18.5"))["data"]
    assert (place["provider"], place["latitude"]) == ("gps", "18.5")
    assert isinstance(place["timestamp"], str)
    assert info()["error"] == 114
    assert info(code="x")["error"] == 115
    assert info(code=code, secret_key="")["error"] == 116
    assert info(code=code, secret_key="x")["error"] == 117
    late = one_time_code(desk)
    desk.advance(seconds=120)
    assert info(code=late)["error"] == 115


def test_a_code_of_another_app(desk: Desk) -> None:
    desk.control("/apps", {"app_id": "2", "app_secret": "s"})
    code = desk.control("/users/code", {"app_id": "2", "resident": "lan"})["code"]
    headers = {**user_headers(desk), "secret_key": APP_SECRET, "code": code}
    assert desk.client.get("/v2.0/me/info", headers=headers).json()["error"] == 118


def test_a_user_may_ask_twenty_times_a_minute(desk: Desk) -> None:
    headers = user_headers(desk)
    assert [me(desk, headers)["error"] for _ in range(21)] == [0] * 20 + [-32]


@pytest.mark.parametrize("phone", ["84987654321", "0987654321"])
def test_a_template_by_phone(desk: Desk, phone: str) -> None:
    account = desk.connect("2")
    desk.control("/settings", {"webhook_events_off": []})
    desk.control("/templates", {"template_id": "t1", "parameters": ["name"]})
    body = {"phone": phone, "template_id": "t1", "template_data": {"name": "Lan"}, "tracking_id": "a"}
    answer = account.post(SEND, body)
    assert answer["data"]["quota"] == {"dailyQuota": "500", "remainingQuota": "499"}
    desk.flush()
    assert desk.receiver.posts[0][0]["X-ZEvent-Server"] == "ZNS"
    assert desk.receiver.events[0]["recipient"] == {"id": "84987654321"}
    asked = account.get("/message/status", message_id=answer["data"]["msg_id"])
    assert asked["data"]["status"] == 1
    assert account.get("/message/quota")["data"]["remainingQuota"] == "499"
    assert account.get("/template/all", offset="0", limit="10")["metadata"] == {"total": 1}
    assert account.get("/template/info/v2", template_id="t1")["data"]["listParams"][0]["name"] == "name"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"phone": "+84987654321"}, -108),
        ({"template_id": "x"}, -109),
        ({"template_data": {}}, -1122),
        ({"tracking_id": "x" * 49}, -132),
    ],
)
def test_wrong_templates(desk: Desk, change: Any, code: int) -> None:
    account = desk.connect("2")
    desk.control("/templates", {"template_id": "t1", "parameters": ["name"]})
    body = {"phone": "84987654321", "template_id": "t1", "template_data": {"name": "Lan"}}
    assert account.post(SEND, {**body, **change})["error"] == code


def test_templates_have_their_own_code_for_tokens_and_a_daily_quota(desk: Desk) -> None:
    assert desk.client.post(SEND, json={}).json() == {"error": -124, "message": "Access token is invalid"}
    account = desk.connect("2")
    desk.control("/settings", {"zns_daily_quota": 0})
    desk.control("/templates", {"template_id": "t1"})
    body = {"phone": "84987654321", "template_id": "t1", "template_data": {}}
    assert account.post(SEND, body)["error"] == -144
    hashed = {**body, "phone": "a" * 64}
    assert account.post("/message/template/hashphone", hashed)["error"] == -144
    assert account.get("/template/all", limit="x")["error"] == -132


@pytest.mark.parametrize("code", [-216, -220])
def test_a_token_whose_time_is_over_is_called_expired_on_every_host(desk: Desk, code: int) -> None:
    account = desk.connect("2")
    desk.control("/settings", {"expired_token_code": code})
    desk.control("/templates", {"template_id": "t1"})
    desk.control("/tokens", {"oa_id": account.oa_id, "do": "expire_access"})
    assert account.get("/v2.0/oa/getoa") == {"error": code, "message": "Access token has expired"}
    body = {"phone": "0987654321", "template_id": "t1", "template_data": {}}
    assert account.post(SEND, body) == {"error": -124, "message": "Access token has expired"}


def test_notifications_need_key_app_user_and_consent(desk: Desk) -> None:
    desk.add_app(mini_app_key="key", mini_app_id="900")
    user = desk.control("/users/token", {"app_id": APP_ID, "resident": "lan"})["id"]
    headers = {"X-Api-Key": "Bearer key", "X-User-Id": user, "X-MiniApp-Id": "900"}
    body = {"templateId": "00126fd75392bacce383", "templateData": {"title": "Kết quả"}}

    def notify(**more: str) -> Any:
        return desk.client.post(NOTIFY, json=body, headers={**headers, **more}).json()["error"]

    assert notify() == -111
    desk.control("/users/consent", {"app_id": APP_ID, "resident": "lan"})
    assert notify() == 0
    assert notify(**{"X-Api-Key": "x"}) == -100
    assert notify(**{"X-MiniApp-Id": "1"}) == -114
    assert notify(**{"X-User-Id": "1"}) == -110
    desk.control("/settings", {"mini_app_allowed_ips": ["198.51.100.1"]})
    assert notify() == -113
    desk.add_app(mini_app_scopes=[])
    assert notify() == -112
    assert len(desk.look("/notifications")["notifications"]) == 1
