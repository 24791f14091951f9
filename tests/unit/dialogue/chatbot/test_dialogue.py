"""The menu and the turns, as a state machine: no input breaks it, no case is opened twice, cancel works."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

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
from loa.participation.consultations.rules.reading import OpinionLine
from loa.platform.zalo.api.messages import MAX_BUTTON_TITLE, MAX_BUTTONS, buttons_message
from tests.worlds.chat import CODE, OTHER_CODE, Talk
from tests.worlds.fakes import START


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
def test_what_was_cancelled_or_never_said_is_not_held_against_them(before: list[str]) -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", *(["1"] if len(before) > 1 else []), *before)
    assert texts.KEPT_FOR_LATER not in talk.tells("menu")
    assert talk.tells("2") == texts.KIND_QUESTION
    talk.tells("1", "Nước mất")
    assert texts.KEPT_FOR_LATER in talk.tells("menu")
    assert talk.tells("2") == texts.OLD_OR_NEW, "that would be lost"


def test_an_intake_waits_while_they_do_something_else() -> None:
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


@pytest.mark.parametrize("said", ["Tôi có việc khác", "tui co viec khac", "dạ em có việc khác ạ"])
def test_who_only_says_that_there_is_something_else__is_shown_the_menu__not_the_confidential_way(
    said: str,
) -> None:
    talk = Talk()
    assert (talk.tells(said), talk.turns[-1].for_people) == (texts.MENU, False)
    talk.tells("phản ánh", "Đèn đường hỏng")
    assert texts.KEPT_FOR_LATER in talk.tells(said)


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


def test_dong_y_alone__is_no_opinion_while_an_officer_speaks__and_says_what_else_has_asked() -> None:
    heard, seen = Input(parse("đồng ý"), START, "1"), list[OpinionLine]()
    before, after = (Question("case", CODE, START + timedelta(minutes=n), is_rating=True) for n in (-5, 5))

    def speaks(line: OpinionLine) -> bool:
        seen.append(line)
        return True

    facts = DialogueContext(None, lambda: [after, before], str, speaks=speaks)
    turn = step(None, heard, facts)
    assert turn.effect
    assert turn.effect.opinion == OpinionLine(is_unclear=True, asked_else=before.at)
    turn = step(None, heard, replace(facts, answered_at=START - timedelta(hours=1), questions=list))
    assert (turn.effect, turn.for_people) == (None, True)
    assert len(seen) == 1


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
WHOLE_INTAKE = ["gửi phản ánh", "1", "Đèn đường hỏng", "Xóm 5", "2 tuần nay", "xong", "Điện lực", "1"]
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
@example([(text, 0, timedelta(seconds=5), False) for text in WHOLE_INTAKE], [])
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


def test_an_ordinary_report_is_asked_nothing() -> None:
    talk = Talk()
    talk.tells("gửi phản ánh", "1")
    assert texts.DOUBT not in talk.tells("Đường vào xóm 5 nhiều ổ gà, xe máy đi khó")
