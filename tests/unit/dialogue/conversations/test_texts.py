"""What residents read in the chat: short, in words of the glossary; every command works where it is told."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Final

import pytest

from loa.casework.cases.rules import codes
from loa.casework.cases.rules import texts as cases
from loa.casework.cases.rules.texts import IN_DANGER
from loa.casework.denunciations import texts as confidential
from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.dialogue import step
from loa.dialogue.chatbot.turns import DialogueContext, EffectKind, Input, OwnCase, Question, Turn
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Dialogue, DialogueStep
from loa.dialogue.understanding.emergency import model as emergency
from loa.dialogue.understanding.parser import parse
from tests.worlds.fakes import START

LONGEST = 400
"""Characters that fit a telephone without scrolling."""

CODE = codes.new_code("MT", lambda limit: limit // 3)
ACCOUNT = texts.in_sentence("Ủy ban MTTQ Việt Nam Xã Mường Xén")
HOUR = "07:30 ngày 30/11/2026"
RECOGNISED = {"MARKED", "REFUSED", "NUMBERS", "IN_DANGER", "FIRE_BRIGADE"}
"""Tables of words that are understood and not said, and parts of texts."""

OF_OFFICERS = {
    "TAKEN_OVER",
    "NOT_FOUND", "HANDLED_ELSEWHERE", "CHANGED_MEANWHILE", "NEW_WORDS_MEANWHILE",
    "NEITHER_UP_NOR_DOWN", "HANDED_ALREADY", "NOTHING_TO_SEND", "ONE_ATTACHMENT",
    "FILE_WITHOUT_TEXT", "UNKNOWN_FILE", "UNKNOWN_IMAGE", "BAD_FILE", "FILE_KINDS", "FILE_TOO_LARGE",
    "NOT_BASE64", "BAD_SEEN", "FORGOTTEN_PLACES", "NOTE_NEEDED", "UNIT_OR_OFFICER", "HANDED",
    "ASSIGNED", "UNASSIGNED", "CLOSED", "CANNED_NOT_FOUND", "CANNED_NAME", "CANNED_PLACES",
    "CANNED_CHANGED", "WINDOWS", "SUMMARY_SHOWN", "SPOKEN", "UNREAD", "OTHER_APPLICATION", "LINKED",
    "NOT_LINKED", "NEIGHBOURLY", "CAN_TRY",
}  # fmt: skip
FORBIDDEN = re.compile(
    r"từ khóa|thụ lý|vụ việc|Official Account|tài khoản OA|\bOA\b|[Đđ]ang giữ|Việc tiếp theo:|\bbạn\b|\bHãy\b"
    r"|Vui lòng|biểu mẫu|Mini App|giấy tờ tùy thân|khách hàng|khép lại|kênh bảo mật|[«»]|24 tháng|không "
    r"chia sẻ"
)
"""Words that the people who answer residents found cold, foreign or untrue."""

CAPITAL_LEVEL = re.compile(
    r"(?:Mặt trận(?: Tổ quốc)?|MTTQ Việt Nam) (?:Xã|Phường|Huyện|Tỉnh|Thị|Thành phố)\b"
)
AFTER_TYPE = re.compile(r"nhắn (?:chữ |số |thêm |tiếp |hoặc |một |là )*")


def _constants() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in vars(texts).items():
        if not name.isupper() or name in RECOGNISED | OF_OFFICERS or name.startswith("_"):
            continue
        if isinstance(value, str):
            found[name] = value
        elif isinstance(value, Mapping):
            found |= {f"{name} {key}": text for key, text in value.items()}
    return found


def _filled() -> dict[str, str]:
    summary = menu.Reply(texts.summary("Phản ánh", "Nội dung: Đèn đường ngõ 12 hỏng", 2))
    return {
        "welcome": texts.welcome(ACCOUNT),
        "emergency": texts.emergency(ACCOUNT),
        "self_harm": texts.self_harm(ACCOUNT),
        "child": texts.child(ACCOUNT),
        "acknowledgement": texts.acknowledgement(ACCOUNT, ""),
        "acknowledgement at night": texts.acknowledgement(ACCOUNT, HOUR),
        "acknowledgement of a voice": texts.acknowledgement(ACCOUNT, HOUR, spoken=True),
        "erasure": texts.erasure(ACCOUNT, "02/12/2026"),
        "erasure that begins": texts.erasure_begins(ACCOUNT, HOUR),
        "summary": summary.text,
        "enough_files": texts.enough_files(20),
        "progress": texts.progress(
            CODE, "Phản ánh", "đang giải quyết", received="24/11/2026", due="07/12/2026",
            more=texts.outside("Điện lực Kỳ Sơn", "12/MTTQ-BTT"),
        ),
    }  # fmt: skip


TEXTS: Final = _constants() | _filled()
FILLING: Final = {"code": CODE, "codes": CODE, "name": "Lô Thị Mai", "label": "Điều 12 khoản 3 điểm đ"}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_short_and_in_words_that_people_use(name: str) -> None:
    text = TEXTS[name]
    assert len(text.format_map(FILLING) if "{" in text else text) <= LONGEST
    assert FORBIDDEN.findall(text) == []
    assert CAPITAL_LEVEL.findall(text) == []
    assert re.findall(r"  |\s\.|\s,|“[^”]*$", text) == []


def test_the_numbers_to_call_are_those_of_the_data() -> None:
    said = set(re.findall(r"\b11\d\b", " ".join(TEXTS.values())))
    assert said == set(emergency.NUMBERS)
    assert all(number.source and number.checked_at for number in emergency.NUMBERS.values())
    assert set(re.findall(r"\b11\d\b", texts.emergency(ACCOUNT))) == set(emergency.NUMBERS)


OF_OTHERS: Final = {
    "denunciation begun": confidential.begun("https://loa.example.vn/t/1", "người được giao"),
    "denunciation offered": confidential.offered("người được giao"),
    "denunciation kept": confidential.KEPT,
    "denunciation done": confidential.done("https://loa.example.vn/t/1", "người được giao"),
    "denunciation empty": confidential.nothing_said("https://loa.example.vn/t/1"),
    "denunciation cancelled": confidential.CANCELLED,
    "denunciation released": confidential.RELEASED,
    "case opened": cases.opened("report", CODE, ACCOUNT, "01/12/2026", "07/12/2026"),
    "complaint opened": cases.opened("complaint", CODE, ACCOUNT, "01/12/2026", "07/12/2026"),
    "case supplied": cases.supplied("report", CODE, ACCOUNT, "07/12/2026"),
    "case reopened": cases.reopened("report", CODE, ACCOUNT, "07/12/2026"),
}
"""Other answers to what somebody wrote in the chat."""

AN_OFFICER_ANSWERS = re.compile(r"[Cc]án bộ[^.\n]*\b(?:đọc|trả lời|nghe|xem|báo|phân loại|xử lý)\b")
ASKED_IN_AN_INTAKE = re.compile(
    r"KIND_|WHAT_QUESTIONS|QUESTIONS|PICTURES_QUESTION|CHECK_QUESTION|summary|WORDS_WANTED|FILE_TAKEN|FILES_DONE"
    r"|HELD|WAITING|OLD_OR_NEW$|acknowledgement"
)


@pytest.mark.parametrize("name", TEXTS | OF_OTHERS)
def test_whoever_is_to_answer_or_to_wait_reads_whom_to_call(name: str) -> None:
    text = (TEXTS | OF_OTHERS)[name]
    if ASKED_IN_AN_INTAKE.match(name) or AN_OFFICER_ANSWERS.search(text):
        assert re.search(r"\b11[345]\b", text), text


@pytest.mark.parametrize("name", TEXTS)
def test_the_numbers_are_said_once_in_a_message_and_first_while_nobody_reads(name: str) -> None:
    replies = (menu.Reply(TEXTS[name]), menu.Reply(texts.QUESTIONS["where"]))
    open_, closed = menu.joined(replies), menu.joined(replies, is_closed=lambda: True)
    assert open_
    assert closed
    assert open_.text.count("114") == 1 or name in {"welcome", "emergency", "child"}
    if "114" not in TEXTS[name].replace(IN_DANGER, ""):
        assert closed.text.startswith(texts.NOBODY_READS)
        assert closed.text.count("114") == 1
    alone = menu.joined(replies[:1], is_closed=lambda: True)
    assert alone
    assert len(alone.text.format_map(FILLING) if "{" in alone.text else alone.text) <= LONGEST


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("Mặt trận Xã Mường Xén", "Mặt trận xã Mường Xén"),
     ("Mặt trận Phường Vinh Tân", "Mặt trận phường Vinh Tân"),
     ("Mặt trận Tỉnh Nghệ An", "Mặt trận tỉnh Nghệ An"),
     ("Mặt trận Thành phố Vinh", "Mặt trận thành phố Vinh"),
     ("Ủy ban MTTQ Việt Nam xã Xã Lượng", "Ủy ban MTTQ Việt Nam xã xã Lượng")],
)  # fmt: skip
def test_the_level_of_a_unit_is_small_amid_a_sentence(name: str, sentence: str) -> None:
    assert texts.in_sentence(name) == sentence


INTAKE = Dialogue(DialogueStep.WHAT, START, kind="report", said={"what": ("0",)})
AT: Final[Mapping[str, Dialogue | None]] = {
    "KIND_QUESTION": Dialogue(DialogueStep.KIND, START),
    "KIND_AGAIN": Dialogue(DialogueStep.KIND, START),
    "QUESTIONS where": replace(INTAKE, step=DialogueStep.WHERE),
    "QUESTIONS since": replace(INTAKE, step=DialogueStep.SINCE),
    "QUESTIONS whom": replace(INTAKE, step=DialogueStep.WHOM),
    "PICTURES_QUESTION": replace(INTAKE, step=DialogueStep.PICTURES),
    "FILE_TAKEN": replace(INTAKE, step=DialogueStep.PICTURES),
    "FILES_DONE": replace(INTAKE, step=DialogueStep.PICTURES),
    "CHECK_QUESTION": replace(INTAKE, step=DialogueStep.CHECK),
    "summary": replace(INTAKE, step=DialogueStep.CHECK),
    "HELD": replace(INTAKE, step=DialogueStep.CHECK),
    "WAITING": replace(INTAKE, step=DialogueStep.WHERE),
    "KEPT_FOR_LATER": replace(INTAKE, step=DialogueStep.PAUSED, back=DialogueStep.WHERE),
    "CANCELLED": replace(INTAKE, step=DialogueStep.PAUSED, back=DialogueStep.WHERE, cancelled=True),
    "AFTER_A_PAUSE": replace(INTAKE, step=DialogueStep.PAUSED, back=DialogueStep.WHERE),
    "OLD_OR_NEW": replace(INTAKE, step=DialogueStep.OLD_OR_NEW, back=DialogueStep.WHERE),
    "MENU": Dialogue(DialogueStep.MENU, START),
    "NOT_A_CHOICE": Dialogue(DialogueStep.MENU, START),
    "NO_CASES": Dialogue(DialogueStep.CODE, START),
    "UNKNOWN_CODE": Dialogue(DialogueStep.CODE, START),
    "WITHDRAW_QUESTION": Dialogue(DialogueStep.WITHDRAW, START, case_id="id"),
    "REOPEN_QUESTION": Dialogue(DialogueStep.REOPEN, START, case_id="id"),
}
"""Where whoever reads a text stands; nowhere, if it is not named."""

RATED = {"ONE_TO_FIVE", "SOLVED_OR_NOT", "STARS_WANTED"}
TO_A_PERSON = {"XÓA THÔNG TIN CỦA TÔI"}


def _commands(text: str) -> list[str]:
    """What stands in capitals, or as a number, behind "nhắn"."""
    found = []
    for told in AFTER_TYPE.finditer(text):
        words = re.findall(r"\w+|\W+", text[told.end() :])
        if words and words[0].isdigit():
            found.append(words[0])
            continue
        command = "".join(takewhile(lambda word: word.isupper() or word == " ", words)).strip()
        found += [command] if command else []
    return found


SAID = [(name, command) for name, text in TEXTS.items() for command in _commands(text)]


def _turn(name: str, command: str) -> Turn:
    questions = [Question("id", CODE, START, is_rating=True)] if name in RATED else []
    own = [OwnCase("id", CODE, is_open=True, can_reopen="REOPEN" in name)]
    heard = Input(parse(command), START.replace(second=30), "1")
    facts = DialogueContext(None, lambda: questions, lambda _sort: "Đèn đường hỏng", lambda: own)
    return step(AT.get(name), heard, facts)


def test_commands_are_found_in_the_texts() -> None:
    assert len(SAID) >= 25
    assert {"HỦY", "TIẾP", "XONG", "GỬI PHẢN ÁNH", "TỐ CÁO", "KHÔNG", "1"} <= {command for _, command in SAID}


@pytest.mark.parametrize(("name", "command"), SAID)
def test_what_people_are_told_to_type_works_where_it_is_told(name: str, command: str) -> None:
    turn = _turn(name, command)
    if command in TO_A_PERSON:
        assert turn.erases
        return
    if name == "DOUBT":
        assert turn.danger
        return
    said = "\n".join(reply.text for reply in turn.say)
    assert turn.effect or said
    assert not turn.for_people
    for lost in (texts.NOTHING_TO_CANCEL, texts.NOTHING_TO_RESUME, texts.NOT_A_CHOICE, texts.KIND_AGAIN):
        assert lost not in said
    if command == "TỐ CÁO":
        assert turn.effect
        assert turn.effect.kind is EffectKind.DENOUNCE
    if AT.get(name) and turn.dialogue and command in {"KHÔNG", "KHÔNG RÕ", "KHÔNG NHỚ"}:
        assert turn.dialogue.said == INTAKE.said, "it is no answer to keep"


def test_every_line_of_a_numbered_list_can_be_chosen() -> None:
    for name in ("MENU", "KIND_QUESTION", "OLD_OR_NEW", "WITHDRAW_QUESTION", "REOPEN_QUESTION"):
        for number in re.findall(r"^(\d)\.", TEXTS[name], re.MULTILINE):
            turn = _turn(name, number)
            assert turn.effect or turn.say or turn.for_people, (name, number)
            assert texts.NOT_A_CHOICE not in [reply.text for reply in turn.say]
