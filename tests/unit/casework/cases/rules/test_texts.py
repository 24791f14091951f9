"""What residents read about their cases: short, named, in their words, no promise that cannot be kept."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Move
from loa.casework.cases.work.notifications import words_of, words_of_closing
from loa.dialogue.understanding.parser import parse
from loa.dialogue.understanding.ratings import rating
from tests.worlds.case_examples import a_case

LONGEST = 400
"""Characters that fit a phone without scrolling; what an officer writes comes on top."""
CODE = "MT-7K3M-Q94X-WF"
WHO = texts.unit_name("Xã Mường Xén")
NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
KINDS = [kind for kind in CaseKind if kind is not CaseKind.DENUNCIATION]
FACTS = MoveFacts(
    text="Đã thay bóng đèn.",
    reason="Đường này do tỉnh quản lý.",
    legal_ground="Luật Đường bộ, Điều 8",
    to_path="40.16663",
    body="Điện lực Kỳ Sơn",
    reference="12/MTTQ-BTT",
    next_step="Điện lực cử người kiểm tra, chậm nhất 03/12/2026.",
    asked_for="Số cột điện nào ạ?",
)
FORBIDDEN = (
    "thụ lý", "vụ việc", "đang giữ", "việc tiếp theo", "tiến độ", "khép lại", "hoàn thành", "từ khóa",
    "mini app", "official account", "biểu mẫu", "đường dẫn", "khách hàng", "người dân", "«", "»", "hãy ",
    "vui lòng",
)  # fmt: skip
"""Words of officers, of computers and of other languages."""


def case_of(kind: CaseKind, state: CaseState = CaseState.RECEIVED) -> Case:
    return replace(
        a_case(kind=kind, received_at=NOW, state=state, outside_body="Điện lực Kỳ Sơn"),
        code=CODE,
        changed_at=NOW,
    )


def everything_told() -> Iterator[tuple[CaseKind, str, str]]:
    for kind in KINDS:
        yield kind, "opened", texts.opened(kind.value, CODE, WHO, "01/12/2026", "07/12/2026")
        yield kind, "joined", texts.merged(kind.value, CODE, WHO, "07/12/2026")
        yield kind, "rescheduled", texts.rescheduled(kind.value, CODE, WHO, "07/12/2026")
        for step in Move:
            words = words_of(step, case_of(kind), FACTS, WHO, NOW)
            if words:
                yield kind, step.value, words
        for before in (CaseState.RETURNED, CaseState.ANSWERED):
            yield kind, f"closed {before}", words_of_closing(case_of(kind, CaseState.CLOSED), before, WHO)


TOLD = list(everything_told())
EVERY = pytest.mark.parametrize(
    ("kind", "about", "words"), TOLD, ids=[f"{kind}-{about}" for kind, about, _ in TOLD]
)


@EVERY
def test_it_is_short_and_has_no_word_that_residents_do_not_use(
    kind: CaseKind, about: str, words: str
) -> None:
    assert len(words) <= LONGEST, about
    plain = words.lower()
    assert not [word for word in FORBIDDEN if word in plain], kind
    assert words == words.strip()
    assert "  " not in words
    assert "Xã" not in words, "the level is no proper name"


@EVERY
def test_it_names_the_case_by_its_own_word_and_its_code(kind: CaseKind, about: str, words: str) -> None:
    assert CODE in words, about
    assert texts.WORDS[kind.value] in words.lower()


@EVERY
def test_it_names_the_unit_that_acts(kind: CaseKind, about: str, words: str) -> None:
    nobody_acts = {Move.CONFIRM.value, f"closed {CaseState.ANSWERED}"}
    assert ("Mặt trận xã Mường Xén" in words) is (about not in nobody_acts), kind


@EVERY
def test_of_a_complaint_it_never_promises_to_settle_it(kind: CaseKind, about: str, words: str) -> None:
    settles = re.search(r"(?<!không )giải quyết(?! thay)", words.replace("nơi giải quyết", ""))
    assert not (kind is CaseKind.COMPLAINT and settles), about


@EVERY
def test_what_it_tells_them_to_write_is_understood(kind: CaseKind, about: str, words: str) -> None:
    for command in re.findall(r"“([^”]+)”", words):
        assert parse(command).reopens, (kind, about, command)
    if about == Move.ANSWER:
        for line in re.findall(r"^[1-5]\..*$", words, re.MULTILINE):
            assert (rating(line) or (0, ""))[0] == int(line[0])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Xã Mường Xén", "Mặt trận xã Mường Xén"),
        ("Phường Thành Vinh", "Mặt trận phường Thành Vinh"),
        ("Tỉnh Nghệ An", "Mặt trận tỉnh Nghệ An"),
        ("Thành phố Vinh", "Mặt trận thành phố Vinh"),
        ("Thị trấn Mường Xén", "Mặt trận thị trấn Mường Xén"),
        ("Xã", "Mặt trận Xã"),
        ("Nghệ An", "Mặt trận Nghệ An"),
    ],
)
def test_the_level_of_a_unit_is_written_small(name: str, told: str) -> None:
    assert texts.unit_name(name) == told


@pytest.mark.parametrize("state", CaseState)
def test_labels_of_officers_do_not_reach_residents(state: CaseState) -> None:
    for kind in KINDS:
        told = replace(case_of(kind), state=state).told_state
        assert told
        assert "người dân" not in told
        assert "thụ lý" not in told
    assert "giải quyết" not in replace(case_of(CaseKind.COMPLAINT), state=CaseState.ACCEPTED).told_state


def test_who_refuses_says_where_else_to_go() -> None:
    case = case_of(CaseKind.REPORT, CaseState.REFUSED)
    assert "gửi đến: Điện lực Kỳ Sơn" in words_of(Move.REFUSE, case, FACTS, WHO, NOW)
    assert "gửi đến" not in words_of(Move.REFUSE, case, replace(FACTS, body=""), WHO, NOW)


@pytest.mark.parametrize(
    ("about", "share", "expected"),
    [
        (
            "answer",
            80,
            "[Nhắc việc] Phản ánh MT-1 (xã Mường Xén): đã qua 80% thời hạn, hạn trả lời 07/12/2026.",
        ),
        (
            "acceptance",
            100,
            "[Nhắc việc] Phản ánh MT-1 (xã Mường Xén): đã quá hạn nhận giải quyết 07/12/2026.",
        ),
        (
            "outside",
            0,
            (
                "[Nhắc việc] Phản ánh MT-1 (xã Mường Xén): đang chờ Điện lực. "
                "Đề nghị hỏi kết quả và báo người dân."
            ),
        ),
    ],
)
def test_a_reminder_says_what_is_late_and_who_is_waited_for(about: str, share: int, expected: str) -> None:
    words = texts.reminder(
        "MT-1", "report", "Xã Mường Xén", about=about, share=share, due="07/12/2026", body="Điện lực"
    )
    assert words == expected
