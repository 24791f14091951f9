"""The run of an approved plan: every few minutes, as far as the time allows, until nothing is left.

A pass goes through the new units one after the other: the accounts of each, then everything else of each
old unit that went there. What a round has done is written after each step; a round that dies repeats one
step. Two rounds side by side do no harm: each step is safe to repeat, and only one of them counts.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from loa.errors import place_of
from loa.foundation.units.model import tree_order
from loa.foundation.units.moves import WILL_NOT_MOVE, Enough, LeftReason, UnitMoved, left_behind
from loa.reorganisation.model import ReorganisationPlan, UnitMove
from loa.reorganisation.running import steps
from loa.reorganisation.running.farewell import say_farewell
from loa.reorganisation.running.steps import MovingStores
from loa.reorganisation.store import (
    MOST_NAMED,
    Reorganisation,
    ReorganisationState,
    ReorganisationStore,
    RunProgress,
)

PASSES: Final = 2
"""The second one finds what a process that still knew an account's old unit has left at the old path."""

MOST_PASSES: Final = 6
"""After so many, some half an hour, what still cannot be moved is left for people, and the run ends."""

MOST_REPEATS: Final = 2
"""Of a step in which something changed while it was moved: in the last pass nobody would come by again."""

AGAIN_AFTER: Final = timedelta(minutes=5)
"""Longer than a process remembers the unit of an account, and than any message is under way."""


@dataclass(frozen=True, slots=True)
class ReorganisationRound:
    """What one round did.

    Attributes:
        moved: how many things.
        is_done: whether the reorganisation has come to its end.
        faults: where in the code whole steps failed, for the log.
    """

    moved: int = 0
    is_done: bool = False
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MovingStep:
    """A step of a pass.

    Attributes:
        path: the unit that it is about.
        work: does it; safe to repeat.
    """

    path: str
    work: Callable[[Enough], UnitMoved]


def steps_of(
    found: Reorganisation, plan: ReorganisationPlan, *, stores: MovingStores, now: datetime
) -> list[MovingStep]:
    """Return the steps of a pass, in order; the last one tells followers of retired accounts."""
    steps: list[MovingStep] = []
    ways = [*(each.new_path for each in plan.units), *(each.new_path for each in plan.accounts)]
    for path in sorted(set(ways), key=tree_order):
        steps.append(MovingStep(path, partial(_accounts, plan, path, stores, now)))
        steps += [
            MovingStep(move.old_path, partial(_unit, plan, move, stores, now))
            for move in plan.units
            if move.new_path == path
        ]
    steps.append(MovingStep(plan.province, partial(_farewell, found, plan, stores, now)))
    return steps


def _farewell(
    found: Reorganisation, plan: ReorganisationPlan, stores: MovingStores, now: datetime, enough: Enough
) -> UnitMoved:
    return say_farewell(found, plan, stores=stores.farewell, now=now, enough=enough)


def _accounts(
    plan: ReorganisationPlan, path: str, stores: MovingStores, now: datetime, enough: Enough
) -> UnitMoved:
    return steps.move_accounts(plan, path, stores=stores, now=now, enough=enough)


def _unit(
    plan: ReorganisationPlan, move: UnitMove, stores: MovingStores, now: datetime, enough: Enough
) -> UnitMoved:
    return steps.move_unit(plan, move, stores=stores, now=now, enough=enough)


def run(
    found: Reorganisation,
    *,
    store: ReorganisationStore,
    stores: MovingStores,
    now: datetime,
    enough: Enough = lambda: False,
) -> ReorganisationRound:
    """Go on with a reorganisation that is running.

    Args:
        found: as it was read.
        store: where it is kept.
        stores: what it moves.
        now: the present instant.
        enough: as in `Enough`; a step that is stopped by it is repeated by the next round.
    """
    before = found.progress
    waits = before.again_at is not None and now < before.again_at
    if found.state is not ReorganisationState.RUNNING or found.plan is None or waits:
        return ReorganisationRound()
    todo = steps_of(found, found.plan, stores=stores, now=now)
    moved, faults = 0, list[str]()
    while before.position < len(todo):
        done = UnitMoved(complete=False) if enough() else _done(todo[before.position], enough, faults)
        moved += done.rows
        if not done.complete and enough():
            return ReorganisationRound(moved, faults=tuple(faults))
        after = replace(
            before,
            position=before.position + 1,
            steps=len(todo),
            moved=before.moved + done.rows,
            again=before.again or not done.complete,
            left=(*before.left, *done.left)[:MOST_NAMED],
            left_count=before.left_count + len(done.left),
        )
        if not store.advance(replace(found, progress=before), after):
            return ReorganisationRound(moved, faults=tuple(faults))
        before = after
    passes = before.passes + 1
    if passes >= MOST_PASSES or (passes >= PASSES and not before.again):
        ended = replace(before, passes=passes)
        return ReorganisationRound(
            moved,
            is_done=store.advance(replace(found, progress=before), ended, done_at=now),
            faults=tuple(faults),
        )
    following = RunProgress(steps=len(todo), passes=passes, moved=before.moved, again_at=now + AGAIN_AFTER)
    store.advance(replace(found, progress=before), following)
    return ReorganisationRound(moved, faults=tuple(faults))


def _done(step: MovingStep, enough: Enough, faults: list[str]) -> UnitMoved:
    """Do a step; what somebody, or another round, changed at that moment is tried once more at once."""
    found = _tried(step, enough, faults)
    for _ in range(MOST_REPEATS):
        if enough() or not any(each.reason is LeftReason.CHANGED for each in found.left):
            break
        again = _tried(step, enough, faults)
        found = UnitMoved(found.rows + again.rows, again.complete, again.left)
    return found


def _tried(step: MovingStep, enough: Enough, faults: list[str]) -> UnitMoved:
    """Do a step. One that AWS or a rule refuses as a whole is left for people, and stops no other."""
    try:
        return step.work(enough)
    except WILL_NOT_MOVE as failure:
        faults += place_of(failure)
        return left_behind("unit", step.path, step.path, failure)
