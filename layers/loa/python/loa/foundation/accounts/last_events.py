"""When Zalo last told something about an account: kept at most every ten minutes, not with every event."""

from datetime import datetime, timedelta
from typing import Final

from loa.foundation.accounts.model import Account
from loa.foundation.accounts.store import AccountStore

NOTED_EVERY: Final = timedelta(minutes=10)

SILENCE: Final = timedelta(hours=2)
"""After so long without an event Zalo's own lists are looked into."""


class LastEvents:
    """Keeps the instants, and remembers which it has kept lately."""

    def __init__(self, accounts: AccountStore) -> None:
        self._accounts = accounts
        self._noted: dict[str, datetime] = {}

    def note(self, account: Account, now: datetime) -> None:
        """Keep that Zalo told something.

        Raises:
            Busy, StoreFault: it could not be kept.
        """
        noted = max(filter(None, (self._noted.get(account.oa_id), account.last_event_at)), default=None)
        if noted and now - noted < NOTED_EVERY:
            return
        self._noted[account.oa_id] = now
        silent = noted is not None and now - noted >= SILENCE
        silent_from = _open_silence(account) or noted if silent else None
        self._accounts.set_last_event(account.key, now, silent_from)


def may_lack_from(account: Account, now: datetime) -> datetime | None:
    """From when on messages of an account may be missing; None: Zalo tells what happens there."""
    begun = _open_silence(account)
    last = account.last_event_at or account.connected_at
    if begun is None and now - max(last, account.caught_up_at or last) < SILENCE:
        return None
    return max(begun or last, account.caught_up_at or account.connected_at)


def _open_silence(account: Account) -> datetime | None:
    """Since when Zalo had told nothing, in a silence that has ended and was not looked into yet."""
    until, caught_up_at = account.silent_until, account.caught_up_at
    if until is None or (caught_up_at and caught_up_at >= until):
        return None
    return account.silent_from
