"""An article on pages of officers: as residents see it, and passage by passage what is different.

The pages of broadcasts alone use it. It lies here because their function is near its budget of size
(`tests/unit/code/test_budgets.py`), and the layer is not.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from loa.platform.zalo.api.articles import MEDIA
from loa.publishing.articles.markup import clean_html, plain_text
from loa.text.differences import WordChange, changed_lines, changed_words
from loa.web.console.lists import Tag
from loa.web.parts import texts

_HTML: Final = re.compile(r"<[a-zA-Z/]")


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """A part of an article on a page: `text` (plain, or harmless HTML), `image`, or `other`."""

    kind: str
    words: str = ""
    html: str = ""
    src: str = ""


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article as residents see it."""

    title: str
    description: str
    author: str
    cover: str
    blocks: Sequence[ArticlePart]


def article_on_page(article: Mapping[str, Any], additions: Iterable[Mapping[str, Any]] = ()) -> ShownArticle:
    """Return an article as residents see it, with what a unit adds."""
    blocks = [_block(block) for block in (*article["blocks"], *additions)]
    return ShownArticle(
        article["title"],
        article["description"],
        article["author"],
        picture_address(article["cover_url"]),
        blocks,
    )


def picture_address(reference: str) -> str:
    """Return where a page finds a picture of ours; empty: it is somebody else's, which no page loads."""
    return f"/media/{reference.removeprefix(MEDIA)}" if reference.startswith(MEDIA) else ""


def _block(block: Mapping[str, Any]) -> ArticlePart:
    match block["type"]:
        case "text":
            words = str(block["content"])
            return ArticlePart("text", words, clean_html(words) if _HTML.search(words) else "")
        case "image":
            return ArticlePart("image", str(block.get("caption", "")), src=picture_address(str(block["url"])))
    return ArticlePart("other", str(block.get("name") or block.get("url") or ""))


# What is different


@dataclass(frozen=True, slots=True)
class PassageDifference:
    """A passage that differs: what was done, and its pieces: (`del`, `ins` or "", words)."""

    tag: Tag
    pieces: Sequence[tuple[str, str]]


_ELEMENTS: Final[Mapping[WordChange, str]] = {"same": "", "old": "del", "new": "ins"}
_CHANGED: Final = Tag(texts.CHANGED, "do", "pen")
_ADDED: Final = Tag(texts.ADDED_WORDS, "ok", "plus")
_REMOVED: Final = Tag(texts.REMOVED_WORDS, "wait", "x")


def passages(article: Mapping[str, Any]) -> list[str]:
    """Return what an article says, line by line, each picture as a line."""
    lines = [article["title"], article["description"], *map(_words_of, article["blocks"])]
    picture = article["cover_url"].rpartition("/")[2][-12:]
    return [
        *(line.strip() for words in lines for line in words.split("\n") if line.strip()),
        *([texts.COVER.format(picture)] if picture else []),
    ]


def differences(old: Sequence[str], new: Sequence[str]) -> list[PassageDifference]:
    """Return what is different, passage by passage."""
    found: list[PassageDifference] = []
    for was, now in changed_lines(old, new):
        if now is None:
            found.append(PassageDifference(_REMOVED, [("del", was or "")]))
        elif was is None:
            found.append(PassageDifference(_ADDED, [("ins", now)]))
        else:
            found.append(PassageDifference(_CHANGED, _pieces(was, now)))
    return found


def _words_of(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "text":
            return plain_text(str(block["content"]))
        case "image":
            return texts.PICTURE.format(str(block["url"])[-12:], block.get("caption", ""))
    return str(block.get("url", ""))


def _pieces(old: str, new: str) -> list[tuple[str, str]]:
    return [(_ELEMENTS[change], " ".join(words)) for change, words in changed_words(old.split(), new.split())]
