"""Rehearse a reorganisation on a copy of a stage's tables; `make rehearse DAY=` calls this.

    python -m infra.rehearse 2025-07-01 [--stage STAGE]

Reads the tables of the stage, of the local stack without one, into Amazon's own engine on this machine, in
memory, and carries the plan out there: the approved one, or, while nothing is approved, the one that follows
from today's facts, with what is suggested, and the first option where nothing is. Says what there is before
and after, and what could not be moved. The copy holds data of residents: it is gone when this ends.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from secrets import token_hex
from typing import Any, Final

import boto3

from infra.local.dynamodb import DynamoDBLocalMissing, dynamodb_local
from infra.local.places import REGION, ROOT
from infra.rehearse.copying import copy
from infra.stages import Stage, StageMissing, stage_of

FUNCTION: Final = "ReorganisationFunctionName"
ROWS: Final = (
    ("accounts", "Accounts of units"),
    ("retired", "Retired accounts"),
    ("followers", "Followers"),
    ("officers", "Officers"),
    ("cases", "Cases"),
    ("conversations", "Conversations in lists"),
    ("astray", "At a path without a unit"),
)
KEPT: Final = ("followers", "officers", "cases", "conversations")
"""What has to be the same before and after."""


class NotRehearsed(Exception):  # noqa: N818 - read as an answer
    """It cannot be rehearsed; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 1 when something would be lost, go astray or be left for people."""
    parser = argparse.ArgumentParser(prog="python -m infra.rehearse", description="On a copy.")
    parser.add_argument("day", type=date.fromisoformat, help="first day of the new units: 2025-07-01")
    parser.add_argument("--stage", default="", help="a stage of samconfig.toml; else the local stack")
    options = parser.parse_args(arguments)
    try:
        found = rehearsed(stage_of(options.stage), options.day)
    except (StageMissing, DynamoDBLocalMissing, NotRehearsed) as refused:
        print(refused, file=sys.stderr)
        return 1
    for line in said(found):
        print(line)
    return 0 if adds_up(found) else 1


def rehearsed(stage: Stage, day: date) -> dict[str, Any]:
    """Copy, carry out, and answer what came of it.

    Raises:
        NotRehearsed: it has been carried out, or cannot be planned.
        DynamoDBLocalMissing: this machine cannot run the engine.
    """
    described = stage.client("lambda").get_function_configuration(FunctionName=stage.outputs[FUNCTION])
    given = described["Environment"]["Variables"]
    tables = {name: value for name, value in given.items() if name.endswith("_TABLE")}
    # The engine listens on every network of the machine: tables belong to a key that nobody else knows.
    secret = token_hex(16)
    with dynamodb_local(shared=False) as url, closing(_engine(url, secret)) as engine:
        rows = copy(stage.client("dynamodb"), engine, tables)
        done = subprocess.run(
            [sys.executable, "-m", "infra.rehearse.on_copy", day.isoformat()],
            env=environment(given, url, day, secret),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    told: dict[str, Any] = json.loads(done.stdout) if done.stdout else {}
    if done.returncode:
        raise NotRehearsed(told.get("refused") or done.stderr[-1500:])
    return told | {"rows": sum(rows.values())}


def environment(given: Mapping[str, str], url: str, day: date, secret: str) -> dict[str, str]:
    """The environment of the function, leading to the copy of that key; nobody answers anything else."""
    return {
        **{name: value for name, value in given.items() if not name.startswith("AWS_")},
        "UNITS_AS_OF": day.isoformat(),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "layers" / "loa" / "python"),
        "NO_PROXY": "*",
        **_NOWHERE,
        "AWS_ENDPOINT_URL_DYNAMODB": url,
        "AWS_ACCESS_KEY_ID": secret,
        "AWS_SECRET_ACCESS_KEY": secret,
    }


_NOWHERE: Final = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def _engine(url: str, secret: str) -> Any:
    return boto3.client(
        "dynamodb",
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=secret,
        aws_secret_access_key=secret,
    )


def adds_up(found: Mapping[str, Any]) -> bool:
    """Whether nothing is lost, astray or left."""
    before, after = found["before"], found["after"]
    return (
        not found["left_count"] and not after["astray"] and all(before[name] == after[name] for name in KEPT)
    )


def said(found: Mapping[str, Any]) -> list[str]:
    """What came of it, line by line."""
    before, after = found["before"], found["after"]
    width = max(len(words) for _, words in ROWS)
    lines = [
        f"{found['rows']:,} rows copied, {found['moved']:,} moved in {found['passes']} passes.",
        "Nothing of the stage is changed. Before, and after:",
    ]
    lines += [f"{words:{width}}  {before[name]:>10,}  {after[name]:>10,}" for name, words in ROWS]
    if found["guessed"]:
        lines.append(f"Decisions that nobody has taken: {found['guessed']}; here the first option was.")
    lines += [f"left: {what} {key} at {path}: {why}" for what, key, path, why in found["left"]]
    lines.append("Everything is there." if adds_up(found) else "NOT everything is there.")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
