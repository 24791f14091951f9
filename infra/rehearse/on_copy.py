"""Carry a reorganisation out on the copy; prints what came of it as JSON. `infra.rehearse` starts it.

In a process of its own, whose environment leads to the copy and nowhere else: no queue, no user pool, no
bucket, no Zalo. The clock jumps from pass to pass.
"""

import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from loa import clock
from loa.bootstrap import foundation
from loa.bootstrap.across import reorganisation
from loa.casework.cases.rows.keys import parse_listed_order
from loa.casework.cases.rows.store import ALL_CASES, CaseStore
from loa.errors import NotFound
from loa.foundation.officers.model import Officer, Role
from loa.foundation.units.model import existing_on
from loa.platform.aws.user_pools.directory import UserPool
from loa.publishing.broadcasts.rows.queues import Queues
from loa.reorganisation.facts import standing
from loa.reorganisation.running.jobs import run
from loa.reorganisation.running.steps import MovingStores
from loa.reorganisation.service import ReorganisationService
from loa.reorganisation.store import Reorganisation, ReorganisationState

_PASS: Final = timedelta(minutes=6)


class _NoPictures:
    """Draws and keeps nothing."""

    def cover(self) -> str:
        """Return a reference."""
        return "media:cover"

    def qr(self, address: str) -> str:
        """Return a reference."""
        return f"media:{address}"


class _NoPool(UserPool):
    """Knows everybody, and changes nobody."""

    def set_groups(self, *_: Any, **__: Any) -> None:
        """Do nothing."""

    def set_attributes(self, *_: Any, **__: Any) -> None:
        """Do nothing."""


class _NoQueues(Queues):
    """Takes everything, and hands it to nobody."""

    def __init__(self) -> None:
        pass

    def send(self, *_: Any, **__: Any) -> int:
        """Put none on a queue."""
        return 0


@dataclass(frozen=True, slots=True)
class CopyFigures:
    """What stands in the copy.

    Attributes:
        accounts, retired: those of units, and those that stand beside them.
        followers: of all accounts.
        officers, conversations, cases: of the province.
        astray: things that stand at a path where no unit is.
    """

    accounts: int
    retired: int
    followers: int
    officers: int
    cases: int
    conversations: int
    astray: int


def main() -> int:
    """Plan if nobody has, run to the end, print."""
    on = date.fromisoformat(sys.argv[1])
    service = reorganisation.service()
    found, guessed = _approved(service, on)
    if found.state is ReorganisationState.DONE:
        print(json.dumps({"refused": "it has been carried out already"}))
        return 1
    before = _figures(on - timedelta(days=1))
    now, faults = clock.now(), list[str]()
    ended = False
    while not ended:
        result = run(found, store=service.store, stores=_stores(), now=now)
        now += _PASS
        found, ended = _read(service, on), result.is_done
        faults += result.faults
    after = _figures(on)
    print(
        json.dumps(
            {
                "before": asdict(before),
                "after": asdict(after),
                "guessed": guessed,
                "passes": found.progress.passes,
                "moved": found.progress.moved,
                "left": [[each.what, each.reference, each.path, each.reason] for each in found.progress.left],
                "left_count": found.progress.left_count,
                "faults": faults,
            }
        )
    )
    return 0


def _read(service: ReorganisationService, on: date) -> Reorganisation:
    found = service.store.get(service.province, on)
    if found is None:
        raise NotFound
    return found


def _approved(service: ReorganisationService, on: date) -> tuple[Reorganisation, int]:
    """Return the reorganisation, running, and how many decisions nobody had taken: the first option is."""
    planner, second = (
        Officer(f"rehearsal-{number}", "Diễn tập", service.province, frozenset({Role.ADMINISTRATOR}))
        for number in range(2)
    )
    found, plan = service.draft(on, planner)
    guessed = len(plan.open_decisions)
    if found.state in {ReorganisationState.DRAFT, ReorganisationState.SUBMITTED}:
        service.accept_suggestions(on, planner)
        while (plan := service.look(on, planner)[1]).open_decisions:
            open_one = plan.open_decisions[0]
            service.decide(on, open_one.key, open_one.options[0], planner)
        service.submit(on, plan.digest, planner)
        found = service.approve(on, plan.digest, second)
    if found.state in {ReorganisationState.APPROVED, ReorganisationState.PAUSED}:
        found = service.start(on, planner)
    return found, guessed


def _stores() -> MovingStores:
    stores = reorganisation.moving(_NoPictures())
    return replace(
        stores,
        people=replace(stores.people, pool=_NoPool("")),
        farewell=replace(stores.farewell, queues=_NoQueues),
    )


def _figures(day: date) -> CopyFigures:
    facts = reorganisation.facts()
    province = foundation.province()
    present = {unit.path for unit in existing_on(facts.units.subtree(province), day)}
    accounts = list(facts.accounts.everyone(province))
    gauges = facts.statistics.gauges(province)
    officers = facts.officers.of_province(province)
    cases = _cases(province, facts.cases)
    waiting = standing(province, facts.conversations)
    paths = [
        *(each.unit_path for each in accounts),
        *(path for path, gauge in gauges.items() if gauge.followers),
        *(each.unit_path for each in officers),
        *cases.elements(),
        *waiting.elements(),
    ]
    return CopyFigures(
        accounts=sum(not each.is_retired for each in accounts),
        retired=sum(each.is_retired for each in accounts),
        followers=sum(gauge.followers for gauge in gauges.values()),
        officers=len(officers),
        cases=cases.total(),
        conversations=waiting.total(),
        astray=sum(path not in present for path in paths),
    )


def _cases(province: str, cases: CaseStore) -> Counter[str]:
    """Count by unit, from the keys alone: a row that cannot be read counts, too."""
    rows = cases.table.rows(province, index=ALL_CASES)
    return Counter(parse_listed_order(row["listed_order"])[0] for row in rows)


if __name__ == "__main__":
    raise SystemExit(main())
