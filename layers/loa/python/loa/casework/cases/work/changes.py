"""One change of a case: read, decide, write everything at once, notify.

Every change is ONE transaction: the head (guarded by the version that was read), its line of the history,
the counters, and the message to each reporter. What runs twice changes nothing: a change that is given an
`idempotency_key` finds its own line in the history. After the commit the messages go on their queue; if the
process dies in between, the clock finds them (`sweep_messages`) and what is left to notify (`work.sweep`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import batched
from typing import Final, Self

from loa import clock
from loa.casework.cases.rows.models import PendingNotification, StoredCase
from loa.casework.cases.rows.public_list import partition_of
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.deadlines import DeadlineRule
from loa.casework.cases.rules.model import Case, Entry, Move
from loa.casework.cases.rules.transitions import (
    CountedEvent,
    Moved,
    Rules,
    allow,
    counter_sums,
    moved,
    standing_changes,
)
from loa.casework.cases.work.notifications import (
    AGAIN_AFTER,
    NOTIFIED_AT_ONCE,
    NOTIFIED_RIGHT_AWAY,
    can_be_notified,
    message_key,
    messages_to,
    recipients,
    words_after,
)
from loa.clock import local_day
from loa.errors import Conflict, NotFound
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import existing_on
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.ids import is_id
from loa.platform.aws.dynamodb.tables import ConditionFailed, Delete, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.queues import Queue
from loa.residents.messages.model import LOA, Outgoing
from loa.residents.messages.service import enqueue, hand_over
from loa.residents.messages.store import Outbox

ATTEMPTS: Final = 5
"""How often a change is retried after a concurrent change won."""

UNRELEASED: Final = "unreleased"
"""In the facts of a move: it also took the case off the public list."""


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A decided change of a case.

    Attributes:
        moved: the case afterwards, its line and what is counted.
        words: what its reporters read; empty: nothing.
        alone: only its own reporter is notified, not those of its members.
        more: further writes of the same transaction.
        messages: to people other than reporters; their rows are written in the same transaction.
    """

    moved: Moved
    words: str = field(default="", repr=False)
    alone: bool = False
    more: tuple[Write, ...] = ()
    messages: tuple[Outgoing, ...] = ()


type Decision = Callable[[StoredCase, datetime], CaseChange | None]
"""Decides at an instant how a case changes, given as it was read; None: it stays as it is."""


@dataclass(frozen=True)
class CaseChanges:
    """The dependencies for changing a case; the base of `CaseService`.

    Attributes:
        store: the cases.
        statistics: counters of units.
        outbox: messages to residents.
        queue: the FIFO queue of messages.
        accounts: accounts; its table holds the units too.
        calendar: office hours.
        rules: deadlines.
        units_as_of: the day to which the units are pinned; None: today.
        now: the clock.
    """

    store: CaseStore
    statistics: StatisticsStore
    outbox: Outbox
    queue: Queue
    accounts: AccountStore
    calendar: WorkingCalendar
    rules: tuple[DeadlineRule, ...]
    units_as_of: date | None = None
    now: Callable[[], datetime] = lambda: clock.now()  # noqa: PLW0108 - looked up at each call
    _names: dict[tuple[str, date], str] = field(default_factory=dict, compare=False, repr=False)

    def at(self, instant: datetime) -> Self:
        """Return the same service at an instant: a sweep, or a message, uses one instant throughout."""
        return replace(self, now=lambda: instant)

    @property
    def days(self) -> Rules:
        """Return the rules for calculating dates."""
        return Rules(self.calendar, self.rules)

    def unit_name(self, path: str) -> str | None:
        """Return the name of a unit of Loa; None: no such unit. One Query per process and day."""
        on = self.units_as_of or local_day(self.now())
        if (path, on) not in self._names:
            units = existing_on(UnitStore(self.accounts.table).at(path), on)
            if not units:
                return None
            self._names[path, on] = units[0].name
        return self._names[path, on]

    def who(self, case: Case) -> str:
        """Return who has a case, as its reporter reads it: always the unit by name."""
        name = self.unit_name(case.unit_path)
        return texts.unit_name(name) if name else texts.UNKNOWN_UNIT

    def load(self, case_id: str) -> StoredCase:
        """Read a case with its history, in one Query; pass it on to the methods that change it.

        Raises:
            NotFound: it does not exist.
        """
        stored = self.store.read(case_id) if is_id(case_id) else None
        if stored is None:
            raise NotFound(texts.NOT_FOUND)
        return stored

    def change(
        self,
        case: StoredCase | str,
        decide: Decision,
        *,
        expected_version: int | None = None,
        idempotency_key: str = "",
    ) -> StoredCase:
        """Decide and write everything at once; retry with a fresh read if a concurrent change won.

        Args:
            case: the case as it was read, or its id, in which case it is read first.
            decide: decides on the change.
            expected_version: the version that was seen; None: any version (five tries).
            idempotency_key: identifies the request, which is done once; empty: repeats are not detected.

        Returns:
            The case as stored afterwards.

        Raises:
            NotFound: no such case.
            Conflict: not the expected version, or concurrent changes won five times.
        """
        case_id, stored = (case, None) if isinstance(case, str) else (case.case.id, case)
        for _ in range(ATTEMPTS):
            stored = stored or self.load(case_id)
            done = stored.line_under(idempotency_key)
            if done:
                self.hand_over_again(stored.case, done.version)
                return stored
            if expected_version is not None and stored.case.version != expected_version:
                raise Conflict(texts.CHANGED_MEANWHILE)
            now = self.now()
            wanted = decide(stored, now)
            if wanted is None:
                return stored
            try:
                return self._write(stored, wanted, now, idempotency_key)
            except ConditionFailed as failure:
                if expected_version is not None:
                    raise Conflict(texts.CHANGED_MEANWHILE) from failure
            stored = None
        raise Conflict(texts.CHANGED_MEANWHILE)

    def _write(self, stored: StoredCase, wanted: CaseChange, now: datetime, key: str) -> StoredCase:
        """Write the one transaction, then put its messages on the queue."""
        after, entry = wanted.moved.case, wanted.moved.entry
        if key:
            entry = replace(entry, facts={**entry.facts, "origin": key})
        said = {name: version for name, version in stored.said.items() if getattr(after, name)}
        said |= dict.fromkeys(wanted.moved.said, after.version)
        kept = StoredCase(after, said, (*stored.history, entry))
        writes = self.store.changing(kept, stored.case.version, [entry])
        writes += self._counting(wanted.moved.counted)
        for path, changed in standing_changes(stored.case, after).items():
            writes += self.statistics.case_change(path, changed)
        messages = list(wanted.messages)
        pending: PendingNotification | None = None
        if wanted.words:
            others = self.store.reporters(after.id) if after.members and not wanted.alone else []
            people = recipients(after, others)
            messages += messages_to(
                people[:NOTIFIED_AT_ONCE], wanted.words, case=after, version=after.version, now=now
            )
            if len(people) > NOTIFIED_AT_ONCE:
                pending = PendingNotification(after.id, after.version, wanted.words)
                writes.append(self.store.adding_notification(after, pending, now + AGAIN_AFTER))
        for message in messages:
            writes += self.outbox.adding(message)
        writes += wanted.more
        commit(writes)
        for message in messages:
            hand_over(message, self.queue)
        if pending:
            self.notify_next(pending, enough=lambda done: done >= NOTIFIED_RIGHT_AWAY)
        return kept

    def _counting(self, counted: Sequence[CountedEvent]) -> list[Write]:
        """Return the writes of the counts, each row once."""
        return [
            write
            for path, changed in counter_sums(counted).items()
            for write in self.statistics.changes(path, changed)
        ]

    def moving(
        self,
        stored: StoredCase,
        step: Move,
        facts: MoveFacts,
        *,
        by: str,
        now: datetime,
        more: Mapping[str, str] | None = None,
    ) -> CaseChange:
        """Return a move's effect on a case, and what its reporters read.

        Args:
            stored: the case before the move.
            step: the move.
            facts: its details.
            by: who makes it.
            now: its instant.
            more: further facts for the line of the history.

        Raises:
            Conflict: not now, or not by this person.
        """
        allow(stored.case, step, by, now)
        made = moved(
            stored.case, step, facts, by=by, now=now, rules=self.days, history=stored.history, more=more
        )
        words = words_after(stored.case.state, made.case, step, facts, who=self.who(made.case), now=now)
        if made.case.released and not made.case.has_standing_answer:
            # The public version is no longer valid.
            entry = replace(made.entry, facts={**made.entry.facts, UNRELEASED: "yes"})
            hidden = replace(made, case=replace(made.case, released=False), entry=entry)
            return CaseChange(hidden, words, more=tuple(self.unlisting(published(stored))))
        return CaseChange(made, words)

    def unlisting(self, places: set[tuple[str, str]]) -> list[Write]:
        """Return the writes that take a case off public lists."""
        return [Delete(self.store.table, partition_of(path), sort) for path, sort in sorted(places)]

    def notify_next(
        self, pending: PendingNotification, *, enough: Callable[[int], bool] = lambda _done: False
    ) -> bool:
        """Notify the reporters who are still waiting. Idempotent; may be interrupted at any point.

        Args:
            pending: what they read.
            enough: given how many were notified in this call, whether to leave the rest for later.

        Returns:
            Whether everybody has been notified.
        """
        stored = self.store.read(pending.case_id)
        if stored is None:
            self.store.notified(pending)
            return True
        waiting = [
            member
            for member in recipients(stored.case, self.store.reporters(pending.case_id))
            if not pending.up_to or member.case_id > pending.up_to
        ]
        done, now = 0, self.now()
        for batch in batched(
            sorted(waiting, key=lambda member: member.case_id), NOTIFIED_AT_ONCE, strict=False
        ):
            if enough(done):
                return False
            for message in messages_to(
                batch, pending.text, case=stored.case, version=pending.version, now=now
            ):
                enqueue(
                    message.key,
                    message.content,
                    account=message.account,
                    user_id=message.user_id,
                    by=LOA,
                    outbox=self.outbox,
                    queue=self.queue,
                    now=now,
                )
            done += len(batch)
            self.store.notified_up_to(pending, batch[-1].case_id)
        self.store.notified(pending)
        return True

    def hand_over_again(self, case: Case, version: int) -> None:
        """Put a version's message on the queue again, if nobody has taken it since."""
        if not can_be_notified(case.reporter):
            return
        message = self.outbox.get(message_key(case.id, version, case.reporter.oa_id, case.reporter.user_id))
        if message:
            hand_over(message, self.queue)


def line_of(
    case: Case, what: str, by: str, now: datetime, *, text: str = "", facts: Mapping[str, str] | None = None
) -> Entry:
    """Return the history line of a case after the change."""
    return Entry(
        case_id=case.id,
        version=case.version,
        at=now,
        what=what,
        by=by,
        state=case.state,
        unit_path=case.unit_path,
        text=text,
        facts=facts or {},
    )


def noted(
    case: Case, what: str, by: str, now: datetime, *, text: str = "", facts: Mapping[str, str] | None = None
) -> Moved:
    """Return a change without a move: one more line."""
    after = replace(case, version=case.version + 1)
    return Moved(after, line_of(after, what, by, now, text=text, facts=facts))


def published(stored: StoredCase) -> set[tuple[str, str]]:
    """Return a case's places on public lists: unit and sort key."""
    line = stored.standing_release
    return {(path, line.facts["sort"]) for path in line.facts["paths"].split()} if line else set()
