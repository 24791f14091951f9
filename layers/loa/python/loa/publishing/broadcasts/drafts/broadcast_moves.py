"""The broadcasts and series of a unit go to its successor, as far as they are not sent.

Deliveries under way stay where they are planned: the sender finds an account wherever it stands. What was
approved stays as it was seen; the successor's officers can cancel it.
"""

from dataclasses import replace
from typing import Final

from loa.errors import Conflict
from loa.foundation.units.moves import UnitMoved, left_behind
from loa.publishing.broadcasts.rows.broadcast_rows import broadcast_from
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.model import BroadcastState
from loa.publishing.broadcasts.rules.series import SeriesState

_ENDED: Final = frozenset({BroadcastState.FINISHED, BroadcastState.WITHDRAWN, BroadcastState.CANCELLED})
_AT_ONCE: Final = 50


def move_unit(
    province: str, old: str, new: str, *, broadcasts: BroadcastStore, series: SeriesStore
) -> UnitMoved:
    """Move what a unit that has ended was to send to the one that takes over; safe to repeat."""
    done, start = UnitMoved(), None
    while True:
        page = broadcasts.of_unit(old, limit=_AT_ONCE, start=start)
        for row in page.rows:
            broadcast = broadcast_from(broadcasts.table.get(row["partition"], row["sort"]) or row)
            if broadcast.state in _ENDED or broadcast.unit_path != old:
                continue
            given = broadcasts.give_to(broadcast, new)
            done += UnitMoved(1) if given else left_behind("broadcast", broadcast.broadcast_id, old)
        start = page.next_start
        if start is None:
            break
    for one in series.all(province):
        if one.unit_path == old and one.state is not SeriesState.CANCELLED:
            try:
                series.replace(one, replace(one, unit_path=new))
            except Conflict as failure:
                done += left_behind("series", one.series_id, old, failure)
            else:
                done += UnitMoved(1)
    return done
