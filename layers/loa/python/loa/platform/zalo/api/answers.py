"""What the OA API answers, as frozen values read tolerantly."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from loa.platform.zalo import wire


class ApiVersion(StrEnum):
    """A family of calls: business accounts use v3, government ones often only v2."""

    V2 = "v2"
    V3 = "v3"


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    """What `getoa` tells. `oa_type` is 2 for a business and 4 for a state agency."""

    oa_id: str
    name: str
    oa_type: int | None
    followers: int
    verified: bool
    alias: str
    description: str
    category: str
    avatar_url: str
    package_name: str
    package_valid_through: str


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """One row of the list of articles; `status` is `"show"` or `"hide"`."""

    article_id: str
    kind: str
    title: str
    status: str
    views: int
    shares: int
    created_at: datetime | None
    updated_at: datetime | None
    link: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A slice of the articles and how many there are in all."""

    total: int
    articles: tuple[ArticleSummary, ...]


@dataclass(frozen=True, slots=True)
class ArticleDetail:
    """One article; `body` is the list of blocks as Zalo keeps it."""

    article_id: str
    title: str
    author: str
    description: str
    status: str
    comment: str
    body: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class UserPage:
    """A slice of the residents an account knows, and the family of calls that answered."""

    total: int
    user_ids: tuple[str, ...]
    version: ApiVersion


@dataclass(frozen=True, slots=True)
class UserDetail:
    """One resident as an account sees them. Personal data: never print or log it."""

    user_id: str
    user_id_by_app: str
    display_name: str = field(repr=False)
    is_follower: bool | None
    last_interaction: str
    avatar_url: str = field(repr=False)
    tags: tuple[str, ...]
    shared_name: str = field(repr=False)
    shared_phone: str = field(repr=False)
    shared_address: str = field(repr=False)
    version: ApiVersion
    is_sensitive: bool = False
    """Zalo marks the profile as sensitive: nothing of it is kept but the ids."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message Zalo took; `version` is the family of calls to use first next time."""

    message_id: str
    quota_type: str
    version: ApiVersion


@dataclass(frozen=True, slots=True, repr=False)
class ConversationRow:
    """One row of Zalo's own list of a conversation. Personal data: never print or log it."""

    message_id: str
    from_account: bool
    at: datetime | None
    kind: str
    text: str
    user_id: str = ""
    url: str = ""
    thumbnail_url: str = ""
    description: str = ""
    latitude: str = ""
    longitude: str = ""


@dataclass(frozen=True, slots=True)
class QuotaAsset:
    """One row of an account's or app's quota."""

    asset_id: str
    product_type: str
    quota_type: str
    valid_through: str
    total: int | None
    remain: int | None


@dataclass(frozen=True, slots=True)
class UserQuota:
    """What one resident may still receive; None where Zalo does not say."""

    last_interaction: datetime | None
    reply_remain: int | None
    promotion_daily_remain: int | None
    promotion_monthly_remain: int | None


def moment(data: Mapping[str, Any], key: str) -> datetime | None:
    """Return a field as an aware UTC time; None when it is none."""
    number = wire.integer(data, key)
    return wire.instant(number) if number else None


def official_account(data: Mapping[str, Any]) -> OfficialAccount:
    """Read the answer of `getoa`; the id's key is `oa_id` or `oaid`."""
    return OfficialAccount(
        oa_id=wire.text(data, "oa_id", "oaid"),
        name=wire.text(data, "name"),
        oa_type=wire.integer(data, "oa_type"),
        followers=wire.count(data, "num_follower"),
        verified=wire.flag(data, "is_verified"),
        alias=wire.text(data, "oa_alias"),
        description=wire.text(data, "description"),
        category=wire.text(data, "cate_name"),
        avatar_url=wire.text(data, "avatar"),
        package_name=wire.text(data, "package_name"),
        package_valid_through=wire.text(data, "package_valid_through_date"),
    )


def article_page(data: Mapping[str, Any]) -> ArticlePage:
    """Read the answer of `article/getslice`."""
    rows = tuple(_article_summary(row) for row in wire.mappings(data, "medias"))
    return ArticlePage(total=wire.count(data, "total"), articles=rows)


def article_detail(data: Mapping[str, Any]) -> ArticleDetail:
    """Read the answer of `article/getdetail`."""
    return ArticleDetail(
        article_id=wire.text(data, "id"),
        title=wire.text(data, "title"),
        author=wire.text(data, "author"),
        description=wire.text(data, "description"),
        status=wire.text(data, "status"),
        comment=wire.text(data, "comment"),
        body=wire.mappings(data, "body"),
    )


def user_page(data: Mapping[str, Any], version: ApiVersion) -> UserPage:
    """Read the answer of `user/getlist` (v3) or `getfollowers` (v2)."""
    rows = wire.mappings(data, "users" if version is ApiVersion.V3 else "followers")
    ids = tuple(user_id for user_id in (wire.text(row, "user_id") for row in rows) if user_id)
    return UserPage(total=wire.count(data, "total"), user_ids=ids, version=version)


def user_detail(data: Mapping[str, Any], version: ApiVersion) -> UserDetail:
    """Read the answer of `user/detail` (v3) or `getprofile` (v2)."""
    shared = wire.mapping(data, "shared_info")
    return UserDetail(
        user_id=wire.text(data, "user_id"),
        user_id_by_app=wire.text(data, "user_id_by_app"),
        display_name=wire.text(data, "display_name"),
        is_follower=wire.flag(data, "user_is_follower") if "user_is_follower" in data else None,
        last_interaction=wire.text(data, "user_last_interaction_date"),
        avatar_url=wire.text(data, "avatar"),
        tags=wire.texts(wire.mapping(data, "tags_and_notes_info"), "tag_names"),
        shared_name=wire.text(shared, "name"),
        shared_phone=wire.text(shared, "phone"),
        shared_address=wire.text(shared, "address"),
        version=version,
        is_sensitive=wire.flag(data, "is_sensitive"),
    )


def sent_message(data: Mapping[str, Any], version: ApiVersion) -> SentMessage:
    """Read the answer of a message; the quota part is on its way out."""
    quota = wire.mapping(data, "quota")
    return SentMessage(wire.text(data, "message_id"), wire.text(quota, "quota_type"), version)


def conversation_row(row: Mapping[str, Any]) -> ConversationRow:
    """Read one row of `conversation` or `listrecentchat`; `src` 0 is what the account sent."""
    from_account = wire.integer(row, "src") == 0
    place = wire.mapping(row, "location")
    return ConversationRow(
        message_id=wire.text(row, "message_id"),
        from_account=from_account,
        at=moment(row, "time"),
        kind=wire.text(row, "type"),
        text=unicodedata.normalize("NFC", wire.text(row, "message", "description")),
        user_id=wire.text(row, "to_id" if from_account else "from_id"),
        url=wire.text(row, "url"),
        thumbnail_url=wire.text(row, "thumb"),
        description=wire.text(row, "description"),
        latitude=wire.text(place, "latitude"),
        longitude=wire.text(place, "longitude"),
    )


def quota_asset(row: Mapping[str, Any]) -> QuotaAsset:
    """Read one row of `quota/message`."""
    return QuotaAsset(
        asset_id=wire.text(row, "asset_id"),
        product_type=wire.text(row, "product_type"),
        quota_type=wire.text(row, "quota_type"),
        valid_through=wire.text(row, "valid_through"),
        total=wire.integer(row, "total"),
        remain=wire.integer(row, "remain"),
    )


def user_quota(data: Mapping[str, Any]) -> UserQuota:
    """Read the answer of `quota/message` for one resident."""
    promotion = wire.mapping(data, "promotion")
    return UserQuota(
        last_interaction=moment(data, "last_interaction"),
        reply_remain=wire.integer(wire.mapping(data, "cs_reply"), "remain"),
        promotion_daily_remain=wire.integer(promotion, "daily_remain"),
        promotion_monthly_remain=wire.integer(promotion, "monthly_remain"),
    )


def _article_summary(row: Mapping[str, Any]) -> ArticleSummary:
    """Read one row of the list of articles."""
    return ArticleSummary(
        article_id=wire.text(row, "id"),
        kind=wire.text(row, "type"),
        title=wire.text(row, "title"),
        status=wire.text(row, "status"),
        views=wire.count(row, "total_view"),
        shares=wire.count(row, "total_share"),
        created_at=moment(row, "create_date"),
        updated_at=moment(row, "update_date"),
        link=wire.text(row, "link_view"),
    )
