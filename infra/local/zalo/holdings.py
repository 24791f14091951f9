"""What Zalo holds, for the control API to show: accounts, articles, broadcasts, messages, events, faults."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from itertools import islice
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from infra.local.zalo.gateway import JsonAnswer
from infra.local.zalo.simulator import Simulator
from infra.local.zalo.state import Account, Article, Broadcast, Json, Message, World

type Query = dict[str, str]

_DEFAULT_LIMIT: Final = 100


def account_row(account: Account) -> Json:
    """An account in a list."""
    return {
        "oa_id": account.oa_id,
        "name": account.name,
        "oa_type": account.kind,
        "state": account.state,
        "verified": account.verified,
        "followers": account.followers,
        "granted_apps": sorted(account.granted),
        "articles": sum(1 for article in account.articles.values() if not article.removed),
        "broadcasts": len(account.broadcasts),
    }


def account_detail(simulator: Simulator, account: Account) -> Json:
    """One account with its followers and the state of its tokens; token values are shown for tests only."""
    tokens = [
        {
            "app_id": token.app_id,
            "kind": token.kind,
            "state": token.state,
            "issued_ms": str(token.issued_ms),
            "expires_ms": str(token.expires_ms),
            "expired": simulator.now_ms() >= token.expires_ms,
            "value": token.value,
        }
        for token in simulator.world.tokens.values()
        if token.family == "oa" and token.owner == account.oa_id
    ]
    users = [
        {
            "user_id": user.user_id,
            "resident": user.person.key,
            "name": user.person.name,
            "follow": user.follow,
            "last_interaction_ms": "" if user.last_interaction_ms is None else str(user.last_interaction_ms),
            "messages": len(user.messages),
            "broadcasts": len(user.broadcasts_ms),
        }
        for user in account.users.values()
    ]
    return {**account_row(account), "tokens": tokens, "users": users, "tags": account.tags}


def holding_routes(simulator: Simulator) -> list[Route]:
    """The GET routes below ``/_sim``."""

    def world() -> World:  # a reset replaces it, so it is looked up each time
        return simulator.world

    def totals() -> Json:  # a reset replaces the sender too
        return dict(simulator.webhooks.totals())

    def articles(query: Query) -> Iterable[Json]:
        accounts = _chosen(simulator, query)
        return (_article(article) for account in accounts for article in account.articles.values())

    def broadcasts(query: Query) -> Iterable[Json]:
        return (_broadcast(simulator, sent) for sent in world().broadcasts if _of(query, sent.oa_id))

    def messages(query: Query) -> Iterable[Json]:
        wanted = query.get("source")
        return (
            _message(message)
            for message in world().messages.values()
            if _of(query, message.oa_id) and wanted in (None, "", str(message.source))
        )

    def events(query: Query) -> Iterable[Json]:
        return (
            event.as_dict()
            for event in simulator.webhooks.events.values()
            if _of(query, event.oa_id)
            and query.get("event_name") in (None, "", event.event_name)
            and query.get("state") in (None, "", event.state)
        )

    async def one_account(request: Request) -> Response:
        account = world().accounts.get(request.path_params["oa_id"])
        if account is None:
            return JsonAnswer({"error": "there is no such account"}, status_code=404)
        return JsonAnswer(account_detail(simulator, account))

    plain: dict[str, Callable[[], Json]] = {
        "/settings": simulator.settings.as_dict,
        "/clock": simulator.as_clock,
        "/faults": lambda: {"faults": simulator.faults.listing()},
        "/events": totals,
        "/apps": lambda: {"apps": [asdict(app) for app in world().apps.values()]},
        "/zns": lambda: {"zns": world().zns_messages},
        "/notifications": lambda: {"notifications": world().notifications},
    }
    lists: dict[str, tuple[str, Callable[[Query], Iterable[Json]]]] = {
        "/accounts": ("accounts", lambda query: (account_row(one) for one in _chosen(simulator, query))),
        "/articles": ("articles", articles),
        "/broadcasts": ("broadcasts", broadcasts),
        "/messages": ("messages", messages),
        "/events/list": ("events", events),
    }
    return [
        *(Route(path, _plain(make), methods=["GET"]) for path, make in plain.items()),
        *(Route(path, _paged(name, make), methods=["GET"]) for path, (name, make) in lists.items()),
        Route("/accounts/{oa_id}", one_account, methods=["GET"]),
    ]


def _plain(make: Callable[[], Json]) -> Callable[[Request], Any]:
    async def endpoint(_: Request) -> Response:
        return JsonAnswer(make())

    return endpoint


def _paged(name: str, make: Callable[[Query], Iterable[Json]]) -> Callable[[Request], Any]:
    """A list with ``offset`` and ``limit`` (100 unless told; 0 is all) and the total."""

    async def endpoint(request: Request) -> Response:
        query = dict(request.query_params)
        try:
            offset, limit = int(query.get("offset", "0")), int(query.get("limit", str(_DEFAULT_LIMIT)))
        except ValueError:
            return JsonAnswer({"error": "offset and limit are whole numbers"}, status_code=422)
        rows = list(make(query))
        page = list(islice(rows, offset, offset + limit if limit else None))
        return JsonAnswer({name: page, "total": len(rows), "offset": offset})

    return endpoint


def _of(query: Query, oa_id: str) -> bool:
    return query.get("oa_id") in (None, "", oa_id)


def _chosen(simulator: Simulator, query: Query) -> Iterable[Account]:
    return (account for account in simulator.world.accounts.values() if _of(query, account.oa_id))


def _article(article: Article) -> Json:
    return {
        "id": article.article_id,
        "oa_id": article.oa_id,
        "title": article.title,
        "status": article.body.get("status", "hide"),
        "verified": article.verified,
        "removed": article.removed,
        "created_ms": str(article.created_ms),
        "body": article.body,
    }


def _broadcast(simulator: Simulator, broadcast: Broadcast) -> Json:
    reviewed = simulator.now_ms() - broadcast.time_ms >= simulator.settings.broadcast_review_seconds * 1000
    state = "refused" if broadcast.error else "sent" if reviewed else "in_review"
    return {**asdict(broadcast), "time_ms": str(broadcast.time_ms), "state": state}


def _message(message: Message) -> Json:
    return {**asdict(message), "time_ms": str(message.time_ms)}
