"""What differs between two editions, as the approver reads it."""

from loa.publishing.library.rules.model import LibraryContent
from loa.publishing.library.writing.differences import differences


def text(words: str) -> tuple[dict[str, str], ...]:
    return ({"type": "text", "content": words},)


def test_differences__name_the_place_and_the_words() -> None:
    old = LibraryContent("Họp dân", "Mời bà con", blocks=text("<p>Lúc 8 giờ sáng.</p><p>Ở xóm 3.</p>"))
    new = LibraryContent("Họp dân", "", blocks=text("<p>Lúc 9 giờ sáng.</p><p>Ở xóm 3.</p>"))
    summary, body = differences(old, new)
    assert (summary.label, summary.pieces) == ("Tóm tắt", (("old", "Mời bà con"),))
    assert body.pieces == (("same", "Lúc "), ("old", "8"), ("new", "9"), ("same", " giờ sáng."))


def test_differences__of_equal_editions__are_none__and_of_a_first_one_everything_is_new() -> None:
    content = LibraryContent("Họp dân", blocks=text("<p>Một</p>"), fields={"place": "Xóm 3"})
    assert differences(content, content) == []
    assert {kind for one in differences(None, content) for kind, _ in one.pieces} == {"new"}
