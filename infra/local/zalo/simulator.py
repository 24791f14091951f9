"""The simulated platform as one object: settings, clock, state, faults, limits and the webhook sender."""

import unicodedata
from typing import Any, Final

from infra.local.zalo import http_client
from infra.local.zalo.clock import Clock
from infra.local.zalo.errors import invalid
from infra.local.zalo.faults import Faults
from infra.local.zalo.http_client import Answer, Poster
from infra.local.zalo.identifiers import Identifiers
from infra.local.zalo.limits import RateLimits
from infra.local.zalo.settings import Settings
from infra.local.zalo.signature import mini_app_mac
from infra.local.zalo.state import Account, App, Json, User, World
from infra.local.zalo.webhooks import Event, WebhookSender, encode, signed_headers

_LARGEST_DRIFT_MS: Final = 60_000  # beyond it the clock was set back, and the moment starts again


class Simulator:
    """Owns everything; the handlers of the platform and of the control API work on it."""

    def __init__(
        self, settings: Settings | None = None, clock: Clock | None = None, post: Poster = http_client.post
    ) -> None:
        self.settings = settings or Settings()
        self.clock = clock or Clock()
        self.post = post
        self._make_parts()

    def start_afresh(self) -> None:
        """Forget everything but the settings; time follows the real clock again."""
        self.webhooks.close()
        self.clock.forget_listeners()
        self.clock.reset()
        self._make_parts()

    def _make_parts(self) -> None:
        self.world = World()
        self.ids = Identifiers(self.settings.seed)
        self.faults = Faults(self.settings.seed)
        self.limits = RateLimits()
        self.webhooks = WebhookSender(self.settings, self.clock, self.find_app, self.post)

    def find_app(self, app_id: str) -> App | None:
        """An app, or nothing."""
        return self.world.apps.get(app_id)

    def now_ms(self) -> int:
        """Milliseconds of the simulator's clock."""
        return self.clock.milliseconds()

    def month(self) -> str:
        """The calendar month in the platform's time zone, as a key of quotas."""
        return self.clock.local(self.settings.platform_tz).strftime("%Y-%m")

    def day(self) -> str:
        """The calendar day in the platform's time zone, as a key of quotas."""
        return self.clock.local(self.settings.platform_tz).strftime("%Y-%m-%d")

    def is_night(self) -> bool:
        """Whether promotion and broadcasts are blocked now (zalo/README.md 5.1)."""
        if not self.settings.night_enforced:
            return False
        hour = self.clock.local(self.settings.platform_tz).hour
        return hour >= self.settings.night_starts_hour or hour < self.settings.night_ends_hour

    def text(self, value: str) -> str:
        """A resident's text in the Unicode form that the settings ask for."""
        return unicodedata.normalize("NFD" if self.settings.text_form == "NFD" else "NFC", value)

    # --- People -------------------------------------------------------------------------------------------

    def user_of_resident(self, account: Account, resident: str, name: str | None = None) -> User:
        """The person of a key as this OA knows them, made at first sight."""
        user_id = self.ids.user_id(account.oa_id, resident)
        person = self.world.person(resident, name)
        user = account.users.get(user_id)
        if user is None:
            user = account.users[user_id] = User(user_id=user_id, person=person)
        user.person = person
        return user

    def known_user(self, account: Account, user_id: object) -> User:
        """The user of an id that a client sent; numbers are taken as their digits.

        Raises:
            Refusal: -201, the id is missing, malformed or belongs to another OA.
        """
        wanted = "" if isinstance(user_id, bool) or not isinstance(user_id, str | int) else str(user_id)
        user = account.users.get(wanted)
        if user is None:
            raise invalid("user_id")
        return user

    def follow(self, account: Account, user: User) -> bool:
        """Let a person follow; False when they already do."""
        if user.follow == "following":
            return False
        user.follow = "following"
        user.last_interaction_ms = self.now_ms()
        account.followers += 1
        return True

    def unfollow(self, account: Account, user: User) -> bool:
        """Let a person leave; False when they did not follow."""
        if user.follow != "following":
            return False
        user.follow = "left"
        user.left_ms = self.now_ms()
        account.followers -= 1
        return True

    # --- Events -------------------------------------------------------------------------------------------

    def listeners(self, account: Account, event_name: str) -> list[App]:
        """The apps that hear an event of an OA: granted, subscribed, and the event switched on."""
        if self.settings.webhook_stopped or event_name in self.settings.webhook_events_off:
            return []
        return [
            app
            for app in self.world.apps.values()
            if app.webhook_url
            and app.webhook_subscribed
            and event_name not in app.events_off
            and (self.settings.webhook_without_grant or app.app_id in account.granted)
        ]

    def emit(
        self,
        account: Account,
        event_name: str,
        fields: Json,
        *,
        resident: str = "",
        headers: dict[str, str] | None = None,
    ) -> list[str]:
        """Send an event of an OA to every app that hears it; return the simulator's event ids.

        ``resident`` adds ``user_id_by_app``; ``fields`` are the event's own (zalo/README.md 10.3 and 10.4).
        """
        listeners = self.listeners(account, event_name)
        if not listeners:
            self.world.counts["events_unheard"] += 1
        return [
            self._emit_to(app, account.oa_id, event_name, fields, resident=resident, headers=headers or {})
            for app in listeners
        ]

    def _emit_to(
        self, app: App, oa_id: str, event_name: str, fields: Json, *, resident: str, headers: dict[str, str]
    ) -> str:
        now_ms = self._moment_of(app.app_id, oa_id, resident)
        timestamp = str(now_ms)
        body: Json = {"app_id": app.app_id, **fields}
        if resident:
            body["user_id_by_app"] = self.ids.user_id_by_app(app.app_id, resident)
        body |= {"event_name": event_name, "timestamp": timestamp}
        raw = encode(body)
        event = Event(
            event_id=self.ids.event_id(),
            event_name=event_name,
            app_id=app.app_id,
            oa_id=oa_id,
            body=raw,
            made_ms=now_ms,
            headers={**signed_headers(app, raw, timestamp, oa_id, self.settings), **headers},
        )
        self.webhooks.put(event)
        return event.event_id

    def _moment_of(self, app_id: str, oa_id: str, resident: str) -> int:
        """The time of an event: one person's events never share a millisecond, as people take their time."""
        now_ms = self.now_ms()
        if not resident:
            return now_ms
        moments, key = self.world.event_moments, (app_id, oa_id, resident)
        last = moments.get(key, 0)
        if now_ms <= last < now_ms + _LARGEST_DRIFT_MS:
            now_ms = last + 1
        moments[key] = now_ms
        return now_ms

    def emit_mini_app(self, app: App, body: Json) -> str:
        """Send a Mini App webhook, signed in its own way (zalo/README.md 11.4)."""
        raw = encode(body)
        event = Event(
            event_id=self.ids.event_id(),
            event_name=str(body.get("event", "")),
            app_id=app.app_id,
            oa_id="",
            body=raw,
            made_ms=self.now_ms(),
            headers={"X-ZEvent-Signature": mini_app_mac(body, app.mini_app_key)},
        )
        self.webhooks.put(event)
        return event.event_id

    async def test_webhook(self, app: App) -> Answer | None:
        """The console's test POST on saving the URL: unsigned or empty; ``None`` when nothing answered."""
        body = b"" if self.settings.webhook_test_post == "empty" else b"{}"
        headers = {"Content-Type": "application/json", "User-Agent": "ZaloWebhook"}
        try:
            return await self.post(app.webhook_url, body, headers, self.settings.webhook_test_timeout_seconds)
        except (OSError, TimeoutError):
            return None

    def count(self, what: str, by: int = 1) -> None:
        """Count something for the summary."""
        self.world.counts[what] += by

    def as_clock(self) -> dict[str, Any]:
        """The clock for the control API."""
        return {
            "now": self.clock.now().isoformat(),
            "ms": str(self.clock.milliseconds()),
            "local": self.clock.local(self.settings.platform_tz).isoformat(),
            "offset_seconds": round(self.clock.offset_seconds, 3),
            "frozen": self.clock.frozen,
            "night": self.is_night(),
        }
