from typing import Any
from urllib.parse import quote

import pytest

from tests.simulator.desk import APP_ID, APP_SECRET, CALLBACK, Desk

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def code_form(code: str, **more: str) -> dict[str, str]:
    return {"code": code, "grant_type": "authorization_code", **more}


def refresh_form(token: str) -> dict[str, str]:
    return {"refresh_token": token, "grant_type": "refresh_token"}


def test_the_callback_carries_code_account_and_echoes(desk: Desk) -> None:
    oa_id = desk.add_account()
    answer = desk.consent(oa_id, state="s-1", code_challenge=CHALLENGE)
    assert answer["oa_id"] == oa_id
    assert answer["state"] == "s-1"
    assert answer["code_challenge"] == CHALLENGE
    assert answer["code"]


def test_echoes_can_be_switched_off(desk: Desk) -> None:
    desk.control("/settings", {"callback_echo": False})
    assert set(desk.consent(desk.add_account(), state="s-1")) == {"code", "oa_id"}


def test_a_callback_with_a_query_of_its_own_keeps_it(desk: Desk) -> None:
    desk.add_app(redirect_uris=[f"{CALLBACK}*"])
    answer = desk.consent(desk.add_account(), redirect_uri=f"{CALLBACK}?unit=40")
    assert answer["unit"] == "40"


def test_tokens_come_as_strings(desk: Desk) -> None:
    tokens = desk.tokens(desk.add_account())
    assert set(tokens) == {"access_token", "refresh_token", "expires_in"}
    assert tokens["expires_in"] == "90000"
    assert len(tokens["access_token"]) > 300


def test_a_code_works_once(desk: Desk) -> None:
    code = desk.consent(desk.add_account())["code"]
    assert desk.ask_token(**code_form(code))["access_token"]
    assert desk.ask_token(**code_form(code))["error"] == -14005
    assert desk.look("/summary")["tokens"]["codes_reused"] == 1


def test_a_code_dies_after_ten_minutes(desk: Desk) -> None:
    code = desk.consent(desk.add_account())["code"]
    desk.advance(seconds=601)
    assert desk.ask_token(**code_form(code))["error"] == -14005


def test_the_verifier_must_fit_the_challenge(desk: Desk) -> None:
    oa_id = desk.add_account()
    code = desk.consent(oa_id, code_challenge=CHALLENGE)["code"]
    assert desk.ask_token(**code_form(code))["error"] == -14005
    assert desk.ask_token(**code_form(code, code_verifier="another"))["error"] == -14005
    assert desk.ask_token(**code_form(code, code_verifier=VERIFIER))["access_token"]


def test_pkce_can_be_made_compulsory(desk: Desk) -> None:
    desk.control("/settings", {"pkce_required": True})
    code = desk.consent(desk.add_account())["code"]
    assert desk.ask_token(**code_form(code, code_verifier=VERIFIER))["error"] == -14005


@pytest.mark.parametrize(
    ("form", "secret", "code"),
    [
        ({"grant_type": "password"}, APP_SECRET, -14018),
        ({"grant_type": "refresh_token", "app_id": "1"}, APP_SECRET, -14002),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "wrong", -14004),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, APP_SECRET, -14014),
        ({"grant_type": "authorization_code", "code": "x"}, APP_SECRET, -14005),
        ({"grant_type": "authorization_code"}, APP_SECRET, -14005),
    ],
)
def test_wrong_requests_have_their_codes(desk: Desk, form: dict[str, str], secret: str, code: int) -> None:
    assert desk.ask_token(secret=secret, **form)["error"] == code


def test_a_refresh_rotates_and_kills_what_was_before(desk: Desk) -> None:
    oa_id = desk.add_account()
    first = desk.tokens(oa_id)
    second = desk.ask_token(**refresh_form(first["refresh_token"]))
    assert second["refresh_token"] != first["refresh_token"]

    def getoa(token: str) -> Any:
        return desk.client.get("/v2.0/oa/getoa", headers={"access_token": token}).json()

    assert getoa(first["access_token"])["error"] == -216
    assert getoa(second["access_token"])["data"]["oa_id"] == oa_id
    assert desk.ask_token(**refresh_form(first["refresh_token"])) == {
        "error": -14014,
        "error_name": "Invalid refresh token.",
        "message": "",
        "access_token": "",
        "refresh_token": "",
    }
    tokens = desk.look("/summary")["tokens"]
    assert (tokens["refreshes"], tokens["refresh_tokens_reused"]) == (1, 1)


def test_a_refresh_token_dies_after_three_months(desk: Desk) -> None:
    tokens = desk.tokens(desk.add_account())
    desk.advance(days=91)
    assert desk.ask_token(**refresh_form(tokens["refresh_token"]))["error"] == -14014


def test_rotation_restarts_the_three_months_unless_told(desk: Desk) -> None:
    tokens = desk.tokens(desk.add_account())
    for _ in range(3):
        desk.advance(days=60)
        tokens = desk.ask_token(**refresh_form(tokens["refresh_token"]))
        assert tokens["access_token"]
    desk.control("/settings", {"refresh_lifetime_restarts": False})
    desk.advance(days=60)
    tokens = desk.ask_token(**refresh_form(tokens["refresh_token"]))
    desk.advance(days=60)
    assert desk.ask_token(**refresh_form(tokens["refresh_token"]))["error"] == -14014


def test_a_grace_period_answers_the_same_pair_again(desk: Desk) -> None:
    desk.control("/settings", {"refresh_grace_seconds": 60})
    first = desk.tokens(desk.add_account())
    second = desk.ask_token(**refresh_form(first["refresh_token"]))
    assert desk.ask_token(**refresh_form(first["refresh_token"])) == second
    desk.advance(seconds=61)
    assert desk.ask_token(**refresh_form(first["refresh_token"]))["error"] == -14014


def test_a_refresh_may_omit_the_refresh_token(desk: Desk) -> None:
    desk.control("/settings", {"refresh_omits_token": True})
    first = desk.tokens(desk.add_account())
    assert "refresh_token" not in desk.ask_token(**refresh_form(first["refresh_token"]))
    assert desk.ask_token(**refresh_form(first["refresh_token"]))["access_token"]


def test_errors_can_lack_the_number(desk: Desk) -> None:
    desk.control("/settings", {"oauth_error_shape": "text_only"})
    answer = desk.ask_token(**code_form("x"))
    assert "error" not in answer
    assert "message" not in answer
    assert answer["error_name"] == "Invalid code"


def test_a_new_consent_ends_the_old_chain(desk: Desk) -> None:
    oa_id = desk.add_account()
    first = desk.tokens(oa_id)
    desk.tokens(oa_id)
    assert desk.ask_token(**refresh_form(first["refresh_token"]))["error"] == -14014


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"redirect_uri": "https://elsewhere.example"}, "-14003"),
        ({"redirect_uri": f"{CALLBACK}-elsewhere"}, "-14003"),
        ({"app_id": "1"}, "-14002"),
        ({"oa_id": "1"}, "-205"),
    ],
)
def test_a_wrong_consent_lands_on_the_error_page(desk: Desk, query: dict[str, str], code: str) -> None:
    asked = {"app_id": APP_ID, "redirect_uri": CALLBACK, **query}
    answer = desk.client.get("/v4/oa/permission", params=asked)
    assert answer.headers["location"] == f"/v4/oa/permission/error?error_code={code}"
    assert code in desk.client.get(answer.headers["location"]).text


def test_without_an_account_a_page_lets_a_person_choose_and_search(desk: Desk) -> None:
    vinh = desk.add_account(name="Mặt trận phường Thành Vinh")
    other = desk.add_account(name="Mặt trận <xã> Đô Lương")
    asked = {"app_id": APP_ID, "redirect_uri": CALLBACK, "state": "s-1"}
    page = desk.client.get("/v4/oa/permission", params=asked)
    assert "text/html" in page.headers["content-type"]
    assert vinh in page.text
    assert other in page.text
    assert "<xã>" not in page.text
    found = desk.client.get("/v4/oa/permission", params={**asked, "q": "do luong"}).text
    assert other in found
    assert vinh not in found
    assert 'name="state" value="s-1"' in found


def test_the_families_of_tokens_do_not_mix(desk: Desk) -> None:
    code = desk.consent(desk.add_account())["code"]
    answer = desk.client.post(
        "/v4/access_token", data={"app_id": APP_ID, **code_form(code)}, headers={"secret_key": APP_SECRET}
    )
    assert answer.json()["error"] == -14005


def test_an_end_user_logs_in_and_inherits_the_remaining_time(desk: Desk) -> None:
    callback = quote(CALLBACK, safe="")
    address = f"/v4/permission?app_id={APP_ID}&redirect_uri={callback}&resident=lan"
    location = desk.client.get(address).headers["location"]
    code = location.partition("code=")[2]

    def ask(**form: str) -> Any:
        secret = {"secret_key": APP_SECRET}
        return desk.client.post("/v4/access_token", data={"app_id": APP_ID, **form}, headers=secret).json()

    first = ask(**code_form(code))
    assert first["expires_in"] == "3600"
    desk.advance(days=10)
    second = ask(**refresh_form(first["refresh_token"]))
    assert second["refresh_token_expires_in"] == str(20 * 86_400)
