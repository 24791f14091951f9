"""One change of a case: read, decide, write everything at once, tell the queue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from loa.casework.cases.rows.public_list import partition_of
from loa.casework.cases.rows.rows import PendingNotification, StoredCase
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.model import Case, CaseState, Entry, Move
from loa.casework.cases.rules.transitions import (
    MAXIMUM_LINE,
    MAXIMUM_SAID,
    CountedEvent,
    Moved,
    MoveFacts,
    allow,
    counter_sums,
    moved,
)
from loa.casework.cases.work.notifications import (
    AGAIN_AFTER,
    TOLD_AT_ONCE,
    TOLD_RIGHT_AWAY,
    CaseDependencies,
    hand_over_again,
    messages_to,
    notify_next,
    recipients,
    words_of,
    words_of_closing,
)
from loa.errors import Conflict, InvalidInput, NotFound
from loa.ids import is_id
from loa.platform.aws.dynamodb.tables import ConditionFailed, Delete, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.messages.model import Outgoing
from loa.residents.messages.service import hand_over
from loa.text.cleaning import clean

ATTEMPTS: Final = 5
"""How often a change starts anew after somebody was faster."""

MAXIMUM_ATTACHMENTS: Final = 20

UNRELEASED: Final = "unreleased"
"""In the facts of a move: it took the case off the public list, too."""


def load_case(case_id: str, desk: CaseDependencies) -> StoredCase:
    """A case with its history.

    Raises:
        NotFound: there is none.
    """
    kept = desk.cases.read(case_id) if is_id(case_id) else None
    if kept is None:
        raise NotFound(texts.NOT_FOUND)
    return kept


@dataclass(frozen=True, slots=True)
class CaseChange:
    """What is to become of a case.

    Attributes:
        moved: the case after it, its line and what is counted.
        words: what its reporters are told; empty: nothing.
        alone: only its own reporter is told, not those of its members.
        more: further writes of the same transaction.
        messages: to others than reporters; their rows are written in the same transaction.
    """

    moved: Moved
    words: str = field(default="", repr=False)
    alone: bool = False
    more: tuple[Write, ...] = ()
    messages: tuple[Outgoing, ...] = ()


def change(
    case_id: str,
    work: Callable[[StoredCase], CaseChange | None],
    *,
    expected_version: int | None,
    desk: CaseDependencies,
    now: datetime,
    origin: str = "",
) -> Case:
    """Read a case, decide, and write everything at once; start anew where somebody was faster.

    Args:
        case_id: the case.
        work: what is to become of it; None: nothing, it stays as it is.
        expected_version: the version that was seen; None: whatever it is by now.
        desk: what the work needs.
        now: the instant.
        origin: what asks for it; done once.

    Raises:
        NotFound: no such case.
        Conflict: another version than expected, or others were faster five times.
    """
    for _ in range(ATTEMPTS):
        kept = load_case(case_id, desk)
        done = next((line for line in kept.history if origin and line.facts.get("origin") == origin), None)
        if done:
            hand_over_again(kept.case, done.version, desk=desk)
            return kept.case
        if expected_version is not None and kept.case.version != expected_version:
            raise Conflict(texts.CHANGED_MEANWHILE)
        wanted = work(kept)
        if wanted is None:
            return kept.case
        try:
            return _write(kept, wanted, desk=desk, now=now, origin=origin)
        except ConditionFailed as failure:
            if expected_version is not None:
                raise Conflict(texts.CHANGED_MEANWHILE) from failure
    raise Conflict(texts.CHANGED_MEANWHILE)


def _write(
    kept: StoredCase, wanted: CaseChange, *, desk: CaseDependencies, now: datetime, origin: str
) -> Case:
    """The one transaction, then the queue."""
    after, entry = wanted.moved.case, wanted.moved.entry
    if origin:
        entry = replace(entry, facts={**entry.facts, "origin": origin})
    said = {name: version for name, version in kept.said.items() if getattr(after, name)}
    said |= dict.fromkeys(wanted.moved.said, after.version)
    actions = desk.cases.changing(StoredCase(after, said), kept.case.version, [entry])
    actions += counting(wanted.moved.counted, desk)
    told = list(wanted.messages)
    telling: PendingNotification | None = None
    if wanted.words:
        others = desk.cases.reporters(after.id) if after.members and not wanted.alone else []
        people = recipients(after, others)
        told += messages_to(people[:TOLD_AT_ONCE], wanted.words, case=after, version=after.version, now=now)
        if len(people) > TOLD_AT_ONCE:
            telling = PendingNotification(after.id, after.version, wanted.words)
            actions.append(desk.cases.adding_telling(after, telling, now + AGAIN_AFTER))
    for message in told:
        actions += desk.outbox.adding(message)
    actions += wanted.more
    commit(actions)
    for message in told:
        hand_over(message, desk.messages)
    if telling:
        notify_next(telling, desk=desk, now=now, enough=lambda done: done >= TOLD_RIGHT_AWAY)
    return after


def counting(counted: Sequence[CountedEvent], desk: CaseDependencies) -> list[Write]:
    """The writes of what is counted, each row once."""
    return [
        action
        for path, changed in counter_sums(counted).items()
        for action in desk.statistics.changes(path, changed)
    ]


def line_of(
    case: Case, what: str, by: str, now: datetime, *, text: str = "", facts: Mapping[str, str] | None = None
) -> Entry:
    """A line of the history of a case as it is after the change."""
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
    """A change that is no move: one more line."""
    after = replace(case, version=case.version + 1)
    return Moved(after, line_of(after, what, by, now, text=text, facts=facts))


def moving(
    kept: StoredCase,
    step: Move,
    facts: MoveFacts,
    *,
    by: str,
    desk: CaseDependencies,
    now: datetime,
    more: Mapping[str, str] | None = None,
) -> CaseChange:
    """What a move makes of a case, and what its reporters are told.

    Raises:
        Conflict: not now, or not by this person.
    """
    allow(kept.case, step, by, now)
    made = moved(kept.case, step, facts, by=by, now=now, rules=desk.days, history=kept.history, more=more)
    words = _told(kept.case.state, made, step, facts, desk=desk, now=now)
    if made.case.released and not made.case.has_standing_answer:
        return CaseChange(_unreleased(made), words, more=tuple(unlisting(published(kept), desk)))
    return CaseChange(made, words)


def _unreleased(made: Moved) -> Moved:
    """A move after which nothing is public any more: what everybody could read is not what holds."""
    entry = replace(made.entry, facts={**made.entry.facts, UNRELEASED: "yes"})
    return replace(made, case=replace(made.case, released=False), entry=entry)


def published(kept: StoredCase) -> set[tuple[str, str]]:
    """Where a case stands on public lists: unit and sort key."""
    line = kept.standing_release
    return {(path, line.facts["sort"]) for path in line.facts["paths"].split()} if line else set()


def unlisting(places: set[tuple[str, str]], desk: CaseDependencies) -> list[Write]:
    """The writes that take a case off public lists."""
    return [Delete(desk.cases.table, partition_of(path), sort) for path, sort in sorted(places)]


def _told(
    before: CaseState, made: Moved, step: Move, facts: MoveFacts, *, desk: CaseDependencies, now: datetime
) -> str:
    after = made.case
    if step is Move.CLOSE:
        return words_of_closing(after, before, desk.who(after, now))
    if step is Move.JOIN:
        return ""  # `join` knows who has the other case
    return words_of(step, after, facts, desk.who(after, now), now)


def checked_text(text: str, *, needed: bool = True, longest: int = MAXIMUM_SAID) -> str:
    """Cleaned words.

    Raises:
        InvalidInput: none, or too many.
    """
    words = clean(text)
    if needed and not words:
        raise InvalidInput(texts.CHECK_INPUT, fields={"text": texts.NEEDED})
    if len(words) > longest:
        raise InvalidInput(texts.CHECK_INPUT, fields={"text": texts.too_long(longest)})
    return words


def too_many_attachments(attachments: Sequence[str]) -> dict[str, str]:
    """The fault of too many, or too long, names of pictures and files; none if there is none."""
    if len(attachments) <= MAXIMUM_ATTACHMENTS and all(len(key) <= MAXIMUM_LINE for key in attachments):
        return {}
    return {"attachments": texts.too_many(MAXIMUM_ATTACHMENTS)}
