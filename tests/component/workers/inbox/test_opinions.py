"""Opinions in the chat, under the inbox's role: asked back, one with the page, emergencies first."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from botocore.model import OperationModel

from loa.bootstrap import participation
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.texts import OPINION_ASKED_SHOWN
from loa.dialogue.inbox.opinions import OpinionChat
from loa.foundation.accounts.store import AccountStore
from loa.participation.campaigns.passes import known_person
from loa.participation.campaigns.store import asking_key
from loa.participation.consultations.rules.model import Stance
from loa.participation.consultations.rules.opinions import SingleCounts
from loa.participation.consultations.rules.reading import OpinionLine
from loa.platform.aws import clients
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import thread_partition
from tests.component.workers.inbox.test_contests import OA, Chat
from tests.component.workers.inbox.test_first_reading import sounding
from tests.conftest import OpenTable
from tests.worlds.component.consultation import TITLE, Consultation
from tests.worlds.component.participation import COMMUNE, SECRET
from tests.worlds.doors import load

ZALO = known_person(SECRET, "zalo-1")


@pytest.fixture
def chat(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Chat:
    return Chat(open_table, monkeypatch)


def own(law: Consultation) -> dict[str, tuple[Stance, str]]:
    campaign = participation.campaign_store().find(law.id)
    text = participation.consultations().text(campaign)
    said = participation.consultations().own(campaign, ZALO)
    return {text.label(node): (each.stance, each.words) for node, each in said.items()}


def published(chat: Chat) -> Consultation:
    """Another draft, some seconds later: what a process believed of the drafts there are is over."""
    law = Consultation(chat)
    chat.inbox = load("inbox")
    return law


def test_an_article_that_is_quoted__is_asked_back__and_then_one_opinion_with_the_page(chat: Chat) -> None:
    law = Consultation(chat)
    asked = chat.says("Điều 3, khoản 1: Ba ngày ngắn quá")
    for words in (
        TITLE,
        "báo trước ít nhất 03 ngày",
        "Ba ngày ngắn quá",
        "GỬI KHÔNG ĐỒNG Ý",
        "không kèm tên",
    ):
        assert words in asked
    assert own(law) == {}
    assert "Đã ghi ý kiến" in chat.says("gửi không đồng ý.")
    assert own(law) == {"Điều 3 khoản 1": (Stance.DISAGREE, "Ba ngày ngắn quá")}
    assert "Ba ngày ngắn quá" in chat.page_of().page(law.public).text()
    chat.says("góp ý điều 3 khoản 1 - Nên là một tuần")
    chat.says("GỬI Ý KIẾN KHÁC")
    chat.says("gop y dieu 3 khoan 1: Nên là một tuần")
    assert "Đã ghi ý kiến" in chat.says("gui y kien khac")
    counts = participation.consultation_desk().store.single_counts(law.id)
    assert counts[law.node("Điều 3 khoản 1")] == SingleCounts(1, 0, 0, 1, 0)
    assert participation.campaigns().entries.counts(law.id) == {COMMUNE: {"opinions": 1, "persons": 1}}
    assert not chat.waits_for_people()


def test_words_about_an_article__stay_with_the_consultation__and_not_in_the_thread(chat: Chat) -> None:
    Consultation(chat)
    chat.says("Điều 3, khoản 1: Ba ngày ngắn quá")
    everything = clients.dynamodb().Table(chat.tables("Audience").name).scan()["Items"]
    left = [row for row in everything if "Ba ngày" in str(row)]
    assert [row["shown_as"] for row in left] == [OPINION_ASKED_SHOWN], "the answer alone, until it is sent"
    chat.says("GỬI KHÔNG ĐỒNG Ý")
    rows = list(chat.tables("Audience").rows(thread_partition(OA, "1"), consistent=True))
    words = [str(row.get("text", "")) for row in rows]
    assert "(Góp ý: Điều 3 khoản 1)" in words
    assert not [each for each in words if "Ba ngày" in each]
    chat.says("Điều 3, khoản 1: cháy nhà rồi, cứu với", "2")
    helped = list(chat.tables("Audience").rows(thread_partition(OA, "2"), consistent=True))
    assert "Điều 3, khoản 1: cháy nhà rồi, cứu với" in [row.get("text") for row in helped]


def test_who_only_agrees_behind_what_was_asked_back__is_asked_what_they_mean(chat: Chat) -> None:
    law = Consultation(chat)
    chat.says("Điều 3, khoản 1: Ba ngày ngắn quá")
    for words in ("Đồng ý", "dạ không đồng ý ạ"):
        told = chat.says(words)
        assert "nhắn đủ chữ" in told
        assert "Điều 3 khoản 1" in told
    assert own(law) == {}, "with the draft, or that it is sent?"
    assert not chat.waits_for_people()
    assert "Đã ghi ý kiến" in chat.says("GỬI KHÔNG ĐỒNG Ý")
    assert own(law) == {"Điều 3 khoản 1": (Stance.DISAGREE, "Ba ngày ngắn quá")}
    chat.says("Đồng ý")
    assert chat.waits_for_people(), "nothing is asked any more"
    chat.says("Điều 3, khoản 1: Ba ngày ngắn quá", "2")
    chat.says("Trụ sở mở cửa mấy giờ?", "2")
    assert "nhắn đủ chữ" not in chat.says("đồng ý", "2"), "it may answer an officer"


@pytest.mark.parametrize(
    "said", ["Điều 3: cháy nhà rồi, cứu với", "Điều 3: tôi tố cáo chủ tịch xã nhận hối lộ"]
)
def test_calls_for_help_and_denunciations_come_before_an_opinion(chat: Chat, said: str) -> None:
    law = Consultation(chat)
    told = chat.says(said)
    assert "GỬI ĐỒNG Ý" not in told
    assert "114" in told or "tố cáo" in told.lower()
    assert own(law) == {}


def test_what_quotes_no_draft_that_is_open__goes_to_people(chat: Chat) -> None:
    chat.says("Điều 3 khoản 1: Ba ngày ngắn quá")
    assert chat.waits_for_people()
    law = published(chat)
    for number, words in enumerate(("gửi đồng ý", "Điều 3 quy định gì vậy?", "điều này: không ổn"), 2):
        chat.says("xin chào", str(number))
        chat.says(words, str(number))
        assert chat.waits_for_people(str(number)), words
    assert "không có điều, khoản ấy" in chat.says("Điều 99: bỏ đi", "9")
    assert chat.waits_for_people("9")
    chat.now += timedelta(hours=6)
    chat.says("xin chào", "8")
    chat.says("Điều 3 khoản 1: Ba ngày ngắn quá", "8")
    assert chat.waits_for_people("8")
    assert own(law) == {}


def test_words_that_were_asked_back__are_erased_with_the_rest(chat: Chat) -> None:
    Consultation(chat)
    chat.says("Điều 3 khoản 1: Ba ngày ngắn quá")
    table = participation.campaign_store().table
    assert table.get(*asking_key(ZALO.id))
    kept = participation.taking_part()
    kept.erase(kept.name_of("zalo-1"), chat.now, lambda: False)
    assert table.get(*asking_key(ZALO.id)) is None


def test_an_account_above_the_communes__leads_to_the_page(chat: Chat) -> None:
    law = Consultation(chat)
    chat.account("40")
    assert f"{law.public}/y-kien/" in chat.says("Điều 3 khoản 1: Ba ngày ngắn quá")
    assert own(law) == {}


def test_no_row_of_taking_part__leads_from_a_person_to_their_conversation(chat: Chat) -> None:
    Consultation(chat)
    chat.says("Điều 3 khoản 1: Ba ngày ngắn quá")
    chat.says("GỬI ĐỒNG Ý")
    kept = participation.campaign_store().table.get(*asking_key(ZALO.id))
    assert kept
    assert not {f"m{number + 1}" for number in range(chat.number)} & {str(value) for value in kept.values()}


def suspend(chat: Chat, law: Consultation, reason: str) -> None:
    store = participation.campaigns().campaigns
    found = store.find(law.id)
    store.turn(found, found.suspended("officer", reason, chat.now))
    chat.inbox = load("inbox")


def test_while_a_draft_is_suspended__opinions_hear_it__and_help_comes_first(chat: Chat) -> None:
    law, reason = Consultation(chat), "Chờ văn bản mới của Bộ."
    chat.says("Điều 3 khoản 1: Ba ngày ngắn quá")
    suspend(chat, law, reason)
    for words in ("đồng ý", "GỬI ĐỒNG Ý", "góp ý điều 3", "góp ý dự thảo"):
        told = chat.says(words)
        assert reason in told, words
        assert "tạm dừng" in told
    assert not chat.waits_for_people()
    assert reason in chat.says("Điều 3 khoản 1: Nên là một tuần")
    assert chat.waits_for_people(), "no opinion comes of it, so people read it"
    assert own(law) == {}
    assert "114" in chat.says("Điều 3: cháy nhà rồi, cứu với", "2")
    assert "tố cáo" in chat.says("Điều 3: tôi tố cáo chủ tịch xã nhận hối lộ", "3").lower()
    assert reason not in chat.says("Điều 99: bỏ đi", "4")
    assert chat.waits_for_people("4"), "no draft of theirs has it"
    assert reason not in chat.says("góp ý", "5"), "they may mean something else"


def test_gop_y_alone__asks_whether_a_draft_is_meant__and_takes_an_article_from_there(chat: Chat) -> None:
    law = Consultation(chat)
    asked = chat.says("Góp ý")
    for words in ("dự thảo đang lấy ý kiến, hay góp ý chuyện khác", f"1. “{TITLE}”", "Mời ông/bà góp ý"):
        assert words in asked
    assert "GỬI ĐỒNG Ý" in chat.says("Điều 3 khoản 1: Ba ngày ngắn quá")
    assert "Đã ghi ý kiến" in chat.says("GỬI ĐỒNG Ý")
    assert own(law) == {"Điều 3 khoản 1": (Stance.AGREE, "Ba ngày ngắn quá")}
    chat.says("Góp ý", "2")
    assert "nút micro" in chat.says("Góp ý dự thảo 1", "2")
    assert "Điều 2 khoản 1" in chat.says("menu", "3") + chat.says("2", "3") + chat.says("3", "3")
    chat.says("Góp ý", "4")
    assert "ảnh" in chat.says("Đường xóm tôi hỏng, nên rải lại", "4").lower(), "another matter is a case"
    assert "Đã ghi ý kiến" not in chat.says("Điều 3 khoản 1: Ba ngày ngắn quá", "4")
    assert not chat.waits_for_people()


def test_help_and_denunciations_come_first_behind_gop_y__too(chat: Chat) -> None:
    law = Consultation(chat)
    for user, said, told in (
        ("2", "Điều 3: cháy nhà rồi, cứu với", "114"),
        ("3", "Điều 3: tôi tố cáo chủ tịch xã nhận hối lộ", "tố cáo"),
        ("4", "cháy nhà rồi, cứu với", "114"),
    ):
        chat.says("Góp ý", user)
        assert told in chat.says(said, user).lower()
    assert own(law) == {}


def test_of_several_drafts__it_is_told_which__and_another_is_named_by_its_number(chat: Chat) -> None:
    older = Consultation(chat)
    chat.now += timedelta(minutes=1)
    newer = Consultation(chat)
    asked = chat.says("góp ý")
    first, second = (asked[asked.index(f"{number}. “{TITLE}”") :] for number in (1, 2))
    assert older.public in first.split("\n")[0]
    assert newer.public in second.split("\n")[0]
    told = chat.says("Điều 3 khoản 1: Ba ngày ngắn quá")
    assert "nhắn DỰ THẢO 1" in told, "the newest is the one that is meant"
    told = chat.says("dự thảo 1")
    assert "Ba ngày ngắn quá" in told
    assert "DỰ THẢO 2" not in told
    assert "Đã ghi ý kiến" in chat.says("GỬI ĐỒNG Ý")
    assert own(newer) == {}
    assert own(older) == {"Điều 3 khoản 1": (Stance.AGREE, "Ba ngày ngắn quá")}
    assert "nút micro" in chat.says("góp ý dự thảo 2")
    assert not chat.waits_for_people()
    chat.says("dự thảo 7", "5")
    assert chat.waits_for_people("5")


def test_the_number_of_a_draft__is_its_own__whatever_comes_and_goes(chat: Chat) -> None:
    older = Consultation(chat)
    chat.now += timedelta(minutes=1)
    newer = published(chat)
    chat.says("góp ý")
    chat.now += timedelta(minutes=1)
    newest = published(chat)
    told = chat.says("Góp ý dự thảo 2")
    assert "nút micro" in told
    chat.step(chat.approver, older.page, f"{older.page}/ket-thuc")
    chat.inbox = load("inbox")
    chat.now += timedelta(seconds=5)
    for number, law in ((2, newer), (3, newest)):
        chat.says(f"góp ý dự thảo {number}")
        chat.says("Điều 99: bỏ đi")
        chat.says("Điều 3 khoản 1: Ba ngày ngắn quá")
        chat.says(f"dự thảo {number}")
        chat.says("gửi đồng ý")
        assert list(own(law)) == ["Điều 3 khoản 1"], number
    assert own(older) == {}
    chat.says("góp ý dự thảo 1", "2")
    assert chat.waits_for_people("2"), "it is over, and no other draft has its number"


def test_dong_y_alone__is_about_the_draft_for_an_hour__and_never_an_answer_to_somebody_else(
    chat: Chat,
) -> None:
    Consultation(chat)
    chat.says("Điều 3, khoản 1: Ba ngày ngắn quá")
    for _ in range(2):
        chat.now += timedelta(minutes=40)
        told = chat.says("đồng ý")
    assert "nhắn đủ chữ" not in told, "asked again does not begin the hour anew"
    assert chat.waits_for_people()
    said = Message(OA, "1", "next", chat.now, Direction.IN, "text", "đồng ý")
    chat.says("Điều 3, khoản 1: Ba ngày ngắn quá")
    account = AccountStore(chat.tables("Units")).by_oa(OA)
    assert account
    works_with = participation.campaign_store(), participation.consultations(), participation.secret()
    opinions = OpinionChat(*works_with, "https://loa.example.vn", lambda: pytest.fail("nobody speaks"))
    speaker = opinions.speaker("zalo-1", said, f"m{chat.number}", account, chat.now)
    for seconds, is_about_it in ((-60, True), (1, False)):
        line = OpinionLine(is_unclear=True, asked_else=chat.now + timedelta(seconds=seconds))
        assert speaker.speaks(line) is is_about_it, "a case has asked them before, or since"


def test_of_an_intake__only_a_part_that_a_draft_has__is_an_opinion(chat: Chat) -> None:
    Consultation(chat)
    chat.says("Góp ý", "2")
    told = chat.says("Điều 99: xã thu phí sai quy định", "2")
    assert "không có điều" not in told
    assert "ảnh" in told.lower(), "another matter goes on"
    chat.says("Góp ý", "3")
    assert "GỬI ĐỒNG Ý" in chat.says("Điều 3 khoản 1: xã thu phí sai quy định", "3")


def test_what_may_accuse__is_read_above__unless_an_opinion_holds_it(chat: Chat) -> None:
    law, words = Consultation(chat), "Điều 3 khoản 1: Xã làm việc này chưa hay lắm"
    heads = ConversationStore(chat.tables("Audience"))

    def first_reader(user: str, said: str = words) -> str:
        with sounding(accusation=-0.5):
            chat.says(said, user)
        head = heads.get(OA, user)
        assert head
        assert bool(head.unanswered) is bool(head.first_reader)
        return head.first_reader

    assert first_reader("1") == "", "each opinion is read above"
    assert first_reader("2", words.replace("Điều 3", "Điều 99")) == "40"
    suspend(chat, law, "Chờ văn bản mới của Bộ.")
    assert first_reader("3") == "40"


def test_one_line__asks_for_the_drafts_once(chat: Chat) -> None:
    Consultation(chat)
    asked: list[str] = []

    def note(model: OperationModel, params: Mapping[str, Any], **_: object) -> None:
        if b"campaigns#" in params["body"] and model.name == "Query":
            asked.append(model.name)

    events = clients.dynamodb().meta.client.meta.events
    events.register("before-call.dynamodb.*", note)
    chat.brought(chat.event("Điều 99: bỏ đi"))
    events.unregister("before-call.dynamodb.*", note)
    assert len(asked) == 1
