"""`/cua-toi/du-lieu`: what is held about a resident, to be seen, taken along, corrected and erased."""

import re
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.bootstrap import participation, reading
from loa.dialogue.mini_app.shown import heading, readable
from loa.dialogue.petitions.service import new_form_key
from loa.errors import InvalidInput, NotFound
from loa.residents.profiles.downloads import download_pass, downloader
from loa.residents.profiles.model import Profile
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from profile_public import actions, texts
from profile_public.identity import own_cases, own_data, profiles
from profile_public.pages.app import DONE, HOME, app, done, fields, home_of, of_resident
from profile_public.pages.forms import CorrectionForm

DATA: Final = f"{HOME}/du-lieu"
SHOWN: Final = 60
"""Things on the page; the file holds all of them."""
_UNITS: Final = ("unit", "home_unit")
_CASE_ID: Final = re.compile(r"[0-9a-f]{22}", re.ASCII)


@app.get(DATA)
def show() -> Html:
    """What is held."""
    return of_resident(_page)


@app.get(f"{HOME}/tep")
def take_along() -> Response[str]:
    """What is held, as a file, for who has a link of the page before; it ends after ten minutes."""
    user_id = downloader(app.query("the"), participation.secret()(), clock.now())
    if user_id is None:
        return app.page("public/profile/link-ended.html", status=HTTPStatus.GONE)
    from profile_public.schemas import KeptData  # noqa: PLC0415 - few take a file along

    text = KeptData.of(own_data().held(profiles().of(user_id))).model_dump_json(indent=1)
    headers = {
        "cache-control": "no-store",
        "content-disposition": 'attachment; filename="thong-tin-cua-toi.json"',
    }
    return Response(HTTPStatus.OK, content_type="application/json; charset=utf-8", body=text, headers=headers)


@app.get(f"{HOME}/sua")
def ask_to_correct() -> Html:
    """Ask what is to stand in a case."""
    return of_resident(lambda profile: _correction(profile, Form.empty(CorrectionForm)))


@app.post(f"{HOME}/sua")
def correct() -> Html:
    """Correct name and telephone number in a case."""
    return of_resident(_corrected)


@app.post(f"{HOME}/xoa")
def erase() -> Html:
    """Ask that everything is erased; it begins a working day later."""
    return of_resident(_erased)


@app.post(f"{HOME}/giu-lai")
def keep() -> Html:
    """Call off what has not begun."""
    return of_resident(_kept)


def _page(profile: Profile) -> Html:
    held = list(own_data().held(profile))
    return app.page(
        "public/profile/data.html",
        here=home_of(profile),
        things=[(heading(where), readable(_named(what)), what.get("code")) for where, what in held[:SHOWN]],
        more=max(0, len(held) - SHOWN),
        ids={case.code: case.id for case in own_cases().newest(own_data().persons(profile))},
        download=download_pass(participation.secret()(), profile.user_id, clock.now()),
        waiting=own_data().waiting(profile),
        said=texts.DONE.get(app.query(DONE), ""),
        key=new_form_key(),
    )


def _named(what: Mapping[str, Any]) -> dict[str, Any]:
    """Return a thing with the names of units instead of their paths."""
    units = {name: reading.places().by_path(str(what[name])).name for name in _UNITS if what.get(name)}
    return {**what, **units}


def _correction(profile: Profile, form: Form[CorrectionForm]) -> Html:
    case_id = app.query("viec")
    persons = own_data().persons(profile)
    if not _CASE_ID.fullmatch(case_id) or not own_cases().has(persons, case_id):
        raise NotFound
    case = own_cases().cases.read(case_id)
    proven = own_cases().is_opened_by(persons, case)
    asked = [replace(field, required=field.name == "present_phone") for field in form.fields()]
    return app.page(
        "public/profile/correct.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        here=home_of(profile),
        case=case,
        form=form,
        fields=[field for field in asked if not (proven and field.required)],
        key=new_form_key(),
    )


def _corrected(profile: Profile) -> Html:
    form = Form.sent(CorrectionForm, fields())
    value, case_id = form.value, app.query("viec")
    if value is None:
        return _correction(profile, form)
    if not _CASE_ID.fullmatch(case_id):
        raise NotFound

    def work(origin: str) -> None:
        actions.corrected(
            profile,
            case_id,
            name=value.name or None,
            phone=value.phone or None,
            present_phone=value.present_phone,
            origin=origin,
        )

    try:
        return done(profile, work, to=f"{DATA}?{DONE}=sua")
    except InvalidInput as error:
        return _correction(profile, form.refused(error.fields))


def _erased(profile: Profile) -> Html:
    fields()
    return done(
        profile,
        lambda origin: own_data().erase(profile, origin=origin, now=clock.now()),
        to=f"{DATA}?{DONE}=xoa",
    )


def _kept(profile: Profile) -> Html:
    fields()
    return done(profile, lambda _: own_data().keep(profile, now=clock.now()), to=f"{DATA}?{DONE}=giu-lai")
