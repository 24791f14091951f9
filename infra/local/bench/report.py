"""How many Queries the report of a province takes, for a month in which every unit has a row on every day."""

import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import Final

from infra.local.bench.figures import Figure
from infra.local.bench.house import DAY, Context, House, house
from infra.local.bench.meter import Meter
from infra.local.documents import LettersMissing, papers
from loa.foundation.statistics.columns import column_of
from loa.foundation.statistics.model import Metric, months
from loa.foundation.statistics.store import StatisticsStore, day_key, gauge_key
from loa.foundation.units.model import Unit
from loa.foundation.units.service import subtree
from loa.foundation.units.store import UnitStore
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Row
from loa.platform.layers import layer_folder
from loa.reports.render.forms import FileFormat
from loa.settings import setting

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
        totals = StatisticsStore(here.tables["Statistics"]).totals
        for month in months(FIRST.replace(year=FIRST.year - 1), FIRST):
            totals.close("40", month)
        before = _reported(here)
        compared = _reported(here, "xlsx")
        forms = _forms(here)
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
            note="as a sheet: beside the month before, that of last year and those between: one Query more",
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
        *forms,
    ]


def _reported(here: House, form: str = "json") -> Meter:
    last = FIRST + timedelta(days=DAYS - 1)
    order = {"unit": "40", "from": FIRST.isoformat(), "to": last.isoformat(), "format": form}
    with here.meter.counting() as counted:
        answer = here.function("report").handler(order, Context())
    if "url" not in answer:
        raise RuntimeError(f"no report: {answer}")
    return counted


def _forms(here: House) -> list[Figure]:
    """What each form costs in seconds of this processor, reading included; the median of three."""
    try:
        folder = str(papers())
    except LettersMissing as missing:
        return [Figure("report.forms", 0, "", note=f"not measured: {missing}")]
    sys.path.append(folder)
    layer_folder.cache_clear()
    try:
        return [
            Figure(
                f"report.cpu_{form}",
                round(median(_seconds(here, form) for _ in range(3)), 2),
                "s",
                budget=1.0 if form == "json" else 5.0,
                note="a month of 482 units, from the order to the file",
            )
            for form in FileFormat
        ]
    finally:
        sys.path.remove(folder)
        layer_folder.cache_clear()


def _seconds(here: House, form: str) -> float:
    bucket = Bucket(setting("reports_bucket"))
    for key in bucket.keys("reports/"):  # a period that is over is made once and found again
        bucket.delete(key)
    began = time.process_time()
    _reported(here, form)
    return time.process_time() - began


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
