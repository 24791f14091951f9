"""Connecting accounts and keeping tokens alive, on moto and on Amazon's engine."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from loa.errors import Busy, Conflict, InvalidInput, NotFound
from loa.foundation.accounts.binding import confirm, disconnect, settle
from loa.foundation.accounts.consents.model import code_verifier, consent_link
from loa.foundation.accounts.consents.service import ConsentService
from loa.foundation.accounts.last_events import may_lack_from
from loa.foundation.accounts.model import REFRESH_AFTER, Account, AccountState, Departure, Health
from loa.foundation.accounts.service import Refreshed, RefreshResult, TokenKeeper
from loa.foundation.accounts.store import LEASE, AccountStore, CredentialStore
from loa.foundation.officers.model import Officer, Role
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.zalo.api.answers import OfficialAccount
from loa.platform.zalo.errors import (
    ConfigurationFault,
    InvalidGrant,
    NotSent,
    OutcomeUnknown,
    TokenRefused,
    ZaloError,
    oauth_error_from,
)
from tests.conftest import OpenTable
from tests.worlds.fakes import Clock, FakeKey, FakeOAuth

KEY = "k" * 64
COMMUNE, OTHER = "40.412.16681", "40.412.16663"
LAN = Officer("lan", "Lan", "40", frozenset({Role.ADMINISTRATOR}))
MINH = Officer("minh", "Minh", "40", frozenset({Role.ADMINISTRATOR}))


class World:
    """Tables, one account at Zalo, and a clock."""

    def __init__(self, table: OpenTable) -> None:
        self.accounts = AccountStore(table("Units"))
        self.credentials = CredentialStore(table("Credentials"), FakeKey())
        self.codes: Table = table("Inbox")
        self.statistics = StatisticsStore(table("Statistics"))
        self.oauth = FakeOAuth()
        self.clock = Clock()
        self.oa_id = "oa-1"
        self.followers = 7

    def official(self, _token: str) -> OfficialAccount:
        return OfficialAccount(
            self.oa_id, "MTTQ phường", 4, self.followers, verified=True, alias="", description="",
            category="", avatar_url="", package_name="", package_valid_through="",
        )  # fmt: skip

    def consents(self) -> ConsentService:
        return ConsentService(
            province="40",
            key=KEY,
            accounts=self.accounts,
            credentials=self.credentials,
            statistics=self.statistics,
            codes=self.codes,
            oauth=self.oauth,
            official_account=self.official,
        )

    def state(self, code: str = "code-1", path: str = COMMUNE) -> str:
        return consent_link(path, "officer", key=KEY, nonce=code, now=self.clock()).state

    def consent(self, code: str = "code-1", path: str = COMMUNE) -> Account:
        """The account's administrator consents."""
        return self.consents().connect(self.state(code, path), code, self.clock())

    def confirm(self, oa_id: str = "oa-1", path: str = COMMUNE, officer: Officer | None = None) -> Account:
        now = self.clock()
        return confirm(path, oa_id, officer=officer or LAN, accounts=self.accounts, now=now)

    def disconnect(self, oa_id: str = "oa-1", path: str = COMMUNE, reason: str = "Nhầm") -> Departure:
        now = self.clock()
        return disconnect(path, oa_id, reason, officer=LAN, accounts=self.accounts, now=now)

    def connect(self, code: str = "code-1", path: str = COMMUNE) -> Account:
        """The account's administrator consents, and an officer confirms."""
        return self.confirm(self.consent(code, path).oa_id, path)

    def keeper(self, owner: str = "me") -> TokenKeeper:
        return TokenKeeper(
            self.accounts, self.credentials, self.oauth, owner, clock=self.clock, sleep=lambda _: None
        )


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


@contextmanager
def nothing_changes(world: World) -> Iterator[None]:
    before = world.credentials.get(world.oa_id)
    yield
    assert world.credentials.get(world.oa_id) == before


def test_a_connected_account_is_found_by_unit_by_id_and_in_its_subtree(world: World) -> None:
    account = world.connect()
    assert world.accounts.of_unit("40", COMMUNE) == account
    assert world.accounts.by_oa("oa-1") == account
    assert list(world.accounts.within("40", "40.412")) == [account]
    assert list(world.accounts.within("40", "40.41")) == []
    assert account.health(world.clock()) is Health.CONNECTED
    assert world.statistics.followers("40") == {COMMUNE: 7}


def test_a_code_used_twice_gives_the_same_account_and_asks_zalo_once(world: World) -> None:
    first = world.connect()
    assert world.connect() == first
    assert world.credentials.get("oa-1").access_token == world.oauth.live_access == "access-1"


def test_a_callback_reloaded_after_the_tokens_were_renewed_leaves_them_alone(world: World) -> None:
    first = world.connect()
    world.clock.forward(hours=1)
    world.keeper().renewed(first.key, 1)
    renewed = world.credentials.get("oa-1")
    assert world.connect().oa_id == "oa-1"
    world.codes.update(
        f"code#{hashlib.sha256(b'code-1').hexdigest()}",
        "code",
        remove=("oa_id",),
        set={
            "sealed": world.credentials.seal(hashlib.sha256(b"code-1").hexdigest(), "access-1", "refresh-1"),
        },
    )  # as if the first callback had died before its last write
    assert world.connect().oa_id == "oa-1"
    assert world.credentials.get("oa-1") == renewed


def test_a_callback_that_died_after_the_exchange_goes_on_with_the_kept_pair(world: World) -> None:
    def dies(_token: str) -> OfficialAccount:
        raise Busy("killed")

    with pytest.raises(Busy):
        replace(world.consents(), official_account=dies).connect(world.state(), "code-1", world.clock())
    assert world.connect().oa_id == "oa-1"
    assert world.credentials.get("oa-1").refresh_token == world.oauth.live_refresh


def test_a_lost_token_answer_at_consent_asks_for_a_new_consent_and_says_so(world: World) -> None:
    world.oauth.lose = [OutcomeUnknown("no_answer")]
    with pytest.raises(InvalidGrant):
        world.connect()
    with pytest.raises(InvalidInput, match="lần nữa"):
        world.connect()


def test_a_callback_that_is_being_worked_on_asks_for_a_minute_and_then_for_a_new_consent(
    world: World,
) -> None:
    real = world.oauth.exchange_code
    world.oauth.exchange_code = lambda *_a, **_k: (_ for _ in ()).throw(SystemExit)  # type: ignore[method-assign]
    with pytest.raises(SystemExit):
        world.connect()
    world.oauth.exchange_code = real  # type: ignore[method-assign]
    with pytest.raises(Busy, match="đang xử lý"):
        world.connect()
    world.clock.forward(minutes=2)
    with pytest.raises(InvalidInput, match="lần nữa"):
        world.connect()


def test_a_code_that_never_reached_zalo_may_be_tried_again(world: World) -> None:
    unreached = FakeOAuth(codes=world.oauth.codes)
    unreached.exchange_code = lambda *_a, **_k: (_ for _ in ()).throw(NotSent("no_connection"))  # type: ignore[method-assign]
    reachable, world.oauth = world.oauth, unreached
    with pytest.raises(NotSent):
        world.connect()
    world.oauth = reachable
    assert world.connect().state is AccountState.CONNECTED


def test_the_pkce_verifier_is_that_of_the_link() -> None:
    state = consent_link(COMMUNE, "officer", key=KEY, nonce="n", now=Clock()()).state
    assert code_verifier(state, KEY) == code_verifier(state, KEY)


def test_another_account_for_the_same_unit_is_refused(world: World) -> None:
    world.connect()
    world.oauth.codes["code-2"] = ""
    world.oa_id = "oa-2"
    with pytest.raises(Conflict, match="một Official Account khác"):
        world.connect("code-2")
    connected = world.accounts.of_unit("40", COMMUNE)
    assert connected is not None
    assert connected.oa_id == "oa-1"


def test_the_account_of_another_unit_is_refused_but_its_new_tokens_are_kept(world: World) -> None:
    world.connect()
    world.oauth.codes["code-2"] = ""
    with pytest.raises(Conflict, match="thuộc đơn vị khác"):
        world.connect("code-2", path="40.412.16663")
    assert world.credentials.get("oa-1").access_token == world.oauth.live_access
    assert world.accounts.of_unit("40", "40.412.16663") is None


def test_consent_again_revives_a_dead_chain_and_leaves_the_follower_count(world: World) -> None:
    account = world.connect()
    world.accounts.set_state(account.key, AccountState.NEEDS_CONSENT, "dead")
    world.oauth.codes["code-2"] = ""
    world.followers = 99
    world.clock.forward(days=3)
    again = world.connect("code-2")
    assert again.state is AccountState.CONNECTED
    assert again.connected_at == account.connected_at
    assert world.statistics.followers("40") == {COMMUNE: 7}


def test_tokens_are_renewed_when_zalo_refuses_them_and_the_call_is_made_once_more(world: World) -> None:
    account = world.connect()
    world.oauth.live_access = "ended early"
    calls: list[str] = []

    def call(token: str) -> str:
        calls.append(token)
        if token != world.oauth.live_access:
            raise TokenRefused("token_invalid", zalo_code=-216)
        return "done"

    assert world.keeper().session(account.key).act(call) == "done"
    assert calls == ["access-1", "access-2"]
    assert world.credentials.get("oa-1").version == 2


def test_a_token_refused_again_after_renewal_is_not_renewed_in_a_loop(world: World) -> None:
    account = world.connect()

    def call(_token: str) -> str:
        raise TokenRefused("token_invalid", zalo_code=-216)

    with pytest.raises(TokenRefused):
        world.keeper().session(account.key).act(call)
    assert world.oauth.refreshes == 1


def test_only_one_refresher_at_a_time_and_the_other_takes_what_the_first_made(world: World) -> None:
    account = world.connect()
    world.credentials.lease("oa-1", "first", world.clock())
    with pytest.raises(Busy):
        world.keeper("second").renewed(account.key, 1)
    world.credentials.release("oa-1", "first")
    assert world.keeper("first").renewed(account.key, 1).version == 2
    assert world.keeper("second").renewed(account.key, 1).version == 2
    assert world.oauth.refreshes == 1


def test_a_refresher_that_died_is_succeeded_when_its_lease_runs_out(world: World) -> None:
    account = world.connect()
    world.credentials.lease("oa-1", "dead", world.clock())
    world.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert world.keeper().renewed(account.key, 1).version == 2


def test_a_dead_chain_marks_the_account_and_never_touches_the_stored_pair(world: World) -> None:
    account = world.connect()
    world.oauth.live_refresh = "another"
    with nothing_changes(world), pytest.raises(InvalidGrant):
        world.keeper().renewed(account.key, 1)
    marked = world.accounts.of_unit("40", COMMUNE)
    assert marked is not None
    assert marked.health(world.clock()) is Health.NEEDS_CONSENT
    assert marked.trouble


def test_a_refresh_answer_lost_before_zalo_acted_is_asked_for_again(world: World) -> None:
    account = world.connect()
    real, asked = world.oauth.refresh, []

    def flaky(token: str) -> object:
        asked.append(token)
        if len(asked) == 1:
            raise OutcomeUnknown("no_answer")
        return real(token)

    world.oauth.refresh = flaky  # type: ignore[method-assign,assignment]
    assert world.keeper().renewed(account.key, 1).access_token == world.oauth.live_access


def test_a_refresh_answer_lost_after_zalo_acted_needs_consent(world: World) -> None:
    account = world.connect()
    world.oauth.lose = [OutcomeUnknown("no_answer")]
    with nothing_changes(world), pytest.raises(InvalidGrant):
        world.keeper().renewed(account.key, 1)


def test_the_new_pair_is_kept_even_if_the_tables_are_busy_for_a_while(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = world.connect()
    replace, failures = world.credentials.replace, [Busy("throttled")] * 4

    def busy(*arguments: object) -> None:
        if failures:
            raise failures.pop()
        replace(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(world.credentials, "replace", busy)
    world.keeper().renewed(account.key, 1)
    assert world.credentials.get("oa-1").refresh_token == world.oauth.live_refresh


def test_a_pair_whose_storing_lost_its_answer_counts_as_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = world.connect()
    replace, lost = world.credentials.replace, [True]

    def stored_but_unheard(*arguments: object) -> None:
        replace(*arguments)  # type: ignore[arg-type]
        if lost.pop() if lost else False:
            raise Busy("no answer")

    monkeypatch.setattr(world.credentials, "replace", stored_but_unheard)
    assert world.keeper().renewed(account.key, 1).version == 2
    assert world.credentials.get("oa-1").version == 2


def test_the_schedule_refreshes_what_is_old_and_leaves_what_is_fresh(world: World) -> None:
    account = world.connect()
    keeper = world.keeper()
    assert keeper.refresh_if_old(account) is Refreshed.ALREADY
    world.clock.forward(seconds=REFRESH_AFTER.total_seconds())
    assert keeper.refresh_if_old(account) is Refreshed.RENEWED
    assert keeper.refresh_if_old(account) is Refreshed.ALREADY
    assert world.oauth.refreshes == 1


def test_the_schedule_stops_when_time_runs_short_and_skips_who_needs_consent(world: World) -> None:
    account = world.connect()
    world.clock.forward(days=1)
    keeper = world.keeper()
    assert list(keeper.refresh_all([account], may_go_on=lambda: False)) == []
    world.accounts.set_state(account.key, AccountState.NEEDS_CONSENT, "dead")
    marked = world.accounts.of_unit("40", COMMUNE)
    assert marked is not None
    assert list(keeper.refresh_all([marked], may_go_on=lambda: True)) == []


REFUSALS = [
    {"error": -14099, "error_name": "Something new"},
    {"error": "-216", "message": "Access token is invalid"},
    {"error": -201, "message": "user_id is invalid"},
    {"error": -211, "message": "Out of quota"},
    {"error": -14018, "error_name": "Invalid grant type"},
]


@pytest.mark.parametrize("answer", REFUSALS)
def test_a_refusal_of_the_refresh_says_nothing_about_the_call_that_needed_it(
    world: World, answer: dict[str, object]
) -> None:
    account = world.connect()
    session = world.keeper().session(account.key)
    world.oauth.lose = [oauth_error_from(answer)]

    def call(_token: str) -> None:
        raise TokenRefused("token_invalid", had_no_effect=True)

    with pytest.raises(Busy):
        session.act(call)


def test_an_app_that_zalo_refuses_is_said_to_be_so(world: World) -> None:
    account = world.connect()
    world.oauth.lose = [oauth_error_from({"error": -14004, "error_name": "Invalid secret key"})]
    with pytest.raises(ConfigurationFault):
        world.keeper().renewed(account.key, 1)


@pytest.mark.parametrize("answer", REFUSALS)
def test_an_account_that_cannot_be_refreshed_keeps_the_round_from_none_of_the_others(
    world: World, answer: dict[str, object]
) -> None:
    account = world.connect()
    world.clock.forward(days=1)
    refused: ZaloError = oauth_error_from(answer)
    world.oauth.lose = [refused]
    found = list(world.keeper().refresh_all([account, account], may_go_on=lambda: True))
    assert [(result.account, result.outcome) for result in found] == [
        (account, Refreshed.FAILED),
        (account, Refreshed.NEEDS_CONSENT),  # the double made a new pair before it refused
    ]
    assert refused.reason in found[0].cause


def test_an_account_expires_visibly_two_weeks_before_its_refresh_token_ends(world: World) -> None:
    account = world.connect()
    assert account.health(account.refresh_expires_at - timedelta(days=15)) is Health.CONNECTED
    assert account.health(account.refresh_expires_at - timedelta(days=13)) is Health.EXPIRING
    assert account.health(account.refresh_expires_at) is Health.NEEDS_CONSENT


def test_an_account_that_left_its_unit_is_settled_and_can_be_connected_elsewhere(world: World) -> None:
    first = world.connect()
    world.clock.forward(minutes=1)
    left = world.disconnect()
    assert world.accounts.by_oa(first.oa_id) is None
    world.clock.forward(minutes=1)
    world.oauth.codes["code-2"] = ""
    moved = world.connect("code-2", OTHER)
    assert (moved.unit_path, moved.oa_id) == (OTHER, first.oa_id)
    assert settled(world) == [left]
    assert settled(world) == []
    assert world.credentials.get(first.oa_id).version == 2, "the newer pair is that of the other unit"
    assert world.statistics.followers("40") == {COMMUNE: 0, OTHER: 7}
    world.clock.forward(minutes=1)
    world.disconnect(path=OTHER)
    assert [one.unit_path for one in settled(world)] == [OTHER]
    with pytest.raises(NotFound):
        world.credentials.get(moved.oa_id)


def settled(world: World) -> list[Departure]:
    return settle("40", accounts=world.accounts, credentials=world.credentials, statistics=world.statistics)


def test_what_is_not_there_or_has_changed_cannot_be_taken(world: World) -> None:
    with pytest.raises(NotFound):
        world.disconnect()
    world.connect()
    with pytest.raises(Conflict):
        world.disconnect("oa-9")
    assert settled(world) == []


# Pending: consented, not confirmed


def present(world: World, path: str = COMMUNE) -> Account:
    found = world.accounts.of_unit("40", path)
    assert found is not None
    return found


def test_a_consent_alone_lets_nobody_act_for_the_account_and_keeps_its_tokens_alive(world: World) -> None:
    account = world.consent()
    assert account == present(world)
    assert account.health(world.clock()) is Health.PENDING
    assert not account.is_usable
    with pytest.raises(NotFound):
        world.keeper().session(account.key)
    world.clock.forward(seconds=REFRESH_AFTER.total_seconds())
    outcomes = list(world.keeper().refresh_all([account], may_go_on=lambda: True))
    assert outcomes == [RefreshResult(account, Refreshed.RENEWED)]
    assert present(world).health(world.clock()) is Health.PENDING, "new tokens confirm nothing"


def test_what_is_confirmed_works_and_says_who_did_it_and_what_may_be_missing(world: World) -> None:
    begun = world.consent().connected_at
    world.clock.forward(hours=5)
    account = world.confirm()
    assert account == present(world)
    assert account.is_usable
    assert account.health(world.clock()) is Health.CONNECTED
    assert account.confirmed_at == world.clock()
    assert (account.confirmed_by, account.confirmed_by_name) == ("lan", "Lan")
    assert may_lack_from(account, world.clock()) == begun
    assert world.keeper().session(account.key).key == account.key


def test_the_second_of_two_officers_changes_nothing(world: World) -> None:
    world.consent()
    first = world.confirm()
    world.clock.forward(minutes=1)
    assert world.confirm(officer=MINH) == first


def test_an_officer_who_was_overtaken_between_look_and_write_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending = world.consent()
    first = world.confirm()
    real, stale = world.accounts.of_unit, [pending]
    monkeypatch.setattr(world.accounts, "of_unit", lambda *key: stale.pop() if stale else real(*key))
    assert world.confirm(officer=MINH) == first


@pytest.mark.parametrize("consents_again", [False, True])
def test_an_account_that_is_taken_away_meanwhile_is_not_confirmed(
    world: World, monkeypatch: pytest.MonkeyPatch, *, consents_again: bool
) -> None:
    pending = world.consent()
    world.disconnect()
    if consents_again:
        world.oa_id, world.oauth.codes["code-2"] = "oa-2", ""
        world.consent("code-2")
    real, stale = world.accounts.of_unit, [pending]
    monkeypatch.setattr(world.accounts, "of_unit", lambda *key: stale.pop() if stale else real(*key))
    with pytest.raises(Conflict if consents_again else NotFound):
        world.confirm()
    found = world.accounts.of_unit("40", COMMUNE)
    assert found is None or found.is_pending


def test_another_id_than_the_one_seen_is_a_conflict_and_no_account_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.confirm()
    world.consent()
    with pytest.raises(Conflict):
        world.confirm("oa-9")
    assert present(world).is_pending


def test_a_consent_again_leaves_confirmed_what_was_and_pending_what_was_not(world: World) -> None:
    world.consent()
    world.oauth.codes |= {"code-2": "", "code-3": ""}
    world.accounts.set_state(present(world).key, AccountState.NEEDS_CONSENT, "dead")
    assert world.consent("code-2").health(world.clock()) is Health.PENDING
    confirmed = world.confirm()
    world.accounts.set_message_api(confirmed.key, "v2")
    again = world.consent("code-3")
    assert again == present(world)
    assert (again.is_usable, again.confirmed_by, again.message_api) == (True, "lan", "v2")


def test_a_renewal_that_meets_a_disconnection_confirms_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed = world.connect()
    world.disconnect()
    world.oauth.codes["code-2"] = ""
    with monkeypatch.context() as patched:
        patched.setattr(world.accounts, "of_unit", lambda *_: confirmed)
        with pytest.raises(Busy):
            world.consent("code-2")
    assert world.accounts.of_unit("40", COMMUNE) is None
    assert world.consent("code-2").is_pending, "the page loaded again goes on"


def test_an_account_that_leaves_and_comes_back_is_pending_again(world: World) -> None:
    world.connect()
    world.disconnect()
    world.clock.forward(minutes=1)
    world.oauth.codes["code-2"] = ""
    assert world.consent("code-2").health(world.clock()) is Health.PENDING
    assert present(world).confirmed_by == ""


def test_looking_at_a_consent_connects_nothing_and_the_same_code_goes_on(world: World) -> None:
    state = world.state()
    consents = world.consents()
    seen = consents.look(state, "code-1", world.clock())
    assert (seen.oa_id, seen.name, seen.consent.unit_path) == ("oa-1", "MTTQ phường", COMMUNE)
    assert seen.connected is None
    assert world.accounts.of_unit("40", COMMUNE) is None
    account = consents.connect(state, "code-1", world.clock())
    assert account.is_pending
    assert consents.look(state, "code-1", world.clock()).connected == account
    assert world.oauth.live_access == "access-1", "the code was exchanged once"
