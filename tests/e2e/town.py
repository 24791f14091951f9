"""Those who act on the stack in the e2e tests: officers, administrators of accounts, residents, strangers."""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import requests

from infra.local.client import officer_token, session
from infra.local.officers import PASSWORD, create
from infra.local.state import Officer
from infra.local.story import Story, read_and_go_on
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import to_row
from tests.e2e.waiting import SECONDS, wait_until

PROVINCE: Final = "40"
COMMUNE: Final = "40.16681"
"""The unit of the officers `commune-…`; no test connects it."""
VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit and its account at Zalo."""

    path: str
    oa_id: str


@dataclass(frozen=True, slots=True)
class Return:
    """An administrator's browser on its way back from Zalo's consent page."""

    url: str
    cookies: Any

    def open(self) -> requests.Response:
        """Let it arrive (once more)."""
        return requests.get(self.url, cookies=self.cookies, timeout=60)


@dataclass
class Town(Story):
    """A `Story` with what tests need besides: units of their own, raw requests, a look into tables."""

    _numbers: Iterator[int] = field(default_factory=lambda: count(time.time_ns() // 1_000_000))
    _codes: Iterator[int] = field(default_factory=lambda: count(97_001))
    _free: list[str] | None = None

    # Units and accounts

    def unit(self) -> str:
        """A unit without an account, that no other test has: one of the province's, else a new one."""
        if self._free is None:
            items = self.api("administrator", "GET", "/accounts")["items"]
            paths = [item["unit"] for item in items if item["health"] == "missing"]
            self._free = [path for path in paths if path not in {PROVINCE, COMMUNE}]
        return self._free.pop() if self._free else self._new_unit()

    def _new_unit(self) -> str:
        code = str(next(self._codes))
        unit = Unit(f"{PROVINCE}.{code}", "2025-07", code, f"Xã Thêm {code}", UnitKind.COMMUNE)
        self.table("Units").put_item(Item=to_row(unit))
        return unit.path

    def account(self, followers: int = 0, oa_type: str = "4") -> str:
        """A new account at Zalo; its id."""
        oa_id = f"{3_200_000_000_000_000_000 + next(self._numbers)}"
        row = {"oa_id": oa_id, "name": f"Mặt trận {oa_id[-4:]}", "oa_type": oa_type, "followers": followers}
        self.zalo("/accounts", [row])
        return oa_id

    def connected(self, followers: int = 0, oa_type: str = "4") -> Place:
        """A unit whose account is connected and confirmed; what begins with that is over."""
        place = Place(self.unit(), self.account(followers, oa_type))
        answer = self.consent(place).open()
        assert answer.status_code == 200, answer.text
        self.confirm(place.path, place.oa_id)
        wait_until(lambda: not self.waiting(self.queue("Followers")), "the followers are compared")
        return place

    def consent(self, place: Place) -> Return:
        """Open the unit's link and consent with the account; the browser is not back yet."""
        link = self.api("administrator", "POST", f"/accounts/{place.path}/consent-link")["url"]
        started = read_and_go_on(link)
        granted = requests.get(
            changed(started.headers["location"], oa_id=place.oa_id), allow_redirects=False, timeout=60
        )
        return Return(granted.headers["location"], started.cookies)

    def health_of(self, path: str) -> str:
        """What the list of account health says of a unit."""
        (item,) = self.api("viewer", "GET", f"/accounts?within={path}")["items"]
        return str(item["health"])

    # Residents

    def happen(self, *acts: dict[str, Any]) -> None:
        """Let residents act; wait until Zalo has told us and the inbox is empty."""
        self.zalo("/act", list(acts))
        self.hear_all()
        self.wait_for_inbox(SECONDS)

    def hear_all(self) -> None:
        """Wait until Zalo has told everything, also what the webhook was too slow for at first."""
        assert self.zalo("/events/flush", {"timeout": 60})["idle"]
        wait_until(lambda: not self.zalo("/events")["pending"], "Zalo has told everything")

    def numbers(self, path: str) -> dict[str, int]:
        """What the report says of a unit: yesterday and today."""
        told, content = self.report("json", path)
        assert json.loads(content)["total"] == told["total"]
        return dict(told["total"])

    def table(self, name: str) -> Any:
        """A table of the stack, to look into."""
        return session(self.stack).table(self.stack.outputs[f"{name}TableName"])

    def rows(self, name: str) -> list[dict[str, Any]]:
        """All rows of a table: a scan ends after each megabyte, and tests before may have left more."""
        table = self.table(name)
        page = table.scan()
        found = page["Items"]
        while "LastEvaluatedKey" in page:
            page = table.scan(ExclusiveStartKey=page["LastEvaluatedKey"])
            found += page["Items"]
        return list(found)

    def client(self, service: str) -> Any:
        """A client of the stack's AWS that may do everything."""
        return session(self.stack).client(service)

    def messages(self, place: Place) -> list[dict[str, Any]]:
        """What residents wrote to an account, oldest first; not what it answered by itself."""
        rows = self.rows("Audience")
        found = [
            row
            for row in rows
            if row["partition"].startswith(f"conversation#{place.oa_id}#") and row["direction"] == "in"
        ]
        return sorted(found, key=lambda row: str(row["sort"]))

    # Officers

    def token(self, officer: str) -> str:
        """The officer's ID token."""
        self._tokens[officer] = self._tokens.get(officer) or officer_token(self.stack, officer)
        return self._tokens[officer]

    def officer(self, unit: str, role: str) -> str:
        """A new officer of a unit in one role; their log-in."""
        name = f"{role}-{next(self._numbers)}"
        person = Officer(name, PASSWORD, f"Cán bộ {name}", unit, (role,))
        create(session(self.stack), self.stack.outputs["UserPoolId"], [person])
        self.stack.officers.append(person)
        return name

    # Strangers and machines

    def ask(
        self,
        officer: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        **headers: str,
    ) -> requests.Response:
        """Ask the API; whatever it answers is handed back."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if officer:
            named["authorization"] = self.token(officer)
        content = raw if raw is not None else None if body is None else json.dumps(body).encode()
        return requests.request(
            method,
            f"{self.stack.api_url}{path}",
            data=content,
            headers={"content-type": "application/json"} | named,
            timeout=60,
        )

    def event(self, place: Place, text: str, **more: Any) -> dict[str, Any]:
        """A message of a resident as Zalo would tell it, now."""
        number = next(self._numbers)
        return {
            "app_id": self.stack.zalo_app.app_id,
            "event_name": "user_send_text",
            "timestamp": str(time.time_ns() // 1_000_000),
            "sender": {"id": f"{7_000_000_000_000_000_000 + number}"},
            "recipient": {"id": place.oa_id},
            "message": {"msg_id": f"message{number}", "text": text},
        } | more

    def post_event(
        self, event: dict[str, Any] | bytes, *, signature: str | None = "right", timestamp: str = ""
    ) -> requests.Response:
        """Post a webhook, signed as Zalo signs (zalo/README.md 10.1) unless told otherwise."""
        raw = event if isinstance(event, bytes) else json.dumps(event, ensure_ascii=False).encode()
        if signature == "right":
            moment = timestamp or str(event["timestamp"] if isinstance(event, dict) else "")
            signature = self.signature(raw, moment)
        headers = {"content-type": "application/json"} | (
            {"X-ZEvent-Signature": signature} if signature is not None else {}
        )
        return requests.post(f"{self.stack.api_url}/zalo/events", data=raw, headers=headers, timeout=60)

    def signature(self, raw: bytes, timestamp: str) -> str:
        """The signature over these bytes."""
        app = self.stack.zalo_app
        signed = app.app_id.encode() + raw + timestamp.encode() + app.oa_secret_key.encode()
        return f"mac={hashlib.sha256(signed).hexdigest()}"

    def invoke(self, function: str, event: Any) -> Any:
        """Invoke a function as an administrator or the Scheduler does; what it answers."""
        name = self.stack.outputs[f"{function}FunctionName"]
        payload = json.dumps(event, ensure_ascii=False).encode()
        answer = self.client("lambda").invoke(FunctionName=name, Payload=payload)
        told = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, told
        return told

    def new_processes(self, function: str) -> None:
        """Let a function's processes end, and with them what they remember."""
        functions, name = self.client("lambda"), self.stack.outputs[f"{function}FunctionName"]
        usual = functions.get_function_configuration(FunctionName=name)["Environment"]
        functions.update_function_configuration(FunctionName=name, Environment=usual)

    # Broadcasts

    def drafted(self, target: str, title: str, *, units: Iterable[Place] = (), **more: Any) -> str:
        """A proposed broadcast, to a subtree or to certain units in it; its id."""
        article = self.api("editor", "POST", "/articles", self.article(title=title))
        chosen = {"root": target, "units": [place.path for place in units]}
        order = {"article_id": article["article_id"], "target": chosen} | more
        return str(self.api("editor", "POST", "/broadcasts", order)["broadcast_id"])

    def schedule(self, name: str, hours_ahead: int = 1) -> dict[str, Any]:
        """Schedule an approved broadcast for later."""
        send_at = datetime.now(UTC) + timedelta(hours=hours_ahead)
        found: dict[str, Any] = self.api(
            "approver",
            "POST",
            f"/broadcasts/{name}/schedule",
            {"send_at": send_at.isoformat(), **self.seen(name)},
        )
        return found

    def scheduled(self, target: str, title: str) -> dict[str, Any]:
        """A broadcast that is approved and scheduled for later."""
        name = self.drafted(target, title)
        self.approve(name)
        return self.schedule(name)

    def plan(self, broadcast: dict[str, Any], times: int = 2) -> None:
        """Invoke the planner as the broadcast's schedule would, and twice at that."""
        due = {"broadcast_id": broadcast["broadcast_id"], "send_at": broadcast["send_at"]}
        for _ in range(times):
            self.invoke("BroadcastPlan", due)

    def send(self, target: str, title: str) -> str:
        """Send a broadcast at once."""
        broadcast = self.scheduled(target, title)
        self.plan(broadcast)
        self.wait_for_broadcast(broadcast["broadcast_id"], SECONDS)
        return str(broadcast["broadcast_id"])

    @contextmanager
    def nobody_sends(self) -> Iterator[None]:
        """Both queues of deliveries are left alone for as long as the block lasts."""
        queues = [self.queue("Deliveries"), self.queue("Urgent")]
        wait_until(lambda: not any(self.waiting(queue) for queue in queues), "both queues are empty")
        functions, name = self.client("lambda"), self.stack.outputs["BroadcastSendFunctionName"]
        mappings = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
        assert len(mappings) == 2
        try:
            for mapping in mappings:
                functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
            yield
        finally:
            for mapping in mappings:
                functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)

    def queue(self, name: str) -> str:
        """The address of a queue."""
        return self.stack.outputs[f"{name}QueueUrl"]

    def delivery(self, name: str, path: str) -> dict[str, Any]:
        """One delivery of a broadcast."""
        items = self.api("viewer", "GET", f"/broadcasts/{name}/deliveries?within={path}")["items"]
        (found,) = items
        return dict(found)

    def accepted(self, oa_id: str) -> list[dict[str, Any]]:
        """The broadcasts that Zalo took from an account."""
        held = self.zalo(f"/broadcasts?limit=0&oa_id={oa_id}")["broadcasts"]
        return [broadcast for broadcast in held if not broadcast["error"]]


def changed(url: str, **more: str) -> str:
    """The address with other query parameters; an empty one goes."""
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), **more}
    return urlunsplit(
        parts._replace(query=urlencode({name: value for name, value in query.items() if value}))
    )
