"""The network: how many of the Front's people are reached, who is missing, and what is sent to them."""

from typing import Final

from loa import clock
from loa.bootstrap.residents import network
from loa.foundation.network.model import Standing, read_people
from loa.foundation.network.service import Reminder
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.people.model import pasted
from loa.foundation.units.model import is_within
from loa.platform.documents.sheets import NotASheet
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from people_pages import texts
from people_pages.app import app, sent_rows
from people_pages.dependencies import choices_of, units_of
from people_pages.forms import PeopleListForm

NETWORK: Final = "/console/can-bo/mang-luoi"
SHOWN: Final = 300


@app.get(NETWORK)
def show_network() -> Html:
    """Show what is reached at one's unit and below, and by name who is not."""
    officer = _administrator()
    chosen = app.query("don_vi")
    units = choices_of(officer)
    root = chosen if any(unit.value == chosen for unit in units) else officer.unit_path
    view = network().view(root, clock.now())
    return app.page(
        "console/people/network.html",
        coverage=view.coverage,
        missing=[(person, app.unit_name(person.unit_path), each) for person, each in view.missing[:SHOWN]],
        count=len(view.missing),
        shown=SHOWN,
        units=units,
        chosen=root,
        not_linked=Standing.NOT_LINKED,
    )


@app.get(f"{NETWORK}/nhap")
def ask_people() -> Html:
    """Ask for a list of people."""
    _administrator()
    return _import_page(Form.empty(PeopleListForm), [])


@app.post(f"{NETWORK}/nhap")
def register_people() -> Html:
    """Enter all of a list, or nobody and say what is wrong with which row."""
    officer = _administrator()
    form = app.sent(PeopleListForm)
    if form.value is None:
        return _import_page(form, [], status=422)
    try:
        rows = sent_rows()
    except NotASheet:
        return _import_page(form.refused({"sheet": texts.NOT_A_SHEET}), [], status=422)
    people, faults = read_people([(row.number, row.cells) for row in rows], units_of(officer))
    if faults:
        told = [texts.LINE.format(line=fault.line, message=fault.message) for fault in faults]
        return _import_page(
            form.filled({"rows": [pasted(rows)]}).refused({"rows": told[0]}), told, status=422
        )
    return app.done(
        lambda: network().store.register(people),
        to=NETWORK,
        say=lambda new: texts.REGISTERED.format(new=new, known=len(people) - new),
    )


@app.post(f"{NETWORK}/nhac")
def remind() -> Html:
    """Make what is sent to those who were chosen: once, here, for it holds codes."""
    officer = _administrator()
    people = [
        person
        for path, _, person_id in _chosen()
        if is_within(path, officer.unit_path) and (person := network().store.person(path, person_id))
    ]
    if not people:
        return app.redirect(NETWORK, say=texts.NOBODY_CHOSEN)
    reminders: list[Reminder] = []

    def work() -> None:
        reminders.extend(network().remind(people, app.unit_name, clock.now()))

    again = app.done(work, to=NETWORK, say=texts.REMINDERS_MADE)
    if not reminders:
        return again
    return app.page("console/people/reminders.html", reminders=reminders)


@app.post(f"{NETWORK}/xoa")
def take_off() -> Html:
    """Take those who were chosen off the list."""
    officer = _administrator()
    chosen = [(path, person_id) for path, _, person_id in _chosen() if is_within(path, officer.unit_path)]

    def work() -> None:
        for path, person_id in chosen:
            network().store.remove(path, person_id)

    return app.done(work, to=NETWORK, say=texts.TAKEN_OFF if chosen else texts.NOBODY_CHOSEN)


def _administrator() -> Officer:
    officer = app.officer()
    require(officer, Permission.MANAGE_OFFICERS, officer.unit_path)
    return officer


def _chosen() -> list[tuple[str, str, str]]:
    return [each.partition("/") for each in dict.fromkeys(app.form_data().get("ai", ()))][:SHOWN]


def _import_page(form: Form[PeopleListForm], faults: list[str], *, status: int = 200) -> Html:
    return app.page("console/people/network_import.html", status=status, form=form, faults=faults)
