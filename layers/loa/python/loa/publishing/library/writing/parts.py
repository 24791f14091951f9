"""The body of an item as parts that an officer writes, moves and removes; and back. Pure rules.

A text of the library may hold headings, paragraphs and lists: here each is a part of its own. Pictures of a
gallery are parts too, as residents see them: one under the other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from loa.publishing.library.rules.model import ContentBlock
from loa.publishing.library.writing.written import TEXTS, as_html, as_written

PICTURE, FILE, FILM = "picture", "file", "film"
PARTS: Final = (*TEXTS, PICTURE, FILE, FILM)


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """One part of a body.

    Attributes:
        kind: one of `PARTS`.
        words: its text; the name of a file, the address of a film.
        reference: of a picture or file, `media:…` or `file:…`; of a film the picture in its place.
        alt: what a picture shows.
        decorative: a picture that says nothing the text does not say.
        caption: below a picture or film.
    """

    kind: str
    words: str = ""
    reference: str = ""
    alt: str = ""
    decorative: bool = False
    caption: str = ""


def parts_of(blocks: Iterable[ContentBlock]) -> list[WrittenPart]:
    """The parts of a body."""
    return [part for block in blocks for part in _parts(block)]


def blocks_of(
    parts: Sequence[WrittenPart], before: Sequence[ContentBlock], sizes: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    """The body that is made of parts; one block for each part, unless nothing has changed.

    Args:
        parts: as they were written.
        before: the body as it was; where the parts say the same it stays as it is.
        sizes: bytes of files that are new, by reference.
    """
    if list(parts) == parts_of(before):
        return [dict(block) for block in before]
    known = {block["url"]: block["bytes"] for block in before if block.get("type") == "file"}
    texts = {written: block for block in before for written in [_single(block)] if written}
    return [_block(part, {**(sizes or {}), **known}, texts) for part in parts]


def moved(parts: Sequence[WrittenPart], place: int, by: int) -> list[WrittenPart]:
    """The parts with one of them `by` places further; at either end it stays."""
    following = list(parts)
    target = place + by
    if 0 <= place < len(following) and 0 <= target < len(following):
        following.insert(target, following.pop(place))
    return following


def without(parts: Sequence[WrittenPart], place: int) -> list[WrittenPart]:
    """The parts without one of them."""
    return [part for number, part in enumerate(parts) if number != place]


def inserted(parts: Sequence[WrittenPart], place: int, part: WrittenPart) -> list[WrittenPart]:
    """The parts with one more, at a place."""
    return [*parts[:place], part, *parts[place:]]


def _parts(block: ContentBlock) -> Iterator[WrittenPart]:
    match block.get("type"):
        case "text":
            for kind, words in as_written(str(block["content"])):
                yield WrittenPart(kind, words)
        case "image":
            yield _picture(block)
        case "gallery":
            yield from map(_picture, block["images"])
        case "video":
            yield WrittenPart(
                FILM, str(block["url"]), str(block.get("thumb", "")), caption=str(block.get("caption", ""))
            )
        case "file":
            yield WrittenPart(FILE, str(block.get("name", "")), str(block["url"]))


def _picture(block: ContentBlock) -> WrittenPart:
    return WrittenPart(
        PICTURE,
        reference=str(block["url"]),
        alt=str(block.get("alt", "")),
        decorative=bool(block.get("decorative")),
        caption=str(block.get("caption", "")),
    )


def _single(block: ContentBlock) -> WrittenPart | None:
    """The part of a text that is one part alone."""
    if block.get("type") != "text":
        return None
    parts = as_written(str(block["content"]))
    return WrittenPart(*parts[0]) if len(parts) == 1 else None


def _block(
    part: WrittenPart, sizes: dict[str, int], texts: dict[WrittenPart, ContentBlock]
) -> dict[str, Any]:
    if part.kind == PICTURE:
        given = {"url": part.reference, "alt": part.alt, "decorative": part.decorative}
        return {"type": "image", **given, "caption": part.caption}
    if part.kind == FILM:
        return {"type": "video", "url": part.words, "thumb": part.reference, "caption": part.caption}
    if part.kind == FILE:
        size = sizes.get(part.reference, 0)
        return {"type": "file", "url": part.reference, "name": part.words, "bytes": size}
    if part in texts:
        return dict(texts[part])
    return {"type": "text", "content": as_html(part.kind, part.words)}


def tidy(part: WrittenPart) -> WrittenPart:
    """The part with one kind of line break and no space around its words."""
    words = "\n".join(line.rstrip() for line in part.words.replace("\r\n", "\n").split("\n")).strip()
    return replace(part, words=words, alt=part.alt.strip(), caption=part.caption.strip())
