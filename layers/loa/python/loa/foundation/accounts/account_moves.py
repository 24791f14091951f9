"""The account of a unit whose successor takes over: it becomes the successor's own, or retires beside it.

Followers stay where they are: their rows are keyed by the account. Only the account's row and its count of
followers move, in one transaction; what is counted at the old path later follows in the next pass. Safe to
repeat, and to stop anywhere.
"""

from dataclasses import replace
from datetime import datetime

from loa import clock
from loa.foundation.accounts.model import Account
from loa.foundation.accounts.store import AccountStore, account_from, account_row, sort_of
from loa.foundation.statistics.store import FOLLOWED, StatisticsStore, gauge_key
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Put, Write
from loa.platform.aws.dynamodb.transactions import commit

_TRIES = 5


def move_account(
    account: Account,
    path: str,
    *,
    retires: bool,
    at: datetime,
    accounts: AccountStore,
    statistics: StatisticsStore,
) -> bool:
    """Let an account belong to a unit from now on; return whether anything changed.

    Args:
        account: as it was read.
        path: the unit that answers for it.
        retires: whether another account speaks for that unit.
        at: the present instant.
        accounts: where accounts are kept.
        statistics: where their followers are counted.

    Raises:
        ConditionFailed: another account speaks for the unit and has to retire first; or the account is gone,
            or its followers change all the time.
    """
    for attempt in range(_TRIES):
        present = _as_it_is(account, accounts) if attempt else account
        if present is None:
            return False
        retired_at = (present.retired_at or at) if retires else None
        after = replace(present, unit_path=path, retired_at=retired_at, moved_at=at)
        counted = statistics.regauging([present.gauge], {after.gauge: present.gauge})
        moving = _writes(present, after, accounts)
        if not moving:
            return False
        try:
            commit([*moving, *counted])
        except ConditionFailed:
            if attempt == _TRIES - 1:
                raise
            continue
        return True
    return False


def gather_followers(
    province: str, path: str, oa_id: str, *, accounts: AccountStore, statistics: StatisticsStore
) -> int:
    """Count at the accounts of an ended unit those who followed by a process that still knew it.

    Nobody compares a path without an account with Zalo's list: what is left there would stay for ever. Safe
    to repeat: what is counted anew is taken away at the old path in the same transaction.

    Args:
        province: its code.
        path: the unit that has ended.
        oa_id: its own account; empty: it had none.
        accounts: where accounts are kept.
        statistics: where their followers are counted.

    Returns:
        How many gauges had something.

    Raises:
        ConditionFailed: somebody was counted there at this moment.
    """
    partition, start = gauge_key(path)
    rows = statistics.table.rows(partition, prefix=start, consistent=True)
    names = [row["sort"].removesuffix("#") for row in rows if row.keys() & FOLLOWED]
    present = {each.oa_id: each for each in accounts.everyone(province)} if names else {}
    found = 0
    for name in names:
        account = present.get(name.partition("#")[2] or oa_id)
        own = accounts.of_unit(province, path) if name == path else None
        if account is None or account.gauge == name or own is not None:
            continue  # it is counted where it stands, or nobody knows whose followers these are
        if gathered := statistics.gathering(name, account.gauge):
            commit(gathered)
            found += 1
    return found


def _as_it_is(account: Account, accounts: AccountStore) -> Account | None:
    """Return an account as it is now, if it still stands where it was read."""
    row = accounts.table.get(account.province, sort_of(account))
    return account_from(row) if row and row["oa_id"] == account.oa_id else None


def _writes(before: Account, after: Account, accounts: AccountStore) -> list[Write]:
    """Return the writes of a move; none: it stands there.

    Refused when the account is not what was read, or when another one speaks for the unit.
    """
    if sort_of(before) == sort_of(after):
        return []
    same = Attr("oa_id").eq(before.oa_id) & Attr("refreshed_at").eq(clock.to_text(before.refreshed_at))
    return [
        Put(accounts.table, account_row(after), new=True),
        Delete(accounts.table, before.province, sort_of(before), only_if=same),
    ]
