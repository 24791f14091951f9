"""The sheet of the list of cases, as it is filtered there."""

from datetime import timedelta
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.bootstrap import foundation
from loa.bootstrap.reports import reports
from loa.casework.cases.rules.model import CaseKind, CaseState
from loa.clock import local_day, read_day
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, require
from loa.foundation.readings.model import ReadKind
from loa.web.console.lists import unit_asked_for
from report_api import texts
from report_api.pages.app import AREA, pages

_LONGEST: Final = timedelta(days=365)


@pages.get(f"{AREA}/vu-viec")
def make_case_sheet() -> Response[Any]:
    """Make the sheet, and lead to it: of the last year where the list names no days."""
    officer, unit = pages.officer(), unit_asked_for(pages)
    require(officer, Permission.READ_CASES, unit)
    kind, state = pages.query("loai"), pages.query("trang-thai")
    try:
        last = read_day(pages.query("den")) if pages.query("den") else local_day(clock.now())
        first = read_day(pages.query("tu")) if pages.query("tu") else last - _LONGEST
    except (ValueError, OverflowError):
        raise InvalidInput(texts.BAD_DAY, fields={"tu": texts.BAD_DAY}) from None
    made = reports().case_list(
        unit,
        str(first),
        str(last),
        kind=CaseKind(kind) if kind in set(CaseKind) else None,
        state=CaseState(state) if state in set(CaseState) else None,
    )
    foundation.readings().note(
        officer, ReadKind.SHEET, f"{unit} {first}_{last}", unit_path=unit, now=clock.now()
    )
    headers = {"location": made.url, "cache-control": "no-store"}
    return Response(303, content_type="text/html", body="", headers=headers)
