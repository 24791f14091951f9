"""The menu and the intake, as a state machine: no input breaks it, no case is opened twice, cancel works."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.casework.cases.rules import codes
from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.dialogue import step
from loa.dialogue.chatbot.intake import MOST_FILES, MOST_WORDS
from loa.dialogue.chatbot.menu import LONGEST, Reply, joined
from loa.dialogue.chatbot.turns import DialogueContext, EffectKind, Input, Question, Turn
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import DIALOGUE_KEPT, INTAKE, RESUMED_AFTER, Dialogue, DialogueStep
from loa.dialogue.conversations.store import dialogue_from, dialogue_value
from loa.dialogue.understanding.emergency.model import Danger
from loa.dialogue.understanding.parser import parse
from loa.platform.zalo.api.messages import MAX_BUTTON_TITLE, MAX_BUTTONS, buttons_message
from tests.worlds.fakes import START
from tests.worlds.fakes_inbox import before_numbers

CODE = codes.new_code("MT", lambda limit: limit // 3)
OTHER_CODE = codes.new_code("MT", lambda limit: limit // 5)


class Talk:
    """One resident who talks to the machine."""

    def __init__(self, *questions: Question) -> None:
        self.now = START
        self.dialogue: Dialogue | None = None
        self.person: datetime | None = None
        self.questions: Sequence[Question] = questions
        self.written: dict[str, str] = {}
        self.turns: list[Turn] = []

    def says(
        self, text: str = "", *, files: int = 0, place: bool = False, after: timedelta = timedelta(seconds=5)
    ) -> Turn:
        self.now += after
        sort = f"{len(self.written):04}"
        self.written[sort] = text
        heard = Input(
            parse(text),
            self.now,
            sort,
            tuple(f"message#{sort}#{n}" for n in range(files)),
            has_more=place,
        )
        facts = DialogueContext(self.person, lambda: self.questions, lambda key: self.written.get(key, ""))
        turn = step(self.dialogue, heard, facts)
        self.dialogue = turn.dialogue
        self.turns.append(turn)
        return turn

    def tells(self, *said: str) -> str:
        for text in said:
            self.says(text)
        reply = joined(self.turns[-1].say) if self.turns else None
        return reply.text if reply else ""

    def answers(self) -> None:
        """A person answers."""
        self.now += timedelta(seconds=5)
        self.person = self.now


def opened(talk: Talk) -> list[Dialogue]:
    return [
        turn.effect.dialogue
        for turn in talk.turns
        if turn.effect and turn.effect.kind is EffectKind.OPEN and turn.effect.dialogue
    ]


def words(talk: Talk, dialogue: Dialogue) -> dict[str, list[str]]:
    return {name: [talk.written[key] for key in keys] for name, keys in dialogue.said.items()}


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
    """Nobody wonders whether what he sent has arrived, wherever he sends it, and an album is told once."""
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
    assert talk.tells("gần đó còn một bóng nữa cũng tắt luôn rồi").startswith(texts.ADDED)


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


@pytest.mark.parametrize("at", range(1, 7))
def test_cancel_works_at_every_step_and_can_be_taken_back(at: int) -> None:
    talk = Talk()
    talk.tells(*["gửi phản ánh", "1", "Đèn hỏng", "Xóm 5", "hôm qua", "xong"][:at])
    before = talk.dialogue
    assert talk.tells("hủy") == texts.CANCELLED
    assert talk.dialogue
    assert talk.dialogue.step is DialogueStep.PAUSED
    assert talk.says("Trạm y tế mở cửa mấy giờ").for_people
    talk.tells("tiếp")
    assert before
    assert talk.dialogue == replace(before, at=talk.now)


@pytest.mark.parametrize("before", [["hủy"], ["Đèn hỏng", "hủy"], ["menu"]], ids="/".join)
def test_what_was_cancelled_or_never_said_is_not_held_against_him(before: list[str]) -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", *(["1"] if len(before) > 1 else []), *before)
    assert texts.KEPT_FOR_LATER not in talk.tells("menu")
    assert talk.tells("2") == texts.KIND_QUESTION
    talk.tells("1", "Nước mất")
    assert texts.KEPT_FOR_LATER in talk.tells("menu")
    assert talk.tells("2") == texts.OLD_OR_NEW, "that would be lost"


def test_an_intake_waits_while_he_does_something_else() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Đèn hỏng")
    assert texts.KEPT_FOR_LATER in talk.tells("tin tức")
    assert talk.tells("gửi phản ánh") == texts.OLD_OR_NEW
    assert talk.tells("1") == texts.QUESTIONS["where"]
    talk.tells("menu", "gửi phản ánh")
    assert talk.tells("2") == texts.KIND_QUESTION
    assert talk.dialogue
    assert not talk.dialogue.said


def test_after_a_pause_words_go_to_people_and_the_intake_waits() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Đèn hỏng")
    turn = talk.says("Cho tôi hỏi giờ mở cửa", after=RESUMED_AFTER + timedelta(seconds=1))
    assert turn.for_people
    assert joined(turn.say) == menu.Reply(texts.AFTER_A_PAUSE)
    assert texts.QUESTIONS["where"] in talk.tells("tiếp")


def test_after_a_day_it_is_over_with_a_friendly_word() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Đèn hỏng")
    turn = talk.says("Xóm 5 nhé", after=DIALOGUE_KEPT + timedelta(seconds=1))
    assert turn.for_people
    assert menu.Reply(texts.EXPIRED) in turn.say
    assert talk.dialogue is None


def test_after_a_person_has_answered_words_go_to_that_person() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Đèn hỏng")
    talk.answers()
    assert talk.says("Ở xóm 5").for_people
    assert talk.says("1").for_people
    assert texts.QUESTIONS["where"] in talk.tells("tiếp")
    talk.says("Xóm 5")
    assert talk.dialogue
    assert "where" in talk.dialogue.said


def test_thanks_are_answered_with_a_word_and_wait_for_nobody() -> None:
    talk = Talk()
    for text in ("👍", "cảm ơn cán bộ", "😀" * 300, "dạ vâng", "cám ơn bác nhiều nghe"):
        turn = talk.says(text)
        assert (turn.say, turn.for_people, turn.effect) == ((Reply(texts.THANKS),), False, None)
        assert turn.is_courtesy


def test_a_cry_is_for_people() -> None:
    assert Talk().says("😭😭😭").for_people
    talk = Talk()
    talk.tells("gửi phản ánh", "1")
    assert talk.says("😭").for_people
    assert talk.dialogue
    assert talk.dialogue.step is DialogueStep.PAUSED


def test_a_place_a_link_or_a_card_alone_is_for_people() -> None:
    assert Talk().says(place=True).for_people
    assert Talk().says("👍", files=1).for_people


def test_a_sticker_in_an_intake_is_no_answer_and_the_question_is_told_again() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1")
    for sign in ("👍", "", "dạ"):
        assert talk.tells(sign) == texts.WHAT_QUESTIONS["report"]
        assert talk.dialogue
        assert (talk.dialogue.step, talk.dialogue.said) == (DialogueStep.WHAT, {})


def test_who_greets_by_machine_is_not_greeted_without_end() -> None:
    talk = Talk()
    assert talk.tells("xin chào") == texts.MENU
    assert talk.tells("xin chào") == ""
    assert talk.tells("menu") == texts.MENU


def test_a_number_without_a_question_shows_the_menu() -> None:
    assert Talk().tells("7") == texts.MENU
    assert texts.NOT_A_CHOICE in Talk().tells("menu", "9")


@pytest.mark.parametrize(
    "before", [[], ["gửi phản ánh"], ["gửi phản ánh", "1"], ["menu", "2", "1", "a", "b"]]
)
def test_a_denunciation_leaves_the_chat_at_once(before: list[str]) -> None:
    talk = Talk()
    talk.tells(*before)
    turn = talk.says("Tôi tố cáo ông A nhận hối lộ")
    assert turn.effect
    assert (turn.effect.kind, turn.effect.word) == (EffectKind.DENOUNCE, "Tôi tố cáo ông A nhận hối lộ")
    assert (turn.dialogue, turn.for_people) == (None, False)


def test_choosing_a_denunciation_says_nothing_of_it() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh")
    effects = [talk.says("6").effect, Talk().says("tố cáo").effect]
    assert [(effect.kind, effect.word) for effect in effects if effect] == [(EffectKind.DENOUNCE, "")] * 2


def test_what_comes_too_late_is_words_for_people() -> None:
    begun = Dialogue(DialogueStep.KIND, START)
    facts = DialogueContext(None, list, str)
    for text in ("1", "hủy", "Đèn hỏng"):
        turn = step(begun, Input(parse(text), START, "1"), facts, is_past=True)
        assert turn == Turn(begun, for_people=True)
    assert not step(begun, Input(parse("👍"), START, "1"), facts, is_past=True).for_people


# What cases ask


def asked(*, rating: bool, code: str = CODE, at: datetime = START) -> Question:
    return Question(f"case-{code}", code, at, is_rating=rating)


def test_the_answer_to_what_a_case_asked_goes_to_that_case() -> None:
    talk = Talk(asked(rating=False))
    effect = talk.says("Số nhà 12, ngõ 3").effect
    assert effect
    assert (effect.kind, effect.case_id) == (EffectKind.SUPPLEMENT, f"case-{CODE}")
    talk.questions = ()
    more = talk.says(files=1).effect
    assert more
    assert (more.kind, more.case_id, more.is_further) == (EffectKind.SUPPLEMENT, f"case-{CODE}", True)


def test_of_several_cases_the_newest_question_is_answered_and_a_code_says_which() -> None:
    newest, older = asked(rating=False), asked(rating=False, code=OTHER_CODE, at=START - timedelta(hours=1))
    effect = Talk(newest, older).says("Số nhà 12").effect
    assert effect
    assert effect.case_id == newest.case_id
    effect = (
        Talk(newest, older).says(f"Vụ {OTHER_CODE}: nhà tôi ở số 12, cạnh trường mầm non của xóm ạ").effect
    )
    assert effect
    assert effect.case_id == older.case_id


@pytest.mark.parametrize(
    ("text", "rated"),
    [
        ("5", (5, True, "")),
        ("2. Đèn vẫn tắt", (2, True, "Đèn vẫn tắt")),
        ("chưa giải quyết", (0, False, "")),
        ("Chưa, đèn vẫn tắt", (0, False, "đèn vẫn tắt")),
    ],
)
def test_a_rating(text: str, rated: tuple[int, bool, str]) -> None:
    effect = Talk(asked(rating=True)).says(text).effect
    assert effect
    assert effect.kind is EffectKind.RATE
    assert (effect.stars, effect.solved, effect.word) == rated


def test_after_a_person_has_spoken_only_named_stars_are_a_rating() -> None:
    talk = Talk(asked(rating=True))
    talk.answers()
    assert talk.says("2").for_people
    assert talk.says("chưa").for_people
    assert (unsolved := talk.says("Chưa giải quyết, đèn vẫn tắt").effect)
    assert (unsolved.kind, unsolved.solved, unsolved.word) == (EffectKind.RATE, False, "đèn vẫn tắt")
    talk.answers()
    assert (rated := talk.says("5 sao").effect)
    assert (rated.kind, rated.stars) == (EffectKind.RATE, 5)


def test_who_only_says_that_it_is_solved_is_asked_for_a_number() -> None:
    turn = Talk(asked(rating=True)).says("rồi")
    assert turn.effect is None
    assert CODE in turn.say[0].text


def test_other_words_are_no_rating_but_for_people() -> None:
    assert Talk(asked(rating=True)).says("Cho tôi hỏi việc khác").for_people


def test_stars_in_the_middle_of_an_intake_are_stars_and_the_intake_goes_on() -> None:
    talk = Talk()
    talk.tells("góp ý")
    talk.questions = (asked(rating=True, at=talk.now + timedelta(seconds=1)),)
    assert (rated := talk.says("5").effect)
    assert (rated.kind, rated.stars) == (EffectKind.RATE, 5)
    talk.questions = ()
    talk.tells("Thêm cây xanh ở công viên", "xong", "1")
    (dialogue,) = opened(talk)
    assert words(talk, dialogue) == {"what": ["Thêm cây xanh ở công viên"]}


def test_the_menu_shown_last_has_the_number() -> None:
    talk = Talk(asked(rating=True))
    talk.tells("menu")
    turn = talk.says("3")
    assert turn.effect
    assert turn.effect.kind is EffectKind.PROGRESS


def test_what_was_written_before_the_question_is_no_answer() -> None:
    assert Talk(asked(rating=False, at=START + timedelta(days=1))).says("Số nhà 12").for_people


@pytest.mark.parametrize("text", [CODE, f"mã {CODE} sao rồi", CODE.replace("-", "").lower()])
def test_a_code_asks_for_progress(text: str) -> None:
    effect = Talk().says(text).effect
    assert effect
    assert (effect.kind, effect.code) == (EffectKind.PROGRESS, CODE)


def test_a_wrong_code_is_told_when_one_was_asked_for() -> None:
    talk = Talk()
    talk.tells("hỏi tiến độ")
    assert talk.tells(f"{CODE[:-1]}{'2' if CODE[-1] != '2' else '3'}") == texts.UNKNOWN_CODE


def test_an_officer_links_himself() -> None:
    effect = Talk().says("CB BCDFGHJK").effect
    assert effect
    assert (effect.kind, effect.code) == (EffectKind.LINK, "bcdfghjk")


# Whatever comes

inputs = st.one_of(
    st.sampled_from(
        ["menu", "1", "2", "3", "6", "9", "gửi phản ánh", "hủy", "tiếp", "xong", "có", "không", "sửa lại",
         "👍", "cảm ơn", "bỏ qua", "khiếu nại", "hỏi tiến độ", "gặp cán bộ", "xin chào", CODE, "chưa",
         "CB BCDFGHJK", "Đèn đường xóm 5 hỏng đã hai tuần", "tôi tố cáo ông A", "a" * 2000, "#2",
         '{"content":"1"}', ""]
    ),
    st.text(max_size=40),
)  # fmt: skip
events = st.lists(
    st.tuples(
        inputs,
        st.integers(0, 2),
        st.sampled_from([timedelta(seconds=5), timedelta(minutes=40), timedelta(hours=30)]),
        st.booleans(),
    ),
    max_size=25,
)  # fmt: skip
questions = st.lists(
    st.builds(
        Question,
        st.sampled_from(["c1", "c2"]),
        st.sampled_from([CODE, OTHER_CODE]),
        st.just(START),
        st.booleans(),
    ),
    max_size=2,
)


@given(events, questions)
def test_no_sequence_breaks_it(
    said: list[tuple[str, int, timedelta, bool]], asked_for: list[Question]
) -> None:
    talk = Talk(*asked_for)
    for text, files, after, person in said:
        if person:
            talk.answers()
        before = talk.dialogue
        turn = talk.says(text, files=files, after=after)
        reply = joined(turn.say)
        if reply:
            assert 0 < len(reply.text) <= LONGEST
            if reply.buttons:
                buttons_message(reply.text, menu.buttons_of(reply))
        if turn.dialogue:
            assert dialogue_from(dialogue_value(turn.dialogue)) == turn.dialogue
            assert all(len(keys) <= MOST_WORDS for keys in turn.dialogue.said.values())
            assert len(turn.dialogue.files) <= MOST_FILES
            assert (
                turn.dialogue.step not in {DialogueStep.PAUSED, DialogueStep.OLD_OR_NEW}
                or turn.dialogue.back in INTAKE
            )
        if turn.effect and turn.effect.kind is EffectKind.OPEN:
            # A case needs a summary that was shown, and is opened once: the intake is over with it.
            assert before is not None
            assert before.step is DialogueStep.CHECK
            assert turn.dialogue is None


@given(events)
def test_cancel_always_works(said: list[tuple[str, int, timedelta, bool]]) -> None:
    talk = Talk()
    for text, files, after, _ in said:
        talk.says(text, files=files, after=after)
    talk.says("hủy")
    assert talk.dialogue is None or not talk.dialogue.step.is_intake
    assert talk.turns[-1].effect is None
    talk.says("Đèn đường xóm 5 hỏng đã hai tuần")
    assert talk.turns[-1].for_people
    assert talk.turns[-1].effect is None


@given(events)
def test_words_are_an_answer_a_choice_small_talk_or_for_people(
    said: list[tuple[str, int, timedelta, bool]],
) -> None:
    talk = Talk()
    for text, files, after, _ in said:
        before = talk.dialogue
        turn = talk.says(text, files=files, after=after)
        heard = parse(text)
        taken = turn.for_people or turn.effect is not None or bool(turn.say) or turn.dialogue != before
        assert taken or (heard.is_small_talk or heard.commands), text


def test_buttons_fit() -> None:
    for titles in (texts.MENU_BUTTONS, texts.OLD_OR_NEW_BUTTONS, texts.CHECK_BUTTONS, texts.DONE_BUTTONS):
        assert len(titles) <= MAX_BUTTONS
        assert all(len(title) <= MAX_BUTTON_TITLE for title in titles)


def test_words_that_may_be_a_call_for_help_are_asked_about_and_kept_and_read() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1", "Đèn hỏng")
    told = talk.tells("cột điện nghiêng lắm rồi")
    assert told.startswith(texts.DOUBT)
    assert talk.turns[-1].for_people
    after = talk.turns[-1].dialogue
    assert after
    assert (after.step, len(after.said["where"])) == (DialogueStep.SINCE, 1), "the intake goes on"
    assert talk.says("CẤP CỨU").danger is Danger.LIFE


def test_outside_of_an_intake_they_are_asked_too() -> None:
    talk = Talk()
    talk.says("bà nằm một đống, người lạnh toát")
    turn = talk.turns[-1]
    assert turn.danger or (turn.for_people and turn.say[0].text == texts.DOUBT)


def test_they_are_read_before_other_words() -> None:
    talk = Talk()
    talk.says("cột điện nghiêng lắm rồi")
    assert talk.turns[-1].may_call
    talk.says("Đường vào xóm 5 nhiều ổ gà, xe máy đi khó")
    assert not talk.turns[-1].may_call


def test_a_no_is_not_written_into_a_case_that_asked_for_more() -> None:
    talk = Talk(Question("id", CODE, START, is_rating=False))
    turn = talk.says("thôi đừng ghi chi nữa, sợ lắm")
    assert (turn.effect, turn.for_people) == (None, True)
    told = talk.says("ống vỡ ở ngay trước nhà ông Hòa").effect
    assert told
    assert told.kind is EffectKind.SUPPLEMENT


def test_an_ordinary_report_is_asked_nothing() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1")
    assert texts.DOUBT not in talk.tells("Đường vào xóm 5 nhiều ổ gà, xe máy đi khó")
