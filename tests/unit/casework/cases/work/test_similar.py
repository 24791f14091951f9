"""Which matters of residents are offered as one."""

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.casework.cases.rules.model import CaseKind
from loa.casework.cases.work.similar import SIMILAR, Matter, likeness, matter, syllables
from tests.worlds.case_examples import a_case
from tests.worlds.fakes import START

WORDS = st.sampled_from(
    [
        "mất",
        "điện",
        "nước",
        "đường",
        "hỏng",
        "ngập",
        "rác",
        "trường",
        "cầu",
        "suối",
        "trại",
        "lợn",
        "đèn",
        "ạ",
    ]
)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
MATTERS = st.builds(
    Matter,
    kind=st.sampled_from(CaseKind),
    what=TEXTS,
    where=st.sampled_from(["", "xóm 4", "xóm 5, xã Hưng Tây", "Hưng Tây", "bản Mòn"]),
    at=st.integers(0, 90).map(lambda days: START + timedelta(days=days)),
)


def _matter(what: str, where: str = "", *, kind: CaseKind = CaseKind.REPORT, days: int = 0) -> Matter:
    return Matter(kind, what, where, START + timedelta(days=days))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            _matter("Mất điện từ tối qua đến giờ chưa có", "xóm 4, xã Hưng Tây"),
            _matter("xom 4 mat dien 2 ngay roi khong ai sua", "xom 4 hung tay", days=1),
        ),
        (
            _matter("Đường vào trường mầm non ngập nước, các cháu đi học khổ", "thôn Đông, xã Nghi Phú"),
            _matter("Trường mầm non ngập nước mỗi khi mưa, đường không đi được", "Nghi Phú", days=3),
        ),
        (
            _matter("Rác thải không ai thu gom cả tuần nay, bốc mùi hôi thối", "khối 7 phường Trường Thi"),
            _matter("rac khong thu gom, hoi thoi qua", "khoi 7, truong thi", kind=CaseKind.RECOMMENDATION),
        ),
        (
            _matter("Trại lợn xả thải ra suối gây ô nhiễm", "bản Mòn"),
            _matter("Ô nhiễm do trại lợn nhà ông K xả ra suối, cá chết", "bản Mòn, Thạch Giám", days=10),
        ),
        (_matter("Đèn đường hỏng", "ngõ 12 Lê Lợi"), _matter("đèn đường ngõ 12 không sáng", "ngo 12 le loi")),
        (_matter("Mất nước sạch ba ngày nay"), _matter("Nước sạch bị mất mấy hôm nay rồi", "xóm 2")),
        (
            _matter("Đề nghị sửa cầu treo bị hỏng, đi lại nguy hiểm", "bản Xằng"),
            _matter("CẦU TREO HỎNG VÁN, NGUY HIỂM!!!", "bản Xằng", days=5),
        ),
    ],
    ids=lambda each: each.what[:24],
)
def test_the_same_matter_in_other_words_is_offered(one: Matter, other: Matter) -> None:
    assert likeness(one, other) >= SIMILAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            _matter("Mất điện từ tối qua", "xóm 4, xã Hưng Tây"),
            _matter("Mất điện tối qua", "xóm 9, Hưng Tây"),
        ),
        (_matter("Mất điện từ tối qua", "Hưng Tây"), _matter("Rác thải không ai thu gom", "Hưng Tây")),
        (
            _matter("Đường vào trường mầm non ngập nước"),
            _matter("Xin hỏi thủ tục nhập học trường mầm non cho cháu", kind=CaseKind.QUESTION),
        ),
        (
            _matter("Đề nghị hỗ trợ hộ nghèo sửa nhà", "xóm 3"),
            _matter("Đề nghị sửa đường bê tông", "xóm 3", days=3),
        ),
        (
            _matter("Hàng xóm lấn chiếm đất", "xóm 5 xã Nghi Lâm"),
            _matter("Thủ tục cấp sổ đỏ đất vườn", "xóm 5 xã Nghi Lâm", kind=CaseKind.QUESTION),
        ),
        (_matter("Đèn đường hỏng", "Lê Lợi"), _matter("Đèn đường hỏng", "Quang Trung")),
        (_matter("xin chào"), _matter("xin chào ạ")),
        (_matter(""), _matter("")),
        (_matter("🙂🙂🙂"), _matter("🙂🙂🙂")),
    ],
    ids=lambda each: each.what[:24],
)
def test_another_matter_or_another_place_is_not(one: Matter, other: Matter) -> None:
    assert likeness(one, other) < SIMILAR


@given(one=MATTERS, other=MATTERS)
def test_likeness_is_a_share_and_the_same_both_ways_round(one: Matter, other: Matter) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1


@given(one=MATTERS)
def test_nothing_is_more_alike_than_the_matter_itself(one: Matter) -> None:
    assert likeness(one, one) == pytest.approx(0 if not syllables(one.what) else 1 if one.where else 0.85)


@given(one=MATTERS, other=MATTERS, days=st.integers(0, 400))
def test_time_only_parts_matters(one: Matter, other: Matter, days: int) -> None:
    later = max(one.at, other.at)
    near, far = replace(other, at=later), replace(other, at=later + timedelta(days=days))
    assert likeness(replace(one, at=later), far) <= likeness(replace(one, at=later), near)


@given(one=MATTERS, other=MATTERS)
def test_marks_case_and_form_do_not_matter(one: Matter, other: Matter) -> None:
    written = replace(other, what=unicodedata.normalize("NFD", other.what).upper())
    assert likeness(one, written) == likeness(one, other)


def test_a_case_is_compared_by_what_where_when_and_kind() -> None:
    case = a_case(what="Mất điện cả xóm", where="xóm 4")
    assert matter(case) == Matter(case.kind, "Mất điện cả xóm", "xóm 4", case.received_at)
    assert likeness(case, case) == pytest.approx(1)
    assert likeness(case, matter(case)) == likeness(case, case)


def test_a_very_long_text_is_compared_in_part() -> None:
    flood = _matter("mất điện " * 100_000)
    assert likeness(flood, _matter("mất điện")) >= SIMILAR
