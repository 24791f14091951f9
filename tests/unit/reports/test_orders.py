"""What may be asked of a report."""

from datetime import date

import pytest

from loa.errors import InvalidInput
from loa.reports.orders import Order, order
from loa.reports.render.forms import FileFormat
from loa.reports.tables import texts

TODAY = date(2024, 11, 20)
OCTOBER = {"unit": "40", "first_day": "2024-10-01", "last_day": "2024-10-31", "file_format": "json"}


def test_a_proper_order_is_taken() -> None:
    assert order(today=TODAY, **OCTOBER) == Order(
        "40", date(2024, 10, 1), date(2024, 10, 31), FileFormat.JSON
    )


def test_a_sheet_is_made_when_nothing_else_is_said() -> None:
    wanted = order(today=TODAY, unit="40", first_day="2024-10-01", last_day="2024-10-01")
    assert wanted.file_format is FileFormat.XLSX


def test_366_days_and_one_day_are_both_fine() -> None:
    assert order(today=TODAY, **OCTOBER | {"first_day": "2023-11-01"}).first_day == date(2023, 11, 1)
    assert order(today=TODAY, **OCTOBER | {"first_day": "2024-10-31"}).first_day == date(2024, 10, 31)


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"first_day": "01/10/2024"}, "from", texts.NOT_A_DAY),
        ({"first_day": "20241001"}, "from", texts.NOT_A_DAY),
        ({"last_day": "2024-02-30"}, "to", texts.NO_SUCH_DAY),
        ({"first_day": "0001-01-01"}, "from", texts.NO_SUCH_DAY),
        ({"last_day": ""}, "to", texts.NOT_A_DAY),
        ({"first_day": "2024-11-01"}, "from", texts.DAYS_REVERSED),
        ({"first_day": "2023-10-31"}, "to", "Kỳ báo cáo dài nhất là 366 ngày."),
        ({"first_day": "2024-12-01", "last_day": "2024-12-31"}, "from", texts.NOT_BEGUN),
        (
            {"file_format": "odt"},
            "format",
            "Định dạng báo cáo phải là một trong: json, xlsx, docx, pdf, html.",
        ),
    ],
)
def test_wrong_input_is_refused_field_by_field(changed: dict[str, str], field: str, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        order(today=TODAY, **OCTOBER | changed)
    assert refused.value.fields == {field: message}


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        order(today=TODAY, unit="40", first_day="x", last_day="y", file_format="z")
    assert refused.value.fields.keys() == {"from", "to", "format"}
