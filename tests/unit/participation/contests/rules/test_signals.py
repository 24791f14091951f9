"""Signals say what was seen of the entries that lead, and leave everybody else alone."""

from datetime import UTC, datetime, timedelta

import pytest

from loa.participation.contests.rules.lot import RankedEntry
from loa.participation.contests.rules.signals import (
    ALIKE,
    ALIKE_WITH_FAULTS,
    CROWD,
    SHOWN,
    EntryLook,
    EntryTally,
    EntryTrace,
    LeadingEntry,
    SeenEntry,
    SignalKind,
)

NOON = datetime(2026, 12, 1, 5, tzinfo=UTC)
RIGHT = {"q1": 0, "q2": 1, "q3": 2}
ONE_WRONG = {**RIGHT, "q3": 0}


def trace(number: int, chosen: dict[str, int], *, after: int = 0, seconds: int = 60) -> EntryTrace:
    wrong = frozenset(each for each, option in chosen.items() if option != RIGHT[each])
    at = NOON + timedelta(seconds=after)
    return EntryTrace(f"R{number:03d}", "40.1", 300, at, seconds, chosen, wrong)


def kinds(traces: list[EntryTrace], leading: int = 100) -> dict[str, list[SignalKind]]:
    leaders = [RankedEntry(each.receipt, 3, 300, "40.1") for each in traces[:leading]]
    return {each.entry.receipt: [one.kind for one in each.signals] for each in seen(leaders, traces)}


def seen(leaders: list[RankedEntry], traces: list[EntryTrace]) -> list[SeenEntry]:
    of = {each.receipt: each for each in traces}
    look = EntryLook([LeadingEntry(each, of[each.receipt], EntryTally()) for each in leaders])
    for each in traces:
        look.add(each)
    return look.seen()


def test_who_answers_faster_than_anybody_reads__is_seen() -> None:
    assert kinds([trace(1, RIGHT, seconds=5)]) == {"R001": [SignalKind.FAST]}
    assert kinds([trace(1, RIGHT, seconds=6)]) == {}
    (one,) = seen([RankedEntry("R001", 3, 300)], [trace(1, RIGHT, seconds=4)])
    assert one.signals[0].words == "Làm 3 câu trong 4 giây, dưới 2 giây một câu."


def test_entries_that_agree_in_their_faults__are_seen_sooner_than_those_that_are_right() -> None:
    spread = [trace(number, ONE_WRONG, after=90 * number) for number in range(ALIKE_WITH_FAULTS)]
    assert set(kinds(spread)) == {"R000", "R001", "R002"}
    assert kinds(spread[:-1]) == {}, "two people at one table"
    (first, *_) = seen([RankedEntry("R000", 2, 300)], spread)
    assert first.signals[0].others == ("R001", "R002")
    assert "cả 1 câu sai" in first.signals[0].words
    right = [trace(number, RIGHT, after=50 * number) for number in range(ALIKE)]
    assert len(kinds(right)) == ALIKE
    assert kinds(right[:-1]) == {}


@pytest.mark.parametrize(
    "other",
    [
        trace(3, {**ONE_WRONG, "q1": 1}, after=60),
        trace(3, ONE_WRONG, after=631),
        trace(3, {"q1": 0, "q2": 1}, after=60),
    ],
    ids=["another answer", "later", "not the same fault"],
)
def test_who_answered_otherwise_or_later__is_not_alike(other: EntryTrace) -> None:
    beside = [trace(1, ONE_WRONG), trace(2, ONE_WRONG, after=30), other]
    assert kinds(beside) == {}


def test_only_entries_that_lead_are_named__and_a_crowd_is_told_of_what_it_may_be() -> None:
    crowd = [trace(number, RIGHT, seconds=60) for number in range(CROWD)]
    assert kinds(crowd, leading=1) == {"R000": [SignalKind.ALIKE, SignalKind.CROWD]}
    (one,) = seen([RankedEntry("R000", 3, 300)], crowd)
    assert "nơi thi chung" in one.signals[1].words
    assert len(one.signals[0].others) < CROWD, "a row has room for twenty"


def test_entries_from_before_times_were_kept__are_left_alone() -> None:
    old = [EntryTrace(f"R{number}", "40.1", 300, None, None, RIGHT, frozenset()) for number in range(CROWD)]
    assert kinds(old) == {}


def test_what_is_kept_of_a_look__stays_small__however_many_entries_are_read() -> None:
    mine, tally = trace(0, ONE_WRONG), EntryTally()
    for number in range(2_000):
        tally.add(mine, trace(number, ONE_WRONG))
    assert (tally.in_minute, tally.alike, tally.alike_with_faults, tally.faults) == (
        2_000,
        1_999,
        1_999,
        ("q3",),
    )
    first = tuple(f"R{number:03d}" for number in range(1, SHOWN + 1))
    assert tally.receipts == tally.receipts_with_faults == first
