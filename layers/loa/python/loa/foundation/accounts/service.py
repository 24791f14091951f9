"""Connect accounts, keep their tokens alive, and act with them."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from loa.clock import epoch_seconds, from_text, now, to_text
from loa.errors import Busy, Conflict, InvalidInput, LoaError, StoreFault
from loa.foundation.accounts import texts
from loa.foundation.accounts.consent import LINK_LIFETIME, Consent, code_verifier, sign, verify
from loa.foundation.accounts.model import (
    REFRESH_AFTER,
    REFRESH_LIFETIME,
    Account,
    AccountKey,
    AccountState,
    Tokens,
)
from loa.foundation.accounts.store import AccountStore, CredentialStore
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.api.answers import OfficialAccount
from loa.platform.zalo.api.oauth import TokenPair
from loa.platform.zalo.errors import InvalidGrant, NotSent, OutcomeUnknown, TokenRefused, Transient

CODE_KEPT: Final = timedelta(days=2)
"""How long a used authorization code is remembered; Zalo's live ten minutes."""

CODE_RUNS: Final = timedelta(seconds=60)
"""After this an exchange that left no result is taken for dead."""

_STORE_ATTEMPTS: Final = 6


class TokenEndpoint(Protocol):
    """What this room needs of Zalo's token endpoint; `loa.platform.zalo.api.oauth.OAuth` is one."""

    def exchange_code(self, code: str, *, code_verifier: str) -> TokenPair:
        """Turn an authorization code into a pair."""

    def refresh(self, refresh_token: str) -> TokenPair:
        """Turn a refresh token into the next pair; the old pair is dead from then on."""


@dataclass(frozen=True, slots=True)
class Link:
    """What an officer passes on to the administrator of an account."""

    state: str
    expires_at: datetime


def consent_link(unit_path: str, asked_by: str, *, key: str, nonce: str, now: datetime) -> Link:
    """A link by which the account of a unit can be connected, once and for a day."""
    expires_at = (now + LINK_LIFETIME).replace(microsecond=0)
    return Link(sign(Consent(unit_path, asked_by, expires_at, nonce), key), expires_at)


def connect(
    state: str,
    code: str,
    *,
    province: str,
    key: str,
    accounts: AccountStore,
    credentials: CredentialStore,
    codes: Table,
    statistics: StatisticsStore,
    oauth: TokenEndpoint,
    official_account: Callable[[str], OfficialAccount],
    now: datetime,
) -> Account:
    """Finish a consent: keep the pair first, then ask Zalo whose it is, then connect the unit.

    Called twice with one code (a reloaded page, a repeated request) it goes on where it stopped and
    answers the same. Whose account it is, Zalo says by the token: the callback's own `oa_id` could be
    anybody's word.

    Raises:
        InvalidInput: the link is not ours, has expired or been used, or the code led nowhere: consent again.
        Busy: the same code is being exchanged at this moment.
        Conflict: the unit has another account, or the account belongs to another unit.
        ZaloError: Zalo refused or did not answer.
    """
    consent = verify(state, key, now)
    _check_unused(state, code, codes, now)
    grant = _granted(
        code, code_verifier(state, key), codes=codes, credentials=credentials, oauth=oauth, now=now
    )
    if grant.oa_id and (connected := accounts.by_oa(grant.oa_id)):
        return connected
    official = official_account(grant.pair.access_token)
    present = accounts.by_oa(official.oa_id)
    refresh_expires_at = _refresh_end(grant.pair, grant.at)
    sealed = credentials.seal(official.oa_id, grant.pair.access_token, grant.pair.refresh_token or "")
    account = Account(
        province=province,
        unit_path=consent.unit_path,
        oa_id=official.oa_id,
        name=official.name,
        oa_type=official.oa_type or 0,
        state=AccountState.CONNECTED,
        connected_at=present.connected_at if present else now,
        refreshed_at=grant.at,
        refresh_expires_at=refresh_expires_at,
    )
    pair = credentials.first(official.oa_id, sealed, grant.at, refresh_expires_at)
    if present and present.unit_path != consent.unit_path:
        # The grant is good for the unit that has the account, and its old tokens died with it: keep it there.
        commit([pair])
        accounts.set_refreshed(present.key, grant.at, refresh_expires_at)
        raise Conflict(texts.ACCOUNT_OF_OTHER_UNIT)
    writes: list[Write] = [accounts.connect(account), pair]
    if present is None:
        # Only once: later they are counted event by event, and Zalo's number would count some twice.
        writes.append(statistics.follower_base(consent.unit_path, official.followers))
    writes.append(_using(state, code, codes, now))
    try:
        commit(writes)
    except ConditionFailed as failure:
        if failure.index == 0:
            raise Conflict(texts.UNIT_HAS_OTHER_ACCOUNT) from failure
        if failure.index == len(writes) - 1:
            raise InvalidInput(texts.LINK_USED) from failure
        return account  # its tokens have been renewed since this grant: a page reloaded much later
    codes.update(*_code_key(code), set={"oa_id": official.oa_id}, remove=("sealed",))
    return account


def _link_key(state: str) -> tuple[str, str]:
    return f"consent#{hashlib.sha256(state.encode()).hexdigest()}", "link"


def _using(state: str, code: str, codes: Table, now: datetime) -> Update:
    """The write by which a link is used up; refused if another code has used it."""
    return Update(
        codes,
        *_link_key(state),
        set={"used_by": _code_name(code), "expires_at": epoch_seconds(now + CODE_KEPT)},
        only_if=_unused_but_by(code),
    )


def _check_unused(state: str, code: str, codes: Table, now: datetime) -> None:
    """Go on only with a link that nobody has used; the same code may come again (a reloaded page).

    Raises:
        InvalidInput: it has been used.
    """
    ends = {"expires_at": epoch_seconds(now + CODE_KEPT)}
    try:
        codes.update(*_link_key(state), set=ends, only_if=_unused_but_by(code))
    except ConditionFailed as failure:
        raise InvalidInput(texts.LINK_USED) from failure


def _unused_but_by(code: str) -> Condition:
    return Attr("used_by").not_exists() | Attr("used_by").eq(_code_name(code))


def _refresh_end(pair: TokenPair, now: datetime) -> datetime:
    if pair.refresh_expires_in is None:
        return now + REFRESH_LIFETIME
    return now + timedelta(seconds=pair.refresh_expires_in)


@dataclass(frozen=True, slots=True)
class _Grant:
    """What an authorization code led to.

    Attributes:
        pair: the tokens.
        at: when they were asked for; whatever was stored later is newer.
        oa_id: the account, if the code has led to its connection already.
    """

    pair: TokenPair
    at: datetime
    oa_id: str = ""


def _code_name(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _code_key(code: str) -> tuple[str, str]:
    return f"code#{_code_name(code)}", "code"


def _granted(
    code: str,
    verifier: str,
    *,
    codes: Table,
    credentials: CredentialStore,
    oauth: TokenEndpoint,
    now: datetime,
) -> _Grant:
    """The pair of a code: exchanged once, kept sealed under the code until it has found its account."""
    name, key = _code_name(code), _code_key(code)
    try:
        codes.update(
            *key,
            set={"begun_at": to_text(now), "expires_at": epoch_seconds(now + CODE_KEPT)},
            only_if=Attr("partition").not_exists(),
        )
    except ConditionFailed as failure:
        return _granted_before(name, failure, credentials=credentials, now=now)
    try:
        pair = _asked(lambda: oauth.exchange_code(code, code_verifier=verifier))
    except NotSent:
        codes.delete(*key)  # Zalo never saw it: the same code may be tried again
        raise
    except LoaError:
        codes.update(*key, set={"failed": True})
        raise
    sealed = credentials.seal(name, pair.access_token, pair.refresh_token or "")
    codes.update(*key, set={"sealed": sealed, "access_expires_in": pair.access_expires_in})
    return _Grant(pair, now)


def _granted_before(
    name: str, failure: ConditionFailed, *, credentials: CredentialStore, now: datetime
) -> _Grant:
    """What the same code led to the first time."""
    row = failure.row or {}
    begun_at = from_text(row["begun_at"])
    if "oa_id" in row:
        return _Grant(TokenPair("", None, 0, None), begun_at, row["oa_id"])
    if "sealed" in row:
        access_token, refresh_token = credentials.open(name, row["sealed"])
        return _Grant(TokenPair(access_token, refresh_token, row["access_expires_in"], None), begun_at)
    if now - begun_at < CODE_RUNS and not row.get("failed"):
        raise Busy(texts.CODE_RUNNING) from failure
    raise InvalidInput(texts.CODE_SPENT) from failure


def _asked(ask: Callable[[], TokenPair]) -> TokenPair:
    """Ask for a pair; once more when the answer was lost.

    If Zalo had done it, the code or token is spent and the second answer says so; if it had not, the
    second try is as good as the first.
    """
    try:
        return ask()
    except OutcomeUnknown:
        return ask()


class CredentialsLost(StoreFault):
    """Zalo made a new pair, and it could not be stored: the old one is dead, a person must consent again."""

    code = "credentials_lost"


class Refreshed(StrEnum):
    """How one refresh ended."""

    RENEWED = "renewed"
    ALREADY = "already"
    """Another refresher had done it."""
    NEEDS_CONSENT = "needs_consent"
    LOST = "lost"
    """Zalo's answer could not be stored (`CredentialsLost`)."""
    LATER = "later"
    """Zalo did not answer, or another refresher is at work: the next round tries again."""


@dataclass(frozen=True, slots=True)
class TokenKeeper:
    """Who acts for accounts: gives tokens, renews them when Zalo refuses them.

    Attributes:
        accounts, credentials: where they are kept.
        oauth: Zalo's token endpoint.
        owner: a name of this process for leases, other than any other process's.
        clock: the present instant.
        sleep: waits; replaced in tests.
    """

    accounts: AccountStore
    credentials: CredentialStore
    oauth: TokenEndpoint
    owner: str
    clock: Callable[[], datetime] = now
    sleep: Callable[[float], None] = time.sleep

    def session(self, key: AccountKey, tokens: Tokens | None = None) -> "Session":
        """Act for an account; its tokens are read unless they are given.

        Raises:
            NotFound: the account was never connected.
        """
        return Session(self, key, tokens or self.credentials.get(key.oa_id))

    def renewed(self, key: AccountKey, failed_version: int) -> Tokens:
        """A pair newer than the one that failed: made here, or by another refresher meanwhile.

        Raises:
            InvalidGrant: the chain is dead; the account is marked, the stored pair stays as it is.
            CredentialsLost: the new pair could not be stored.
            Busy: another refresher is at work and does not finish, or Zalo does not answer.
        """
        for attempt in range(8):
            try:
                return self._refresh_under_lease(key, failed_version)
            except Busy:
                self.sleep(0.2 * (attempt + 1))
                tokens = self.credentials.get(key.oa_id)
                if tokens.version != failed_version:
                    return tokens
            except (OutcomeUnknown, NotSent, Transient) as error:
                # Said of the refresh, not of the call for which a token is needed: that one had no effect.
                raise Busy("zalo did not answer the refresh") from error
        raise Busy("another refresher did not finish")

    def _refresh_under_lease(self, key: AccountKey, failed_version: int) -> Tokens:
        tokens = self.credentials.lease(key.oa_id, self.owner, self.clock())
        if tokens.version != failed_version:
            self.credentials.release(key.oa_id, self.owner)
            return tokens
        try:
            pair = _asked(lambda: self.oauth.refresh(tokens.refresh_token))
        except InvalidGrant as error:
            self.credentials.release(key.oa_id, self.owner)
            current = self.credentials.get(key.oa_id)
            if current.version != failed_version:  # someone outlived his lease, and won
                return current
            self.accounts.set_state(key, AccountState.NEEDS_CONSENT, str(error))
            raise
        except BaseException:
            self.credentials.release(key.oa_id, self.owner)
            raise
        return self._keep(key, tokens, pair)

    def _keep(self, key: AccountKey, old: Tokens, pair: TokenPair) -> Tokens:
        """Store the new pair before anything else; the old one is dead, so this is tried hard."""
        now = self.clock()
        fresh = Tokens(
            access_token=pair.access_token,
            refresh_token=pair.refresh_token or old.refresh_token,
            version=old.version + 1,
            stored_at=now,
            refresh_expires_at=_refresh_end(pair, now) if pair.refresh_token else old.refresh_expires_at,
        )
        sealed = b""
        for attempt in range(_STORE_ATTEMPTS):
            try:
                sealed = sealed or self.credentials.seal(key.oa_id, fresh.access_token, fresh.refresh_token)
                self.credentials.replace(key.oa_id, sealed, old.version, now, fresh.refresh_expires_at)
                break
            except ConditionFailed as failure:
                if (failure.row or {}).get("sealed") == sealed:
                    break  # our own earlier try had arrived; only its answer was lost
                raise
            except Busy as error:
                if attempt == _STORE_ATTEMPTS - 1:
                    raise CredentialsLost("a new pair of tokens could not be stored") from error
                self.sleep(0.2 * 2**attempt)
        self.accounts.set_refreshed(key, now, fresh.refresh_expires_at)
        return fresh

    def refresh_if_old(self, account: Account) -> Refreshed:
        """The scheduled refresh of one account: only when its pair is older than ten hours."""
        tokens = self.credentials.get(account.oa_id)
        if self.clock() - tokens.stored_at < REFRESH_AFTER:
            return Refreshed.ALREADY
        try:
            fresh = self._refresh_under_lease(account.key, tokens.version)
        except InvalidGrant:
            return Refreshed.NEEDS_CONSENT
        except CredentialsLost:
            return Refreshed.LOST
        except (Busy, OutcomeUnknown, NotSent, Transient):
            return Refreshed.LATER
        return Refreshed.RENEWED if fresh.version == tokens.version + 1 else Refreshed.ALREADY

    def refresh_all(
        self, accounts: Iterable[Account], *, may_go_on: Callable[[], bool]
    ) -> Iterator[tuple[Account, Refreshed]]:
        """Refresh every connected account that is due, one after the other, while there is time."""
        for account in accounts:
            if account.state is not AccountState.CONNECTED:
                continue
            if not may_go_on():
                return
            yield account, self.refresh_if_old(account)


class Session:
    """Acts for one account with its access token, and renews the token when Zalo refuses it."""

    def __init__(self, keeper: TokenKeeper, key: AccountKey, tokens: Tokens) -> None:
        self.key = key
        self._keeper = keeper
        self._tokens = tokens

    def act[Answer](self, call: Callable[[str], Answer]) -> Answer:
        """Make a call with the access token; once more with a new one if Zalo refuses it.

        Raises:
            InvalidGrant: the chain is dead, a person must consent again.
            CredentialsLost: a new pair could not be stored.
            Busy: another refresher took too long.
            ZaloError: what the call raised.
        """
        try:
            return call(self._tokens.access_token)
        except TokenRefused:
            self._tokens = self._keeper.renewed(self.key, self._tokens.version)
            return call(self._tokens.access_token)
