"""One officer: roles, unit, disabling, another authenticator; and roles that wait for confirmation."""

from loa import clock
from loa.errors import InvalidInput
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.people.model import TO_CONFIRM
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from people_pages import texts
from people_pages.app import AREA, app
from people_pages.dependencies import choices_of, people, units_of
from people_pages.forms import RolesForm

PERSON = f"{AREA}/<unit_path>/<officer_id>"


@app.get(PERSON)
def show_person(unit_path: str, officer_id: str) -> Html:
    """Show an officer, and what can be changed about them."""
    officer = people().find(app.officer(), unit_path, officer_id)
    app.require_recent_factor()
    form = Form(RolesForm, {"roles": sorted(role.value for role in officer.roles)}, {})
    return _person_page(officer, form)


@app.post(f"{PERSON}/vai-tro")
def set_roles(unit_path: str, officer_id: str) -> Html:
    """Set what they may do."""
    officer, form = _sensitive(unit_path, officer_id), app.sent(RolesForm)
    if form.value is None:
        return _person_page(officer, form, status=422)
    roles, by = form.value.roles, app.officer()
    try:
        return app.done(
            lambda: people().set_roles(officer, roles, by, clock.now()),
            to=f"{AREA}/{unit_path}/{officer_id}",
            say=lambda at_once: texts.ROLES_SET.format(name=officer.name) if at_once else texts.TO_CONFIRM,
        )
    except InvalidInput as error:
        return _person_page(officer, form.refused(error.fields), status=422)


@app.post(f"{PERSON}/chuyen")
def move(unit_path: str, officer_id: str) -> Html:
    """Let them work for another unit."""
    by = app.officer()
    app.require_recent_factor()
    wanted = next(iter(app.form_data().get("unit", ())), "")
    unit = next((each for each in units_of(by) if each.path == wanted), None)
    if unit is None:
        people().find(by, unit_path, officer_id)
        return app.redirect(f"{AREA}/{unit_path}/{officer_id}", say=texts.UNIT_UNKNOWN)

    def work() -> str:
        officer = people().find(by, unit_path, officer_id)  # here: sent again, they are there no more
        whole = people().move(officer, unit, by, clock.now(), successor=_successor())
        return (texts.MOVED if whole else texts.MOVED_TO_CONFIRM).format(name=officer.name, unit=unit.name)

    return app.done(work, to=f"{AREA}/{unit.path}/{officer_id}", say=str)


@app.post(f"{PERSON}/khoa")
def disable(unit_path: str, officer_id: str) -> Html:
    """Let them in no more; what they had in hand goes to whom the form names."""
    by = app.officer()
    app.require_recent_factor()

    def work() -> str:
        officer = people().find(by, unit_path, officer_id)  # here: sent again, they are there no more
        to = people().disable(officer, by, clock.now(), successor=_successor())
        return (texts.DISABLED_FOR if to else texts.DISABLED).format(name=officer.name, to=to)

    return app.done(work, to=AREA, say=str)


@app.post(f"{PERSON}/cai-lai-ma")
def forget_factor(unit_path: str, officer_id: str) -> Html:
    """Let them set up another authenticator."""
    officer, by = _sensitive(unit_path, officer_id), app.officer()
    return app.done(
        lambda: people().forget_factor(officer, by, clock.now()),
        to=f"{AREA}/{unit_path}/{officer_id}",
        say=texts.FACTOR_GONE.format(name=officer.name),
    )


@app.post(f"{PERSON}/xac-nhan")
def confirm(unit_path: str, officer_id: str) -> Html:
    """Give the roles that another administrator has proposed."""
    officer, by = _sensitive(unit_path, officer_id), app.officer()
    seen = next(iter(app.form_data().get("de_nghi", ())), "")
    return app.done(
        lambda: people().confirm(unit_path, officer_id, by, clock.now(), seen=seen),
        to=AREA,
        say=texts.CONFIRMED.format(name=officer.name),
    )


@app.post(f"{PERSON}/bo")
def reject(unit_path: str, officer_id: str) -> Html:
    """Drop what was proposed."""
    by = app.officer()
    _sensitive(unit_path, officer_id)
    people().reject(unit_path, officer_id, by)
    return app.redirect(AREA, say=texts.REJECTED)


def _successor() -> str:
    return next(iter(app.form_data().get("successor", ())), "")


def _sensitive(unit_path: str, officer_id: str) -> KnownOfficer:
    """Return an officer whom the administrator may change, who has shown just now who they are."""
    found = people().find(app.officer(), unit_path, officer_id)
    app.require_recent_factor()
    return found


def _person_page(officer: KnownOfficer, form: Form[RolesForm], *, status: int = 200) -> Html:
    return app.page(
        "console/people/person.html",
        status=status,
        form=form,
        person=officer,
        person_unit=app.unit_name(officer.unit_path),
        username=people().pool.username(officer.id),
        oneself=officer.id == app.officer().id,
        can_help=people().can_help(officer, app.officer()),
        successors=[
            (each, app.unit_name(each.unit_path)) for each in people().successors(officer, app.officer())
        ],
        to_confirm=sorted(TO_CONFIRM),
        units=choices_of(app.officer()),
    )
