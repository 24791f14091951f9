"""`/cua-toi`: home unit, consents, own cases, accounts."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from loa.bootstrap import foundation, reading
from loa.dialogue.mini_app.own_data import KnownAt
from loa.dialogue.petitions.model import is_link
from loa.dialogue.petitions.service import new_form_key
from loa.errors import InvalidInput, NotFound
from loa.residents.profiles.model import ConsentPurpose, Profile
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from profile_public import actions, texts
from profile_public.identity import own_cases, own_data
from profile_public.pages.app import DONE, HOME, app, done, fields, home_of, of_resident
from profile_public.pages.forms import HomeForm


@app.get(HOME)
def show() -> Html:
    """Everything of a resident on one page."""
    return of_resident(_page)


@app.get(f"{HOME}/dong-y")
@app.get(f"{HOME}/xa")
@app.get(f"{HOME}/xoa")
@app.get(f"{HOME}/giu-lai")
def begin_again() -> Html:
    """Lead whoever opens the address of a form once more to the page it stands on."""
    return app.redirect(HOME)


@app.post(f"{HOME}/dong-y")
def consent() -> Html:
    """Give a consent, or take it back; one purpose at a time."""
    return of_resident(_consented)


@app.post(f"{HOME}/xa")
def choose_home() -> Html:
    """Say which commune is theirs."""
    return of_resident(_at_home)


@app.get(f"{HOME}/them")
def ask_to_add() -> Html:
    """Ask whether a case is to stand in the list."""
    return of_resident(_asked_to_add)


@app.post(f"{HOME}/them")
def add() -> Html:
    """Put a case into the list; who presses the button where it says so agrees that there is one."""
    return of_resident(_added)


def _consented(profile: Profile) -> Html:
    sent = fields()
    purpose = _purpose(sent)
    wanted = {purpose: sent.get("y", [""])[0] == "1"}
    said = "dong-y" if wanted[purpose] else "rut"
    return done(profile, lambda _: actions.changed(profile, wanted, None), to=f"{HOME}?{DONE}={said}")


def _purpose(sent: Mapping[str, list[str]]) -> ConsentPurpose:
    given = sent.get("muc-dich", [""])[0]
    if given not in set(ConsentPurpose):
        raise NotFound
    return ConsentPurpose(given)


def _at_home(profile: Profile) -> Html:
    form = Form.sent(HomeForm, fields())
    if form.value is None:
        return _page(profile, form=form)
    home = form.value.home_unit
    try:
        return done(profile, lambda _: actions.changed(profile, {}, home), to=f"{HOME}?{DONE}=xa")
    except InvalidInput as error:
        return _page(profile, form=form.refused(error.fields))


def _asked_to_add(profile: Profile) -> Html:
    link = app.query("viec")
    if not is_link(link):
        raise NotFound
    case = own_cases().of_link(link)
    return app.page(
        "public/profile/add.html",
        here=home_of(profile),
        case=case,
        link=link,
        key=new_form_key(),
        agrees=ConsentPurpose.CASES in profile.consents,
        purpose=ConsentPurpose.CASES.label,
    )


def _added(profile: Profile) -> Html:
    sent = fields()
    link = sent.get("viec", [""])[0]
    if not is_link(link):
        raise NotFound
    agreed = {ConsentPurpose.CASES: True} if sent.get("y") == ["1"] else {}

    def work(_: str) -> None:
        own_cases().of_link(link)  # nobody agrees to a list for a case that there is not
        actions.added(actions.changed(profile, agreed, None) if agreed else profile, link)

    return done(profile, work, to=f"{HOME}?{DONE}=them")


def _page(profile: Profile, form: Form[HomeForm] | None = None) -> Html:
    given = form or Form.empty(HomeForm, home_unit=profile.home_unit)
    field = given.field("home_unit")
    return app.page(
        "public/profile/own.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK,
        here=home_of(profile),
        consents={purpose.value: purpose.label for purpose in ConsentPurpose},
        given=profile.consents,
        cases=actions.listed(profile),
        accounts=[_account(known) for known in own_data().accounts(profile) if known.follows],
        form=given,
        home=field,
        communes=reading.places().communes(foundation.province(), foundation.today()),
        waiting=own_data().waiting(profile),
        said=texts.DONE.get(app.query(DONE), ""),
        key=new_form_key(),
    )


def _account(known: KnownAt) -> dict[str, Any]:
    place = reading.places().by_path(known.unit_path) if known.unit_path else None
    return {"place": place, "since": known.since}
