"""`make crowd`: 10,000 residents write to one account, through the deployed template on this machine.

Beside them, a few conversations wait at other accounts, and an officer asks for each of those worklists in
turn, once a second, before and during the crowd. What is asked: is every word kept and on the worklist, is
each resident told exactly once that it has arrived, and are the others answered as before?

The machine sets the pace: at most `OUTSTANDING` events are under way. What shares its cores with everything
else is slower meanwhile, and the local AWS reads the whole index for a Query of a piece of it, which AWS
does not (`make bench`, `crowd.others_worklist`: requests and units stay what they were). So beside each
worklist two other things are asked: that Query by itself, and a request that touches nothing of the crowd.
Both together are the floor; the figure is the worklist as a multiple of it, during and before.

RESIDENTS and AWS_PORT, ZALO_PORT, API_PORT change size and place. Writes build/crowd.json; the exit code is 1
if a word was lost or somebody told twice. Answers leave at half of `CALLS_PER_MINUTE`: the local AWS runs one
of the two senders at a time.
"""

import json
import os
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from rich.console import Console

from infra.local.bench.crowd import acknowledgements
from infra.local.build import BuildFailed
from infra.local.client import session
from infra.local.deploy import DeployFailed
from infra.local.import_units import import_units
from infra.local.places import BUILD, free_port
from infra.local.processes import DidNotStart
from infra.local.progress import Progress, Step
from infra.local.stack import CannotStart, running_stack
from infra.local.state import Ports
from infra.local.story import Story
from infra.local.storyteller import StoryFailed
from loa.foundation.units.model import province_of

NAME: Final = "crowd-stack"
"""Its state is `build/crowd-stack.json`: not the file of the figures."""
RESULT: Final = BUILD / "crowd.json"
CALLS_PER_MINUTE: Final = 3_000
"""The share of messages while no broadcast is under way; others keep the rest of Zalo's 4,000."""
PARAMETERS: Final = {"MessageCallsPerMinute": str(CALLS_PER_MINUTE), "BroadcastCallsPerMinute": "600"}
CROWDED: Final = "40.412.16681"
DISTRICT: Final = "40.412."
OTHERS: Final = 5
WAITING_AT_EACH: Final = 4
BEFORE_SECONDS: Final = 30
WAVE: Final = 50
OUTSTANDING: Final = 200
PATIENCE_SECONDS: Final = 3_600
BESIDE: Final = "/cases"
"""The worklist of cases: another function and another table, through the same AWS on this machine."""


@dataclass
class Asked:
    """Seconds that requests took, by what was asked for."""

    worklist: list[float] = field(default_factory=list)
    query: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    failed: int = 0

    def shown(self) -> dict[str, Any]:
        """Median and 95th percentile in milliseconds."""
        return {
            "asked": len(self.worklist),
            "failed": self.failed,
            "worklist": _milliseconds(self.worklist),
            "query": _milliseconds(self.query),
            "beside": _milliseconds(self.beside),
        }


def _milliseconds(seconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return {"median_ms": round(1000 * statistics.median(seconds)), "p95_ms": round(1000 * cuts[-1])}


def main() -> int:
    """Let them write; 0 if nothing was lost and nobody told twice."""
    progress = Progress(Console(highlight=False))
    residents = _number("RESIDENTS", 10_000)
    ports = Ports(
        aws=_number("AWS_PORT", free_port()),
        zalo=_number("ZALO_PORT", free_port()),
        api=_number("API_PORT", free_port()),
    )
    try:
        with running_stack(NAME, ports=ports, parameters=PARAMETERS, progress=progress) as stack:
            result = _run(Story(stack), residents, progress)
    except (CannotStart, DidNotStart, BuildFailed, DeployFailed, StoryFailed) as failure:
        progress.note(f"[red]✗[/] {failure}")
        return 1
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    progress.note(json.dumps(result, ensure_ascii=False, indent=2))
    progress.note(f"Written to {RESULT.relative_to(BUILD.parent)}")
    return 1 if any(result["wrong"].values()) else 0


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


def _run(story: Story, residents: int, progress: Progress) -> dict[str, Any]:
    with progress.step("Accounts, and conversations that wait elsewhere"):
        import_units(story.stack)
        units = [unit for unit in story.units() if unit["path"].startswith(DISTRICT)]
        units.sort(key=lambda unit: str(unit["path"]) != CROWDED)
        ids = story.create_accounts(units[: OTHERS + 1])
        story.connect(ids)
        others = {path: oa_id for path, oa_id in ids.items() if path != CROWDED}
        for oa_id in others.values():
            _write(story, oa_id, "neighbour", WAITING_AT_EACH)
        story.wait_for_inbox()
    paths = list(others)
    with progress.step("The others' worklists, before"), _asking(story, paths) as before:
        time.sleep(BEFORE_SECONDS)
    began = time.monotonic()
    with progress.step(f"{residents:,} residents write") as step, _asking(story, paths) as during:
        _write(story, ids[CROWDED], "crowd", residents, step)
        _listed(story, residents)
        taken_in = time.monotonic() - began
    with progress.step("The last answers leave"):
        _drained(story)
        answered = time.monotonic() - began
    with progress.step("What is there"):
        found = _found(story, ids[CROWDED], residents)
    first, then = before.shown(), during.shown()
    return {
        "residents": residents,
        **found,
        "seconds": {"taken_in": round(taken_in), "answered": round(answered)},
        "events_per_second": round(residents / taken_in, 1),
        "others_before": first,
        "others_during": then,
        "ratio": round(share(then) / share(first), 2),
        "parameters": PARAMETERS,
    }


def share(shown: dict[str, Any]) -> float:
    """A worklist as a multiple of its Query and the request beside it, together; of the medians."""
    worklist, query, beside = (shown[name]["median_ms"] for name in ("worklist", "query", "beside"))
    return float(worklist / (query + beside))


@contextmanager
def _asking(story: Story, paths: list[str]) -> Iterator[Asked]:
    """Ask for a worklist, and for something else, once a second while the block runs."""
    asked, enough, audience = Asked(), threading.Event(), _audience(story)

    def ask() -> None:
        turn = 0
        while not enough.wait(1):
            try:
                unit = f"?unit={paths[turn % len(paths)]}"
                beside = _timed(story, f"{BESIDE}{unit}", 0)
                worklist = _timed(story, f"/conversations{unit}", WAITING_AT_EACH)
                began = time.monotonic()
                _waiting(audience, paths[turn % len(paths)])
                query = time.monotonic() - began
            except (StoryFailed, OSError):
                asked.failed += 1
            else:
                asked.beside.append(beside)
                asked.query.append(query)
                asked.worklist.append(worklist)
            turn += 1

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield asked
    finally:
        enough.set()
        thread.join()


def _timed(story: Story, path: str, rows: int) -> float:
    began = time.monotonic()
    answer = story.api("editor", "GET", path)
    seconds = time.monotonic() - began
    if len(answer["items"]) != rows:
        raise StoryFailed(f"{path}: {len(answer['items'])} conversations instead of {rows}")
    return seconds


def _write(story: Story, oa_id: str, who: str, residents: int, step: Step = lambda _: None) -> None:
    """Let each resident write once, in waves, never more of them under way than the machine can carry."""
    queue = story.stack.outputs["InboxQueueUrl"]
    for first in range(0, residents, WAVE):
        while story.zalo("/events")["pending"] + story.waiting(queue) > OUTSTANDING - WAVE:
            time.sleep(0.2)
        numbers = range(first, min(first + WAVE, residents))
        acts = [
            {
                "act": "send_text",
                "oa_id": oa_id,
                "resident": f"{who}-{number}",
                "text": f"Đèn đường ngõ {number} hỏng đã hai tuần, mong phường cho sửa.",
            }
            for number in numbers
        ]
        story.zalo("/act", acts)
        step(f"{numbers.stop:,}")
    until = time.monotonic() + PATIENCE_SECONDS
    while story.zalo("/events")["pending"]:
        if time.monotonic() > until:
            raise StoryFailed("Zalo's events were not taken")
        time.sleep(0.5)


def _listed(story: Story, residents: int) -> None:
    """Wait until so many stand on the worklist; the inbox also carries what Zalo tells of our answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    audience = _audience(story)
    while _waiting(audience, CROWDED) < residents:
        if time.monotonic() > until:
            raise StoryFailed("not all who wrote are on the worklist")
        time.sleep(1)


def _waiting(audience: Any, path: str) -> int:
    """How many stand on the worklist of a unit."""
    told = _pages(
        audience,
        "query",
        IndexName="worklist",
        Select="COUNT",
        KeyConditionExpression="worklist_in = :province AND begins_with(worklist_order, :path)",
        ExpressionAttributeValues={":province": province_of(path), ":path": f"{path}#"},
    )
    return sum(page["Count"] for page in told)


def _drained(story: Story) -> None:
    """Wait until no answer is on its way any more."""
    queue, until = story.stack.outputs["MessagesQueueUrl"], time.monotonic() + PATIENCE_SECONDS
    while story.waiting(queue):
        if time.monotonic() > until:
            raise StoryFailed("answers are still on their queue")
        time.sleep(0.5)


def _found(story: Story, oa_id: str, residents: int) -> dict[str, Any]:
    """What is in the tables and what Zalo holds, and what of it is wrong."""
    kept: Counter[str] = Counter()
    audience = _audience(story)
    for row in _rows(audience):
        if row["partition"].startswith(f"conversation#{oa_id}#") and row.get("direction") == "in":
            kept[row["partition"]] += 1
    waiting = _waiting(audience, CROWDED)
    told = acknowledgements(story.zalo(f"/messages?oa_id={oa_id}&source=0&limit=0")["messages"])
    return {
        "kept": sum(kept.values()),
        "on_the_worklist": waiting,
        "told": len(told),
        "wrong": {
            "lost": residents - len(kept),
            "kept_twice": sum(times > 1 for times in kept.values()),
            "missing_on_the_worklist": residents - waiting,
            "not_told": residents - len(told),
            "told_twice": sum(times > 1 for times in told.values()),
        },
    }


def _rows(audience: Any) -> Iterator[dict[str, Any]]:
    """All rows of the table Audience, keys and what is counted of them."""
    pages = _pages(
        audience,
        "scan",
        ProjectionExpression="#partition, direction",
        ExpressionAttributeNames={"#partition": "partition"},
    )
    for page in pages:
        yield from page["Items"]


def _pages(audience: Any, ask: str, **wish: Any) -> Iterator[dict[str, Any]]:
    """The answers of a query or a scan of the table Audience."""
    while True:
        page = getattr(audience, ask)(**wish)
        yield page
        if "LastEvaluatedKey" not in page:
            return
        wish["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _audience(story: Story) -> Any:
    """The table Audience, through a client of its own."""
    return session(story.stack).table(story.stack.outputs["AudienceTableName"])


if __name__ == "__main__":
    raise SystemExit(main())
