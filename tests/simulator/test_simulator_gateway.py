import asyncio
from typing import Any

import pytest

from infra.local.zalo.signature import appsecret_proof
from tests.simulator.desk import APP_SECRET, Desk

REFUSED = {"error": -216, "message": "Access token is invalid"}
UNKNOWN = {"error": 404, "message": "You are accessing an empty or invalid API..."}


@pytest.mark.parametrize(
    "headers",
    [{}, {"access_token": "unknown"}, {"Authorization": "Bearer {token}"}, {"access_token": "{refresh}"}],
)
def test_only_a_live_access_token_in_its_own_header_counts(desk: Desk, headers: dict[str, str]) -> None:
    tokens = desk.tokens(desk.add_account())
    sent = {
        name: value.format(token=tokens["access_token"], refresh=tokens["refresh_token"])
        for name, value in headers.items()
    }
    answer = desk.client.get("/v2.0/oa/getoa", headers=sent)
    assert answer.status_code == 200
    assert answer.json() == REFUSED


def test_a_token_in_the_query_is_refused_as_the_settings_say(desk: Desk) -> None:
    token = desk.tokens(desk.add_account())["access_token"]
    assert desk.client.get("/v2.0/oa/getoa", params={"access_token": token}).json() == REFUSED
    desk.control("/settings", {"query_token_answer": 404})
    assert desk.client.get("/v2.0/oa/getoa", params={"access_token": token}).json() == UNKNOWN


def test_an_unknown_path_is_a_positive_404_in_the_body(desk: Desk) -> None:
    account = desk.connect()
    for answer in (account.get("/v2.0/oa/getoas"), account.post("/v2.0/oa/getoa")):
        assert answer == UNKNOWN


def test_no_cors_headers(desk: Desk) -> None:
    account = desk.connect()
    answer = desk.client.get("/v2.0/oa/getoa", headers={**account.headers, "Origin": "https://h5.zdn.vn"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_getoa_answers_type_and_both_spellings_of_the_id(desk: Desk) -> None:
    account = desk.connect("4-strict", name="Mặt trận Tổ quốc tỉnh Nghệ An", followers=3)
    answer = account.get("/v2.0/oa/getoa")
    assert (answer["error"], answer["message"]) == (0, "Success")
    data = answer["data"]
    assert data["oa_id"] == data["oaid"] == account.oa_id
    assert data["oa_type"] == 4
    assert data["name"] == "Mặt trận Tổ quốc tỉnh Nghệ An"
    assert data["num_follower"] == 3


def test_an_access_token_dies_after_25_hours(desk: Desk) -> None:
    account = desk.connect()
    desk.advance(hours=24.9)
    assert account.get("/v2.0/oa/getoa")["error"] == 0
    desk.advance(hours=0.2)
    assert account.get("/v2.0/oa/getoa") == {"error": -216, "message": "Access token has expired"}
    desk.control("/settings", {"expired_token_code": -220})
    assert account.get("/v2.0/oa/getoa")["error"] == -220


def test_the_proof_can_be_demanded(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"appsecret_proof_required": True})
    assert account.get("/v2.0/oa/getoa")["error"] == -242
    proof = {"appsecret_proof": appsecret_proof(APP_SECRET, account.token)}
    answer = desk.client.get("/v2.0/oa/getoa", headers={**account.headers, **proof}).json()
    assert answer["error"] == 0


@pytest.mark.parametrize(
    ("path", "wish", "code"),
    [
        ("/apps", {"active": False}, -209),
        ("/apps", {"registered": False}, -212),
        ("/accounts", {"state": "disabled"}, -204),
        ("/accounts", {"state": "deleted"}, -205),
        ("/tokens", {"do": "remove_app"}, -219),
        ("/tokens", {"do": "revoke"}, -216),
        ("/tokens", {"do": "expire_access"}, -216),
    ],
)
def test_what_stands_between_a_token_and_its_use(desk: Desk, path: str, wish: Any, code: int) -> None:
    account = desk.connect()
    desk.control(path, {"app_id": "1122334455667788990", "oa_id": account.oa_id, **wish})
    assert account.get("/v2.0/oa/getoa")["error"] == code


@pytest.mark.parametrize("data", ["", "{", "[]", "null", '"x"', "1"])
def test_malformed_data_is_named(desk: Desk, data: str) -> None:
    account = desk.connect()
    answer = desk.client.get("/v3.0/oa/user/getlist", params={"data": data}, headers=account.headers)
    assert answer.json() == {"error": -201, "message": "data is invalid!"}


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff\xfe", b'{"recipient":' + b"[" * 5_000])
def test_a_malformed_body_is_an_answer_too(desk: Desk, body: bytes) -> None:
    account = desk.connect()
    answer = desk.client.post("/v2.0/oa/message", content=body, headers=account.headers)
    assert answer.status_code == 200
    assert answer.json()["error"] == -201


def test_the_rate_limit_counts_per_app_and_minute(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"rate_limit_app": 2})
    answers = [desk.client.get("/v2.0/oa/getoa", headers=account.headers) for _ in range(3)]
    assert [answer.json()["error"] for answer in answers] == [0, 0, -32]
    assert answers[2].json()["message"] == "Your application reached limit call api"
    assert [answer.headers["X-RateLimit-Remain"] for answer in answers] == ["1", "0", "0"]
    assert answers[0].headers["X-RateLimit-Limit"] == "2"
    assert account.get("/v2.0/article/getslice")["error"] == 0, "articles have a bucket of their own"
    desk.advance(seconds=60)
    assert account.get("/v2.0/oa/getoa")["error"] == 0
    desk.control("/settings", {"rate_limit": False})
    assert all(account.get("/v2.0/oa/getoa")["error"] == 0 for _ in range(5))


def test_one_account_can_reach_a_limit_of_its_own(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"rate_limit_oa": 1})
    account.get("/v2.0/oa/getoa")
    assert account.get("/v2.0/oa/getoa") == {"error": -32, "message": "Your OA reached limit call api"}


def test_faults_strike_by_path_count_and_order(desk: Desk) -> None:
    account = desk.connect()
    desk.control(
        "/faults",
        [
            {"kind": "status", "status": 503, "path": "/v2.0/oa/*", "skip": 1, "count": 1},
            {"kind": "error", "code": -200, "path": "/v2.0/oa/*", "skip": 1, "count": 1},
        ],
    )
    first = desk.client.get("/v2.0/oa/getoa", headers=account.headers)
    second = desk.client.get("/v2.0/oa/getoa", headers=account.headers)
    assert first.json()["error"] == 0
    assert second.status_code == 503
    assert account.get("/v2.0/oa/getoa") == {"error": -200, "message": "Send message failed"}
    assert account.get("/v2.0/oa/getoa")["error"] == 0
    assert [fault["hits"] for fault in desk.look("/faults")["faults"]] == [1, 1]
    desk.client.delete("/_sim/faults")
    assert desk.look("/faults")["faults"] == []


def test_a_fault_can_be_meant_for_one_account(desk: Desk) -> None:
    struck, spared = desk.connect(), desk.connect()
    desk.control("/faults", {"kind": "garbage", "oa_id": struck.oa_id})
    answer = desk.client.get("/v2.0/oa/getoa", headers=struck.headers)
    assert "html" in answer.text
    assert spared.get("/v2.0/oa/getoa")["error"] == 0


def test_a_rate_limit_fault_carries_the_headers(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/faults", {"kind": "rate_limit", "count": 1})
    answer = desk.client.get("/v2.0/oa/getoa", headers=account.headers)
    assert answer.json()["error"] == -32
    assert answer.headers["X-RateLimit-Remain"] == "0"


def test_a_fault_before_the_effect_leaves_nothing(desk: Desk) -> None:
    account = desk.connect()
    article = account.article()
    desk.control("/faults", {"kind": "status", "path": "/v2.0/oa/message", "count": 1})
    payload = {"template_type": "media", "elements": [{"media_type": "article", "attachment_id": article}]}
    message = {"attachment": {"type": "template", "payload": payload}}
    body = {"recipient": {"target": {}}, "message": message}
    answer = desk.client.post("/v2.0/oa/message", json=body, headers=account.headers)
    assert answer.status_code == 500
    assert desk.look("/broadcasts")["total"] == 0
    desk.control("/faults", {"kind": "status", "path": "/v2.0/oa/message", "count": 1, "after": True})
    answer = desk.client.post("/v2.0/oa/message", json=body, headers=account.headers)
    assert answer.status_code == 500
    assert desk.look("/broadcasts")["total"] == 1


def test_a_lost_refresh_answer_burns_the_token(desk: Desk) -> None:
    oa_id = desk.add_account()
    tokens = desk.tokens(oa_id)
    desk.control(
        "/faults", {"kind": "close_after", "path": "/v4/oa/access_token", "oa_id": oa_id, "count": 1}
    )
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    with pytest.raises(ConnectionAbortedError):
        desk.ask_token(**form)
    assert desk.ask_token(**form)["error"] == -14014


def test_dice_are_repeatable_with_a_seed(desk: Desk) -> None:
    def run() -> list[int]:
        desk.control("/reset", {"seed": 7})
        desk.add_app()
        account = desk.connect()
        desk.control("/faults", {"kind": "error", "code": -200, "probability": 0.5})
        return [account.get("/v2.0/oa/getoa")["error"] for _ in range(20)]

    first = run()
    assert first == run()
    assert set(first) == {0, -200}


def test_latency_delays_the_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    account = desk.connect()
    desk.control("/settings", {"latency_ms": 30})
    waited: list[float] = []
    slept = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await slept(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    account.get("/v2.0/oa/getoa")
    assert waited == [0.03]


@pytest.mark.parametrize(
    "fault",
    [{}, {"kind": "unknown"}, {"kind": "status", "status": "x"}, {"kind": "close", "speed": 1}, {"kind": []}],
)
def test_a_wrong_fault_is_refused(desk: Desk, fault: Any) -> None:
    assert desk.client.post("/_sim/faults", json=fault).status_code == 422
