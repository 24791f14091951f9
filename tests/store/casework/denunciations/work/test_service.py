"""Denunciations and time: reminders, what is taken over, and that no path loses one."""

import contextlib
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loa.casework.cases.rules.model import CaseState
from loa.casework.denunciations.model import (
    Denunciation,
    DenunciationStep,
)
from loa.casework.denunciations.rows.store import DenunciationStore
from loa.casework.denunciations.work.service import DenunciationSweepResult
from loa.errors import Conflict, InvalidInput, StoreFault
from tests.worlds.searching import examples
from tests.worlds.store.denunciations import COMMUNE, NOW, ON_THE_REAL_ENGINE, PROVINCE, Place, investigator

# The clock


def round_at(place: Place, at: datetime) -> DenunciationSweepResult:
    return place.registry.at(at).sweep(PROVINCE)


def test_the_clock_reminds_without_content_and_once_per_level(place: Place) -> None:
    head = place.opened()
    assert round_at(place, NOW) == DenunciationSweepResult()
    assert head.pass_on_by is not None
    half = NOW + (head.pass_on_by - NOW) * 0.6
    assert round_at(place, half) == DenunciationSweepResult(reminded=1)
    assert round_at(place, half) == DenunciationSweepResult()
    (told,) = place.registry.at(half).reminders(investigator(COMMUNE))
    assert (told.code, told.held_by, told.level) == (head.code, COMMUNE, 0)
    assert told.due == head.pass_on_by
    assert place.registry.at(half).reminders(investigator(PROVINCE)) == []


def test_what_nobody_decides_on_in_time_climbs(place: Place) -> None:
    head = place.opened()
    over = head.accept_by + timedelta(minutes=1)
    assert round_at(place, over) == DenunciationSweepResult(reminded=2, climbed=1, overdue=1)
    (risen,) = place.heads(PROVINCE)
    assert (risen.id, risen.unit_path, risen.state) == (head.id, PROVINCE, CaseState.TRANSFERRED)
    assert place.heads(COMMUNE) == []
    assert {told.code for told in place.store.reminders(PROVINCE, limit=9)} == {head.code}
    assert round_at(place, over) == DenunciationSweepResult()
    weeks = over + timedelta(days=8)
    assert round_at(place, weeks) == DenunciationSweepResult(reminded=1, overdue=1)
    assert [entry.what for entry in place.store.history(head.id)] == ["opened", "transferred", "reminded"]


def test_what_is_accepted_stays_and_the_unit_above_hears_that_it_is_late(place: Place) -> None:
    accepted = place.step(place.opened(), DenunciationStep.ACCEPT)
    assert accepted.answer_by is not None
    late = accepted.answer_by + timedelta(hours=1)
    assert round_at(place, late) == DenunciationSweepResult(reminded=2, overdue=1)
    assert [head.id for head in place.heads(COMMUNE)] == [accepted.id]
    assert {told.held_by for told in place.store.reminders(PROVINCE, limit=9)} == {COMMUNE}


def test_words_from_the_chat_are_taken_over_and_not_lost(place: Place) -> None:
    place.sealed()
    over = NOW + timedelta(hours=1)
    assert round_at(place, over - timedelta(seconds=1)) == DenunciationSweepResult()
    assert round_at(place, over) == DenunciationSweepResult(taken_over=1)
    assert round_at(place, over) == DenunciationSweepResult()
    assert place.heads(COMMUNE) == [], "it may be about the commune itself"
    (head,) = place.heads(PROVINCE)
    assert (head.completed, head.anonymous, head.received_at) == (False, True, date(2026, 11, 23))
    assert place.store.statement(head.id).first_words == "tôi muốn tố cáo ông A"
    assert place.counted() == {PROVINCE: 1}


def test_another_body_that_does_not_answer_is_asked(place: Place) -> None:
    outside = place.step(place.opened(), DenunciationStep.HAND_OUTSIDE)
    assert outside.outside_by is not None
    late = outside.outside_by + timedelta(minutes=1)
    assert round_at(place, late).overdue == 1
    assert [head.id for head in place.heads(COMMUNE)] == [outside.id], "it does not climb"


def test_one_that_cannot_be_looked_after_does_not_stop_the_others(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = place.opened(), place.opened()
    whole = DenunciationStore.head

    def broken(store: DenunciationStore, case_id: str) -> Denunciation | None:
        if case_id == first.id:
            raise StoreFault
        return whole(store, case_id)

    monkeypatch.setattr(DenunciationStore, "head", broken)
    late = second.accept_by + timedelta(hours=1)
    done = round_at(place, late)
    assert (done.failed, done.climbed) == (1, 1)


# Whatever is done


@ON_THE_REAL_ENGINE
@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*DenunciationStep, "extend", "up", "down", "round"]),
            st.integers(min_value=0, max_value=40),
        ),
        max_size=12,
    )
)
def test_no_path_loses_a_denunciation(place: Place, deeds: list[tuple[DenunciationStep | str, int]]) -> None:
    """Someone has it, its history is whole, a clock runs while somebody must act, the time only grows."""
    begun = {head.id for path in (COMMUNE, PROVINCE) for head in place.heads(path)}
    place.opened()
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
                    place.registry.at(now).extend(
                        investigator(before.unit_path), new, "x", expected_version=before.version,
                    )  # fmt: skip
                case "up" | "down":
                    found = place.registry.at(now).transfer(
                        investigator(before.unit_path), new, PROVINCE if deed == "up" else COMMUNE, "x",
                        expected_version=before.version, exists=True,
                    )  # fmt: skip
                    if found.proposed_to:
                        second = replace(investigator(before.unit_path), id="second")
                        place.registry.at(now).approve_transfer(
                            second, new, expected_version=found.version, exists=lambda _: True,
                        )  # fmt: skip
                case _:
                    place.step(before, DenunciationStep(deed), at=now)
        after = place.store.head(new)
        assert after is not None
        assert [new in {head.id for head in place.heads(path)} for path in (COMMUNE, PROVINCE)].count(
            True
        ) == 1
        assert [entry.version for entry in place.store.history(new)] == list(range(1, after.version + 1))
        assert (after.due is None) == (after.attention_at is None)
        assert (after.due is None) == (not after.state.is_open)
        if before.answer_by is not None and after.accepted_at == before.accepted_at:
            assert after.answer_by is not None
            assert after.answer_by >= before.answer_by
        assert after.accept_by == before.accept_by
