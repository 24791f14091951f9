"""Shapes of notices with gaps."""

from typing import Annotated, Any

from pydantic import Field

from loa.publishing.articles.notices import NoticeTemplate
from loa.web.schemas import Schema, Text
from loa.web.shapes.articles import URL, Block

_MAXIMUM_VALUES = 50


class ShownNotice(Schema):
    """A notice with gaps, written `{name}`."""

    name: str
    label: str
    title: str
    author: str
    description: str
    paragraphs: list[str]
    gaps: list[str]

    @classmethod
    def of(cls, notice: NoticeTemplate) -> "ShownNotice":
        """From a template."""
        return cls(
            name=notice.name,
            label=notice.label,
            title=notice.title,
            author=notice.author,
            description=notice.description,
            paragraphs=list(notice.paragraphs),
            gaps=list(notice.gaps),
        )


class NoticeList(Schema):
    """All notices."""

    items: list[ShownNotice]


class Values(Schema):
    """What is filled in, by name of the gap."""

    values: Annotated[dict[Text, Text], Field(max_length=_MAXIMUM_VALUES)]
    cover_url: URL | None = Field(None, description="Ảnh bìa; có thể chọn sau.")


class FilledNotice(Schema):
    """The content of an article, ready for `POST /articles` once it has a cover."""

    title: str
    author: str
    description: str
    cover_url: str
    comment: str
    blocks: list[Block]

    @classmethod
    def of(cls, content: dict[str, Any]) -> "FilledNotice":
        """From the neutral shape."""
        return cls.model_validate(content)
