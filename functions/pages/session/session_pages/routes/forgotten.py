"""A forgotten password: a code by e-mail, for whoever has an address there; and forms that came too late."""

import time
from typing import Final
from urllib.parse import quote, urlsplit

from loa import clock
from loa.errors import InvalidInput
from loa.foundation.sessions.drafts import DraftStore
from loa.foundation.sessions.model import session_id
from loa.foundation.sign_in.model import username_of
from loa.foundation.sign_in.service import SignInRefused
from loa.foundation.sign_in.texts import DIFFERENT
from loa.web.console import csrf
from loa.web.console.cookies import session_cookie_of
from loa.web.console.navigation import DRAFT, KEEP_DRAFT, SIGN_IN, keeps_drafts
from loa.web.console.resolver import KEY, TOKEN
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from session_pages.app import FORGOTTEN, RESET, entrance
from session_pages.dependencies import own_account, sign_in
from session_pages.forms import ChangePasswordForm, ConfirmForm, ForgottenForm, ResetForm
from session_pages.visitors import visitor_of, wanted_page

_ANSWER_SECONDS: Final = 1.0
"""No answer comes sooner: how long it takes does not say who has an account."""


_NOT_KEPT: Final = frozenset(
    {TOKEN, KEY, *ConfirmForm.model_fields, *ChangePasswordForm.model_fields, *ResetForm.model_fields}
)
"""Fields that are never kept: those of the kit, and whatever proves who somebody is."""


@entrance.get(FORGOTTEN)
def ask_whose() -> Html:
    """Ask whose password it is."""
    return _forgotten_page(Form.empty(ForgottenForm))


@entrance.post(FORGOTTEN)
def send_code() -> Html:
    """Send a code, if there is somebody to send it to, and ask for it either way."""
    began = time.monotonic()
    form = Form.sent(ForgottenForm, entrance.form_data())
    if form.value is None:
        return _forgotten_page(form, status=422)
    username, event = username_of(form.value.username), entrance.current_event.raw_event
    try:
        own_account().send_reset_code(username, visitor_of(event), clock.now())
    except SignInRefused as refusal:
        return _forgotten_page(form.refused({"username": refusal.message}), status=422)
    finally:
        time.sleep(max(0.0, _ANSWER_SECONDS - (time.monotonic() - began)))
    return _reset_page(Form.empty(ResetForm), username)


@entrance.post(RESET)
def reset() -> Html:
    """Set the new password."""
    data = entrance.form_data()
    form, username = Form.sent(ResetForm, data), username_of(next(iter(data.get("username", ())), ""))
    if form.value is not None and form.value.password != form.value.again:
        form = form.refused({"again": DIFFERENT})
    if form.value is None:
        return _reset_page(form, username, status=422)
    code, event = form.value.code, entrance.current_event.raw_event
    try:
        own_account().reset_password(username, code, form.value.password, visitor_of(event), clock.now())
    except InvalidInput as error:
        return _reset_page(form.refused(error.fields), username, status=422)
    except SignInRefused as refusal:
        return _reset_page(form.refused({"code": refusal.message}), username, status=422)
    return entrance.redirect(f"{SIGN_IN}?vi=dat")


@entrance.post(KEEP_DRAFT)
def keep_draft() -> Html:
    """Keep a form whose session has ended, and lead to the sign-in page and from there back to the form.

    It was written by a page of that session, or nothing of it is kept; nothing is done by it either way.
    Of a form with files its words are kept.
    """
    event, now = entrance.current_event.raw_event, clock.now()
    sessions = sign_in().sessions
    session = sessions.find_ended(session_id(session_cookie_of(event)))
    page = wanted_page(urlsplit(entrance.current_event.headers.get("referer", "")).path)
    data = entrance.sent_form().fields if session else {}  # nobody else's megabytes are read
    if session is None or not csrf.is_of(next(iter(data.get("csrf", ())), ""), session.csrf):
        return entrance.redirect(f"{SIGN_IN}?vi=het&den={quote(page, safe='')}")
    fields = {name: values for name, values in data.items() if name not in _NOT_KEPT}
    store = DraftStore(sessions.table)
    identity = store.save(session.officer_id, fields, now) if keeps_drafts(page) else ""
    back = f"{page}?{DRAFT}={identity}" if identity else page
    if not session.is_over(now):
        return entrance.redirect(back)
    return entrance.redirect(f"{SIGN_IN}?vi={'giu' if identity else 'het'}&den={quote(back, safe='')}")


def _forgotten_page(form: Form[ForgottenForm], *, status: int = 200) -> Html:
    return entrance.page("console/session/forgotten.html", status=status, form=form)


def _reset_page(form: Form[ResetForm], username: str, *, status: int = 200) -> Html:
    hidden = {"username": username}
    return entrance.page("console/session/reset.html", status=status, form=form, hidden=hidden, action=RESET)
