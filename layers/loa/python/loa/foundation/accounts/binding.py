"""Officers' decisions about a unit's account: to confirm it, or to take it from the unit.

The urgent part of a departure is one transaction: the unit has no account, and the officer and the reason are
kept. Tokens and the number of followers go with the next run of the schedule (`settle`): those who may
take an account away cannot read its tokens.
"""

from datetime import datetime

from loa.errors import Conflict, NotFound
from loa.foundation.accounts import texts
from loa.foundation.accounts.model import Account, Departure
from loa.foundation.accounts.store import AccountStore, CredentialStore
from loa.foundation.officers.model import Officer
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import province_of
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit


def confirm(
    unit_path: str, oa_id: str, *, officer: Officer, accounts: AccountStore, now: datetime
) -> Account:
    """Confirm that an account is the unit's; from then on it works. Safe to repeat.

    Args:
        unit_path: the unit; the officer may connect its accounts.
        oa_id: the account that the officer saw there.
        officer: the officer who confirms; the first one is kept.
        accounts: where accounts are kept.
        now: the present instant.

    Raises:
        NotFound: the unit has no account.
        Conflict: it has another one.
    """
    account = accounts.of_unit(province_of(unit_path), unit_path)
    if account and account.oa_id == oa_id and account.is_pending:
        try:
            return accounts.confirm(account, now, by=officer.id, by_name=officer.name)
        except ConditionFailed:  # another officer was faster, or the account was taken away
            account = accounts.of_unit(province_of(unit_path), unit_path)
    if account is None:
        raise NotFound
    if account.oa_id != oa_id or account.is_pending:
        raise Conflict(texts.ANOTHER_ACCOUNT_BY_NOW)
    return account


def disconnect(
    unit_path: str, oa_id: str, reason: str, *, officer: Officer, accounts: AccountStore, now: datetime
) -> Departure:
    """Take an account from its unit.

    Args:
        unit_path: the unit; the officer may connect its accounts.
        oa_id: the account that the officer saw there.
        reason: why.
        officer: the officer who takes it away.
        accounts: where accounts are kept.
        now: the present instant.

    Raises:
        NotFound: the unit has no account.
        Conflict: it has another one.
    """
    province = province_of(unit_path)
    present = accounts.of_unit(province, unit_path)
    if present is None:
        raise NotFound
    if present.oa_id != oa_id:
        raise Conflict(texts.ANOTHER_ACCOUNT_BY_NOW)
    left = Departure(province, unit_path, oa_id, present.name, now, officer.id, officer.name, reason)
    try:
        commit(accounts.disconnect(left))
    except ConditionFailed as failure:
        raise Conflict(texts.ANOTHER_ACCOUNT_BY_NOW) from failure
    return left


def settle(
    province: str, *, accounts: AccountStore, credentials: CredentialStore, statistics: StatisticsStore
) -> list[Departure]:
    """Remove the remains of accounts that left their units. Safe to repeat, and to stop anywhere."""
    settled = [departure for departure in accounts.departures(province, province) if not departure.is_settled]
    for departure in settled:
        credentials.forget(departure.oa_id, departure.at)
        if not any(
            one.unit_path == departure.unit_path for one in accounts.within(province, departure.unit_path)
        ):
            commit([statistics.follower_base(departure.unit_path, 0)])
        accounts.settle(departure)
    return settled
