"""One officer: roles, unit, disabling, another authenticator; and roles that wait for confirmation."""

from collections.abc import Mapping

from loa import clock
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, require
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.people.model import TO_CONFIRM, OfficerDetails
from loa.foundation.people.records import DisabledOfficer
from loa.text.phones import dialled
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from people_pages import texts
from people_pages.app import AREA, app
from people_pages.dependencies import choices_of, people, units_of
from people_pages.forms import DetailsForm, RolesForm

PERSON = f"{AREA}/<unit_path>/<officer_id>"


@app.get(PERSON)
def show_person(unit_path: str, officer_id: str) -> Html:
    """Show an officer, and what can be changed about them."""
    by = app.officer()
    require(by, Permission.MANAGE_OFFICERS, unit_path)
    officer = people().officers.officer(unit_path, officer_id)
    if officer is None:
        return _disabled_page(people().find_disabled(by, unit_path, officer_id))
    app.require_recent_factor()
    return _person_page(officer)


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


@app.post(f"{PERSON}/thong-tin")
def correct(unit_path: str, officer_id: str) -> Html:
    """Put their name, e-mail and phone right."""
    officer, form, by = _sensitive(unit_path, officer_id), app.sent(DetailsForm), app.officer()
    if form.value is None:
        return _person_page(officer, details=form, status=422)
    given = OfficerDetails(form.value.name, form.value.email, form.value.phone)
    return app.done(
        lambda: people().correct(officer, given, by, clock.now()),
        to=f"{AREA}/{unit_path}/{officer_id}",
        say=lambda changed: (texts.CORRECTED if changed else texts.NOTHING_TO_CORRECT).format(
            name=given.name
        ),
    )


@app.post(f"{PERSON}/mo-khoa")
def let_in(unit_path: str, officer_id: str) -> Html:
    """Let somebody sign in again who was disabled."""
    by = app.officer()
    require(by, Permission.MANAGE_OFFICERS, unit_path)
    app.require_recent_factor()
    if unit_path not in {each.path for each in units_of(by)}:
        return app.redirect(AREA, say=texts.UNIT_ENDED)

    def work() -> str:
        disabled = people().find_disabled(by, unit_path, officer_id)  # here: sent again, it is none any more
        whole = people().let_in(disabled, by, clock.now())
        return (texts.LET_IN if whole else texts.LET_IN_TO_CONFIRM).format(name=disabled.officer.name)

    return app.done(work, to=AREA, say=str)


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


def _roles_of(officer: KnownOfficer) -> Form[RolesForm]:
    return Form(RolesForm, {"roles": sorted(role.value for role in officer.roles)}, {})


def _details_of(officer: KnownOfficer, present: Mapping[str, str]) -> Form[DetailsForm]:
    phone = dialled(present.get("phone_number", ""))
    return Form.empty(DetailsForm, name=officer.name, email=present.get("email", ""), phone=phone)


def _disabled_page(disabled: DisabledOfficer) -> Html:
    return app.page(
        "console/people/disabled.html",
        disabled=disabled,
        person=disabled.officer,
        person_unit=app.unit_name(disabled.officer.unit_path),
        can_help=people().can_help(disabled.officer, app.officer()),
    )


def _person_page(
    officer: KnownOfficer,
    form: Form[RolesForm] | None = None,
    details: Form[DetailsForm] | None = None,
    *,
    status: int = 200,
) -> Html:
    account = people().pool.attributes(officer.id)
    return app.page(
        "console/people/person.html",
        status=status,
        form=form or _roles_of(officer),
        details=details or _details_of(officer, account),
        person=officer,
        person_unit=app.unit_name(officer.unit_path),
        username=account["username"],
        oneself=officer.id == app.officer().id,
        can_help=people().can_help(officer, app.officer()),
        successors=[
            (each, app.unit_name(each.unit_path)) for each in people().successors(officer, app.officer())
        ],
        to_confirm=sorted(TO_CONFIRM),
        units=choices_of(app.officer()),
    )
