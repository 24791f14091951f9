"""Shapes of units, accounts and articles: what comes in, what goes out, and how it is made."""

from typing import Annotated, Any, Literal

from pydantic import Field

from loa import moments
from loa.accounts.model import Account, Health
from loa.content.model import Article
from loa.units.model import Kind, Unit, parent
from loa.web.wire import Text, WireModel
from loa.zalo.articles import MAX_AUTHOR, MAX_BLOCK_TEXT, MAX_DESCRIPTION, MAX_FILE_NAME, MAX_TITLE

URL = Annotated[Text, Field(min_length=1, max_length=2048)]
PATH = Annotated[str, Field(max_length=16, examples=["40.412.16681"])]
_MAXIMUM_BLOCKS = 100


class TextBlock(WireModel):
    """A paragraph: plain, or with the few tags of `loa.content.markup`."""

    type: Literal["text"]
    content: Annotated[Text, Field(min_length=1, max_length=MAX_BLOCK_TEXT)]


class ImageBlock(WireModel):
    """A picture that Zalo fetches: an https address, or the `reference` of an uploaded one."""

    type: Literal["image"]
    url: URL
    caption: Annotated[Text, Field(max_length=MAX_DESCRIPTION)] = ""


class VideoBlock(WireModel):
    """A film, by its address."""

    type: Literal["video"]
    url: URL
    thumb: URL


class FileBlock(WireModel):
    """A link to a PDF or Word document; Zalo shows it as a paragraph."""

    type: Literal["file"]
    url: URL
    name: Annotated[Text, Field(min_length=1, max_length=MAX_FILE_NAME)]


type Block = Annotated[TextBlock | ImageBlock | VideoBlock | FileBlock, Field(discriminator="type")]


class ArticleContent(WireModel):
    """What an article says."""

    title: Annotated[Text, Field(min_length=1, max_length=MAX_TITLE)]
    author: Annotated[Text, Field(min_length=1, max_length=MAX_AUTHOR)]
    description: Annotated[Text, Field(min_length=1, max_length=MAX_DESCRIPTION)]
    cover_url: URL
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

    unit: PATH | None = Field(None, description="Đơn vị của bài viết; mặc định là đơn vị của cán bộ.")


class EditedArticle(ArticleContent):
    """The next version of an article."""

    version: Annotated[int, Field(ge=1, description="Phiên bản mà cán bộ đã xem.")]


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
