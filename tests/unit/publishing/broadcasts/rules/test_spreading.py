"""The days over which a broadcast is spread."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.publishing.broadcasts.rules.model import BroadcastContent, OverQuota
from loa.publishing.broadcasts.rules.spreading import LONGEST_DAYS, Pace, spread
from loa.publishing.broadcasts.rules.targets import Target
from tests.worlds.fakes import ARTICLE

DAYS = st.lists(st.integers(0, 40), max_size=60)
PACES = st.builds(Pace, st.integers(0, LONGEST_DAYS), st.integers(0, 20))


@pytest.mark.parametrize(
    ("pace", "counts"),
    [
        (Pace(), [10]),
        (Pace(days=1), [10]),
        (Pace(days=3), [4, 3, 3]),
        (Pace(days=5), [2, 2, 2, 2, 2]),
        (Pace(days=12), [1] * 10),
        (Pace(per_day=4), [4, 3, 3]),
        (Pace(per_day=5), [5, 5]),
        (Pace(per_day=100), [10]),
        (Pace(days=2, per_day=4), [4, 3, 3]),
        (Pace(days=5, per_day=4), [2, 2, 2, 2, 2]),
    ],
)
def test_ten_accounts_go_evenly_and_in_their_order(pace: Pace, counts: list[int]) -> None:
    chosen = spread([0] * 10, pace)
    assert chosen == sorted(chosen)
    assert [number for _, number in sorted(Counter(chosen).items())] == counts


def test_an_account_without_quota_waits_and_its_place_goes_to_the_next() -> None:
    assert spread([0, 3, 0, 0, 0, 0], Pace(days=3)) == [0, 3, 0, 1, 1, 2]
    assert spread([0, 3, 0], Pace()) == [0, 3, 0]


def test_however_slow_it_begins_at_the_last_account_within_a_month() -> None:
    assert max(spread([0] * 482, Pace(per_day=1))) == LONGEST_DAYS - 1


@given(DAYS, PACES)
def test_nobody_is_left_out_nobody_is_early_and_no_day_has_too_many(earliest: list[int], pace: Pace) -> None:
    chosen = spread(earliest, pace)
    assert len(chosen) == len(earliest)
    assert all(day >= first for day, first in zip(chosen, earliest, strict=True))
    if pace.is_given and earliest:
        most = -(-len(earliest) // pace.lasts(len(earliest)))
        assert max(Counter(chosen).values()) <= most
        if pace.per_day and pace.lasts(len(earliest)) < LONGEST_DAYS:
            assert most <= pace.per_day


@given(PACES)
def test_a_pace_is_kept_approved_and_voids_an_approval_when_it_changes(pace: Pace) -> None:
    content = BroadcastContent(ARTICLE, Target("40"), OverQuota.SPREAD, pace=pace)
    assert BroadcastContent.from_row(content.as_row()) == content
    same = content.digest() == BroadcastContent(ARTICLE, Target("40"), OverQuota.SPREAD).digest()
    assert same is not pace.is_given
