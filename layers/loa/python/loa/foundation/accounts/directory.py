"""Find the unit of an account by Zalo's id; confirmed accounts are cached for a minute."""

import time
from collections.abc import Callable
from typing import Final

from loa.foundation.accounts.model import Account
from loa.foundation.accounts.store import AccountStore

DIRECTORY_SECONDS: Final = 60
"""How long a worker relies on the cached unit of an account."""


class Directory:
    """Lookup of accounts by Zalo's id, with a cache of one minute."""

    def __init__(self, accounts: AccountStore, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._accounts = accounts
        self._clock = clock
        self._found: dict[str, tuple[float, Account]] = {}

    def by_oa(self, oa_id: str) -> Account | None:
        """Return the account, if a unit has it."""
        found = self._found.get(oa_id)
        if found and self._clock() - found[0] < DIRECTORY_SECONDS:
            return found[1]
        account = self._accounts.by_oa(oa_id)
        if account and not account.is_pending:  # events of an account confirmed meanwhile must not be dropped
            self._found[oa_id] = (self._clock(), account)
        return account
