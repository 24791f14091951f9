"""The list of officers, those who come new, one by one or from a sheet, and slips with passwords."""

from typing import Final

from loa import clock
from loa.errors import InvalidInput
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.people.model import NewOfficer, pasted, read_rows
from loa.foundation.people.service import PasswordSlip
from loa.foundation.units.model import Unit
from loa.platform.documents.sheets import NotASheet
from loa.text.folding import fold
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from people_pages import texts
from people_pages.app import AREA, app, sent_rows
from people_pages.dependencies import choices_of, people, units_of
from people_pages.forms import ListForm, OfficerForm

SHOWN: Final = 200
_LONGEST_SEARCH: Final = 60


@app.get(AREA)
def show_list() -> Html:
    """Show the officers of one's unit and of those below, and what waits for a second administrator."""
    officer = app.officer()
    found = people().of(officer)
    present = {each.id for each in found}
    wanted = app.query("ten")[:_LONGEST_SEARCH]
    if wanted:
        words = fold(wanted)
        found = [
            each
            for each in found
            if words in fold(f"{each.name} {each.username} {app.unit_name(each.unit_path)}")
        ]
    return app.page(
        "console/people/list.html",
        people=[
            (each, app.unit_name(each.unit_path), people().can_help(each, officer)) for each in found[:SHOWN]
        ],
        with_factor=people().with_factor(found[:SHOWN]),
        count=len(found),
        shown=SHOWN,
        wanted=wanted,
        disabled=[]
        if wanted
        else [
            (each, app.unit_name(each.officer.unit_path))
            for each in people().records.disabled_below(officer.unit_path)
            if each.officer.id not in present
        ],
        proposals=[
            (each, app.unit_name(each.unit_path))
            for each in people().proposals.below(officer.unit_path, clock.now())
        ],
    )


@app.get(f"{AREA}/them")
def ask_new() -> Html:
    """Ask who is to be entered."""
    _administrator()
    return _new_page(Form.empty(OfficerForm), app.officer().unit_path)


@app.post(f"{AREA}/them")
def add() -> Html:
    """Enter them."""
    _administrator()
    form, chosen = app.sent(OfficerForm), _first("unit")
    unit = _unit(chosen)
    if unit is None:
        form = form.refused({"unit": texts.UNIT_UNKNOWN})
    if form.value is None or unit is None:
        return _new_page(form, chosen, status=422)
    given = form.value
    new = NewOfficer(given.name, unit, frozenset(given.roles), given.email)
    try:
        return app.done(
            lambda: people().add(new, app.officer(), clock.now()),
            to=lambda officer: f"{AREA}/{officer.unit_path}/{officer.id}",
            say=texts.ADDED.format(name=given.name),
        )
    except InvalidInput as error:
        return _new_page(form.refused(error.fields), chosen, status=422)


@app.get(f"{AREA}/nhieu")
def ask_many() -> Html:
    """Ask for a list."""
    _administrator()
    return _many_page(Form.empty(ListForm), [])


@app.post(f"{AREA}/nhieu")
def add_many() -> Html:
    """Enter all of the list, or nobody and say what is wrong with which line."""
    officer = _administrator()
    form = app.sent(ListForm)
    if form.value is None:
        return _many_page(form, [], status=422)
    try:
        rows = sent_rows()
    except NotASheet:
        return _many_page(form.refused({"sheet": texts.NOT_A_SHEET}), [], status=422)
    new, faults = read_rows(rows, units_of(officer))
    if faults:
        told = [texts.LINE.format(line=fault.line, message=fault.message) for fault in faults]
        # A file cannot be put back into its field: its rows stand in the box, where they can be mended.
        shown = form.filled({"rows": [pasted(rows)]})
        return _many_page(shown.refused({"rows": told[0]}), told, status=422)

    def work() -> int:
        for each in new:
            people().add(each, officer, clock.now())
        return len(new)

    return app.done(work, to=AREA, say=lambda count: texts.ADDED_MANY.format(count=count))


@app.post(f"{AREA}/phieu")
def print_slips() -> Html:
    """Make temporary passwords for those who were chosen, and show their slips: once, here.

    The same form again (a reloaded page) makes no other passwords, for those on paper would be worth nothing.
    """
    officer = _administrator()
    chosen = [each.partition("/") for each in dict.fromkeys(app.form_data().get("ai", ()))]
    if not chosen:
        return app.redirect(AREA, say=texts.NOBODY_CHOSEN)
    known = [people().find(officer, unit_path, officer_id) for unit_path, _, officer_id in chosen]
    slips: list[PasswordSlip] = []

    def work() -> None:
        slips.extend(people().slips(known, officer, clock.now()))

    again = app.done(work, to=AREA, say=texts.SLIPS_MADE)
    if not slips:
        return again
    return app.page(
        "console/people/slips.html", slips=[(slip, app.unit_name(slip.unit_path)) for slip in slips]
    )


def _administrator() -> Officer:
    """Return the officer, who may manage others and has shown just now who they are."""
    officer = app.officer()
    require(officer, Permission.MANAGE_OFFICERS, officer.unit_path)
    app.require_recent_factor()
    return officer


def _first(name: str) -> str:
    return next(iter(app.form_data().get(name, ())), "")


def _unit(path: str) -> Unit | None:
    return next((unit for unit in units_of(app.officer()) if unit.path == path), None)


def _new_page(form: Form[OfficerForm], chosen: str, *, status: int = 200) -> Html:
    return app.page(
        "console/people/new.html", status=status, form=form, units=choices_of(app.officer()), chosen=chosen
    )


def _many_page(form: Form[ListForm], faults: list[str], *, status: int = 200) -> Html:
    return app.page("console/people/many.html", status=status, form=form, faults=faults)
