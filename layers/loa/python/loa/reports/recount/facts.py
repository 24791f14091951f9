"""What the counters of past days must say, from the facts themselves.

Every counter is either rebuilt here or stands in `NOT_REBUILT`; why, the decision says (`infra/decisions`,
counters are rebuilt from facts).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from loa import clock
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.model import Move
from loa.casework.cases.rules.reminders import OVERDUE
from loa.casework.cases.rules.transitions import received
from loa.errors import Busy
from loa.foundation.accounts.model import Account
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.model import Counts, Metric
from loa.foundation.statistics.times import FIRST_ANSWER, SOLUTION
from loa.foundation.units.model import is_within
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Row
from loa.publishing.broadcasts.rows.broadcast_rows import broadcast_from
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import DeliveryState, counted
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.reports.tables.activity import RECEIVED
from loa.residents.followers.model import Direction
from loa.residents.followers.store import FollowerStore, interacted_at, message_from, user_of

AT_LEAST: Final = frozenset({Metric.MESSAGES_IN, Metric.MESSAGES_OUT})
"""Whose facts go before the counter does (withheld, erased, expired): the counter may be more, never less."""
NOT_REBUILT: Final = frozenset(
    {
        Metric.EVENTS,
        Metric.EVENTS_UNKNOWN,
        Metric.FOLLOWERS_GAINED,
        Metric.FOLLOWERS_LOST,
        Metric.CASES_DENUNCIATION,
        Metric.CONVERSATIONS_BEGUN,
        Metric.CONVERSATIONS_ANSWERED,
        Metric.CONVERSATIONS_CLOSED,
        Metric.ACTIVE_RESIDENTS,
        Metric.LIBRARY_PUBLISHED,
        Metric.PUBLIC_READS,
    }
)
"""And the buckets `conversations_first_…`."""
_FROM_CASES: Final = frozenset(
    {
        *RECEIVED,
        Metric.CASES_ANSWERED,
        Metric.CASES_IN_TIME,
        Metric.CASES_ENDED,
        Metric.CASES_OVERDUE,
        Metric.CASES_REOPENED,
        Metric.CASES_RATED,
        Metric.CASES_STARS,
        Metric.CASES_UNSATISFIED,
    }
)
_FROM_BROADCASTS: Final = frozenset(
    {Metric.BROADCASTS, *(metric for state in DeliveryState for metric in counted(state))}
)
_FROM_MEASURES: Final = (f"{FIRST_ANSWER.name}_", f"{SOLUTION.name}_")
_PAGE: Final = 100

type Fact = tuple[str, datetime, Counts]
"""The unit that it counts for, when, and what."""


def is_rebuilt(metric: Metric) -> bool:
    """Whether the facts of a counter are kept, where they can be found, as long as they are asked for."""
    plain = _FROM_CASES | _FROM_BROADCASTS | AT_LEAST
    return metric in plain or metric.value.startswith(_FROM_MEASURES)


@dataclass(frozen=True, slots=True)
class CountedFacts:
    """Where the facts are.

    Attributes:
        cases, broadcasts, deliveries, units, accounts, audience: the stores of each.
        may_go_on: whether there is time left; asked at each row, even of those that are passed over.
    """

    cases: CaseStore
    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    units: UnitStore
    accounts: AccountStore
    audience: FollowerStore
    may_go_on: Callable[[], bool] = lambda: True

    def of_cases(self, province: str, since: datetime) -> Iterator[Fact]:
        """What was counted of the cases that anything was written of since then.

        One may have been received by another unit than works on it now: so all of the province.
        """
        for case_id in self.cases.written_since(province, since):
            self._look_at_time()
            stored = self.cases.read(case_id)
            if stored:
                yield from case_facts(stored)

    def of_broadcasts(self, province: str, unfinished_on: datetime | None = None) -> Iterator[Fact]:
        """What was counted of the broadcasts of a province, and of their deliveries.

        Args:
            province: its code.
            unfinished_on: only those that were not finished then; None: all.
        """
        for path in dict.fromkeys(unit.path for unit in self.units.subtree(province)):
            self._look_at_time()
            for broadcast in self._made_by(path):
                self._look_at_time()
                done = broadcast.finished_at
                if broadcast.planned_at is None or (unfinished_on and done and done < unfinished_on):
                    continue
                yield broadcast.unit_path, broadcast.planned_at, {Metric.BROADCASTS: 1}
                for row in self.deliveries.of(broadcast.broadcast_id, province, consistent=True):
                    self._look_at_time()
                    if numbers := counted(row.state):
                        yield row.unit_path, row.updated_at, numbers

    def _made_by(self, path: str) -> Iterator[Broadcast]:
        start: Row | None = None
        while True:
            page = self.broadcasts.of_unit(path, limit=_PAGE, start=start)
            yield from map(broadcast_from, page.rows)
            start = page.next_start
            if start is None:
                return

    def of_messages(self, accounts: Iterable[Account], first: date, last: date) -> Iterator[Fact]:
        """What was counted of messages at accounts, where the resident did something since the first day.

        Left out are accounts that a reorganisation has moved since: whose they were then is not kept.
        """
        for account in accounts:
            if has_moved(account, first):
                continue
            for row in self.audience.followers(account.oa_id, consistent=False):
                self._look_at_time()
                yield from self.of_resident(account, row, first, last)

    def of_resident(self, account: Account, row: Row, first: date, last: date) -> Iterator[Fact]:
        """What was counted of a resident's messages on these days, if they did something since the first."""
        begin, did = clock.day_start(first), interacted_at(row)
        if did is None or did < begin:
            return
        between = (clock.to_text(begin), clock.to_text(clock.day_start(last + timedelta(days=1))))
        for message_row in self._thread(account.oa_id, user_of(row), between):
            message = message_from(message_row)
            if metric := _MESSAGES.get(message.direction):
                yield account.unit_path, message.at, {metric: 1}

    def _look_at_time(self) -> None:
        if not self.may_go_on():
            raise Busy("no time left to count all facts")

    def _thread(self, oa_id: str, user_id: str, between: tuple[str, str]) -> Iterator[Row]:
        start: Row | None = None
        while True:
            page = self.audience.conversation(
                oa_id, user_id, limit=_PAGE, between=between, start=start, consistent=True
            )
            yield from page.rows
            start = page.next_start
            if start is None:
                return


_MESSAGES: Final = {Direction.IN: Metric.MESSAGES_IN, Direction.OUT: Metric.MESSAGES_OUT}


_ANSWERS: Final = frozenset({Move.ANSWER.value, Move.REFUSE.value})


def case_facts(stored: StoredCase) -> Iterator[Fact]:
    """What a case counts: that it was received, how it ended, and what its history says."""
    case = stored.case
    yield case.received_path, case.received_at, {received(case.kind): 1}
    if case.counted:
        numbers = {Metric(name): number for name, number in case.counted.numbers}
        yield case.counted.path, case.counted.at, numbers
    for line in stored.history:
        at = line.unit_path, line.at
        if line.what == Move.REOPEN.value:
            yield *at, {Metric.CASES_REOPENED: 1}
        if line.what == "reminded" and str(OVERDUE) in line.facts.get("shares", "").split():
            yield *at, {Metric.CASES_OVERDUE: 1}
        if stars := int(line.facts.get("stars", "0")):
            unhappy = {Metric.CASES_UNSATISFIED: 1} if line.facts.get("solved") == "no" else {}
            yield *at, {Metric.CASES_RATED: 1, Metric.CASES_STARS: stars, **unhappy}
    answers = (line for line in stored.history if line.what in _ANSWERS and line.at == case.first_answer_at)
    if first := next(answers, None):  # a reopened case can be answered again at the same instant
        yield first.unit_path, first.at, {FIRST_ANSWER.bucket(timedelta(minutes=case.first_answer_took)): 1}


def has_moved(account: Account, since: date) -> bool:
    """Whether a reorganisation has moved an account since the beginning of a day."""
    return account.moved_at is not None and account.moved_at >= clock.day_start(since)


def below(facts: Iterable[Fact], root: str, first: date, last: date) -> Iterator[tuple[str, date, Counts]]:
    """Those of a subtree and of the days from the first to the last."""
    for path, at, numbers in facts:
        day = clock.local_day(at)
        if is_within(path, root) and first <= day <= last:
            yield path, day, numbers
