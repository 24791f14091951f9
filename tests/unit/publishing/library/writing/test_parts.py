"""The body of an item as parts: what nobody touched stays as it was, to the letter."""

from loa.publishing.library.rules.model import ContentBlock
from loa.publishing.library.writing.parts import (
    FILE,
    PICTURE,
    WrittenPart,
    blocks_of,
    inserted,
    moved,
    parts_of,
)

PICTURE_OF = {"url": f"media:{'a' * 64}.jpg", "alt": "Cầu", "decorative": False, "caption": ""}
BLOCKS: list[ContentBlock] = [
    {"type": "text", "content": "<h2>Bàn</h2><p>Một<br>hai</p>"},
    {"type": "gallery", "images": [PICTURE_OF, PICTURE_OF]},
    {"type": "file", "url": f"file:{'b' * 64}.pdf", "name": "Kế hoạch", "bytes": 12},
]


def test_blocks__of_parts_that_nobody_changed__are_those_before() -> None:
    assert blocks_of(parts_of(BLOCKS), BLOCKS) == BLOCKS


def test_blocks__of_changed_parts__keep_every_part_and_the_size_of_files() -> None:
    parts = moved(inserted(parts_of(BLOCKS), 1, WrittenPart("list", "Ba")), 5, -5)
    blocks = blocks_of(parts, BLOCKS)
    assert [part.kind for part in parts] == [FILE, "heading", "list", "paragraphs", PICTURE, PICTURE]
    assert blocks[0] == BLOCKS[2]
    assert blocks[2] == {"type": "text", "content": "<ul><li>Ba</li></ul>"}
    assert blocks[4] == {"type": "image", **PICTURE_OF}
    assert parts_of(blocks) == parts


def test_moved__at_an_end__stays() -> None:
    parts = parts_of(BLOCKS)
    assert moved(parts, 0, -1) == parts
    assert moved(parts, len(parts) - 1, 1) == parts
    assert moved(parts, 99, 1) == parts
