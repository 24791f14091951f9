"""Many residents, one matter: what is alike is offered, joined, and parted again."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from loa.casework.cases.rows.rows import Member, StoredCase
from loa.casework.cases.rules import similar, texts
from loa.casework.cases.rules.model import Case, Move
from loa.casework.cases.rules.transitions import MoveFacts
from loa.casework.cases.work.changes import CaseChange, change, moving, noted
from loa.casework.cases.work.notifications import CaseDependencies, day_text
from loa.errors import Conflict, InvalidInput
from loa.ids import is_id
from loa.platform.aws.dynamodb.tables import Write

COMPARED: Final = 50
"""How many open cases of a unit are compared with one, those due first."""
OFFERED: Final = 10


def similar_open(case: Case, *, desk: CaseDependencies) -> list[Case]:
    """Open cases of the same unit that may be the same matter, most alike first; at most ten."""
    page = desk.cases.worklist_of_unit(case.province, case.unit_path, limit=COMPARED)
    others = [item.id for item in page.items if item.id != case.id]
    own = similar.matter(case)
    ranked = [(similar.likeness(own, similar.matter(other)), other) for other in desk.cases.read_many(others)]
    alike = [pair for pair in ranked if pair[0] >= similar.SIMILAR and pair[1].state.is_open]
    return [other for _, other in sorted(alike, key=lambda pair: -pair[0])[:OFFERED]]


def merge(
    case_id: str,
    into: str,
    *,
    by: str,
    expected_version: int | None = None,
    desk: CaseDependencies,
    now: datetime,
) -> Case:
    """Make a case part of another open one: its reporter gets that one's answer. Gives the case itself.

    Raises:
        InvalidInput: the other is the same, not open, or part of a third.
        Conflict: it is not in our hands, has members itself, or somebody was faster.
    """
    facts = MoveFacts(into=into)

    def work(kept: StoredCase) -> CaseChange:
        case = kept.case
        main = desk.cases.read(into) if is_id(into) else None
        if (
            main is None
            or into == case.id
            or not main.case.state.is_open
            or main.case.province != case.province
        ):
            raise InvalidInput(texts.CHECK_INPUT, fields={"into": texts.CANNOT_JOIN})
        if case.members:
            raise Conflict(texts.HAS_MEMBERS)
        wanted = moving(kept, Move.JOIN, facts, by=by, desk=desk, now=now)
        grown = noted(
            replace(main.case, members=main.case.members + 1),
            "member_joined",
            by,
            now,
            facts={"member": case.id},
        )
        words = texts.joined(
            case.kind.value, case.code, desk.who(main.case, now), day_text(main.case.answer_by)
        )
        more = (
            *wanted.more,
            *desk.cases.changing(StoredCase(grown.case, main.said), main.case.version, [grown.entry]),
            desk.cases.adding_reporter(into, Member(case.id, case.code, case.reporter)),
        )
        return replace(wanted, words=words, alone=True, more=more)

    return change(case_id, work, expected_version=expected_version, desk=desk, now=now)


def unmerge(
    case_id: str, *, by: str, expected_version: int | None = None, desk: CaseDependencies, now: datetime
) -> Case:
    """Take a case out of the one that it was part of.

    Raises:
        Conflict: it is part of none, or somebody was faster.
    """

    def work(kept: StoredCase) -> CaseChange:
        wanted = moving(kept, Move.PART, MoveFacts(), by=by, desk=desk, now=now)
        main = main_of(kept.case, desk)
        left = leaving(main, kept.case, by, now, desk) if main else ()
        return replace(wanted, alone=True, more=(*wanted.more, *left))

    return change(case_id, work, expected_version=expected_version, desk=desk, now=now)


def main_of(case: Case, desk: CaseDependencies) -> StoredCase | None:
    """The case that it is part of; None: of none."""
    return desk.cases.read(case.joined_to) if case.joined_to else None


def leaving(
    main: StoredCase, case: Case, by: str, now: datetime, desk: CaseDependencies
) -> tuple[Write, ...]:
    """The writes by which a case has one member less."""
    members_left = max(0, main.case.members - 1)
    smaller = noted(
        replace(main.case, members=members_left), "member_parted", by, now, facts={"member": case.id}
    )
    return (
        *desk.cases.changing(StoredCase(smaller.case, main.said), main.case.version, [smaller.entry]),
        desk.cases.removing_reporter(main.case.id, case.id),
    )
