"""What the reorganisation of December 2024 costs: 460 communes become 412, each with an account and a gauge.

The first pass of a run, with the real stores; the second one finds nothing to write. Two new units of equal
make are compared, one of which has an account with hundreds of followers: a follower must cost nothing.
"""

import os
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from infra.local.bench.figures import Figure
from infra.local.bench.house import House, house
from infra.local.bench.meter import Meter
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import existing_on
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.reorganisation.model import ReorganisationPlan, UnitHolding
from loa.reorganisation.planning import make_plan
from loa.reorganisation.running.jobs import steps_of
from loa.reorganisation.store import Reorganisation
from loa.residents.followers.model import FollowChange, Follower
from loa.residents.followers.store import FollowerStore

DAY: Final = date(2024, 12, 1)
NOW: Final = datetime(2024, 12, 1, 1, 0, tzinfo=UTC)
FOLLOWERS: Final = 500
REQUEST_BUDGET: Final = 40
WRITE_BUDGET: Final = 30


class _NoPictures:
    """Draws nothing: pictures are of S3, not of this table."""

    def cover(self) -> str:
        """Return a reference."""
        return "media:cover"

    def qr(self, address: str) -> str:
        """Return a reference."""
        return f"media:{address}"


@dataclass(frozen=True, slots=True)
class _Cost:
    requests: int
    write_units: float


def measure() -> list[Figure]:
    """Requests and write units of the first pass, by ended unit and by follower."""
    os.environ |= {"USER_POOL_ID": "bench", "PROVINCE_CODE": "40", "UNITS_AS_OF": DAY.isoformat()}
    with house() as here:
        plan = _planned(here)
        full, empty = _two_alike(plan)
        account = next(each for each in plan.accounts if each.new_path == full)
        _follow(here, account.oa_id)
        costs = _run(here, plan)
    total = sum((cost.requests for cost in costs.values()), 0)
    written = sum(cost.write_units for cost in costs.values())
    ended = len(plan.units)
    more = costs[full].write_units - costs[empty].write_units
    asked = costs[full].requests - costs[empty].requests
    return [
        Figure(
            "reorganisation.requests_per_unit",
            total / ended,
            "requests",
            budget=REQUEST_BUDGET,
            note=f"{ended} ended units with their accounts, {len(plan.retired)} farewells; one pass",
        ),
        Figure(
            "reorganisation.writes_per_unit",
            written / ended,
            "units",
            budget=WRITE_BUDGET,
            note="of the same pass",
        ),
        Figure(
            "reorganisation.writes_per_follower",
            (more + asked) / FOLLOWERS,
            "units",
            budget=0,
            note=f"what {FOLLOWERS:,} followers of one account add to its move, requests too",
        ),
    ]


def _planned(here: House) -> ReorganisationPlan:
    """Give every unit an account with followers of its own number, and plan the day."""
    accounts, statistics = AccountStore(here.tables["Units"]), StatisticsStore(here.tables["Statistics"])
    units = UnitStore(here.tables["Units"]).subtree("40")
    holdings = []
    for number, unit in enumerate(existing_on(units, DAY - timedelta(days=1)), start=1):
        oa_id = f"{3_000_000_000_000_000_000 + number}"
        account = Account("40", unit.path, oa_id, unit.name, 4, AccountState.CONNECTED, NOW, NOW, NOW)
        commit([accounts.connect(account), statistics.follower_base(unit.path, number)])
        holdings.append(UnitHolding(unit.path, oa_id, unit.name, number))
    plan = make_plan("40", units, holdings, on=DAY)
    while plan.open_decisions:
        chosen = {each.key: each.suggested or each.options[0] for each in plan.decisions}
        plan = make_plan("40", units, holdings, on=DAY, choices=chosen)
    return plan


def _two_alike(plan: ReorganisationPlan) -> tuple[str, str]:
    """Return two new units that take over from equally many."""
    ends = Counter(move.new_path for move in plan.units)
    accounts = Counter(move.new_path for move in plan.accounts)
    kinds: dict[tuple[int, int], str] = {}
    for path in ends:
        kind = (ends[path], accounts[path])
        if kind in kinds:
            return path, kinds[kind]
        kinds[kind] = path
    raise LookupError("no two units are alike")


def _follow(here: House, oa_id: str) -> None:
    followers = FollowerStore(here.tables["Audience"])
    for number in range(FOLLOWERS):
        after = Follower(oa_id, f"u{number}").changed(FollowChange(NOW, follows=True))
        commit([followers.save_changes(after)])


def _run(here: House, plan: ReorganisationPlan) -> dict[str, _Cost]:
    """Do every step of a pass once; what each new unit costs, its ended ones included."""
    from loa.bootstrap.across import reorganisation  # noqa: PLC0415 - after the house has set the environment

    found = Reorganisation("40", DAY, plan=plan, submitted_by="a", approved_by="b", approved_at=NOW)
    goes_to = {move.old_path: move.new_path for move in plan.units}
    costs: dict[str, _Cost] = {}
    for step in steps_of(found, plan, stores=reorganisation.moving(_NoPictures()), now=NOW):
        with here.meter.counting() as counted:
            done = step.work(lambda: False)
        if done.left:
            raise RuntimeError(f"something did not move: {done.left}")
        place = goes_to.get(step.path, step.path)
        before = costs.get(place, _Cost(0, 0))
        costs[place] = _Cost(before.requests + _asked(counted), before.write_units + counted.write_units)
    return costs


def _asked(counted: Meter) -> int:
    return counted.requests.total()
