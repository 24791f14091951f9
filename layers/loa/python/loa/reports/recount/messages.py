"""Messages of all accounts against their counters, a stretch each night.

A counter of messages is at least what the facts say, and only grows. So what is found may be added up over
some nights, and the counters are looked at when an account has been gone through.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Final

from loa import clock
from loa.foundation.accounts.model import Account
from loa.foundation.statistics.store import StatisticsStore
from loa.reports.recount.facts import CountedFacts, has_moved
from loa.reports.recount.service import NIGHT_DAYS, CounterDifference, is_night
from loa.reports.recount.store import Walk, WalkStore
from loa.residents.followers.store import user_of

_NIGHTS: Final = 7
"""In so many nights all accounts are gone through at the earliest: a million rows of followers are read."""


@dataclass(frozen=True, slots=True)
class MessageRecount:
    """Counts messages again.

    Attributes:
        statistics: the counters.
        facts: where the facts are; say whether there is time left.
        clock: the time, aware UTC.
    """

    statistics: StatisticsStore
    facts: CountedFacts
    clock: Callable[[], datetime] = clock.now

    def of_the_night(self, province: str) -> list[CounterDifference]:
        """Go on through the accounts; return what differs at those of which the end was reached.

        Safe to repeat and to stop anywhere: the next night goes on. At no other hour anything is done.
        """
        if not is_night(self.clock()):
            return []
        walks = WalkStore(self.statistics.table)
        walk = walks.walk(province)
        accounts = sorted(self.facts.accounts.within(province, province), key=lambda account: account.oa_id)
        share = -(-len(accounts) // _NIGHTS)
        left = [account for account in accounts if account.oa_id >= walk.oa_id]
        wrong: list[CounterDifference] = []
        for account, behind in zip_longest(left[:share], left[1 : share + 1]):
            first = walk.first if account.oa_id == walk.oa_id else None
            if first is None:
                first = clock.local_day(self.clock()) - NIGHT_DAYS
                walk = Walk(account.oa_id, first)
            days = first, first + NIGHT_DAYS - timedelta(days=1)
            walk, is_through = self._counted(account, walk, days)
            if not is_through:
                walks.save(province, walk)
                return wrong
            wrong += self._compared(account, walk, days)
            walk = Walk(behind.oa_id) if behind else Walk()
            walks.save(province, walk)
        if not left:
            walks.save(province, Walk())
        return wrong

    def _counted(self, account: Account, walk: Walk, days: tuple[date, date]) -> tuple[Walk, bool]:
        """Count what the account's residents wrote and read; whether all of them were looked at."""
        found = {day: Counter(numbers) for day, numbers in walk.found.items()}
        for row in self.facts.audience.followers(account.oa_id, after=walk.user_id, consistent=False):
            if not self.facts.may_go_on():
                return replace(walk, found=found), False
            for _, at, numbers in self.facts.of_resident(account, row, *days):
                found.setdefault(clock.local_day(at), Counter()).update(numbers)
            walk = replace(walk, user_id=user_of(row))
        return replace(walk, found=found), True

    def _compared(self, account: Account, walk: Walk, days: tuple[date, date]) -> list[CounterDifference]:
        if has_moved(account, days[0]):
            return []
        path = account.unit_path
        by_day = self.statistics.by_day(path, *days)
        return [
            CounterDifference(path, day, metric, counted, fact)
            for day, numbers in sorted(walk.found.items())
            for metric, fact in sorted(numbers.items())
            if (counted := by_day.get((path, day), Counter())[metric]) < fact
        ]
