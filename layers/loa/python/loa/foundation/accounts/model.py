"""The Official Account of a unit, and its health."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

EXPIRES_SOON: Final = timedelta(days=14)
"""How long before the refresh token's end an account counts as expiring: two weeks to reach a person."""

REFRESH_LIFETIME: Final = timedelta(days=90)
"""A refresh token lives three months (zalo/README.md 2.3); used when Zalo's answer does not say."""

REFRESH_AFTER: Final = timedelta(hours=10)
"""The schedule (every 12 h) refreshes tokens older than this: at half of the 25 h an access token lives."""


class AccountState(StrEnum):
    """Stored state of an account."""

    CONNECTED = "connected"
    NEEDS_CONSENT = "needs_consent"
    """The chain of refresh tokens is dead; an administrator of the account must consent again."""
    DISABLED = "disabled"
    """Zalo says the account is disabled or does not exist (-204, -205)."""


class Health(StrEnum):
    """Health of a unit's account, as the list of account health shows it."""

    CONNECTED = "connected"
    PENDING = "pending"
    """Its administrator has consented; no officer has confirmed yet that it is the unit's."""
    EXPIRING = "expiring"
    NEEDS_CONSENT = "needs_consent"
    DISABLED = "disabled"
    MISSING = "missing"
    """The unit has no account yet."""


@dataclass(frozen=True, slots=True)
class AccountKey:
    """Key of an account: the unit that it speaks for, and Zalo's id."""

    province: str
    unit_path: str
    oa_id: str


@dataclass(frozen=True, slots=True)
class Account:
    """The Official Account of one unit.

    Attributes:
        province: code of the province.
        unit_path: path of the unit that it speaks for.
        oa_id: Zalo's id.
        name: the name that residents see.
        oa_type: Zalo's type: 2 business, 4 government, 0 where Zalo does not say.
        state: see `AccountState`.
        connected_at: when consent was first given.
        is_pending: no officer has confirmed yet that it is the account of this unit. Its tokens are kept
            alive, it sends nothing, and nothing that residents do there is kept (infra/decisions).
        refreshed_at: when the present tokens were made.
        refresh_expires_at: after this a person must consent again.
        trouble: Zalo's last reason why the account cannot be used; empty when it can.
        message_api: the family of calls to begin with when writing to a resident (`v2`); empty: `v3`.
        last_event_at: time of Zalo's last event, to ten minutes; None: none since this is recorded.
        silent_from, silent_until: no events for two hours or more in between: messages may be missing.
        caught_up_at: Zalo's own lists of messages have been compared with ours up to then.
        confirmed_at, confirmed_by, confirmed_by_name: when and by which officer it was confirmed.
        retired_at: since then another account speaks for the unit; this one is answered until nobody writes
            to it any more. None: it is the unit's own.
        moved_at: when a reorganisation gave it to its unit; None: it was connected there.
    """

    province: str
    unit_path: str
    oa_id: str
    name: str
    oa_type: int
    state: AccountState
    connected_at: datetime
    refreshed_at: datetime
    refresh_expires_at: datetime
    trouble: str = ""
    message_api: str = ""
    last_event_at: datetime | None = None
    silent_from: datetime | None = None
    silent_until: datetime | None = None
    caught_up_at: datetime | None = None
    is_pending: bool = False
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    confirmed_by_name: str = ""
    retired_at: datetime | None = None
    moved_at: datetime | None = None

    @property
    def is_usable(self) -> bool:
        """Whether we may act in its name: it is confirmed, and Zalo permits it."""
        return self.state is AccountState.CONNECTED and not self.is_pending

    @property
    def is_retired(self) -> bool:
        """Whether another account speaks for its unit."""
        return self.retired_at is not None

    @property
    def gauge(self) -> str:
        """What its followers are counted under: its unit, or, retired, itself beside the unit."""
        return f"{self.unit_path}#{self.oa_id}" if self.is_retired else self.unit_path

    @property
    def key(self) -> AccountKey:
        """The key of the account."""
        return AccountKey(self.province, self.unit_path, self.oa_id)

    def health(self, at: datetime) -> Health:
        """Return its health at that instant."""
        if self.state is not AccountState.CONNECTED:
            return Health(self.state.value)
        if at >= self.refresh_expires_at:
            return Health.NEEDS_CONSENT
        if self.is_pending:
            return Health.PENDING
        if at >= self.refresh_expires_at - EXPIRES_SOON:
            return Health.EXPIRING
        return Health.CONNECTED


@dataclass(frozen=True, slots=True)
class Departure:
    """Record that an account was taken from its unit; kept as evidence of who did it and why.

    Attributes:
        province, unit_path, oa_id: the account.
        name: as residents saw it.
        at: when.
        by, by_name: the officer.
        reason: why.
        is_settled: whether its tokens and followers are gone, too.
    """

    province: str
    unit_path: str
    oa_id: str
    name: str
    at: datetime
    by: str
    by_name: str
    reason: str
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Tokens:
    """Encrypted tokens with which we act for an account.

    Attributes:
        access_token: goes with every call; lives 25 h and dies when a new one is made.
        refresh_token: makes the next pair, once.
        version: grows by one with each pair; after a failure it shows whether the pair has been renewed.
        stored_at: when the pair was made.
        refresh_expires_at: when the refresh token ends.
    """

    access_token: str
    refresh_token: str
    version: int
    stored_at: datetime
    refresh_expires_at: datetime
