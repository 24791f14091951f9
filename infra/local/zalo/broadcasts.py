"""Broadcasts: articles to the followers of an OA (zalo/README.md 4, quotas of 5.3)."""

from typing import Any, Final

from infra.local.zalo.calls import Call, is_number, success
from infra.local.zalo.errors import Refusal, invalid
from infra.local.zalo.state import Article, Broadcast, Json, User

_MOST_ELEMENTS: Final = 5
_CODES: Final[dict[str, range]] = {
    "ages": range(8),
    "gender": range(3),
    "locations": range(3),
    "cities": range(64),
    "platform": range(1, 4),
    "telco": range(1, 5),
}
_LOCATION_OF_NGHE_AN: Final = 1  # Central


def send_broadcast(call: Call, target: Any, message: Any) -> Json:
    """Accept a broadcast for review, or refuse it.

    Raises:
        Refusal: -201, -210, -211, -214, -218, -221, -233, -234 (zalo/README.md 4 to 6).
    """
    codes = _target_codes(target)
    articles = _articles(call, message)
    broadcast = Broadcast(
        message_id=call.simulator.ids.message_id(),
        oa_id=call.account.oa_id,
        article_ids=[article.article_id for article in articles],
        titles=[article.title for article in articles],
        target=target,
        time_ms=call.now_ms,
    )
    call.simulator.world.broadcasts.append(broadcast)
    try:
        recipients = _recipients(call, broadcast, codes)
    except Refusal as refusal:
        broadcast.error = refusal.code
        raise
    for user in recipients:
        user.broadcasts_ms.append(call.now_ms)
    broadcast.recipients = len(recipients)
    call.account.broadcasts.append(broadcast)
    call.account.quota_used[f"broadcast {call.simulator.month()}"] += 1
    call.simulator.count("broadcasts_accepted")
    return success({"message_id": broadcast.message_id})


def _target_codes(target: Any) -> dict[str, set[int]]:
    """The codes asked for, by name; single numbers and comma-separated strings are both accepted."""
    if not isinstance(target, dict):
        raise invalid("target")
    codes: dict[str, set[int]] = {}
    for name, known in _CODES.items():
        value = target.get(name)
        if value is None or value == "":
            continue
        parts = (
            str(value).split(",") if isinstance(value, str | int) and not isinstance(value, bool) else [""]
        )
        if any(not is_number(part.strip()) or int(part) not in known for part in parts):
            raise invalid(name)
        codes[name] = {int(part) for part in parts}
    return codes


def _articles(call: Call, message: Any) -> list[Article]:
    attachment = message.get("attachment") if isinstance(message, dict) else None
    payload = attachment.get("payload") if isinstance(attachment, dict) else None
    if not isinstance(payload, dict) or attachment is None or attachment.get("type") != "template":
        raise invalid("attachment")
    if payload.get("template_type") != "media":
        raise invalid("template_type")
    elements = payload.get("elements")
    if not isinstance(elements, list) or not elements:
        raise invalid("elements")
    if len(elements) > _MOST_ELEMENTS:
        raise Refusal(-210)
    return [_article(call, element) for element in elements]


def _article(call: Call, element: Any) -> Article:
    if not isinstance(element, dict) or element.get("media_type") != "article":
        raise Refusal(-233)
    article_id = element.get("attachment_id")
    article = call.account.articles.get(article_id) if isinstance(article_id, str) else None
    if article is None or article.removed:
        raise invalid("attachment_id")
    article.settle(call.now_ms)
    if not article.is_ready(call.now_ms):
        raise Refusal(-214)
    if not article.shown:
        raise invalid("attachment_id")
    return article


def _recipients(call: Call, broadcast: Broadcast, codes: dict[str, set[int]]) -> list[User]:
    simulator, settings, account = call.simulator, call.simulator.settings, call.account
    if not account.verified:
        raise Refusal(-221)
    if simulator.is_night():
        raise Refusal(-234)
    used = account.quota_used[f"broadcast {simulator.month()}"]
    if settings.broadcast_quota_month and used >= settings.broadcast_quota_month:
        raise Refusal(-211)
    wanted = [user for user in account.users.values() if user.follow == "following" and _fits(user, codes)]
    free = [user for user in wanted if not _capped(call, user)]
    broadcast.dropped = len(wanted) - len(free)
    if broadcast.dropped and (not free or settings.broadcast_over_cap == "refuse"):
        raise Refusal(-218)
    return free


def _fits(user: User, codes: dict[str, set[int]]) -> bool:
    person = user.person
    if "ages" in codes and person.age not in codes["ages"]:
        return False
    if codes.get("gender", {0}) != {0} and person.gender not in codes["gender"]:
        return False
    if "platform" in codes and person.platform not in codes["platform"]:
        return False
    if "cities" in codes:  # overrides locations, zalo/README.md 4
        return person.city in codes["cities"]
    return "locations" not in codes or _LOCATION_OF_NGHE_AN in codes["locations"]


def received(call: Call, user: User) -> tuple[int, int]:
    """How many broadcasts of this OA a follower has had today and this month, in the platform's time zone."""
    local = call.simulator.clock.local(call.simulator.settings.platform_tz)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    day_starts = int(midnight.timestamp() * 1000)
    month_starts = int(midnight.replace(day=1).timestamp() * 1000)
    today = sum(1 for moment in user.broadcasts_ms if moment >= day_starts)
    return today, sum(1 for moment in user.broadcasts_ms if moment >= month_starts)


def _capped(call: Call, user: User) -> bool:
    settings = call.simulator.settings
    today, this_month = received(call, user) if user.broadcasts_ms else (0, 0)
    return today >= settings.follower_cap_day or this_month >= settings.follower_cap_month
