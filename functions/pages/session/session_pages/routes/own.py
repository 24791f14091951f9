"""An officer's own page: their sessions, password, second factor, Zalo; and proving again that it is they."""

from dataclasses import replace
from typing import Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.errors import InvalidInput
from loa.foundation.officers.service import link_code
from loa.foundation.sign_in.model import needs_factor
from loa.foundation.sign_in.own import Proof
from loa.foundation.sign_in.service import SignInRefused
from loa.foundation.sign_in.texts import DIFFERENT
from loa.web.console.cookies import is_secure, session_cookie
from loa.web.console.navigation import CONFIRM, OWN, SIGN_IN
from loa.web.pages.forms import Form, FormField
from loa.web.pages.resolver import Html
from session_pages import texts
from session_pages.app import app
from session_pages.dependencies import console_dependencies, own_account, sign_in
from session_pages.forms import ChangePasswordForm, ConfirmForm
from session_pages.visitors import sign_in_cookie, visitor_of, wanted_page

STILL_THERE: Final = "/console/con"
PASSWORD: Final = f"{OWN}/mat-khau"
SETUP: Final = f"{OWN}/ung-dung"
END_ONE: Final = f"{OWN}/dang-xuat-may"
END_ALL: Final = f"{OWN}/dang-xuat-het"
LINK: Final = f"{OWN}/zalo"


@app.get(OWN)
def show_own() -> Html:
    """Show what somebody can see and change of their own account."""
    officer, session = app.officer(), app.session()
    left = sign_in().store.codes_left(session.username) if session.username else None
    return app.page(
        "console/session/own.html",
        sessions=sign_in().sessions.of_officer(officer.id, clock.now()),
        present=session.id,
        has_factor=session.factor_at is not None,
        needs_factor=needs_factor(officer.roles),
        codes_left=left,
    )


@app.get(STILL_THERE)
def still_there() -> Response[str]:
    """Answer how many seconds are left; asked without the header of scripts, it prolongs the session."""
    left = app.session().idle_at - clock.now()
    return Response(200, content_type="text/plain", body=str(max(0, int(left.total_seconds()))),
                    headers={"cache-control": "no-store"})  # fmt: skip


@app.get(CONFIRM)
def ask_again() -> Html:
    """Ask for password and second factor before a sensitive act."""
    return _confirm_page(Form.empty(ConfirmForm), wanted_page(app.query("den")))


@app.post(CONFIRM)
def confirm() -> Html:
    """Check them, and go back to where they were asked for."""
    data = app.form_data()
    form, then = Form.sent(ConfirmForm, data), wanted_page(next(iter(data.get("den", ())), ""))
    if form.value is None:
        return _confirm_page(form, then, status=422)
    try:
        own_account().confirm(app.session(), _proof(form.value), clock.now())
    except InvalidInput as error:
        return _confirm_page(form.refused(error.fields), then, status=422)
    except SignInRefused as refusal:
        return _confirm_page(form.refused({"current": refusal.message}), then, status=422)
    return app.redirect(then, say=texts.CONFIRMED)


@app.get(PASSWORD)
def ask_password() -> Html:
    """Ask for another password."""
    return _password_page(Form.empty(ChangePasswordForm))


@app.post(PASSWORD)
def change_password() -> Html:
    """Set it; all other sessions end."""
    form = app.sent(ChangePasswordForm)
    if form.value is not None and form.value.password != form.value.again:
        form = form.refused({"again": DIFFERENT})
    if form.value is None:
        return _password_page(form, status=422)
    given, officer = form.value, app.officer()
    try:
        known = (officer.name, app.unit_name(officer.unit_path))
        own_account().change_password(app.session(), _proof(given), given.password, known, clock.now())
    except InvalidInput as error:
        return _password_page(form.refused(error.fields), status=422)
    except SignInRefused as refusal:
        return _password_page(form.refused({"current": refusal.message}), status=422)
    return app.redirect(OWN, say=texts.PASSWORD_CHANGED)


@app.get(SETUP)
def ask_setup() -> Html:
    """Ask who it is before another authenticator is set up."""
    return _setup_page(Form.empty(ConfirmForm))


@app.post(SETUP)
def begin_setup() -> Html:
    """Begin to set it up; it goes on as at the first sign-in."""
    form = app.sent(ConfirmForm)
    if form.value is None:
        return _setup_page(form, status=422)
    try:
        begun = own_account().begin_setup(app.session(), _proof(form.value), OWN, clock.now())
    except InvalidInput as error:
        return _setup_page(form.refused(error.fields), status=422)
    except SignInRefused as refusal:
        return _setup_page(form.refused({"current": refusal.message}), status=422)
    event = app.current_event.raw_event
    return app.redirect(f"{SIGN_IN}/ung-dung", cookies=[sign_in_cookie(event, begun.cookie)])


@app.post(END_ONE)
def end_one() -> Html:
    """End one of the own sessions; of nobody else's."""
    identity = next(iter(app.form_data().get("may", ())), "")
    if identity != app.session().id:
        sign_in().sessions.end(app.officer().id, identity)
    return app.redirect(OWN, say=texts.DEVICE_ENDED)


@app.post(END_ALL)
def end_all() -> Html:
    """End all of them, this one too."""
    sign_in().sessions.end_all(app.officer().id)
    gone = session_cookie("", secure=is_secure(app.current_event.raw_event))
    return app.redirect(f"{SIGN_IN}?vi=moi-may", cookies=[gone])


@app.post(LINK)
def link_zalo() -> Html:
    """Show what to write to the unit's account so that it knows the officer's Zalo."""
    app.key()
    made = link_code(app.officer(), registry=console_dependencies().officers, now=clock.now())
    return app.page("console/session/link.html", made=made)


def _proof(given: ConfirmForm | ChangePasswordForm) -> Proof:
    visitor = visitor_of(app.current_event.raw_event)
    return Proof(given.current, given.code, visitor)


def _confirm_page(form: Form[ConfirmForm], then: str, *, status: int = 200) -> Html:
    return app.page("console/session/confirm.html", status=status, form=form, then=then, fields=_asked(form))


def _setup_page(form: Form[ConfirmForm], *, status: int = 200) -> Html:
    return app.page("console/session/own-setup.html", status=status, form=form, fields=_asked(form))


def _password_page(form: Form[ChangePasswordForm], *, status: int = 200) -> Html:
    return app.page("console/session/password.html", status=status, form=form, fields=_asked(form))


def _asked(form: Form[ConfirmForm] | Form[ChangePasswordForm]) -> list[FormField]:
    """Return the fields to show: no code is asked of whoever has no second factor."""
    has_factor = app.session().factor_at is not None or "code" in form.errors
    shown = [field for field in form.fields() if has_factor or field.name != "code"]
    return [replace(field, required=True) for field in shown]
