"""Personal data in the disguises that people and pages give it; made here without a look at the rules."""

import string
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from loa.casework.publication.redaction import MUST_GO, MarkKind, NamedPerson, marks, redacted

PHONE = st.from_regex(r"0(?:3[2-9]|5[2689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}|02[0-9]{9}", fullmatch=True)
CITIZEN = st.from_regex(r"0[0-9]{2}[0-3][0-9]{8}", fullmatch=True)
SIGNS = [
    "",
    " ",
    ".",
    "-",
    "/",
    ",",
    "·",
    "•",
    "−",
    "–",
    "\n",
    " . ",
    " - ",
    "\u00a0",
    "\u200b",
    "_",
    " / ",
    "  ",
]
SCRIPTS = ["0123456789", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "٠١٢٣٤٥٦٧٨٩", "০১২৩৪৫৬৭৮৯"]
WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
WORDS_PLAIN = ["khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin"]
LOOK_ALIKES = {"0": "oOОО", "1": "lI|", "5": "S", "8": "B", "2": "Z"}
AROUND = st.sampled_from(
    ["", "Gọi ", "số ", "SĐT: ", "Tôi ở xóm, điện thoại ", "liên hệ (", "nhắn cho tôi qua\n"]
)
BEHIND = st.sampled_from(["", " nhé", ".", " đồng chí An", ") ạ", "\nCảm ơn", " đ/c Hùng", " gặp bà Hoa"])


def left_of(text: str, *people: NamedPerson) -> str:
    return redacted(text, [mark for mark in marks(text, people) if mark.kind in MUST_GO])


def digits_of(text: str) -> list[str]:
    return [sign for sign in text if sign.isdigit()]


@given(PHONE | CITIZEN, st.lists(st.sampled_from(SIGNS), min_size=12, max_size=12), AROUND, BEHIND)
def test_whatever_stands_between_the_digits(number: str, signs: list[str], before: str, behind: str) -> None:
    written = "".join(digit + sign for digit, sign in zip(number, signs, strict=False)).strip()
    assert not digits_of(left_of(before + written + behind))


@given(PHONE | CITIZEN, st.data(), AROUND)
def test_whatever_script_the_digits_are_in(number: str, data: st.DataObject, before: str) -> None:
    def written(digit: str) -> str:
        script = data.draw(st.sampled_from(SCRIPTS))
        frame = data.draw(st.sampled_from(["", "\ufe0f\u20e3"])) if script[0] == "0" else ""
        return script[int(digit)] + frame

    assert not digits_of(left_of(before + " ".join(map(written, number))))
    assert not digits_of(left_of(before + "".join(map(written, number))))


@given(PHONE, st.data(), st.sampled_from(["", " ", ".", "-"]))
@example("0912345678", None, "")
def test_letters_that_look_like_digits(phone: str, data: st.DataObject | None, between: str) -> None:
    groups = [phone[:4], phone[4:7], phone[7:]]
    disguised = []
    for group in groups:
        letters = list(group)
        places = [place for place, digit in enumerate(group) if digit in LOOK_ALIKES]
        if places and data:
            place = data.draw(st.sampled_from(places))
            letters[place] = data.draw(st.sampled_from(LOOK_ALIKES[group[place]]))
        disguised.append("".join(letters))
    text = f"Gọi {between.join(disguised)} nhé"
    assert not digits_of(left_of(text)), text


@given(PHONE, st.data())
def test_digits_and_words_in_one_number(phone: str, data: st.DataObject) -> None:
    spoken = data.draw(st.lists(st.booleans(), min_size=len(phone), max_size=len(phone)))
    words = data.draw(st.sampled_from([WORDS, WORDS_PLAIN]))
    written = " ".join(
        words[int(digit)] if word else digit for digit, word in zip(phone, spoken, strict=True)
    )
    left = left_of(f"Điện thoại {written} ạ")
    assert not digits_of(left)
    assert "số điện thoại" in left


@given(st.from_regex(r"[2-8][0-9]{6}", fullmatch=True), st.sampled_from(["{}", "{:.3}.{:.4}", "{:.3} {:.4}"]))
def test_landlines_of_seven_digits(number: str, form: str) -> None:
    assume(not number.startswith(("20", "19")))
    written = form.format(number[:3] if "." in form[:4] else number, number[3:])
    assert not digits_of(left_of(f"máy bàn {written} gặp tôi"))
    assert not digits_of(left_of(f"Gọi {number}, cảm ơn"))


@pytest.mark.parametrize(
    "between", ["(at)", " (at) ", "[at]", " at ", " a còng ", " a cong ", "(a còng)", "@", " @ "]
)
@pytest.mark.parametrize("dot", [".", " . ", "(dot)", " chấm ", " cham ", "(.)"])
def test_addresses_of_mail(between: str, dot: str) -> None:
    text = f"thư về lan.nguyen{between}gmail{dot}com nhé"
    left = left_of(text)
    assert "lan" not in left
    assert "gmail" not in left
    assert "nguyen" not in left_of(f"lan.nguyen{between}nghean{dot}gov{dot}vn")


@pytest.mark.parametrize("dash", ["/", "-", " / ", "·"])
def test_numbers_of_papers_between_slashes(dash: str) -> None:
    for number in ("040|123|456|789", "186|123|456"):
        text = f"CCCD {number.replace('|', dash)} cấp năm 2021"
        assert MarkKind.ID_NUMBER in {mark.kind for mark in marks(text)}
        assert digits_of(left_of(text)) == list("2021")


@pytest.mark.parametrize("behind", ["đồng chí Hùng", "đ/c Hùng", "Đồng  chí Hùng", "dong chi Hung"])
def test_a_number_before_a_comrade_is_no_money(behind: str) -> None:
    assert not digits_of(left_of(f"gọi 912.345.678 {behind}"))
    assert digits_of(left_of("hết 912.345.678 đồng chi cho đường")) == []


NAMES = ["Nguyễn Văn An", "Vừ Bá Tếnh", "Lô Thị May", "Trần Đình Ðức"]


def spelled(name: str, how: int) -> str:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter)
    )
    forms = [
        name, name.upper(), name.lower(), unicodedata.normalize("NFD", name),
        plain.replace("Đ", "D").replace("Ð", "D").replace("đ", "d"),
        name.replace(" ", "."), name.replace(" ", "_"), name.replace("a", "а").replace("e", "е"),
        " ".join(name.split()[-2:]), "\u200b".join(name),
    ]  # fmt: skip
    return forms[how % len(forms)]


@given(st.sampled_from(NAMES), st.integers(0, 9), st.sampled_from(["Tôi tên ", "", "con tôi giống ", "("]))
def test_whoever_raised_the_case_is_not_named(name: str, how: int, before: str) -> None:
    text = f"{before}{spelled(name, how)}, nhà ở cuối xóm"
    left = left_of(text, NamedPerson(name))
    assert (
        left == f"{before}[người phản ánh], nhà ở cuối xóm"
        or left == f"{before}{name.split(maxsplit=1)[0]} [người phản ánh], nhà ở cuối xóm"
    )


def test_half_of_the_reporters_own_telephone_is_enough() -> None:
    me = NamedPerson("Nguyễn Văn An", "+84 912 345 678")
    assert not digits_of(left_of("gọi 912345 hoặc 345.678", me))
    assert digits_of(left_of("còn 345.679 nghìn", me))
    assert left_of("Nghệ An mất điện", me) == "Nghệ An mất điện"
    assert left_of("Không có gì", NamedPerson("", "")) == "Không có gì"


@pytest.mark.parametrize(
    "text",
    [
        "Các tổ 1, 2, 3, 4, 5, 6, 7, 8, 9 chưa có điện",
        "Họp lúc 8:30, 21/11/2026, 120 hộ dự",
        "Từ năm 2024, 2025 đến 2026",
        "Quyết định 1234/2025, ngày 02/09/2025",
        "Nghị định 15/2024/NĐ-CP, Công văn 12729/VPCP",
        "thu 1.500.000 đồng mỗi hộ, cộng 25.000.000 đ",
        "Năm 2024 không sửa, 3 năm sau mới sửa",
        "bốn năm nay, một hai lần đã nói",
        "đường dài 1.200 m, rộng 3,5 m, sâu 0,4 m",
        "diện tích 1.234.567 m2",
        "máy kéo tối, họp ở nhà văn hóa",
    ],
)
def test_ordinary_figures_are_left_alone(text: str) -> None:
    assert left_of(text) == text


@given(st.text(string.printable + "ạđ０\u200b\u0301🔟①Ⅷ½﷽", max_size=120), st.sampled_from(NAMES))
def test_marks_lie_in_the_text_whoever_is_looked_for(text: str, name: str) -> None:
    position = 0
    for mark in marks(text + name, [NamedPerson(name, text)]):
        assert position <= mark.start < mark.end <= len(text + name)
        position = mark.end


@pytest.mark.parametrize(
    "flood", ["0, " * 5000, "lO" * 5000, "một 1 " * 3000, "a (at) " * 3000, "12/" * 5000]
)
def test_floods_of_disguises_are_read_quickly(flood: str) -> None:
    marks(flood, [NamedPerson("Nguyễn Văn An", "0912345678")])  # the time limit of the tests would end it
