"""Names beside ids: of the officers that cases and their histories speak of."""

from collections.abc import Iterable, Sequence

from loa.casework.cases.rows.models import CaseSummary
from loa.casework.cases.rules.model import Case, Entry
from loa.foundation.officers.store import OfficerStore
from loa.foundation.units.model import ancestors


def owners_of(lines: Iterable[CaseSummary], *, registry: OfficerStore) -> dict[str, str]:
    """Return the names of the owners of listed cases who still work where the case is, or above.

    One request per hundred places: those of a commune's list need one.
    """
    places = [
        (path, line.owner)
        for line in lines
        if line.owner
        for path in (line.unit_path, *ancestors(line.unit_path))
    ]
    return registry.named(places)


def people_of(case: Case, history: Sequence[Entry], *, registry: OfficerStore) -> dict[str, str]:
    """Return the names of the officers whom a case and its history speak of, as far as they work there."""
    paths = {path for line in history for path in (line.unit_path, *ancestors(line.unit_path))}
    paths |= {case.unit_path, *ancestors(case.unit_path)}
    ids = {line.by for line in history} | {line.facts.get("owner", "") for line in history} | {case.owner}
    known = sorted(one for one in ids if one and one not in {"resident", "clock"})
    return registry.named((path, one) for one in known for path in sorted(paths))
