"""Objections to questions, withdrawn questions, corrected lots: new editions beside the old, all recorded."""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

import pytest

from loa.bootstrap import participation
from loa.dated_rules import dump
from loa.foundation.officers.model import Role
from loa.participation.campaigns.passes import known_person
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules.objecting import (
    RULES,
    ObjectionRule,
    objection_words,
    read_objection_rules,
    takes_objections,
)
from loa.web.console import csrf
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, SECRET, ParticipationWorld
from tests.worlds.console import CSRF_SECRET, body_of

WHY = "Điều luật này đã được sửa năm 2025."


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def played(world: ParticipationWorld, *right: int) -> str:
    """A contest whose residents have so many right answers of three; its result is public."""
    contest = world.contest(prizes=2)
    for number, score in enumerate(right):
        browser = world.resident(number)
        world.sheet(browser, contest)
        world.hand_in(browser, contest, score, prediction=len(right))
    world.finish(contest)
    return contest


def recounted(world: ParticipationWorld, contest: str) -> None:
    """Let the clock draw again, and another officer confirm."""
    world.later(timedelta(minutes=10))
    world.draw()
    world.step(world.approver, f"{AREA}/{contest}", f"{AREA}/{contest}/dot/1/xac-nhan")
    world.later(timedelta(minutes=1))


def computed(world: ParticipationWorld, address: str) -> tuple[dict[str, Any], list[str]]:
    """What an outsider finds from published data alone: the head, and the winners."""
    anybody = world.resident()
    head = world.data(anybody, f"{address}/du-lieu.json")
    assert hashlib.sha256(head["seed"].encode()).hexdigest() == head["commitment"]
    parts = range(head["parts"])
    addresses = [head["entries"].replace("PART", str(part)) for part in parts]
    entries = [each for one in addresses for each in world.data(anybody, one)]
    key = f"{head['seed']}:{head['value']}".encode()
    lots = {each[0]: hmac.new(key, each[0].encode(), hashlib.sha256).hexdigest() for each in entries}
    entries.sort(key=lambda each: (-each[1], abs(each[2] - head["perfect"]), lots[each[0]]))
    return head, [each[0] for each in entries[: head["prizes"]]]


def test_a_withdrawn_question__counts_for_whoever_had_it__in_a_new_edition(world: ParticipationWorld) -> None:
    contest = played(world, 3, 2, 2)
    missed = world.resident(1)
    own = f"/thi/{contest}/cua-toi"
    forms = [each.get("action") for each in missed.page(own).all("form")]
    assert forms.count(f"/thi/{contest}/kien-nghi") == 3
    question = _missed(world, contest, 1)
    fields = {"dot": "1", "cau": question, "words": "Sai"}
    short = missed.post(f"/thi/{contest}/kien-nghi", fields)
    assert short["statusCode"] == 422
    assert "từ 10 đến 1.000 chữ" in body_of(short)
    fields["words"] = "Điều 3 đã sửa, ý một không còn đúng."
    for _ in range(2):
        answer = missed.post(f"/thi/{contest}/kien-nghi", fields)
        assert answer["statusCode"] in {303, 422}
    assert "Mặt trận đang xem xét" in missed.page(own).text()
    stranger = world.resident(99)
    assert stranger.post(f"/thi/{contest}/kien-nghi", fields)["statusCode"] in {303, 422}

    before, first = computed(world, f"/thi/{contest}/ket-qua/1")
    page = f"{AREA}/{contest}/dot/1"
    shown = world.writer.page(f"{page}/xem-lai").text()
    assert "ý một không còn đúng" in shown
    decision = {"question": question, "outcome": "withdrawn", "reason": WHY}
    world.step(world.writer, f"{page}/xem-lai", f"{page}/cau", **decision)
    assert computed(world, f"/thi/{contest}/ket-qua/1")[1] == first  # the old one stands meanwhile
    recounted(world, contest)

    head, winners = computed(world, f"/thi/{contest}/ket-qua/1")
    assert winners == head["winners"]
    assert (head["edition"], head["withdrawn"]) == (2, [question])
    assert head["perfect"] > before["perfect"]
    old, again = computed(world, f"/thi/{contest}/ket-qua/1/ban/1")
    assert (old["edition"], again, old["perfect"]) == (1, first, before["perfect"])
    assert WHY in world.resident().page(f"/thi/{contest}/ket-qua/1").text()
    assert "đã được thay bằng bản 2" in world.resident().page(f"/thi/{contest}/ket-qua/1/ban/1").text()
    world.resident().page(f"/thi/{contest}/ket-qua/1/ban/3", status=404)
    mine = missed.page(own).text()
    assert "3/3 câu được tính đúng" in mine
    assert WHY in mine


def _missed(world: ParticipationWorld, contest: str, number: int) -> str:
    """The question that a resident missed."""
    campaign, person = participation.play().contest(contest), known_person(SECRET, f"zalo-{number}")
    (current,) = rounds_of(campaign)
    service = participation.mark()
    entry = service.own(campaign, current, person)
    assert entry
    return next(
        each.id for each in service.review(entry, current, person, world.now) if each.chosen != each.right
    )


def test_a_mistyped_value__is_corrected_by_another_officer__with_the_reason(
    world: ParticipationWorld,
) -> None:
    contest = played(world, 3, 3, 3)
    page = f"{AREA}/{contest}/dot/1"
    fields = {"value": "48231", "why": "Ghi nhầm hai chữ số cuối"}
    sent = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "key-1234567890", **fields}
    version = participation.closing().campaigns.find(contest).version
    answer = world.writer.post(f"{page}/sua-so", {**sent, "version": str(version)})
    assert answer["statusCode"] == 403  # who entered the value does not correct it
    corrector = world.officer_of("40", Role.EDITOR)
    world.step(corrector, f"{page}/xem-lai", f"{page}/sua-so", **fields)
    recounted(world, contest)
    head, winners = computed(world, f"/thi/{contest}/ket-qua/1")
    assert (head["value"], head["winners"]) == ("48231", winners)
    shown = world.resident().page(f"/thi/{contest}/ket-qua/1").text()
    assert "48213, đúng là 48231" in shown
    assert "Ghi nhầm hai chữ số cuối" in shown


def test_an_objection_that_calls_for_help__says_whom_to_call_and_comes_first(
    world: ParticipationWorld,
) -> None:
    contest = played(world, 2)
    question = _missed(world, contest, 0)
    words = "Cháy nhà tôi rồi, cứu với, có người kẹt bên trong"
    missed = world.resident(0)
    missed.follow(missed.post(f"/thi/{contest}/kien-nghi", {"dot": "1", "cau": question, "words": words}))
    assert [each.campaign_id for each in participation.calls().waiting()] == [contest]
    assert "gọi" in missed.page(f"/thi/{contest}/cua-toi").text().lower()
    assert "113" in missed.page(f"/thi/{contest}/cua-toi").text()
    assert "kêu cứu" in world.writer.page(f"{AREA}/{contest}/dot/1/xem-lai").text()
    assert "kêu cứu" in body_of(world.writer.ask(f"{AREA}/o-viec"))


def test_the_time_for_objections__is_a_dated_rule_that_nobody_has_verified_yet(
    world: ParticipationWorld,
) -> None:
    contest = played(world, 2)
    review = world.writer.page(f"{AREA}/{contest}/dot/1/xem-lai").text()
    assert "trong 7 ngày sau khi đợt kết thúc (thể lệ cuộc thi)" in review
    assert "chưa có cán bộ pháp chế đối chiếu" in review
    current = rounds_of(participation.play().campaigns.find(contest))[0]
    last_day = current.closes.date()
    rule = ObjectionRule(last_day - timedelta(days=1), 2, "Điều 5", source="thể lệ", verified=True)
    (read,) = read_objection_rules(dump([rule]))
    assert takes_objections((*RULES, read), current, current.closes + timedelta(days=1))
    assert not takes_objections((*RULES, read), current, current.closes + timedelta(days=3))
    assert "chưa có" not in objection_words((*RULES, read), current)
