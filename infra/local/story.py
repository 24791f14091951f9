"""The main job, step by step, against a running local stack: only through the doors that people use.

Officers call the API with their tokens, administrators of accounts follow their consent links, residents
act at Zalo (the simulator), an administrator invokes the report. `make demo` tells the whole story; the
e2e tests use the steps one by one.
"""

import base64
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

import requests

from infra.local.client import officer_token, session
from infra.local.state import LocalStack

HANDS: Final = 6
"""How many requests are made at once: what a machine with two cores carries without a queue."""

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

_WORDS: Final = (
    "Cho tôi hỏi điểm tiếp nhận ủng hộ bão lũ ở đâu?",
    "Đèn đường xóm tôi hỏng đã hai tuần.",
    "Lịch tiếp xúc cử tri tháng này là ngày nào ạ?",
    "Cảm ơn Mặt trận xã đã thông báo kịp thời.",
)


PETITION: Final = (
    ("2", "1. Phản ánh"),
    ("1", "phản ánh việc gì"),
    ("Đèn đường ngõ 12 hỏng đã hai tuần, trẻ con đi học về rất tối", "ở đâu"),
    ("Ngõ 12, xóm 4", "từ bao giờ"),
    ("hai tuần nay", "ảnh"),
    ("xong", "cơ quan, đơn vị nào"),
    ("bỏ qua", "Đèn đường ngõ 12"),
    ("có", "MT-"),
)
"""What a resident writes to report something, and what she is answered."""


_SPOKEN: Final = (
    ("menu", "2. Gửi phản ánh"),
    ("2", "1. Phản ánh"),
    ("1", "phản ánh việc gì"),
    ("", "ở đâu"),
    ("", "từ bao giờ"),
    ("không nhớ", "ảnh"),
    ("không", "cơ quan, đơn vị nào"),
    ("không", "Tin thoại"),
    ("1", "MT-"),
)
"""How somebody who cannot write reports something; nothing but a number or a word, else a recording."""

NOT_NOW: Final = frozenset({502, 503, 504})
"""What a busy machine answers in between; who looks again and again looks once more."""


class StoryFailed(Exception):  # noqa: N818 - read as an outcome
    """A step did not come out as it must; the message says which and how."""


class NotAnswered(StoryFailed):
    """Nobody answered this once."""


@dataclass
class Story:
    """A running stack and those who act on it.

    Attributes:
        stack: the running stack.
        advance: called with (done, of) while a step is under way.
    """

    stack: LocalStack
    advance: Callable[[int, int], None] = lambda _done, _of: None
    _tokens: dict[str, str] = field(default_factory=dict)
    _cover: list[str] = field(default_factory=list)

    # How things are asked

    def api(self, officer: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call the officer API; answers the JSON.

        Raises:
            StoryFailed: not answered with 2xx.
        """
        token = self._tokens.get(officer) or officer_token(self.stack, officer)
        self._tokens[officer] = token
        try:
            answer = requests.request(
                method,
                f"{self.stack.api_url}{path}",
                json=body,
                headers={"authorization": token, **headers},
                timeout=60,
            )
        except (requests.ConnectionError, requests.Timeout) as error:
            raise NotAnswered(f"{method} {path} as {officer}: {type(error).__name__}") from error
        if not answer.ok:
            kind = NotAnswered if answer.status_code in NOT_NOW else StoryFailed
            raise kind(f"{method} {path} as {officer}: {answer.status_code} {answer.text[:500]}")
        return answer.json()

    def zalo(self, path: str, body: Any = None) -> Any:
        """Ask the simulator: POST with a body, GET without."""
        url = f"{self.stack.zalo_url}/_sim{path}"
        answer = (
            requests.get(url, timeout=120) if body is None else requests.post(url, json=body, timeout=120)
        )
        if not answer.ok:
            raise StoryFailed(f"simulator {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json()

    def _each[Item](self, items: Iterable[Item], act: Callable[[Item], None]) -> None:
        todo = list(items)
        with ThreadPoolExecutor(HANDS) as pool:
            for done, _ in enumerate(pool.map(act, todo), 1):
                self.advance(done, len(todo))

    # The steps

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

    def follow(self, ids: dict[str, str], residents: int) -> None:
        """Let residents of all units follow the accounts of their units."""
        accounts = list(ids.values())
        self._act(
            {"act": "follow", "oa_id": accounts[number % len(accounts)], "resident": f"resident-{number}"}
            for number in range(residents)
        )

    def write(self, ids: dict[str, str], messages: int) -> None:
        """Let residents write to the accounts of their units."""
        accounts = list(ids.values())
        self._act(
            {
                "act": "send_text",
                "oa_id": accounts[number % len(accounts)],
                "resident": f"resident-{number}",
                "text": f"{_WORDS[number % len(_WORDS)]} ({number})",
            }
            for number in range(messages)
        )

    def petition(self, path: str, oa_id: str) -> dict[str, Any]:
        """One resident's report, from the menu of the chat to an answer that she accepts.

        Returns:
            The case as officers see it, and `said`: how many messages she wrote.
        """
        resident = "bà Lan"
        self._act([{"act": "follow", "oa_id": oa_id, "resident": resident}])
        self._hears(oa_id, "Gửi phản ánh, kiến nghị")
        for number, (words, answer) in enumerate(PETITION, 1):
            self._says(oa_id, resident, words, answer)
            self.advance(number, len(PETITION) + 2)
        (listed,) = self.api("editor", "GET", f"/cases?unit={path}")["items"]
        case = f"/cases/{listed['case_id']}"
        for move, facts, told in (
            ("accept", {}, "đã nhận giải quyết"),
            ("answer", {"text": "Điện lực đã thay bóng đèn chiều nay."}, "Điện lực đã thay bóng"),
        ):
            order = {"move": move, "expected_version": self.api("editor", "GET", case)["version"], **facts}
            self.api("editor", "POST", f"{case}/moves", order)
            self._hears(oa_id, told)
        self._says(oa_id, resident, "5", "đã xong")
        shown: dict[str, Any] = self.api("editor", "GET", case)
        return shown | {"said": len(PETITION) + 1}

    def emergency(self, path: str, oa_id: str, province_oa: str) -> dict[str, Any]:
        """Somebody calls for help while the office is closed; an officer of the province is on call.

        Returns:
            `said`: how many messages were written; `urgent`: whether the call stands first in the worklist;
            `told`: whether the officer on call has heard it.
        """
        link = self.api("editor", "POST", "/me/zalo-link", **{"idempotency-key": uuid4().hex})
        self._says(province_oa, "cán bộ trực", link["write"], "Đã liên kết")
        with self._at_night():
            self._says(oa_id, "bà Hoa", "Xin hỏi bao giờ xã họp dân", "Giờ này cơ quan nghỉ")
            self._says(oa_id, "ông Tám", "cháy nhà cứu với", "114 cháy")
            self._hears(province_oa, "cầu cứu")
        first = self.api("editor", "GET", f"/conversations?unit={path}")["items"][0]
        return {"said": 3, "urgent": first["urgent"], "told": True}

    @contextmanager
    def _at_night(self) -> Iterator[None]:
        """The inbox works with a calendar in which nobody is there for days; its processes begin anew."""
        today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
        closed = [{"day": (today + timedelta(days=days)).isoformat(), "name": "Nghỉ"} for days in range(3)]
        row = {"partition": "rules", "sort": "calendar", "text": json.dumps({"days_off": closed})}
        told = {"changed_at": f"{today.isoformat()}T00:00:00.000Z", "changed_by": "demo"}
        table, units = session(self.stack).client("dynamodb"), self.stack.outputs["UnitsTableName"]
        functions, name = session(self.stack).client("lambda"), self.stack.outputs["InboxFunctionName"]
        usual = functions.get_function_configuration(FunctionName=name)["Environment"]
        anew = {"Variables": usual["Variables"] | {"BEGUN_ANEW": uuid4().hex}}
        table.put_item(TableName=units, Item={name: {"S": text} for name, text in (row | told).items()})
        functions.update_function_configuration(FunctionName=name, Environment=anew)
        try:
            yield
        finally:
            table.delete_item(TableName=units, Key={name: {"S": row[name]} for name in ("partition", "sort")})
            functions.update_function_configuration(FunctionName=name, Environment=usual)

    def spoken(self, path: str, oa_id: str) -> dict[str, Any]:
        """Somebody who cannot write reports something by voice: a person listens.

        Returns:
            `said`: how many messages; `code` of the case; `recordings` that it has.
        """
        for number, (words, answer) in enumerate(_SPOKEN, 1):
            act = {"act": "send_text", "text": words} if words else {"act": "send_audio"}
            self._act([{**act, "oa_id": oa_id, "resident": "mệ Nhung"}])
            self._hears(oa_id, answer)
            self.advance(number, len(_SPOKEN))
        (listed,) = self.api("editor", "GET", f"/cases?unit={path}&state=received")["items"]
        case = self.api("editor", "GET", f"/cases/{listed['case_id']}")
        return {"said": len(_SPOKEN), "code": case["code"], "recordings": len(case["attachments"])}

    def _says(self, oa_id: str, resident: str, words: str, answer: str) -> None:
        """Let a resident write, and wait until the account has answered with these words."""
        self._act([{"act": "send_text", "oa_id": oa_id, "resident": resident, "text": words}])
        self._hears(oa_id, answer)

    def _hears(self, oa_id: str, words: str) -> None:
        """Wait until the last that the account wrote holds these words."""

        def last() -> str:
            held = self.zalo(f"/messages?limit=0&source=0&oa_id={oa_id}")["messages"]
            return held[-1]["text"] if held else ""

        for text in self._watch(60, f"the account did not write {words!r}", last):
            if words in text:
                return

    def _act(self, acts: Iterable[dict[str, Any]]) -> None:
        """Let residents act, and wait until all their events have been taken by the webhook."""
        before = self.zalo("/events")["made"]
        self.zalo("/act", list(acts))
        for totals in self._watch(600, "events were not delivered", lambda: self.zalo("/events")):
            done = totals["made"] - before - totals["pending"]
            self.advance(done, totals["made"] - before)
            if not totals["pending"]:
                if totals["failed"]:
                    raise StoryFailed(f"the webhook did not take all events: {totals}")
                return

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

        The period is yesterday to today, so that a story told around midnight is in it whole.
        """
        today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
        order = {
            "unit": unit,
            "from": (today - timedelta(days=1)).isoformat(),
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

    def _watch[Seen](self, seconds: float, failure: str, look: Callable[[], Seen]) -> Iterator[Seen]:
        """Look every half second until the loop that asks is satisfied; no answer is no look."""
        until = time.monotonic() + seconds
        last = ""
        while time.monotonic() < until:
            try:
                seen = look()
            except NotAnswered as error:
                last = f"; at last {error}"
            else:
                last = ""
                yield seen
            time.sleep(0.5)
        raise StoryFailed(f"{failure} within {seconds:.0f} s{last}")


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
