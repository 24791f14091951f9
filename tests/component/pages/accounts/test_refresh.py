"""The refresh that the schedule asks for: what is due, what is dead, what there was no time for."""

import json
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from loa import clock
from loa.errors import Busy
from loa.foundation.accounts.consents.model import consent_link
from loa.foundation.accounts.model import REFRESH_AFTER, AccountState
from loa.foundation.accounts.store import AccountStore
from loa.platform.aws.dynamodb.tables import Table
from tests.conftest import OpenTable
from tests.worlds.component.settings import CONSENT_KEY
from tests.worlds.component.zalo import OA, OTHER_OA, Zalo, made_old, wire_zalo
from tests.worlds.doors import Context, http_event, load
from tests.worlds.province import OTHER_WARD, WARD

pytestmark = pytest.mark.enable_socket


def refresh(accounts: ModuleType, remaining_milliseconds: int = 300_000) -> dict[str, int]:
    answer: dict[str, int] = accounts.handler({"task": "refresh"}, Context(remaining_milliseconds))
    return answer


def connect(accounts: ModuleType, zalo: Zalo, unit: str, oa_id: str) -> None:
    state = consent_link(unit, "x", key=CONSENT_KEY, nonce=unit, now=clock.now()).state
    shown = [f"loa_consent={state}"]

    def ask(step: str, query: dict[str, str]) -> dict[str, Any]:
        event = http_event("GET", f"/zalo/oauth/{step}", query=query, cookies=shown)
        answer: dict[str, Any] = accounts.handler(event, Context())
        return answer

    page = ask("start", {"state": state, "onward": "1"})["headers"]["location"]
    answer = ask("callback", zalo.consent(page, oa_id))
    assert answer["statusCode"] == 200


@pytest.fixture
def accounts(
    open_table: OpenTable,
    zalo: Zalo,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> ModuleType:
    """The function, with two accounts connected just now."""
    wire_zalo(monkeypatch, open_table, zalo)
    module = load("accounts")
    connect(module, zalo, WARD, OA)
    connect(module, zalo, OTHER_WARD, OTHER_OA)
    capsys.readouterr()
    return module


@pytest.fixture
def due(open_table: OpenTable, accounts: ModuleType) -> None:
    for oa_id in (OA, OTHER_OA):
        made_old(open_table, oa_id, clock.now() - REFRESH_AFTER - timedelta(minutes=1))


def metrics(capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    return {
        metric["Name"]: sum(line[metric["Name"]])
        for line in lines
        for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]
    }


def versions(open_table: OpenTable) -> list[int]:
    rows = [open_table("Credentials").get(oa_id, "pair") or {} for oa_id in (OA, OTHER_OA)]
    return [row["version"] for row in rows]


def test_what_is_fresh_is_left_alone(
    accounts: ModuleType, zalo: Zalo, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = zalo.calls("access_token")
    assert refresh(accounts) == {"already": 2}
    assert zalo.calls("access_token") == asked
    assert metrics(capsys) == {"AccountsNotRefreshed": 0}


@pytest.mark.usefixtures("due")
def test_what_is_due_is_renewed_once_though_the_schedule_fires_twice(
    accounts: ModuleType, open_table: OpenTable, zalo: Zalo
) -> None:
    assert refresh(accounts) == {"renewed": 2}
    assert refresh(accounts) == {"already": 2}
    assert versions(open_table) == [2, 2]
    assert zalo.look("summary")["tokens"]["refreshes"] == 2
    assert zalo.look("summary")["tokens"]["refresh_tokens_reused"] == 0


@pytest.mark.usefixtures("due")
def test_a_dead_chain_is_marked_counted_and_left_as_it_is_and_the_others_go_on(
    accounts: ModuleType, open_table: OpenTable, zalo: Zalo, capsys: pytest.CaptureFixture[str]
) -> None:
    zalo.tell("tokens", {"oa_id": OA, "do": "revoke"})
    before = open_table("Credentials").get(OA, "pair")
    assert refresh(accounts) == {"needs_consent": 1, "renewed": 1}
    after = open_table("Credentials").get(OA, "pair")
    assert before is not None
    assert after is not None
    assert (after["sealed"], after["version"]) == (before["sealed"], before["version"])
    account = AccountStore(open_table("Units")).of_unit("40", WARD)
    assert account is not None
    assert (account.state, bool(account.trouble)) == (AccountState.NEEDS_CONSENT, True)
    assert metrics(capsys) == {"ConsentNeeded": 1, "AccountsNotRefreshed": 0}
    assert refresh(accounts) == {"already": 1}


@pytest.mark.usefixtures("due")
def test_out_of_time_it_fails_so_that_the_next_attempt_goes_on(
    accounts: ModuleType, open_table: OpenTable, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Busy):
        refresh(accounts, remaining_milliseconds=10_000)
    assert metrics(capsys) == {"AccountsNotRefreshed": 2}
    assert versions(open_table) == [1, 1]
    assert refresh(accounts) == {"renewed": 2}


@pytest.mark.usefixtures("due")
def test_what_zalo_does_not_answer_waits_for_the_next_round(
    accounts: ModuleType, open_table: OpenTable, zalo: Zalo, capsys: pytest.CaptureFixture[str]
) -> None:
    zalo.tell("faults", {"kind": "status", "status": 503, "path": "/v4/oa/access_token"})
    assert refresh(accounts) == {"later": 2}
    assert metrics(capsys) == {"AccountsNotRefreshed": 2}
    assert versions(open_table) == [1, 1]


@pytest.mark.usefixtures("due")
def test_an_account_whose_pair_cannot_be_opened_keeps_the_round_from_no_other(
    accounts: ModuleType, open_table: OpenTable, caplog: pytest.LogCaptureFixture
) -> None:
    table = open_table("Credentials")
    of_another = (table.get(OTHER_OA, "pair") or {})["sealed"]
    table.update(OA, "pair", set={"sealed": of_another})
    assert refresh(accounts) == {"failed": 1, "renewed": 1}
    assert versions(open_table) == [1, 2]
    logged = [vars(line) for line in caplog.records if line.message == "account not refreshed"]
    assert [(line["unit_path"], "Decrypt" in line["cause"]) for line in logged] == [(WARD, True)]


@pytest.mark.usefixtures("due")
def test_a_new_pair_that_cannot_be_stored_is_counted_as_lost(
    accounts: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    update = Table.update

    def busy_for_new_pairs(self: Table, *arguments: str, **more: Any) -> Any:
        if "version" in (more.get("set") or {}):
            raise Busy("throttled")
        return update(self, *arguments, **more)

    monkeypatch.setattr(Table, "update", busy_for_new_pairs)
    monkeypatch.setattr("loa.foundation.accounts.service._STORE_ATTEMPTS", 1)
    assert refresh(accounts) == {"lost": 2}
    assert metrics(capsys) == {"CredentialsLost": 2, "AccountsNotRefreshed": 0}


def test_without_accounts_there_is_nothing_to_do(accounts: ModuleType, open_table: OpenTable) -> None:
    for unit in (WARD, OTHER_WARD):
        open_table("Units").delete("40", f"account#{unit}#")
    assert refresh(accounts) == {}
