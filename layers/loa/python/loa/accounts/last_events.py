"""When Zalo last told something about an account: kept at most every ten minutes, not with every event."""

from datetime import datetime, timedelta
from typing import Final

from loa.accounts.model import Account
from loa.accounts.store import Accounts

NOTED_EVERY: Final = timedelta(minutes=10)


class LastEvents:
    """Keeps the instants, and remembers which it has kept lately."""

    def __init__(self, accounts: Accounts) -> None:
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
        self._accounts.set_last_event(account.key, now)
