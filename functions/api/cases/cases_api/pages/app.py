"""What all pages of cases share: the resolver, the case that a page is about, and where the next one is."""

from typing import Final

from loa import clock
from loa.bootstrap import casework, foundation
from loa.casework.cases import access
from loa.casework.cases.desk.lists import Tab, waiting
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rules.model import Case
from loa.foundation.officers.model import Officer, Permission, allowed
from loa.foundation.readings.model import ReadKind
from loa.foundation.units.model import is_within
from loa.web.console.resolver import console

AREA: Final = "/console/vu-viec"

MAXIMUM_BODY: Final = 5_000_000
"""A form with scans: what API Gateway and Lambda let through, with base64 around it, is little more."""

app = console(
    "cases",
    area=AREA,
    dependencies=foundation.console_dependencies,
    takes_files=True,
    max_body_bytes=MAXIMUM_BODY,
)


def address_of(case_id: str) -> str:
    """Return the address of a case's page."""
    return f"{AREA}/{case_id}"


def seen(case_id: str) -> StoredCase:
    """Return a case as this officer may see it, and note that they looked. One Query.

    Raises:
        NotFound, NotAllowed: as `access.readable`.
    """
    officer, stored = app.officer(), casework.cases().load(case_id)
    access.readable(officer, stored.case)
    note_reading(officer, stored.case)
    case, history = access.shown_to(officer, stored.case, stored.history)
    return StoredCase(case, stored.said, tuple(history))


def note_reading(officer: Officer, case: Case, what: ReadKind = ReadKind.CASE) -> None:
    """Write down that an officer reads a case."""
    foundation.readings().note(officer, what, case.id, unit_path=case.unit_path, now=clock.now())


def next_waiting(besides: str, tab: Tab) -> str:
    """Return the address of the case that waits next on a tab, or of the list; one Query."""
    officer = app.officer()
    found = waiting(
        officer.unit_path,
        province=foundation.province(),
        officer_id=officer.id,
        now=clock.now(),
        store=casework.case_store(),
        tab=tab,
    )
    following = next((line for line in found.items if line.id != besides), None)
    return f"{address_of(following.id)}?muc={tab.value}" if following else f"{AREA}?muc={tab.value}"


def tab_of(value: str) -> Tab:
    """Return the tab of that name; the whole work list where there is none."""
    return Tab(value) if value in set(Tab) else Tab.OPEN


def colleagues(officer: Officer, case_path: str) -> list[Officer]:
    """Return who may be given a case of a unit: officers of that unit, and of the officer's own."""
    registry = foundation.officers()
    paths = dict.fromkeys(
        path for path in (case_path, officer.unit_path) if is_within(path, officer.unit_path)
    )
    found = [one for path in paths for one in registry.of_unit(path)]
    return [one for one in found if allowed(one, Permission.WORK_ON_CASE, case_path)]
