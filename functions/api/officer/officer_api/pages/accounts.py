"""The list of accounts, troubles first, and what of it belongs to today's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.bootstrap import foundation
from loa.foundation.accounts.model import Health
from loa.foundation.officers.model import Permission
from loa.foundation.statistics.model import Metric
from loa.foundation.units.service import MAXIMUM_SEARCH_TEXT, search_present
from loa.text.cleaning import clean
from loa.web.api.routes import scope
from loa.web.console import week
from loa.web.console.lists import of_today
from loa.web.pages.resolver import Html
from officer_api import texts
from officer_api.accounts import UnitAccount, accounts_below, retired_below
from officer_api.dependencies import root
from officer_api.pages.app import AREA, pages

TROUBLES: Final = (Health.NEEDS_CONSENT, Health.DISABLED, Health.PENDING, Health.EXPIRING)
"""What somebody has to do something about; a unit that never had an account is counted apart."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A row of the list.

    Attributes:
        path, unit_name, name: unit, and what residents see.
        words, kind: the state, and the kind of its tag.
        days: until consent ends; None: there is no account.
        days_left: the same where it matters; else None.
        last_event_at: when Zalo last reported something there.
        due: when consent ends, where that is near.
    """

    path: str
    unit_name: str
    name: str
    words: str
    kind: str
    days: int | None
    days_left: int | None
    last_event_at: datetime | None
    due: datetime | None = None

    @classmethod
    def of(cls, found: UnitAccount, now: datetime) -> "AccountRow":
        """Make it of a unit and its account."""
        account = found.account
        words, kind = texts.STATE[found.health]
        if account and account.is_retired and found.health is Health.CONNECTED:
            words, kind = texts.RETIRED_STATE
        days = max(0, (account.refresh_expires_at - now) // timedelta(days=1)) if account else None
        return cls(
            path=found.unit.path,
            unit_name=found.unit.name,
            name=account.name if account else "",
            words=words,
            kind=kind,
            days=days,
            days_left=days if found.health is Health.EXPIRING else None,
            last_event_at=account.last_event_at if account else None,
            due=account.refresh_expires_at if account and found.health is Health.EXPIRING else None,
        )


@pages.get(AREA)
def show_accounts() -> Html:
    """Accounts in trouble, or all, or those whose unit has a name."""
    path = scope(pages.officer(), Permission.READ_ACCOUNTS, None)
    found = by_urgency(accounts_below(path))
    if len(found) == 1:  # a commune has one account, and no use for a list
        return pages.redirect(f"{AREA}/{found[0].unit.path}")
    query = pages.current_event.query_string_parameters
    chosen, wanted = query.get("xem", ""), clean(query.get("ten", ""))[:MAXIMUM_SEARCH_TEXT]
    troubled = [each for each in found if each.health in TROUBLES]
    missing = [each for each in found if each.health is Health.MISSING]
    retired = by_urgency(retired_below(path))
    shown = {"tat-ca": found, "chua-co": missing, "da-nghi": retired}.get(chosen, troubled)
    if wanted:
        here, own = root(), pages.officer().unit_path
        named = search_present(wanted, on=here.today(), store=here.units, root=own)
        shown = [each for each in found if each.unit.path in named]
    now = clock.now()
    tabs = [("", texts.TROUBLED, len(troubled)), ("chua-co", texts.MISSING, len(missing)),
            ("tat-ca", texts.ALL, len(found))]  # fmt: skip
    if retired:
        tabs.append(("da-nghi", texts.RETIRED, len(retired)))
    return pages.page(
        "console/accounts/list.html",
        rows=[AccountRow.of(each, now) for each in shown],
        tabs=tabs,
        chosen=chosen if chosen in {"tat-ca", "chua-co", "da-nghi"} else "",
        wanted=wanted,
        today=clock.local_day(now),
    )


@pages.get(f"{AREA}/o-viec")
def show_todays() -> Html:
    """The accounts in trouble, for the page of today's work."""
    path = scope(pages.officer(), Permission.READ_ACCOUNTS, None)
    troubled = [each for each in by_urgency(accounts_below(path)) if each.health in TROUBLES]
    now = clock.now()
    return pages.live(
        "console/accounts/today.html",
        seconds=600,
        rows=of_today([AccountRow.of(each, now) for each in troubled]),
        count=len(troubled),
    )


@pages.get(f"{AREA}/{week.PATH}")
def show_week() -> Html:
    """How many follow the unit's own account, and how many came and went in the last seven days."""
    path, counters = scope(pages.officer(), Permission.READ_ACCOUNTS, None), foundation.statistics()
    found = week.LastWeek.read(path, clock.local_day(clock.now()), counters)
    followers = max(0, counters.follower_gauge(path).followers)
    figure = found.standing(followers, Metric.FOLLOWERS_GAINED, Metric.FOLLOWERS_LOST, texts.FOLLOWERS)
    return pages.live(week.TEMPLATE, seconds=0, figure=figure)


def by_urgency(found: Sequence[UnitAccount]) -> list[UnitAccount]:
    """Return accounts with the most urgent first; of those that end, the one that ends first."""
    order = list(texts.STATE)

    def urgency(each: UnitAccount) -> tuple[int, str]:
        ends = clock.to_text(each.account.refresh_expires_at) if each.account else ""
        return order.index(each.health), ends if each.health is Health.EXPIRING else each.unit.path

    return sorted(found, key=urgency)
