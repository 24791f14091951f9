"""The words of an item without mark-up: for the search index, the loudspeaker and the checks. Pure rules."""

import html
import re
from collections.abc import Iterator
from typing import Final

from loa.publishing.library.rules.model import LibraryContent

_ENDS_A_LINE: Final = re.compile(r"</(?:p|li|h2|h3|ul|ol)>|<br\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.!?…:;])\s+")

_NOT_WORDS: Final = frozenset(
    {"effect", "opens", "parent", "issued_on", "valid_from", "valid_to", "url", "online_url"}
)
"""Fields that hold codes, days and addresses: nobody types them, and an excerpt would show them."""


def plain(text: str) -> str:
    """The words of a text block: one line for each paragraph, without tags and entities."""
    if not _TAG.search(text):
        return text.strip()
    lines = _TAG.sub("", _ENDS_A_LINE.sub("\n", text)).splitlines()
    return html.unescape("\n".join(line.strip() for line in lines if line.strip()))


def paragraphs(content: LibraryContent) -> Iterator[str]:
    """The paragraphs of a content in order, captions and names of files included."""
    for block in content.blocks:
        if block.get("type") == "text":
            yield from plain(str(block["content"])).splitlines()
        for name in ("caption", "name"):
            if text := block.get(name):
                yield str(text)
        for picture in block.get("images") or ():
            if picture.get("caption"):
                yield str(picture["caption"])


def search_text(content: LibraryContent, more: str = "") -> str:
    """Everything of a content that a search may find; `more`: the text of its files."""
    fields = [
        str(value)
        for name, value in content.fields.items()
        if isinstance(value, str) and name not in _NOT_WORDS
    ]
    lines = [
        content.title,
        content.summary,
        *paragraphs(content),
        *fields,
        *content.tags,
        content.author,
        more,
    ]
    return "\n".join(line for line in lines if line)


def plain_words(content: LibraryContent) -> list[str]:
    """The words of the body."""
    return " ".join(paragraphs(content)).split()


def sentences(content: LibraryContent) -> list[str]:
    """The sentences of the body."""
    return [part for line in paragraphs(content) for part in _SENTENCE.split(line) if part]
