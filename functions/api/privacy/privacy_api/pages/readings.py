"""Who has read what about residents, on one day."""

from datetime import date, timedelta
from typing import Final

from loa import clock
from loa.foundation.officers.model import Permission, allowed
from loa.web.pages.resolver import Html
from privacy_api import texts
from privacy_api.data_requests import readings_below
from privacy_api.pages.app import AREA, pages

ROWS: Final = 100


@pages.get(f"{AREA}/nhat-ky")
def show_readings() -> Html:
    """The readings of a day below a unit."""
    query = pages.current_event.query_string_parameters
    officer, today = pages.officer(), clock.local_day(clock.now())
    path, day = query.get("don-vi") or officer.unit_path, _day(query.get("ngay", ""), today)
    part = readings_below(path, officer, day, limit=ROWS, cursor=query.get("trang"))
    rows = [
        (
            each.at,
            each.officer_name,
            pages.unit_name(each.officer_path),
            texts.READ[each.what.value],
            each.reference,
        )
        for each in part.items
    ]
    return pages.page(
        "console/privacy/readings.html",
        rows=rows,
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < today else None,
        path=path,
        place=pages.unit_name(path),
        next=part.next,
        may_handle=allowed(officer, Permission.HANDLE_DATA_REQUESTS, path),
    )


def _day(text: str, today: date) -> date:
    """Return the day that was chosen; what is none, or not yet, is today."""
    try:
        return min(clock.read_day(text), today)
    except ValueError:
        return today
