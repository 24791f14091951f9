"""What an OA may still send (zalo/README.md 5.2)."""

from typing import Final

from infra.local.zalo.broadcasts import received
from infra.local.zalo.calls import Call, success
from infra.local.zalo.errors import invalid
from infra.local.zalo.state import Json

_PRODUCTS: Final = ("cs", "transaction")
_TYPES: Final = ("sub_quota", "purchase_quota", "reward_quota")


def third_version(call: Call) -> Json:
    """POST /v3.0/oa/quota/message: by owner, or by user."""
    body = call.body()
    if "user_id" in body:
        return _of_user(call, body)
    if body.get("quota_owner") not in ("OA", "App"):
        raise invalid("quota_owner")
    if body.get("product_type") not in (None, "", *_PRODUCTS):
        raise invalid("product_type")
    if body.get("quota_type") not in (None, "", *_TYPES):
        raise invalid("quota_type")
    products = [body["product_type"]] if body.get("product_type") else list(_PRODUCTS)
    types = [body["quota_type"]] if body.get("quota_type") else list(_TYPES)
    return success([_asset(call, product, kind) for product in products for kind in types])


def second_version(call: Call) -> Json:
    """POST /v2.0/oa/quota/message: by message, by user for promotion, or (empty) the OA's own."""
    body = call.body_or_empty()
    if "message_id" in body:
        if str(body["message_id"]) not in call.simulator.world.messages:
            raise invalid("message_id")
        return success({"type": "reply", "remain": 8, "total": 8})
    if "user_id" in body:
        user = call.simulator.known_user(call.account, body["user_id"])
        total = call.simulator.settings.follower_cap_month
        return success(
            {"type": "promotion", "remain": max(total - received(call, user)[1], 0), "total": total}
        )
    total = call.simulator.settings.sub_quota_total
    return success({"type": "sub_quota", "remain": total - _used(call), "total": total})


def _of_user(call: Call, body: Json) -> Json:
    user = call.simulator.known_user(call.account, body["user_id"])
    settings = call.simulator.settings
    today, month = received(call, user)
    seen = user.last_interaction_ms
    return success(
        {
            "last_interaction": "" if seen is None else str(seen),
            "cs_reply": {"remain": 0, "total": 0},
            "promotion": {
                "daily_remain": max(settings.follower_cap_day - today, 0),
                "daily_total": settings.follower_cap_day,
                "monthly_remain": max(settings.follower_cap_month - month, 0),
                "monthly_total": settings.follower_cap_month,
            },
        }
    )


def _asset(call: Call, product: str, kind: str) -> Json:
    total = call.simulator.settings.sub_quota_total if (product, kind) == ("cs", "sub_quota") else 0
    used = _used(call) if total else 0
    local = call.simulator.clock.local(call.simulator.settings.platform_tz)
    return {
        "asset_id": f"{call.account.oa_id[-12:]}{product[0]}{kind[0]}",
        "product_type": product,
        "quota_type": kind,
        "valid_through": local.replace(day=28).strftime("%d/%m/%Y"),
        "total": total,
        "remain": total - used,
    }


def _used(call: Call) -> int:
    return min(
        call.account.quota_used[f"cs {call.simulator.month()}"], call.simulator.settings.sub_quota_total
    )
