"""A contest in the chat, under the inbox's role: one entry with the page, emergencies first, no line lost."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.model import OperationModel

from loa.bootstrap import participation
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.inbox.contests import LOOKED_AT
from loa.dialogue.inbox.handlers import messages
from loa.errors import Busy
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.participation.campaigns.passes import known_person
from loa.participation.contests.rounds import ORGANISERS, moved
from loa.participation.contests.store import UnmarkedStore
from loa.platform.aws import clients
from loa.residents.messages.store import Outbox
from tests.component.conftest import taken, wire_inbox
from tests.conftest import OpenTable
from tests.worlds.component.participation import COMMUNE, SECRET, ParticipationWorld, ResidentBrowser
from tests.worlds.doors import Context, load, sqs_event
from tests.worlds.permissions import at_work

OA = "9001"


class Chat(ParticipationWorld):
    """A contest, and residents who write to the account of a commune, or of the province."""

    def __init__(self, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(open_table, monkeypatch)
        as_of = os.environ["UNITS_AS_OF"]
        wire_inbox(open_table, monkeypatch)
        monkeypatch.setenv("UNITS_AS_OF", as_of)
        self.tables = open_table
        self.inbox = load("inbox")
        self.account(COMMUNE)
        self.number = self.copies = 0

    def account(self, path: str) -> None:
        times = self.now - timedelta(days=30), self.now, self.now + timedelta(days=90)
        account = Account("40", path, OA, "Mặt trận Tổ quốc xã Quỳ", 4, AccountState.CONNECTED, *times)
        self.tables("Units").put(account_row(account))

    def event(self, words: str, user: str = "1") -> str:
        self.now += timedelta(seconds=1)
        self.number += 1
        said = {"text": words, "msg_id": f"m{self.number}"}
        at = str(int(self.now.timestamp() * 1000))
        return json.dumps({
            "app_id": "1", "event_name": "user_send_text", "timestamp": at, "message": said,
            "sender": {"id": user}, "recipient": {"id": OA}, "user_id_by_app": f"zalo-{user}",
        })  # fmt: skip

    def brought(self, event: str) -> str:
        """Bring an event; what the resident is told."""
        assert self.inbox.handler(sqs_event(event), Context()) == {"batchItemFailures": []}
        keys = [body["key"] for _, body in taken("messages")]
        found = Outbox(self.tables("Audience")).get_all(keys)
        return "\n---\n".join(each.content.text for each in found if each)

    def of_commune(self, contest: str) -> str:
        """Copy a contest for the residents of the commune; the id of the copy."""
        self.copies += 1
        store = participation.campaigns().campaigns
        number = f"{contest}{self.copies}"
        copy = replace(store.find(contest), id=number, unit_path=COMMUNE, title="Thi của phường")
        store.add(copy)
        return copy.id

    def says(self, words: str, user: str = "1") -> str:
        """Write a message, which comes twice."""
        event = self.event(words, user)
        told = self.brought(event)
        again = self.brought(event)
        assert not told or again in told
        return told

    def waits_for_people(self, user: str = "1") -> bool:
        head = ConversationStore(self.tables("Audience")).get(OA, user)
        return bool(head and head.unanswered)

    def page_of(self, user: str = "1") -> ResidentBrowser:
        return self.resident(int(user))


@pytest.fixture
def chat(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Chat:
    return Chat(open_table, monkeypatch)


def right_line(told: str) -> str:
    """The line that answers a sheet rightly, read as a person reads it."""
    return "".join(re.findall(r"^([A-E])\. Đúng$", told, re.MULTILINE))


def test_an_organiser__is_told_that_they_win_nothing__before_they_start(chat: Chat) -> None:
    contest = chat.contest()
    store = participation.campaigns().campaigns
    found = store.find(contest)
    content = {**found.content, ORGANISERS: [known_person(SECRET, "zalo-1").id]}
    store.turn(found, found.with_content(content, "clock"))
    assert "không xếp giải" in chat.says("Thi").split("---")[0]
    assert "tham gia tổ chức" not in chat.says("Thi", user="2")


def test_a_suspended_contest__says_so__and_takes_the_line_of_a_try_that_was_begun(chat: Chat) -> None:
    contest, reason = chat.contest(), "Một câu hỏi bị nghi sai."
    line = right_line(chat.says("THI 15"))
    store = participation.campaigns().campaigns
    found = store.find(contest)
    store.turn(found, moved(found, found.suspended("officer", reason, chat.now), chat.now))
    chat.inbox = load("inbox")
    for said in ("THI 15", "Thi"):
        assert reason in chat.says(said, user="2")
    for said in ("ACB", "1A 2C 3B"):
        assert reason in chat.says(said, user="3")
    assert not chat.waits_for_people("3")
    assert reason not in chat.says("nộp 500.000 ạ", user="3"), "they have begun nothing"
    assert chat.waits_for_people("3")
    assert reason in chat.says("Thi 15 phút nữa ạ?", user="6")
    assert chat.waits_for_people("6"), "it may be a question"
    for said in ("AB", "acb", "B"):
        assert reason not in chat.says(said, user="4"), "no sheet of this contest"
    assert chat.waits_for_people("4")
    assert "114" in chat.says("ACB cháy nhà rồi, cứu với", user="5")
    assert "Ông/bà chọn" in chat.says(line)
    assert "Đã nộp bài" in chat.says("NỘP 300")


def test_the_time_of_a_try__is_up__whatever_other_contest_is_suspended(chat: Chat) -> None:
    contest = chat.contest()
    other = chat.of_commune(contest)
    line = right_line(chat.says("THI 15 SỐ 1"))
    chat.says(line)
    store = participation.campaigns().campaigns
    found = store.find(other)
    store.turn(
        found, moved(found, found.suspended("officer", "Một câu hỏi bị nghi sai.", chat.now), chat.now)
    )
    chat.inbox = load("inbox")
    chat.now += timedelta(minutes=21)
    for said in ("NỘP 3", line):
        assert "Hết giờ" in chat.says(said), said


def test_a_contest__from_the_word_to_type_to_the_score__by_chat_alone(chat: Chat) -> None:
    contest = chat.contest()
    asked = chat.says("Thi")
    assert "3 câu, 20 phút, 2 lượt" in asked
    assert "THI 15" in asked
    told = chat.says("thi 15")
    line = right_line(told)
    assert len(line) == 3
    assert right_line(chat.says("THI")) == line  # asked again, the same sheet
    chosen = chat.says(" ".join(line.lower()))
    assert f"1{line[0]} 2{line[1]} 3{line[2]}" in chosen
    assert "Chưa nộp" in chosen
    assert "ghi kèm một số" in chat.says("Nộp")
    assert "Đã nộp bài lượt 1" in chat.says("nop 1")
    assert "Đã nộp bài lượt 1" in chat.says("nộp 7")  # once only
    assert "chờ chấm" in chat.says("điểm")
    with at_work("clock"):
        assert participation.closing().mark_waiting(lambda: True) == 1
        assert participation.closing().mark_waiting(lambda: True) == 0
    assert "đúng 3/3" in chat.says("Điểm")
    counts = participation.contests().counts(participation.play().contest(contest), 1)[COMMUNE]
    assert counts == {"persons": 1, "known": 1, "ranked": 1, "submits": 1, "score": 3, "perfect": 1}
    assert not chat.waits_for_people()
    assert "Ngườixếpgiảiđúnghết1" in _result(chat, contest)


def _result(chat: Chat, contest: str) -> str:
    chat.finish(contest)
    return "".join(chat.resident().page(f"/thi/{contest}/ket-qua/1").text().split())


def test_what_is_begun_in_one_place_is_finished_in_the_other(chat: Chat) -> None:
    contest = chat.contest()
    line = right_line(chat.says("THI 15"))
    chat.says(line)
    page = chat.page_of()
    checked = [each for each in page.page(f"/thi/{contest}/bai").all("input") if "checked" in each.attributes]
    assert len(checked) == 3
    chat.hand_in(page, contest, 3, prediction=2)
    assert "Đã nộp bài lượt 1" in chat.says("NỘP 5")

    chat.sheet(page, contest)  # the second try begins on the page
    again = chat.says("thi")
    assert "lượt 2" in again
    chat.says(right_line(again))
    link = re.search(r"http\S+", chat.says("NỘP 4"))
    assert link
    stranger = chat.resident()  # who opens the link is known by it, and its score is there at once
    own = stranger.follow(stranger.ask(link[0].removeprefix("https://loa.example.vn"))).text()
    assert "Lượtđãdùng2/2" in "".join(own.split())
    assert "đúng 3/3 câu" in own
    assert "dùng hết lượt" in chat.says("thi 15")


@pytest.mark.parametrize("said", ["Cháy nhà, cứu với", "Tôi muốn tố cáo chủ tịch xã nhận hối lộ"])
def test_calls_for_help_and_denunciations_come_before_a_try(chat: Chat, said: str) -> None:
    chat.contest()
    chat.says("THI 15")
    told = chat.says(said)
    assert "114" in told or "bảo mật" in told.lower() or "tố cáo" in told.lower()
    assert "Câu 1/3" not in told


def test_letters_that_answer_no_sheet_go_to_people(chat: Chat) -> None:
    chat.contest()
    chat.says("xin chào")
    for number, words in enumerate(("ABC", "bac", "nộp 300", "điểm"), 2):  # nobody has begun
        chat.says("xin chào", str(number))
        chat.says(words, str(number))
        assert chat.waits_for_people(str(number)), words
    chat.says("THI 15")
    assert "dòng vừa rồi có 2 chữ" in chat.says("AB")
    assert "không có ý E" in chat.says("AEB")
    assert not chat.waits_for_people()
    chat.says("cabe")  # a word, not three letters
    assert chat.waits_for_people()


def test_an_account_above_the_communes_asks_where_somebody_lives(chat: Chat) -> None:
    chat.contest()
    chat.account("40")
    assert "xã, phường nơi ông/bà ở" in chat.says("THI 15")
    assert "Câu 1/3" in chat.says("thi 15 phường Thành Vinh")


@pytest.mark.parametrize(
    "words", ["Thi 15 phút nữa à chị?", "thi 15 ngày nữa hay khi nào", "thi 15 xã Mường Xa"]
)
def test_words_that_name_no_commune_begin_no_try_and_are_read_by_people(chat: Chat, words: str) -> None:
    contest = chat.of_commune(chat.contest())
    told = chat.says(words)
    assert "xã, phường nơi ông/bà ở" in told
    assert chat.waits_for_people()
    assert participation.contests().counts(participation.play().contest(contest), 1) == {}
    assert "Câu 1/3" in chat.says("thi 15 số 2 ạ", "2")


def test_of_several_contests__it_is_asked_which__by_number_or_by_name(chat: Chat) -> None:
    contest = chat.contest()
    for _ in range(LOOKED_AT + 1):
        chat.of_commune(contest)
    chat.account("40")
    asked = chat.says("thi")
    assert "Đang mở 7 cuộc thi" in asked
    assert asked.index("1. Tìm hiểu Luật Căn cước") < asked.index("2. Thi của phường"), "that of all first"
    assert "THI 15 SỐ 1" in chat.says("Thi tìm hiểu luật căn cước ạ")
    assert "THI 15 SỐ 7" in chat.says("thi số 7")
    assert "Đang mở 7 cuộc thi" in chat.says("thi 15 số 8")
    assert "Đang mở 7 cuộc thi" in chat.says("thi số 8")
    assert "Đang mở 7 cuộc thi" in chat.says("thi 15 xã Yên Thành"), "no try begins by a guess"
    chat.says("Thi bằng lái xe máy ở đâu?", "3")
    assert chat.waits_for_people("3"), "it names no contest"

    first = chat.says("THI 15 SỐ 2 xã Yên Thành")
    assert "“Thi của phường”" in first
    assert "đang làm dở" in chat.says("THI 15 SỐ 1")
    line = right_line(first)
    assert right_line(chat.says("thi")) == line, "the one that goes on"
    assert right_line(chat.says("thi 15 xã Yên Thành")) == line
    chat.says(line)
    assert "Đã nộp bài lượt 1" in chat.says("NỘP 3")
    chat.says(right_line(chat.says("THI 15 SỐ 1 xã Yên Thành")))
    assert "Đã nộp bài lượt 1" in chat.says("NỘP 4")
    told = chat.says("ĐIỂM")
    assert "Thi của phường" in told
    assert "Tìm hiểu Luật Căn cước" in told


def test_letters_ask_for_all_their_entries_at_once__however_many_contests_are_open(chat: Chat) -> None:
    contest = chat.contest()
    for _ in range(LOOKED_AT):
        chat.of_commune(contest)
    chat.account("40")
    calls: list[tuple[str, int]] = []

    def note(model: OperationModel, params: Mapping[str, Any], **_: object) -> None:
        if entries := params["body"].count(b"entry#"):
            calls.append((model.name, entries))

    events = clients.dynamodb().meta.client.meta.events
    events.register("before-call.dynamodb.*", note)
    chat.brought(chat.event("bac"))
    events.unregister("before-call.dynamodb.*", note)
    assert calls == [("BatchGetItem", LOOKED_AT + 1)]


def test_a_sheet_that_was_not_handed_over_goes_out_when_the_message_comes_again(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.contest()
    event = chat.event("THI 15")
    with monkeypatch.context() as dying:
        dying.setattr(messages, "hand_over", _dies)
        chat.inbox.handler(sqs_event(event), Context())
    assert taken("messages") == []
    assert "Câu 1/3" in chat.brought(event)


def test_a_message_that_comes_again_after_its_try__begins_no_other(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    contest = chat.contest()
    event = chat.event("THI 15")
    with monkeypatch.context() as dying:
        dying.setattr(messages, "commit", _dies)  # the try has begun, the message is not kept
        chat.inbox.handler(sqs_event(event), Context())
    chat.now += timedelta(minutes=30)
    assert "đã kết thúc" in chat.brought(event)
    assert "lượt 2" in chat.says("THI 15")
    page = chat.page_of()
    assert page.page(f"/thi/{contest}/bai").all("input")
    chat.now += timedelta(minutes=30)
    assert "dùng hết lượt" in chat.says("THI 15")


def _dies(*_: object) -> None:
    raise Busy("the process ended here")


@pytest.mark.parametrize(
    "way",
    [
        "đáp án: {0}{1}{2}",
        "{0}, {1}, {2}",
        "Câu 1: {0}, câu 2: {1}, câu 3: {2}",
        "1={0} 2/{1} 3-{2}",
    ],
)
def test_answers_and_numbers_are_taken_as_people_write_them(chat: Chat, way: str) -> None:
    contest = chat.contest()
    line = right_line(chat.says("THI 15"))
    assert f"1{line[0]} 2{line[1]} 3{line[2]}" in chat.says(way.format(*line))
    chat.says("Nộp: 1.500 người ạ")
    (given,) = UnmarkedStore(chat.tables("Participation")).of(contest, 1)
    assert given.prediction == 1500


def test_when_the_time_is_over__nothing_is_taken_and_it_is_said(chat: Chat) -> None:
    chat.contest()
    line = right_line(chat.says("THI 15"))
    chat.says(line)
    chat.now += timedelta(minutes=21)
    assert "Hết giờ" in chat.says("NỘP 3")
    assert "Hết giờ" in chat.says(line)
