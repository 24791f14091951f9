"""What the reporters of a case are told, and how each of them gets it once.

The messages to the first reporters are rows of the transaction that decided them. Where a case has more of
them than fit, the same transaction leaves a row `telling#VERSION` behind: the others are told afterwards, as
often as it takes, each under the same key (`case-ID-VERSION-RESIDENT`), so that nobody is told twice.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Final

from loa.casework.cases.rows.rows import Member, PendingNotification
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.deadlines import DeadlineRule
from loa.casework.cases.rules.model import Case, CaseState, Move, Reporter
from loa.casework.cases.rules.transitions import MoveFacts, Rules, reopen_until, supply_until
from loa.clock import VIETNAM, local_day
from loa.foundation.accounts.model import AccountKey
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import existing_on
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.platform.aws.queues import Queue
from loa.residents.messages.model import MessageState, Outgoing, text_content
from loa.residents.messages.service import enqueue, hand_over
from loa.residents.messages.store import Outbox

TOLD_AT_ONCE: Final = 10
"""So many reporters are told in the transaction itself: two rows each, of the hundred that it may hold."""

TOLD_RIGHT_AWAY: Final = 40
"""So many more are told before the officer gets his answer; the clock tells the rest."""

AGAIN_AFTER: Final = timedelta(minutes=5)
"""When the clock takes up what has not been told to everybody: longer than any function works on it."""

LOA: Final = "loa"


@dataclass(frozen=True, slots=True)
class CaseDependencies:
    """What the work on cases needs.

    Attributes:
        cases: the cases.
        statistics: counters of units.
        outbox: messages to residents.
        messages: the FIFO queue of messages.
        accounts: accounts; its table holds the units too.
        calendar: when offices work.
        rules: deadlines.
        units_as_of: the day to which the units are pinned; None: today.
    """

    cases: CaseStore
    statistics: StatisticsStore
    outbox: Outbox
    messages: Queue
    accounts: AccountStore
    calendar: WorkingCalendar
    rules: tuple[DeadlineRule, ...]
    units_as_of: date | None = None
    _names: dict[tuple[str, date], str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def days(self) -> Rules:
        """What the days depend on."""
        return Rules(self.calendar, self.rules)

    def unit_name(self, path: str, now: datetime) -> str | None:
        """The name of a unit of Loa; None: there is none there. One Query per process and day."""
        on = self.units_as_of or local_day(now)
        if (path, on) not in self._names:
            units = existing_on(UnitStore(self.accounts.table).at(path), on)
            if not units:
                return None
            self._names[path, on] = units[0].name
        return self._names[path, on]

    def who(self, case: Case, now: datetime) -> str:
        """Who has a case, as its reporter reads it: always the unit by its name."""
        name = self.unit_name(case.unit_path, now)
        return texts.unit_name(name) if name else texts.UNKNOWN_UNIT


def day_text(instant: datetime) -> str:
    """dd/mm/yyyy in Vietnam."""
    return f"{instant.astimezone(VIETNAM):%d/%m/%Y}"


def words_of(step: Move, case: Case, facts: MoveFacts, who: str, now: datetime) -> str:
    """What a reporter is told of a move; empty: nothing.

    Args:
        step: the move.
        case: after it.
        facts: of it.
        who: who has it now.
        now: its instant.
    """
    kind, code, answer_by = case.kind.value, case.code, day_text(case.answer_by)
    sayings: Mapping[Move, Callable[[], str]] = {
        Move.ACCEPT: lambda: texts.accepted(kind, code, who, answer_by),
        Move.RETURN: lambda: texts.returned(kind, code, who, facts.asked_for, day_text(supply_until(now))),
        Move.SUPPLY: lambda: texts.supplied(kind, code, who, answer_by),
        Move.TRANSFER: lambda: texts.transferred(kind, code, who, facts.next_step, answer_by),
        Move.HAND_OUTSIDE: lambda: texts.handed_outside(
            kind, code, who, body=facts.body, reference=facts.reference, next_step=facts.next_step
        ),
        Move.TAKE_BACK: lambda: texts.taken_back(kind, code, who, case.outside_body, answer_by),
        Move.REFUSE: lambda: texts.refused(
            kind,
            code,
            who,
            reason=facts.reason,
            legal_ground=facts.legal_ground,
            elsewhere=facts.body,
            until=day_text(reopen_until(case)),
        ),
        Move.START: lambda: texts.started(kind, code, who, answer_by),
        Move.ANSWER: lambda: texts.answered(kind, code, who, facts.text, day_text(reopen_until(case))),
        Move.CONFIRM: lambda: texts.confirmed(kind, code, day_text(reopen_until(case))),
        Move.REOPEN: lambda: texts.reopened(kind, code, who, answer_by),
        Move.WITHDRAW: lambda: texts.withdrawn(kind, code, who),
        Move.PART: lambda: texts.parted(kind, code, who, answer_by),
    }
    return sayings[step]() if step in sayings else ""


def words_of_closing(case: Case, before: CaseState, who: str) -> str:
    """What a reporter is told when his case is closed; empty after he said himself that it is solved."""
    kind, until = case.kind.value, day_text(reopen_until(case))
    if before is CaseState.RETURNED:
        return texts.closed_unsupplied(kind, case.code, who, until)
    if before is CaseState.ANSWERED:
        return texts.closed(kind, case.code, until)
    return ""


def message_key(case_id: str, version: int, oa_id: str, user_id: str) -> str:
    """The key of what a resident is told about a version of a case."""
    resident = hashlib.sha256(f"{oa_id}\n{user_id}".encode()).hexdigest()[:16]
    return f"case-{case_id}-{version}-{resident}"


def message_to(
    reporter: Reporter, text: str, *, province: str, case_id: str, version: int, now: datetime
) -> Outgoing:
    """The message to a reporter, before it is kept."""
    return Outgoing(
        key=message_key(case_id, version, reporter.oa_id, reporter.user_id),
        account=AccountKey(province, reporter.account_path, reporter.oa_id),
        user_id=reporter.user_id,
        content=text_content(text),
        state=MessageState.PENDING,
        created_at=now,
        updated_at=now,
        by=LOA,
    )


def can_be_told(reporter: Reporter) -> bool:
    """Whether there is a conversation in which he can be told."""
    return bool(reporter.oa_id and reporter.user_id and reporter.account_path)


def recipients(case: Case, members: Iterable[Member]) -> list[Member]:
    """Who is told about a case, each conversation once, its own reporter first."""
    found: dict[tuple[str, str], Member] = {}
    for member in (Member(case.id, case.code, case.reporter), *members):
        if can_be_told(member.reporter):
            found.setdefault((member.reporter.oa_id, member.reporter.user_id), member)
    return list(found.values())


def messages_to(
    people: Sequence[Member], text: str, *, case: Case, version: int, now: datetime
) -> list[Outgoing]:
    """The messages to some of them; each reads the code of his own case."""
    return [
        message_to(
            member.reporter,
            text.replace(case.code, member.code),
            province=case.province,
            case_id=case.id,
            version=version,
            now=now,
        )
        for member in people
    ]


def notify_next(
    telling: PendingNotification,
    *,
    desk: CaseDependencies,
    now: datetime,
    enough: Callable[[int], bool] = lambda _told: False,
) -> bool:
    """Tell those reporters who have not been told yet. Safe to repeat, and to stop anywhere.

    Args:
        telling: what is told.
        desk: what the work needs.
        now: the instant.
        enough: given how many have been told in this call, whether to leave the rest for later.

    Returns:
        Whether everybody has been told.
    """
    kept = desk.cases.read(telling.case_id)
    if kept is None:
        desk.cases.told(telling)
        return True
    waiting = [
        member
        for member in recipients(kept.case, desk.cases.reporters(telling.case_id))
        if not telling.up_to or member.case_id > telling.up_to
    ]
    done = 0
    for batch in batched(sorted(waiting, key=lambda member: member.case_id), TOLD_AT_ONCE, strict=False):
        if enough(done):
            return False
        for message in messages_to(batch, telling.text, case=kept.case, version=telling.version, now=now):
            enqueue(
                message.key,
                message.content,
                account=message.account,
                user_id=message.user_id,
                by=LOA,
                outbox=desk.outbox,
                queue=desk.messages,
                now=now,
            )
        done += len(batch)
        desk.cases.told_up_to(telling, batch[-1].case_id)
    desk.cases.told(telling)
    return True


def hand_over_again(case: Case, version: int, *, desk: CaseDependencies) -> None:
    """Put the message about a version on the queue again, if nobody has taken it since."""
    if not can_be_told(case.reporter):
        return
    key = message_key(case.id, version, case.reporter.oa_id, case.reporter.user_id)
    message = desk.outbox.get(key)
    if message:
        hand_over(message, desk.messages)
