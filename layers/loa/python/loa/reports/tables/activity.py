"""The table of activity: every unit of a tree with its own numbers and the sum of what lies below it.

Pure: standard library only. Whatever was counted appears exactly once among the own numbers, so the total
is always the sum of the lines: numbers of units that do not exist on the day of the list (before or after a
rearrangement) go to a line of their own below the nearest unit above that does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from loa.clock import local_day
from loa.foundation.statistics.model import PASSIVE, SECRET, Gauges, Metric
from loa.foundation.statistics.times import CONVERSATION_ANSWER, FIRST_ANSWER, SOLUTION
from loa.foundation.units.model import Unit, ancestors, depth, existing_on, is_within

MAXIMUM_DAYS: Final = 366
RECEIVED: Final = (
    Metric.CASES_REPORT,
    Metric.CASES_RECOMMENDATION,
    Metric.CASES_COMMENT,
    Metric.CASES_QUESTION,
    Metric.CASES_COMPLAINT,
    Metric.CASES_PROPOSAL,
)
"""What was received, by kind; denunciations are in no table of units."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Followers, linked officers and cases by kind and state now, and what was counted in the period."""

    followers: int = 0
    counts: Mapping[Metric, int] = field(default_factory=dict)
    officers: int = 0
    cases_now: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Numbers") -> "Numbers":
        metrics = self.counts.keys() | other.counts.keys()
        return Numbers(
            self.followers + other.followers,
            {metric: self[metric] + other[metric] for metric in metrics},
            self.officers + other.officers,
            {
                name: self.cases_now.get(name, 0) + other.cases_now.get(name, 0)
                for name in sorted(self.cases_now.keys() | other.cases_now.keys())
            },
        )

    def __getitem__(self, metric: Metric) -> int:
        return self.counts.get(metric, 0)

    @property
    def silent(self) -> bool:
        """Whether nothing at all was counted."""
        return not any(number for metric, number in self.counts.items() if metric not in PASSIVE)

    @property
    def cases(self) -> dict[str, int | None]:
        """What follows from the counters of cases, by name; None where there is nothing to say it of.

        Times in working minutes, the share in per cent, the satisfaction in tenths of a star.
        """
        answered, rated = self[Metric.CASES_ANSWERED], self[Metric.CASES_RATED]
        return {
            "cases_received": sum(self[metric] for metric in RECEIVED),
            "cases_in_time_percent": _rounded(100 * self[Metric.CASES_IN_TIME], answered),
            "cases_first_answer_median": FIRST_ANSWER.quantile(self.counts, 50),
            "cases_first_answer_p90": FIRST_ANSWER.quantile(self.counts, 90),
            "cases_solution_median": SOLUTION.quantile(self.counts, 50),
            "cases_solution_p90": SOLUTION.quantile(self.counts, 90),
            "cases_satisfaction_tenths": _rounded(10 * self[Metric.CASES_STARS], rated),
        }

    @property
    def conversations(self) -> dict[str, int | None]:
        """What follows from the counters of conversations, by name; times in minutes by the clock."""
        begun = self[Metric.CONVERSATIONS_BEGUN]
        done = self[Metric.CONVERSATIONS_ANSWERED] + self[Metric.CONVERSATIONS_CLOSED]
        return {
            "conversations_unanswered": begun - done,
            "conversations_answer_median": CONVERSATION_ANSWER.quantile(self.counts, 50),
            "conversations_answer_p90": CONVERSATION_ANSWER.quantile(self.counts, 90),
        }


def _rounded(part: int, whole: int) -> int | None:
    """The nearest whole number, a half counted up; None: of nothing there is no share."""
    return (2 * part + whole) // (2 * whole) if whole > 0 else None


class LineKind(StrEnum):
    """What a line of the table stands for."""

    UNIT = "unit"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the table.

    Attributes:
        kind: a unit, or the units below one that no longer exist (or do not yet).
        unit: the unit; for former units, the one above that takes in their numbers.
        level: how deep to indent, 0 for the root.
        own: the numbers of this line alone.
        subtree: for a unit with lines below it, the sum of them all and its own; else None.
        former_paths: the paths that a former line sums up.
        silent_days: days of the period, up to the day of the table, on which nothing was counted for the unit
            itself; None: a line for former units.
    """

    kind: LineKind
    unit: Unit
    level: int
    own: Numbers
    subtree: Numbers | None = None
    former_paths: tuple[str, ...] = ()
    silent_days: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityTable:
    """The activity of a unit and of everything below it.

    Attributes:
        root: the unit of the report.
        first_day: first day counted.
        last_day: last day counted.
        units_on: the day whose units are listed.
        made_at: when, in UTC; followers are those of this moment.
        lines: in tree order; the root is the first.
        total: the sum of all own numbers.
        denunciations: of the whole province, where that may be told (`statistics.disclosure`);
            else None.
        moved: paths of ended units, with those where their numbers are told.
    """

    root: Unit
    first_day: date
    last_day: date
    units_on: date
    made_at: datetime
    lines: tuple[ReportLine, ...]
    total: Numbers
    denunciations: int | None = None
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def units(self) -> list[ReportLine]:
        """The lines that stand for units."""
        return [line for line in self.lines if line.kind is LineKind.UNIT]

    @property
    def silent(self) -> list[ReportLine]:
        """The units for which nothing was counted in the period."""
        return [line for line in self.units if line.own.silent]


def activity_table(
    root: str,
    units: Iterable[Unit],
    activity: Mapping[str, Mapping[Metric, int]],
    gauges: Mapping[str, Gauges],
    *,
    first_day: date,
    last_day: date,
    units_on: date,
    made_at: datetime,
    active_days: Mapping[str, int] | None = None,
) -> ActivityTable:
    """Build the table.

    Args:
        root: path of the unit of the report; it must be among the units of the day.
        units: dated units, at least those of the subtree; the rest is left out.
        activity: sums of the period by unit path.
        gauges: followers and linked officers now, by unit path.
        first_day: first day counted.
        last_day: last day counted.
        units_on: the day whose units are listed.
        made_at: when the table is made.
        active_days: days of the period on which something was counted, by unit path.

    Raises:
        KeyError: the root does not exist on that day.
    """
    present = {unit.path: unit for unit in existing_on(units, units_on) if is_within(unit.path, root)}
    root_unit = present[root]
    numbers = {
        path: Numbers(
            (now := gauges.get(path, Gauges())).followers, _told(activity.get(path)), now.officers, now.cases
        )
        for path in sorted(activity.keys() | gauges.keys())
        if is_within(path, root)
    }
    former: dict[str, list[str]] = {}
    for path in numbers.keys() - present.keys():
        former.setdefault(_nearest(path, present), []).append(path)
    subtrees = _subtree_sums(root, present, numbers)
    so_far = (min(last_day, local_day(made_at)) - first_day).days + 1
    lines = [
        replace(line, silent_days=so_far - (active_days or {}).get(line.unit.path, 0))
        if line.kind is LineKind.UNIT
        else line
        for line in _lines(root, present, numbers, former, subtrees)
    ]
    return ActivityTable(root_unit, first_day, last_day, units_on, made_at, tuple(lines), subtrees[root])


def _told(counts: Mapping[Metric, int] | None) -> Mapping[Metric, int]:
    """What of a unit's counters is shown."""
    return {metric: number for metric, number in (counts or {}).items() if metric not in SECRET}


def _nearest(path: str, present: Mapping[str, Unit]) -> str:
    """The lowest unit above the path that exists."""
    return next(above for above in reversed(ancestors(path)) if above in present)


def _subtree_sums(
    root: str, present: Mapping[str, Unit], numbers: Mapping[str, Numbers]
) -> dict[str, Numbers]:
    """The sum of everything at and below each unit."""
    sums = dict.fromkeys(present, Numbers())
    for path, own in numbers.items():
        for above in (*ancestors(path), path):
            if above in sums and is_within(above, root):
                sums[above] += own
    return sums


def _lines(
    root: str,
    present: Mapping[str, Unit],
    numbers: Mapping[str, Numbers],
    former: Mapping[str, list[str]],
    subtrees: Mapping[str, Numbers],
) -> list[ReportLine]:
    """The lines in tree order; a unit's former units come after all its present ones."""
    with_units_below = {above for path in present for above in ancestors(path)}
    lines: list[ReportLine] = []
    pending: list[str] = []  # the units whose subtree is being listed and that have former units

    def close(next_path: str | None) -> None:
        while pending and not (next_path and is_within(next_path, pending[-1])):
            lines.append(_former_line(root, present[(path := pending.pop())], former[path], numbers))

    for path, unit in present.items():
        close(path)
        has_lines_below = path in with_units_below or path in former
        lines.append(
            ReportLine(
                LineKind.UNIT,
                unit,
                depth(path) - depth(root),
                numbers.get(path, Numbers()),
                subtrees[path] if has_lines_below else None,
            )
        )
        if path in former:
            pending.append(path)
    close(None)
    return lines


def _former_line(root: str, unit: Unit, paths: list[str], numbers: Mapping[str, Numbers]) -> ReportLine:
    own = sum((numbers[path] for path in paths), Numbers())
    return ReportLine(
        LineKind.FORMER, unit, depth(unit.path) - depth(root) + 1, own, former_paths=tuple(sorted(paths))
    )
