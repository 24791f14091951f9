"""Written once, shown in three places: an item as an article of the unit's account, for broadcasts too.

The item remembers the article (`Item.elsewhere`); doing it again brings the article up to date.
"""

from typing import Any, Final

from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Officer, Permission, require
from loa.ids import derived_id
from loa.publishing.articles.model import article_id
from loa.publishing.articles.service import edit, write
from loa.publishing.articles.store import ArticleStore
from loa.publishing.library.editing.access import unit_of
from loa.publishing.library.editing.service import LibraryService
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.model import ARTICLE, ContentBlock, LibraryContent, split_id
from loa.publishing.library.transitions.work import Work

_MAXIMUM_AUTHOR: Final = 50


def as_article(
    officer: Officer, item_id: str, *, library: LibraryService, articles: ArticleStore, public_url: str
) -> Work:
    """Make an article of what residents read of an item, or bring the one that was made up to date.

    Raises:
        Conflict: the item is not published.
        InvalidInput: Zalo would refuse it; without any picture there is no cover.
    """
    unit_path = unit_of(officer, Permission.WRITE_LIBRARY, item_id)
    require(officer, Permission.WRITE_ARTICLE, unit_path)
    work = library.reader.work(officer, item_id)
    if work.live is None or not work.item.is_published:
        raise Conflict(texts.NOT_PUBLISHED)
    content = article_content(work.live.content, public_url)
    identifier = derived_id(split_id(item_id)[1])
    now = library.clock()
    try:
        made = articles.get(article_id(unit_path, identifier))
    except NotFound:
        made = write(
            content,
            unit_path=unit_path,
            officer_id=officer.id,
            articles=articles,
            now=now,
            identifier=identifier,
        )
    else:
        edit(made, content, version=made.version, officer_id=officer.id, articles=articles, now=now)
    return library.show_elsewhere(officer, item_id, f"{ARTICLE}{made.article_id}")


def article_content(
    content: LibraryContent, public_url: str, *, instead: str | None = None
) -> dict[str, Any]:
    """The neutral shape of an article (`loa.platform.zalo.api.articles`).

    Args:
        content: what residents read.
        public_url: where files of ours are.
        instead: the cover of what has no picture, may be empty; None: it is refused.

    Raises:
        InvalidInput: there is no picture for its cover.
    """
    blocks = [made for block in content.blocks for made in _blocks(block, public_url)]
    pictures = [block["url"] for block in blocks if block["type"] == "image"]
    cover = content.cover.url if content.cover else next(iter(pictures), "")
    if not cover and instead is None:
        raise InvalidInput(texts.NO_COVER, fields={"cover": texts.NO_COVER})
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
