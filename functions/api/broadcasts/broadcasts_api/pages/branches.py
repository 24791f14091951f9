"""How far a broadcast is in each branch of the tree: one square for each account, by shape and colour."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from broadcasts_api.pages import texts
from loa.foundation.units.model import is_within
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState

COLUMNS: Final = 24
"""Squares in a line: as many as a phone shows at the size of a letter."""


@dataclass(frozen=True, slots=True)
class Square:
    """One account: its state as in the bar, and where it stands."""

    state: str
    column: int
    line: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit below the one that sends, with all below it; or that one with the units that have none below.

    Attributes:
        path: of the unit on top.
        is_rest: the sending unit, and those directly below it that have nobody below them.
        sent, planned: accounts.
        words: how many are in which state.
        squares: accounts in the order of the tree.
        lines: how many lines of squares.
    """

    path: str
    is_rest: bool
    sent: int
    planned: int
    words: str
    squares: list[Square]
    lines: int


def branches_of(root: str, rows: Sequence[Delivery]) -> list[Branch]:
    """Return the branches below a unit, the one with most that is not sent first; none for one account."""
    if len(rows) < 2:  # noqa: PLR2004 - one account is no tree
        return []
    tops: dict[str, list[Delivery]] = {}
    for row in rows:
        tops.setdefault(_top(root, row.unit_path), []).append(row)
    rest = [row for path, found in tops.items() if _is_leaf(path, found) for row in found]
    groups = {path: found for path, found in tops.items() if not _is_leaf(path, found)}
    made = [_branch(path, found, is_rest=False) for path, found in groups.items()]
    if rest:
        made.append(_branch(root, rest, is_rest=True))
    return sorted(made, key=lambda branch: (branch.sent - branch.planned, branch.path))


def _top(root: str, path: str) -> str:
    """The unit directly below the root to which a path belongs; the root itself stays."""
    if path == root or not is_within(path, root):
        return root
    return f"{root}.{path.removeprefix(f'{root}.').partition('.')[0]}"


def _is_leaf(path: str, found: Sequence[Delivery]) -> bool:
    return all(row.unit_path == path for row in found)


def _branch(path: str, found: Sequence[Delivery], *, is_rest: bool) -> Branch:
    ordered = sorted(found, key=lambda row: row.unit_path)
    counts = Counter(_state(row) for row in ordered)
    words = [(name, counts[state]) for state, (name, *_) in texts.DELIVERIES.items() if counts[state]]
    squares = [Square(_state(row), place % COLUMNS, place // COLUMNS) for place, row in enumerate(ordered)]
    lines = -(-len(ordered) // COLUMNS)
    sent = counts[DeliveryState.SENT.value]
    return Branch(path, is_rest, sent, len(ordered), texts.branch_words(words), squares, lines)


def _state(row: Delivery) -> str:
    """The state as the bar shows it: what is being sent still waits."""
    return DeliveryState.PENDING.value if row.state is DeliveryState.SENDING else row.state.value
