"""Words about a draft or a contest: what calls for help is heard, the words of such texts are none."""

import pytest

from loa.dialogue.petitions.model import may_call_for_help


@pytest.mark.parametrize(
    "said",
    [
        "Điều luật này nói khác, đáp án phải là Sai.",
        "Tôi làm thật, đề ngắn nên bấm nhanh.",
        "Tôi học thuộc luật nên làm nhanh",
        "Tôi làm nhanh vì câu dễ",
        "Tôi đã học kỹ, làm nhanh thật.",
        "Nội dung dự thảo dễ hiểu, tôi đồng tình",
    ],
)
def test_what_a_contest_or_a_draft_is_spoken_of_with__is_no_call_for_help(said: str) -> None:
    assert not may_call_for_help(said)


@pytest.mark.parametrize(
    "said",
    [
        "Đáp án phải là Sai. Lũ cuốn nhà tôi rồi, cứu với",
        "Góp ý dự thảo: em không muốn sống nữa",
        "cháu ăn phải thuốc sâu rồi",
        "vợ tôi đẻ rơi giữa đường",
        "Làm nhanh lên, cháy nhà rồi",
    ],
)
def test_who_calls_for_help_beside_such_words__is_heard(said: str) -> None:
    assert may_call_for_help(said)
