"""Who calls: the ``access_token`` header, its checks in Zalo's order, and the rate limits."""

import hmac

from infra.local.zalo.calls import Call, Family
from infra.local.zalo.errors import EXPIRED_TOKEN, OA_REACHED_LIMIT, Refusal, graph_refusal, zns_refusal
from infra.local.zalo.signature import appsecret_proof
from infra.local.zalo.state import Account, App, Token

LIMIT_HEADER = "X-RateLimit-Limit"
REMAIN_HEADER = "X-RateLimit-Remain"


def authorise(call: Call, family: Family) -> dict[str, str]:
    """Fill in the call's app, account and token; return the headers that report the rate limit.

    Raises:
        Refusal: the token, the app or the OA is not accepted, or a limit is reached. A Mini App and the
            OAuth host have checks of their own, and pass.
    """
    if family in ("oauth", "mini_app"):
        return {}
    if family == "graph":
        return _authorise_user(call)
    try:
        _authorise_account(call)
    except Refusal as refusal:
        if family == "zns" and refusal.code in (-216, -220):
            raise zns_refusal(-124, refusal.message) from refusal
        if family == "zns" and refusal.code == -242:  # noqa: PLR2004 - zalo/README.md 2.2
            raise zns_refusal(-1241) from refusal
        raise
    return _count_account_call(call, family)


def token_of(call: Call) -> Token | None:
    """The token in the header, whatever its state."""
    return call.simulator.world.tokens.get(call.headers.get("access_token", ""))


def _authorise_account(call: Call) -> None:
    settings, world = call.simulator.settings, call.simulator.world
    token = token_of(call)
    if token is None and call.query.get("access_token"):
        raise Refusal(settings.query_token_answer)
    if token is None or token.family != "oa" or token.kind != "access":
        raise Refusal(-216)
    app, account = world.apps.get(token.app_id), world.accounts.get(token.owner)
    if app is None or account is None:
        raise Refusal(-216)
    refusal = _standing(call, token, app, account)
    if refusal:
        over = call.now_ms >= token.expires_ms and refusal == settings.expired_token_code
        raise Refusal(refusal, EXPIRED_TOKEN if over else None)
    if settings.appsecret_proof_required or app.appsecret_proof_required:
        _check_proof(call, app.app_secret, token.value)
    if settings.geo_block_openapi and settings.caller_country != "VN":
        raise graph_refusal(-501, ip=settings.caller_ip)
    call.token, call.known_app, call.known_account = token, app, account


def _standing(call: Call, token: Token, app: App, account: Account) -> int:
    """The code of what stands between a known token and its use, in the order of asking; 0 is nothing."""
    settings = call.simulator.settings
    obstacles = (
        (app.app_id in account.removed_apps, settings.revoke_signal),
        (token.state != "live", -216),
        (call.now_ms >= token.expires_ms, settings.expired_token_code),
        (not app.active, -209),
        (not app.registered, -212),
        (account.state == "disabled", -204),
        (account.state == "deleted", -205),
    )
    return next((code for is_so, code in obstacles if is_so), 0)


def _check_proof(call: Call, secret: str, token: str) -> None:
    sent = call.headers.get("appsecret_proof", "").lower()
    if not hmac.compare_digest(sent.encode(), appsecret_proof(secret, token).encode()):
        raise Refusal(-242)


def _count_account_call(call: Call, family: Family) -> dict[str, str]:
    settings, limits = call.simulator.settings, call.simulator.limits
    if not settings.rate_limit:
        return {}
    limit = settings.rate_limit_article if family == "article" else settings.rate_limit_app
    remain = limits.take(f"{family} {call.app.app_id}", limit, call.now_ms)
    headers = {LIMIT_HEADER: str(limit), REMAIN_HEADER: str(max(remain, 0))}
    if remain < 0:
        raise RateLimited(headers)
    if settings.rate_limit_oa and family != "zns":
        limit = settings.rate_limit_oa
        left = limits.take(f"oa {call.account.oa_id}", limit, call.now_ms)
        if left < 0:
            raise RateLimited({LIMIT_HEADER: str(limit), REMAIN_HEADER: "0"}, OA_REACHED_LIMIT)
    return headers


class RateLimited(Refusal):
    """-32, with the headers that say so."""

    def __init__(self, headers: dict[str, str], message: str | None = None) -> None:
        super().__init__(-32, message)
        self.headers = headers


def _authorise_user(call: Call) -> dict[str, str]:
    settings, world = call.simulator.settings, call.simulator.world
    token = token_of(call)
    if (
        token is None
        or token.family != "user"
        or token.kind != "access"
        or token.state != "live"
        or call.now_ms >= token.expires_ms
    ):
        raise graph_refusal(452)
    call.token, call.known_app = token, world.apps[token.app_id]
    if not settings.rate_limit:
        return {}
    limit = settings.rate_limit_graph
    remain = call.simulator.limits.take(f"graph {token.app_id}", limit, call.now_ms)
    headers = {LIMIT_HEADER: str(limit), REMAIN_HEADER: str(max(remain, 0))}
    person = f"graph {token.app_id} {token.owner}"
    if remain < 0 or call.simulator.limits.take(person, settings.rate_limit_graph_user, call.now_ms) < 0:
        raise RateLimited(headers)
    return headers
