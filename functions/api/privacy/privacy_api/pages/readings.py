"""Who has done and who has read what, on one day: everybody, one person, one kind of thing."""

from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

from loa import clock
from loa.bootstrap import foundation
from loa.foundation.officers.model import Permission, allowed
from loa.foundation.readings.deeds import Deed
from loa.foundation.readings.model import ReadKind
from loa.text.cleaning import clean
from loa.web.console.lists import units_below
from loa.web.console.navigation import AREAS, HOME, areas_of
from loa.web.pages.resolver import Html
from loa.web.shapes.choices import Choice
from privacy_api import texts
from privacy_api.pages.app import AREA, pages
from privacy_api.trail import Trace, trail_below

ROWS: Final = 100
LONGEST_NAME: Final = 60
_OPENED_IN: Final = {
    ReadKind.CONVERSATION: "/console/tin-nhan",
    ReadKind.CASE: "/console/vu-viec",
    ReadKind.FILES: "/console/vu-viec",
    ReadKind.PERSON: AREA,
    ReadKind.CLAIMS: "/console/tham-gia",
    ReadKind.RECORDINGS: "/console/tham-gia",
}
"""The area in which what was read can be opened."""
_WITHOUT_PAGE: Final = "/console/tham-gia/cau-hoi/"
"""Questions of the bank stand in one list."""
_RESOURCES: Final = {
    "/accounts": "/console/tai-khoan",
    "/broadcasts": "/console/truyen-thong",
    "/cases": "/console/vu-viec",
    "/conversations": "/console/tin-nhan",
    "/data-requests": AREA,
    "/library/items": "/console/noi-dung",
}
"""What JSON routes name, and the area where it stands."""
_AREA_NAMES: Final = {area.path: area.name for area in AREAS}


@pages.get(f"{AREA}/nhat-ky")
def show_readings() -> Html:
    """What was done and read on a day below a unit; `viec`, `nguoi` and `loai` narrow it."""
    query = pages.current_event.query_string_parameters
    officer, today = pages.officer(), clock.local_day(clock.now())
    path, day = query.get("don-vi") or officer.unit_path, _day(query.get("ngay", ""), today)
    name, asked = clean(query.get("nguoi", ""))[:LONGEST_NAME], query.get("loai", "")
    kind = asked if asked in texts.READ or asked in texts.DID else ""
    only = query.get("viec", "") if query.get("viec") in texts.DID_OR_READ else ""
    part = trail_below(
        path, officer, day, limit=ROWS, cursor=query.get("trang"), name=name, kind=kind,
        did=only != "doc" and kind not in texts.READ, read=only != "lam" and kind not in texts.DID,
    )  # fmt: skip
    areas = {area.path for area in areas_of(officer)}

    def here(**changed: Any) -> str:
        kept = {"ngay": day, "don-vi": path, "viec": only, "nguoi": name, "loai": kind} | changed
        return "?" + urlencode({key: value for key, value in kept.items() if value})

    return pages.page(
        "console/privacy/readings.html",
        rows=[(each, pages.unit_name(each.officer_path), *_told(each, areas)) for each in part.items],
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
        kind=kind,
        kinds=_kinds(only),
        only=only,
        both=[Choice(value, label) for value, label in texts.DID_OR_READ.items()],
        next=here(trang=part.next) if part.next else "",
        may_handle=allowed(officer, Permission.HANDLE_DATA_REQUESTS, path),
    )


def _kinds(only: str) -> list[tuple[str, list[Choice]]]:
    """Return what can be chosen, in groups: what was read, then what was done by area."""
    groups = {texts.DID_OR_READ["doc"]: [Choice(each, label) for each, label in texts.READ.items()]}
    groups = {} if only == "lam" else groups
    for what, label in ({} if only == "doc" else texts.DID).items():
        area = _AREA_NAMES[_area_of(what)]
        groups.setdefault(f"{texts.DID_OR_READ['lam']}: {area}", []).append(Choice(what, label))
    return list(groups.items())


def _told(each: Trace, areas: set[str]) -> tuple[str, str, str]:
    """Return whether it was done or read, what, and where the officer can open it; empty: nowhere."""
    if isinstance(each, Deed):
        address = quote(_as_page(each.reference))
        area = _area_of(address.removeprefix(f"{HOME}/") if each.title else each.what)
        opens = area in areas and not address.startswith(_WITHOUT_PAGE)
        return (
            texts.DID_OR_READ["lam"],
            texts.DID.get(each.what, each.title or texts.DID_ELSE),
            address if opens else "",
        )
    area = _OPENED_IN.get(each.what, "")
    is_list = each.reference == each.unit_path
    address = f"{area}/{quote(each.reference)}" if area in areas and not is_list else ""
    return texts.DID_OR_READ["doc"], texts.READ[each.what.value], address


def _as_page(reference: str) -> str:
    """Return the page of what a JSON route names; where there is none, its own address."""
    for resource, area in _RESOURCES.items():
        if reference.startswith(f"{resource}/"):
            return area + reference.removeprefix(resource)
    return reference


def _area_of(what: str) -> str:
    return f"{HOME}/{what.partition(':')[0].partition('/')[0]}"


def _day(text: str, today: date) -> date:
    """Return the day that was chosen; what is none, or not yet, is today."""
    try:
        return min(clock.read_day(text), today)
    except ValueError:
        return today
