"""A period is told by the units of any day, and its totals stay."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.units.load import read_units
from loa.foundation.statistics.model import Metric
from loa.foundation.units.model import existing_on
from loa.reports.structure import moved_on, sums_on

UNITS = list(read_units())
DAYS = (date(2024, 9, 30), date(2024, 12, 31), date(2025, 7, 1))
PATHS = sorted({unit.path for unit in UNITS})


@given(
    st.dictionaries(
        st.sampled_from(PATHS),
        st.dictionaries(st.sampled_from([Metric.EVENTS, Metric.MESSAGES_IN]), st.integers(0, 10**6)),
    ),
    st.sampled_from(DAYS),
)
def test_totals_are_those_that_were_counted(counted: dict[str, dict[Metric, int]], day: date) -> None:
    told = sums_on(counted, moved_on(UNITS, day))

    assert sum(told.values(), Counter()) == sum(map(Counter, counted.values()), Counter())
    present = {unit.path for unit in existing_on(UNITS, day)}
    assert all(
        told[path] == counted[path] for path in present & counted.keys() - set(moved_on(UNITS, day).values())
    )


@pytest.mark.parametrize(("day", "left"), [(DAYS[0], 0), (DAYS[1], 1), (DAYS[2], 21)])
def test_whatever_went_whole_to_one_unit_is_told_there(day: date, left: int) -> None:
    """What stays a former unit on the way from 2024: Cửa Lò, then every district; and nothing else."""
    moved, present = moved_on(UNITS, day), {unit.path for unit in existing_on(UNITS, day)}
    assert set(moved.values()) <= present
    of_2024 = {unit.path for unit in existing_on(UNITS, DAYS[0])}
    assert len(of_2024 - present - moved.keys()) == left
