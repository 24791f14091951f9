"""The steps that an officer may take on a case now: the one list that JSON, pages and checks go by.

A step is offered when the table of transitions has it, the officer works where the case is, it is not the
resident's to take, and its time has not passed (`rules.transitions.allow`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.casework.cases.desk import texts
from loa.casework.cases.desk.reaching import ReporterReach
from loa.casework.cases.rules.checks import NEEDED
from loa.casework.cases.rules.model import Case, Move, moves_from
from loa.casework.cases.rules.transitions import allow
from loa.errors import Conflict
from loa.foundation.officers.model import Officer, Permission, allowed

BY_RESIDENT: Final = frozenset({Move.CONFIRM, Move.WITHDRAW})
"""What nobody does for residents who can do it themselves, in the chat."""

OWN_FORM: Final = frozenset({Move.MERGE, Move.UNMERGE, Move.SUPPLY})
"""Steps that are asked for elsewhere: by merging, and by supplementing."""

_ORDER: Final = (
    Move.ANSWER, Move.ACCEPT, Move.TAKE_BACK, Move.START, Move.RETURN, Move.TRANSFER, Move.HAND_OUTSIDE,
    Move.REFUSE, Move.CONFIRM, Move.REOPEN, Move.CLOSE, Move.WITHDRAW,
)  # fmt: skip
"""The order in which steps are offered: what brings the answer nearer comes first."""

_OPTIONAL: Final[Mapping[Move, tuple[str, ...]]] = {
    Move.TRANSFER: ("next_step",),
    Move.HAND_OUTSIDE: ("reference",),
    Move.REFUSE: ("body",),
    Move.REOPEN: ("text",),
    Move.TAKE_BACK: ("text",),
}
_SILENT: Final = frozenset({Move.CLOSE})
"""Steps of officers after which a reporter reads nothing."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that may be taken now.

    Attributes:
        move: the step.
        title: its name, as a choice.
        effect: what it does to the case, and who hears of it.
        needed, optional: the facts that it must and may have (`MoveFacts`).
    """

    move: Move
    title: str
    effect: str
    needed: tuple[str, ...]
    optional: tuple[str, ...]


def moves_for(officer: Officer, case: Case, now: datetime) -> list[Move]:
    """Return what this officer may do next, in the order of the alphabet."""
    if not allowed(officer, Permission.WORK_ON_CASE, case.unit_path):
        return []
    return [move for move in sorted(moves_from(case.state)) if _is_open_to(officer, case, move, now)]


def next_steps(officer: Officer, case: Case, now: datetime, reach: ReporterReach) -> list[NextStep]:
    """Return the steps that one form offers, the likeliest first; each says whom it reaches."""
    open_now = set(moves_for(officer, case, now))
    return [_step(move, reach) for move in _ORDER if move in open_now]


def is_for_resident(case: Case, move: Move) -> bool:
    """Tell whether only the resident takes this step: they have the chat for it."""
    return move in BY_RESIDENT and bool(case.reporter.user_id)


def _is_open_to(officer: Officer, case: Case, move: Move, now: datetime) -> bool:
    if is_for_resident(case, move):
        return False
    try:
        allow(case, move, officer.id, now)
    except Conflict:
        return False
    return True


def _step(move: Move, reach: ReporterReach) -> NextStep:
    return NextStep(
        move=move,
        title=texts.STEPS[move.value],
        effect=texts.effect(move.value, "" if move in _SILENT else reach.value),
        needed=NEEDED.get(move, ()),
        optional=_OPTIONAL.get(move, ()),
    )
