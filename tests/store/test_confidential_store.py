"""Denunciations in their table, on moto and on Amazon's own engine: once per link, looks before words."""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loa.aws.transactions import commit
from loa.cases.model import Entry, State
from loa.confidential import desk, service
from loa.confidential.deadlines import RULES
from loa.confidential.model import (
    LINK_GRACE,
    LINK_VALID,
    Denunciation,
    Facts,
    LookKind,
    Receipt,
    Statement,
    Step,
    secret_word,
    token_digest,
)
from loa.confidential.service import ConfidentialDesk, LinkSpent, Registry
from loa.confidential.store import (
    Denunciations,
    entry_from,
    entry_row,
    head_from,
    head_row,
    statement_from,
    statement_row,
)
from loa.errors import Conflict, InvalidInput, LoaError, NotAllowed, NotFound, StoreFault
from loa.office_hours.model import WorkingCalendar
from loa.officers.model import Officer, Role
from loa.statistics.model import Metric
from loa.statistics.store import StatisticsStore
from tests.conftest import OpenTable

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
COMMUNE, PROVINCE = "40.16681", "40"
SAID = Statement(what="Ông A nhận tiền của dân", who="Ông A", name="MARKED-NAME", address="Xóm 5")


def investigator(path: str) -> Officer:
    return Officer(f"investigator-{path}", "Vũ Văn X", path, frozenset({Role.INVESTIGATOR}))


class Place:
    """A table of denunciations and what happens there."""

    def __init__(self, table: OpenTable) -> None:
        self.store = Denunciations(table("Confidential"))
        self.statistics = StatisticsStore(table("Statistics"))
        self.registry = Registry(self.store, self.statistics, WorkingCalendar(), RULES)

    def invited(self, words: str = "tôi muốn tố cáo ông A", at: datetime = NOW, path: str = COMMUNE) -> str:
        """A link was given; its token."""
        actions, url = service.intake_link(
            oa_id="1",
            user_id="2",
            unit_path=path,
            province=PROVINCE,
            words=words,
            message_id="m",
            desk=ConfidentialDesk(self.store, "https://loa.example.vn"),
            now=at,
        )
        commit(actions)
        return url.rpartition("/")[2]

    def sent(self, token: str, said: Statement = SAID, path: str = COMMUNE, at: datetime = NOW) -> Receipt:
        return service.submit(token, said, path, registry=self.registry, now=at)

    def opened(self, path: str = COMMUNE) -> Denunciation:
        """A denunciation that a unit has."""
        self.sent(self.invited(), path=path)
        return self.heads(path)[0]

    def heads(self, path: str) -> list[Denunciation]:
        return self.store.listed(path, limit=100, start=None).heads

    def step(
        self, head: Denunciation, step: Step, facts: Facts | None = None, at: datetime = NOW
    ) -> Denunciation:
        return desk.step(
            investigator(head.unit_path),
            head.id,
            step,
            facts or Facts(text="x", reason="x", legal_ground="x", body="x", reference="x"),
            expected_version=head.version,
            registry=self.registry,
            now=at,
        )

    def counted(self) -> dict[str, int]:
        found = self.statistics.activity(PROVINCE, date(2026, 11, 1), date(2026, 12, 31))
        return {path: counts[Metric.CASES_DENUNCIATION] for path, counts in found.items()}


@pytest.fixture
def place(table: OpenTable) -> Place:
    return Place(table)


# The denouncer


def test_a_link_is_kept_without_its_secret_and_without_who_he_is(place: Place) -> None:
    token = place.invited()
    (row,) = place.store.table.rows(f"link#{token_digest(token)}")
    text = repr(row)
    assert token not in text
    assert secret_word(token) not in text
    assert not {"oa_id", "user_id", "message_id"} & set(row)
    assert row["words"] == "tôi muốn tố cáo ông A"


def test_a_denunciation_is_taken_in_with_its_words_and_counted_once(place: Place) -> None:
    token = place.invited()
    receipt = place.sent(token)
    (head,) = place.heads(COMMUNE)
    assert head.code == receipt.code
    assert (head.state, head.completed, head.anonymous, head.version) == (State.RECEIVED, True, False, 1)
    said = place.store.statement(head.id)
    assert said == replace(SAID, first_words="tôi muốn tố cáo ông A")
    assert [entry.what for entry in place.store.history(head.id)] == ["opened"]
    assert place.counted() == {COMMUNE: 1}
    (link,) = place.store.table.rows(f"link#{token_digest(token)}")
    assert "words" not in link
    assert "expires_at" in link


def test_it_is_counted_for_the_month_and_no_day_says_when(place: Place) -> None:
    place.sent(place.invited())
    assert place.statistics.activity(PROVINCE, date(2026, 11, 23), date(2026, 11, 23)) == {}
    assert place.counted() == {COMMUNE: 1}


def test_the_same_sent_again_gets_the_same_receipt(place: Place) -> None:
    token = place.invited()
    first = place.sent(token)
    again = place.sent(token, at=NOW + timedelta(hours=100))
    assert again == first
    assert len(place.heads(COMMUNE)) == 1
    assert place.counted() == {COMMUNE: 1}


def test_a_link_serves_one_statement(place: Place) -> None:
    token = place.invited()
    place.sent(token)
    with pytest.raises(LinkSpent):
        place.sent(token, replace(SAID, what="Một việc hoàn toàn khác"))
    assert len(place.heads(COMMUNE)) == 1


ON_THE_REAL_ENGINE = pytest.mark.parametrize(
    "table", [pytest.param("dynamodb-local", marks=pytest.mark.enable_socket)], indirect=True
)
"""moto keeps no other out of a transaction, and copies its tables for each."""


@ON_THE_REAL_ENGINE
def test_five_clicks_at_once_are_one_denunciation(place: Place) -> None:
    token = place.invited()
    with ThreadPoolExecutor(5) as pool:
        receipts = set(pool.map(lambda _: place.sent(token), range(5)))
    assert len(receipts) == 1
    assert len(place.heads(COMMUNE)) == 1
    assert place.counted() == {COMMUNE: 1}


def test_who_began_in_time_may_finish_and_after_that_the_link_is_over(place: Place) -> None:
    token = place.invited()
    late = NOW + LINK_VALID + LINK_GRACE
    with pytest.raises(LinkSpent):
        place.sent(token, at=late)
    assert place.sent(token, at=late - timedelta(seconds=1)).code


def test_a_link_that_never_was_is_not_found(place: Place) -> None:
    for token in ("a" * 43, "", "x", "#", "a" * 5000):
        with pytest.raises(NotFound):
            place.sent(token)


def test_it_goes_to_the_unit_or_the_one_above_and_nowhere_else(place: Place) -> None:
    assert place.opened(PROVINCE).unit_path == PROVINCE
    token = place.invited()
    for path in ("", "40.16682", "41", "38"):
        with pytest.raises(InvalidInput) as wrong:
            place.sent(token, path=path)
        assert "recipient" in wrong.value.fields
    assert place.sent(token).code


def test_what_is_wrong_is_said_and_the_link_stays_good(place: Place) -> None:
    token = place.invited()
    with pytest.raises(InvalidInput) as wrong:
        place.sent(token, Statement(may_contact=True))
    assert set(wrong.value.fields) == {"what", "contact"}
    assert place.sent(token).code


def test_progress_is_told_to_who_has_code_and_word(place: Place) -> None:
    receipt = place.sent(place.invited())
    found = service.progress(receipt.code.lower(), receipt.word.lower(), store=place.store)
    assert (found.code, found.state) == (receipt.code, State.RECEIVED)
    for code, word in (
        (receipt.code, "A" * 12),
        ("TC22222222", receipt.word),
        ("", ""),
        (receipt.code, ""),
        ("#", "\ud800"),
    ):
        with pytest.raises(NotFound):
            service.progress(code, word.encode("utf-8", "replace").decode(), store=place.store)


def test_the_denouncer_reads_the_outcome_and_not_the_history(place: Place) -> None:
    receipt = place.sent(place.invited())
    (head,) = place.heads(COMMUNE)
    place.step(head, Step.REFUSE, Facts(reason="Không đủ căn cứ", legal_ground="Điều 29"))
    found = service.progress(receipt.code, receipt.word, store=place.store)
    assert (found.state, found.reason, found.legal_ground) == (State.REFUSED, "Không đủ căn cứ", "Điều 29")


# Investigators


def test_looks_are_written_before_anything_is_shown(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    head = place.opened()
    officer = investigator(COMMUNE)

    def refuse(_: object) -> None:
        raise StoreFault

    with monkeypatch.context() as patched:
        patched.setattr(Denunciations, "write_look", lambda _self, look: refuse(look))
        ways: list[Callable[[], object]] = [
            lambda: desk.opened(officer, head.id, store=place.store, now=NOW),
            lambda: desk.listed(officer, limit=10, start=None, store=place.store, now=NOW),
            lambda: desk.looks(officer, head.id, limit=10, start=None, store=place.store, now=NOW),
            lambda: desk.reminders(officer, store=place.store, now=NOW),
        ]
        for way in ways:
            with pytest.raises(StoreFault):
                way()
    shown = desk.opened(officer, head.id, store=place.store, now=NOW, request_id="r-1")
    assert shown.statement.name == "MARKED-NAME"
    desk.listed(officer, limit=10, start=None, store=place.store, now=NOW)
    seen, following = desk.looks(officer, head.id, limit=10, start=None, store=place.store, now=NOW)
    assert sorted(look.kind for look in seen) == [LookKind.CASE, LookKind.LOOKS]
    assert {look.officer_id for look in seen} == {officer.id}
    assert "r-1" in {look.request_id for look in seen}
    assert following is None
    (listed,) = place.store.list_looks(COMMUNE)
    assert listed.kind is LookKind.LIST


OFFICERS = [
    Officer("o", "O", path, frozenset(roles))
    for path in (COMMUNE, PROVINCE, "40.16682")
    for roles in (*({role} for role in Role), {Role.INVESTIGATOR, Role.ADMINISTRATOR}, set[Role]())
]


@pytest.mark.parametrize("officer", OFFICERS, ids=lambda o: f"{o.unit_path}-{'+'.join(sorted(o.roles))}")
def test_only_investigators_of_exactly_the_unit_that_has_it_see_it(place: Place, officer: Officer) -> None:
    head = place.opened()
    facts = Facts(reason="x", legal_ground="x")
    ways: list[Callable[[], object]] = [
        lambda: desk.opened(officer, head.id, store=place.store, now=NOW),
        lambda: desk.looks(officer, head.id, limit=1, start=None, store=place.store, now=NOW),
        lambda: desk.step(
            officer, head.id, Step.REFUSE, facts, expected_version=9, registry=place.registry, now=NOW
        ),
        lambda: desk.extend(officer, head.id, "x", expected_version=9, registry=place.registry, now=NOW),
        lambda: desk.transfer(
            officer, head.id, "40", "x", expected_version=9, exists=True, registry=place.registry, now=NOW
        ),
    ]
    if officer.roles == {Role.INVESTIGATOR} and officer.unit_path == COMMUNE:
        assert ways[0]()
        return
    wanted = NotFound if officer.roles == {Role.INVESTIGATOR} else NotAllowed
    for way in ways:
        with pytest.raises(wanted):
            way()
    assert [entry.what for entry in place.store.history(head.id)] == ["opened"]
    if wanted is NotAllowed:
        with pytest.raises(NotAllowed):
            desk.listed(officer, limit=1, start=None, store=place.store, now=NOW)
    else:
        assert desk.listed(officer, limit=9, start=None, store=place.store, now=NOW).heads == []


def test_not_yours_and_not_there_look_the_same(place: Place) -> None:
    head = place.opened()
    answers = []
    for case_id in (head.id, "0" * 22, "nonsense", "", "#"):
        with pytest.raises(LoaError) as refused:
            desk.opened(investigator("40.16682"), case_id, store=place.store, now=NOW)
        answers.append((type(refused.value), refused.value.message, refused.value.fields))
    assert len({str(answer) for answer in answers}) == 1


def test_the_way_of_a_denunciation(place: Place) -> None:
    head = place.opened()
    with pytest.raises(Conflict):
        place.step(head, Step.ANSWER)
    accepted = place.step(head, Step.ACCEPT)
    assert accepted.answer_by == datetime(2026, 12, 23, 17, tzinfo=UTC)
    with pytest.raises(Conflict):
        place.step(head, Step.ACCEPT)
    begun = place.step(accepted, Step.START)
    assert begun.answer_by == accepted.answer_by
    outside = place.step(begun, Step.HAND_OUTSIDE, Facts(body="Thanh tra tỉnh", reference="12/CV"))
    assert (outside.due, outside.attention_at) == (None, None)
    later = NOW + timedelta(days=10)
    back = place.step(outside, Step.TAKE_BACK, at=later)
    assert back.answer_by is not None
    assert accepted.answer_by is not None
    assert back.answer_by - accepted.answer_by >= timedelta(days=10)
    answered = place.step(back, Step.ANSWER, Facts(text="Đã xác minh"), at=later)
    assert (answered.reply, answered.due) == ("Đã xác minh", None)
    closed = place.step(answered, Step.CLOSE, at=later)
    assert closed.state is State.CLOSED
    history = place.store.history(head.id)
    assert [entry.version for entry in history] == list(range(1, 8))
    assert history[3].facts == {"body": "Thanh tra tỉnh", "reference": "12/CV"}


@pytest.mark.parametrize(
    ("step", "missing"),
    [
        (Step.REFUSE, {"reason", "legal_ground"}),
        (Step.HAND_OUTSIDE, {"body", "reference"}),
        (Step.ACCEPT, set()),
    ],
)
def test_what_belongs_to_a_step_must_be_said(place: Place, step: Step, missing: set[str]) -> None:
    head = place.opened()
    if not missing:
        assert place.step(head, step, Facts()).version == 2
        return
    with pytest.raises(InvalidInput) as wrong:
        place.step(head, step, Facts())
    assert set(wrong.value.fields) == missing


def test_the_time_is_extended_twice_at_most_and_only_once_accepted(place: Place) -> None:
    officer = investigator(COMMUNE)

    def extend(head: Denunciation) -> Denunciation:
        return desk.extend(
            officer, head.id, "Phức tạp", expected_version=head.version, registry=place.registry, now=NOW
        )

    head = place.opened()
    with pytest.raises(Conflict):
        extend(head)
    accepted = place.step(head, Step.ACCEPT)
    once = extend(accepted)
    twice = extend(once)
    assert accepted.answer_by is not None
    assert twice.answer_by is not None
    assert twice.answer_by - accepted.answer_by >= timedelta(days=60)
    with pytest.raises(Conflict):
        extend(twice)


def test_who_hands_it_on_sees_it_no_more(place: Place) -> None:
    head = place.opened()
    moved = desk.transfer(
        investigator(COMMUNE),
        head.id,
        PROVINCE,
        "Đúng thẩm quyền",
        expected_version=1,
        exists=True,
        registry=place.registry,
        now=NOW,
    )
    assert (moved.unit_path, moved.state) == (PROVINCE, State.TRANSFERRED)
    with pytest.raises(NotFound):
        desk.opened(investigator(COMMUNE), head.id, store=place.store, now=NOW)
    assert place.heads(COMMUNE) == []
    assert [found.id for found in place.heads(PROVINCE)] == [head.id]
    assert desk.opened(investigator(PROVINCE), head.id, store=place.store, now=NOW).statement.what


@pytest.mark.parametrize(("to", "exists"), [("41", True), ("40.99999", False), (COMMUNE, True), ("x", True)])
def test_it_is_handed_to_another_unit_that_exists(place: Place, to: str, *, exists: bool) -> None:
    head = place.opened()
    with pytest.raises(InvalidInput):
        desk.transfer(
            investigator(COMMUNE), head.id, to, "x", expected_version=1, exists=exists,
            registry=place.registry, now=NOW,
        )  # fmt: skip


@ON_THE_REAL_ENGINE
def test_two_investigators_at_once_do_not_write_over_each_other(place: Place) -> None:
    head = place.opened()

    def accept(_: int) -> bool:
        try:
            place.step(head, Step.ACCEPT)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(accept, range(4))) == 1
    assert len(place.store.history(head.id)) == 2


# The clock


def round_at(place: Place, at: datetime) -> desk.Round:
    return desk.look_after(PROVINCE, registry=place.registry, now=at)


def test_the_clock_reminds_without_content_and_once_per_level(place: Place) -> None:
    head = place.opened()
    assert round_at(place, NOW) == desk.Round()
    half = NOW + (head.accept_by - NOW) * 0.6
    assert round_at(place, half) == desk.Round(reminded=1)
    assert round_at(place, half) == desk.Round()
    (told,) = desk.reminders(investigator(COMMUNE), store=place.store, now=half)
    assert (told.code, told.held_by, told.level) == (head.code, COMMUNE, 0)
    assert desk.reminders(investigator(PROVINCE), store=place.store, now=half) == []


def test_what_nobody_decides_on_in_time_climbs(place: Place) -> None:
    head = place.opened()
    over = head.accept_by + timedelta(minutes=1)
    assert round_at(place, over) == desk.Round(reminded=2, climbed=1, overdue=1)
    (risen,) = place.heads(PROVINCE)
    assert (risen.id, risen.unit_path, risen.state) == (head.id, PROVINCE, State.TRANSFERRED)
    assert place.heads(COMMUNE) == []
    assert {told.code for told in place.store.reminders(PROVINCE, limit=9)} == {head.code}
    assert round_at(place, over) == desk.Round()
    weeks = over + timedelta(days=8)
    assert round_at(place, weeks) == desk.Round(reminded=1, overdue=1)
    assert [entry.what for entry in place.store.history(head.id)] == ["opened", "transferred", "reminded"]


def test_what_is_accepted_stays_and_the_unit_above_hears_that_it_is_late(place: Place) -> None:
    accepted = place.step(place.opened(), Step.ACCEPT)
    assert accepted.answer_by is not None
    late = accepted.answer_by + timedelta(hours=1)
    assert round_at(place, late) == desk.Round(reminded=2, overdue=1)
    assert [head.id for head in place.heads(COMMUNE)] == [accepted.id]
    assert {told.held_by for told in place.store.reminders(PROVINCE, limit=9)} == {COMMUNE}


def test_words_without_a_form_are_taken_over_and_not_lost(place: Place) -> None:
    place.invited()
    place.invited(words="")
    over = NOW + LINK_VALID + LINK_GRACE
    assert round_at(place, over - timedelta(seconds=1)) == desk.Round()
    assert round_at(place, over) == desk.Round(taken_over=1)
    assert round_at(place, over) == desk.Round()
    assert place.heads(COMMUNE) == [], "it may be about the commune itself"
    (head,) = place.heads(PROVINCE)
    assert (head.completed, head.anonymous, head.received_at) == (False, True, NOW)
    assert place.store.statement(head.id).first_words == "tôi muốn tố cáo ông A"
    assert place.counted() == {PROVINCE: 1}


def test_who_sends_while_the_clock_takes_over_is_one_denunciation(place: Place) -> None:
    token = place.invited()
    over = NOW + LINK_VALID + LINK_GRACE
    intake = place.store.intake(token_digest(token))
    assert intake is not None
    place.sent(token, at=over - timedelta(seconds=1))
    assert service.take_over(intake, registry=place.registry, now=over) is None
    assert len(place.heads(COMMUNE)) == 1
    assert place.counted() == {COMMUNE: 1}


def test_one_that_cannot_be_looked_after_does_not_stop_the_others(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = place.opened(), place.opened()
    whole = Denunciations.head

    def broken(store: Denunciations, case_id: str) -> Denunciation | None:
        if case_id == first.id:
            raise StoreFault
        return whole(store, case_id)

    monkeypatch.setattr(Denunciations, "head", broken)
    late = second.accept_by + timedelta(hours=1)
    done = round_at(place, late)
    assert (done.failed, done.climbed) == (1, 1)


# Whatever is done


@ON_THE_REAL_ENGINE
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*Step, "extend", "up", "down", "round"]), st.integers(min_value=0, max_value=40)
        ),
        max_size=12,
    )
)
def test_no_path_loses_a_denunciation(place: Place, deeds: list[tuple[Step | str, int]]) -> None:
    """Someone has it, its history is whole, a clock runs while somebody must act, the time only grows."""
    begun = {head.id for path in (COMMUNE, PROVINCE) for head in place.heads(path)}
    place.sent(place.invited())
    (new,) = {head.id for head in place.heads(COMMUNE)} - begun
    now = NOW
    for deed, days in deeds:
        now += timedelta(days=days)
        before = place.store.head(new)
        assert before is not None
        with contextlib.suppress(Conflict, InvalidInput):
            match deed:
                case "round":
                    round_at(place, now)
                case "extend":
                    desk.extend(
                        investigator(before.unit_path), new, "x", expected_version=before.version,
                        registry=place.registry, now=now,
                    )  # fmt: skip
                case "up" | "down":
                    desk.transfer(
                        investigator(before.unit_path), new, PROVINCE if deed == "up" else COMMUNE, "x",
                        expected_version=before.version, exists=True, registry=place.registry, now=now,
                    )  # fmt: skip
                case _:
                    place.step(before, Step(deed), at=now)
        after = place.store.head(new)
        assert after is not None
        assert [new in {head.id for head in place.heads(path)} for path in (COMMUNE, PROVINCE)].count(
            True
        ) == 1
        assert [entry.version for entry in place.store.history(new)] == list(range(1, after.version + 1))
        assert (after.due is None) == (after.attention_at is None)
        assert (after.due is None) == (after.state.is_paused or not after.state.is_open)
        if before.answer_by is not None and after.accepted_at == before.accepted_at:
            assert after.answer_by is not None
            assert after.answer_by >= before.answer_by
        assert after.accept_by == before.accept_by


# Rows

INSTANTS = st.datetimes(min_value=datetime(2024, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
HEADS = st.builds(
    Denunciation,
    id=st.from_regex(r"[0-9a-f]{22}", fullmatch=True),
    code=st.just("TC23456789"),
    unit_path=st.sampled_from([COMMUNE, PROVINCE]),
    province=st.just("40"),
    received_path=st.just(COMMUNE),
    received_at=INSTANTS,
    changed_at=INSTANTS,
    accept_by=INSTANTS,
    accepted_at=st.none() | INSTANTS,
    answer_by=st.none() | INSTANTS,
    attention_at=st.none() | INSTANTS,
)


@given(HEADS)
def test_a_head_comes_back_as_it_was_written(head: Denunciation) -> None:
    assert head_from(head_row(head)) == head


@given(st.builds(Statement))
def test_a_statement_comes_back_as_it_was_written(statement: Statement) -> None:
    assert statement_from(statement_row("0" * 22, statement)) == statement


@given(
    st.builds(
        Entry,
        at=INSTANTS,
        version=st.integers(min_value=1, max_value=10**8 - 1),
        facts=st.dictionaries(st.text(), st.text()),
    )
)
def test_a_line_of_history_comes_back_as_it_was_written(entry: Entry) -> None:
    assert entry_from(entry_row(entry)) == entry
