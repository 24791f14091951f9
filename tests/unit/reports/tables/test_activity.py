"""The table of activity: who stands in it, and that its sums add up."""

import json
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.units.load import read_units
from loa.foundation.statistics.model import SECRET, Gauges, Metric
from loa.foundation.units.model import Unit, UnitKind, is_within
from loa.reports.render.json import to_json
from loa.reports.tables import texts
from loa.reports.tables.activity import ActivityTable, LineKind, Numbers, activity_table
from loa.reports.tables.activity_json import as_document

FIRST, LAST = date(2024, 10, 1), date(2024, 10, 31)
MADE = datetime(2024, 11, 1, 1, 30, tzinfo=UTC)
UNITS = read_units()


def table_of(
    activity: dict[str, dict[Metric, int]],
    followers: dict[str, int] | None = None,
    *,
    root: str = "40",
    units: list[Unit] = UNITS,
    on: date = LAST,
) -> ActivityTable:
    gauges = {path: Gauges(number) for path, number in (followers or {}).items()}
    return activity_table(
        root, units, activity, gauges, first_day=FIRST, last_day=LAST, units_on=on, made_at=MADE
    )


codes = st.sampled_from("123")
trees = st.sets(
    st.lists(codes, min_size=1, max_size=3).map(lambda below: ".".join(["40", *below])), max_size=12
)
anywhere = st.lists(codes, max_size=4).map(lambda below: ".".join(["40", *below]))
numbers = st.dictionaries(st.sampled_from(list(Metric)), st.integers(0, 10**6))


@given(
    tree=trees,
    activity=st.dictionaries(anywhere, numbers, max_size=12),
    followers=st.dictionaries(anywhere, st.integers(0, 10**6), max_size=12),
)
def test_the_total_is_the_sum_of_the_lines_whatever_the_tree(
    tree: set[str], activity: dict[str, dict[Metric, int]], followers: dict[str, int]
) -> None:
    units = [Unit(path, "2024-09", path[-1], f"Xã {path}", UnitKind.COMMUNE) for path in {"40", *tree}]
    table = table_of(activity, followers, units=units)
    assert table.total.followers == sum(line.own.followers for line in table.lines) == sum(followers.values())
    for metric in set(Metric) - SECRET:
        counted = sum(sums.get(metric, 0) for sums in activity.values())
        assert table.total[metric] == sum(line.own[metric] for line in table.lines) == counted
    for line in table.units:
        below = [
            other
            for other in table.lines
            if is_within(other.unit.path, line.unit.path)  # a former line counts towards its unit
        ]
        assert (line.subtree is None) == (len(below) == 1)
        if line.subtree is not None:
            assert line.subtree.followers == sum(other.own.followers for other in below)
            assert all(line.subtree[metric] == sum(other.own[metric] for other in below) for metric in Metric)


@given(tree=trees, activity=st.dictionaries(anywhere, numbers, max_size=8))
def test_every_unit_has_one_line_and_every_line_follows_what_it_lies_in(
    tree: set[str], activity: dict[str, dict[Metric, int]]
) -> None:
    units = [Unit(path, "2024-09", path[-1], f"Xã {path}", UnitKind.COMMUNE) for path in {"40", *tree}]
    table = table_of(activity, units=units)
    assert Counter(line.unit.path for line in table.units) == Counter({"40", *tree})
    assert table.lines[0].unit is table.root
    former = [path for line in table.lines for path in line.former_paths]
    assert sorted(former) == sorted(activity.keys() - {"40", *tree})
    for unit in units:
        places = [place for place, line in enumerate(table.lines) if is_within(line.unit.path, unit.path)]
        assert places == list(range(places[0], places[0] + len(places)))


def test_a_province_lists_all_its_units_in_tree_order_with_their_levels() -> None:
    table = table_of({})
    assert len(table.lines) == len(table.units) == 482
    assert [(line.unit.name, line.level) for line in table.lines[:3]] == [
        ("Tỉnh Nghệ An", 0),
        ("Thành phố Vinh", 1),
        ("Phường Đông Vĩnh", 2),
    ]


def test_units_without_activity_are_the_silent_ones_followers_or_not() -> None:
    active = {"40.412.16681": {Metric.MESSAGES_IN: 1}, "40.413": {Metric.EVENTS: 0}}
    table = table_of(active, {"40.413": 9})
    silent = {line.unit.path for line in table.silent}
    assert len(silent) == 481
    assert "40.412.16681" not in silent
    assert {"40.413", "40.412"} <= silent


def test_what_was_counted_at_units_that_are_gone_goes_to_the_nearest_unit_above() -> None:
    activity = {
        "40.16681": {Metric.ARTICLES: 1},
        "40.412.16681": {Metric.ARTICLES: 10},
        "40.412": {Metric.ARTICLES: 100},
    }
    table = table_of(activity, {"40.412": 7}, on=date(2025, 10, 31))
    former = table.lines[-1]
    assert former.kind is LineKind.FORMER
    assert (former.unit.path, former.level) == ("40", 1)
    assert former.former_paths == ("40.412", "40.412.16681")
    assert former.own == Numbers(7, {Metric.ARTICLES: 110})
    assert table.total[Metric.ARTICLES] == 111
    assert len(table.units) == 131


def test_a_report_of_a_district_holds_that_district_only() -> None:
    table = table_of({"40.412.16681": {Metric.EVENTS: 3}, "40.413": {Metric.EVENTS: 5}}, root="40.412")
    assert table.root.name == "Thành phố Vinh"
    assert (len(table.units), table.total[Metric.EVENTS], table.lines[0].level) == (26, 3, 0)


def test_a_report_of_a_commune_is_one_line_without_a_sum() -> None:
    table = table_of({"40.412.16681": {Metric.EVENTS: 3}}, root="40.412.16681")
    assert len(table.lines) == 1
    assert table.lines[0].subtree is None


def test_a_root_that_does_not_exist_that_day_is_refused() -> None:
    with pytest.raises(KeyError):
        table_of({}, root="40.412", on=date(2026, 1, 1))


def test_the_document_has_the_documented_shape() -> None:
    table = table_of(
        {"40.412": {Metric.MESSAGES_IN: 1234}, "40.16681": {Metric.EVENTS: 1}}, {"40.412": 5}, root="40"
    )
    document = json.loads(to_json(as_document(table)))
    assert document == as_document(table)
    assert list(document) == [
        "report",
        "version",
        "unit",
        "from",
        "to",
        "units_on",
        "made_at",
        "columns",
        "total",
        "denunciations",
        "cases_now",
        "unit_count",
        "silent",
        "lines",
    ]
    assert (document["report"], document["version"]) == ("activity", 1)
    assert document["unit"] == {"path": "40", "unit_id": "40@2024-09", "name": "Tỉnh Nghệ An", "kind": "tinh"}
    assert (document["from"], document["to"]) == ("2024-10-01", "2024-10-31")
    assert document["made_at"] == "2024-11-01T08:30:00+07:00"
    assert (
        document["columns"].keys()
        == document["total"].keys()
        == {
            "followers",
            "officers",
            *(set(Metric) - SECRET),
            *texts.CASE_FIGURES,
            *texts.CONVERSATION_FIGURES,
        }
    )
    assert document["unit_count"] == 482
    assert len(document["silent"]) == 481
    province, vinh, former = document["lines"][0], document["lines"][1], document["lines"][-1]
    assert vinh["own"]["messages_in"] == vinh["subtree"]["messages_in"] == 1234
    assert province["subtree"] == document["total"]
    figures = texts.CASE_FIGURES | texts.CONVERSATION_FIGURES
    assert vinh["silent_days"] == 31, "of which days, nobody said here"
    assert former == {
        "kind": "former",
        "path": "40",
        "name": "Đơn vị trước sắp xếp (1 đơn vị)",
        "level": 1,
        "own": dict.fromkeys(document["columns"], 0)
        | {"events": 1}
        | {name: None for name in figures if name not in {"cases_received", "conversations_unanswered"}},
        "paths": ["40.16681"],
    }
    assert set(map(type, document["total"].values())) == {int, type(None)}
    assert document["lines"][2]["subtree"] is None
