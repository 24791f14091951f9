"""A unit that has passed a case on sees its summary and what reporters were told, not others' notes."""

from dataclasses import replace
from datetime import timedelta

from loa.casework.cases.from_afar import from_afar
from loa.casework.cases.rules.model import CaseState, Entry
from tests.worlds.case_examples import a_case
from tests.worlds.fakes import START

WARD, PROVINCE = "40.16681", "40"


def line(version: int, what: str, path: str, text: str = "", **facts: str) -> Entry:
    at = START + timedelta(hours=version)
    return Entry("0" * 22, version, at, what, f"officer-{version}", CaseState.IN_PROGRESS, path, text, facts)


HISTORY = [
    line(1, "opened", WARD),
    line(2, "noted", WARD, "ghi chú của xã"),
    line(3, "transfer", PROVINCE, "nhờ tỉnh xem", to_path=PROVINCE, next_step="tỉnh xem", origin="x"),
    line(4, "noted", PROVINCE, "ghi chú của tỉnh"),
    line(5, "assigned", PROVINCE, owner="officer-9"),
    line(6, "accept", PROVINCE, "lời nội bộ"),
    line(7, "return", PROVINCE, "Số nhà nào ạ?"),
    line(8, "supply", PROVINCE, "lời người dân"),
    line(9, "hand_outside", PROVINCE, "lời nội bộ", body="Điện lực", next_step="kiểm tra", origin="y"),
    line(10, "reminded", PROVINCE, shares="80"),
    line(11, "answer", PROVINCE, "Đã thay bóng."),
]


def test_own_work_is_whole_and_of_later_work_only_what_reporters_were_told() -> None:
    case = a_case(unit_path=PROVINCE, received_path=WARD, owner="officer-9", satisfaction_word="lời riêng")
    shown, history = from_afar(case, HISTORY, WARD)
    assert shown == replace(case, owner="", satisfaction_word="")
    assert history[:2] == HISTORY[:2]
    assert [(entry.what, entry.text, dict(entry.facts), entry.by) for entry in history[2:]] == [
        ("transfer", "", {"to_path": PROVINCE, "next_step": "tỉnh xem"}, ""),
        ("accept", "", {}, ""),
        ("return", "Số nhà nào ạ?", {}, ""),
        ("supply", "", {}, ""),
        ("hand_outside", "", {"body": "Điện lực", "next_step": "kiểm tra"}, ""),
        ("answer", "Đã thay bóng.", {}, ""),
    ]


def test_a_unit_that_had_it_twice_sees_what_it_did_both_times() -> None:
    back = [*HISTORY[:5], line(6, "transfer", WARD, to_path=WARD), line(7, "noted", WARD, "lần hai")]
    again = [*back, line(8, "transfer", PROVINCE), line(9, "noted", PROVINCE, "ghi chú sau")]
    _, history = from_afar(a_case(unit_path=PROVINCE), again, WARD)
    assert "lần hai" in [entry.text for entry in history]
    assert not {"ghi chú sau", "ghi chú của tỉnh"} & {entry.text for entry in history}
