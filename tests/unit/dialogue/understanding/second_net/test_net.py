"""The second net: what it hears, that marks do not count, that it stays behind the rules, what it costs."""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.composing import composed
from infra.local.dialogue import FOLDER, SETS, rules_alone
from infra.local.second_net import LEARNED
from loa.dialogue.understanding.parser import ParsedText, parse
from loa.dialogue.understanding.second_net import net
from loa.dialogue.understanding.second_net.features import BUCKETS, buckets
from loa.dialogue.understanding.second_net.meanings import groups_in
from loa.dialogue.understanding.second_net.net import WEIGHTS, Sound, resembles, scorers, sounds_like_refusing
from loa.dialogue.understanding.spelling.folding import plain
from loa.shipped import shipped
from tests.worlds.chat import Talk
from tests.worlds.growth import cost

LARGEST = 60_000
LEFT = "hôm qua tôi có nhắn về việc làm đường mà nay chưa rõ thế nào"
"""A message that rules leave to the net."""


@pytest.fixture(scope="module")
def texts() -> list[str]:
    lines = [
        json.loads(line)
        for name in SETS
        for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return sorted({line["said"] for line in lines if line.get("said")})


@pytest.fixture(scope="module")
def read(texts: list[str]) -> list[ParsedText]:
    return [parse(text) for text in texts]


@given(st.text(max_size=600))
def test_marks_and_capitals_do_not_count(text: str) -> None:
    assert buckets(text) == buckets(plain(text)) == buckets(unicodedata.normalize("NFD", text))


def test_a_word_of_the_province_is_the_common_word() -> None:
    assert buckets("TUI MẦN RĂNG") == buckets("tôi làm sao") == buckets("toi lm sao")


def test_pieces_are_in_the_weights_and_the_same_each_time(texts: list[str]) -> None:
    found = [buckets(text) for text in texts]
    assert all(0 <= piece < BUCKETS for pieces in found for kind in pieces.kinds for piece in kind)
    assert found == [buckets(text) for text in texts]
    found_before = resembles(LEFT)
    resembles.cache_clear()
    assert resembles(LEFT) == found_before


def test_what_a_rule_hears_stays_as_it_is(texts: list[str], read: list[ParsedText]) -> None:
    with rules_alone():
        by_rules = list(map(parse, texts))
    heard = [(words, now) for words, now in zip(by_rules, read, strict=True) if not words.is_plain]
    assert len(heard) > len(texts) / 4
    changed = [(words, now) for words, now in heard if now != words]
    # Who accuses is offered the confidential way; the net only adds whom to call, and to nobody else.
    assert [words.text for words, now in changed if not words.hints or words.tells_of_danger] == []
    assert [now for _, now in changed] == [replace(words, tells_of_danger=True) for words, _ in changed]


def test_it_hears_what_no_rule_does() -> None:
    accused, ordinary = "hiệu trưởng bớt suất ăn của học sinh", "làm sổ đỏ mất mấy ngày"
    with rules_alone():
        assert not parse(accused).hints
    assert parse(accused).hints
    assert parse(ordinary).is_plain
    assert not parse(ordinary).doubtful
    assert sounds_like_refusing("thôi sợ họ biết, không gửi mô")
    assert not sounds_like_refusing("ngay cạnh trường cấp một, đã hỏng từ tháng trước")


def test_what_grammar_composes_is_always_the_same_and_no_sentence_of_a_measure() -> None:
    lines = composed()
    assert lines == composed()
    assert {line["hazard"] for line in lines} == {"emergency", "denunciation", "no", None}
    said = {line["said"] for line in lines}
    assert not any("{" in text for text in said)
    measured = {
        json.loads(line).get("said")
        for name in set(SETS) - set(LEARNED)
        for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    }
    # Four words ("để hỏi chồng đã") anybody says.
    assert {text for text in said & measured if len(text.split()) > 4} == set()


@given(st.text(st.characters(categories=["L"]), max_size=12), st.sampled_from(["", " xã"]))
def test_one_word_or_two_accuse_nobody_by_their_letters(word: str, more: str) -> None:
    with rules_alone():
        by_rules = parse(word + more).hints
    assert parse(word + more).hints == by_rules


def test_who_accuses_and_may_call_for_help_is_offered_the_confidential_way_with_the_numbers() -> None:
    with patch.object(net, "resembles", return_value={Sound.DANGER: 0.1, Sound.ACCUSATION: 2.0}):
        words = parse(LEFT)
    assert (words.hints, words.tells_of_danger, words.doubtful) == (True, True, False)


def test_words_of_one_group_are_known_by_it_wherever_they_stand() -> None:
    (vessel,) = set(groups_in(["ca", "thuyen"])) & set(groups_in(["xuong", "ghe"]))
    assert vessel in groups_in(["con", "do", "lat"])
    assert groups_in(["hon", "me"]) != groups_in(["hon"]), "a phrase is more than its words"
    assert groups_in([]) == []


def test_words_that_may_refuse_within_an_intake__are_weighed_once() -> None:
    talk = Talk()
    talk.tells("phản ánh", "Đèn đường hỏng")
    with patch.object(net, "buckets", wraps=buckets) as weighed:
        talk.says("thôi đừng ghi tên ai, hủy giúp")
    assert [call.args for call in weighed.call_args_list] == [("thôi đừng ghi tên ai, hủy giúp",)]


def test_one_question_at_most(read: list[ParsedText]) -> None:
    assert [words.text for words in read if words.hints and words.doubtful] == []


def test_the_weights_are_small_and_read_only_when_they_are_needed() -> None:
    scorers.cache_clear()
    resembles.cache_clear()
    for text in ("2", "cháy nhà cứu với", "tôi muốn tố cáo ông chủ tịch xã", "cảm ơn", "👍", "gặp cán bộ"):
        parse(text)
    assert scorers.cache_info().currsize == 0
    parse(LEFT)
    assert scorers.cache_info().currsize == 1
    assert len(shipped(net.__file__, WEIGHTS)) <= LARGEST


def test_it_costs_no_more_than_the_rules_do(texts: list[str]) -> None:
    resembles(LEFT)
    some = texts[::5]

    def all_through(reads: Callable[[str], object]) -> float:
        return min(cost(lambda: [reads(text) for text in some]) for _ in range(3))

    with rules_alone():
        rules = all_through(parse)
    assert all_through(resembles) <= rules
