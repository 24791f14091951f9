"""Shapes of an article: what two doors speak, that of articles and that of broadcasts."""

from typing import Annotated, Any, Literal

from pydantic import Field

from loa.platform.zalo.api.articles import (
    MAX_AUTHOR,
    MAX_BLOCK_TEXT,
    MAX_DESCRIPTION,
    MAX_FILE_NAME,
    MAX_TITLE,
)
from loa.web.schemas import Schema, Text

URL = Annotated[Text, Field(min_length=1, max_length=2048)]
_MAXIMUM_BLOCKS = 100


class TextBlock(Schema):
    """A paragraph: plain, or with the few tags of `loa.publishing.articles.markup`."""

    type: Literal["text"]
    content: Annotated[Text, Field(min_length=1, max_length=MAX_BLOCK_TEXT)]


class ImageBlock(Schema):
    """A picture that Zalo fetches: an https address, or the `reference` of an uploaded one."""

    type: Literal["image"]
    url: URL
    caption: Annotated[Text, Field(max_length=MAX_DESCRIPTION)] = ""


class VideoBlock(Schema):
    """A film, by its address."""

    type: Literal["video"]
    url: URL
    thumb: URL


class FileBlock(Schema):
    """A link to a PDF or Word document; Zalo shows it as a paragraph."""

    type: Literal["file"]
    url: URL
    name: Annotated[Text, Field(min_length=1, max_length=MAX_FILE_NAME)]


type Block = Annotated[TextBlock | ImageBlock | VideoBlock | FileBlock, Field(discriminator="type")]


class ArticleContent(Schema):
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
