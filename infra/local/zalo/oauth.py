"""oauth.zaloapp.com: consent, codes and rotating tokens (zalo/README.md 2).

Two families share the rules: ``oa`` (the admin of an OA) and ``user`` (end users); their codes and tokens
are not interchangeable.
"""

import hmac
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from infra.local.zalo import texts
from infra.local.zalo.calls import Call
from infra.local.zalo.errors import OAuthRefusal
from infra.local.zalo.pages import Choice, consent_page
from infra.local.zalo.signature import pkce_challenge
from infra.local.zalo.simulator import Simulator
from infra.local.zalo.state import App, Code, Json, Token, TokenKind

type TokenFamily = Literal["oa", "user"]

_USER_ACCESS_SECONDS = 3_600
_USER_REFRESH_SECONDS = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the browser on."""

    location: str


def permission(call: Call, family: TokenFamily) -> Redirect | str:
    """The consent address: a redirect when it is decided, the page to choose from otherwise (HTML).

    The simulator's own parameter ``oa_id`` (or ``resident`` for end users) gives the consent at once.
    """
    simulator, query = call.simulator, call.query
    app = simulator.find_app(query.get("app_id", ""))
    if app is None or not app.active:
        return _error(call, -14002)
    if not redirect_allowed(app, query.get("redirect_uri", "")):
        return _error(call, -14003)
    parameter = "oa_id" if family == "oa" else "resident"
    if parameter not in query:
        return _choices(call, app, family, parameter)
    owner = query[parameter]
    if family == "oa":
        account = simulator.world.accounts.get(owner)
        if account is None or account.state != "active":
            return _error(call, -205)
        account.granted[app.app_id] = simulator.now_ms()
        account.removed_apps.discard(app.app_id)
    return Redirect(_callback(call, app, family, owner))


def redirect_allowed(app: App, redirect_uri: str) -> bool:
    """Whether a callback is registered: exactly, below a registered address, or by a prefix with ``*``."""
    return bool(redirect_uri) and any(
        redirect_uri == known
        or (known.endswith("*") and redirect_uri.startswith(known[:-1]))
        or redirect_uri.startswith((known.rstrip("/") + "/", known + "?"))
        for known in app.redirect_uris
    )


def access_token(call: Call, family: TokenFamily) -> Json:
    """Code to tokens, or refresh token to new tokens.

    Raises:
        OAuthRefusal: see zalo/README.md 2.4.
    """
    grant = call.form.get("grant_type", "")
    if grant not in ("authorization_code", "refresh_token"):
        raise OAuthRefusal(-14018)
    app = call.simulator.find_app(call.form.get("app_id", ""))
    if app is None or not app.active:
        raise OAuthRefusal(-14002)
    if not hmac.compare_digest(call.headers.get("secret_key", "").encode(), app.app_secret.encode()):
        raise OAuthRefusal(-14004)
    if grant == "authorization_code":
        return _from_code(call, app, family)
    return _from_refresh_token(call, app, family)


def issue(
    simulator: Simulator,
    app_id: str,
    family: TokenFamily,
    owner: str,
    *,
    chain: str,
    refresh_expires_ms: int = 0,
    scopes: list[str] | None = None,
) -> Json:
    """Mint a pair of tokens; the chain's older access tokens die (zalo/README.md 2.3)."""
    settings, world, now = simulator.settings, simulator.world, simulator.now_ms()
    access_seconds = settings.access_token_seconds if family == "oa" else _USER_ACCESS_SECONDS
    refresh_seconds = settings.refresh_token_seconds if family == "oa" else _USER_REFRESH_SECONDS
    lifetimes: tuple[tuple[TokenKind, int], ...] = (
        ("access", now + access_seconds * 1000),
        ("refresh", refresh_expires_ms or now + refresh_seconds * 1000),
    )
    _end(simulator, app_id, family, owner, kind="access")
    access, refresh = (
        Token(
            value=simulator.ids.token(settings.token_length),
            kind=kind,
            family=family,
            app_id=app_id,
            owner=owner,
            chain=chain,
            issued_ms=now,
            expires_ms=expires,
            scopes=scopes or [],
        )
        for kind, expires in lifetimes
    )
    for token in (access, refresh):
        world.tokens[token.value] = token
        world.live_tokens.setdefault((app_id, family, owner, token.kind), []).append(token)
    simulator.count("access_tokens_issued")
    answer: Json = {
        "access_token": access.value,
        "refresh_token": refresh.value,
        "expires_in": str(access_seconds),
    }
    if family == "user":
        answer["refresh_token_expires_in"] = str((refresh.expires_ms - now) // 1000)
    return answer


def end_tokens(simulator: Simulator, app_id: str, family: TokenFamily, owner: str) -> None:
    """End every token of an owner for an app."""
    _end(simulator, app_id, family, owner, kind="access")
    _end(simulator, app_id, family, owner, kind="refresh")


def _end(simulator: Simulator, app_id: str, family: TokenFamily, owner: str, *, kind: str) -> None:
    index = simulator.world.live_tokens
    for token in index.pop((app_id, family, owner, kind), []):
        if token.state == "live":
            token.state = "ended"


def _from_code(call: Call, app: App, family: TokenFamily) -> Json:
    simulator, now = call.simulator, call.now_ms
    code = simulator.world.codes.get(call.form.get("code", ""))
    if code is None or code.family != family or code.app_id != app.app_id:
        raise OAuthRefusal(-14005)
    if code.used:
        simulator.count("codes_reused")
        raise OAuthRefusal(-14005)
    if now >= code.expires_ms:
        raise OAuthRefusal(-14005)
    verifier = call.form.get("code_verifier", "")
    if (code.challenge and pkce_challenge(verifier) != code.challenge) or (
        simulator.settings.pkce_required and not code.challenge
    ):
        raise OAuthRefusal(-14005, "Invalid code verifier")
    code.used = True
    if simulator.settings.consent_ends_old_chain:
        end_tokens(simulator, app.app_id, family, code.owner)
    return issue(simulator, app.app_id, family, code.owner, chain=code.value, scopes=["userInfo"])


def _from_refresh_token(call: Call, app: App, family: TokenFamily) -> Json:
    simulator, now, settings = call.simulator, call.now_ms, call.simulator.settings
    token = simulator.world.tokens.get(call.form.get("refresh_token", ""))
    if token is None or token.kind != "refresh" or token.family != family or token.app_id != app.app_id:
        raise OAuthRefusal(-14014)
    if token.state == "used":
        if token.replaced_by and now - token.used_ms < settings.refresh_grace_seconds * 1000:
            return token.replaced_by
        simulator.count("refresh_tokens_reused")
        raise OAuthRefusal(-14014)
    if token.state != "live" or now >= token.expires_ms:
        raise OAuthRefusal(-14014)
    token.state, token.used_ms = "used", now
    restarts = family == "oa" and settings.refresh_lifetime_restarts
    answer = issue(
        simulator,
        app.app_id,
        family,
        token.owner,
        chain=token.chain,
        refresh_expires_ms=0 if restarts else token.expires_ms,
        scopes=token.scopes,
    )
    if settings.refresh_omits_token:
        simulator.world.tokens.pop(answer.pop("refresh_token"))
        token.state = "live"
    token.replaced_by = answer
    simulator.count("refreshes")
    return answer


def _callback(call: Call, app: App, family: TokenFamily, owner: str) -> str:
    simulator, query = call.simulator, call.query
    code = Code(
        value=simulator.ids.code(),
        family=family,
        app_id=app.app_id,
        owner=owner,
        challenge=query.get("code_challenge", ""),
        expires_ms=simulator.now_ms() + simulator.settings.code_seconds * 1000,
    )
    simulator.world.codes[code.value] = code
    simulator.count("codes_issued")
    added = {"code": code.value}
    if family == "oa":
        added["oa_id"] = owner
    if simulator.settings.callback_echo:
        added |= {name: query[name] for name in ("state", "code_challenge") if query.get(name)}
    parts = urlsplit(query["redirect_uri"])
    complete = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *added.items()])
    return urlunsplit(parts._replace(query=complete))


def _choices(call: Call, app: App, family: TokenFamily, parameter: str) -> str:
    world = call.simulator.world
    if family == "oa":
        choices = [
            Choice(account.oa_id, account.name, texts.GOVERNMENT if account.oa_type == 4 else texts.BUSINESS)  # noqa: PLR2004 - 4 is government, zalo/README.md 3.4
            for account in world.accounts.values()
            if account.state == "active"
        ]
        title, lead = texts.CONSENT_TITLE, texts.CONSENT_LEAD
    else:
        choices = [Choice(person.key, person.name, person.phone) for person in world.people.values()]
        title, lead = texts.LOGIN_TITLE, texts.LOGIN_LEAD
    return consent_page(
        title=title,
        lead=lead.format(app_id=app.app_id),
        choices=choices,
        parameter=parameter,
        query=call.query,
    )


def _error(call: Call, code: int) -> Redirect:
    return Redirect(f"{call.path}/error?error_code={code}")
