"""The clock over cases: reminders, ends that nobody has to decide, and messages not everybody has yet.

Each case carries the instant at which somebody has to look at it (index `attention`); one round takes what is
due by now. Whatever it does to a case is one transaction under the version it read, so two rounds at once, or
one that dies anywhere, remind and close once. A case that cannot be worked on is put off for an hour and does
not stop the others.

Who is reminded: at 50 % the owner (or, without one, those of the unit who work on cases), at 80 % the head
of the unit too (whoever approves), at 100 % the unit above, and for each five working days more one level
further up. Where the owner was moved away or has left, the head is reminded from the beginning. Officers
hear of it on Zalo if they linked themselves and wrote to their account within seven days; the
list of reminders holds it in any case.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from loa.casework.cases.rows.rows import CaseReminder, DueItem, StoredCase
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.deadlines import ACCEPTANCE, OVERDUE, OVERDUE_STEP, PERCENTAGES, to_remind
from loa.casework.cases.rules.model import Case, CaseState, Move
from loa.casework.cases.rules.transitions import CLOCK, MoveFacts, attention_after, supply_until
from loa.casework.cases.work.changes import CaseChange, change, moving, noted
from loa.casework.cases.work.notifications import LOA, CaseDependencies, day_text, notify_next
from loa.errors import LoaError, place_of
from loa.foundation.accounts.model import AccountKey
from loa.foundation.officers.assignees import holder
from loa.foundation.officers.model import Permission, Role, allowed_roles
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.statistics.model import Metric
from loa.foundation.units.model import ancestors
from loa.residents.messages.model import MessageState, Outgoing, text_content

AT_ONCE: Final = 100
"""How many due cases one Query brings."""

AGAIN: Final = timedelta(hours=1)
"""When a case that could not be worked on is looked at again."""

TELLING_AGAIN: Final = timedelta(minutes=15)
"""Longer than a round of the clock takes: no two rounds tell the same reporters."""

HEARD_AT_MOST: Final = 10
"""So many officers hear of one reminder on Zalo: it is one transaction."""

_HEAD_FROM: Final = PERCENTAGES[-1]
_ENDS: Final = frozenset({CaseState.ANSWERED, CaseState.CONFIRMED, CaseState.REFUSED, CaseState.RETURNED})


@dataclass(frozen=True, slots=True)
class FailedCase:
    """A case that could not be worked on: which one, what kind of error, and where; no words of anybody."""

    case_id: str
    error: str
    at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseSweepResult:
    """What one round did.

    Attributes:
        reminded: reminders that went out.
        overdue: cases that became overdue.
        closed: cases that were closed.
        told: messages that everybody has by now.
        troubles: cases that could not be worked on.
    """

    reminded: int = 0
    overdue: int = 0
    closed: int = 0
    told: int = 0
    troubles: tuple[FailedCase, ...] = ()

    def __add__(self, other: "CaseSweepResult") -> "CaseSweepResult":
        return CaseSweepResult(
            self.reminded + other.reminded,
            self.overdue + other.overdue,
            self.closed + other.closed,
            self.told + other.told,
            self.troubles + other.troubles,
        )


def sweep(
    province: str,
    *,
    desk: CaseDependencies,
    now: datetime,
    enough: Callable[[], bool] = lambda: False,
) -> CaseSweepResult:
    """Look after every case whose instant has come. Safe to repeat, and to stop anywhere.

    Args:
        province: whose cases.
        desk: what the work needs.
        now: the instant.
        enough: whether the time is up; asked before each case. The next round begins with the rest.
    """
    looked = CaseSweepResult()
    for item in _due(province, desk, now):
        if enough():
            break
        try:
            looked += _look_at(item, desk, now, enough)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
            name = error.code if isinstance(error, LoaError) else type(error).__name__
            looked += CaseSweepResult(troubles=(FailedCase(item.case_id, name, tuple(place_of(error))),))
            _put_off(item, desk, now)
    return looked


def _due(province: str, desk: CaseDependencies, now: datetime) -> Iterator[DueItem]:
    start = None
    while True:
        items, start = desk.cases.attention(province, now, limit=AT_ONCE, start=start)
        yield from items
        if start is None:
            return


def _put_off(item: DueItem, desk: CaseDependencies, now: datetime) -> None:
    try:
        desk.cases.put_off(item, now + AGAIN)
    except LoaError:
        return  # the next round finds it again


def _look_at(
    item: DueItem, desk: CaseDependencies, now: datetime, enough: Callable[[], bool]
) -> CaseSweepResult:
    if item.telling:
        desk.cases.put_off(item, now + TELLING_AGAIN)
        telling = desk.cases.telling(item.case_id, item.telling)
        done = telling is not None and notify_next(telling, desk=desk, now=now, enough=lambda _: enough())
        return CaseSweepResult(told=int(done))
    done_here = CaseSweepResult()

    def work(kept: StoredCase) -> CaseChange | None:
        nonlocal done_here
        done_here, wanted = _decided(kept, desk, now)
        return wanted

    case = change(item.case_id, work, expected_version=None, desk=desk, now=now)
    if done_here == CaseSweepResult() and case.attention_at == item.at:
        desk.cases.put_off(item, attention_after(case, now, desk.calendar) or now + AGAIN)
    return done_here


def _decided(
    kept: StoredCase, desk: CaseDependencies, now: datetime
) -> tuple[CaseSweepResult, CaseChange | None]:
    """What is to become of a case that is due; nothing if somebody was faster."""
    case = kept.case
    if case.attention_at is None or case.attention_at > now:
        return CaseSweepResult(), None
    if case.state in _ENDS:
        facts = MoveFacts(text=texts.NOT_SUPPLIED if case.state is CaseState.RETURNED else "")
        if case.state is CaseState.RETURNED and now < supply_until(case.pauses[-1].since):
            return CaseSweepResult(), None
        return CaseSweepResult(closed=1), moving(kept, Move.CLOSE, facts, by=CLOCK, desk=desk, now=now)
    if case.state is CaseState.OUTSIDE:
        return CaseSweepResult(reminded=1), _reminding(case, (0,), desk, now)
    shares = to_remind(case, now, desk.calendar)
    if not shares:
        return CaseSweepResult(), None
    return CaseSweepResult(reminded=1, overdue=int(OVERDUE in shares)), _reminding(case, shares, desk, now)


def _reminding(case: Case, shares: tuple[int, ...], desk: CaseDependencies, now: datetime) -> CaseChange:
    """The case with these reminders, the rows of whoever is told, and what is counted."""
    known = tuple(share for share in shares if share)
    after = replace(case, reminded=(*case.reminded, *known))
    after = replace(after, attention_at=attention_after(after, now, desk.calendar))
    made = noted(after, "reminded", CLOCK, now, facts={"shares": " ".join(map(str, shares))})
    if OVERDUE in shares:
        counted = (case.unit_path, now, {Metric.CASES_OVERDUE: 1})
        made = replace(made, counted=(counted,))
    registry = OfficerStore(desk.accounts.table)
    owner = (
        holder(case.owner, Permission.WORK_ON_CASE, case.unit_path, registry=registry) if case.owner else None
    )
    left = bool(case.owner) and owner is None
    reminders = [
        reminder for share in _worth_telling(shares) for reminder in _reminders(case, share, now, left=left)
    ]
    messages = _messages(reminders, made.case, owner, registry=registry, desk=desk, now=now)
    more = tuple(desk.cases.remembering(reminder) for reminder in reminders)
    return CaseChange(made, more=more, messages=messages)


def _worth_telling(shares: tuple[int, ...]) -> list[int]:
    """The last reminder of each sort: of the answer and of the acceptance."""
    answer = [share for share in shares if share < ACCEPTANCE]
    acceptance = [share for share in shares if share >= ACCEPTANCE]
    return [found[-1] for found in (answer, acceptance) if found]


def _reminders(case: Case, share: int, now: datetime, *, left: bool) -> list[CaseReminder]:
    """Which units are told of a share, the case's own first; `left`: its owner works there no more."""
    percent = share - ACCEPTANCE if share >= ACCEPTANCE else share
    above = list(reversed(ancestors(case.unit_path)))[: climbs(percent)]
    due = case.accept_by if share >= ACCEPTANCE else case.answer_by
    own = "head" if left or percent >= _HEAD_FROM else "owner"
    return [
        CaseReminder(path, now, f"{case.id}-{share}", case.id, case.code, share, due, audience)
        for path, audience in ((case.unit_path, own), *((path, "above") for path in above))
    ]


def climbs(percent: int) -> int:
    """How many levels up a reminder goes."""
    return 0 if percent < OVERDUE else 1 + (percent - OVERDUE) // OVERDUE_STEP


def _messages(
    reminders: list[CaseReminder],
    case: Case,
    owner: KnownOfficer | None,
    *,
    registry: OfficerStore,
    desk: CaseDependencies,
    now: datetime,
) -> tuple[Outgoing, ...]:
    """What linked officers read on Zalo: code, kind and deadline, nothing about a person."""
    unit = desk.unit_name(case.unit_path, now) or case.unit_path
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
        linked = [officer for officer in registry.of_unit(reminder.path) if officer.is_linked]
        for officer in _heard_by(linked, reminder, case, owner):
            message = _message(officer, words, case, reminder.share, now)
            found.setdefault(message.key, message)
    return tuple(list(found.values())[:HEARD_AT_MOST])


def _heard_by(
    officers: list[KnownOfficer], reminder: CaseReminder, case: Case, owner: KnownOfficer | None
) -> list[KnownOfficer]:
    """Which of the linked officers of a unit, and the owner wherever he works."""
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
