"""The clock over cases: it reminds once, climbs, closes what nobody answers, and nothing stops it."""

import json
from datetime import timedelta

import pytest

from loa.casework.cases.rows import keys
from loa.casework.cases.rules.model import CaseState, Move
from loa.casework.cases.rules.reminders import ACCEPTANCE
from loa.casework.cases.rules.transitions import RESIDENT
from loa.casework.cases.work.notifications import NOTIFIED_AT_ONCE
from loa.casework.cases.work.sweep import CaseSweepResult, climbs, sweep
from loa.clock import to_text
from loa.foundation.officers.directory_sync import keep
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.service import link, link_code
from loa.foundation.officers.store import CODE_LIVES, OfficerStore, officer_key, parse_officer_key
from loa.foundation.statistics.model import Metric
from tests.conftest import OpenTable
from tests.worlds.store.case_world import OA, OFFICER, OTHER, PROVINCE, SECOND, WARD, World

HEAD, ABOVE = "head-1", "above-1"
ROLES = {OFFICER: Role.EDITOR, SECOND: Role.EDITOR, HEAD: Role.APPROVER, ABOVE: Role.APPROVER}


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def look(world: World) -> CaseSweepResult:
    looked = sweep(PROVINCE, service=world.desk)
    again = sweep(PROVINCE, service=world.desk)
    assert looked.troubles == again.troubles == ()
    assert (again.reminded, again.closed, again.notified) == (0, 0, 0), "the second round finds nothing"
    world.check()
    return looked


def told(world: World, path: str) -> list[tuple[int, str]]:
    found, _ = world.desk.reminders(path, limit=50)
    return [(reminder.share, reminder.audience) for reminder in reversed(found)]


def linked(world: World, officer_id: str, path: str, oa_id: str = OA) -> None:
    registry = OfficerStore(world.units)
    officer = Officer(officer_id, f"Cán bộ {officer_id}", path, frozenset({ROLES[officer_id]}))
    code = link_code(officer, registry=registry, now=world.now).code
    done = link(
        code,
        oa_id,
        f"zalo-{officer_id}",
        account_path=path,
        registry=registry,
        statistics=world.statistics,
        now=world.now,
    )
    assert done


def test_reminders_climb_from_the_owner_to_the_province(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    days = []
    for _ in range(30):
        world.clock.forward(days=1)
        if look(world).reminded:
            days.append(world.now)
    own, above = told(world, WARD), told(world, PROVINCE)
    assert own == [(50, "owner"), (80, "head"), (100, "head"), (120, "head"), (140, "head"), (160, "head")]
    assert above == [(100, "above"), (120, "above"), (140, "above"), (160, "above")]
    assert world.counts()[Metric.CASES_OVERDUE] == 1
    assert world.case(case.id).reminded == (50, 80, 100, 120, 140, 160)
    assert [climbs(share) for share in (50, 80, 100, 120, 140)] == [0, 0, 1, 2, 3]


def test_after_a_long_sleep_all_are_recorded_and_the_last_is_told(world: World) -> None:
    case = world.open()
    world.clock.forward(days=12)
    assert look(world).overdue == 1
    shares = world.case(case.id).reminded
    assert {50, 80, 100, ACCEPTANCE + 80, ACCEPTANCE + 100} <= set(shares)
    assert [share for share, _ in told(world, WARD)] == sorted(
        [max(s for s in shares if s < ACCEPTANCE), ACCEPTANCE + 100]
    )


def test_nothing_is_due_while_somebody_else_has_to_act(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.RETURN)
    world.clock.forward(days=20)
    assert look(world).reminded == 0
    world.desk.supplement(case.id, "Cột 12", by=RESIDENT)
    world.clock.forward(hours=1)
    assert look(world).reminded == 0


def test_a_case_with_a_body_outside_is_not_forgotten(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.HAND_OUTSIDE)
    rounds = 0
    for _ in range(60):
        world.clock.forward(days=1)
        rounds += look(world).reminded
    assert rounds == 2
    assert {share for share, _ in told(world, WARD)} == {0}


def test_an_answer_without_a_word_is_closed_after_seven_working_days(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.ANSWER)
    world.clock.forward(days=8)
    assert look(world).closed == 0
    world.clock.forward(days=1, hours=10)
    assert look(world).closed == 1
    assert world.case(case.id).state is CaseState.CLOSED
    assert "kết thúc vì đã trả lời" in world.words()[-1]
    assert world.desk.rate(case.id, stars=4).state is CaseState.CLOSED
    world.check()
    assert world.desk.rate(case.id, stars=1).state is CaseState.REOPENED
    world.check()


def test_who_does_not_answer_for_thirty_days_has_their_case_closed_and_is_told(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.RETURN)
    world.clock.forward(days=29, hours=23)
    assert look(world).closed == 0
    world.clock.forward(hours=2)
    assert look(world).closed == 1
    assert "chưa nhận được thông tin" in world.words()[-1]
    assert world.history(case.id)[-1].text


def test_what_the_resident_has_confirmed_is_closed_without_a_further_word(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.ANSWER)
    world.desk.rate(case.id, stars=5)
    said = len(world.words())
    world.clock.forward(days=20)
    assert look(world).closed == 1
    assert len(world.words()) == said
    assert world.case(case.id).attention_at is None


def test_a_poisonous_row_does_not_stop_the_others(world: World) -> None:
    first, second = world.open(), world.open(user="78")
    world.table.update(*keys.case_key(first.id), set={"state": "nonsense"})
    world.ids.remove(first.id)
    world.clock.forward(days=12)
    looked = sweep(PROVINCE, service=world.desk)
    assert looked.reminded == 1
    (trouble,) = looked.troubles
    assert (trouble.case_id, trouble.error) == (first.id, "ValueError")
    assert world.case(second.id).reminded
    assert sweep(PROVINCE, service=world.desk).troubles == (), "an hour later again"
    world.clock.forward(hours=2)
    assert len(sweep(PROVINCE, service=world.desk).troubles) == 1


def test_a_round_ends_when_its_time_is_up(world: World) -> None:
    for number in range(3):
        world.open(user=f"8{number}")
    world.clock.forward(days=12)
    left = iter([False, True])
    looked = sweep(PROVINCE, enough=lambda: next(left), service=world.desk)
    assert looked.reminded == 1
    assert look(world).reminded == 2


def test_a_telling_that_was_cut_short_is_finished_by_the_clock(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = world.open()
    for number in range(NOTIFIED_AT_ONCE + 3):
        other = world.open(user=f"1{number:03}")
        world.desk.merge(other.id, main.id, by=OFFICER)

    def dead(*_: object, **__: object) -> bool:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("loa.casework.cases.work.service.CaseService.notify_next", dead)
        with pytest.raises(SystemExit):
            world.move(main.id, Move.ACCEPT)
    assert sum("đã nhận giải quyết" in words for words in world.words()) == NOTIFIED_AT_ONCE
    assert look(world).notified == 0, "not yet: the process may still be at it"
    world.clock.forward(minutes=6)
    assert look(world).notified == 1
    accepted = [words for words in world.words() if "đã nhận giải quyết" in words]
    assert len(accepted) == len(set(accepted)) == NOTIFIED_AT_ONCE + 4


# Officers who linked themselves


def test_an_officer_links_themselves_with_their_code_once(world: World) -> None:
    registry, officer = OfficerStore(world.units), Officer("o1", "Lê Văn A", WARD, frozenset({Role.EDITOR}))
    made = link_code(officer, registry=registry, now=world.now)
    assert made.words == f"CB {made.code}"

    def use(user: str = "u1", path: str = WARD, code: str = made.code) -> object:
        return link(
            code,
            OA,
            user,
            account_path=path,
            registry=registry,
            statistics=world.statistics,
            now=world.now,
        )

    assert use(path=OTHER) is None
    assert use(code="000000" if made.code != "000000" else "111111") is None
    first = use()
    assert first
    assert use() == first, "the message came twice"
    assert use(user="u2") is None, "somebody else's"
    assert registry.of_unit(WARD) == [first]
    assert world.statistics.gauges(PROVINCE)[WARD].officers == 1
    late = link_code(officer, registry=registry, now=world.now)
    world.clock.forward(seconds=CODE_LIVES.total_seconds() + 1)
    assert use(code=late.code) is None
    new = link_code(officer, registry=registry, now=world.now)
    assert use(user="u3", code=new.code)
    assert world.statistics.gauges(PROVINCE)[WARD].officers == 1, "the same officer with a new telephone"
    assert parse_officer_key(officer_key(WARD, "o1")[1]) == (WARD, "o1")


def test_linked_officers_hear_of_what_is_due_and_nothing_personal(world: World) -> None:
    for officer_id, path in ((OFFICER, WARD), (SECOND, WARD), (HEAD, WARD)):
        linked(world, officer_id, path)
    linked(world, ABOVE, PROVINCE, "9000")
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.desk.assign(case.id, owner=SECOND, by=HEAD)
    heard: list[set[str]] = []
    for _ in range(12):
        world.clock.forward(days=1)
        world.queue.messages.clear()
        if look(world).reminded:
            keys = {json.loads(message.body)["user_id"] for message in world.queue.messages}
            heard.append(keys)
            assert all(case.code in words and "Trần" not in words for words in world.words())
    assert heard[:3] == [
        {f"zalo-{SECOND}"},
        {f"zalo-{SECOND}", f"zalo-{HEAD}"},
        {f"zalo-{SECOND}", f"zalo-{HEAD}", f"zalo-{ABOVE}"},
    ]


def test_where_the_owner_has_left_the_head_is_reminded_from_the_beginning(world: World) -> None:
    for officer_id in (OFFICER, SECOND, HEAD):
        linked(world, officer_id, WARD)
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.desk.assign(case.id, owner=SECOND, by=HEAD)
    registry = OfficerStore(world.units)
    there = {officer.id: officer for officer in registry.of_unit(WARD) if officer.id != SECOND}
    keep(there, province=PROVINCE, registry=registry, statistics=world.statistics)
    for _ in range(4):
        world.clock.forward(days=1)
        world.queue.messages.clear()
        if look(world).reminded:
            break
    assert [json.loads(message.body)["user_id"] for message in world.queue.messages] == [f"zalo-{HEAD}"]
    assert told(world, WARD) == [(50, "head")]


def test_an_owner_from_the_unit_above_hears_of_their_case_below(world: World) -> None:
    linked(world, HEAD, WARD)
    linked(world, ABOVE, PROVINCE, "9000")
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.desk.assign(case.id, owner=ABOVE, by=ABOVE)
    for _ in range(4):
        world.clock.forward(days=1)
        world.queue.messages.clear()
        if look(world).reminded:
            break
    assert [json.loads(message.body)["user_id"] for message in world.queue.messages] == [f"zalo-{ABOVE}"]
    assert told(world, WARD) == [(50, "owner")]


def test_attention_stands_in_the_index_and_on_the_head_alike(world: World) -> None:
    case = world.open()
    head = world.table.get(*keys.case_key(case.id))
    assert head
    assert case.attention_at
    assert head["attention_order"] == f"{to_text(case.attention_at)}#{case.id}"
    assert case.attention_at - world.now > timedelta(0)
