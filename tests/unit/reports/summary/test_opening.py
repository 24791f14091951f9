"""What a report says in words: each figure of it stands in a cell that it names."""

import re
from datetime import UTC, date, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.units.load import read_units
from loa.foundation.statistics.model import Gauges, Metric
from loa.reports.summary.comparison import change, main_figures, period_before, ranking
from loa.reports.summary.opening import opening_of
from loa.reports.tables.activity import ActivityTable, Numbers, activity_table
from loa.reports.tables.activity_sheets import activity_document
from loa.reports.tables.shown import shown

UNITS: Final = [
    unit
    for unit in read_units()
    if unit.exists_on(date(2026, 2, 1)) and unit.path in {"40", "40.16681", "40.16690", "40.16702"}
]
PATHS: Final = [unit.path for unit in UNITS]
SHOWN: Final = re.compile(r"\d[\d.]*(?:,\d)?")
counts = st.dictionaries(
    st.sampled_from(
        [
            *(Metric.MESSAGES_IN, Metric.FOLLOWERS_GAINED, Metric.FOLLOWERS_LOST, Metric.CASES_REPORT),
            *(Metric.CASES_ANSWERED, Metric.CASES_IN_TIME, Metric.CASES_OVERDUE),
        ]
    ),
    st.integers(0, 3_000_000),
)


def table_of(activity: dict[str, dict[Metric, int]], followers: int = 0) -> ActivityTable:
    return activity_table(
        "40",
        UNITS,
        activity,
        {"40.16681": Gauges(followers)},
        first_day=date(2026, 2, 1),
        last_day=date(2026, 2, 28),
        units_on=date(2026, 2, 28),
        made_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


@given(
    activity=st.dictionaries(st.sampled_from(PATHS), counts),
    before=counts,
    followers=st.integers(0, 5_000_000),
)
def test_every_figure_of_the_opening_is_the_cell_that_it_names(
    activity: dict[str, dict[Metric, int]], before: dict[Metric, int], followers: int
) -> None:
    table = table_of(activity, followers)
    main = main_figures(table, Numbers(counts=before), Numbers())
    document = activity_document(table, (main, ranking(table, {})))
    tables = {one.name: one for one in document.tables}
    for sentence in opening_of(table, main):
        for cell in sentence.cells:
            assert cell.shown in sentence.words
            found = tables[cell.table]
            place = [column.heading for column in found.columns].index(cell.column)
            rows = [row for row in found.rows if cell.row in {str(row.cells[0]), str(row.cells[1])}]
            assert cell.shown in {shown(row.cells[place]) for row in rows}
        named = "".join(cell.shown for cell in sentence.cells)
        if sentence.cells:
            said = re.sub(r"tháng \d+ năm \d+, \d+ đơn vị", "", sentence.words)
            assert all(number.rstrip(".") in named for number in SHOWN.findall(said))


def test_an_opening_says_what_rose_who_stands_out_and_what_is_overdue() -> None:
    table = table_of(
        {
            "40.16681": {Metric.MESSAGES_IN: 300, Metric.CASES_REPORT: 4, Metric.CASES_ANSWERED: 2},
            "40.16690": {Metric.MESSAGES_IN: 60, Metric.CASES_OVERDUE: 3, Metric.CASES_IN_TIME: 1},
        },
        7,
    )
    main = main_figures(table, Numbers(counts={Metric.MESSAGES_IN: 320, Metric.CASES_REPORT: 8}), Numbers())
    assert [sentence.words for sentence in opening_of(table, main)] == [
        "Trong tháng 2 năm 2026, 4 đơn vị nhận 360 tin nhắn của người dân (tăng 12,5% so với kỳ trước).",
        "Có 0 lượt quan tâm mới (không đổi so với kỳ trước), 0 lượt bỏ quan tâm; hiện có 7 người quan tâm.",
        "Tiếp nhận 4 phản ánh, kiến nghị (giảm 50,0% so với kỳ trước); đã trả lời 2, đúng hạn 50,0%.",
        "Nhận nhiều tin nhắn nhất là Phường Thành Vinh (300), Phường Trường Vinh (60).",
        "Còn để quá hạn nhiều nhất là Phường Trường Vinh (3); đề nghị trả lời dứt điểm.",
        "Còn 2 đơn vị chưa có hoạt động trong kỳ (danh sách và việc nên làm ở phụ lục).",
    ]


def test_an_empty_month_opens_with_a_sentence_too() -> None:
    table = table_of({})
    words = [sentence.words for sentence in opening_of(table, main_figures(table, Numbers(), Numbers()))]
    assert words[0] == (
        "Trong tháng 2 năm 2026, 4 đơn vị nhận 0 tin nhắn của người dân (không đổi so với kỳ trước)."
    )
    assert "4 đơn vị chưa có hoạt động" in words[-1]


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2028, 3, 1), date(2028, 3, 31), (date(2028, 2, 1), date(2028, 2, 29))),
        (date(2026, 1, 1), date(2026, 3, 31), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 1, 1), date(2026, 12, 31), (date(2025, 1, 1), date(2025, 12, 31))),
        (date(2026, 3, 2), date(2026, 3, 8), (date(2026, 2, 23), date(2026, 3, 1))),
    ],
)
def test_the_period_before_is_as_long(first: date, last: date, before: tuple[date, date]) -> None:
    assert period_before(first, last) == before


@pytest.mark.parametrize(
    ("this", "then", "words"),
    [
        (3, 3, "không đổi"),
        (3, 0, "mới có"),
        (0, 3, "giảm 100,0%"),
        (2_000, 1, "tăng 199.900,0%"),
        (1, 3, "giảm 66,7%"),
    ],
)
def test_a_change_is_said_in_per_cent_where_there_is_one(this: int, then: int, words: str) -> None:
    assert change(this, then) == words
