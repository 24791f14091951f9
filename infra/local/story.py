"""The main job, step by step, against a running local stack: only through the doors that people use.

Officers call the API with their tokens, administrators of accounts follow their consent links, residents
act at Zalo (the simulator), an administrator invokes the report. `make demo` tells the whole story; the
e2e tests use the steps one by one.
"""

import base64
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import requests

from infra.local.client import session
from infra.local.story_residents import ResidentsStory
from infra.local.storyteller import StoryFailed

ARTICLE: Final[dict[str, Any]] = {
    "title": "Chung tay ủng hộ đồng bào bị thiệt hại do bão lũ",
    "author": "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Nghệ An",
    "description": "Lời kêu gọi ủng hộ đồng bào vùng lũ và cách thức đóng góp tại các xã, phường.",
    "cover_url": "https://mttq.example.vn/anh/ung-ho-bao-lu.jpg",
    "blocks": [
        {
            "type": "text",
            "content": "Bà con có thể đóng góp tại trụ sở Ủy ban MTTQ xã, phường trong giờ làm việc.",
        },
        {
            "type": "text",
            "content": "Danh sách đóng góp được công khai trên Official Account của từng đơn vị.",
        },
    ],
    "comment": "show",
}

COVER: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one point."""


NETWORK: Final = (
    ("officer", "Nguyễn Thị Lan"),
    ("officer", "Vi Văn Thông"),
    ("committee_head", "Lô Thị Mai"),
)
"""People of the network: what they are, and their names."""


def max_depth(units: list[dict[str, Any]]) -> int:
    """How many dots the paths of the lowest units have."""
    return max(str(unit["path"]).count(".") for unit in units)


@dataclass
class Story(ResidentsStory):
    """A running stack and those who act on it."""

    _cover: list[str] = field(default_factory=list)

    def units(self) -> list[dict[str, Any]]:
        """All units, as the province's administrator sees them."""
        found: list[dict[str, Any]] = self.api("administrator", "GET", "/units")["items"]
        return found

    def create_accounts(self, units: list[dict[str, Any]]) -> dict[str, str]:
        """Give each unit a state agency's account at Zalo; answers the ids by unit path."""
        ids = {unit["path"]: f"{3_000_000_000_000_000_000 + number}" for number, unit in enumerate(units)}
        self.zalo(
            "/accounts",
            [
                {"oa_id": ids[unit["path"]], "name": f"Mặt trận {unit['label']}", "oa_type": "4"}
                for unit in units
            ],
        )
        return ids

    def connect(self, ids: dict[str, str]) -> None:
        """Connect every account: its administrator opens the link, reads, consents; an officer confirms."""

        def consent(unit: tuple[str, str]) -> None:
            path, oa_id = unit
            link = self.api("administrator", "POST", f"/accounts/{path}/consent-link")["url"]
            started = read_and_go_on(link)
            page = _with(started.headers["location"], oa_id=oa_id)
            granted = requests.get(page, allow_redirects=False, timeout=60)
            done = requests.get(granted.headers["location"], cookies=started.cookies, timeout=60)
            if not done.ok or "chờ cán bộ xác nhận" not in done.text:
                raise StoryFailed(f"{path} was not connected: {done.status_code} {done.text[-300:]}")
            self.confirm(path, oa_id)

        self._each(ids.items(), consent)

    def confirm(self, path: str, oa_id: str) -> None:
        """Confirm that the account with that id is the unit's."""
        self.api("administrator", "POST", f"/accounts/{path}/confirm", {"oa_id": oa_id})

    def health(self) -> dict[str, int]:
        """How many accounts are in which health."""
        counts: dict[str, int] = self.api("administrator", "GET", "/accounts")["counts"]
        return counts

    def wait_for_inbox(self, seconds: float = 600) -> None:
        """Wait until the queue of events is empty and nothing of it is being worked on."""
        queue = self.stack.outputs["InboxQueueUrl"]
        for left in self._watch(seconds, "the inbox was not worked off", lambda: self.waiting(queue)):
            if not left:
                return

    def waiting(self, queue_url: str) -> int:
        """How many messages are on a queue, seen or unseen."""
        names = [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
        ]
        sqs = session(self.stack).client("sqs")
        told = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=names)["Attributes"]
        return sum(int(told.get(name, 0)) for name in names)

    def article(self, **changes: Any) -> dict[str, Any]:
        """An article whose cover is a picture that an officer has uploaded."""
        if not self._cover:
            picture = {"content_base64": base64.b64encode(COVER).decode()}
            self._cover.append(self.api("editor", "POST", "/images", picture)["reference"])
        return ARTICLE | {"cover_url": self._cover[0]} | changes

    def broadcast(self, *, target: str = "40", seconds_ahead: int = 5, title: str = "") -> str:
        """Write, propose, submit, approve by a second person, and schedule; answers the broadcast's id."""
        words = self.article(**({"title": title} if title else {}))
        article = self.api("editor", "POST", "/articles", words)
        draft = self.api(
            "editor", "POST", "/broadcasts", {"article_id": article["article_id"], "target": {"root": target}}
        )
        name: str = draft["broadcast_id"]
        self.approve(name)
        send_at = datetime.now(UTC) + timedelta(seconds=seconds_ahead)
        order = {"send_at": send_at.isoformat(), **self.seen(name)}
        self.api("approver", "POST", f"/broadcasts/{name}/schedule", order)
        return name

    def approve(self, name: str) -> dict[str, Any]:
        """Submit a broadcast, find it among those that wait, look at it, and approve what was seen."""
        self.api("editor", "POST", f"/broadcasts/{name}/submit", self.seen(name, "editor"))
        waiting = self.api("approver", "GET", "/broadcasts?waiting_for=approval&limit=200")["items"]
        if name not in {item["broadcast_id"] for item in waiting}:
            raise StoryFailed(f"{name} was submitted and does not wait for approval")
        approved: dict[str, Any] = self.api(
            "approver", "POST", f"/broadcasts/{name}/approve", self.seen(name)
        )
        return approved

    def seen(self, name: str, officer: str = "approver") -> dict[str, str]:
        """What an officer sees of a broadcast, as they name it when they approve or schedule it."""
        return {"digest": self.api(officer, "GET", f"/broadcasts/{name}")["digest"]}

    def wait_for_broadcast(self, name: str, seconds: float = 900) -> dict[str, int]:
        """Wait until no delivery is open; answers the ledger."""
        for shown in self._watch(
            seconds, "the broadcast did not end", lambda: self.api("viewer", "GET", f"/broadcasts/{name}")
        ):
            ledger: dict[str, int] = shown["ledger"]
            open_ones = ledger["pending"] + ledger["sending"]
            self.advance(ledger["planned"] - open_ones, ledger["planned"])
            if shown["finished"]:
                return ledger
        raise StoryFailed("unreachable")

    def report(self, file_format: str, unit: str = "40") -> tuple[dict[str, Any], bytes]:
        """Invoke the report as an administrator does; answers what it said and the file itself.

        The period is this month, and the last one too on its first day: a story told around midnight is in
        it whole.
        """
        today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
        order = {
            "unit": unit,
            "from": (today - timedelta(days=1)).replace(day=1).isoformat(),
            "to": today.isoformat(),
            "format": file_format,
        }
        answer = (
            session(self.stack)
            .client("lambda")
            .invoke(FunctionName=self.stack.outputs["ReportFunctionName"], Payload=json.dumps(order).encode())
        )
        told: dict[str, Any] = json.loads(answer["Payload"].read())
        if "url" not in told:
            raise StoryFailed(f"no report: {told}")
        fetched = requests.get(told["url"], timeout=60)
        fetched.raise_for_status()
        return told, fetched.content

    def missing_officers(self, units: list[dict[str, Any]]) -> int:
        """Register people of the network in the first communes; answers how many of them are missing.

        Written as the page of the network writes them: `make demo` has no browser that is signed in.
        """
        dynamodb, table = session(self.stack).client("dynamodb"), self.stack.outputs["UnitsTableName"]
        lowest = [unit["path"] for unit in units if unit["path"].count(".") == max_depth(units)]
        for number, (kind, name) in enumerate(NETWORK):
            sort = f"{lowest[number % len(lowest)]}#demo-{number}"
            row = {"partition": "network#40", "sort": sort, "kind": kind, "name": name}
            dynamodb.put_item(TableName=table, Item={key: {"S": value} for key, value in row.items()})
        return len(self.api("administrator", "GET", "/network")["missing"])

    def unknown_messages(self) -> list[str]:
        """Keys of the messages to residents of which nobody knows whether they were sent."""
        pages = session(self.stack).client("dynamodb").get_paginator("scan")
        rows = pages.paginate(
            TableName=self.stack.outputs["AudienceTableName"],
            FilterExpression="begins_with(#partition, :outbound) AND #state = :unknown",
            ExpressionAttributeNames={"#partition": "partition", "#state": "state"},
            ExpressionAttributeValues={":outbound": {"S": "outbound#"}, ":unknown": {"S": "unknown"}},
        )
        found = [row["partition"]["S"] for page in rows for row in page["Items"]]
        return sorted(partition.removeprefix("outbound#") for partition in found)


def read_and_go_on(link: str) -> requests.Response:
    """Open a consent link, read our page and go on: the redirect to Zalo, with the cookie of our page."""
    page = requests.get(link, timeout=60)
    found = re.search(r'<a class="btn[^"]*" href="([^"]+)">', page.text)
    if not page.ok or not found:
        raise StoryFailed(f"the consent link leads nowhere: {page.status_code} {page.text[-300:]}")
    return requests.get(unescape(found[1]), cookies=page.cookies, allow_redirects=False, timeout=60)


def _with(url: str, **more: str) -> str:
    """The address with more query parameters."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query), *more.items()])))
