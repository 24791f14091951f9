"""Items as rows of a sheet."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from loa.platform.documents.sheet_tables import SheetFault
from loa.publishing.library.editing.content import checked_content
from loa.publishing.library.importing.sheet import COLUMNS, LONGEST_CELL, read_items, row_of
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import Item, LibraryContent, Placement

NOW = datetime(2026, 12, 1, tzinfo=UTC)
HEAD = ("Mã gốc", "Loại bài", "Mục", "Tiêu đề", "Nội dung", "Thời gian", "Địa điểm", "Ngày ban hành")
LETTERS = st.characters(exclude_categories=["C", "M", "Z"], exclude_characters="*_[]()<>&#-`•+–.")
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=5).map(" ".join)


def rows(*lines: Sequence[str], head: Sequence[str] = HEAD) -> list[tuple[int, Sequence[str]]]:
    return [(1, head), *enumerate(lines, 2)]


def item(kind: ItemKind = ItemKind.ARTICLE) -> Item:
    return Item("40.16681~" + "0" * 22, "40.16681", kind, Placement(Section.NOTICES), "", "o", NOW, "o", NOW)


def test_columns_may_stand_in_any_order_and_be_written_without_accents() -> None:
    head = ("tieu de", "LOẠI BÀI", "Mục")
    (found,), faults = read_items(rows(("Họp dân", "bai viet", "Thông báo, lịch tiếp xúc cử tri"), head=head))
    assert faults == []
    assert (found.row, found.kind, found.section) == (2, ItemKind.ARTICLE, Section.NOTICES)
    assert found.content["title"] == "Họp dân"


def test_days_and_hours_as_sheets_and_people_write_them() -> None:
    lines = [
        ("1", "Lịch, sự kiện", "Thông báo, lịch tiếp xúc cử tri", "Họp", "", "46356 7:30-9:00", "Xóm 1"),
        (
            "2",
            "Lịch, sự kiện",
            "Thông báo, lịch tiếp xúc cử tri",
            "Họp",
            "",
            "30/11/2026 07:30 – 09:00",
            "Xóm 1",
        ),
        ("3", "Văn bản", "Thông báo, lịch tiếp xúc cử tri", "Họp", "", "", "", "46356"),
    ]
    (one, two, document), faults = read_items(rows(*lines))
    assert faults == []
    assert one.content["fields"] == two.content["fields"]
    assert one.content["fields"]["occasions"][0]["starts_at"].startswith("2026-11-30T00:30")
    assert document.content["fields"]["issued_on"] == "2026-11-30"


def test_a_body_is_headings_lists_and_paragraphs() -> None:
    body = "Kính mời bà con.\n## Nội dung\n- Đường\n- Điện\n1. Đăng ký\n2. Họp\n\nXin cảm ơn."
    (found,), _ = read_items(rows(("1", "Bài viết", "Thông báo, lịch tiếp xúc cử tri", "Họp", body)))
    assert [block["content"] for block in found.content["blocks"]] == [
        "<p>Kính mời bà con.</p>",
        "<h2>Nội dung</h2>",
        "<ul><li>Đường</li><li>Điện</li></ul>",
        "<ol><li>Đăng ký</li><li>Họp</li></ol>",
        "<p>Xin cảm ơn.</p>",
    ]


def test_every_wrong_row_is_named() -> None:
    notices = "Thông báo, lịch tiếp xúc cử tri"
    found, faults = read_items(
        rows(
            ("1", "Bài", notices, "Họp"),
            ("2", "Bài viết", "Tin nóng", "Họp"),
            ("3", "Bài viết", notices, "Họp", "", "", "Nhà văn hóa"),
            ("4", "Văn bản", notices, "Nghị quyết", "", "", "", "31/02/2026"),
            ("5", "Lịch, sự kiện", notices, "Họp", "", "sáng mai"),
            ("6", "Bài viết", notices, "Họp"),
            ("6", "Bài viết", notices, "Họp lại"),
        )
    )
    assert [one.row for one in found] == [7]
    assert [fault.row for fault in faults] == [2, 3, 4, 5, 6, 8]
    assert "Lịch, sự kiện" in faults[0].message, "says what there is"


def test_a_column_that_nobody_knows_loses_no_words() -> None:
    _, faults = read_items(rows(("x",) * 9, head=(*HEAD, "Ghi chú riêng")))
    assert faults == [SheetFault(1, "Không có cột tên: Ghi chú riêng. Xin dùng tên cột của tệp mẫu.")]


@given(WORDS, st.lists(st.tuples(st.sampled_from(["", "## ", "- "]), WORDS), max_size=6))
def test_what_is_written_into_a_sheet_is_read_from_it(title: str, lines: list[tuple[str, str]]) -> None:
    body = "\n".join(mark + words for mark, words in lines)
    (made,), _ = read_items(rows(("1", "Bài viết", "Thông báo, lịch tiếp xúc cử tri", title, body)))
    content = checked_content(ItemKind.ARTICLE, made.content)
    (again,), faults = read_items([(1, tuple(COLUMNS.values())), (2, row_of(item(), content))])
    assert faults == []
    assert checked_content(ItemKind.ARTICLE, again.content) == content


def test_a_body_that_no_cell_takes_says_so() -> None:
    long = LibraryContent("Họp", blocks=({"type": "text", "content": "a" * (LONGEST_CELL + 1)},))
    (cell,) = (cell for cell in row_of(item(), long) if len(cell) > 100)
    assert len(cell) <= LONGEST_CELL
    assert cell.endswith("[Bài còn dài, xin xem ở trang của bài]")
