"""Denunciations follow a reorganisation, in the round of the only function that may touch them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from loa.casework.denunciations.work.denunciation_moves import DenunciationMoves
from loa.casework.denunciations.work.desk import InvestigatorDesk
from loa.foundation.units.moves import UnitMoved
from loa.reorganisation.store import Reorganisation, ReorganisationState

FOLLOWED: Final = timedelta(days=14)
"""So long after the end what arrives for an ended unit still goes on: words wait in the chat for a day."""


def move_denunciations(
    reorganisations: Iterable[Reorganisation], *, desk: InvestigatorDesk, now: datetime
) -> UnitMoved:
    """Move the denunciations of all units that have ended; one Query a unit, safe to repeat."""
    done = UnitMoved()
    for found in reorganisations:
        if found.plan is not None and _is_followed(found, now):
            successors = {each.old_path: each.new_path for each in found.plan.units}
            moves = DenunciationMoves(desk, successors)
            for old in successors:
                done += moves.move_unit(old)
    return done


def _is_followed(found: Reorganisation, now: datetime) -> bool:
    if found.state is ReorganisationState.DONE:
        return found.done_at is not None and now < found.done_at + FOLLOWED
    return found.state is ReorganisationState.RUNNING
