"""Notifications to a case's reporters: text, recipients, and the key that sends each only once.

The messages to the first reporters are rows of the transaction that decided them. If a case has more of
them than fit, the same transaction leaves a row `telling#VERSION` behind: the others are notified afterwards,
in as many runs as needed, each under the same key (`case-ID-VERSION-RESIDENT`), so nobody is notified twice.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from loa.casework.cases.rows.models import Member
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Case, CaseState, Entry, Move, Reporter
from loa.casework.cases.rules.transitions import reopen_until, supply_until
from loa.clock import VIETNAM
from loa.foundation.accounts.model import AccountKey
from loa.residents.messages.model import LOA, MessageState, Outgoing, owed_key, text_content
from loa.residents.messages.store import Outbox

_LOOKED_AT: Final = 20

NOTIFIED_AT_ONCE: Final = 10
"""This many reporters are notified in the transaction itself: two rows each, of the hundred it may hold."""

NOTIFIED_RIGHT_AWAY: Final = 40
"""This many more are notified before the officer gets an answer; the sweep notifies the rest."""

AGAIN_AFTER: Final = timedelta(minutes=5)
"""When the sweep takes up an unfinished notification: longer than any function runs."""


def day_text(instant: datetime) -> str:
    """Return dd/mm/yyyy in Vietnam."""
    return f"{instant.astimezone(VIETNAM):%d/%m/%Y}"


def words_after(
    before: CaseState, case: Case, step: Move, facts: MoveFacts, *, who: str, now: datetime
) -> str:
    """Return what a reporter reads after a move or an end; arguments as in the two functions below."""
    if step is Move.CLOSE:
        return words_of_closing(case, before, who)
    return words_of(step, case, facts, who, now)


def words_of(step: Move, case: Case, facts: MoveFacts, who: str, now: datetime) -> str:
    """Return what a reporter reads after a move; empty: nothing.

    Args:
        step: the move.
        case: the case afterwards.
        facts: the move's details.
        who: who has it now.
        now: its instant.
    """
    kind, code, answer_by = case.kind.value, case.code, day_text(case.answer_by)
    by_move: Mapping[Move, Callable[[], str]] = {
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
        Move.UNMERGE: lambda: texts.unmerged(kind, code, who, answer_by),
    }
    return by_move[step]() if step in by_move else ""


def words_of_closing(case: Case, before: CaseState, who: str) -> str:
    """Return what a reporter reads when the case is closed; empty after they confirmed the answer."""
    kind, until = case.kind.value, day_text(reopen_until(case))
    if before is CaseState.RETURNED:
        return texts.closed_unsupplied(kind, case.code, who, until)
    if before is CaseState.ANSWERED:
        return texts.closed(kind, case.code, until)
    return ""


def message_key(case_id: str, version: int, oa_id: str, user_id: str) -> str:
    """Return the key of the message to a resident about a version of a case."""
    resident = hashlib.sha256(f"{oa_id}\n{user_id}".encode()).hexdigest()[:16]
    return f"case-{case_id}-{version}-{resident}"


def last_told(case: Case, history: Iterable[Entry], outbox: Outbox) -> Outgoing | None:
    """Return the newest message to a case's own reporter, or that in its place; None: there is none.

    Only the last steps are looked at; one request.
    """
    if not can_be_notified(case.reporter):
        return None
    versions = sorted({line.version for line in history}, reverse=True)[:_LOOKED_AT]
    reporter = case.reporter
    keys = [message_key(case.id, version, reporter.oa_id, reporter.user_id) for version in versions]
    found = outbox.get_all([*map(owed_key, keys), *keys])
    pairs = zip(found[: len(keys)], found[len(keys) :], strict=True)
    return next((owed or first for owed, first in pairs if owed or first), None)


def message_to(
    reporter: Reporter, text: str, *, province: str, case_id: str, version: int, now: datetime
) -> Outgoing:
    """Return the message to a reporter, before it is stored."""
    return Outgoing(
        key=message_key(case_id, version, reporter.oa_id, reporter.user_id),
        account=AccountKey(province, reporter.account_path, reporter.oa_id),
        user_id=reporter.user_id,
        content=text_content(text),
        state=MessageState.PENDING,
        created_at=now,
        updated_at=now,
        by=LOA,
        matter=f"case-{case_id}",
    )


def can_be_notified(reporter: Reporter) -> bool:
    """Tell whether there is a conversation in which they can be notified."""
    return bool(reporter.oa_id and reporter.user_id and reporter.account_path)


def recipients(case: Case, members: Iterable[Member]) -> list[Member]:
    """Return who is notified about a case, each conversation once, its own reporter first."""
    found: dict[tuple[str, str], Member] = {}
    for member in (Member(case.id, case.code, case.reporter), *members):
        if can_be_notified(member.reporter):
            found.setdefault((member.reporter.oa_id, member.reporter.user_id), member)
    return list(found.values())


def messages_to(
    people: Sequence[Member], text: str, *, case: Case, version: int, now: datetime
) -> list[Outgoing]:
    """Return the messages to some of them; each reads the code of their own case."""
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
