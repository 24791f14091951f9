"""How many Queries the report of a province takes, for a month in which every unit has a row on every day."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from infra.local.bench.figures import Figure
from infra.local.bench.house import DAY, Context, House, house
from infra.local.bench.meter import Meter
from loa.foundation.statistics.columns import column_of
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import day_key, gauge_key
from loa.foundation.units.model import Unit
from loa.foundation.units.service import subtree
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Row

FIRST: Final = date(2024, 9, 1)
DAYS: Final = 30
BUDGET: Final = 3
RESIDENTS: Final = 1_000


def measure() -> list[Figure]:
    """The report of September: Queries and read units, then again with more followers and messages."""
    with house() as here:
        units = subtree("40", on=date.fromisoformat(DAY), store=UnitStore(here.tables["Units"]))
        dice = random.Random(40)  # noqa: S311 - the same month in each run
        here.tables["Statistics"].put_all(_month(units, dice))
        before = _reported(here)
        compared = _reported(here, "xlsx")
        here.tables["Audience"].put_all(_residents(units))
        after = _reported(here)
    queries = before.requests["Query"]
    others = {name: count for name, count in before.requests.items() if name != "Query"}
    return [
        Figure(
            "report.queries",
            queries,
            "Queries",
            budget=BUDGET,
            note=f"{len(units)} units x {DAYS} days; besides {others}",
        ),
        Figure(
            "report.queries_compared",
            compared.requests["Query"],
            "Queries",
            budget=BUDGET + 1,
            note="as a sheet: beside the period before, which is one Query more",
        ),
        Figure("report.read_units", before.read_units, "units", note="of the same report"),
        Figure(
            "report.reads_per_resident",
            (after.read_units - before.read_units + after.requests.total() - before.requests.total())
            / RESIDENTS,
            "reads",
            budget=0,
            note=f"what {RESIDENTS:,} more followers with a message each add to it",
        ),
    ]


def _reported(here: House, form: str = "json") -> Meter:
    last = FIRST + timedelta(days=DAYS - 1)
    order = {"unit": "40", "from": FIRST.isoformat(), "to": last.isoformat(), "format": form}
    with here.meter.counting() as counted:
        answer = here.function("report").handler(order, Context())
    if "url" not in answer:
        raise RuntimeError(f"no report: {answer}")
    return counted


def _month(units: list[Unit], dice: random.Random) -> Iterator[Row]:
    """A lively month: every unit hears from residents every day, and sends a broadcast a week."""
    for unit in units:
        partition, sort = gauge_key(unit.path)
        yield {"partition": partition, "sort": sort, "base": dice.randrange(5_000), "net": dice.randrange(90)}
        for number in range(DAYS):
            day = FIRST + timedelta(days=number)
            partition, sort = day_key(unit.path, day)
            gained, lost, written = dice.randrange(12), dice.randrange(3), 1 + dice.randrange(40)
            counts = {
                Metric.EVENTS: gained + lost + written,
                Metric.MESSAGES_IN: written,
                Metric.FOLLOWERS_GAINED: gained,
                Metric.FOLLOWERS_LOST: lost,
                Metric.MESSAGES_OUT: dice.randrange(written),
                **({Metric.DELIVERIES_SENT: 1, Metric.ARTICLES: 1} if day.weekday() == 0 else {}),
            }
            numbers = {column_of(metric): count for metric, count in counts.items() if count}
            yield {"partition": partition, "sort": sort, **numbers}


def _residents(units: list[Unit]) -> Iterator[Row]:
    for number in range(RESIDENTS):
        account = f"{units[number % len(units)].path.replace('.', ''):0>18}"
        yield {"partition": f"account#{account}", "sort": f"follower#{number}", "version": 1}
        yield {"partition": f"conversation#{account}#{number}", "sort": "2024-09-15#1", "text": "Kính gửi"}
