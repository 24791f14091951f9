"""The values of the table of activity, for programs.

    {
      "report": "activity", "version": 1,
      "unit": {"path": "40", "unit_id": "40@2024-09", "name": "Tỉnh Nghệ An", "kind": "tinh"},
      "from": "2024-10-01", "to": "2024-10-31", "units_on": "2024-10-31",
      "made_at": "2024-11-01T08:00:00+07:00",
      "columns": {"followers": "Hiện có", …},
      "total": NUMBERS,
      "denunciations": 12 or null,
      "cases_now": {"report.accepted": 3, …},
      "unit_count": 482, "silent": ["40.413", …],
      "lines": [
        {"kind": "unit", "path": "40", "unit_id": "40@2024-09", "name": "Tỉnh Nghệ An", "unit_kind": "tinh",
         "level": 0, "silent": false, "silent_days": 12, "own": NUMBERS, "subtree": NUMBERS or null},
        {"kind": "former", "path": "40", "name": "Đơn vị trước sắp xếp (2 đơn vị)", "level": 1,
         "own": NUMBERS, "paths": ["40.412.16681", …]}
      ]
    }

NUMBERS is an object with `followers` and `officers` (now), every metric of `Metric`, and what follows from
those (`Numbers.cases`, `Numbers.conversations`): all integers, the latter null where there is nothing to say
it of. Times of cases are working minutes, those of conversations minutes. `silent_days` are the days of the
period, up to today, on which nothing was counted; `cases_now` says how many cases of each kind are in each
state at this moment ("report.accepted").
`denunciations` are those of a whole province in whole months that are over, each with at least five; else
null: they
are in no table of units. `total` is the sum of `own` over all lines. `path` of a former line is that of
the unit it counts towards. New names may be added; a change of the present ones raises `version`.
"""

from typing import Any

from loa.clock import VIETNAM
from loa.foundation.statistics.model import SECRET, Metric
from loa.reports.tables import texts
from loa.reports.tables.activity import ActivityTable, LineKind, Numbers, ReportLine

_SHOWN = tuple(metric for metric in Metric if metric not in SECRET)


def as_document(table: ActivityTable) -> dict[str, Any]:
    """The table as plain values (the shape above)."""
    root = table.root
    figures = texts.CASE_FIGURES | texts.CONVERSATION_FIGURES
    labels = {metric.value: metric.label for metric in _SHOWN} | figures
    return {
        "report": "activity",
        "version": 1,
        "unit": {"path": root.path, "unit_id": root.unit_id, "name": root.name, "kind": root.kind.value},
        "from": table.first_day.isoformat(),
        "to": table.last_day.isoformat(),
        "units_on": table.units_on.isoformat(),
        "made_at": table.made_at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "columns": {"followers": texts.FOLLOWERS_NOW, "officers": texts.OFFICERS_NOW, **labels},
        "total": numbers_of(table.total),
        "denunciations": table.denunciations,
        "cases_now": dict(table.total.cases_now),
        "unit_count": len(table.units),
        "silent": [line.unit.path for line in table.silent],
        "lines": [_line(line) for line in table.lines],
    }


def numbers_of(numbers: Numbers) -> dict[str, int | None]:
    """NUMBERS of the shape above."""
    return {
        "followers": numbers.followers,
        "officers": numbers.officers,
        **{metric.value: numbers[metric] for metric in _SHOWN},
        **numbers.cases,
        **numbers.conversations,
    }


def _line(line: ReportLine) -> dict[str, Any]:
    if line.kind is LineKind.FORMER:
        return {
            "kind": line.kind.value,
            "path": line.unit.path,
            "name": texts.former_line(len(line.former_paths)),
            "level": line.level,
            "own": numbers_of(line.own),
            "paths": list(line.former_paths),
        }
    return {
        "kind": line.kind.value,
        "path": line.unit.path,
        "unit_id": line.unit.unit_id,
        "name": line.unit.name,
        "unit_kind": line.unit.kind.value,
        "level": line.level,
        "silent": line.own.silent,
        "silent_days": line.silent_days,
        "own": numbers_of(line.own),
        "subtree": None if line.subtree is None else numbers_of(line.subtree),
    }
