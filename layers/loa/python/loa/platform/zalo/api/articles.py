"""From Loa's neutral article to Zalo's body, with Zalo's limits checked first.

The neutral shape:

    {"title": "…", "author": "…", "description": "…", "cover_url": "https://…", "comment": "show",
     "blocks": [{"type": "text", "content": "…"},
                {"type": "image", "url": "https://…", "caption": "…"},
                {"type": "video", "url": "https://…", "thumb": "https://…"},
                {"type": "video", "video_id": "…", "thumb": "https://…"},
                {"type": "file", "url": "https://….pdf", "name": "…"}]}

Zalo has no block for files: a file becomes a text block with a link.

The address of a picture may also be a reference to one of our own, `media:NAME`. It becomes an address under
`media_url` on the way to Zalo, so that what is kept does not depend on where Loa is deployed.
"""

import html
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from loa.platform.zalo import texts
from loa.platform.zalo.checks import Checks

MAX_TITLE = 150
MAX_AUTHOR = 50
MAX_DESCRIPTION = 300
MAX_FILE_NAME = 150
"""Our own limit, as for a title: the name of a file is the text of its link."""

MAX_IMAGE_BYTES = 1024 * 1024
"""Zalo fetches covers and images from our address and takes at most 1 MB each."""

MAX_BLOCK_TEXT = 100_000
"""Our own limit: Zalo names none, and no article needs more."""


MEDIA: Final = "media:"
_MEDIA_REFERENCE: Final = re.compile(r"media:[0-9a-f]{64}\.(?:jpg|png)")
_FILE_ENDINGS: Final = (".pdf", ".doc", ".docx")


def article_body(article: Mapping[str, Any], *, media_url: str = "") -> dict[str, Any]:
    """Return the body for `create_article` and `update_article`, shown and ready to be broadcast.

    Args:
        article: in the neutral shape.
        media_url: where Zalo fetches our own pictures, without a slash at the end. Without it the article is
            only checked: references stay references, and the body is not for Zalo.

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
            "photo_url": _picture(article, "cover_url", "cover_url", checks, media_url),
            "status": "show",
        },
        "body": _blocks(article.get("blocks"), checks, media_url),
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


def _picture(source: Mapping[str, Any], key: str, at: str, checks: Checks, media_url: str) -> str:
    """Return the address of a picture: any of https, or one of our own."""
    value = source.get(key)
    if isinstance(value, str) and value.startswith(MEDIA):
        if not _MEDIA_REFERENCE.fullmatch(value):
            checks.fault(at, texts.NOT_OUR_PICTURE)
        return f"{media_url}/{value.removeprefix(MEDIA)}" if media_url else value
    return checks.https(source, key, at=at)


def _blocks(blocks: Any, checks: Checks, media_url: str) -> list[dict[str, str]]:
    """Return the body's blocks."""
    if not isinstance(blocks, list | tuple):
        checks.fault("blocks", texts.NOT_A_LIST if blocks is not None else texts.REQUIRED)
        return []
    if not blocks:
        checks.fault("blocks", texts.REQUIRED)
    return [_block(block, f"blocks[{index}]", checks, media_url) for index, block in enumerate(blocks)]


def _block(block: Any, at: str, checks: Checks, media_url: str) -> dict[str, str]:
    """Return one block: text, image, video or file."""
    if not isinstance(block, Mapping):
        checks.fault(at, texts.NOT_AN_OBJECT)
        return {}
    match block.get("type"):
        case "text":
            content = checks.text(block, "content", at=f"{at}.content", limit=MAX_BLOCK_TEXT)
            return {"type": "text", "content": content}
        case "image":
            return _image(block, at, checks, media_url)
        case "video":
            return _video(block, at, checks, media_url)
        case "file":
            return _file(block, at, checks)
    checks.fault(f"{at}.type", texts.UNKNOWN_BLOCK)
    return {}


def _image(block: Mapping[str, Any], at: str, checks: Checks, media_url: str) -> dict[str, str]:
    """Return an image block; its caption may be empty."""
    image = {"type": "image", "url": _picture(block, "url", f"{at}.url", checks, media_url)}
    caption = checks.text(block, "caption", at=f"{at}.caption", limit=MAX_DESCRIPTION, required=False)
    return {**image, "caption": caption} if caption else image


def _video(block: Mapping[str, Any], at: str, checks: Checks, media_url: str) -> dict[str, str]:
    """Return a video block: an address or the id of an uploaded video, and a still picture."""
    url = checks.https(block, "url", at=f"{at}.url", required=False)
    video_id = checks.text(block, "video_id", at=f"{at}.video_id", limit=200, required=False)
    if bool(url) == bool(video_id):
        checks.fault(f"{at}.url", texts.ONE_OF_URL_OR_ID)
    thumb = _picture(block, "thumb", f"{at}.thumb", checks, media_url)
    return {"type": "video", **({"url": url} if url else {"video_id": video_id}), "thumb": thumb}


def _file(block: Mapping[str, Any], at: str, checks: Checks) -> dict[str, str]:
    """Return the text block with a link that stands for a file."""
    url = checks.https(block, "url", at=f"{at}.url")
    name = checks.text(block, "name", at=f"{at}.name", limit=MAX_FILE_NAME)
    if url.startswith("https://") and not _ends_like_a_file(url):
        checks.fault(f"{at}.url", texts.NOT_A_FILE_LINK)
    return {"type": "text", "content": texts.file_link(html.escape(url), html.escape(name))}


def _ends_like_a_file(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # such as https://[
        return False
    return bool(parts.hostname) and parts.path.lower().endswith(_FILE_ENDINGS)
