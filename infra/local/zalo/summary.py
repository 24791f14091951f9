"""What Zalo holds and was asked to do, in numbers; above all: what was made or sent twice."""

import json
from collections import Counter
from typing import Any, Final

from infra.local.zalo.simulator import Simulator
from infra.local.zalo.state import Json

_MOST_EXAMPLES: Final = 20


def summarise(simulator: Simulator) -> Json:
    """The totals behind ``GET /_sim/summary``; see README.md for the meaning of each."""
    world = simulator.world
    counts = world.counts
    accounts = world.accounts.values()
    accepted = [sent for sent in world.broadcasts if not sent.error]
    return {
        "apps": len(world.apps),
        "accounts": len(world.accounts),
        "accounts_granted": sum(1 for account in accounts if account.granted),
        "followers": sum(account.followers for account in accounts),
        "residents": len(world.people),
        "tokens": {
            name: counts[name]
            for name in (
                "codes_issued",
                "codes_reused",
                "access_tokens_issued",
                "refreshes",
                "refresh_tokens_reused",
            )
        },
        "articles": {
            "created": counts["articles_created"],
            "updated": counts["articles_updated"],
            "removed": counts["articles_removed"],
            "held": sum(
                1 for account in accounts for article in account.articles.values() if not article.removed
            ),
        },
        "broadcasts": {
            "accepted": len(accepted),
            "refused": len(world.broadcasts) - len(accepted),
            "accounts": len({sent.oa_id for sent in accepted}),
            "recipients": sum(sent.recipients for sent in accepted),
            "dropped_over_cap": sum(sent.dropped for sent in accepted),
        },
        "messages": {"sent": counts["messages_sent"], "received": counts["messages_received"]},
        "zns_sent": counts["zns_sent"],
        "notifications_sent": counts["notifications_sent"],
        "events": {**simulator.webhooks.totals(), "unheard": counts["events_unheard"]},
        "events_by_name": dict(Counter(event.event_name for event in simulator.webhooks.events.values())),
        "duplicates": _duplicates(simulator),
        "calls": dict(sorted(world.calls.items())),
        "errors": dict(sorted(world.call_errors.items())),
        "faults": sum(rule["hits"] for rule in simulator.faults.listing()),
    }


def _duplicates(simulator: Simulator) -> Json:
    """Surplus copies: same OA and article, same OA and broadcast title, same user and text.

    ``broadcast_attempts`` also counts repeats that were refused, for example with -218.
    """
    world = simulator.world
    articles = Counter(
        (article.oa_id, article.title, json.dumps(article.body.get("body", ""), sort_keys=True))
        for account in world.accounts.values()
        for article in account.articles.values()
    )
    sent = Counter(_broadcast_key(one) for one in world.broadcasts if not one.error)
    attempted = Counter(_broadcast_key(one) for one in world.broadcasts)
    same_article = Counter((one.oa_id, *sorted(one.article_ids)) for one in world.broadcasts if not one.error)
    messages = Counter(
        (message.oa_id, message.user_id, message.text)
        for message in world.messages.values()
        if message.source == 0 and message.channel != "oa_manager"
    )
    found: dict[str, Counter[Any]] = {"articles": articles, "broadcasts": sent, "messages": messages}
    surplus: Json = {name: _surplus(counter) for name, counter in found.items()}
    examples = {name: _examples(counter) for name, counter in found.items()}
    return {
        **surplus,
        "broadcasts_of_same_article": _surplus(same_article),
        "broadcast_attempts": _surplus(attempted),
        "total": sum(surplus.values()),
        "examples": examples,
    }


def _broadcast_key(broadcast: Any) -> tuple[str, ...]:
    """Which broadcast it is, however often its article was created: the OA and the titles."""
    return (broadcast.oa_id, *sorted(broadcast.titles))


def _surplus(counter: Counter[Any]) -> int:
    return sum(times - 1 for times in counter.values())


def _examples(counter: Counter[Any]) -> list[Json]:
    return [
        {"oa_id": key[0], "what": list(key[1:]), "times": times}
        for key, times in counter.most_common(_MOST_EXAMPLES)
        if times > 1
    ]
