"""The intake: one question at a time, files at any step, what is added, what is not wanted."""

from datetime import timedelta

import pytest

from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.intake import MOST_FILES, MOST_WORDS
from loa.dialogue.chatbot.menu import Reply, joined
from loa.dialogue.chatbot.turns import EffectKind, Question
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import DialogueStep
from tests.worlds.chat import CODE, Talk, opened, words
from tests.worlds.fakes import START
from tests.worlds.fakes_inbox import before_numbers


def test_an_intake_asks_one_question_at_a_time_and_opens_one_case() -> None:
    talk = Talk()
    assert talk.tells("gửi phản ánh") == texts.KIND_QUESTION
    assert talk.tells("1") == texts.WHAT_QUESTIONS["report"]
    assert talk.tells("Đèn đường hỏng") == texts.QUESTIONS["where"]
    assert talk.tells("Xóm 5") == texts.QUESTIONS["since"]
    assert talk.tells("2 tuần nay") == texts.PICTURES_QUESTION
    talk.says(files=1)
    assert talk.tells("xong") == texts.QUESTIONS["whom"]
    summary = talk.tells("Điện lực")
    assert all(part in summary for part in ("Phản ánh", "Đèn đường hỏng", "Xóm 5", "2 tuần nay", "Điện lực"))
    talk.says("1")
    (dialogue,) = opened(talk)
    assert words(talk, dialogue) == {
        "what": ["Đèn đường hỏng"], "where": ["Xóm 5"], "since": ["2 tuần nay"], "whom": ["Điện lực"],
    }  # fmt: skip
    assert len(dialogue.files) == 1
    assert talk.dialogue is None
    talk.says("1")
    assert len(opened(talk)) == 1
    assert not any(turn.for_people for turn in talk.turns)


@pytest.mark.parametrize(
    "refusal", ["thôi đừng ghi tên ai, hủy giúp", "khỏi phản ánh nữa cán bộ ơi", "đừng ghi vội"]
)
def test_who_does_not_want_it_taken_down_is_waited_for(refusal: str) -> None:
    talk = Talk()
    talk.tells("khiếu nại", "Thu hồi đất sai")
    assert texts.WAITING.splitlines()[0] in talk.tells(refusal)
    assert talk.tells("khoi Tan Thanh, phường Hà Huy Tập") == texts.QUESTIONS["since"], "a place is a place"
    assert texts.PICTURES_QUESTION in talk.tells("mới đây thôi")
    assert talk.dialogue
    assert words(talk, talk.dialogue)["where"] == ["khoi Tan Thanh, phường Hà Huy Tập"]


@pytest.mark.parametrize("refusal", ["chớ gửi", "Chớ có gửi nha", "chớ gởi đi"])
def test_a_refusal_in_the_words_of_the_province_is_no_consent(refusal: str) -> None:
    talk = Talk()
    talk.tells("hiến kế", "Làm sân chơi", "xong", refusal)
    assert opened(talk) == []
    assert talk.dialogue, "it waits"


def test_what_is_not_known_is_skipped() -> None:
    talk = Talk()
    talk.tells("khiếu nại", "Thu hồi đất sai", "không rõ lắm", "bỏ qua", "không có ảnh", "không", "gửi")
    (dialogue,) = opened(talk)
    assert dialogue.kind == "complaint"
    assert words(talk, dialogue) == {"what": ["Thu hồi đất sai"], "where": ["không rõ lắm"]}


def test_words_after_a_rating_belong_to_it_until_the_case_asks_again() -> None:
    """After "not solved" the case is answered anew; "5, thank you" then rates that answer."""
    talk = Talk(Question("id", CODE, START, is_rating=True))
    assert (rated := talk.says("2").effect)
    assert (rated.kind, rated.stars) == (EffectKind.RATE, 2)
    talk.questions = ()
    assert (more := talk.says("Bóng vẫn tối lắm").effect)
    assert more.kind is EffectKind.SUPPLEMENT
    talk.questions = (Question("id", CODE, talk.now + timedelta(seconds=1), is_rating=True),)
    assert (again := talk.says("5 rất cảm ơn các bác").effect)
    assert (again.kind, again.stars) == (EffectKind.RATE, 5)


def test_a_question_is_asked_less_than_a_report() -> None:
    talk = Talk()
    assert "Trạm y tế mở cửa mấy giờ?" in talk.tells("2", "gửi phản ánh", "4", "Trạm y tế mở cửa mấy giờ?")
    talk.says("có")
    (dialogue,) = opened(talk)
    assert dialogue.kind == "question"


def test_who_tells_the_matter_instead_of_its_kind_is_not_asked_twice() -> None:
    talk = Talk()
    assert talk.tells("gửi phản ánh", "Cống thoát nước bị tắc cả tuần") == texts.QUESTIONS["where"]
    assert talk.dialogue
    assert (talk.dialogue.kind, words(talk, talk.dialogue)) == (
        "report",
        {"what": ["Cống thoát nước bị tắc cả tuần"]},
    )


def test_pictures_may_come_at_any_step_and_are_confirmed_once() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1")
    assert joined(talk.says(files=1).say) == menu.Reply(texts.WORDS_WANTED)
    assert talk.says(files=1).say == ()
    talk.tells("Rác đổ trộm")
    talk.says("ở đây", place=True)
    talk.tells("hôm qua")
    assert joined(talk.says(files=2).say) == Reply(texts.FILE_TAKEN, (("Xong", "#XONG"),))
    assert talk.says(files=1).say == ()
    assert talk.dialogue
    assert len(talk.dialogue.files) == 5


@pytest.mark.parametrize("at", range(6))
def test_a_file_is_told_once_at_every_question(at: int) -> None:
    """Nobody wonders whether what they sent has arrived, wherever they send it, and an album is told once."""
    talk = Talk()
    talk.tells("gửi phản ánh", "1", *("Rác đổ trộm", "Xóm 5", "hôm qua", "xong", "Xưởng gỗ")[:at])
    told = texts.WORDS_WANTED if at == 0 else texts.FILE_TAKEN if at == 3 else texts.FILE_ADDED
    first = joined(talk.says(files=1).say)
    assert first
    assert first.text.startswith(told)
    assert talk.says(files=2).say == ()
    assert talk.dialogue
    assert len(talk.dialogue.files) == 3


def test_a_file_below_thanks_is_told_and_answers_no_question() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Rác đổ trộm")
    talk.says(files=1)
    assert talk.tells("Xóm 5") == texts.QUESTIONS["since"]
    assert joined(talk.says("cảm ơn", files=1).say) == Reply(
        f"{texts.FILE_ADDED}\n\n{texts.QUESTIONS['since']}"
    )


def test_who_sends_more_files_than_go_along_is_told_and_people_see_them() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Rác đổ trộm", "Xóm 5", "hôm qua")
    for number in range(1, MOST_FILES):
        turn = talk.says(files=1)
        assert (turn.say == (), turn.for_people) == (number > 1, False)
    full = talk.says(files=1)
    assert [reply.text for reply in full.say] == [texts.enough_files(MOST_FILES)]
    assert not full.for_people
    assert talk.says(files=1).for_people
    assert talk.tells("xong") == texts.QUESTIONS["whom"]
    beyond = talk.says(files=1)
    assert beyond.for_people
    assert beyond.answered
    assert beyond.say[0].text == texts.enough_files(MOST_FILES)
    talk.tells("bỏ qua", "1")
    (dialogue,) = opened(talk)
    assert len(dialogue.files) == MOST_FILES


def test_a_file_with_the_last_word_goes_along() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Rác đổ trộm", "Xóm 5", "hôm qua", "xong", "bỏ qua")
    talk.says("gửi", files=1)
    (dialogue,) = opened(talk)
    assert len(dialogue.files) == 1


def test_a_place_on_the_map_answers_where() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Rác đổ trộm")
    turn = talk.says(place=True)
    assert joined(turn.say) == menu.Reply(texts.QUESTIONS["since"])
    assert talk.dialogue
    assert "where" in talk.dialogue.said


def test_what_is_added_at_the_end_goes_along_and_the_beginning_can_be_changed() -> None:
    talk = Talk()
    talk.tells("hiến kế", "Làm sân chơi", "xong", "Cạnh nhà văn hóa xóm")
    assert talk.dialogue
    assert talk.dialogue.step is DialogueStep.CHECK
    assert talk.tells("sửa lại") == texts.WHAT_QUESTIONS["proposal"]
    talk.tells("Làm thư viện", "xong", "gửi")
    (dialogue,) = opened(talk)
    assert words(talk, dialogue) == {"what": ["Làm thư viện"]}


def test_a_few_words_before_sending_are_asked_about_and_what_is_added_says_so() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Đèn hỏng ở ngõ 5", "Xóm 5", "lâu rồi", "xong", "Điện lực huyện ta")
    assert talk.dialogue
    assert talk.dialogue.step is DialogueStep.CHECK
    before = talk.dialogue.said
    assert talk.tells("ngại lắm cán bộ nờ") == texts.HELD
    assert talk.dialogue.said == before
    assert talk.tells("Thêm: ngõ tối lắm").startswith(texts.ADDED)
    added = talk.dialogue.said
    assert talk.tells("gần đó còn một bóng nữa cũng tắt luôn rồi") == texts.HELD, "it may be a no"
    assert talk.turns[-1].for_people, "nothing is lost"
    assert talk.dialogue.said == added


@pytest.mark.parametrize(
    "consent", ["rứa là đúng rồi, gửi đi em", "có, gửi cho tui nha", "ok chốt gửi", "uk e gửi đi"]
)
def test_consent_in_plain_words_sends(consent: str) -> None:
    talk = Talk()
    talk.tells("hiến kế", "Làm thư viện", "xong")
    talk.says(consent)
    assert len(opened(talk)) == 1


@pytest.mark.parametrize(
    "unsure",
    [
        "gửi rồi à", "gửi được không?", "tui có gửi mô", "đừng gửi", "dung gui", "gửi rồi", "gửi ai",
        "sai rồi, tui ở xóm 8 chớ có phải xóm 3 mô", "gửi cho họ thì thà kêu với ông trời còn hơn",
    ],
)  # fmt: skip
def test_what_is_no_consent_beyond_doubt_is_neither_sent_nor_written_down(unsure: str) -> None:
    talk = Talk()
    talk.tells("hiến kế", "Làm thư viện", "xong")
    assert talk.dialogue
    before = talk.dialogue.said
    talk.says(unsure)
    assert opened(talk) == []
    assert talk.dialogue is not None
    assert talk.dialogue.said == before


def test_a_sentence_that_sounds_like_a_no_is_not_written_down_and_read() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1")
    assert texts.WAITING.splitlines()[0] in talk.tells("dạ thôi em sợ lắm không nói nữa đâu")
    assert talk.turns[-1].for_people
    assert talk.dialogue
    assert not talk.dialogue.said


def test_what_finds_no_room_in_the_matter_is_said_to_be_for_people() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Đèn hỏng", "Xóm 5", "lâu rồi")
    for number in range(2, MOST_WORDS + 1):
        assert talk.tells(f"và thêm cột số {number + 100} nữa").startswith(texts.ADDED)
    assert talk.tells("và thêm cột số 200 nữa").startswith(before_numbers(texts.NO_ROOM))
    assert talk.turns[-1].for_people
    talk.tells("xong", "Điện lực huyện ta")
    talk.says("1")
    (dialogue,) = opened(talk)
    assert len(dialogue.said["what"]) == MOST_WORDS
    assert words(talk, dialogue)["whom"] == ["Điện lực huyện ta"]
