"""Personal data in what people write: rather a mark too many than one too few."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.casework.publication.redaction import MUST_GO, Mark, MarkKind, marks, redacted

WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")


def _found(text: str) -> dict[str, MarkKind]:
    return {text[mark.start : mark.end]: mark.kind for mark in marks(text)}


PHONES = [
    "0912345678",
    "0912 345 678",
    "0912.345.678",
    "091-234-5678",
    "+84912345678",
    "+84 912 345 678",
    "(84) 912345678",
    "84912345678",
    "0238 3844 123",
    "(0238)3844123",
    "O912345678",
    "09l2 345678".replace("l", "1"),
    "0912 345678",
    "0912345678".translate(WIDE),
    "0 9 1 2 3 4 5 6 7 8",
    "09\u200b12\u200b345\u200b678",
    "không chín một hai ba bốn năm sáu bảy tám",
    "khong chin mot hai, ba bon nam sau bay tam",
]


@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize("sentence", ["{}", "Gọi cho tôi số {} nhé", "SĐT:{}.", "sdt{}", "xóm 4\n{}\nCảm ơn"])
def test_telephone_numbers_are_found_however_they_are_written(phone: str, sentence: str) -> None:
    if sentence.startswith("sdt") and phone[0].isalpha():
        return  # a word glued to a word is another word
    text = sentence.format(phone)
    (mark,) = (mark for mark in marks(text) if mark.kind is MarkKind.PHONE)
    place = text.index(phone)
    assert mark.start <= place
    assert mark.end >= place + len(phone)


@pytest.mark.parametrize(
    "number",
    [
        "040123456789",
        "040 123 456 789",
        "040.123.456.789",
        "186123456",
        "186 123 456",
        "B1234567",
        "C12345678",
    ],
)
def test_numbers_of_papers_are_found(number: str) -> None:
    assert _found(f"CCCD số {number}, cấp năm 2021")[number] is MarkKind.ID_NUMBER


def test_two_numbers_side_by_side_are_covered() -> None:
    text = "0912 345 678 0987 654 321"
    assert redacted(text, marks(text)) == "[số điện thoại]"
    assert redacted("0912345678 hoặc 0987654321", marks("0912345678 hoặc 0987654321")) == (
        "[số điện thoại] hoặc [số điện thoại]"
    )


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("gửi về lan.nguyen@gmail.com nhé", "lan.nguyen@gmail.com", MarkKind.EMAIL),
        ("mail: hoa_2@thon4.edu.vn.", "hoa_2@thon4.edu.vn", MarkKind.EMAIL),
        ("xem https://facebook.com/ong.a?id=1 đi", "https://facebook.com/ong.a?id=1", MarkKind.LINK),
        ("zalo.me/0912 ạ", "zalo.me/0912", MarkKind.LINK),
        ("STK 1903 4567 8910 12 ngân hàng", "1903 4567 8910 12", MarkKind.NUMBER),
        ("xe 37A-123.45 chở đất", "37A-123.45", MarkKind.PLATE),
        ("xe máy 37B1 123.45", "37B1 123.45", MarkKind.PLATE),
        ("tôi sinh ngày 02/09/1950", "sinh ngày 02/09/1950", MarkKind.BIRTH),
        ("sinh năm 1950 ở đây", "sinh năm 1950", MarkKind.BIRTH),
        ("nhà tôi ở số nhà 12 xóm 4", "số nhà 12", MarkKind.ADDRESS),
        ("so nha 12B duong to", "so nha 12B", MarkKind.ADDRESS),
        ("ngõ 12/5 không có đèn", "ngõ 12/5", MarkKind.ADDRESS),
        ("số 12 đường Lê Lợi, phường", "số 12 đường Lê Lợi", MarkKind.ADDRESS),
        ("thửa đất số 214, tờ bản đồ số 7", "thửa đất số 214", MarkKind.ADDRESS),
    ],
)
def test_what_has_a_form_is_found(text: str, part: str, kind: MarkKind) -> None:
    found = [mark for mark in marks(text) if mark.start <= text.index(part) < mark.end]
    assert [mark.kind for mark in found] == [kind]
    assert found[0].end >= text.index(part) + len(part.rstrip())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tôi là Nguyễn Văn An ở xóm 4", "Nguyễn Văn An"),
        ("Đề nghị gặp Lê Thị Thu Hà.", "Lê Thị Thu Hà"),
        ("nhà ông Minh xả nước", "Minh"),
        ("bà Hoa và chị Tám", "Hoa"),
        ("bà Hoa và chị Tám", "Tám"),
        ("Anh Tuấn làm sai", "Tuấn"),
        ("ông nguyễn văn nam nhà ở xóm 3", "nguyễn văn nam"),
        ("ong nguyen van nam o xom 3", "nguyen van nam"),
        ("toi la tran thi hoa o ban mon", "tran thi hoa"),
        ("TÔI LÀ NGUYỄN VĂN AN", "NGUYỄN VĂN AN"),
        ("đồng chí Đặng Hữu Phúc trả lời", "Đặng Hữu Phúc"),
        ("đ/c Hùng chưa trả lời", "Hùng"),
        ("Đồng chí Hùng chưa trả lời", "Hùng"),
        ("trưởng bản Và Bá Xò", "Và Bá Xò"),
        ("già làng Vừ Y Pó", "Vừ Y Pó"),
        ("chị Lô Thị May", "Lô Thị May"),
        ("công an xã Phạm Hùng", "Phạm Hùng"),
        ("họ tên: vừ bá tếnh", "vừ bá tếnh"),
        ("tên tôi là hoa, ở khối 7", "hoa"),
        ("ông nguyen van an nói thế", "nguyen van an"),
        ("theo lời ong Minh thì chưa", "Minh"),
        ("bà T.H. ở đầu ngõ", "T.H"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_found(text: str, name: str, form: str) -> None:
    text, name = (unicodedata.normalize(form, each) for each in (text, name))  # type: ignore[arg-type]
    start = text.index(name)
    covering = [mark for mark in marks(text) if mark.start <= start and mark.end >= start + len(name)]
    assert [mark.kind for mark in covering] == [MarkKind.NAME], marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Đường vào trường mầm non ngập nước, các cháu đi học rất khổ",
        "Đề nghị hỗ trợ 1.500.000 đồng mỗi hộ, tổng 1.200.000.000 đồng",
        "Năm học 2024-2025, từ ngày 21-11-2026 đến 22.11.2026",
        "mat dien 2 ngay roi khong ai sua",
        "Phố Lê Lợi và đường Nguyễn Văn Cừ ngập, thành phố Hồ Chí Minh cũng vậy",
        "Xóm 4, xã Hưng Tây có 120 hộ, 12 hộ nghèo",
        "bà con trong xóm, anh em, ông bà, cô bác đều khổ",
        "VĂN MINH ĐÔ THỊ VÀ VỆ SINH MÔI TRƯỜNG",
        "Công văn 12729/VPCP-KGVX",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert _found(text) == {}


def test_a_name_ends_with_its_sentence_and_not_with_an_initial() -> None:
    assert redacted("Đã gặp ông Năm. Mã hồ sơ 123.", marks("Đã gặp ông Năm. Mã hồ sơ 123.")) == (
        "Đã gặp ông [tên]. Mã hồ sơ 123."
    )
    assert "Nam" not in redacted("Gặp ông Ng. V. Nam ở xóm", marks("Gặp ông Ng. V. Nam ở xóm"))


def test_what_must_go_and_what_takes_its_place() -> None:
    text = "Ông Nguyễn Văn An, 0912345678, CCCD 040123456789, số nhà 12, mất điện."
    found = marks(text)
    assert redacted(text, found) == ("Ông [tên], [số điện thoại], CCCD [số giấy tờ], [địa chỉ], mất điện.")
    assert {mark.kind for mark in found} >= {MarkKind.PHONE, MarkKind.ID_NUMBER}
    assert MarkKind.PHONE in MUST_GO
    assert redacted(text, []) == text
    assert [mark for mark in marks(redacted(text, found)) if mark.kind in MUST_GO] == []


@pytest.mark.parametrize(
    "wrong",
    [[(0, 3), (2, 4)], [(4, 3)], [(0, 99)], [(-1, 2)]],
    ids=["overlap", "turned", "outside", "before"],
)
def test_marks_that_cannot_be_are_refused(wrong: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="one after the other"):
        redacted("Bà Hoa", [Mark(start, end, MarkKind.NAME) for start, end in wrong])


ANYTHING = st.text(max_size=200) | st.text("0912 .-+()oOaạ@Nguyễn vănÔng\u200b\u0301/\n", max_size=200)


@given(text=ANYTHING)
def test_marks_of_any_text_lie_in_it_one_after_the_other(text: str) -> None:
    position = 0
    for mark in marks(text):
        assert position <= mark.start < mark.end <= len(text)
        position = mark.end
    redacted(text, marks(text))


@given(
    before=st.text("abc ,.:;\n", max_size=20),
    number=st.from_regex(r"0[35789][0-9]{8}|0[0-9]{11}", fullmatch=True),
    gaps=st.lists(st.sampled_from(["", " ", ".", "-", " - "]), min_size=11, max_size=11),
    after=st.text("abc ,.:;\n", max_size=20),
)
def test_no_number_stays_however_it_is_parted(before: str, number: str, gaps: list[str], after: str) -> None:
    written = "".join(sign + gap for sign, gap in zip(number, [*gaps, ""], strict=False)).rstrip(" .-")
    text = before + written + after
    left = redacted(text, marks(text))
    assert not any(sign.isdigit() for sign in left)


@pytest.mark.parametrize(
    "flood",
    ["0" * 20_000, "a@" * 5000, "a" * 20_000, "Nguyễn " * 3000, "0 " * 5000, "số 1 " * 3000, "một " * 5000],
)
def test_floods_are_read_quickly(flood: str) -> None:
    marks(flood)  # the time limit of the tests would end it
