"""Time of the last Zalo event of an account: stored at most every ten minutes, not with every event."""

from datetime import datetime, timedelta
from typing import Final

from loa.foundation.accounts.model import Account
from loa.foundation.accounts.store import AccountStore

NOTED_EVERY: Final = timedelta(minutes=10)

SILENCE: Final = timedelta(hours=2)
"""After this time without an event, Zalo's own lists are checked."""


class LastEvents:
    """Store of the times, with a cache of those stored recently."""

    def __init__(self, accounts: AccountStore) -> None:
        self._accounts = accounts
        self._noted: dict[str, datetime] = {}

    def note(self, account: Account, now: datetime) -> None:
        """Record that Zalo sent an event.

        Raises:
            Busy, StoreFault: it could not be stored.
        """
        noted = max(filter(None, (self._noted.get(account.oa_id), account.last_event_at)), default=None)
        if noted and now - noted < NOTED_EVERY:
            return
        self._noted[account.oa_id] = now
        silent = noted is not None and now - noted >= SILENCE
        silent_from = _open_silence(account) or noted if silent else None
        self._accounts.set_last_event(account.key, now, silent_from)


def may_lack_from(account: Account, now: datetime) -> datetime | None:
    """Return since when messages of an account may be missing; None: events are arriving."""
    begun = _open_silence(account)
    last = account.last_event_at or account.connected_at
    if begun is None and now - max(last, account.caught_up_at or last) < SILENCE:
        return None
    return max(begun or last, account.caught_up_at or account.connected_at)


def _open_silence(account: Account) -> datetime | None:
    """Return the start of a silence that has ended but has not been checked yet."""
    until, caught_up_at = account.silent_until, account.caught_up_at
    if until is None or (caught_up_at and caught_up_at >= until):
        return None
    return account.silent_from
