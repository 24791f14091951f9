"""Denunciations go to the successor of the unit that has them, and never to those whom they are about.

Only the function of denunciations may touch them, so its own round does this while a reorganisation runs and
for some days after: what was still on its way then is found by a later round. Each one is a transfer with a
line in its history; one that has moved is left alone. So this is safe to repeat and to stop anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from loa.casework.denunciations.model import Denunciation
from loa.casework.denunciations.work.desk import InvestigatorDesk
from loa.foundation.units.model import ancestors, is_within, parent
from loa.foundation.units.moves import WILL_NOT_MOVE, UnitMoved, left_behind


@dataclass(frozen=True)
class DenunciationMoves:
    """What moves denunciations.

    Attributes:
        desk: where they are kept, and the clock.
        successors: path of the ended unit → path of the one that takes over.
    """

    desk: InvestigatorDesk
    successors: Mapping[str, str]

    def move_unit(self, old: str) -> UnitMoved:
        """Move the denunciations of a unit that has ended; safe to repeat."""
        done, start = UnitMoved(), None
        while True:
            page = self.desk.store.listed(old, limit=50, start=start)
            for head in page.heads:
                done += self._move(head)
            start = page.next_start
            if start is None:
                return done

    def _move(self, head: Denunciation) -> UnitMoved:
        try:
            self.desk.reorganised(head, self.holder(head))
        except WILL_NOT_MOVE as failure:
            return left_behind("denunciation", head.id, head.unit_path, failure)
        return UnitMoved(1)

    def holder(self, head: Denunciation) -> str:
        """Return who has it from now on: the successor, unless it is about that unit or one above it.

        Then it is the nearest unit above the accused. The accused unit is known where the words came by an
        account; else only a unit that was above stays above.
        """
        place = self.successors[head.unit_path]
        about = self.successors.get(head.about_path, head.about_path)
        if about:
            return parent(about) or head.province if is_within(place, about) else place
        was_lower = len(ancestors(head.unit_path)) < len(ancestors(place))
        return head.province if was_lower else place
