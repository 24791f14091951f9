"""Shapes of units, accounts and articles: what comes in, what goes out, and how it is made."""

from typing import Annotated

from pydantic import Field

from loa import clock
from loa.foundation.accounts.model import Account, Departure, Health
from loa.foundation.units.model import Unit, UnitKind, parent
from loa.publishing.articles.model import Article
from loa.web.schemas import PATH, Schema, Text
from loa.web.shapes.articles import ArticleContent


class NewArticle(ArticleContent):
    """A new article."""

    unit: PATH | None = Field(None, description="Đơn vị của bài viết; mặc định là đơn vị của cán bộ.")


class EditedArticle(ArticleContent):
    """The next version of an article."""

    version: Annotated[int, Field(ge=1, description="Phiên bản mà cán bộ đã xem.")]


class ShownUnit(Schema):
    """A unit."""

    path: str
    name: str
    label: str
    kind: UnitKind
    parent: str | None

    @classmethod
    def of(cls, unit: Unit, label: str = "") -> "ShownUnit":
        """From a unit; the label tells namesakes apart."""
        return cls(
            path=unit.path, name=unit.name, label=label or unit.name, kind=unit.kind, parent=parent(unit.path)
        )


class UnitList(Schema):
    """Units in tree order, or best match first."""

    items: list[ShownUnit]


class AccountHealth(Schema):
    """The health of one unit's account."""

    unit: str
    unit_name: str
    health: Health
    oa_id: str | None = None
    name: str | None = None
    connected_at: str | None = None
    refreshed_at: str | None = None
    refresh_expires_at: str | None = None
    last_event_at: str | None = Field(
        default=None, description="Lần cuối Zalo báo một việc xảy ra ở tài khoản này (chính xác đến 10 phút)."
    )
    trouble: str = ""
    confirmed_at: str | None = Field(
        default=None, description="Lúc cán bộ xác nhận đúng là Official Account của đơn vị."
    )
    confirmed_by: str | None = Field(default=None, description="Tên cán bộ đã xác nhận.")

    @classmethod
    def of(cls, unit: Unit, account: Account | None, health: Health) -> "AccountHealth":
        """From a unit and its account, if it has one."""
        if account is None:
            return cls(unit=unit.path, unit_name=unit.name, health=health)
        return cls(
            unit=unit.path,
            unit_name=unit.name,
            health=health,
            oa_id=account.oa_id,
            name=account.name,
            connected_at=clock.to_text(account.connected_at),
            refreshed_at=clock.to_text(account.refreshed_at),
            refresh_expires_at=clock.to_text(account.refresh_expires_at),
            last_event_at=clock.optional_text(account.last_event_at),
            trouble=account.trouble,
            confirmed_at=clock.optional_text(account.confirmed_at),
            confirmed_by=account.confirmed_by_name or None,
        )


class AccountList(Schema):
    """All units with the health of their accounts, and how many are in which health."""

    counts: dict[Health, int]
    items: list[AccountHealth]


class ConsentLink(Schema):
    """What is passed on to the administrator of the account."""

    url: str
    expires_at: str


type OaId = Annotated[
    str, Field(pattern=r"^[0-9A-Za-z._-]{1,64}$", description="Như danh sách tài khoản đang ghi.")
]


class Confirmation(Schema):
    """Which account the officer has seen and knows to be the unit's."""

    oa_id: OaId


class Disconnection(Schema):
    """Which account a unit is to lose, and why."""

    oa_id: OaId
    reason: Annotated[Text, Field(min_length=1, max_length=500)]


class Disconnected(Schema):
    """What a unit has lost."""

    unit: str
    oa_id: str
    name: str
    at: str
    by: str = Field(description="Tên cán bộ đã ngắt kết nối.")
    reason: str

    @classmethod
    def of(cls, left: Departure) -> "Disconnected":
        """From a departure."""
        return cls(
            unit=left.unit_path,
            oa_id=left.oa_id,
            name=left.name,
            at=clock.to_text(left.at),
            by=left.by_name,
            reason=left.reason,
        )


class DisconnectedList(Schema):
    """What units have lost, the latest first."""

    items: list[Disconnected]


class ShownArticle(ArticleContent):
    """An article."""

    article_id: str
    unit: str
    version: int
    created_by: str
    created_at: str
    updated_by: str
    updated_at: str

    @classmethod
    def of(cls, article: Article) -> "ShownArticle":
        """From an article."""
        return cls(
            article_id=article.article_id,
            unit=article.unit_path,
            version=article.version,
            created_by=article.created_by,
            created_at=clock.to_text(article.created_at),
            updated_by=article.updated_by,
            updated_at=clock.to_text(article.updated_at),
            **article.content,
        )


class ArticleList(Schema):
    """A page of articles, newest first."""

    items: list[ShownArticle]
    next: str | None
