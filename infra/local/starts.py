"""2,000 residents start a contest within a minute on the running stack, with Zalo switched off.

    make up STRUCTURE=2025-07
    .venv/bin/python -m infra.local.starts 40.16681     # a unit of it; what came out as JSON; RESIDENTS=

Every tenth presses twice at once. Their passes were given before: nobody asks Zalo who they are, so that its
simulator can be stopped meanwhile. The shape alone, without a stack: `python -m infra.local.bench starts`.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

import requests
from boto3.dynamodb.conditions import Key

from infra.local.bench.starts import chi_square, doubled
from infra.local.client import session
from infra.local.import_units import import_units
from infra.local.participation import Participation
from infra.local.stack import ZALO
from infra.local.state import LocalStack
from infra.local.storyteller import StoryFailed
from loa.foundation.officers.model import Role
from loa.participation.campaigns.service import CONTEST_SHARDS

RESIDENTS: Final = int(os.environ.get("RESIDENTS") or 2_000)
MINUTE: Final = 60
HURRIED: Final = 10
"""Every tenth presses twice."""
AT_ONCE: Final = 24
TRIES: Final = 10


def started(stack: LocalStack, commune: str) -> dict[str, Any]:
    """Let them start, evenly over a minute, and count what is in the table; units are imported first."""
    import_units(stack)
    story = Participation(stack, commune)
    contest = story.opened_contest(story.officer(Role.EDITOR), story.officer(Role.APPROVER))
    tokens = [story.resident().token for _ in range(RESIDENTS)]
    presses = [token for number, token in enumerate(tokens) for _ in range(1 + (number % HURRIED == 0))]
    with zalo_switched_off(stack):
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            press = _Presser(f"{stack.api_url}/thi/{contest}/bat-dau", commune, began, MINUTE / len(presses))
            statuses = list(pool.map(press, range(len(presses)), presses))
        seconds = time.monotonic() - began
    entries = list(_entries(stack, contest))
    return {
        "starts": len(entries),
        "presses": len(presses),
        "seconds": round(seconds, 1),
        "refused": sum(status != HTTPStatus.SEE_OTHER for status in statuses),
        "lost": RESIDENTS - len(entries),
        "doubled": doubled(entries),
        "chi_square": round(chi_square([row["partition"] for row in entries]), 1),
    }


class _Presser:
    """Sends the button of residents, each at their moment of the minute."""

    def __init__(self, address: str, commune: str, began: float, pause: float) -> None:
        self.address, self.began, self.pause = address, began, pause
        self.fields = {"unit": commune, "adult": "1", "consent": "1"}

    def __call__(self, number: int, token: str) -> int:
        time.sleep(max(0.0, self.began + number * self.pause - time.monotonic()))
        headers = {"cookie": f"loa-the={token}", "sec-fetch-site": "same-origin"}
        status = 0
        for _ in range(TRIES):
            answer = requests.post(
                self.address, data=self.fields, headers=headers, allow_redirects=False, timeout=60
            )
            status = answer.status_code
            if status not in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
                break
            time.sleep(1)  # as the page asks people to
        return status


@contextmanager
def zalo_switched_off(stack: LocalStack) -> Iterator[None]:
    """Stop the simulator of Zalo: whoever asks it anything meanwhile waits in vain.

    Raises:
        StoryFailed: none runs.
    """
    zalo = stack.program(ZALO)
    if zalo is None:
        raise StoryFailed("no simulator of Zalo runs")
    os.kill(zalo.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(zalo.pid, signal.SIGCONT)


def _entries(stack: LocalStack, contest: str) -> Iterator[dict[str, Any]]:
    table = session(stack).table(stack.outputs["ParticipationTableName"])
    for shard in range(CONTEST_SHARDS):
        asked: dict[str, Any] = {"KeyConditionExpression": Key("partition").eq(f"entry#{contest}#1#{shard}")}
        while True:
            answer = table.query(ConsistentRead=True, **asked)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                break
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def main(arguments: Sequence[str]) -> int:
    """Print what came out; 1: somebody was lost, refused or begun twice.

    Raises:
        StoryFailed: no stack runs.
    """
    stack = LocalStack.load()
    if stack is None:
        raise StoryFailed("no stack runs")
    found = started(stack, arguments[0])
    print(json.dumps(found))
    return int(bool(found["lost"] or found["doubled"] or found["refused"]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
