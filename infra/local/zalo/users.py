"""Followers and their data: v3 calls and their v2 twins (zalo/README.md 7)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from infra.local.zalo.calls import Call, success, whole_number
from infra.local.zalo.errors import Refusal, invalid
from infra.local.zalo.state import Json, User

_LARGEST_COUNT: Final = 50
_LARGEST_OFFSET: Final = 9951
_PERIOD: Final = re.compile(r"(\d{4})_(\d{2})_(\d{2}):(\d{4})_(\d{2})_(\d{2})")
_SHARED_FIELDS: Final = ("name", "phone", "address", "city_id", "district_id", "user_dob")


def list_users(call: Call) -> Json:
    """GET /v3.0/oa/user/getlist."""
    _check_version(call, "v3")
    data = call.data()
    offset, count = _page(data)
    wanted = _read_selection(call, data)
    users = [user for user in call.account.users.values() if wanted.fits(user)]
    rows = [{"user_id": user.user_id} for user in users[offset : offset + count]]
    return success({"total": len(users), "count": len(rows), "offset": offset, "users": rows})


def user_detail(call: Call) -> Json:
    """GET /v3.0/oa/user/detail; a stranger is -201."""
    _check_version(call, "v3")
    user = call.simulator.known_user(call.account, call.data().get("user_id"))
    seen = user.last_interaction_ms
    zone = ZoneInfo(call.simulator.settings.platform_tz)
    return success(
        {
            **_identity(call, user),
            "user_external_id": user.external_id,
            "user_alias": user.alias,
            "is_sensitive": user.sensitive,
            "user_last_interaction_date": (
                "" if seen is None else datetime.fromtimestamp(seen / 1000, zone).strftime("%d/%m/%Y")
            ),
            "user_is_follower": user.follow == "following",
            "avatar": _avatar(user, 240),
            "avatars": {"120": _avatar(user, 120), "240": _avatar(user, 240)},
            "dynamic_param": "",
            "tags_and_notes_info": {"notes": [], "tag_names": list(user.tags)},
            "shared_info": _shared(user),
        }
    )


def update_user(call: Call) -> Json:
    """POST /v3.0/oa/user/update: alias, external id and shared information."""
    _check_version(call, "v3")
    body = call.body()
    user = call.simulator.known_user(call.account, body.get("user_id"))
    shared = body.get("shared_info", {})
    if not isinstance(shared, dict):
        raise invalid("shared_info")
    for name in ("user_alias", "user_external_id"):
        if not isinstance(body.get(name, ""), str):
            raise invalid(name)
    user.alias = body.get("user_alias", user.alias)
    user.external_id = body.get("user_external_id", user.external_id)
    user.shared_info |= {name: shared[name] for name in _SHARED_FIELDS if name in shared}
    return success()


def get_custom_info(call: Call) -> Json:
    """GET /v3.0/oa/user/detail/custominfo."""
    user = call.simulator.known_user(call.account, call.data().get("user_id"))
    return success({"user_id": user.user_id, "custom_info": user.custom_info})


def update_custom_info(call: Call) -> Json:
    """POST /v3.0/oa/user/update/custominfo."""
    body = call.body()
    user = call.simulator.known_user(call.account, body.get("user_id"))
    custom = body.get("custom_info", {})
    if not isinstance(custom, dict):
        raise invalid("custom_info")
    user.custom_info |= custom
    return success()


def list_followers(call: Call) -> Json:
    """GET /v2.0/oa/getfollowers: followers only."""
    _check_version(call, "v2")
    data = call.data()
    offset, count = _page(data)
    followers = [
        user
        for user in call.account.users.values()
        if user.follow == "following" and data.get("tag_name") in (None, "", *user.tags)
    ]
    rows = [{"user_id": user.user_id} for user in followers[offset : offset + count]]
    return success({"total": len(followers), "followers": rows})


def follower_profile(call: Call) -> Json:
    """GET /v2.0/oa/getprofile; somebody who does not follow is -213."""
    _check_version(call, "v2")
    user = call.simulator.known_user(call.account, call.data().get("user_id"))
    if user.follow != "following":
        raise Refusal(-213)
    return success(
        {
            **_identity(call, user),
            "user_gender": 1 if user.person.gender == 1 else 0,
            "avatar": _avatar(user, 240),
            "avatars": {"120": _avatar(user, 120), "240": _avatar(user, 240)},
            "is_sensitive": user.sensitive,
            "tags_and_notes_info": {"notes": [], "tag_names": list(user.tags)},
            "shared_info": _shared(user),
        }
    )


def update_follower_info(call: Call) -> Json:
    """POST /v2.0/oa/updatefollowerinfo: the v2 twin, its fields at the top level."""
    _check_version(call, "v2")
    body = call.body()
    user = call.simulator.known_user(call.account, body.get("user_id"))
    user.shared_info |= {name: body[name] for name in _SHARED_FIELDS if name in body}
    return success()


def delete_follower_info(call: Call) -> Json:
    """POST /v2.0/oa/deletefollowerinfo: what the OA noted about a person."""
    user = call.simulator.known_user(call.account, call.body().get("user_id"))
    user.alias, user.external_id = "", ""
    user.shared_info.clear()
    user.custom_info.clear()
    user.tags.clear()
    return success()


def _check_version(call: Call, version: str) -> None:
    """Which user calls answer this type of OA: zalo/README.md 16, row 3."""
    settings = call.simulator.settings
    if call.account.oa_type == 4:  # noqa: PLR2004 - 4 is government, zalo/README.md 3.4
        if settings.user_api_versions not in ("both", version):
            raise Refusal(-235)
    elif version == "v2" and not settings.business_v2_user_api:
        raise Refusal(-209)


def _page(data: Json) -> tuple[int, int]:
    offset, count = whole_number(data, "offset", 0), whole_number(data, "count")
    if count > _LARGEST_COUNT or offset > _LARGEST_OFFSET:
        raise Refusal(-210)
    return offset, count


@dataclass(frozen=True, slots=True)
class _Selection:
    """The filters of ``user/getlist``; without ``is_follower`` everybody who has ever interacted fits."""

    is_follower: bool | None
    tag: str
    days: tuple[date, date] | None
    zone: ZoneInfo

    def fits(self, user: User) -> bool:
        """Whether a user is to be listed."""
        seen = user.last_interaction_ms
        if self.is_follower is None:
            known = seen is not None
        else:
            known = (user.follow == "following") == self.is_follower
        if not known or (self.tag and self.tag not in user.tags):
            return False
        if self.days is None:
            return True
        return seen is not None and (
            self.days[0] <= datetime.fromtimestamp(seen / 1000, self.zone).date() <= self.days[1]
        )


def _read_selection(call: Call, data: Json) -> _Selection:
    wish = str(data.get("is_follower", "")).lower()
    if wish not in ("", "none", "true", "false"):
        raise invalid("is_follower")
    zone = call.simulator.settings.platform_tz
    period = data.get("last_interaction_period")
    return _Selection(
        is_follower={"true": True, "false": False}.get(wish),
        tag=str(data.get("tag_name") or ""),
        days=_days(str(period), call.simulator.clock.local(zone).date()) if period else None,
        zone=ZoneInfo(zone),
    )


def _days(period: str, today: date) -> tuple[date, date]:
    """First and last day of a period, both included."""
    named = {"TODAY": (0, 0), "YESTERDAY": (1, 1), "L7D": (6, 0), "L30D": (29, 0)}
    if period in named:
        first, last = named[period]
        return today - timedelta(days=first), today - timedelta(days=last)
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise invalid("last_interaction_period")
    year, month, day, last_year, last_month, last_day = (int(part) for part in found.groups())
    try:
        return date(year, month, day), date(last_year, last_month, last_day)
    except ValueError as error:
        raise invalid("last_interaction_period") from error


def _identity(call: Call, user: User) -> Json:
    return {
        "user_id": user.user_id,
        "user_id_by_app": call.simulator.ids.user_id_by_app(call.app.app_id, user.person.key),
        "display_name": "" if user.sensitive else call.simulator.text(user.person.name),
    }


def _avatar(user: User, size: int) -> str:
    return f"https://s{size}-ava-talk.zadn.vn/{user.user_id[:2]}/{user.user_id}.jpg"


def _shared(user: User) -> Json:
    shared = user.shared_info
    return {
        "address": shared.get("address", ""),
        "city": str(shared.get("city_id", shared.get("city", ""))),
        "district": str(shared.get("district_id", shared.get("district", ""))),
        "phone": shared.get("phone", ""),
        "name": shared.get("name", ""),
        "user_dob": shared.get("user_dob", ""),
    }
