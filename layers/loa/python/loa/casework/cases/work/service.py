"""What is done with cases: opened, moved, assigned, supplemented, rated, joined, released.

Every change is ONE transaction: the head (guarded by the version that was read), its line of the history,
the counters, and the message to each reporter. What runs twice changes nothing: an opening recognises its
`origin`, and so does every later step that is given one. After the commit the queue is told; if the process
dies in between, the clock finds the messages (`sweep_messages`) and what is left to notify
(`loa.casework.cases.work.sweep`).

A denunciation never comes here: see the room `confidential`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from loa.casework.cases.rows.rows import CasePage, CaseReminder, CaseSummary, Member, StoredCase
from loa.casework.cases.rows.store import CaseFilter
from loa.casework.cases.rules import codes, texts
from loa.casework.cases.rules.model import Case, CaseState, Entry, Move
from loa.casework.cases.rules.transitions import (
    MAXIMUM_SAID,
    MAXIMUM_TEXT,
    RESIDENT,
    MoveFacts,
    check,
    reopen_until,
)
from loa.casework.cases.work.changes import (
    CaseChange,
    change,
    checked_text,
    load_case,
    moving,
    noted,
    too_many_attachments,
)
from loa.casework.cases.work.merging import leaving, main_of, merge, similar_open, unmerge
from loa.casework.cases.work.notifications import CaseDependencies, day_text
from loa.casework.cases.work.opening import Draft, Opening, id_of, open_case, opening
from loa.errors import Conflict, InvalidInput
from loa.foundation.statistics.model import Metric
from loa.foundation.units.model import is_path
from loa.platform.aws.dynamodb.tables import Row
from loa.text.cleaning import clean

__all__ = [
    "RESIDENT",
    "CaseDependencies",
    "CasePage",
    "CaseReminder",
    "CaseSummary",
    "Draft",
    "Member",
    "MoveFacts",
    "Opening",
    "assign",
    "by_code",
    "cases_of",
    "id_of",
    "listing",
    "members",
    "merge",
    "move",
    "note",
    "open_case",
    "opening",
    "rate",
    "read_case",
    "read_with_history",
    "reminders",
    "similar_open",
    "supplement",
    "unmerge",
    "worklist",
]

SATISFIED_FROM: Final = 3
MAXIMUM_STARS: Final = 5
CASES_OF_ONE: Final = 20


# Reading


def read_case(case_id: str, *, desk: CaseDependencies) -> Case:
    """A case.

    Raises:
        NotFound: there is none.
    """
    return load_case(case_id, desk).case


def read_with_history(case_id: str, *, desk: CaseDependencies) -> tuple[Case, list[Entry]]:
    """A case and its history, in one Query.

    Raises:
        NotFound: there is none.
    """
    kept = load_case(case_id, desk)
    return kept.case, list(kept.history)


def members(case_id: str, *, desk: CaseDependencies) -> list[Member]:
    """The cases that are part of this one, with their codes."""
    return desk.cases.reporters(case_id)


def by_code(code: str, *, desk: CaseDependencies) -> Case | None:
    """The case with the code in a text, whatever its case, spaces and hyphens."""
    found = codes.parse(code)
    case_id = desk.cases.id_of_code(found) if found else None
    kept = desk.cases.read(case_id) if case_id else None
    return kept.case if kept else None


def cases_of(oa_id: str, user_id: str, *, desk: CaseDependencies) -> list[Case]:
    """The cases of a conversation, newest first; at most 20."""
    return desk.cases.read_many(desk.cases.ids_of(oa_id, user_id, CASES_OF_ONE))


def worklist(
    path: str,
    *,
    province: str,
    limit: int,
    start: Row | None = None,
    owner: str = "",
    fits: CaseFilter | None = None,
    desk: CaseDependencies,
) -> CasePage:
    """Open cases of a unit and those below, by unit, then priority, then deadline.

    Args:
        path: the unit.
        province: its province.
        limit: how many make a page.
        start: where the page before stopped.
        owner: only those of this officer.
        fits: only these; few among many may leave a page short, though more follow.
        desk: what the work needs.
    """
    if owner:
        return desk.cases.owned(owner, path, limit=limit, start=start, fits=fits)
    return desk.cases.worklist(province, path, limit=limit, start=start, fits=fits)


def listing(
    path: str,
    *,
    province: str,
    limit: int,
    start: Row | None = None,
    fits: CaseFilter | None = None,
    desk: CaseDependencies,
) -> CasePage:
    """All cases of a unit and those below, newest first within each unit; arguments as for `worklist`."""
    return desk.cases.listing(province, path, limit=limit, start=start, fits=fits)


def reminders(
    path: str, *, limit: int, start: Row | None = None, desk: CaseDependencies
) -> tuple[list[CaseReminder], Row | None]:
    """What the clock told a unit, newest first, and where the next piece starts; one Query."""
    return desk.cases.reminders(path, limit=limit, start=start)


# Changing


def move(
    case_id: str,
    step: Move,
    facts: MoveFacts,
    *,
    by: str,
    expected_version: int | None,
    desk: CaseDependencies,
    now: datetime,
    origin: str = "",
) -> Case:
    """Move a case, and tell its reporters.

    Args:
        case_id: the case.
        step: the move.
        facts: REFUSE needs `reason` and `legal_ground`, TRANSFER `to_path`, HAND_OUTSIDE `body` and
            `next_step`, RETURN `asked_for`, ANSWER `text`, JOIN `into`.
        by: id of the officer, `resident`, or `clock`.
        expected_version: the version that the officer saw; None: whatever it is by now (five tries).
        desk: what the work needs.
        now: the instant.
        origin: the same origin is done once (an event's id, a request's key); empty: not recognised.

    Raises:
        InvalidInput: a fact is missing or too long; `fields` says which.
        NotFound: no such case.
        Conflict: not possible from its state, not by this person, or somebody was faster.
    """
    facts = _normal(facts)
    check(step, facts)
    match step:
        case Move.JOIN:
            return merge(case_id, facts.into, by=by, expected_version=expected_version, desk=desk, now=now)
        case Move.PART:
            return unmerge(case_id, by=by, expected_version=expected_version, desk=desk, now=now)
        case Move.TRANSFER if not is_path(facts.to_path) or desk.unit_name(facts.to_path, now) is None:
            raise InvalidInput(texts.CHECK_INPUT, fields={"to_path": texts.UNKNOWN_PATH})
        case _:
            pass

    def work(kept: StoredCase) -> CaseChange:
        if step is Move.TRANSFER and facts.to_path == kept.case.unit_path:
            raise InvalidInput(texts.CHECK_INPUT, fields={"to_path": texts.SAME_UNIT})
        if step is Move.WITHDRAW and kept.case.members:
            raise Conflict(texts.PART_FIRST)  # it is one resident's to take back, not the others'
        return moving(kept, step, facts, by=by, desk=desk, now=now)

    return change(case_id, work, expected_version=expected_version, desk=desk, now=now, origin=origin)


def _normal(facts: MoveFacts) -> MoveFacts:
    """All words cleaned."""
    return replace(
        facts,
        text=clean(facts.text),
        reason=clean(facts.reason),
        legal_ground=clean(facts.legal_ground),
        body=clean(facts.body),
        reference=clean(facts.reference),
        next_step=clean(facts.next_step),
        asked_for=clean(facts.asked_for),
    )


def assign(
    case_id: str,
    *,
    owner: str,
    owner_name: str = "",
    by: str,
    expected_version: int | None = None,
    desk: CaseDependencies,
    now: datetime,
    origin: str = "",
) -> Case:
    """Give an open case to an officer of its unit; an empty owner gives it back to the unit.

    Raises:
        Conflict: it is not open, or somebody was faster.
    """

    def work(kept: StoredCase) -> CaseChange | None:
        if not kept.case.state.is_open:
            raise Conflict(texts.NOT_OPEN)
        if kept.case.owner == owner:
            return None
        case = replace(kept.case, owner=owner)
        facts = {"owner": owner, "owner_name": owner_name}
        return CaseChange(
            noted(case, "assigned", by, now, facts={name: value for name, value in facts.items() if value})
        )

    return change(case_id, work, expected_version=expected_version, desk=desk, now=now, origin=origin)


def note(
    case_id: str, text: str, *, by: str, desk: CaseDependencies, now: datetime, origin: str = ""
) -> Case:
    """Keep an internal note; the resident is not told.

    Raises:
        InvalidInput: empty, or too long.
    """
    words = checked_text(text, longest=MAXIMUM_TEXT)
    return change(
        case_id,
        lambda kept: CaseChange(noted(kept.case, "noted", by, now, text=words)),
        expected_version=None,
        desk=desk,
        now=now,
        origin=origin,
    )


def supplement(
    case_id: str,
    text: str,
    attachments: Sequence[str] = (),
    *,
    by: str,
    desk: CaseDependencies,
    now: datetime,
    origin: str = "",
) -> Case:
    """Add words and pictures to a case; one that waits for them (RETURNED) goes on (SUPPLY).

    Raises:
        InvalidInput: neither words nor pictures, or too many.
        Conflict: it is not open any more.
    """
    words = checked_text(text, needed=not attachments)
    if faults := too_many_attachments(attachments):
        raise InvalidInput(texts.CHECK_INPUT, fields=faults)
    facts = MoveFacts(text=words, attachments=tuple(attachments))

    def work(kept: StoredCase) -> CaseChange:
        if kept.case.state is CaseState.RETURNED:
            return moving(kept, Move.SUPPLY, facts, by=by, desk=desk, now=now)
        if not kept.case.state.is_open and kept.case.state is not CaseState.JOINED:
            raise Conflict(texts.NOT_OPEN)
        more = {"attachments": "\n".join(attachments)} if attachments else {}
        return CaseChange(noted(kept.case, "supplemented", by, now, text=words, facts=more))

    return change(case_id, work, expected_version=None, desk=desk, now=now, origin=origin)


def rate(
    case_id: str,
    *,
    stars: int,
    word: str = "",
    solved: bool = True,
    desk: CaseDependencies,
    now: datetime,
    origin: str = "",
) -> Case:
    """The resident says whether it is really solved: 1 to 5; 2 or less, or not solved, reopens it.

    Who rates a case that is part of another one takes his own case out of it when it is not solved.

    Raises:
        InvalidInput: no such number of stars.
        Conflict: there is no answer to rate, or it is too late to reopen.
    """
    if not 1 <= stars <= MAXIMUM_STARS:
        raise InvalidInput(texts.STARS, fields={"stars": texts.STARS})
    words = checked_text(word[:MAXIMUM_SAID], needed=False)
    content = solved and stars >= SATISFIED_FROM

    def work(kept: StoredCase) -> CaseChange | None:
        case = kept.case
        if case.satisfaction and content:
            return None  # said before
        step = _step_of_rating(case, content=content)
        main = main_of(case, desk) if case.state is CaseState.JOINED else None
        answered = main.case if main else case
        if not answered.answer:
            raise Conflict(texts.NOT_RATED_NOW)
        facts = {"stars": str(stars), "solved": "yes" if content else "no"}
        if step is None:
            made = noted(case, "rated", RESIDENT, now, text=words, facts=facts)
            until = day_text(reopen_until(case))
            wanted = CaseChange(made, texts.confirmed(case.kind.value, case.code, until), alone=True)
        else:
            wanted = moving(kept, step, MoveFacts(text=words), by=RESIDENT, desk=desk, now=now, more=facts)
            if main and step is Move.PART:
                left = leaving(main, case, RESIDENT, now, desk)
                wanted = replace(wanted, alone=True, more=(*wanted.more, *left))
        return _rated(wanted, stars=stars, word=words, content=content, now=now)

    return change(case_id, work, expected_version=None, desk=desk, now=now, origin=origin)


def _step_of_rating(case: Case, *, content: bool) -> Move | None:
    """The move that a rating brings; None: it is only kept."""
    if case.state is CaseState.JOINED:
        return None if content else Move.PART
    if not content:
        return Move.REOPEN
    return Move.CONFIRM if case.state is CaseState.ANSWERED else None


def _rated(wanted: CaseChange, *, stars: int, word: str, content: bool, now: datetime) -> CaseChange:
    """The same change with the rating on the case, in the history and in the sums."""
    after = wanted.moved.case
    numbers: dict[Metric, int] = {Metric.CASES_RATED: 1, Metric.CASES_STARS: stars}
    if not content:
        numbers[Metric.CASES_UNSATISFIED] = 1
    said = (*wanted.moved.said, "satisfaction_word") if word else wanted.moved.said
    return replace(
        wanted,
        moved=replace(
            wanted.moved,
            case=replace(
                after,
                satisfaction=stars,
                satisfaction_word=word,
                priority=after.priority if content else max(1, after.priority),
            ),
            said=said,
            counted=(*wanted.moved.counted, (after.unit_path, now, numbers)),
        ),
    )
