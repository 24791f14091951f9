"""The sweep of cases: reminders, automatic closing, and unfinished notifications.

Each case carries the instant at which it next needs attention (index `attention`); a sweep takes what is
due by now. Each change to a case is one transaction under the version it read, so two concurrent sweeps, or
one that dies anywhere, remind and close once. A case that cannot be worked on is deferred for an hour and
does not stop the others.

Who is reminded: at 50 % the owner (or, without one, the unit's caseworkers), at 80 % also the head of the
unit (whoever approves), at 100 % the unit above, and after each further five working days one level
further up. If the owner was moved away or has left, the head is reminded from the beginning. Officers
are notified on Zalo if they linked their account and wrote to the unit's within seven days; the
reminder is on the list in any case.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from loa.casework.cases.rows.models import CaseReminder, DueItem, StoredCase
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Case, CaseState, Move
from loa.casework.cases.rules.reminders import ACCEPTANCE, OVERDUE, OVERDUE_STEP, PERCENTAGES, to_remind
from loa.casework.cases.rules.transitions import CLOCK, attention_after, supply_until
from loa.casework.cases.work.changes import CaseChange, noted
from loa.casework.cases.work.notifications import day_text
from loa.casework.cases.work.service import CaseService
from loa.errors import LoaError, name_of, place_of
from loa.foundation.accounts.model import AccountKey
from loa.foundation.officers.assignees import holder
from loa.foundation.officers.model import Permission, Role, allowed_roles
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.statistics.model import Metric
from loa.foundation.units.model import ancestors
from loa.residents.messages.model import LOA, MessageState, Outgoing, text_content

AT_ONCE: Final = 100
"""How many due cases one Query brings."""

AGAIN: Final = timedelta(hours=1)
"""When a case that could not be processed is retried."""

NOTIFYING_AGAIN: Final = timedelta(minutes=15)
"""Longer than a sweep takes: no two sweeps notify the same reporters."""

NOTIFIED_AT_MOST: Final = 10
"""Maximum number of officers notified of one reminder on Zalo: it is one transaction."""

_HEAD_FROM: Final = PERCENTAGES[-1]
_ENDS: Final = frozenset({CaseState.ANSWERED, CaseState.CONFIRMED, CaseState.REFUSED, CaseState.RETURNED})


@dataclass(frozen=True, slots=True)
class FailedCase:
    """A case that could not be processed: id, kind of error, and place; no personal words."""

    case_id: str
    error: str
    at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseSweepResult:
    """The result of one sweep.

    Attributes:
        reminded: reminders sent.
        overdue: cases that became overdue.
        closed: cases that were closed.
        notified: messages that everybody has now received.
        troubles: cases that could not be processed.
    """

    reminded: int = 0
    overdue: int = 0
    closed: int = 0
    notified: int = 0
    troubles: tuple[FailedCase, ...] = ()

    def __add__(self, other: "CaseSweepResult") -> "CaseSweepResult":
        return CaseSweepResult(
            self.reminded + other.reminded,
            self.overdue + other.overdue,
            self.closed + other.closed,
            self.notified + other.notified,
            self.troubles + other.troubles,
        )


def sweep(
    province: str, *, service: CaseService, enough: Callable[[], bool] = lambda: False
) -> CaseSweepResult:
    """Sweep every case that is due. Idempotent; may be interrupted at any point.

    Args:
        province: whose cases.
        service: the cases; the whole sweep uses one instant.
        enough: whether the time is up; checked before each case. The next sweep starts with the rest.
    """
    now = service.now()
    return _Round(service.at(now), now, enough).run(province)


@dataclass(frozen=True, slots=True)
class _Round:
    """One sweep over the cases that are due."""

    service: CaseService
    now: datetime
    enough: Callable[[], bool]

    def run(self, province: str) -> CaseSweepResult:
        done = CaseSweepResult()
        for item in self._due(province):
            if self.enough():
                break
            try:
                done += self._work_on(item)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
                trouble = FailedCase(item.case_id, name_of(error), tuple(place_of(error)))
                done += CaseSweepResult(troubles=(trouble,))
                with suppress(LoaError):  # the next sweep finds it again
                    self.service.store.defer(item, self.now + AGAIN)
        return done

    def _due(self, province: str) -> Iterator[DueItem]:
        start = None
        while True:
            items, start = self.service.store.attention(province, self.now, limit=AT_ONCE, start=start)
            yield from items
            if start is None:
                return

    def _work_on(self, item: DueItem) -> CaseSweepResult:
        store = self.service.store
        if item.notification:
            store.defer(item, self.now + NOTIFYING_AGAIN)
            pending = store.pending_notification(item.case_id, item.notification)
            done = pending is not None and self.service.notify_next(pending, enough=lambda _: self.enough())
            return CaseSweepResult(notified=int(done))
        result = CaseSweepResult()

        def decide(kept: StoredCase, _now: datetime) -> CaseChange | None:
            nonlocal result
            result, wanted = self._decided(kept)
            return wanted

        case = self.service.change(item.case_id, decide).case
        if result == CaseSweepResult() and case.attention_at == item.at:
            again = attention_after(case, self.now, self.service.calendar)
            store.defer(item, again or self.now + AGAIN)
        return result

    def _decided(self, kept: StoredCase) -> tuple[CaseSweepResult, CaseChange | None]:
        """Return the change to a case that is due; nothing if a concurrent change won."""
        case, now = kept.case, self.now
        if case.attention_at is None or case.attention_at > now:
            return CaseSweepResult(), None
        if case.state in _ENDS:
            facts = MoveFacts(text=texts.NOT_SUPPLIED if case.state is CaseState.RETURNED else "")
            if case.state is CaseState.RETURNED and now < supply_until(case.pauses[-1].since):
                return CaseSweepResult(), None
            closing = self.service.moving(kept, Move.CLOSE, facts, by=CLOCK, now=now)
            return CaseSweepResult(closed=1), closing
        if case.state is CaseState.OUTSIDE:
            return CaseSweepResult(reminded=1), self._reminding(case, (0,))
        shares = to_remind(case, now, self.service.calendar)
        if not shares:
            return CaseSweepResult(), None
        return CaseSweepResult(reminded=1, overdue=int(OVERDUE in shares)), self._reminding(case, shares)

    def _reminding(self, case: Case, shares: tuple[int, ...]) -> CaseChange:
        """Return the case with these reminders, their rows and messages, and what is counted."""
        now, service = self.now, self.service
        known = tuple(share for share in shares if share)
        after = replace(case, reminded=(*case.reminded, *known))
        after = replace(after, attention_at=attention_after(after, now, service.calendar))
        made = noted(after, "reminded", CLOCK, now, facts={"shares": " ".join(map(str, shares))})
        if OVERDUE in shares:
            made = replace(made, counted=((case.unit_path, now, {Metric.CASES_OVERDUE: 1}),))
        officers = OfficerStore(service.accounts.table)
        may = Permission.WORK_ON_CASE
        owner = holder(case.owner, may, case.unit_path, registry=officers) if case.owner else None
        left = bool(case.owner) and owner is None
        reminders = [
            reminder
            for share in _worth_sending(shares)
            for reminder in _reminders(case, share, now, left=left)
        ]
        messages = self._messages(reminders, made.case, owner, officers)
        more = tuple(service.store.adding_reminder(reminder) for reminder in reminders)
        return CaseChange(made, more=more, messages=messages)

    def _messages(
        self, reminders: list[CaseReminder], case: Case, owner: KnownOfficer | None, officers: OfficerStore
    ) -> tuple[Outgoing, ...]:
        """Return the messages to linked officers on Zalo: code, kind and deadline, no personal data."""
        unit = self.service.unit_name(case.unit_path) or case.unit_path
        found: dict[str, Outgoing] = {}
        for reminder in reminders:
            words = texts.reminder(
                case.code,
                case.kind.value,
                unit,
                about=reminder.about,
                share=reminder.percent,
                due=day_text(reminder.due),
                body=case.outside_body,
            )
            linked = [officer for officer in officers.of_unit(reminder.path) if officer.is_linked]
            for officer in _audience_of(linked, reminder, case, owner):
                message = _message(officer, words, case, reminder.share, self.now)
                found.setdefault(message.key, message)
        return tuple(list(found.values())[:NOTIFIED_AT_MOST])


def _worth_sending(shares: tuple[int, ...]) -> list[int]:
    """Return the last reminder of each sort: answer and acceptance."""
    answer = [share for share in shares if share < ACCEPTANCE]
    acceptance = [share for share in shares if share >= ACCEPTANCE]
    return [found[-1] for found in (answer, acceptance) if found]


def _reminders(case: Case, share: int, now: datetime, *, left: bool) -> list[CaseReminder]:
    """Return the reminders of a share, the case's own unit first; `left`: its owner no longer works there."""
    percent = share - ACCEPTANCE if share >= ACCEPTANCE else share
    above = list(reversed(ancestors(case.unit_path)))[: climbs(percent)]
    due = case.accept_by if share >= ACCEPTANCE else case.answer_by
    own = "head" if left or percent >= _HEAD_FROM else "owner"
    return [
        CaseReminder(path, now, f"{case.id}-{share}", case.id, case.code, share, due, audience)
        for path, audience in ((case.unit_path, own), *((path, "above") for path in above))
    ]


def climbs(percent: int) -> int:
    """Return how many levels up a reminder goes."""
    return 0 if percent < OVERDUE else 1 + (percent - OVERDUE) // OVERDUE_STEP


def _audience_of(
    officers: list[KnownOfficer], reminder: CaseReminder, case: Case, owner: KnownOfficer | None
) -> list[KnownOfficer]:
    """Return the linked officers of a unit who get it, and the owner wherever they work."""
    heads = [officer for officer in officers if officer.roles & {Role.APPROVER, Role.ADMINISTRATOR}]
    if reminder.audience == "above" or (case.owner and owner is None):
        return heads
    workers = [officer for officer in officers if Permission.WORK_ON_CASE in allowed_roles(officer.roles)]
    own = [owner] if owner and owner.is_linked else workers
    return [*own, *heads] if reminder.audience == "head" else own


def _message(officer: KnownOfficer, words: str, case: Case, share: int, now: datetime) -> Outgoing:
    person = hashlib.sha256(f"{officer.oa_id}\n{officer.user_id}".encode()).hexdigest()[:16]
    return Outgoing(
        key=f"remind-{case.id}-{case.version}-{share}-{person}",
        account=AccountKey(case.province, officer.unit_path, officer.oa_id),
        user_id=officer.user_id,
        content=text_content(words),
        state=MessageState.PENDING,
        created_at=now,
        updated_at=now,
        by=LOA,
    )
