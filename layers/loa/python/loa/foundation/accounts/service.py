"""Keep the tokens of accounts alive, and act with them."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from loa.clock import now
from loa.errors import Busy, LoaError, NotFound, StoreFault
from loa.foundation.accounts.model import (
    REFRESH_AFTER,
    REFRESH_LIFETIME,
    Account,
    AccountKey,
    AccountState,
    Tokens,
)
from loa.foundation.accounts.store import AccountStore, CredentialStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.zalo.api.oauth import TokenPair
from loa.platform.zalo.errors import (
    ConfigurationFault,
    InvalidGrant,
    NotSent,
    OutcomeUnknown,
    TokenRefused,
    Transient,
    ZaloError,
)

_STORE_ATTEMPTS: Final = 6


class TokenEndpoint(Protocol):
    """The part of Zalo's token endpoint used here; implemented by `loa.platform.zalo.api.oauth.OAuth`."""

    def exchange_code(self, code: str, *, code_verifier: str) -> TokenPair:
        """Turn an authorization code into a pair."""

    def refresh(self, refresh_token: str) -> TokenPair:
        """Turn a refresh token into the next pair; the old pair is dead from then on."""


def refresh_end(pair: TokenPair, now: datetime) -> datetime:
    """Return when the refresh token of a pair that was made at `now` expires."""
    if pair.refresh_expires_in is None:
        return now + REFRESH_LIFETIME
    return now + timedelta(seconds=pair.refresh_expires_in)


def asked(ask: Callable[[], TokenPair]) -> TokenPair:
    """Ask for a pair; ask again once if the answer was lost.

    If Zalo had done it, the code or token is spent and the second answer says so; if it had not, the
    second try is as good as the first.
    """
    try:
        return ask()
    except OutcomeUnknown:
        return ask()


class CredentialsLost(StoreFault):
    """Zalo made a new pair that could not be stored: the old one is dead, a person must consent again."""

    code = "credentials_lost"


class Refreshed(StrEnum):
    """Outcome of one refresh."""

    RENEWED = "renewed"
    ALREADY = "already"
    """Another refresher had done it."""
    NEEDS_CONSENT = "needs_consent"
    LOST = "lost"
    """Zalo's answer could not be stored (`CredentialsLost`)."""
    LATER = "later"
    """Zalo did not answer, or another refresher is at work: the next round tries again."""
    FAILED = "failed"
    """Zalo or AWS refused it for a reason that a repetition may not mend."""


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """Result of refreshing one account.

    Attributes:
        account: which one.
        outcome: how it ended.
        cause: why it failed, as one line for the log; empty if it did not.
    """

    account: Account
    outcome: Refreshed
    cause: str = ""


@dataclass(frozen=True, slots=True)
class TokenKeeper:
    """Keeper of the accounts' tokens: hands them out, renews them when Zalo refuses them.

    Attributes:
        accounts, credentials: their stores.
        oauth: Zalo's token endpoint.
        owner: name of this process for leases, different from any other process's.
        clock: the present instant.
        sleep: waits; replaced in tests.
    """

    accounts: AccountStore
    credentials: CredentialStore
    oauth: TokenEndpoint
    owner: str
    clock: Callable[[], datetime] = now
    sleep: Callable[[float], None] = time.sleep

    def session(self, key: AccountKey, tokens: Tokens | None = None) -> "AccountSession":
        """Open a session of an account.

        Args:
            key: of the account.
            tokens: if the caller has read and checked the account already; else both are read.

        Raises:
            NotFound: the unit has no such account, or no officer has confirmed it.
        """
        if tokens is None:
            account = self.accounts.of_key(key)
            if account is None or account.is_pending:
                raise NotFound("the unit has no such account, or it is not confirmed")
        return AccountSession(self, key, tokens or self.credentials.get(key.oa_id))

    def renewed(self, key: AccountKey, failed_version: int) -> Tokens:
        """Return a pair newer than the one that failed, made here or by another refresher meanwhile.

        Raises:
            InvalidGrant: the chain is dead; the account is marked, the stored pair stays as it is.
            ConfigurationFault: Zalo accepts no refresh of our app.
            CredentialsLost: the new pair could not be stored.
            Busy: another refresher is at work and does not finish, or Zalo does not renew it now.
        """
        for attempt in range(8):
            try:
                return self._refresh_under_lease(key, failed_version)
            except Busy:
                self.sleep(0.2 * (attempt + 1))
                tokens = self.credentials.get(key.oa_id)
                if tokens.version != failed_version:
                    return tokens
            except ZaloError as error:
                if isinstance(error, ConfigurationFault) and error.had_no_effect:
                    raise
                # This concerns the refresh, not the call that needs the token: that one had no effect, and
                # neither its recipient nor its content is wrong.
                raise Busy("zalo did not renew the token") from error
        raise Busy("another refresher did not finish")

    def _refresh_under_lease(self, key: AccountKey, failed_version: int) -> Tokens:
        tokens = self.credentials.lease(key.oa_id, self.owner, self.clock())
        if tokens.version != failed_version:
            self.credentials.release(key.oa_id, self.owner)
            return tokens
        try:
            pair = asked(lambda: self.oauth.refresh(tokens.refresh_token))
        except InvalidGrant as error:
            self.credentials.release(key.oa_id, self.owner)
            current = self.credentials.get(key.oa_id)
            if current.version != failed_version:  # someone outlived their lease, and won
                return current
            self.accounts.set_state(key, AccountState.NEEDS_CONSENT, str(error))
            raise
        except BaseException:
            self.credentials.release(key.oa_id, self.owner)
            raise
        return self._keep(key, tokens, pair)

    def _keep(self, key: AccountKey, old: Tokens, pair: TokenPair) -> Tokens:
        """Store the new pair before anything else, with many retries, since the old one is dead."""
        now = self.clock()
        fresh = Tokens(
            access_token=pair.access_token,
            refresh_token=pair.refresh_token or old.refresh_token,
            version=old.version + 1,
            stored_at=now,
            refresh_expires_at=refresh_end(pair, now) if pair.refresh_token else old.refresh_expires_at,
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
        """Refresh one account on schedule: only if its pair is older than ten hours."""
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
    ) -> Iterator[RefreshResult]:
        """Refresh every connected account that is due, one after the other, while there is time.

        One account that cannot be refreshed keeps the round from none of the others.
        """
        for account in accounts:
            if account.state is not AccountState.CONNECTED:
                continue
            if not may_go_on():
                return
            try:
                outcome, cause = self.refresh_if_old(account), ""
            except LoaError as error:
                outcome, cause = Refreshed.FAILED, str(error) or error.code
            yield RefreshResult(account, outcome, cause)


class AccountSession:
    """Work for one account: acts with its access token, and renews the token when Zalo refuses it."""

    def __init__(self, keeper: TokenKeeper, key: AccountKey, tokens: Tokens) -> None:
        self.key = key
        self._keeper = keeper
        self._tokens = tokens

    def act[Answer](self, call: Callable[[str], Answer]) -> Answer:
        """Make a call with the access token; repeat it once with a new one if Zalo refuses it.

        Raises:
            InvalidGrant: the chain is dead, a person must consent again.
            CredentialsLost: a new pair could not be stored.
            Busy: no new pair could be had now; the call had no effect.
            ZaloError: raised by the call.
        """
        try:
            return call(self._tokens.access_token)
        except TokenRefused:
            self._tokens = self._keeper.renewed(self.key, self._tokens.version)
            return call(self._tokens.access_token)
