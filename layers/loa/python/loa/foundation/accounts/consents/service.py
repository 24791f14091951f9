"""Finish a consent: exchange what Zalo grants, find out whose it is, connect the account, pending."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.errors import Busy, Conflict, InvalidInput, LoaError
from loa.foundation.accounts import texts
from loa.foundation.accounts.consents.model import Consent, code_verifier, verify
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.service import TokenEndpoint, asked, refresh_end
from loa.foundation.accounts.store import AccountStore, CredentialStore
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.api.answers import OfficialAccount
from loa.platform.zalo.api.oauth import TokenPair
from loa.platform.zalo.errors import NotSent

CODE_KEPT: Final = timedelta(days=2)
"""How long a used authorization code is remembered; Zalo's live ten minutes."""

CODE_RUNS: Final = timedelta(seconds=60)
"""After this an exchange that left no result is taken for dead."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What an authorization code led to.

    Attributes:
        pair: the tokens.
        at: when they were asked for; whatever was stored later is newer.
        oa_id: the account, if the code has led to its connection already.
    """

    pair: TokenPair
    at: datetime
    oa_id: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """Whose consent came back, for which unit: what a person is shown before anything is connected.

    Attributes:
        consent: what the link stands for.
        oa_id, name: the account, as Zalo says by its token.
        connected: the account, if the same code has led to its connection already.
    """

    consent: Consent
    oa_id: str
    name: str
    connected: Account | None = None


@dataclass(frozen=True, slots=True)
class ConsentService:
    """Finishes consents.

    Attributes:
        province: whose accounts these are.
        key: signs links.
        accounts, credentials, statistics: where accounts, tokens and the numbers of followers are kept.
        codes: the Inbox table: links and authorization codes that have been used.
        oauth: Zalo's token endpoint.
        official_account: asks Zalo whose an access token is. The callback's own `oa_id` could be anybody's
            word.
    """

    province: str
    key: str
    accounts: AccountStore
    credentials: CredentialStore
    statistics: StatisticsStore
    codes: Table
    oauth: TokenEndpoint
    official_account: Callable[[str], OfficialAccount]

    def opened(self, state: str, now: datetime) -> Consent:
        """What a link stands for that somebody opens.

        Raises:
            InvalidInput: it is not ours, has expired or been used.
        """
        consent = verify(state, self.key, now)
        self._check_unused(state, "", now)
        return consent

    def look(self, state: str, code: str, now: datetime) -> Granted:
        """Find out what a consent would connect, and connect nothing.

        The code is exchanged, as Zalo names the account for tokens only; `connect` goes on from there.

        Raises:
            InvalidInput, Busy, ZaloError: as `connect`.
        """
        consent = verify(state, self.key, now)
        self._check_unused(state, code, now)
        grant = self._grant(state, code, now)
        if grant.oa_id and (connected := self.accounts.by_oa(grant.oa_id)):
            return Granted(consent, connected.oa_id, connected.name, connected)
        official = self.official_account(grant.pair.access_token)
        return Granted(consent, official.oa_id, official.name)

    def connect(self, state: str, code: str, now: datetime) -> Account:
        """Keep the pair first, then ask Zalo whose it is, then bind the account to the unit.

        An account that is new to the unit is pending until an officer confirms it; the consent of an account
        that the unit has already renews its tokens and leaves that as it is. Called twice with one code (a
        reloaded page, a repeated request) it goes on where it stopped and answers the same.

        Raises:
            InvalidInput: the link is not ours, has expired or been used, or the code led nowhere: consent
                again.
            Busy: the same code is being exchanged at this moment, or the account is being disconnected.
            Conflict: the unit has another account, or the account belongs to another unit.
            ZaloError: Zalo refused or did not answer.
        """
        consent = verify(state, self.key, now)
        self._check_unused(state, code, now)
        grant = self._grant(state, code, now)
        if grant.oa_id and (connected := self.accounts.by_oa(grant.oa_id)):
            return connected
        official = self.official_account(grant.pair.access_token)
        ends = refresh_end(grant.pair, grant.at)
        sealed = self.credentials.seal(
            official.oa_id, grant.pair.access_token, grant.pair.refresh_token or ""
        )
        pair = self.credentials.first(official.oa_id, sealed, grant.at, ends)
        elsewhere = self.accounts.by_oa(official.oa_id)
        if elsewhere and elsewhere.unit_path != consent.unit_path:
            # The old tokens died with this grant, which is good for the unit that has the account: keep it.
            commit([pair])
            self.accounts.set_refreshed(elsewhere.key, grant.at, ends)
            raise Conflict(texts.ACCOUNT_OF_OTHER_UNIT)
        present = self.accounts.of_unit(self.province, consent.unit_path)
        if present and present.oa_id != official.oa_id:
            raise Conflict(texts.UNIT_HAS_OTHER_ACCOUNT)
        account = Account(
            province=self.province,
            unit_path=consent.unit_path,
            oa_id=official.oa_id,
            name=official.name,
            oa_type=official.oa_type or 0,
            state=AccountState.CONNECTED,
            connected_at=now,
            refreshed_at=grant.at,
            refresh_expires_at=ends,
            is_pending=True,
        )
        writes: list[Write] = [self.accounts.connect(account), pair]
        if present:
            account = replace(
                present, name=account.name, oa_type=account.oa_type, state=account.state,
                refreshed_at=grant.at, refresh_expires_at=ends, trouble="",
            )  # fmt: skip
            writes[0] = self.accounts.renew(account)
        else:
            # Only once: later they are counted event by event, and Zalo's number would count some twice.
            writes.append(self.statistics.follower_base(consent.unit_path, official.followers))
        writes.append(self._using(state, code, now))
        try:
            commit(writes)
        except ConditionFailed as failure:
            if failure.index == 0:  # somebody connected or disconnected the unit at this moment
                raise Busy(texts.CODE_RUNNING) from failure
            if failure.index == len(writes) - 1:
                raise InvalidInput(texts.LINK_USED) from failure
            return account  # its tokens have been renewed since this grant: a page reloaded much later
        self.codes.update(*_code_key(code), set={"oa_id": official.oa_id}, remove=("sealed",))
        return account

    # The link

    def _check_unused(self, state: str, code: str, now: datetime) -> None:
        """Go on only with a link that nobody has used; the same code may come again (a reloaded page).

        Raises:
            InvalidInput: it has been used.
        """
        ends = {"expires_at": clock.epoch_seconds(now + CODE_KEPT)}
        try:
            self.codes.update(*_link_key(state), set=ends, only_if=_unused_but_by(code))
        except ConditionFailed as failure:
            raise InvalidInput(texts.LINK_USED) from failure

    def _using(self, state: str, code: str, now: datetime) -> Update:
        """The write by which a link is used up; refused if another code has used it."""
        return Update(
            self.codes,
            *_link_key(state),
            set={"used_by": _code_name(code), "expires_at": clock.epoch_seconds(now + CODE_KEPT)},
            only_if=_unused_but_by(code),
        )

    # The code

    def _grant(self, state: str, code: str, now: datetime) -> Grant:
        """The pair of a code: exchanged once, kept sealed under the code until it has found its account."""
        name, key = _code_name(code), _code_key(code)
        try:
            self.codes.update(
                *key,
                set={"begun_at": clock.to_text(now), "expires_at": clock.epoch_seconds(now + CODE_KEPT)},
                only_if=Attr("partition").not_exists(),
            )
        except ConditionFailed as failure:
            return self._granted_before(name, failure, now)
        verifier = code_verifier(state, self.key)
        try:
            pair = asked(lambda: self.oauth.exchange_code(code, code_verifier=verifier))
        except NotSent:
            self.codes.delete(*key)  # Zalo never saw it: the same code may be tried again
            raise
        except LoaError:
            self.codes.update(*key, set={"failed": True})
            raise
        sealed = self.credentials.seal(name, pair.access_token, pair.refresh_token or "")
        self.codes.update(*key, set={"sealed": sealed, "access_expires_in": pair.access_expires_in})
        return Grant(pair, now)

    def _granted_before(self, name: str, failure: ConditionFailed, now: datetime) -> Grant:
        """What the same code led to the first time."""
        row = failure.row or {}
        begun_at = clock.from_text(row["begun_at"])
        if "oa_id" in row:
            return Grant(TokenPair("", None, 0, None), begun_at, row["oa_id"])
        if "sealed" in row:
            access_token, refresh_token = self.credentials.open(name, row["sealed"])
            return Grant(TokenPair(access_token, refresh_token, row["access_expires_in"], None), begun_at)
        if now - begun_at < CODE_RUNS and not row.get("failed"):
            raise Busy(texts.CODE_RUNNING) from failure
        raise InvalidInput(texts.CODE_SPENT) from failure


def _link_key(state: str) -> tuple[str, str]:
    return f"consent#{hashlib.sha256(state.encode()).hexdigest()}", "link"


def _unused_but_by(code: str) -> Condition:
    return Attr("used_by").not_exists() | Attr("used_by").eq(_code_name(code))


def _code_name(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _code_key(code: str) -> tuple[str, str]:
    return f"code#{_code_name(code)}", "code"
