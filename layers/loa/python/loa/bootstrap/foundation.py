"""Units, accounts, officers, their sessions, counters, working time, readings, answers of POSTs."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap.wiring import FollowingRules, rules, table
from loa.settings import setting

if TYPE_CHECKING:
    from datetime import date

    from loa.foundation.accounts.directory import Directory
    from loa.foundation.accounts.store import AccountStore
    from loa.foundation.officers.on_call import OnCallStore
    from loa.foundation.officers.store import OfficerStore
    from loa.foundation.readings.deeds import DeedStore
    from loa.foundation.readings.store import ReadingStore
    from loa.foundation.sessions.store import SessionStore
    from loa.foundation.statistics.store import StatisticsStore
    from loa.foundation.units.store import UnitStore
    from loa.foundation.units.unit_names import UnitNames
    from loa.foundation.working_time.model import WorkingCalendar
    from loa.platform.aws.dynamodb.tables import Table
    from loa.web.console.dependencies import ConsoleDependencies


@cache
def province() -> str:
    """Return the code of the province."""
    return setting("province_code")


@cache
def units_as_of() -> "date | None":
    """Return the day whose units count; None: today."""
    from loa.clock import pinned_day

    return pinned_day(setting("units_as_of"))


def today() -> "date":
    """Return the day whose units count, in Vietnam."""
    from loa import clock

    return units_as_of() or clock.local_day(clock.now())


@cache
def units() -> "UnitStore":
    """Return the units."""
    from loa.foundation.units.store import UnitStore

    return UnitStore(table("units_table"))


@cache
def accounts() -> "AccountStore":
    """Return the accounts."""
    from loa.foundation.accounts.store import AccountStore

    return AccountStore(table("units_table"))


@cache
def directory() -> "Directory":
    """Return the accounts by Zalo's id, remembered for a minute."""
    from loa.foundation.accounts.directory import Directory

    return Directory(accounts())


@cache
def officers() -> "OfficerStore":
    """Return the officers."""
    from loa.foundation.officers.store import OfficerStore

    return OfficerStore(table("units_table"))


@cache
def on_call() -> "OnCallStore":
    """Return who is on call."""
    from loa.foundation.officers.on_call import OnCallStore

    return OnCallStore(table("units_table"))


@cache
def statistics() -> "StatisticsStore":
    """Return the counters."""
    from loa.foundation.statistics.store import StatisticsStore

    return StatisticsStore(table("statistics_table"))


@cache
def readings() -> "ReadingStore":
    """Return the record of who read what."""
    from loa.foundation.readings.store import ReadingStore

    return ReadingStore(table("privacy_table"))


@cache
def deeds() -> "DeedStore":
    """Return the record of who did what."""
    from loa.foundation.readings.deeds import DeedStore

    return DeedStore(table("privacy_table"))


@FollowingRules
def calendar() -> "WorkingCalendar":
    """Return when offices work."""
    from loa.foundation.rules.store import RuleName
    from loa.foundation.working_time.model import read_calendar

    return rules().read(RuleName.CALENDAR, read_calendar)


def requests() -> "Table":
    """Return where the answers of POSTs are kept for a day (`loa.web.idempotency`)."""
    return table("inbox_table")


@cache
def sessions() -> "SessionStore":
    """Return the sessions of officers."""
    from loa.foundation.sessions.store import SessionStore

    return SessionStore(table("sessions_table"))


@cache
def unit_names() -> "UnitNames":
    """Return the names of units, remembered for ten minutes."""
    from loa.foundation.units.unit_names import UnitNames

    return UnitNames(units(), province(), today)


@cache
def console_dependencies() -> "ConsoleDependencies":
    """Return who is signed in, who they are, what was done with their forms, and who did what."""
    from loa.web.console.dependencies import ConsoleDependencies

    return ConsoleDependencies(sessions(), officers(), unit_names(), requests(), deeds())
