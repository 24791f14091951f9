"""Imports the dated units into a Units table.

    python -m infra.units.load --table NAME [--endpoint-url URL]

Safe to repeat: only what differs is written. Says what it did as one line of JSON on the last line:
`{"units": 665, "written": 665, "unchanged": 0, "foreign": 0}`. Exit code 1 if the table holds units that
the import does not know (they are left alone): then somebody has loaded another structure before.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "layers" / "loa" / "python"))  # the rooms, as the layer offers them

from loa.foundation.units.model import Point, Unit, UnitKind  # noqa: E402 - as above
from loa.foundation.units.service import import_units  # noqa: E402 - as above
from loa.foundation.units.store import UnitStore  # noqa: E402 - as above
from loa.platform.aws.dynamodb.tables import Table  # noqa: E402 - after the path to it is known


def read_units(file: Path = HERE / "units.json") -> list[Unit]:
    """The dated units of the committed file."""
    lines: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["units"]
    return [
        Unit(
            path=line["path"],
            period=line["period"],
            code=line["code"],
            name=line["name"],
            kind=UnitKind(line["kind"]),
            valid_from=_day(line["valid_from"]),
            valid_to=_day(line["valid_to"]),
            successors=tuple(line["successors"]),
            point=Point(*line["point"]),
        )
        for line in lines
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    units = read_units()
    parser = argparse.ArgumentParser(description="Imports the units of Nghệ An into a Units table.")
    parser.add_argument("--table", required=True, help="name of the DynamoDB table")
    parser.add_argument("--endpoint-url", help="another endpoint than AWS, such as the local stack")
    options = parser.parse_args(arguments)
    if options.endpoint_url:
        os.environ["AWS_ENDPOINT_URL"] = options.endpoint_url
    done = import_units(units, store=UnitStore(Table(options.table)))
    print(
        json.dumps(
            {
                "units": len(units),
                "written": done.written,
                "unchanged": done.unchanged,
                "foreign": done.foreign,
            }
        )
    )
    return 1 if done.foreign else 0


if __name__ == "__main__":
    sys.exit(main())
