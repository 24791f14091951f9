"""Who did what with the items of a unit: looked for by officer, step, title and days."""

from contextlib import suppress
from datetime import date

from library_api.pages.app import AREA, address_of, app, names_of
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, require
from loa.publishing.library.editing.audit import AuditFound, AuditSearch, search_audit
from loa.publishing.library.rows.store import AUDIT_SPAN
from loa.publishing.library.transitions.texts import STEPS, UNTITLED
from loa.web.console.lists import address_query, unit_asked_for, units_below
from loa.web.pages.resolver import Html
from loa.web.paging import Span, make_cursor, read_cursor
from loa.web.parts import item_lines
from loa.web.shapes.choices import Choice

AUDIT = f"{AREA}/nhat-ky"
_NAMES = ("don-vi", "ai", "bai", "viec", "tu", "den")


@app.get(AUDIT)
def show_audit() -> Html:
    """Show what was done, newest first, or what a search finds of it."""
    officer, path, now = app.officer(), unit_asked_for(app), clock.now()
    require(officer, Permission.READ_LIBRARY, path)
    what = app.query("viec") if app.query("viec") in STEPS else ""
    who, words = app.query("ai")[:100], app.query("bai")[:100]
    wanted = AuditSearch(who, words, what, _day("tu"), _day("den"))
    start = read_cursor(app.query("tiep") or None, Span(path, *AUDIT_SPAN))
    fault = ""
    try:
        found = search_audit(publishing.library().store, path, wanted, lambda ids: names_of(ids, path), start)
    except InvalidInput as refused:
        found, fault = AuditFound((), None), refused.message
    following = make_cursor(found.next_start)
    return app.page(
        "console/library/audit.html",
        status=422 if fault else 200,
        fault=fault,
        rows=[
            {
                "href": address_of(entry.item_id),
                "title": entry.title or UNTITLED,
                "line": item_lines.line_of(entry.step, {entry.step.by: name} if name else {}, now),
            }
            for entry, name in found.lines
        ],
        wanted=wanted,
        searching=wanted != AuditSearch(),
        steps=[Choice(value, label) for value, label in STEPS.items()],
        units=units_below(officer.unit_path, subtree=foundation.units().subtree, today=foundation.today()),
        unit=path,
        today=clock.local_day(now),
        next=f"{AUDIT}?{address_query(app, _NAMES, tiep=following)}" if following else "",
    )


def _day(name: str) -> date | None:
    """Return a day of the address; what is none counts as not named."""
    with suppress(ValueError):
        return clock.read_day(app.query(name))
    return None
