"""Load the sample items through the officers' API: written by one, approved by another, published.

    python -m infra.local.library.load     # into the running stack; again changes nothing for a day

Each item is marked as a sample wherever it is shown. What the laws and links say is real; places, dates and
events are made up. Texts stand in the TOML files beside this one.
"""

import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

import requests

from infra.local.client import session
from infra.local.state import LocalStack

FOLDER: Final = Path(__file__).parent
HANDS: Final = 4
AT_ONCE: Final = 50
VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
LINKS: Final = frozenset({"public_services", "media", "organisations", "weather"})
MONTH: Final = 30
QUERY: Final = "tiep xuc cu tri"
GONE_WITHIN: Final = 60.0
"""Seconds until nobody may find what was withdrawn."""


class Officers(Protocol):
    """Calls the officers' API as somebody (`infra.local.story.Story`)."""

    def api(self, officer: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer's JSON."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An item of the files, and what it needs from the day on which it is loaded.

    Attributes:
        name: stable, for the idempotency key.
        row: as it stands in the file.
    """

    name: str
    row: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Its kind; links need none said."""
        return str(self.row.get("kind") or ("link" if self.row["section"] in LINKS else "article"))

    def body(self, unit: str, parents: Mapping[str, str], now: datetime) -> dict[str, Any]:
        """What `POST /library/items` takes."""
        row = self.row
        text = str(row.get("text", "")).strip()
        return {
            "unit": unit,
            "kind": self.kind,
            "sample": True,
            "placement": {
                "section": row["section"],
                "reach": row.get("reach", "subtree"),
                "order": row.get("order", 0),
            },
            "content": {
                "title": row["title"],
                "summary": row["summary"],
                "author": "Bài mẫu",
                "blocks": [{"type": "text", "content": text}] if text else [],
                "fields": {**row.get("fields", {}), **self._dated_fields(now), **self._links(parents)},
            },
        }

    def _dated_fields(self, now: datetime) -> dict[str, Any]:
        today = now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
        if days := self.row.get("valid_days"):
            first, last = (today + timedelta(days=number) for number in days)
            return {"valid_from": first.date().isoformat(), "valid_to": last.date().isoformat()}
        if hours := self.row.get("hours"):
            day = today + timedelta(days=self.row["in_days"])
            start, end = (day + timedelta(hours=hour) for hour in hours)
            return {"occasions": [{"starts_at": start.isoformat(), "ends_at": end.isoformat()}]}
        return {}

    def _links(self, parents: Mapping[str, str]) -> dict[str, str]:
        if url := self.row.get("url"):
            return {"url": url, "opens": "webview"}
        return {"parent": parents[self.row["parent"]]} if "parent" in self.row else {}


@dataclass
class LoadedLibrary:
    """What was loaded.

    Attributes:
        ids: of the published items, by the name of the sample.
        sections: how many items stand in each.
        withdrawn_gone_seconds: how long a withdrawn item could still be found.
        searched: what a search without accents found (`query`, `hits`, `ms`).
        weather_units: how many units have weather.
    """

    ids: dict[str, str] = field(default_factory=dict)
    sections: dict[str, int] = field(default_factory=dict)
    withdrawn_gone_seconds: float = 0.0
    searched: dict[str, Any] = field(default_factory=dict)
    weather_units: int = 0

    def figures(self) -> dict[str, Any]:
        """For `build/demo.json`."""
        return {
            "items": len(self.ids),
            "sections": len(self.sections),
            "searched": self.searched,
            "withdrawn_gone_seconds": self.withdrawn_gone_seconds,
            "weather_units": self.weather_units,
        }


def samples() -> Iterator[Sample]:
    """All samples, chapters before their pages."""
    for file in sorted(FOLDER.glob("*.toml")):
        for number, row in enumerate(tomllib.loads(file.read_text("utf-8"))["items"]):
            yield Sample(f"{file.stem}-{number}", row)


def hosts() -> Iterator[tuple[str, str]]:
    """The hosts of the links, and who runs them."""
    for file in sorted(FOLDER.glob("*.toml")):
        document = tomllib.loads(file.read_text("utf-8"))
        yield from ((host, owner) for host, owner in document.get("hosts", ()))


def load_samples(officers: Officers, communes: Sequence[str]) -> LoadedLibrary:
    """Write, approve and publish all samples.

    Args:
        officers: who calls the API.
        communes: paths of the communes that have items of their own; three are used.
    """
    loaded, now = LoadedLibrary(), datetime.now(UTC)
    for host, owner in hosts():
        officers.api("administrator", "POST", "/library/hosts", {"host": host, "owner": owner})
    parents: dict[str, str] = {}
    chapters = [sample for sample in samples() if "key" in sample.row]
    others = [sample for sample in samples() if "key" not in sample.row]
    for sample in chapters:
        loaded.ids[sample.name] = parents[sample.row["key"]] = _approved(
            officers, sample, communes, parents, now
        )
    with ThreadPoolExecutor(HANDS) as pool:
        made = pool.map(lambda sample: _approved(officers, sample, communes, parents, now), others)
        loaded.ids |= {sample.name: item_id for sample, item_id in zip(others, made, strict=True)}
    for some in batched(loaded.ids.values(), AT_ONCE, strict=False):
        body = {"items": list(some), "step": {"action": "publish"}}
        for result in officers.api("approver", "POST", "/library/bulk", body)["items"]:
            if not result["done"]:
                raise RuntimeError(f"{result['item_id']} was not published: {result['message']}")
    for sample in samples():
        section = sample.row["section"]
        loaded.sections[section] = loaded.sections.get(section, 0) + 1
        if "pinned_days" in sample.row:
            _pin(officers, loaded.ids[sample.name], sample, now)
    return loaded


def _unit(sample: Sample, communes: Sequence[str]) -> str:
    """The path of a sample's unit: `province`, `commune`, `commune-2`, `commune-3`."""
    word, _, number = str(sample.row["unit"]).partition("-")
    return "40" if word == "province" else communes[int(number or 1) - 1]


def _approved(
    officers: Officers, sample: Sample, communes: Sequence[str], parents: Mapping[str, str], now: datetime
) -> str:
    """Write an item and have it approved by somebody else; its id."""
    body = sample.body(_unit(sample, communes), parents, now)
    key = {"idempotency-key": f"sample-{sample.name}"}
    item_id: str = officers.api("editor", "POST", "/library/items", body, **key)["item"]["item_id"]
    _step(officers, "editor", item_id, "submit")
    _step(officers, "approver", item_id, "approve")
    return item_id


def _step(officers: Officers, officer: str, item_id: str, action: str, **more: Any) -> None:
    """Take a step at the revision that stands there; what has been taken already is passed over."""
    wanted = {"submit": "draft", "approve": "submitted"}
    if action in wanted:
        draft = officers.api(officer, "GET", f"/library/items/{item_id}")["draft"]
        if not draft or draft["state"] != wanted[action]:
            return
        more["revision"] = draft["revision"]
    officers.api(officer, "POST", f"/library/items/{item_id}/steps", {"step": {"action": action, **more}})


def _pin(officers: Officers, item_id: str, sample: Sample, now: datetime) -> None:
    """Let an item stand on top of its unit's home."""
    placement = officers.api("approver", "GET", f"/library/items/{item_id}")["item"]["placement"]
    until = (now + timedelta(days=sample.row["pinned_days"])).isoformat()
    _step(officers, "approver", item_id, "place", placement={**placement, "pinned_until": until})


def seconds_until_gone(officers: Officers, stack: LocalStack, commune: str) -> float:
    """Publish an item, withdraw it, and wait until no list holds it; how many seconds that took."""
    now = datetime.now(UTC)
    row = {
        "unit": "commune",
        "section": "local_news",
        "title": "Bài mẫu đăng nhầm, đã được gỡ",
        "summary": "Để thấy một bài được gỡ thì biến mất trong bao lâu.",
        "text": "<p>Bài này được đăng rồi gỡ ngay.</p>",
    }
    item_id = _approved(officers, Sample(f"withdrawn-{now:%Y%m%d%H%M%S}", row), [commune], {}, now)
    _step(officers, "approver", item_id, "publish")
    table = session(stack).table(stack.outputs["PublishedTableName"])
    partition, _, identifier = item_id.partition("~")
    began = time.monotonic()
    _step(officers, "approver", item_id, "withdraw", kind="gone", reason="Đăng nhầm")
    while time.monotonic() - began < GONE_WITHIN:
        rows = table.query(
            KeyConditionExpression="#p = :p AND begins_with(#s, :s)",
            ExpressionAttributeNames={"#p": "partition", "#s": "sort"},
            ExpressionAttributeValues={":p": partition, ":s": "list#local_news#"},
            ConsistentRead=True,
        )["Items"]
        if not any(row["sort"].endswith(identifier) for row in rows):
            return round(time.monotonic() - began, 2)
        time.sleep(0.1)
    raise RuntimeError("a withdrawn item can still be found")


def main() -> int:
    """Load the samples into the running stack."""
    from infra.local.story import Story  # noqa: PLC0415 - the story loads this module

    stack = LocalStack.load()
    if stack is None:
        print("No local stack is running; start one with `make up`.", file=sys.stderr)
        return 1
    story = Story(stack)
    communes = communes_of(story.units())
    loaded = load_samples(story, communes)
    loaded.withdrawn_gone_seconds = seconds_until_gone(story, stack, communes[0])
    print(loaded.figures())
    return 0


def searched(stack: LocalStack) -> dict[str, Any]:
    """Search without accents, once the index has followed what was published; what came, and how fast.

    The first answers start a process and fetch the index; `ms` is that of a search after them.
    """
    began, found, taken = time.monotonic(), 0, 0.0
    for _ in range(int(GONE_WITHIN)):
        known = found
        asked = time.monotonic()
        answer = requests.get(f"{stack.api_url}/search", params={"text": QUERY}, timeout=30)
        taken = time.monotonic() - asked
        answer.raise_for_status()
        found = int(answer.json()["total"])
        if known or time.monotonic() - began > GONE_WITHIN:
            break
        time.sleep(1)
    return {"query": QUERY, "hits": found, "ms": round(taken * 1000)}


def weather_units(stack: LocalStack) -> int:
    """Fetch the weather as the schedule does, and count the units that have it now."""
    session(stack).client("lambda").invoke(FunctionName=stack.outputs["WeatherFunctionName"], Payload=b"{}")
    table = session(stack).table(stack.outputs["PublishedTableName"])
    found = 0
    start: dict[str, Any] = {}
    while True:
        page = table.scan(
            FilterExpression="begins_with(#sort, :weather)",
            ExpressionAttributeNames={"#sort": "sort"},
            ExpressionAttributeValues={":weather": "weather"},
            **start,
        )
        found += len(page["Items"])
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def communes_of(units: Sequence[Mapping[str, Any]]) -> list[str]:
    """The first three units of the lowest level, as paths."""
    lowest = [unit["path"] for unit in units if len(unit["path"].rpartition(".")[2]) > len("412")]
    return lowest[:3]


if __name__ == "__main__":
    raise SystemExit(main())
