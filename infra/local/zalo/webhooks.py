"""The webhook sender: a queue with a concurrency limit, signatures, duplicates, disorder, the retry ladder.

The ladder and the limits are those of zalo/README.md 10.1; all waiting follows the simulator's clock,
only the 2 s limit of one attempt is real time. Everything runs in one event loop.
"""

import asyncio
import heapq
import json
import random
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from infra.local.zalo.clock import Clock
from infra.local.zalo.http_client import Answer, Poster
from infra.local.zalo.settings import Settings
from infra.local.zalo.signature import oa_hmac, oa_mac
from infra.local.zalo.state import App

EventState = Literal["queued", "sending", "waiting", "delivered", "failed", "dropped"]
_OK = 200


@dataclass(slots=True, kw_only=True)
class Event:
    """One event for one app, and how its delivery went. ``body`` is exactly what is sent."""

    event_id: str
    event_name: str
    app_id: str
    oa_id: str
    body: bytes
    made_ms: int
    headers: dict[str, str] = field(default_factory=dict)
    state: EventState = "queued"
    attempts: int = 0
    answers_200: int = 0
    retries: int = 0
    next_ms: int = 0
    last_status: int = 0  # 0: no answer
    last_error: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For the control API."""
        return {
            "event_id": self.event_id,
            "event_name": self.event_name,
            "app_id": self.app_id,
            "oa_id": self.oa_id,
            "state": self.state,
            "attempts": self.attempts,
            "answers_200": self.answers_200,
            "retries": self.retries,
            "last_status": self.last_status,
            "last_error": self.last_error,
            "made_ms": str(self.made_ms),
            "body": self.body.decode(errors="replace"),
        }


def encode(body: Mapping[str, Any]) -> bytes:
    """The bytes of an event: compact JSON, Vietnamese as it is."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def signed_headers(app: App, body: bytes, timestamp: str, oa_id: str, settings: Settings) -> dict[str, str]:
    """The headers of a signed event, in the variant that the settings ask for."""
    variant = settings.signature_variant
    if variant == "hmac":
        mac = oa_hmac(body, app.oa_secret_key)
    else:
        secret = app.app_secret if variant == "app_secret" else app.oa_secret_key
        mac = oa_mac(oa_id if variant == "oa_id" else app.app_id, body, timestamp, secret)
    headers = {"X-ZEvent-Signature": f"mac={mac}"}
    if settings.send_timestamp_header:
        headers["X-ZEvent-Timestamp"] = timestamp
    return headers


class WebhookSender:
    """Sends the events of all apps. ``find_app`` looks an app up at the moment of sending."""

    def __init__(
        self, settings: Settings, clock: Clock, find_app: Callable[[str], App | None], post: Poster
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._find_app = find_app
        self._post = post
        self._dice = random.Random(settings.seed or None)  # noqa: S311 - dice, not secrets
        self._queue: deque[tuple[Event, bool]] = deque()  # with: is an extra copy
        self._waiting: list[tuple[int, int, Event]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._timer: asyncio.TimerHandle | None = None
        self._serial = 0
        self.events: dict[str, Event] = {}
        clock.on_move(self._wake)

    def put(self, event: Event) -> None:
        """Take an event over for sending, with its duplicates."""
        self.events[event.event_id] = event
        copies = self._settings.webhook_copies
        if self._dice.random() < self._settings.webhook_duplicate_probability:
            copies += 1
        for copy in range(copies):
            self._queue.append((event, copy > 0))
        self._pump()

    def redeliver(self, event: Event) -> None:
        """Send an event once more, whatever became of it."""
        self._queue.append((event, event.state == "delivered"))
        self._pump()

    def close(self) -> None:
        """Drop everything that waits and stop what is under way."""
        self._queue.clear()
        self._waiting.clear()
        self.events.clear()
        for task in self._tasks:
            task.cancel()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def wait_until_idle(self, real_seconds: float) -> bool:
        """Wait until nothing is queued or under way; retries that are not due yet do not count."""
        try:
            async with asyncio.timeout(real_seconds):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True

    def totals(self) -> dict[str, int]:
        """How many events are in which state; ``delivered`` counts distinct events answered with 200."""
        states = Counter(event.state for event in self.events.values())
        return {
            "made": len(self.events),
            "sent": sum(1 for event in self.events.values() if event.attempts),
            "delivered": states["delivered"],
            "pending": states["queued"] + states["sending"] + states["waiting"],
            "waiting_for_retry": states["waiting"],
            "failed": states["failed"],
            "dropped": states["dropped"],
            "attempts": sum(event.attempts for event in self.events.values()),
        }

    def _pump(self) -> None:
        while self._queue and len(self._tasks) < self._settings.webhook_concurrency:
            if self._settings.webhook_shuffle:
                self._queue.rotate(-self._dice.randrange(len(self._queue)))
            event, extra = self._queue.popleft()
            task = asyncio.get_running_loop().create_task(self._attempt(event, extra=extra))
            self._tasks.add(task)
            task.add_done_callback(self._finished)
        if self._queue or self._tasks:
            self._idle.clear()
        else:
            self._idle.set()

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            asyncio.get_running_loop().call_exception_handler(
                {"message": "webhook sender", "exception": error}
            )
        self._pump()

    async def _attempt(self, event: Event, *, extra: bool) -> None:
        app = self._find_app(event.app_id)
        if app is None or not app.webhook_url or not app.webhook_subscribed:
            if event.state != "delivered":
                event.state = "dropped"
            return
        if event.state == "queued" or (event.state == "waiting" and not extra):
            event.state = "sending"
        retry = {"num_retry": str(event.retries)} if event.retries and not extra else {}
        headers = {"Content-Type": "application/json", "User-Agent": "ZaloWebhook", **event.headers, **retry}
        status, error = 0, ""
        event.attempts += 1
        try:
            of_mini_app = "." in event.event_name and app.mini_app_webhook_url
            url = app.mini_app_webhook_url if of_mini_app else app.webhook_url
            answer: Answer = await self._post(
                url, event.body, headers, self._settings.webhook_timeout_seconds
            )
            status = answer.status
        except (OSError, TimeoutError) as failure:
            error = type(failure).__name__
        event.last_status, event.last_error = status, error
        if status == _OK:
            event.answers_200 += 1
            event.state = "delivered"
        elif not extra and event.state != "delivered":
            self._failed(event, app, answered=status != 0)

    def _failed(self, event: Event, app: App, *, answered: bool) -> None:
        ladder = self._settings.webhook_retry_ladder_seconds
        retriable = self._settings.webhook_retry and not (
            answered and self._settings.webhook_retry_on == "connection"
        )
        if retriable and event.retries < len(ladder):
            wait_ms = int(ladder[event.retries] * self._settings.webhook_retry_factor * 1000)
            event.retries += 1
            event.next_ms = self._clock.milliseconds() + wait_ms
            event.state = "waiting"
            self._serial += 1
            heapq.heappush(self._waiting, (event.next_ms, self._serial, event))
            self._wake()
            return
        event.state = "failed"
        if retriable and self._settings.webhook_unsubscribes:
            app.webhook_subscribed = False

    def _wake(self) -> None:
        """Queue the retries that are due and set the timer for the next one."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._clock.milliseconds()
        while self._waiting and self._waiting[0][0] <= now:
            event = heapq.heappop(self._waiting)[2]
            if event.state == "waiting":
                self._queue.append((event, False))
        if self._waiting:
            delay = self._clock.real_seconds_until(self._waiting[0][0])
            if delay is not None:
                self._timer = asyncio.get_running_loop().call_later(delay + 0.001, self._wake)
        if self._queue:
            self._pump()
