"""Consent: the link, Zalo's page, the callback, as browsers and API Gateway bring them."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from itertools import count
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from infra.local.places import free_port
from loa import clock
from loa.foundation.accounts.consents.model import code_verifier, consent_link
from loa.foundation.accounts.model import Health
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.store import OfficerStore
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.webhooks.signature import pkce_challenge
from tests.conftest import OpenTable
from tests.worlds.component.settings import CONSENT_KEY
from tests.worlds.component.zalo import APP, CALLBACK, OA, OTHER_OA, Zalo, wire_zalo
from tests.worlds.doors import Context, http_event, load
from tests.worlds.province import OTHER_WARD, WARD, populate

NUMBERS = count(1)

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def accounts(open_table: OpenTable, zalo: Zalo, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    wire_zalo(monkeypatch, open_table, zalo)
    return load("accounts")


def state_of(unit: str, age: timedelta = timedelta()) -> str:
    made = clock.now() - age
    return consent_link(unit, "administrator-1", key=CONSENT_KEY, nonce=f"{next(NUMBERS)}", now=made).state


def ask(
    accounts: ModuleType, step: str, query: dict[str, str] | None, cookies: list[str] | None = None
) -> dict[str, Any]:
    event = http_event("GET", f"/zalo/oauth/{step}", query=query, cookies=cookies)
    answer: dict[str, Any] = accounts.handler(event, Context())
    assert answer["headers"]["cache-control"] == "no-store"
    assert answer["headers"]["x-content-type-options"] == "nosniff"
    assert answer["headers"]["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in answer["headers"]["content-security-policy"]
    assert "frame-ancestors 'none'" in answer["headers"]["content-security-policy"]
    return answer


def started(accounts: ModuleType, unit: str = WARD) -> tuple[str, list[str]]:
    """Open a link and read our page: Zalo's page, and the cookies that the browser then holds."""
    state = state_of(unit)
    shown = ask(accounts, "start", {"state": state})["cookies"]
    answer = ask(accounts, "start", {"state": state, "onward": "1"}, [shown[0].split(";")[0]])
    assert answer["statusCode"] == 302
    return answer["headers"]["location"], [cookie.split(";")[0] for cookie in answer["cookies"]]


def connect(accounts: ModuleType, zalo: Zalo, unit: str = WARD, oa_id: str = OA) -> dict[str, Any]:
    page, cookies = started(accounts, unit)
    return ask(accounts, "callback", zalo.consent(page, oa_id), cookies)


def counted(capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    """The metrics so far, by name."""
    found: dict[str, float] = {}
    for line in capsys.readouterr().out.splitlines():
        if '"_aws"' in line:
            row = json.loads(line)
            for metric in row["_aws"]["CloudWatchMetrics"][0]["Metrics"]:
                found[metric["Name"]] = found.get(metric["Name"], 0) + sum(row[metric["Name"]])
    return found


# The link


def test_the_link_leads_to_zalo_with_a_challenge_and_leaves_a_cookie(
    accounts: ModuleType, zalo: Zalo, capsys: pytest.CaptureFixture[str]
) -> None:
    state = state_of(WARD)
    answer = ask(accounts, "start", {"state": state, "onward": "1"}, [f"loa_consent={state}"])
    assert answer["statusCode"] == 302
    address = urlsplit(answer["headers"]["location"])
    assert f"{address.scheme}://{address.netloc}" == zalo.url
    assert parse_qs(address.query) == {
        "app_id": [APP],
        "redirect_uri": [CALLBACK],
        "state": [state],
        "code_challenge": [pkce_challenge(code_verifier(state, CONSENT_KEY))],
    }
    (cookie,) = answer["cookies"]
    assert cookie.startswith(f"loa_consent={state};")
    assert {"HttpOnly", "Secure", "SameSite=Lax"} <= set(cookie.split("; "))
    assert counted(capsys) == {"ConsentsStarted": 1}


def test_a_link_from_before_a_rotation_of_the_key_works_on(
    accounts: ModuleType, zalo: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, cookies = started(accounts)
    secrets, name = boto3.client("secretsmanager"), accounts.root().settings.consent_secret_id
    secrets.put_secret_value(SecretId=name, SecretString="n" * 64)
    accounts.root.cache_clear()
    assert accounts.root().consent_key() == "n" * 64
    answer = ask(accounts, "callback", zalo.consent(page, OA), cookies)
    assert answer["statusCode"] == 200, answer["body"]


BAD_STATES = {
    "none": None,
    "empty": {"state": ""},
    "made up": {"state": "abc.def"},
    "no ASCII": {"state": "tỉnh.🙂"},
    "signed by another": {"state": consent_link(
        WARD, "x", key="another", nonce="n", now=clock.now()).state},
    "for another unit": {"state": "x" + state_of(WARD)},
    "a day old": {"state": state_of(WARD, timedelta(hours=24))},
}  # fmt: skip


@pytest.mark.parametrize("step", ["start", "callback"])
@pytest.mark.parametrize("query", BAD_STATES.values(), ids=BAD_STATES)
def test_a_link_that_is_not_ours_or_has_expired_leads_nowhere(
    accounts: ModuleType, zalo: Zalo, step: str, query: dict[str, str] | None
) -> None:
    answer = ask(accounts, step, {"code": "c", **(query or {})})
    assert answer["statusCode"] == 422
    assert re.search("xin đường dẫn mới", answer["body"])
    assert "cookies" not in answer
    assert zalo.calls("access_token") == 0


def test_our_page_says_which_unit_it_is_for_and_who_asks_before_zalo_does(
    accounts: ModuleType, zalo: Zalo, open_table: OpenTable
) -> None:
    populate(open_table("Units"))
    asker = Officer("administrator-1", "Nguyễn <b>Thị</b> Lan", "40", frozenset({Role.ADMINISTRATOR}))
    commit([OfficerStore(open_table("Units")).adding(asker)])
    state = state_of(WARD)
    page = ask(accounts, "start", {"state": state})
    assert page["statusCode"] == 200
    assert page["cookies"][0].startswith(f"loa_consent={state};")
    assert "Phường Hà Huy Tập" in page["body"]
    assert "Nguyễn &lt;b&gt;Thị&lt;/b&gt; Lan" in page["body"]
    (onward,) = re.findall(r'<a class="btn[^"]*" href="([^"]+)">', page["body"])
    address = urlsplit(unescape(onward))
    assert address.path == "/zalo/oauth/start"
    assert parse_qs(address.query) == {"state": [state], "onward": ["1"]}
    assert zalo.calls("access_token") == 0


def test_a_page_for_a_unit_that_nobody_knows_by_somebody_who_left_still_says_what_is_known(
    accounts: ModuleType,
) -> None:
    body = ask(accounts, "start", {"state": state_of(WARD)})["body"]
    assert WARD in body
    assert "Cán bộ gửi đường dẫn" not in body


def test_a_link_that_was_used_says_so_before_anybody_consents_again(accounts: ModuleType, zalo: Zalo) -> None:
    page, cookies = started(accounts)
    assert ask(accounts, "callback", zalo.consent(page), cookies)["statusCode"] == 200
    state = parse_qs(urlsplit(page).query)["state"][0]
    for query in ({"state": state}, {"state": state, "onward": "1"}):
        answer = ask(accounts, "start", query, cookies)
        assert (answer["statusCode"], "Đường dẫn đã được dùng" in answer["body"]) == (422, True)
        assert "Chưa kết nối được" not in answer["body"]


def test_a_link_works_once(accounts: ModuleType, zalo: Zalo, open_table: OpenTable) -> None:
    page, cookies = started(accounts)
    query = zalo.consent(page)
    assert ask(accounts, "callback", query, cookies)["statusCode"] == 200
    second = zalo.consent(page, OA)
    assert second["code"] != query["code"]
    answer = ask(accounts, "callback", second, cookies)
    assert (answer["statusCode"], "đã được dùng" in answer["body"]) == (422, True)
    assert zalo.calls("access_token") == 1
    assert ask(accounts, "callback", query, cookies)["statusCode"] == 200, "the same page, loaded again"


def test_a_consent_with_the_wrong_account_leaves_the_link_for_the_right_one(
    accounts: ModuleType, zalo: Zalo, open_table: OpenTable
) -> None:
    assert connect(accounts, zalo, OTHER_WARD)["statusCode"] == 200
    page, cookies = started(accounts, WARD)
    assert ask(accounts, "callback", zalo.consent(page, OA), cookies)["statusCode"] == 409
    assert ask(accounts, "callback", zalo.consent(page, OTHER_OA), cookies)["statusCode"] == 200


# The callback


def test_a_consent_connects_the_unit_and_says_that_an_officer_has_to_confirm(
    accounts: ModuleType, zalo: Zalo, open_table: OpenTable, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = connect(accounts, zalo)
    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"] == "text/html; charset=utf-8"
    assert "chờ cán bộ xác nhận" in answer["body"]
    assert OA in answer["body"]
    account = AccountStore(open_table("Units")).of_unit("40", WARD)
    assert account is not None
    assert (account.oa_id, account.health(clock.now()), account.oa_type) == (OA, Health.PENDING, 4)
    assert StatisticsStore(open_table("Statistics")).followers("40") == {WARD: 3}
    assert counted(capsys) == {"ConsentsOpened": 1, "ConsentsStarted": 1, "AccountsConnected": 1}


def test_a_renewed_consent_of_a_confirmed_account_needs_no_second_confirmation(
    accounts: ModuleType, zalo: Zalo, open_table: OpenTable
) -> None:
    connect(accounts, zalo)
    stored = AccountStore(open_table("Units"))
    pending = stored.of_unit("40", WARD)
    assert pending
    stored.confirm(pending, clock.now(), by="lan", by_name="Lan")
    assert "Đã kết nối thành công" in connect(accounts, zalo)["body"]


# Who was not shown our page


@pytest.mark.parametrize("cookies", [[], ["loa_consent=another"], ["theme=dark"]])
def test_nobody_gets_to_zalo_past_our_page(accounts: ModuleType, cookies: list[str]) -> None:
    state = state_of(WARD)
    page = ask(accounts, "start", {"state": state, "onward": "1"}, cookies)
    assert (page["statusCode"], WARD in page["body"]) == (200, True)
    assert "location" not in page["headers"]
    assert page["cookies"][0].startswith(f"loa_consent={state};")


@pytest.mark.parametrize("of_another_link", [False, True])
def test_a_browser_without_our_cookie_is_asked_before_anything_is_connected(
    accounts: ModuleType, zalo: Zalo, open_table: OpenTable, *, of_another_link: bool
) -> None:
    page, _ = started(accounts)
    _, other = started(accounts, OTHER_WARD)
    query = zalo.consent(page)
    asked = ask(accounts, "callback", query, other if of_another_link else None)
    assert asked["statusCode"] == 200
    assert "chưa có gì được kết nối" in asked["body"]
    assert all(told in asked["body"] for told in (WARD, OA, "Mặt trận &lt;script&gt;"))
    assert AccountStore(open_table("Units")).of_unit("40", WARD) is None
    assert open_table("Credentials").get(OA, "pair") is None
    (onward,) = re.findall(r'<a class="btn[^"]*" href="([^"]+)">', asked["body"])
    address = urlsplit(unescape(onward))
    assert f"{address.scheme}://{address.netloc}{address.path}" == CALLBACK
    again = {name: values[0] for name, values in parse_qs(address.query).items()}
    done = ask(accounts, "callback", again, [asked["cookies"][0].split(";")[0]])
    assert (done["statusCode"], "chờ cán bộ xác nhận" in done["body"]) == (200, True)
    assert zalo.calls("access_token") == 1
    assert "chờ cán bộ xác nhận" in ask(accounts, "callback", query)["body"], "loaded again elsewhere"


def test_the_name_of_the_account_is_text_and_never_markup(accounts: ModuleType, zalo: Zalo) -> None:
    body = connect(accounts, zalo)["body"]
    assert "&lt;script&gt;" in body
    assert "<script" not in body


def test_tokens_are_stored_encrypted_and_shown_nowhere(
    accounts: ModuleType, zalo: Zalo, open_table: OpenTable, logged: Callable[[], str]
) -> None:
    page, cookies = started(accounts)
    query = zalo.consent(page)
    answer = ask(accounts, "callback", query, cookies)
    row = open_table("Credentials").get(OA, "pair")
    assert row is not None
    key = accounts.root().access.credentials
    access_token, refresh_token = key.open(OA, row["sealed"])
    everything = logged() + answer["body"]
    assert "account connected" in everything
    for secret in (access_token, refresh_token, query["code"], query["state"], "MARKED"):
        assert secret.encode() not in row["sealed"]
        assert secret not in everything


def test_without_a_state_in_the_query_the_cookie_says_which_link_it_was(
    accounts: ModuleType, zalo: Zalo, open_table: OpenTable
) -> None:
    zalo.tell("settings", {"callback_echo": False})
    page, cookies = started(accounts)
    query = zalo.consent(page)
    assert "state" not in query
    assert ask(accounts, "callback", query)["statusCode"] == 422
    other = ["theme=dark", " loa_other=1"]
    assert ask(accounts, "callback", query, [*other, *cookies])["statusCode"] == 200
    assert AccountStore(open_table("Units")).of_unit("40", WARD) is not None


@pytest.mark.parametrize("query", [None, {}, {"code": ""}, {"error": "denied", "state": "x"}])
def test_a_callback_without_a_code_says_what_to_do(
    accounts: ModuleType, zalo: Zalo, query: dict[str, str] | None
) -> None:
    answer = ask(accounts, "callback", query)
    assert (answer["statusCode"], "bấm “Cho phép”" in answer["body"]) == (422, True)
    assert zalo.calls("access_token") == 0


def test_a_page_that_is_loaded_twice_connects_once(accounts: ModuleType, zalo: Zalo) -> None:
    page, cookies = started(accounts)
    query = zalo.consent(page)
    answers = [ask(accounts, "callback", query, cookies) for _ in range(3)]
    assert [answer["statusCode"] for answer in answers] == [200, 200, 200]
    assert len({answer["body"] for answer in answers}) == 1
    assert zalo.calls("access_token") == 1


def test_a_code_that_zalo_does_not_know_is_refused_with_a_sentence(
    accounts: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    state = state_of(WARD)
    answer = ask(accounts, "callback", {"state": state, "code": "made-up"}, [f"loa_consent={state}"])
    assert answer["statusCode"] == 409
    assert "Chưa kết nối được" in answer["body"]
    assert counted(capsys) == {"ConsentsFailed": 1}


def test_an_answer_lost_after_zalo_acted_asks_for_a_new_consent_which_then_works(
    accounts: ModuleType, zalo: Zalo, open_table: OpenTable
) -> None:
    page, cookies = started(accounts)
    query = zalo.consent(page)
    zalo.tell("faults", {"kind": "close_after", "path": "/v4/oa/access_token", "count": 1})
    assert ask(accounts, "callback", query, cookies)["statusCode"] == 409
    assert open_table("Credentials").get(OA, "pair") is None
    again = ask(accounts, "callback", query, cookies)
    assert (again["statusCode"], "lần nữa" in again["body"]) == (422, True)
    assert connect(accounts, zalo)["statusCode"] == 200


def test_an_answer_lost_before_zalo_acted_is_asked_for_again_at_once(
    accounts: ModuleType, zalo: Zalo
) -> None:
    page, cookies = started(accounts)
    query = zalo.consent(page)
    zalo.tell("faults", {"kind": "close_before", "path": "/v4/oa/access_token", "count": 1})
    assert ask(accounts, "callback", query, cookies)["statusCode"] == 200


def test_a_callback_that_failed_after_the_exchange_goes_on_when_it_is_reloaded(
    accounts: ModuleType, zalo: Zalo
) -> None:
    page, cookies = started(accounts)
    query = zalo.consent(page)
    zalo.tell("faults", {"kind": "error", "code": -32, "path": "/v2.0/oa/getoa", "count": 1})
    assert ask(accounts, "callback", query, cookies)["statusCode"] == 503
    assert ask(accounts, "callback", query, cookies)["statusCode"] == 200
    assert zalo.calls("access_token") == 1


def test_while_zalo_cannot_be_reached_the_code_stays_good(
    accounts: ModuleType, zalo: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, cookies = started(accounts)
    query = zalo.consent(page)
    monkeypatch.setenv("ZALO_OAUTH_URL", f"http://127.0.0.1:{free_port()}")
    accounts.root.cache_clear()
    assert ask(accounts, "callback", query, cookies)["statusCode"] == 503
    monkeypatch.setenv("ZALO_OAUTH_URL", zalo.url)
    accounts.root.cache_clear()
    assert ask(accounts, "callback", query, cookies)["statusCode"] == 200


def test_the_account_of_another_unit_is_refused(
    accounts: ModuleType, zalo: Zalo, open_table: OpenTable
) -> None:
    assert connect(accounts, zalo, WARD)["statusCode"] == 200
    answer = connect(accounts, zalo, OTHER_WARD)
    assert (answer["statusCode"], "đang thuộc đơn vị khác" in answer["body"]) == (409, True)
    held = {
        account.unit_path: account.oa_id for account in AccountStore(open_table("Units")).within("40", "40")
    }
    assert held == {WARD: OA}


def test_a_second_account_for_a_unit_is_refused(
    accounts: ModuleType, zalo: Zalo, open_table: OpenTable
) -> None:
    connect(accounts, zalo)
    answer = connect(accounts, zalo, WARD, OTHER_OA)
    assert (answer["statusCode"], "một Official Account khác" in answer["body"]) == (409, True)
    assert open_table("Credentials").get(OTHER_OA, "pair") is None
