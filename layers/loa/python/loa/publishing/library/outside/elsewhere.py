"""Written once, shown in three places: the words of an item as an article, for a broadcast."""

from typing import Any, Final

from loa.publishing.library.rules import texts
from loa.publishing.library.rules.model import ContentBlock, LibraryContent

_MAXIMUM_AUTHOR: Final = 50


def article_content(content: LibraryContent, public_url: str, *, instead: str = "") -> dict[str, Any]:
    """The neutral shape of an article (`loa.platform.zalo.api.articles`).

    Args:
        content: what residents read.
        public_url: where files of ours are.
        instead: the cover of what has no picture.
    """
    blocks = [made for block in content.blocks for made in _blocks(block, public_url)]
    pictures = [block["url"] for block in blocks if block["type"] == "image"]
    cover = content.cover.url if content.cover else next(iter(pictures), "")
    return {
        "title": content.title,
        "author": (content.author or texts.ARTICLE_AUTHOR)[:_MAXIMUM_AUTHOR],
        "description": content.summary or content.title,
        "cover_url": cover or instead,
        "comment": "show",
        "blocks": blocks or [{"type": "text", "content": content.summary or content.title}],
    }


def _blocks(block: ContentBlock, public_url: str) -> list[dict[str, Any]]:
    """A block as articles have it."""
    match block["type"]:
        case "gallery":
            return [_image(picture) for picture in block["images"]]
        case "image":
            return [_image(block)]
        case "file":
            name = str(block["url"]).removeprefix("file:")
            return [{"type": "file", "url": f"{public_url}/files/{name}", "name": block["name"]}]
        case "video" if not block.get("thumb"):
            return [{"type": "text", "content": str(block["url"])}]
        case "video":
            return [{"type": "video", "url": block["url"], "thumb": block["thumb"]}]
    return [dict(block)]


def _image(picture: ContentBlock) -> dict[str, Any]:
    return {"type": "image", "url": picture["url"], "caption": picture.get("caption", "")}
