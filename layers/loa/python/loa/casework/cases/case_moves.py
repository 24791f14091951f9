"""All cases of a unit go to its successor, open or not: it answers for them from then on.

What was, keeps its path: the lines of the history, who received a case, and what was counted. Each case is
one transaction with a line of its own; one that has moved is left alone. So this is safe to repeat and to
stop.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rows.public_list import partition_of
from loa.casework.cases.rows.store import publishing
from loa.casework.cases.rules.transitions import CLOCK
from loa.casework.cases.work.changes import CaseChange, noted, published
from loa.casework.cases.work.service import CaseService
from loa.foundation.units.model import ancestors
from loa.foundation.units.moves import WILL_NOT_MOVE, Enough, UnitMoved, left_behind
from loa.platform.aws.dynamodb.tables import Write

_AT_ONCE: Final = 50


def move_unit(province: str, old: str, new: str, *, service: CaseService, enough: Enough) -> UnitMoved:
    """Move the cases of a unit that has ended to the one that takes over.

    Args:
        province: its code.
        old: path of the unit; not of those below it.
        new: path of its successor.
        service: the cases.
        enough: as in `Enough`.
    """
    done, start = UnitMoved(), None
    while True:
        ids, start = service.store.all_of_unit(province, old, limit=_AT_ONCE, start=start)
        for case_id in ids:
            if enough():
                return done + UnitMoved(complete=False)
            done += _move(case_id, old, new, service)
        if start is None:
            return done


def _move(case_id: str, old: str, new: str, service: CaseService) -> UnitMoved:
    """Move one case, which may have moved already: the index lags. One that cannot move stops no other."""
    moved = 0

    def decide(kept: StoredCase, now: datetime) -> CaseChange | None:
        nonlocal moved
        moved = int(kept.case.unit_path == old)
        return _moving(kept, old, new, service, now) if moved else None

    try:
        service.change(case_id, decide)
    except WILL_NOT_MOVE as failure:
        return left_behind("case", case_id, old, failure)
    return UnitMoved(moved)


def _moving(kept: StoredCase, old: str, new: str, service: CaseService, now: datetime) -> CaseChange:
    facts = {"from_path": old, "to_path": new}
    writes: list[Write] = []
    release = kept.standing_release
    if release:
        sort = release.facts["sort"]
        paths = [*ancestors(new), new]
        row = service.store.table.get(partition_of(old), sort)
        if row:
            public = {**row, "unit_path": new}
            writes = publishing(service.store.table, public, map(partition_of, paths))
            writes += service.unlisting(published(kept) - {(path, sort) for path in paths})
            facts |= {"sort": sort, "paths": " ".join(paths), "pictures": release.facts.get("pictures", "")}
    after = replace(kept.case, unit_path=new)
    return CaseChange(noted(after, "reorganised", CLOCK, now, facts=facts), more=tuple(writes))
