"""Which unit has an account: looked up by Zalo's id, and remembered for a minute once it is confirmed."""

import time
from collections.abc import Callable
from typing import Final

from loa.foundation.accounts.model import Account
from loa.foundation.accounts.store import AccountStore

DIRECTORY_SECONDS: Final = 60
"""How long a worker believes that an account belongs to the unit where it last found it."""


class Directory:
    """Finds accounts by Zalo's id, and remembers those it has found for a minute."""

    def __init__(self, accounts: AccountStore, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._accounts = accounts
        self._clock = clock
        self._found: dict[str, tuple[float, Account]] = {}

    def by_oa(self, oa_id: str) -> Account | None:
        """The account, if a unit has it."""
        found = self._found.get(oa_id)
        if found and self._clock() - found[0] < DIRECTORY_SECONDS:
            return found[1]
        account = self._accounts.by_oa(oa_id)
        if account and not account.is_pending:  # what is confirmed meanwhile must not be dropped
            self._found[oa_id] = (self._clock(), account)
        return account
