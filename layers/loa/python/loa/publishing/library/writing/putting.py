"""What an item says with one thing more (picture, file, film, cover, sound), or with another file. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from loa.publishing.library.rows.codec import to_map
from loa.publishing.library.rules.media import MediaFile
from loa.publishing.library.rules.model import LibraryContent
from loa.publishing.library.writing.parts import FILE, PICTURE, WrittenPart, blocks_of, inserted, parts_of

COVER: Final = "cover"
SOUND: Final = "sound"


def with_cover(before: LibraryContent, file: MediaFile) -> dict[str, Any]:
    """Return the fields of a content, with a picture as its cover."""
    return to_map(before) | {"cover": {"url": file.reference, "alt": file.alt}}


def with_sound(before: LibraryContent, file: MediaFile, language: str, speaker: str) -> dict[str, Any]:
    """Return the fields of a content, with its sound in a language in the place of one that was there."""
    content = to_map(before)
    others = [one for one in content.get("audio", ()) if one["language"] != language]
    heard = {"language": language, "url": file.reference, "speaker": speaker, "seconds": file.seconds}
    return content | {"audio": [*others, heard]}


def with_part(before: LibraryContent, after: int, what: MediaFile | WrittenPart) -> dict[str, Any]:
    """Return the fields of a content, with a file or a film after one of its parts (0: before the first)."""
    sizes: dict[str, int] = {}
    if isinstance(what, MediaFile):
        sizes = {what.reference: what.bytes}
        is_picture = what.reference.startswith("media:")
        part = (
            WrittenPart(PICTURE, reference=what.reference, alt=what.alt)
            if is_picture
            else WrittenPart(FILE, what.title, what.reference)
        )
    else:
        part = what
    blocks = before.blocks
    return to_map(before) | {"blocks": blocks_of(inserted(parts_of(blocks), after, part), blocks, sizes)}


def with_replaced(before: LibraryContent, old: str, by: MediaFile) -> dict[str, Any]:
    """Return the fields of a content, with another file wherever one stands; what it is called there stays.

    Args:
        before: what it says.
        old: reference of the file that goes.
        by: the file that comes; of a picture its own words, if it has any.
    """

    def replaced(value: Any) -> Any:
        if isinstance(value, Mapping):
            found = {name: replaced(one) for name, one in value.items()}
            if value.get("url") != old:
                return found
            told = {"alt": by.alt, "decorative": False} if by.alt else {}
            return found | {name: new for name, new in {"bytes": by.bytes, **told}.items() if name in found}
        if isinstance(value, list | tuple):
            return [replaced(one) for one in value]
        return by.reference if value == old else value

    return {name: replaced(value) for name, value in to_map(before).items()}
