"""Another file in the place of one: wherever it stands, and nothing else changes."""

from loa.publishing.library.rules.media import MediaFile, references
from loa.publishing.library.rules.model import Audio, CoverPicture, LibraryContent
from loa.publishing.library.writing.putting import with_replaced
from tests.worlds.library import NOW

OLD, NEW, OTHER = (f"media:{letter * 64}.jpg" for letter in "abc")
PAPER, CORRECTED = (f"file:{letter * 64}.pdf" for letter in "de")
PICTURE = {"url": OLD, "alt": "", "decorative": True, "caption": "Cầu xóm 7"}
CONTENT = LibraryContent(
    title="Kế hoạch",
    cover=CoverPicture(OLD, "Cầu cũ"),
    blocks=(
        {"type": "text", "content": f"<p>{OLD}</p>"},
        {"type": "image", **PICTURE},
        {"type": "gallery", "images": [PICTURE, {**PICTURE, "url": OTHER}]},
        {"type": "video", "url": "https://youtube.com/watch?v=1", "thumb": OLD},
        {"type": "file", "url": PAPER, "name": "Kế hoạch số 5", "bytes": 12},
    ),
    audio=(Audio("vi", f"audio:{'f' * 64}.mp3", 60),),
)


def test_a_picture_is_replaced_wherever_it_stands__with_its_own_words() -> None:
    new = MediaFile(NEW, "40", "Cầu mới", "editor", NOW, alt="Cầu mới khánh thành", bytes=9)
    content = with_replaced(CONTENT, OLD, new)
    assert content["cover"]["url"] == NEW
    assert content["cover"]["alt"] == "Cầu mới khánh thành"
    text, image, gallery, video, file = content["blocks"]
    assert text == CONTENT.blocks[0], "words are nobody's file"
    assert (image["url"], image["alt"], image["decorative"]) == (NEW, "Cầu mới khánh thành", False)
    assert image["caption"] == "Cầu xóm 7"
    assert [each["url"] for each in gallery["images"]] == [NEW, OTHER]
    assert gallery["images"][1]["decorative"], "another picture keeps its own"
    assert video["thumb"] == NEW
    assert file == CONTENT.blocks[4]


def test_a_document_keeps_the_name_that_it_has_there() -> None:
    new = MediaFile(CORRECTED, "40", "ban-sua.pdf", "editor", NOW, bytes=99)
    content = with_replaced(CONTENT, PAPER, new)
    assert content["blocks"][4] == {"type": "file", "url": CORRECTED, "name": "Kế hoạch số 5", "bytes": 99}
    assert list(content["blocks"][:4]) == list(CONTENT.blocks[:4])
    assert OLD in set(references(CONTENT)), "what was there before is left as it was"
