"""Requests that are not done go to the successor of their unit: somebody must still answer them.

What was answered for good keeps its path. A request and its place in the list are one transaction, so this
is safe to repeat and to stop anywhere.
"""

from dataclasses import replace
from typing import Final

from loa.foundation.units.model import province_of
from loa.foundation.units.moves import WILL_NOT_MOVE, Enough, UnitMoved, left_behind
from loa.residents.data_requests.model import RequestState
from loa.residents.data_requests.store import DataRequestStore, id_of

_OVER: Final = frozenset({RequestState.DONE, RequestState.CANCELLED})


def move_unit(old: str, new: str, *, store: DataRequestStore, enough: Enough) -> UnitMoved:
    """Move the requests of a unit that has ended to the one that takes over.

    Args:
        old: path of the unit; not of those below it.
        new: path of its successor.
        store: where they are kept.
        enough: as in `Enough`.
    """
    done = UnitMoved()
    for row in store.of_unit(province_of(old), old):
        if enough():
            return done + UnitMoved(complete=False)
        request_id = id_of(row)
        try:
            found = store.get(request_id)
            if found is None or found.state in _OVER or found.unit_path != old:
                continue
            store.give_to(found, replace(found, unit_path=new, version=found.version + 1))
        except WILL_NOT_MOVE as failure:
            done += left_behind("data_request", request_id, old, failure)
        else:
            done += UnitMoved(1)
    return done
