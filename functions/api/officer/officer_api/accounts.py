"""What officers do with accounts, for JSON routes and pages alike."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from loa import clock
from loa.foundation.accounts.binding import confirm, disconnect
from loa.foundation.accounts.consents.model import consent_link
from loa.foundation.accounts.model import Account, Departure, Health
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.units.model import Unit
from loa.foundation.units.service import subtree, unit_at
from officer_api.app import app
from officer_api.dependencies import root


@dataclass(frozen=True, slots=True)
class UnitAccount:
    """A unit, with the account that it has.

    Attributes:
        unit: the unit.
        account: its account; None: it has none.
        health: at the moment when it was read.
    """

    unit: Unit
    account: Account | None
    health: Health


@dataclass(frozen=True, slots=True)
class ConsentAddress:
    """What is passed on to the administrator of an account: our page, and until when it works."""

    url: str
    expires_at: datetime


def accounts_below(path: str) -> Sequence[UnitAccount]:
    """Return a unit and all below it with their accounts, in tree order; two Queries."""
    here, now = root(), clock.now()
    present = {account.unit_path: account for account in here.accounts.within(here.province, path)}
    return [
        _judged(unit, present.get(unit.path), now)
        for unit in subtree(path, on=here.today(), store=here.units)
    ]


def retired_below(path: str) -> Sequence[UnitAccount]:
    """Return the accounts that have retired, with the units that answer for them; two Queries."""
    here, now = root(), clock.now()
    units = {unit.path: unit for unit in subtree(path, on=here.today(), store=here.units)}
    return [
        _judged(units[account.unit_path], account, now)
        for account in here.accounts.retired(here.province, path)
        if account.unit_path in units
    ]


def account_of(path: str, officer: Officer) -> UnitAccount:
    """Return a unit with its account.

    Raises:
        NotFound: there is no such unit, or it lies outside the officer's scope.
        NotAllowed: the officer may not see accounts.
    """
    require(officer, Permission.READ_ACCOUNTS, path)
    here = root()
    unit = unit_at(path, on=here.today(), store=here.units)
    return _judged(unit, here.accounts.of_unit(here.province, path), clock.now())


def new_consent_address(path: str, officer: Officer) -> ConsentAddress:
    """Make a link by which the account of a unit can be connected, once and for a day.

    Raises:
        NotFound, NotAllowed: the officer may not connect accounts of the unit.
    """
    require(officer, Permission.CONNECT_ACCOUNT, path)
    here = root()
    unit_at(path, on=here.today(), store=here.units)
    nonce = secrets.token_urlsafe(9)
    link = consent_link(path, officer.id, key=here.consent_key(), nonce=nonce, now=clock.now())
    return ConsentAddress(f"{here.public_url}/zalo/oauth/start?state={link.state}", link.expires_at)


def confirm_account(path: str, oa_id: str, officer: Officer) -> UnitAccount:
    """Confirm that an account is the unit's, and take in what happened while it was pending; safe to repeat.

    Raises:
        NotFound, NotAllowed: the officer may not connect accounts of the unit.
        Conflict: the unit has another account by now.
    """
    require(officer, Permission.CONNECT_ACCOUNT, path)
    here, now = root(), clock.now()
    unit = unit_at(path, on=here.today(), store=here.units)
    account = confirm(path, oa_id, officer=officer, accounts=here.accounts, now=now)
    app.log.info("account confirmed", extra={"unit_path": path, "oa_id": oa_id, "officer": officer.id})
    _begin(account, now)
    return _judged(unit, account, now)


def disconnect_account(path: str, oa_id: str, reason: str, officer: Officer) -> Departure:
    """Take an account from its unit.

    Raises:
        NotFound, NotAllowed: the officer may not connect accounts of the unit, or it has none.
        Conflict: the unit has another account by now.
    """
    require(officer, Permission.CONNECT_ACCOUNT, path)
    left = disconnect(path, oa_id, reason, officer=officer, accounts=root().accounts, now=clock.now())
    app.log.info("account disconnected", extra={"unit_path": path, "oa_id": oa_id, "officer": officer.id})
    return left


def departures(path: str) -> Sequence[Departure]:
    """Return what units below a path have lost, the latest first."""
    here = root()
    return sorted(here.accounts.departures(here.province, path), key=lambda one: one.at, reverse=True)


def _judged(unit: Unit, account: Account | None, now: datetime) -> UnitAccount:
    return UnitAccount(unit, account, account.health(now) if account else Health.MISSING)


def _begin(account: Account, now: datetime) -> None:
    """Have followers compared and what they wrote while it was pending taken in. Safe to repeat.

    Should the queue not answer: the search of every hour and the comparison of every night find the same.
    """
    from loa.residents.followers.catch_up import hand_out_catching_up  # noqa: PLC0415 - of this act alone
    from loa.residents.followers.sync_jobs import hand_out  # noqa: PLC0415 - of this act alone

    hand_out([account], queue=root().followers, profiles=0, now=now)  # names come with the next round
    hand_out_catching_up([account], queue=root().followers, now=now)
