"""What cases ask in the chat: ratings, supplements, codes."""

from datetime import timedelta

import pytest

from loa.dialogue.chatbot.turns import EffectKind, Question
from loa.dialogue.conversations import texts
from tests.worlds.chat import CODE, OTHER_CODE, Talk, asked, opened, words
from tests.worlds.fakes import START


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


def test_an_officer_links_themselves() -> None:
    effect = Talk().says("CB BCDFGHJK").effect
    assert effect
    assert (effect.kind, effect.code) == (EffectKind.LINK, "bcdfghjk")


def test_a_no_is_not_written_into_a_case_that_asked_for_more() -> None:
    talk = Talk(Question("id", CODE, START, is_rating=False))
    turn = talk.says("thôi đừng ghi chi nữa, sợ lắm")
    assert (turn.effect, turn.for_people) == (None, True)
    told = talk.says("ống vỡ ở ngay trước nhà ông Hòa").effect
    assert told
    assert told.kind is EffectKind.SUPPLEMENT
