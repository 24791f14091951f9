"""The list of cases with its tabs, search, ticks; its print; the panel of *Việc hôm nay*."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from cases_api.pages import forms, shown, texts
from cases_api.pages.app import AREA, address_of, app, note_reading, tab_of
from loa import clock
from loa.bootstrap import casework, foundation
from loa.casework.cases.desk.assigning import assign_many
from loa.casework.cases.desk.lists import Tab, Waiting, Wanted, search, waiting
from loa.casework.cases.desk.naming import owners_of
from loa.casework.cases.desk.untold import untold
from loa.casework.cases.rows.models import CaseSummary
from loa.casework.cases.rules.model import Case, CaseKind, CaseState
from loa.errors import InvalidInput
from loa.foundation.officers.model import Officer, Permission, allowed, require
from loa.foundation.statistics.model import Metric
from loa.foundation.units.model import is_lowest, subtree_range
from loa.web.console import week
from loa.web.console.lists import SOONEST, Tag, address_query, unit_asked_for, units_below
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.paging import Span, make_cursor, read_cursor
from loa.web.shapes.choices import Choice

ON_A_PAGE: Final = 200
UNTOLD: Final = "chua-bao"
"""On the list: cases whose resident does not know what was answered."""
_COUNTED: Final = 50
PRINTED: Final = 50
_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    id: str
    href: str
    code: str
    title: str
    kind: str
    state: Tag
    due: Tag | None
    owner: str
    unit: str
    ends: datetime | None


@app.get(AREA)
def show_list() -> Html:
    """Show what waits on a tab, or what a search finds."""
    officer = app.officer()
    path = unit_asked_for(app)
    require(officer, Permission.READ_CASES, path)
    return app.page("console/cases/list.html", **_list(officer, path, Form.empty(forms.ManyForm)))


@app.post(f"{AREA}/giao")
def assign_ticked() -> Html:
    """Give the ticked cases to somebody."""
    officer = app.officer()
    require(officer, Permission.WORK_ON_CASE, officer.unit_path)
    form, path = app.sent(forms.ManyForm), unit_asked_for(app)
    back = f"{AREA}?{_query()}" if _query() else AREA
    if form.value and form.value.case and form.value.owner:
        chosen, owner = form.value.case, form.value.owner
        owner = "" if owner == _NOBODY else owner

        def work() -> tuple[int, int]:
            done = assign_many(
                chosen,
                owner,
                by=officer,
                service=casework.cases(),
                registry=foundation.officers(),
                idempotency_key=app.key(),
            )
            given = sum(one.case is not None for one in done)
            return given, len(done) - given

        return app.done(work, to=back, say=lambda numbers: texts.given_many(*numbers))
    faults = {} if form.data.get("case") else {"": texts.NONE_TICKED}
    if not any(form.data.get("owner", ())):
        faults["owner"] = texts.NOBODY_CHOSEN
    return app.page("console/cases/list.html", status=422, **_list(officer, path, form.refused(faults)))


@app.post(f"{AREA}/in")
def choose_print() -> Html:
    """Lead to the print of the ticked cases: its address can be opened again."""
    require(app.officer(), Permission.READ_CASES, app.officer().unit_path)
    form = app.sent(forms.ManyForm)
    chosen = form.value.case if form.value else ()
    return app.redirect(
        f"{AREA}/in?viec={'.'.join(chosen)}" if chosen else AREA, say=texts.NONE_TICKED if not chosen else ""
    )


@app.get(f"{AREA}/in")
def print_list() -> Html:
    """Show cases with what somebody takes along on a visit; every one of them is noted as read."""
    officer = app.officer()
    require(officer, Permission.READ_CASES, officer.unit_path)
    wanted = [one for one in app.query("viec").split(".") if len(one) == 22][:PRINTED]  # noqa: PLR2004 - an id
    found = [case for case in casework.cases().store.read_many(wanted) if _may_read(officer, case)]
    for case in found:
        note_reading(officer, case)
    now = clock.now()
    return app.page(
        "console/cases/print.html",
        cases=[(case, shown.due_of_case(case, now)) for case in found],
        printed_at=shown.at(now),
    )


@app.get(f"{AREA}/o-viec")
def show_panel() -> Html:
    """Show what expires first, for *Việc hôm nay*."""
    officer = app.officer()
    require(officer, Permission.READ_CASES, officer.unit_path)
    found, now = _waiting(officer, officer.unit_path, Tab.OPEN), clock.now()
    return app.live(
        "console/cases/panel.html",
        seconds=_SECONDS,
        rows=_rows(found.items[:SOONEST], now, Tab.OPEN),
        tabs=_tabs(found, Tab.OPEN, "", officer),
        looked_at=f"{shown.clock_time(now, now)}" if not found.items else "",
        untold=len(_untold(officer.unit_path, _COUNTED)),
    )


@app.get(f"{AREA}/{week.PATH}")
def show_week() -> Html:
    """How many of the cases answered in the last seven days were answered in time."""
    officer = app.officer()
    require(officer, Permission.READ_CASES, officer.unit_path)
    found = week.LastWeek.read(officer.unit_path, clock.local_day(clock.now()), foundation.statistics())
    figure = found.share(
        Metric.CASES_IN_TIME, Metric.CASES_ANSWERED, texts.IN_TIME, nothing=texts.NONE_ANSWERED
    )
    return app.live(week.TEMPLATE, seconds=0, figure=figure)


_NOBODY: Final = "-"
"""The choice "back to the unit": an empty value says that nothing was chosen."""


def _may_read(officer: Officer, case: Case) -> bool:
    return allowed(officer, Permission.READ_CASES, case.unit_path)


def _waiting(officer: Officer, path: str, tab: Tab) -> Waiting:
    return waiting(
        path,
        province=foundation.province(),
        officer_id=officer.id,
        now=clock.now(),
        store=casework.case_store(),
        tab=tab,
    )


def _untold(path: str, most: int) -> list[CaseSummary]:
    service = casework.cases()
    return untold(
        path,
        province=foundation.province(),
        store=service.store,
        outbox=service.outbox,
        now=clock.now(),
        most=most,
    )


def _list(officer: Officer, path: str, form: Form[forms.ManyForm]) -> dict[str, Any]:
    """Return what the template of the list needs. One Query, one request for the names of owners."""
    now, wanted, fault = clock.now(), *_wanted()
    searching, tab = app.query("muc") == "tat-ca" or _is_search(wanted), tab_of(app.query("muc"))
    following, note, tabs = "", "", []
    lines: Iterable[CaseSummary] = ()
    is_untold = app.query("muc") == UNTOLD and not searching
    if is_untold:
        lines = _untold(path, ON_A_PAGE)
    elif searching and not fault:
        span = Span(foundation.province(), *subtree_range(path), "listed_in", "listed_order")
        try:
            page = search(
                path,
                wanted,
                province=foundation.province(),
                store=casework.case_store(),
                limit=ON_A_PAGE,
                start=read_cursor(app.query("tiep"), span),
            )
        except InvalidInput as refused:
            fault = next(iter(refused.fields.values()), refused.message)
        else:
            lines, cursor = page.items, make_cursor(page.next_start)
            following = f"{AREA}?{_query(tiep=cursor)}" if cursor else ""
            note = texts.SEARCHED_SO_FAR if cursor else ""
    elif not searching:
        found = _waiting(officer, path, tab)
        start = ON_A_PAGE * _page_number()
        lines = found.items[start : start + ON_A_PAGE]
        note = "" if found.is_complete else texts.MOST_SHOWN
        if len(found.items) > start + ON_A_PAGE:
            following = f"{AREA}?{_query(trang=str(_page_number() + 1))}"
        tabs = _tabs(found, tab, app.query("don-vi"), officer)
    lines = list(lines)
    owners = owners_of(lines, registry=foundation.officers())
    many_units = not is_lowest(path)
    works = allowed(officer, Permission.WORK_ON_CASE, path)
    return {
        "form": form,
        "rows": _rows(lines, now, tab, owners=owners, many_units=many_units),
        "tabs": tabs,
        "tab": tab.value,
        "searching": searching,
        "untold": is_untold,
        "wanted": wanted,
        "fault": fault,
        "note": note,
        "next": following,
        "query": _query(),
        "units": units_below(officer.unit_path, subtree=foundation.units().subtree, today=foundation.today()),
        "unit": app.query("don-vi"),
        "kinds": [Choice(kind.value, kind.label) for kind in CaseKind if kind is not CaseKind.DENUNCIATION],
        "states": [Choice(state.value, state.label) for state in CaseState],
        "owners": _owner_choices(officer, path) if works and lines else [],
        "ticked": set(form.data.get("case", ())),
        "empty": texts.EMPTY[tab.value],
        "looked_at": shown.clock_time(now, now),
        "exchanges": allowed(officer, Permission.EXCHANGE_CASES, officer.unit_path),
    }


def _rows(
    lines: Iterable[CaseSummary],
    now: datetime,
    tab: Tab,
    *,
    owners: Mapping[str, str] | None = None,
    many_units: bool = False,
) -> list[Row]:
    known = owners or {}
    return [
        Row(
            id=line.id,
            href=f"{address_of(line.id)}?muc={tab.value}",
            code=line.code,
            title=line.title,
            kind=line.kind.label,
            state=shown.state_tag(line.state),
            due=shown.due_of_line(line, now),
            owner=known.get(line.owner, texts.SOMEBODY) if line.owner else "",
            unit=app.unit_name(line.unit_path) if many_units else "",
            ends=line.due if line.state.is_open and not line.state.is_paused else None,
        )
        for line in lines
    ]


def _tabs(found: Waiting, tab: Tab, unit: str, officer: Officer) -> list[tuple[str, str, int, bool]]:
    """Return address, word, number and whether it is this one, of each tab."""
    at = f"&don-vi={unit}" if unit and unit != officer.unit_path else ""
    return [
        (f"{AREA}?muc={each.value}{at}", texts.TABS[each.value], found.counts[each], each is tab)
        for each in Tab
    ]


def _wanted() -> tuple[Wanted, str]:
    """Return what the search asks for, and what is wrong with it."""
    kind, state = app.query("loai"), app.query("trang-thai")
    fault, days = "", []
    for name in ("tu", "den"):
        try:
            days.append(date.fromisoformat(app.query(name)) if app.query(name) else None)
        except ValueError:
            days.append(None)
            fault = texts.BAD_DAY
    wanted = Wanted(
        app.query("tim"),
        CaseKind(kind) if kind in set(CaseKind) else None,
        CaseState(state) if state in set(CaseState) else None,
        *days,
    )
    return wanted, fault


def _is_search(wanted: Wanted) -> bool:
    return any((wanted.words, wanted.kind, wanted.state, wanted.first, wanted.last))


def _query(**changed: str) -> str:
    """Return the query of the list, with some of it changed; cursors are left behind."""
    names = ("muc", "don-vi", "tim", "loai", "trang-thai", "tu", "den")
    return address_query(app, names, **changed)


def _page_number() -> int:
    asked = app.query("trang")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0  # noqa: PLR2004 - of 1,000


def _owner_choices(officer: Officer, path: str) -> list[Choice]:
    known = foundation.officers().of_unit(path)
    fit = [one for one in known if allowed(one, Permission.WORK_ON_CASE, path)]
    named = [
        Choice(one.id, one.name) for one in sorted(fit, key=lambda one: one.name) if one.id != officer.id
    ]
    return [Choice(officer.id, f"{officer.name} {texts.MYSELF}"), *named, Choice(_NOBODY, texts.BACK_TO_UNIT)]
