"""What stands at each unit now, for a plan: a few Queries of the whole province."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from loa.casework.cases.rows.keys import parse_open_order
from loa.casework.cases.rows.store import OPEN_CASES, CaseStore
from loa.dialogue.conversations.model import WorklistState
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.worklist_keys import Worklist, parse_worklist_order
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.store import OfficerStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import existing_on
from loa.foundation.units.store import UnitStore
from loa.reorganisation.model import UnitHolding, UnitOfficer


@dataclass(frozen=True, slots=True)
class FactStores:
    """Where the facts stand."""

    units: UnitStore
    accounts: AccountStore
    officers: OfficerStore
    statistics: StatisticsStore
    cases: CaseStore
    conversations: ConversationStore


def holdings(province: str, on: date, stores: FactStores) -> list[UnitHolding]:
    """Return what stands at each unit of the day before; units that have nothing are there, too."""
    accounts = {each.unit_path: each for each in stores.accounts.within(province, province)}
    gauges = stores.statistics.gauges(province)
    officers: dict[str, list[UnitOfficer]] = {}
    for officer in stores.officers.of_province(province):
        officers.setdefault(officer.unit_path, []).append(UnitOfficer(officer.id, officer.name))
    cases = _open_cases(province, stores.cases)
    conversations = standing(province, stores.conversations)
    found = []
    for unit in existing_on(stores.units.subtree(province), on - timedelta(days=1)):
        account = accounts.get(unit.path)
        found.append(
            UnitHolding(
                path=unit.path,
                oa_id=account.oa_id if account else "",
                account=account.name if account else "",
                followers=gauges[unit.path].followers if unit.path in gauges else 0,
                officers=tuple(officers.get(unit.path, ())),
                open_cases=cases[unit.path],
                conversations=conversations[unit.path],
            )
        )
    return found


def _open_cases(province: str, cases: CaseStore) -> Counter[str]:
    """Count by unit, from the keys alone: a case that cannot be read stands in no way of a plan."""
    rows = cases.table.rows(province, index=OPEN_CASES)
    return Counter(parse_open_order(row["open_order"])[0] for row in rows)


def standing(province: str, conversations: ConversationStore) -> Counter[str]:
    """Return how many conversations stand in the lists of each unit."""
    found: Counter[str] = Counter()
    for state in WorklistState:
        listing, start = Worklist(province, state, subtree=True), None
        while True:
            page = conversations.listed(listing, limit=1_000, start=start)
            found.update(parse_worklist_order(listing.order_of(row))[0] for row in page.rows)
            start = page.next_start
            if start is None:
                break
    return found
