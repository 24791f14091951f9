"""Which rows an area shows in today's work."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loa.web.console.lists import SHOWN_TODAY, SOONEST, of_today

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ListRow:
    name: int
    due: datetime | None = None


def test_rows_of_today__are_the_first_ones__and_those_that_end_first_each_once() -> None:
    first = [ListRow(number) for number in range(SHOWN_TODAY - 1)]
    ending = [ListRow(number, NOW + timedelta(hours=number)) for number in range(30, 10, -1)]
    rows = [*first, *ending]
    shown = of_today(rows)
    assert shown[:SHOWN_TODAY] == rows[:SHOWN_TODAY]
    assert [row.name for row in shown[SHOWN_TODAY:]] == list(range(11, 11 + SOONEST))
    assert of_today(rows[: SHOWN_TODAY + 1]) == rows[: SHOWN_TODAY + 1]
    assert of_today([]) == []
