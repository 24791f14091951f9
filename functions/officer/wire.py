"""Shapes of the officer API: what comes in, what goes out, and how it is made from what is inside."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from loa import moments
from loa.accounts.model import Account, Health
from loa.broadcasts.model import Broadcast, Delivery, Ledger
from loa.content.model import Article
from loa.units.model import Kind, Unit, parent
from loa.web.wire import Text, WireModel
from loa.zalo.articles import MAX_AUTHOR, MAX_BLOCK_TEXT, MAX_DESCRIPTION, MAX_TITLE

_URL = Annotated[Text, Field(min_length=1, max_length=2048)]
_PATH = Annotated[str, Field(max_length=16, examples=["40.412.16681"])]
_MAXIMUM_BLOCKS = 100


class TextBlock(WireModel):
    """A paragraph."""

    type: Literal["text"]
    content: Annotated[Text, Field(min_length=1, max_length=MAX_BLOCK_TEXT)]


class ImageBlock(WireModel):
    """A picture of at most 1 MB that Zalo fetches."""

    type: Literal["image"]
    url: _URL
    caption: Annotated[Text, Field(max_length=MAX_DESCRIPTION)] = ""


class VideoBlock(WireModel):
    """A film, by its address."""

    type: Literal["video"]
    url: _URL
    thumb: _URL


type Block = Annotated[TextBlock | ImageBlock | VideoBlock, Field(discriminator="type")]


class ArticleContent(WireModel):
    """What an article says."""

    title: Annotated[Text, Field(min_length=1, max_length=MAX_TITLE)]
    author: Annotated[Text, Field(min_length=1, max_length=MAX_AUTHOR)]
    description: Annotated[Text, Field(min_length=1, max_length=MAX_DESCRIPTION)]
    cover_url: _URL
    blocks: Annotated[list[Block], Field(min_length=1, max_length=_MAXIMUM_BLOCKS)]
    comment: Literal["show", "hide"] = "show"

    def content(self) -> dict[str, Any]:
        """The neutral shape that rooms keep."""
        return {name: getattr(self, name) for name in ("title", "author", "description", "cover_url")} | {
            "comment": self.comment,
            "blocks": [block.model_dump() for block in self.blocks],
        }


class NewArticle(ArticleContent):
    """A new article."""

    unit: _PATH | None = Field(None, description="Đơn vị của bài viết; mặc định là đơn vị của cán bộ.")


class EditedArticle(ArticleContent):
    """The next version of an article."""

    version: Annotated[int, Field(ge=1, description="Phiên bản mà cán bộ đã xem.")]


class NewBroadcast(WireModel):
    """A proposal to send an article."""

    article_id: Annotated[str, Field(max_length=64)]
    target: _PATH | None = Field(
        None, description="Gốc của nhánh đơn vị sẽ gửi; mặc định là đơn vị của bài viết và cấp dưới."
    )


class SendAt(WireModel):
    """When a broadcast is to go out."""

    send_at: AwareDatetime = Field(examples=["2026-11-22T08:00:00+07:00"])


class ShownUnit(WireModel):
    """A unit."""

    path: str
    name: str
    label: str
    kind: Kind
    parent: str | None

    @classmethod
    def of(cls, unit: Unit, label: str = "") -> "ShownUnit":
        """From a unit; the label tells namesakes apart."""
        return cls(
            path=unit.path, name=unit.name, label=label or unit.name, kind=unit.kind, parent=parent(unit.path)
        )


class UnitList(WireModel):
    """Units in tree order, or best match first."""

    items: list[ShownUnit]


class AccountHealth(WireModel):
    """The health of one unit's account."""

    unit: str
    unit_name: str
    health: Health
    oa_id: str | None = None
    name: str | None = None
    connected_at: str | None = None
    refreshed_at: str | None = None
    refresh_expires_at: str | None = None
    trouble: str = ""

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
            connected_at=moments.to_text(account.connected_at),
            refreshed_at=moments.to_text(account.refreshed_at),
            refresh_expires_at=moments.to_text(account.refresh_expires_at),
            trouble=account.trouble,
        )


class AccountList(WireModel):
    """All units with the health of their accounts, and how many are in which health."""

    counts: dict[Health, int]
    items: list[AccountHealth]


class ConsentLink(WireModel):
    """What is passed on to the administrator of the account."""

    url: str
    expires_at: str


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
            created_at=moments.to_text(article.created_at),
            updated_by=article.updated_by,
            updated_at=moments.to_text(article.updated_at),
            **article.content,
        )


class ArticleList(WireModel):
    """A page of articles, newest first."""

    items: list[ShownArticle]
    next: str | None


class LedgerCounts(WireModel):
    """How many deliveries are in which state; `planned` is their sum."""

    planned: int
    pending: int
    sending: int
    held: int
    sent: int
    unknown: int
    failed: int
    skipped: int

    @classmethod
    def of(cls, ledger: Ledger) -> "LedgerCounts":
        """From a ledger."""
        return cls(planned=ledger.planned, **{state.value: count for state, count in ledger.counts.items()})


class ShownBroadcast(WireModel):
    """A broadcast."""

    broadcast_id: str
    unit: str
    target: str
    title: str
    state: str
    author: str
    created_at: str
    approver: str | None
    approved_at: str | None
    send_at: str | None
    planned_at: str | None

    @classmethod
    def facts(cls, broadcast: Broadcast) -> Mapping[str, Any]:
        """The fields, from a broadcast."""
        instants = ("created_at", "approved_at", "send_at", "planned_at")
        return {
            "broadcast_id": broadcast.broadcast_id,
            "unit": broadcast.unit_path,
            "target": broadcast.target,
            "title": broadcast.title,
            "state": broadcast.state.value,
            "author": broadcast.author,
            "approver": broadcast.approver,
            **{
                name: moments.to_text(instant) if (instant := getattr(broadcast, name)) else None
                for name in instants
            },
        }

    @classmethod
    def of(cls, broadcast: Broadcast) -> "ShownBroadcast":
        """From a broadcast."""
        return cls(**cls.facts(broadcast))


class BroadcastList(WireModel):
    """A page of broadcasts, newest first."""

    items: list[ShownBroadcast]
    next: str | None


class BroadcastWithLedger(ShownBroadcast):
    """A broadcast, what it says, and how far it has come."""

    article: ArticleContent
    ledger: LedgerCounts
    finished: bool

    @classmethod
    def with_ledger(cls, broadcast: Broadcast, ledger: Ledger) -> "BroadcastWithLedger":
        """From a broadcast and its ledger."""
        return cls(
            **cls.facts(broadcast),
            article=ArticleContent(**broadcast.article),
            ledger=LedgerCounts.of(ledger),
            finished=ledger.planned > 0 and ledger.is_finished,
        )


class ShownDelivery(WireModel):
    """The delivery through one unit's account."""

    unit: str
    unit_name: str
    oa_id: str
    state: str
    attempts: int
    reason: str
    article_id: str
    message_id: str
    updated_at: str

    @classmethod
    def of(cls, delivery: Delivery) -> "ShownDelivery":
        """From a delivery."""
        return cls(
            unit=delivery.unit_path,
            unit_name=delivery.unit_name,
            oa_id=delivery.oa_id,
            state=delivery.state.value,
            attempts=delivery.attempts,
            reason=delivery.reason,
            article_id=delivery.article_id,
            message_id=delivery.message_id,
            updated_at=moments.to_text(delivery.updated_at),
        )


class DeliveryList(WireModel):
    """A page of deliveries in order of their units."""

    items: list[ShownDelivery]
    next: str | None
