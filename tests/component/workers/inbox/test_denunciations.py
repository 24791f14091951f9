"""Who denounces in the chat: nothing of it reaches the officers of the account, everything the unit above."""

import itertools
import json
import random
import re
from datetime import timedelta

import pytest

from infra.local.dialogue import rules_alone
from loa import clock
from loa.casework.denunciations import texts
from loa.dialogue.conversations.model import DIALOGUE_KEPT
from loa.errors import NotFound
from loa.platform.aws.dynamodb.tables import Row
from loa.residents.followers.service import EventOutcome
from loa.residents.messages.service import read
from tests.conftest import OpenTable
from tests.worlds.component.chats import INTAKE, MONDAY, counts, known
from tests.worlds.component.investigators import Above
from tests.worlds.fakes_inbox import OA, PATH, USER, Resident

PAGE = "https://loa.example.vn/confidential"
WHOM = texts.receiver(has_above=True)
SECRET = "ông Vi Văn Mão"
BURST = ("tôi muốn tố cáo", f"{SECRET} lấy tiền cứu trợ", "bà Lô Thị Xuyến làm chứng")


@pytest.fixture
def resident(resident: Resident) -> Resident:
    return known(resident)


def seen(resident: Resident, open_table: OpenTable) -> str:
    """Everything that officers' routes read of conversations, cases and counters."""
    tables = {name: open_table(name) for name in ("Audience", "Cases", "Statistics")}
    rows: list[Row] = list(tables["Audience"].rows(f"conversation#{OA}#{USER}", consistent=True))
    rows.append(resident.row())
    rows += list(tables["Audience"].rows("40", index="worklist:worklist_in:worklist_order"))
    return json.dumps(rows, default=repr, ensure_ascii=False)


def everything(open_table: OpenTable, name: str) -> list[Row]:
    return open_table(name)._client.scan(TableName=open_table(name).name)["Items"]


@pytest.fixture
def above(open_table: OpenTable) -> Above:
    return Above(open_table)


def picture(resident: Resident) -> str:
    return resident.picture()


def file(resident: Resident) -> str:
    payload = {"url": "https://f2.file.zdn.vn/don.pdf", "name": "don.pdf", "type": "pdf", "size": "1000"}
    return resident.event(
        name="user_send_file", message={"attachments": [{"type": "file", "payload": payload}]}
    )


# Nothing shows


def test_a_burst_leaves_nothing_that_officers_could_see(
    resident: Resident, open_table: OpenTable, above: Above
) -> None:
    before, row, numbers = seen(resident, open_table), resident.row(), counts(resident)
    answer = resident.says(BURST[0])
    assert PAGE in answer
    resident.says(*BURST[1:])
    resident.sends(picture(resident))
    resident.sends(file(resident))
    after = resident.row()
    assert {**after, "turn": 0} == {**row, "turn": 0}, "not even that something was written"
    turned = (f'"turn": {after["turn"]},', f'"turn": {row["turn"]},')
    assert seen(resident, open_table).replace(*turned) == before
    assert counts(resident) == numbers
    assert resident.conversation() == []
    assert resident.waiting() == []
    assert resident.attachments.messages == [], "nothing is copied to where officers look"
    for told in resident.told()[1:]:
        with pytest.raises(NotFound):
            read(told.key, outbox=resident.desk.outbox)
    resident.says("xong")
    above.goes_round(resident.clock() + timedelta(hours=1))
    (said,) = above.statements()
    assert SECRET in said.first_words
    assert "Xuyến" in said.first_words
    assert said.first_words.endswith("[Ảnh]\n[Tệp]")
    assert above.files() == ["https://f1.photo.zdn.vn/x.jpg", "https://f2.file.zdn.vn/don.pdf"]
    assert "zdn.vn" not in said.first_words
    assert above.heads(PATH) == []
    assert above.heads()[0].about_path == PATH
    assert counts(resident) == numbers


def test_the_words_themselves_are_in_no_table_but_one(resident: Resident, open_table: OpenTable) -> None:
    resident.says(*BURST)
    for name in ("Audience", "Cases", "Statistics", "Inbox", "Units"):
        assert SECRET not in str(everything(open_table, name)), name
    assert SECRET in str(everything(open_table, "Confidential"))


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::3])
def test_in_any_order_and_twice(
    resident: Resident, open_table: OpenTable, above: Above, order: tuple[int, ...]
) -> None:
    events = [*(resident.event(words) for words in BURST), picture(resident)]
    chance = random.Random(str(order))
    for number in [*order, *chance.sample(order, 4)]:
        resident.take(events[number])
    assert SECRET not in seen(resident, open_table)
    assert "x.jpg" not in seen(resident, open_table)
    assert resident.conversation() == []
    assert resident.waiting() == []
    assert resident.row().get("last_message_at") is None
    above.goes_round(resident.clock() + timedelta(hours=3))
    words = "\n".join(said.first_words for said in above.statements())
    assert words.count(SECRET) == 1
    assert above.files() == ["https://f1.photo.zdn.vn/x.jpg"]
    assert words.count("Xuyến") == 1
    assert len(above.heads()) == 1


def test_who_writes_names_first_and_the_word_after(resident: Resident, open_table: OpenTable) -> None:
    with rules_alone():  # nothing is heard in it yet
        resident.says(f"{SECRET} ở xã tôi", "hay lắm chuyện")
    assert resident.waiting() == [USER]
    resident.says("tôi tố cáo ông ấy")
    assert SECRET not in seen(resident, open_table)
    assert resident.waiting() == []
    assert resident.conversation() == []
    assert resident.head().unanswered is None


def test_what_was_written_long_before_or_answered_stays(resident: Resident) -> None:
    resident.says("Đèn đường xóm 5 hỏng")
    resident.clock.forward(minutes=11)
    resident.says("tố cáo")
    assert resident.conversation() == ["Đèn đường xóm 5 hỏng"]
    assert resident.waiting() == [USER]
    assert resident.head().unanswered
    assert resident.head().unanswered.count == 1  # type: ignore[union-attr]


def test_an_hour_later_or_after_xong_officers_read_again(resident: Resident) -> None:
    resident.says("tố cáo", "ông A nhận tiền")
    resident.clock.forward(minutes=59)
    resident.says("và cả bà B")
    resident.clock.forward(minutes=61)
    resident.says("Đèn đường xóm 5 hỏng")
    assert resident.conversation() == ["Đèn đường xóm 5 hỏng"]
    assert resident.says("tố cáo", "ông A nhận tiền", "xong") == texts.done(PAGE, WHOM)
    resident.says("Cho hỏi trạm y tế mở lúc mấy giờ")
    assert resident.conversation()[-1] == "Cho hỏi trạm y tế mở lúc mấy giờ"
    assert resident.waiting() == [USER]


def test_what_comes_late_after_xong_is_withheld_and_joins_the_rest(
    resident: Resident, open_table: OpenTable, above: Above
) -> None:
    first, late, done = (resident.event(words) for words in ("tố cáo", f"{SECRET} nhận tiền", "xong"))
    resident.take(first)
    resident.take(done)
    above.goes_round(resident.clock() + timedelta(hours=1))
    resident.take(late)
    assert SECRET not in seen(resident, open_table)
    assert resident.waiting() == []
    above.goes_round(resident.clock() + timedelta(hours=3))
    (said,) = above.statements()
    assert SECRET in said.first_words


def test_who_cancels_sends_nothing(resident: Resident, open_table: OpenTable, above: Above) -> None:
    assert resident.says(*BURST, "hủy") == texts.CANCELLED
    above.goes_round(resident.clock() + timedelta(hours=3))
    assert above.heads() == []
    assert SECRET not in str(everything(open_table, "Confidential"))
    resident.says("Đèn đường xóm 5 hỏng")
    assert resident.waiting() == [USER]


def test_what_could_not_be_read_is_told_to_who_reads_the_rest(resident: Resident, above: Above) -> None:
    empty = resident.event(name="user_send_image", message={"attachments": []})
    resident.says("tố cáo", "ảnh đây")
    resident.sends(empty)
    assert resident.waiting() == []
    assert resident.conversation() == []
    resident.says("xong")
    above.goes_round(resident.clock() + timedelta(hours=1))
    (said,) = above.statements()
    assert "image" in said.first_words


def test_who_has_said_nothing_is_told_so(resident: Resident, above: Above) -> None:
    assert resident.says("tố cáo", "xong") == texts.nothing_said(PAGE)
    above.goes_round(resident.clock() + timedelta(hours=3))
    assert above.heads() == []


def test_a_burst_is_answered_once_and_a_command_is_told_the_way_out(resident: Resident) -> None:
    resident.says("tố cáo")
    assert resident.says("ông A nhận tiền") == texts.KEPT
    assert resident.says("của ông B") == ""
    assert resident.sends(picture(resident)) == ""
    assert resident.says("gặp cán bộ") == texts.KEPT
    resident.clock.forward(minutes=15)
    assert resident.says("và ông C") == texts.KEPT


def test_the_sixth_choice_of_an_intake_and_the_words_of_the_intake(
    resident: Resident, open_table: OpenTable, above: Above
) -> None:
    assert PAGE in resident.says("gửi phản ánh", "6")
    resident.says("xong", *INTAKE[:2], f"{SECRET} nhận tiền", "Xóm 5")
    resident.sends(picture(resident))
    resident.says("Tôi muốn tố cáo")
    assert SECRET not in seen(resident, open_table)
    assert resident.head().dialogue is None
    said = "\n".join(resident.conversation())
    assert "Xóm 5" not in said
    resident.clock.forward(hours=DIALOGUE_KEPT.total_seconds() // 3600 + 1)
    assert resident.waiting() == []
    above.goes_round(resident.clock())
    (found,) = above.statements()
    assert SECRET in found.first_words
    assert above.files() == ["https://f1.photo.zdn.vn/x.jpg"]


def test_files_that_were_copied_before_are_erased(resident: Resident) -> None:
    resident.sends(picture(resident))
    (asked,) = resident.attachments.messages
    raw = resident.event("tố cáo")
    resident.sends(raw)
    forget = json.loads(resident.attachments.messages[-1].body)
    assert forget == {**json.loads(asked.body), "forget": [0]}
    assert resident.take(raw) is EventOutcome.REPEATED
    assert json.loads(resident.attachments.messages[-1].body) == forget, (
        "who died after the commit asks again"
    )
    assert len(resident.attachments.messages) == 3


def test_a_stranger_whose_first_word_it_is_does_not_exist(open_table: OpenTable) -> None:
    resident = Resident(open_table)
    resident.clock.now = MONDAY
    assert "muốn xem, sửa, xóa" not in resident.says("tố cáo ông A")
    assert not resident.head().is_known
    assert resident.waiting() == []
    assert "muốn xem, sửa, xóa" in resident.says("xong", "Chào cán bộ, cho hỏi việc này")
    assert resident.head().is_known


def test_a_call_for_help_is_read_here_whatever_else_it_says(
    resident: Resident, open_table: OpenTable
) -> None:
    resident.says("tố cáo", f"{SECRET} nhận tiền")
    answer = resident.says("họ đến đánh tôi, cứu với")
    assert "113" in answer
    assert resident.waiting() == [USER]
    assert resident.conversation() == ["họ đến đánh tôi, cứu với"]
    resident.says("và cả bà B nhận tiền")
    assert resident.conversation() == ["họ đến đánh tôi, cứu với"]
    resident.says("tôi tố cáo ông A đang đánh tôi chảy máu, cứu với")
    assert len(resident.conversation()) == 2
    assert SECRET not in seen(resident, open_table)


@pytest.mark.parametrize(
    "said",
    [
        f"tôi tố cáo {SECRET} công an xã đánh dân bị thương",
        f"tôi muốn tố cáo {SECRET} bao che cho con trai đánh người gãy tay năm 2024",
        f"tố cáo {SECRET} lấn chiếm đất làm sạt lở nhà dân",
    ],
)
def test_who_denounces_that_somebody_was_harmed_is_not_read_by_whom_they_name(
    resident: Resident, open_table: OpenTable, said: str
) -> None:
    answer = resident.says(said)
    assert "113" in answer, "if it is now, they know whom to call"
    assert WHOM in answer
    assert resident.waiting() == []
    assert SECRET not in seen(resident, open_table)


# Hints


def test_a_hint_is_offered_and_shown_to_nobody_until_chosen(
    resident: Resident, open_table: OpenTable, above: Above
) -> None:
    words = f"{SECRET} trưởng thôn ăn chặn tiền hỗ trợ"
    row = resident.row()
    assert resident.says(words) == texts.offered(WHOM)
    resident.sends(picture(resident))
    assert {**resident.row(), "turn": 0} == {**row, "turn": 0}
    assert SECRET not in seen(resident, open_table)
    assert PAGE in resident.says("1")
    assert "'held#" not in str(everything(open_table, "Audience"))
    resident.says("xong")
    above.goes_round(resident.clock() + timedelta(hours=1))
    (said,) = above.statements()
    assert SECRET in said.first_words
    assert above.files() == ["https://f1.photo.zdn.vn/x.jpg"]


@pytest.mark.parametrize("choice", ["2", "phản ánh"])
def test_who_chooses_the_ordinary_way_is_read_here(
    resident: Resident, open_table: OpenTable, above: Above, choice: str
) -> None:
    words = "xóm trưởng ăn chặn tiền hỗ trợ"
    resident.says(words)
    resident.sends(picture(resident))
    numbers = counts(resident)
    assert texts.RELEASED in resident.says(choice)
    assert resident.conversation() == [words, ""]
    assert resident.waiting() == [USER]
    assert resident.head().unanswered
    assert resident.head().unanswered.count == 2  # type: ignore[union-attr]
    assert counts(resident)["messages_in"] == numbers.get("messages_in", 0) + 2
    assert len(resident.attachments.messages) == 1
    above.goes_round(resident.clock() + timedelta(hours=3))
    assert above.heads() == []
    assert "ăn chặn" not in str(everything(open_table, "Confidential"))


def test_without_a_choice_it_goes_up_after_an_hour(resident: Resident, above: Above) -> None:
    resident.says(f"{SECRET} trưởng thôn ăn chặn tiền hỗ trợ")
    above.goes_round(resident.clock() + timedelta(minutes=30))
    assert above.heads() == []
    above.goes_round(resident.clock() + timedelta(hours=2))
    (said,) = above.statements()
    assert SECRET in said.first_words
    resident.clock.forward(hours=2)
    resident.says("Đèn đường xóm 5 hỏng")
    assert resident.conversation() == ["Đèn đường xóm 5 hỏng"]


def test_a_hint_inside_an_intake_is_not_written_into_a_petition(resident: Resident) -> None:
    assert resident.says("gửi phản ánh", "ông xóm trưởng ăn chặn tiền") == texts.offered(WHOM)
    assert resident.cases() == []
    assert resident.says("hủy") == texts.CANCELLED
    assert resident.conversation() == ["gửi phản ánh"]


# What cannot be found out


def test_nothing_in_a_denunciation_can_be_computed_from_the_conversation(
    resident: Resident, open_table: OpenTable, above: Above
) -> None:
    resident.says(*BURST, "xong")
    above.goes_round(resident.clock() + timedelta(hours=1))
    rows = str(everything(open_table, "Confidential"))
    for known_to_others in (OA, USER, f"app-{USER}", f"{USER}-00"):
        whole = rf"['#]{re.escape(known_to_others)}(?![0-9a-f])"
        assert not re.search(whole, rows), "as a value or in a key; not how a random identifier begins"
    (head,) = above.heads()
    assert head.received_at == clock.local_day(resident.clock())
    instants = {head.changed_at, *(entry.at for entry in above.store.history(head.id))}
    midnight = clock.to_text(min(instants))
    assert len(instants) == 1
    assert midnight.endswith("17:00:00.000Z"), "midnight in Vietnam: a day, no instant"
    assert int(head.id[:12], 16) == int(min(instants).timestamp() * 1000), "not in its id, either"
    minute = clock.to_text(resident.clock())[:16]
    assert minute not in rows
    state = open_table("Audience").get(f"withheld#{OA}#{USER}", "state")
    assert state
    assert "expires_at" in state
    assert state["bundle"] not in rows


def test_every_answer_fits_and_promises_nothing_untrue() -> None:
    said = [texts.begun(PAGE, WHOM), texts.offered(WHOM), texts.KEPT, texts.done(PAGE, WHOM)]
    said += [texts.nothing_said(PAGE), texts.CANCELLED, texts.RELEASED]
    assert max(map(len, said)) <= 400 + len(PAGE)
    assert not [text for text in said if "không đọc được" in text]
