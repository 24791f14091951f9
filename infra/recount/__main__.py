"""Counters of past days against the facts; `make recount` calls this.

    python -m infra.recount --from 2026-10-01 --to 2026-10-31 [--unit 40.17506] [--stage STAGE] [--write]

Shows what differs; with `--write` the counters of days and months become what the facts say. Without a stage
it is the local stack. The facts are cases with their history, broadcasts with their deliveries, and messages;
which counters are not rebuilt, and why: `infra/decisions`, counters are rebuilt from facts.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date

from infra.stages import Stage, StageMissing, stage_of
from loa.casework.cases.rows.store import CaseStore
from loa.errors import LoaError
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.reports.recount.facts import CountedFacts
from loa.reports.recount.service import Recount
from loa.residents.followers.store import FollowerStore


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit code is 1 when something differs and was not written."""
    parser = argparse.ArgumentParser(prog="python -m infra.recount", description="Counters against facts.")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
    parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
    parser.add_argument("--unit", default="40", help="its path; it and all below")
    parser.add_argument("--stage", default="", help="a stage of samconfig.toml; else the local stack")
    parser.add_argument("--json", action="store_true", help="how many differ, for programs")
    parser.add_argument("--write", action="store_true", help="make the counters good")
    options = parser.parse_args(arguments)
    try:
        stage = stage_of(options.stage)
        stage.use()
        recount = Recount(StatisticsStore(_table(stage, "Statistics")), _facts(stage))
        found = recount.differences(options.unit, options.first, options.last)
        if options.write:
            recount.write(found)
    except (StageMissing, LoaError) as refused:
        print(refused, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps({"differ": len(found)}))
        return 0
    for each in found:
        print(f"{each.day} {each.path:16} {each.metric.value:24} counted {each.counted}, facts {each.fact}")
    print(f"{len(found)} counters differed{', and are what the facts say now' if options.write else ''}.")
    return 1 if found and not options.write else 0


def _table(stage: Stage, name: str) -> Table:
    return Table(stage.outputs[f"{name}TableName"])


def _facts(stage: Stage) -> CountedFacts:
    broadcasts, units = _table(stage, "Broadcasts"), _table(stage, "Units")
    return CountedFacts(
        cases=CaseStore(_table(stage, "Cases")),
        broadcasts=BroadcastStore(broadcasts),
        deliveries=DeliveryStore(broadcasts),
        units=UnitStore(units),
        accounts=AccountStore(units),
        audience=FollowerStore(_table(stage, "Audience")),
    )


if __name__ == "__main__":
    raise SystemExit(main())
