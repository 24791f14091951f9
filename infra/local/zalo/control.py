"""The control API under ``/_sim/``: what tests and the demo do to the simulated world (see README.md)."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from infra.local.zalo import holdings
from infra.local.zalo.files import put_file
from infra.local.zalo.gateway import JsonAnswer
from infra.local.zalo.oauth import end_tokens, issue
from infra.local.zalo.residents import perform
from infra.local.zalo.simulator import Simulator
from infra.local.zalo.state import Account, AccountKind, App, Json, OneTimeCode, Template
from infra.local.zalo.summary import summarise
from infra.local.zalo.webhooks import Event, encode, signed_headers

type Action = Callable[[Simulator, Any], Json | Awaitable[Json]]

_KINDS: Final[tuple[AccountKind, ...]] = get_args(AccountKind)
_OK: Final = 200


async def reset(simulator: Simulator, wish: Json) -> Json:
    """Forget everything; ``{"settings": true}`` puts the settings back as well."""
    if wish.get("settings"):
        simulator.settings.change(type(simulator.settings)().as_dict())
    if "seed" in wish:
        simulator.settings.change({"seed": wish["seed"]})
    simulator.start_afresh()
    return {"ok": True}


def change_settings(simulator: Simulator, wish: Json) -> Json:
    """Change switches; answer them all."""
    simulator.settings.change(wish)
    return simulator.settings.as_dict()


async def put_app(simulator: Simulator, wish: Json) -> Json:
    """Make or change an app; a new webhook URL gets the console's test POST first."""
    app_id = str(wish.get("app_id", ""))
    known = simulator.find_app(app_id)
    if known is None:
        if not (app_id and wish.get("app_secret")):
            raise ValueError("a new app needs app_id and app_secret")
        known = App(
            app_id=app_id,
            app_secret=str(wish["app_secret"]),
            oa_secret_key=str(wish.get("oa_secret_key", "")),
        )
        simulator.world.apps[app_id] = known
    for name in ("app_secret", "oa_secret_key", "mini_app_id", "mini_app_key", "mini_app_webhook_url"):
        if name in wish:
            setattr(known, name, str(wish[name]))
    for name in ("redirect_uris", "events_off", "mini_app_scopes"):
        if name in wish:
            setattr(known, name, [str(value) for value in wish[name]])
    for name in ("active", "registered", "appsecret_proof_required"):
        if name in wish:
            setattr(known, name, bool(wish[name]))
    test = await _save_webhook(simulator, known, wish) if "webhook_url" in wish else None
    return {**asdict(known), "test_post": test}


async def _save_webhook(simulator: Simulator, app: App, wish: Json) -> Json:
    """Save the URL when its test POST was answered with 200 (zalo/README.md 10.1)."""
    before = (app.webhook_url, app.webhook_subscribed)
    app.webhook_url, app.webhook_subscribed = str(wish["webhook_url"]), bool(wish["webhook_url"])
    skipped = wish.get("skip_test") or simulator.settings.webhook_test_post == "off" or not app.webhook_url
    if skipped:
        return {"sent": False}
    answer = await simulator.test_webhook(app)
    if answer is None or answer.status != _OK:
        app.webhook_url, app.webhook_subscribed = before
        status = "no answer" if answer is None else f"status {answer.status}"
        raise ValueError(f"the webhook URL was not saved: its test POST got {status}, not 200")
    return {"sent": True, "status": answer.status}


def put_accounts(simulator: Simulator, wish: Any) -> Json:
    """Make or change OAs: a list, or one object."""
    wishes = wish.get("accounts", [wish]) if isinstance(wish, dict) else wish
    return {"accounts": [holdings.account_row(_put_account(simulator, one)) for one in wishes]}


def _put_account(simulator: Simulator, wish: Json) -> Account:
    oa_id = str(wish.get("oa_id") or simulator.ids.account_id())
    kind = str(wish.get("oa_type", "4"))
    account = simulator.world.accounts.get(oa_id)
    if "oa_type" in wish and kind not in _KINDS:
        raise ValueError(f"oa_type is one of {list(_KINDS)}, not {kind!r}")
    if account is None:
        if not oa_id.isdigit():
            raise ValueError("oa_id is a string of digits")
        account = Account(oa_id=oa_id, name=f"OA {oa_id}", created_ms=simulator.now_ms())
        account.kind = next(known for known in _KINDS if known == kind)
        simulator.world.accounts[oa_id] = account
    elif "oa_type" in wish:
        account.kind = next(known for known in _KINDS if known == kind)
    account.name = str(wish.get("name", account.name))
    account.description = str(wish.get("description", account.description))
    account.verified = bool(wish.get("verified", account.verified))
    if wish.get("state", "active") not in ("active", "disabled", "deleted"):
        raise ValueError("state is active, disabled or deleted")
    account.state = wish.get("state", account.state)
    for number in range(int(wish.get("followers", 0))):
        simulator.follow(account, simulator.user_of_resident(account, f"{oa_id}-follower-{number + 1}"))
    return account


def change_tokens(simulator: Simulator, wish: Json) -> Json:
    """Spoil or end the tokens of an account: ``do`` is expire_access, revoke or remove_app."""
    account = simulator.world.accounts.get(str(wish.get("oa_id", "")))
    do = wish.get("do")
    if account is None or do not in ("expire_access", "revoke", "remove_app"):
        raise ValueError("oa_id of a known account, and do: expire_access, revoke or remove_app")
    now, ended = simulator.now_ms(), 0
    for token in simulator.world.tokens.values():
        fits = (
            token.family == "oa"
            and token.owner == account.oa_id
            and wish.get("app_id", token.app_id) == token.app_id
        )
        if not fits or token.state != "live":
            continue
        ended += 1
        if do == "expire_access" and token.kind == "access":
            token.expires_ms = now
        elif do != "expire_access":
            token.state = "ended"
    for app_id in list(account.granted):
        if do == "remove_app" and wish.get("app_id", app_id) == app_id:
            del account.granted[app_id]
            account.removed_apps.add(app_id)
    return {"oa_id": account.oa_id, "tokens": ended}


def give_user_token(simulator: Simulator, wish: Json) -> Json:
    """A Mini App user's access token for graph.zalo.me, as the client side would get it."""
    app = simulator.find_app(str(wish.get("app_id", "")))
    resident = str(wish.get("resident", ""))
    if app is None or not resident:
        raise ValueError("app_id of a known app, and resident")
    simulator.world.person(resident, wish.get("name"))
    end_tokens(simulator, app.app_id, "user", resident)
    scopes = [str(scope) for scope in wish.get("scopes", ["userInfo"])]
    answer = issue(simulator, app.app_id, "user", resident, chain=resident, scopes=scopes)
    return {**answer, "id": simulator.ids.user_id_by_app(app.app_id, resident)}


def give_one_time_code(simulator: Simulator, wish: Json) -> Json:
    """A token of getPhoneNumber or getLocation: two minutes, once."""
    app = simulator.find_app(str(wish.get("app_id", "")))
    kind = wish.get("kind", "phone")
    if app is None or kind not in ("phone", "location") or not wish.get("resident"):
        raise ValueError("app_id of a known app, resident, and kind: phone or location")
    code = OneTimeCode(
        value=simulator.ids.code(),
        app_id=app.app_id,
        resident=str(wish["resident"]),
        kind=kind,
        expires_ms=simulator.now_ms() + 120_000,
        location={name: str(wish[name]) for name in ("latitude", "longitude", "provider") if name in wish},
    )
    simulator.world.one_time_codes[code.value] = code
    return {"code": code.value}


def put_consent(simulator: Simulator, wish: Json) -> Json:
    """Give or withdraw a user's consent to a Mini App; a withdrawal sends ``user.revoke.consent``."""
    app = simulator.find_app(str(wish.get("app_id", "")))
    resident = str(wish.get("resident", ""))
    if app is None or not resident:
        raise ValueError("app_id of a known app, and resident")
    simulator.world.person(resident)
    consents, key = simulator.world.notification_consents, f"{app.app_id} {resident}"
    user_id = simulator.ids.user_id_by_app(app.app_id, resident)
    if wish.get("given", True):
        consents.add(key)
        return {"user_id": user_id, "events": []}
    consents.discard(key)
    body = {
        "event": "user.revoke.consent",
        "appId": app.mini_app_id or app.app_id,
        "userId": user_id,
        "timestamp": simulator.now_ms(),
    }
    return {"user_id": user_id, "events": [simulator.emit_mini_app(app, body)]}


def review_version(simulator: Simulator, wish: Json) -> Json:
    """Tell a Mini App that a version was reviewed (``versions.review.done``)."""
    app = simulator.find_app(str(wish.get("app_id", "")))
    if app is None:
        raise ValueError("app_id of a known app")
    body = {
        "event": "versions.review.done",
        "appId": app.mini_app_id or app.app_id,
        "versionId": wish.get("version_id", "1"),
        "status": int(wish.get("status", 0)),
        "description": str(wish.get("description", "")),
        "timestamp": simulator.now_ms(),
    }
    return {"events": [simulator.emit_mini_app(app, body)]}


def put_template(simulator: Simulator, wish: Json) -> Json:
    """Make or replace a ZNS / ZBS template."""
    if not wish.get("template_id"):
        raise ValueError("a template needs template_id")
    template = Template(
        template_id=str(wish["template_id"]),
        name=str(wish.get("name", wish["template_id"])),
        oa_id=str(wish.get("oa_id", "")),
        uid_allowed=bool(wish.get("uid_allowed", True)),
        enabled=bool(wish.get("enabled", True)),
        parameters=[str(name) for name in wish.get("parameters", [])],
    )
    simulator.world.templates[template.template_id] = template
    return asdict(template)


def act(simulator: Simulator, wish: Any) -> Json:
    """Let residents act: one act or a list."""
    results = perform(simulator, wish if isinstance(wish, list) else wish.get("acts", [wish]))
    return {"events": [event for result in results for event in result["events"]], "results": results}


async def send_raw(simulator: Simulator, wish: Json) -> Json:
    """Post a body of one's own to the app's webhook, now, and answer what came back; nothing is queued.

    ``body`` is an object or a string, ``base64`` raw bytes. ``signed`` (default) signs as Zalo does with
    ``timestamp`` (default: the body's); ``signature`` replaces it; ``headers`` are added; ``times`` repeats.
    """
    app = simulator.find_app(str(wish.get("app_id") or next(iter(simulator.world.apps), "")))
    if app is None:
        raise ValueError("app_id of a known app")
    body, raw = wish.get("body", ""), b""
    raw = base64.b64decode(wish["base64"]) if "base64" in wish else _raw(body)
    timestamp = str(wish.get("timestamp", body.get("timestamp", "") if isinstance(body, dict) else ""))
    headers = {"Content-Type": "application/json", "User-Agent": "ZaloWebhook"}
    if wish.get("signed", True):
        headers |= signed_headers(app, raw, timestamp, str(wish.get("oa_id", "")), simulator.settings)
    if "signature" in wish:
        headers["X-ZEvent-Signature"] = str(wish["signature"])
    headers |= {str(name): str(value) for name, value in wish.get("headers", {}).items()}
    url = str(wish.get("url") or app.webhook_url)
    seconds = float(wish.get("timeout", 10))
    answers = await asyncio.gather(
        *(_post_once(simulator, url, raw, headers, seconds) for _ in range(int(wish.get("times", 1))))
    )
    return {"answers": answers, "bytes": len(raw)}


async def _post_once(
    simulator: Simulator, url: str, raw: bytes, headers: dict[str, str], seconds: float
) -> Json:
    try:
        answer = await simulator.post(url, raw, headers, seconds)
    except (OSError, TimeoutError) as failure:
        return {"status": 0, "error": type(failure).__name__}
    return {"status": answer.status, "body": answer.body.decode(errors="replace")}


def _raw(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else encode(body)


async def flush_events(simulator: Simulator, wish: Json) -> Json:
    """Wait until the sender has nothing to do now."""
    idle = await simulator.webhooks.wait_until_idle(float(wish.get("timeout", 30)))
    return {"idle": idle, **simulator.webhooks.totals()}


def redeliver(simulator: Simulator, wish: Json) -> Json:
    """Send events again: those named in ``event_ids``, or all of an ``event_name``, or all."""
    known = simulator.webhooks.events
    chosen: list[Event] = (
        [known[event_id] for event_id in wish["event_ids"] if event_id in known]
        if "event_ids" in wish
        else [event for event in known.values() if wish.get("event_name") in (None, event.event_name)]
    )
    for event in chosen:
        simulator.webhooks.redeliver(event)
    return {"events": len(chosen)}


def set_clock(simulator: Simulator, wish: Json) -> Json:
    """``set`` (ISO 8601 with a zone, or milliseconds; with ``freeze``), ``advance_seconds`` or ``reset``."""
    if "set" in wish:
        simulator.clock.set(_moment(wish["set"]), freeze=bool(wish.get("freeze", False)))
    elif "advance_seconds" in wish:
        simulator.clock.advance(float(wish["advance_seconds"]))
    elif wish.get("reset"):
        simulator.clock.reset()
    else:
        raise ValueError("set, advance_seconds or reset")
    return simulator.as_clock()


def _moment(value: Any) -> datetime:
    if isinstance(value, int) or (isinstance(value, str) and value.isdigit()):
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone, as in 2026-11-21T08:00:00+07:00")
    return moment


def add_faults(simulator: Simulator, wish: Any) -> Json:
    """Put rules in force: one object or a list."""
    wishes = wish if isinstance(wish, list) else [wish]
    return {"faults": [asdict(simulator.faults.add(one)) for one in wishes]}


def _posts(simulator: Simulator, action: Action) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        raw = await request.body()
        try:
            answer = action(simulator, json.loads(raw) if raw.strip() else {})
            return JsonAnswer(answer if isinstance(answer, dict) else await answer)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            return JsonAnswer({"error": f"{type(error).__name__}: {error}"}, status_code=422)

    return endpoint


def control_routes(simulator: Simulator) -> list[Route]:
    """The routes below ``/_sim``."""
    actions: dict[str, Action] = {
        "/reset": reset,
        "/settings": change_settings,
        "/apps": put_app,
        "/accounts": put_accounts,
        "/tokens": change_tokens,
        "/users/token": give_user_token,
        "/users/code": give_one_time_code,
        "/users/consent": put_consent,
        "/versions": review_version,
        "/templates": put_template,
        "/act": act,
        "/events/raw": send_raw,
        "/events/flush": flush_events,
        "/events/redeliver": redeliver,
        "/clock": set_clock,
        "/files": put_file,
        "/faults": add_faults,
    }
    posts = [Route(path, _posts(simulator, action), methods=["POST"]) for path, action in actions.items()]

    async def lift_faults(request: Request) -> Response:
        return JsonAnswer({"lifted": simulator.faults.remove(request.query_params.get("fault_id", ""))})

    async def health(_: Request) -> Response:
        return JsonAnswer({"ok": True})

    async def summary(_: Request) -> Response:
        return JsonAnswer(summarise(simulator))

    return [
        *posts,
        Route("/faults", lift_faults, methods=["DELETE"]),
        Route("/health", health, methods=["GET"]),
        Route("/summary", summary, methods=["GET"]),
        *holdings.holding_routes(simulator),
    ]
