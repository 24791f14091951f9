"""Who has read what about residents, on one day: everybody, one person, one kind of thing."""

from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

from loa import clock
from loa.bootstrap import foundation
from loa.foundation.officers.model import Permission, allowed
from loa.foundation.readings.model import Reading, ReadKind
from loa.text.cleaning import clean
from loa.web.console.lists import units_below
from loa.web.console.navigation import areas_of
from loa.web.pages.resolver import Html
from loa.web.shapes.choices import Choice
from privacy_api import texts
from privacy_api.data_requests import readings_below
from privacy_api.pages.app import AREA, pages

ROWS: Final = 100
LONGEST_NAME: Final = 60
_OPENED_IN: Final = {
    ReadKind.CONVERSATION: "/console/tin-nhan",
    ReadKind.CASE: "/console/vu-viec",
    ReadKind.FILES: "/console/vu-viec",
    ReadKind.PERSON: AREA,
    ReadKind.CLAIMS: "/console/tham-gia",
}
"""The area in which what was read can be opened."""


@pages.get(f"{AREA}/nhat-ky")
def show_readings() -> Html:
    """The readings of a day below a unit; `nguoi` and `loai` narrow them."""
    query = pages.current_event.query_string_parameters
    officer, today = pages.officer(), clock.local_day(clock.now())
    path, day = query.get("don-vi") or officer.unit_path, _day(query.get("ngay", ""), today)
    name, asked = clean(query.get("nguoi", ""))[:LONGEST_NAME], query.get("loai", "")
    kind = ReadKind(asked) if asked in set(ReadKind) else None
    part = readings_below(path, officer, day, limit=ROWS, cursor=query.get("trang"), name=name, kind=kind)
    areas = {area.path for area in areas_of(officer)}

    def here(**changed: Any) -> str:
        kept = {"ngay": day, "don-vi": path, "nguoi": name, "loai": kind or ""} | changed
        return "?" + urlencode({key: value for key, value in kept.items() if value})

    return pages.page(
        "console/privacy/readings.html",
        rows=[(each, pages.unit_name(each.officer_path), texts.READ[each.what.value], _address(each, areas))
              for each in part.items],
        day=day,
        today=today,
        before=here(ngay=day - timedelta(days=1)),
        day_before=day - timedelta(days=1),
        after=here(ngay=day + timedelta(days=1)) if day < today else "",
        day_after=day + timedelta(days=1),
        path=path,
        place=pages.unit_name(path),
        units=units_below(officer.unit_path, subtree=foundation.units().subtree, today=foundation.today()),
        name=name,
        kind=kind.value if kind else "",
        kinds=[Choice(each.value, texts.READ[each.value]) for each in ReadKind],
        next=here(trang=part.next) if part.next else "",
        may_handle=allowed(officer, Permission.HANDLE_DATA_REQUESTS, path),
    )  # fmt: skip


def _address(reading: Reading, areas: set[str]) -> str:
    """Return where what was read can be opened; empty: it cannot, or not by this officer."""
    area = _OPENED_IN.get(reading.what, "")
    is_list = reading.reference == reading.unit_path
    return f"{area}/{quote(reading.reference)}" if area in areas and not is_list else ""


def _day(text: str, today: date) -> date:
    """Return the day that was chosen; what is none, or not yet, is today."""
    try:
        return min(clock.read_day(text), today)
    except ValueError:
        return today
