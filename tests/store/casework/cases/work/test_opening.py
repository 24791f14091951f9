"""Cases: opened once, moved in one transaction, told in plain words, counted exactly, on both engines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.casework.cases.rows import keys
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import CaseKind, CaseState, Details, Move, Reporter
from loa.casework.cases.rules.transitions import CLOCK, RESIDENT
from loa.clock import to_text
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.statistics.model import Metric
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.store.case_world import OA, OFFICER, OTHER, PROVINCE, SECOND, USER, WARD, World

INSTANTS = st.datetimes(timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
PATHS = st.from_regex(r"[0-9]{2}(\.[0-9]{3})?(\.[0-9]{5})?", fullmatch=True)
IDS = st.from_regex(r"[0-9a-f]{22}", fullmatch=True)


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


# Keys


@given(PATHS, st.integers(0, 3), INSTANTS, IDS)
def test_keys_round_trip(path: str, priority: int, at: datetime, case_id: str) -> None:
    assert keys.parse_case_key(keys.case_key(case_id)[0]) == case_id
    assert keys.parse_log_key(*keys.log_key(case_id, priority)) == (case_id, priority)
    assert keys.parse_open_order(keys.open_order(path, priority, at, case_id)) == (
        path,
        priority,
        at,
        case_id,
    )
    assert keys.parse_listed_order(keys.listed_order(path, at, case_id)) == (path, at, case_id)
    assert keys.parse_resident_key(*keys.resident_key("1", "2", at, case_id)) == ("1", "2", at, case_id)


# Opening


def test_a_case_is_opened_counted_and_acknowledged_with_its_code(world: World) -> None:
    case = world.open()
    assert (case.state, case.version, case.unit_path) == (CaseState.RECEIVED, 1, WARD)
    assert world.case(case.id) == case
    assert world.counts() == {Metric.CASES_REPORT: 1}
    (words,) = world.words()
    assert case.code in words
    assert "Mặt trận phường Một đã nhận phản ánh của ông/bà" in words
    assert world.desk.by_code(f"cho hỏi {case.code.lower().replace('-', ' ')} tới đâu") == case
    assert world.desk.cases_of(OA, USER) == [case]
    world.check()


def test_the_same_origin_is_the_same_case(world: World) -> None:
    first = world.open("chat#1")
    assert world.open("chat#1") == first
    assert len(world.words()) == 1, "told once"
    world.check()


def test_a_denunciation_is_not_opened(world: World) -> None:
    with pytest.raises(InvalidInput):
        world.open(kind=CaseKind.DENUNCIATION)


@pytest.mark.parametrize("path", ["40.99999", "../40", ""])
def test_a_case_is_opened_at_a_unit_of_loa(world: World, path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        world.open(path=path)
    assert set(caught.value.fields) == {"unit"}


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (Details("  "), "what"),
        (Details("x" * 80_001), "what"),
        (Details("x", where="y" * 301), "where"),
        (Details("x", attachments=("k",) * 21), "attachments"),
    ],
)
def test_what_is_wrong_is_said_by_field(world: World, details: Details, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        world.desk.open(replace(world.draft(), details=details), idempotency_key="x", by=RESIDENT)
    assert set(caught.value.fields) == {field}


def test_a_case_is_opened_inside_another_transaction(world: World) -> None:
    made = world.desk.opening(world.draft(), idempotency_key="chat#2", by=RESIDENT, counting=False)
    mine = world.statistics.increments(WARD, world.now, {Metric.MESSAGES_IN: 1, **made.counts})
    commit([*made.actions, *mine])
    with pytest.raises(ConditionFailed):
        commit([*made.actions, *mine])
    assert world.counts() == {Metric.MESSAGES_IN: 1, Metric.CASES_REPORT: 1}
    assert [message.user_id for message in made.messages] == [USER]


def test_hostile_words_are_just_words(world: World) -> None:
    words = '=cmd|"/C calc"!A0 <script>alert(1)</script> {0} %s \x00 🙂' * 20
    case = world.open(what=words[:1900])
    # Only what cannot be seen is taken out.
    assert world.case(case.id).details.what == words[:1900].replace("\x00", "").strip()


# Moving


def test_the_way_of_a_case_told_in_plain_words(world: World) -> None:
    case = world.open()
    world.clock.forward(hours=1)
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.START)
    world.clock.forward(days=1)
    answered = world.move(case.id, Move.ANSWER)
    assert answered.first_answer_at == answered.solved_at == world.now
    world.clock.forward(hours=3)
    done = world.desk.rate(case.id, stars=5, word="Cảm ơn", idempotency_key="m1")
    assert (done.state, done.satisfaction, done.satisfaction_word) == (CaseState.CONFIRMED, 5, "Cảm ơn")
    assert world.desk.rate(case.id, stars=5, idempotency_key="m1") == world.case(case.id)
    assert world.case(case.id) == done
    assert [line.what for line in world.history(case.id)] == [
        "opened",
        "accept",
        "start",
        "answer",
        "confirm",
    ]
    words = world.words()
    assert len(words) == 5
    assert all(case.code in said for said in words)
    assert "Đã thay bóng đèn" in words[3]
    assert "5. Xong, rất hài lòng" in words[3]
    assert world.counts()[Metric.CASES_IN_TIME] == 1
    world.check()


def test_what_a_move_needs_is_asked_for(world: World) -> None:
    case = world.open()
    for step, missing in {
        Move.RETURN: {"asked_for"},
        Move.REFUSE: {"reason", "legal_ground"},
        Move.HAND_OUTSIDE: {"body", "next_step"},
        Move.TRANSFER: {"to_path"},
        Move.MERGE: {"into"},
    }.items():
        with pytest.raises(InvalidInput) as caught:
            world.move(case.id, step, MoveFacts())
        assert set(caught.value.fields) == missing
    assert world.case(case.id).version == 1
    with pytest.raises(InvalidInput):
        world.move(case.id, Move.TRANSFER, MoveFacts(to_path="40.99999"))
    with pytest.raises(InvalidInput):
        world.move(case.id, Move.TRANSFER, MoveFacts(to_path=WARD))
    with pytest.raises(NotFound):
        world.move("0" * 22, Move.ACCEPT)
    with pytest.raises(Conflict):
        world.move(case.id, Move.ANSWER)


def test_of_two_officers_the_slower_one_reads_again(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.ACCEPT, version=1)
    with pytest.raises(Conflict):
        world.move(case.id, Move.REFUSE, by=SECOND, version=1)
    assert world.case(case.id).state is CaseState.ACCEPTED
    world.check()


def test_a_return_stops_the_clock_and_the_answer_starts_it(world: World) -> None:
    case = world.open()
    world.clock.forward(hours=2)
    world.move(case.id, Move.RETURN)
    assert world.case(case.id).asked_for == "Xin cho biết số cột điện."
    world.clock.forward(days=7)
    after = world.desk.supplement(case.id, "Cột 12", ["attachments/1"], by=RESIDENT, idempotency_key="m2")
    again = world.desk.supplement(case.id, "Cột 12", ["attachments/1"], by=RESIDENT, idempotency_key="m2")
    assert again == after
    assert after.state is CaseState.RECEIVED
    calendar = world.desk.calendar
    assert after.answer_by == calendar.add_working_time(
        case.answer_by, calendar.working_time(*(after.pauses[0].since, world.now))
    )
    assert world.history(case.id)[-1].facts["attachments"] == "attachments/1"
    world.check()


def test_a_transfer_moves_it_to_the_other_units_list(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.TRANSFER)
    page = world.desk.worklist(OTHER, province=PROVINCE, limit=10)
    assert [item.id for item in page.items] == [case.id]
    assert world.desk.worklist(WARD, province=PROVINCE, limit=10).items == ()
    assert "Mặt trận phường Hai" in world.words()[-1]
    assert world.case(case.id).received_path == WARD
    assert world.desk.listing(PROVINCE, province=PROVINCE, limit=10).items[0].unit_path == OTHER
    world.check()


def test_a_reopened_case_has_priority_and_is_taken_out_of_the_sums(world: World) -> None:
    first, second = world.open(), world.open(user="78")
    world.move(second.id, Move.ACCEPT)
    world.move(second.id, Move.ANSWER)
    assert world.counts()[Metric.CASES_ANSWERED] == 1
    world.clock.forward(days=3)
    again = world.desk.rate(second.id, stars=1, word="Vẫn hỏng")
    assert (again.state, again.priority, again.answer) == (CaseState.REOPENED, 1, "")
    assert again.answer_by > second.answer_by
    assert world.counts()[Metric.CASES_ANSWERED] == 0
    items = world.desk.worklist(WARD, province=PROVINCE, limit=10).items
    assert [item.id for item in items] == [second.id, first.id]
    world.move(second.id, Move.ANSWER)
    world.check()
    world.clock.forward(days=40)
    with pytest.raises(Conflict):
        world.move(second.id, Move.REOPEN, by=RESIDENT)


def test_only_the_resident_says_that_they_are_content(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.ANSWER)
    for step in (Move.CONFIRM, Move.CLOSE):
        with pytest.raises(Conflict):
            world.move(case.id, step)
    assert world.move(case.id, Move.CLOSE, by=CLOCK).state is CaseState.CLOSED
    paper = world.open(user="")
    world.move(paper.id, Move.ACCEPT)
    world.move(paper.id, Move.ANSWER)
    assert world.move(paper.id, Move.CONFIRM).state is CaseState.CONFIRMED
    world.check()


def test_a_paper_counts_from_the_day_on_which_it_came(world: World) -> None:
    paper = replace(world.draft(user=""), received_at=world.now - timedelta(days=10))
    case = world.desk.open(paper, idempotency_key="officer#paper", by=OFFICER)
    today = world.desk.open(world.draft(user=""), idempotency_key="officer#now", by=OFFICER)
    assert (case.received_at, case.changed_at) == (paper.received_at, world.now)
    assert case.answer_by < today.answer_by
    assert world.desk.open(paper, idempotency_key="officer#paper", by=OFFICER) == case
    for wrong in (timedelta(minutes=1), timedelta(days=-61)):
        with pytest.raises(InvalidInput):
            world.desk.open(
                replace(paper, received_at=world.now + wrong), idempotency_key=f"officer#{wrong}", by=OFFICER
            )


def test_who_takes_their_case_back_takes_nobody_elses_along(world: World) -> None:
    main, member = world.open(user="77"), world.open(user="78")
    world.desk.merge(member.id, main.id, by=OFFICER)
    with pytest.raises(Conflict):
        world.move(main.id, Move.WITHDRAW)
    world.desk.unmerge(member.id, by=OFFICER)
    assert world.move(main.id, Move.WITHDRAW).state is CaseState.WITHDRAWN


def test_notes_and_owners_are_lines_that_nobody_outside_reads(world: World) -> None:
    case = world.open()
    said = len(world.words())
    world.desk.note(case.id, "Đã gọi điện", by=OFFICER, idempotency_key="n1")
    world.desk.note(case.id, "Đã gọi điện", by=OFFICER, idempotency_key="n1")
    mine = world.desk.assign(case.id, owner=SECOND, owner_name="Lê Thị Hai", by=OFFICER)
    assert (mine.owner, mine.version) == (SECOND, 3)
    assert world.desk.assign(case.id, owner=SECOND, by=OFFICER).version == 3
    assert len(world.words()) == said
    world.check()


def test_what_was_committed_before_the_queue_failed_is_told_when_it_is_asked_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = world.open()

    def dead(_message: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(world.queue, "send", dead)
        with pytest.raises(SystemExit):
            world.move(case.id, Move.ACCEPT, origin="r1")
    world.move(case.id, Move.ACCEPT, origin="r1")
    assert len(world.words()) == 2
    world.check()


# What a head weighs


def test_a_head_stays_below_a_kilobyte(world: World) -> None:
    case = world.open(what="Đèn đường hỏng đã lâu, đề nghị sửa. " * 50)
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.RETURN)
    world.desk.supplement(case.id, "Cột 12", by=RESIDENT)
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.ANSWER, MoveFacts(text="Đã sửa. " * 150))
    assert world.case(case.id).answer == ("Đã sửa. " * 150).strip()
    head = world.table.get(*keys.case_key(case.id))
    assert head is not None
    weight = sum(len(name) + len(str(value).encode()) for name, value in head.items())
    assert weight < 1024, head


def test_instants_are_as_they_were(world: World) -> None:
    case = world.open()
    assert to_text(world.case(case.id).received_at) == to_text(world.now)
    assert world.case(case.id).reporter == Reporter(OA, USER, WARD, "Trần Thị Dân", "0912345678")
    assert world.case(case.id).received_at - world.now == timedelta(0)
