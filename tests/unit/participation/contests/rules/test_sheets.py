"""Each sheet has its share of every topic and level, whatever the bank holds besides."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from loa.participation.contests.rules.model import ContestQuestion, QuestionLevel, SheetShare
from loa.participation.contests.rules.sheets import drawn_sheets, read_shares

LEVELS = tuple(QuestionLevel)


def bank(topics: tuple[str, ...], of_each: int) -> list[ContestQuestion]:
    """Questions of every topic and level."""
    places = [(topic, level, number) for topic in topics for level in LEVELS for number in range(of_each)]
    return [
        ContestQuestion(
            id=f"{topic}-{level}-{number}",
            words="Thẻ căn cước cấp cho ai?",
            options=("Công dân", "Không ai"),
            level=level,
            law="Luật",
            article="Điều 1",
            provision="Nguyên văn",
            since=date(2024, 7, 1),
            until=None,
            written_by="officer",
            checked_by="another",
            topic=topic,
        )
        for topic, level, number in places
    ]


@given(
    wanted=some.dictionaries(
        some.tuples(some.sampled_from(("Căn cước", "Đất đai")), some.sampled_from(LEVELS)),
        some.integers(1, 4),
        min_size=1,
    ),
    secret=some.text(max_size=5),
)
def test_sheets__have_of_each_topic_and_level_what_is_asked(
    wanted: dict[tuple[str, QuestionLevel], int], secret: str
) -> None:
    shares = [SheetShare(topic, level, count) for (topic, level), count in wanted.items()]
    questions = bank(("Căn cước", "Đất đai", ""), 4)
    by_id = {each.id: each for each in questions}
    for sheet in drawn_sheets(questions, sum(wanted.values()), secret, shares)[:8]:
        found = [by_id[each.id] for each in sheet]
        assert len({each.id for each in found}) == sum(wanted.values())
        assert all(sum(share.takes(each) for each in found) == share.count for share in shares)


def test_which_questions_a_share_takes__is_asked_once__not_for_each_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shares = [SheetShare(topic, level, 1) for topic in ("Căn cước", "Đất đai") for level in LEVELS]
    questions, takes, asked = bank(("Căn cước", "Đất đai"), 2), SheetShare.takes, []

    def counted(share: SheetShare, question: ContestQuestion) -> bool:
        asked.append(question)
        return takes(share, question)

    monkeypatch.setattr(SheetShare, "takes", counted)
    drawn_sheets(questions, len(shares), "secret", shares)
    assert len(asked) == len(shares) * len(questions)


def test_shares__are_read_as_people_write_them() -> None:
    assert read_shares("Căn cước: 3 dễ, 2 VỪA\n\nđất đai: 5 câu") == (
        SheetShare("Căn cước", QuestionLevel.EASY, 3),
        SheetShare("Căn cước", QuestionLevel.MIDDLE, 2),
        SheetShare("đất đai", None, 5),
    )
    assert [each.words for each in read_shares("5 dễ, 7 câu vừa, 3 khó")] == ["5 dễ", "7 vừa", "3 khó"]
    assert read_shares("Luật: đất đai: 2")[0].words == "Luật: đất đai: 2"
    assert read_shares(" \n") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Căn cước", "Không đọc được dòng “Căn cước”"),
        ("Căn cước: 0 dễ", "Không đọc được"),
        ("Căn cước: 3 rất khó", "Không đọc được"),
        ("Căn cước: 3 dễ, 2 dễ", "trùng với dòng khác"),
        ("Căn cước: 3 dễ\ncan cuoc: 5", "trùng với dòng khác"),
        ("Căn cước: 3 dễ\n2 khó\n4", "trùng với dòng khác"),
    ],
)
def test_shares_that_cannot_be_read__or_count_a_question_twice__are_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_shares(text)
