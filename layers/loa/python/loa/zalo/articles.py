"""From Loa's neutral article to Zalo's body, with Zalo's limits checked first (zalo.md section 8).

The neutral shape:

    {"title": "…", "author": "…", "description": "…", "cover_url": "https://…", "comment": "show",
     "blocks": [{"type": "text", "content": "…"},
                {"type": "image", "url": "https://…", "caption": "…"},
                {"type": "video", "url": "https://…", "thumb": "https://…"},
                {"type": "video", "video_id": "…", "thumb": "https://…"}]}
"""

from collections.abc import Mapping
from typing import Any

from loa.zalo import texts
from loa.zalo.checks import Checks

MAX_TITLE = 150
MAX_AUTHOR = 50
MAX_DESCRIPTION = 300
MAX_IMAGE_BYTES = 1024 * 1024
"""Zalo fetches covers and images from our address and takes at most 1 MB each (zalo.md 8)."""

MAX_BLOCK_TEXT = 100_000
"""Our own limit: zalo.md names none, and no article needs more."""


def article_body(article: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body for `create_article` and `update_article`, shown and ready to be broadcast.

    Raises:
        InvalidInput: with a message for each field, such as `"title"` or `"blocks[2].url"`.
    """
    checks = Checks()
    body = {
        "type": "normal",
        "title": checks.text(article, "title", at="title", limit=MAX_TITLE),
        "author": checks.text(article, "author", at="author", limit=MAX_AUTHOR),
        "description": checks.text(article, "description", at="description", limit=MAX_DESCRIPTION),
        "cover": {
            "cover_type": "photo",
            "photo_url": checks.https(article, "cover_url", at="cover_url"),
            "status": "show",
        },
        "body": _blocks(article.get("blocks"), checks),
        # Zalo hides an article unless told otherwise, and a hidden one cannot be broadcast.
        "status": "show",
        "comment": _comment(article.get("comment", "show"), checks),
    }
    checks.done(texts.INVALID_ARTICLE)
    return body


def _comment(value: Any, checks: Checks) -> str:
    """Return whether residents may comment."""
    if value not in ("show", "hide"):
        checks.fault("comment", texts.UNKNOWN_COMMENT)
    return str(value)


def _blocks(blocks: Any, checks: Checks) -> list[dict[str, str]]:
    """Return the body's blocks."""
    if not isinstance(blocks, list | tuple):
        checks.fault("blocks", texts.NOT_A_LIST if blocks is not None else texts.REQUIRED)
        return []
    if not blocks:
        checks.fault("blocks", texts.REQUIRED)
    return [_block(block, f"blocks[{index}]", checks) for index, block in enumerate(blocks)]


def _block(block: Any, at: str, checks: Checks) -> dict[str, str]:
    """Return one block: text, image or video."""
    if not isinstance(block, Mapping):
        checks.fault(at, texts.NOT_AN_OBJECT)
        return {}
    match block.get("type"):
        case "text":
            content = checks.text(block, "content", at=f"{at}.content", limit=MAX_BLOCK_TEXT)
            return {"type": "text", "content": content}
        case "image":
            return _image(block, at, checks)
        case "video":
            return _video(block, at, checks)
    checks.fault(f"{at}.type", texts.UNKNOWN_BLOCK)
    return {}


def _image(block: Mapping[str, Any], at: str, checks: Checks) -> dict[str, str]:
    """Return an image block; its caption may be empty."""
    image = {"type": "image", "url": checks.https(block, "url", at=f"{at}.url")}
    caption = checks.text(block, "caption", at=f"{at}.caption", limit=MAX_DESCRIPTION, required=False)
    return {**image, "caption": caption} if caption else image


def _video(block: Mapping[str, Any], at: str, checks: Checks) -> dict[str, str]:
    """Return a video block: an address or the id of an uploaded video, and a still picture."""
    url = checks.https(block, "url", at=f"{at}.url", required=False)
    video_id = checks.text(block, "video_id", at=f"{at}.video_id", limit=200, required=False)
    if bool(url) == bool(video_id):
        checks.fault(f"{at}.url", texts.ONE_OF_URL_OR_ID)
    thumb = checks.https(block, "thumb", at=f"{at}.thumb")
    return {"type": "video", **({"url": url} if url else {"video_id": video_id}), "thumb": thumb}
