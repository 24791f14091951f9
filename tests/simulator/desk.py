"""What the tests of the simulator work with: a client inside the process, an app, accounts, a receiver."""

import asyncio
import hashlib
import json
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx

from infra.local.zalo.app import make_app
from infra.local.zalo.http_client import Answer
from infra.local.zalo.simulator import Simulator

APP_ID = "1122334455667788990"
APP_SECRET = "app-secret"
OA_SECRET = "oa-secret-key"
CALLBACK = "https://loa.example.vn/zalo/oauth/callback"
WEBHOOK = "https://loa.example.vn/zalo/events"
ARTICLE: dict[str, Any] = {
    "type": "normal",
    "title": "Ngày hội Đại đoàn kết",
    "author": "Mặt trận Tổ quốc",
    "description": "Chương trình ngày hội",
    "cover": {"cover_type": "photo", "photo_url": "https://example.vn/a.jpg", "status": "show"},
    "body": [{"type": "text", "content": "Kính mời bà con."}],
    "status": "show",
}


class Client:
    """Calls the application without a socket; its event loop turns only during a call."""

    def __init__(self, simulator: Simulator) -> None:
        self._runner = asyncio.Runner()
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(make_app(simulator)), base_url="http://zalo.test"
        )

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self._runner.run(self._http.get(path, **options))

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self._runner.run(self._http.post(path, **options))

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self._runner.run(self._http.delete(path, **options))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._http.aclose())
        self._runner.close()


@dataclass
class Receiver:
    """A webhook's far end: keeps what it gets; answers 200 unless told."""

    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int | Exception] = field(default_factory=list)

    async def __call__(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
        self.posts.append((headers, body))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return Answer(answer, b"")

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for headers, body in self.posts if "X-ZEvent-Signature" in headers]

    @property
    def names(self) -> list[str]:
        return [event["event_name"] for event in self.events]


@dataclass
class Desk:
    """One simulator with its client and receiver."""

    client: Client
    simulator: Simulator
    receiver: Receiver

    def control(self, path: str, wish: Any = None) -> Any:
        answer = self.client.post(f"/_sim{path}", json={} if wish is None else wish)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def look(self, path: str, **query: str) -> Any:
        return self.client.get(f"/_sim{path}", params=query).json()

    def add_app(self, **more: Any) -> None:
        self.control(
            "/apps",
            {
                "app_id": APP_ID,
                "app_secret": APP_SECRET,
                "oa_secret_key": OA_SECRET,
                "redirect_uris": [CALLBACK],
                "webhook_url": WEBHOOK,
                **more,
            },
        )
        self.receiver.posts.clear()

    def add_account(self, kind: str = "4", **more: Any) -> str:
        account = self.control("/accounts", {"oa_type": kind, **more})["accounts"][0]
        return str(account["oa_id"])

    def consent(self, oa_id: str, **query: str) -> dict[str, str]:
        answer = self.client.get(
            "/v4/oa/permission",
            params={"app_id": APP_ID, "redirect_uri": CALLBACK, "oa_id": oa_id, **query},
        )
        assert answer.status_code == 302
        return {
            name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()
        }

    def ask_token(self, *, secret: str = APP_SECRET, **form: str) -> dict[str, Any]:
        answer = self.client.post(
            "/v4/oa/access_token", data={"app_id": APP_ID, **form}, headers={"secret_key": secret}
        )
        assert answer.status_code == 200
        return dict(answer.json())

    def tokens(self, oa_id: str) -> dict[str, str]:
        code = self.consent(oa_id)["code"]
        return self.ask_token(code=code, grant_type="authorization_code")

    def connect(self, kind: str = "4", **more: Any) -> "Connected":
        oa_id = self.add_account(kind, **more)
        return Connected(self, oa_id, self.tokens(oa_id)["access_token"])

    def act(self, act: str, oa_id: str, resident: str = "bà Lan", **more: Any) -> dict[str, Any]:
        answer = self.control("/act", {"act": act, "oa_id": oa_id, "resident": resident, **more})
        return dict(answer["results"][0])

    def flush(self) -> dict[str, Any]:
        return dict(self.control("/events/flush", {"timeout": 5}))

    def at(self, moment: str, *, freeze: bool = True) -> None:
        self.control("/clock", {"set": moment, "freeze": freeze})

    def advance(self, *, seconds: float = 0, hours: float = 0, days: float = 0) -> None:
        self.control("/clock", {"advance_seconds": seconds + 3_600 * hours + 86_400 * days})


@dataclass
class Connected:
    """An account whose access token is at hand."""

    desk: Desk
    oa_id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"access_token": self.token}

    def get(self, path: str, data: Any = None, **query: str) -> Any:
        asked = {"data": json.dumps(data), **query} if data is not None else query
        return self.desk.client.get(path, params=asked, headers=self.headers).json()

    def post(self, path: str, body: Any = None) -> Any:
        return self.desk.client.post(path, json=body, headers=self.headers).json()

    def upload(self, path: str, name: str, content: bytes) -> Any:
        return self.desk.client.post(path, files={"file": (name, content)}, headers=self.headers).json()

    def article(self, **more: Any) -> str:
        """A finished article's id."""
        token = self.post("/v2.0/article/create", {**ARTICLE, **more})["data"]["token"]
        self.desk.advance(seconds=2)
        return str(self.post("/v2.0/article/verify", {"token": token})["data"]["id"])

    def broadcast(self, *article_ids: str, target: Any = None) -> Any:
        elements = [{"media_type": "article", "attachment_id": article_id} for article_id in article_ids]
        payload = {"template_type": "media", "elements": elements}
        return self.post(
            "/v2.0/oa/message",
            {
                "recipient": {"target": {} if target is None else target},
                "message": {"attachment": {"type": "template", "payload": payload}},
            },
        )

    def say(self, user_id: str, path: str = "/v2.0/oa/message", **message: Any) -> Any:
        return self.post(path, {"recipient": {"user_id": user_id}, "message": message or {"text": "Chào bà"}})


def expected_mac(body: bytes) -> str:
    """The signature of a webhook, computed here from zalo/README.md 10.2 and not by the simulator."""
    timestamp = json.loads(body)["timestamp"]
    return (
        "mac=" + hashlib.sha256(APP_ID.encode() + body + timestamp.encode() + OA_SECRET.encode()).hexdigest()
    )
