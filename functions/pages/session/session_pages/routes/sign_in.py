"""Signing in: username and password, then whatever the sign-in waits for."""

import time
from typing import Final

from loa import clock
from loa.errors import InvalidInput
from loa.foundation.sign_in.model import SignInProgress, SignInStep
from loa.foundation.sign_in.service import PendingSignIn, SignedIn, SignInOver, SignInRefused
from loa.foundation.sign_in.texts import DIFFERENT, OVER
from loa.web.console.cookies import is_secure, session_cookie
from loa.web.console.navigation import SIGN_IN
from loa.web.pages.forms import Form
from loa.web.pages.qr import svg
from loa.web.pages.resolver import Html
from session_pages import texts
from session_pages.app import entrance
from session_pages.dependencies import sign_in
from session_pages.forms import CodeForm, NewPasswordForm, RecoveryForm, SignInForm
from session_pages.visitors import sign_in_cookie, sign_in_cookie_of, visitor_of, wanted_page

REFUSAL_SECONDS: Final = 1.0
"""No refusal comes sooner: how long it takes says nothing about why."""

STEPS: Final = {
    SignInStep.FIRST_PASSWORD: f"{SIGN_IN}/mat-khau",
    SignInStep.CODE: f"{SIGN_IN}/ma",
    SignInStep.SETUP: f"{SIGN_IN}/ung-dung",
}
RECOVERY: Final = f"{SIGN_IN}/du-phong"

_REASONS: Final = {
    "het": texts.IDLE,
    "xong": texts.SIGNED_OUT,
    "moi-may": texts.SIGNED_OUT_EVERYWHERE,
    "lai": OVER,
    "dat": texts.PASSWORD_SET,
    "giu": texts.DRAFT_KEPT,
}
"""Why somebody is at the entrance, by the query's `vi`."""


@entrance.get(SIGN_IN)
def ask() -> Html:
    """Ask for username and password."""
    return _sign_in_page(Form.empty(SignInForm), then=entrance.query("den"), reason=entrance.query("vi"))


@entrance.post(SIGN_IN)
def begin() -> Html:
    """Check them."""
    began = time.monotonic()
    data = entrance.form_data()
    form, then = Form.sent(SignInForm, data), next(iter(data.get("den", ())), "")
    if form.value is None:
        return _sign_in_page(form, then=then, status=422)
    given, event = form.value, entrance.current_event.raw_event
    try:
        outcome = sign_in().begin(
            given.username, given.password, visitor_of(event), then=wanted_page(then), now=clock.now()
        )
    except SignInRefused as refusal:
        entrance.log.info("sign-in refused")
        time.sleep(max(0.0, REFUSAL_SECONDS - (time.monotonic() - began)))
        return _sign_in_page(form.refused({"": refusal.message}), then=then, status=422)
    return _go_on(outcome)


@entrance.get(STEPS[SignInStep.FIRST_PASSWORD])
def ask_first_password() -> Html:
    """Ask for an own password in the place of the temporary one."""
    return _at(SignInStep.FIRST_PASSWORD) or _first_password_page(Form.empty(NewPasswordForm))


@entrance.post(STEPS[SignInStep.FIRST_PASSWORD])
def set_first_password() -> Html:
    """Set it."""
    form = Form.sent(NewPasswordForm, entrance.form_data())
    if form.value is not None and form.value.password != form.value.again:
        form = form.refused({"again": DIFFERENT})
    if form.value is None:
        return _first_password_page(form, status=422)
    event = entrance.current_event.raw_event
    try:
        outcome = sign_in().set_first_password(
            sign_in_cookie_of(event), form.value.password, visitor_of(event), now=clock.now()
        )
    except InvalidInput as error:
        return _first_password_page(form.refused(error.fields), status=422)
    except SignInOver:
        return _begin_anew()
    except SignInRefused as refusal:
        return _refused_page(refusal)
    return _go_on(outcome)


@entrance.get(STEPS[SignInStep.CODE])
def ask_code() -> Html:
    """Ask for the six digits."""
    return _at(SignInStep.CODE) or _code_page(Form.empty(CodeForm))


@entrance.post(STEPS[SignInStep.CODE])
def give_code() -> Html:
    """Check them."""
    form = Form.sent(CodeForm, entrance.form_data())
    if form.value is None:
        return _code_page(form.refused({"code": texts.CODE_SHAPE}), status=422)
    event, code = entrance.current_event.raw_event, form.value.code
    try:
        outcome = sign_in().give_code(sign_in_cookie_of(event), code, visitor_of(event), now=clock.now())
    except InvalidInput as error:
        return _code_page(form.refused(error.fields), status=422)
    except SignInOver:
        return _begin_anew()
    except SignInRefused as refusal:
        return _refused_page(refusal)
    return _go_on(outcome)


@entrance.get(RECOVERY)
def ask_recovery_code() -> Html:
    """Ask for a recovery code instead."""
    return _at(SignInStep.CODE) or _recovery_page(Form.empty(RecoveryForm))


@entrance.post(RECOVERY)
def give_recovery_code() -> Html:
    """Check it."""
    form = Form.sent(RecoveryForm, entrance.form_data())
    if form.value is None:
        return _recovery_page(form, status=422)
    event = entrance.current_event.raw_event
    try:
        outcome = sign_in().give_recovery_code(
            sign_in_cookie_of(event), form.value.recovery, visitor_of(event), now=clock.now()
        )
    except InvalidInput as error:
        return _recovery_page(form.refused(error.fields), status=422)
    except SignInOver:
        return _begin_anew()
    except SignInRefused as refusal:
        return _refused_page(refusal)
    return _go_on(outcome)


@entrance.get(STEPS[SignInStep.SETUP])
def ask_setup() -> Html:
    """Show what an authenticator needs."""
    progress = _progress()
    return _at(SignInStep.SETUP) or _setup_page(Form.empty(CodeForm), progress)


@entrance.post(STEPS[SignInStep.SETUP])
def finish_setup() -> Html:
    """Check that it works, sign in, and show the recovery codes: once, here."""
    form, progress = Form.sent(CodeForm, entrance.form_data()), _progress()
    if progress is None or progress.step is not SignInStep.SETUP:
        return _begin_anew()
    if form.value is None:
        return _setup_page(form.refused({"code": texts.CODE_SHAPE}), progress, status=422)
    event, code = entrance.current_event.raw_event, form.value.code
    try:
        done = sign_in().finish_setup(sign_in_cookie_of(event), code, visitor_of(event), now=clock.now())
    except InvalidInput as error:
        return _setup_page(form.refused(error.fields), progress, status=422)
    except SignInOver:
        return _begin_anew()
    except SignInRefused as refusal:
        return _refused_page(refusal)
    page = entrance.page(
        "console/session/recovery-codes.html", codes=done.recovery_codes, then=wanted_page(done.then)
    )
    page.cookies.extend([session_cookie(done.cookie, secure=is_secure(event)), sign_in_cookie(event, "")])
    return page


def _progress() -> SignInProgress | None:
    return sign_in().step_of(sign_in_cookie_of(entrance.current_event.raw_event), clock.now())


def _at(step: SignInStep) -> Html | None:
    """Return None if the sign-in waits for this step, else the way to where it stands."""
    progress = _progress()
    if progress is None:
        return _begin_anew()
    return None if progress.step is step else entrance.redirect(STEPS[progress.step])


def _begin_anew() -> Html:
    event = entrance.current_event.raw_event
    return entrance.redirect(f"{SIGN_IN}?vi=lai", cookies=[sign_in_cookie(event, "")])


def _go_on(outcome: PendingSignIn | SignedIn) -> Html:
    event = entrance.current_event.raw_event
    if isinstance(outcome, PendingSignIn):
        path = STEPS[outcome.progress.step]
        return entrance.redirect(path, cookies=[sign_in_cookie(event, outcome.cookie)])
    cookies = [session_cookie(outcome.cookie, secure=is_secure(event)), sign_in_cookie(event, "")]
    return entrance.redirect(wanted_page(outcome.then), cookies=cookies)


def _sign_in_page(form: Form[SignInForm], *, then: str, reason: str = "", status: int = 200) -> Html:
    return entrance.page(
        "console/session/sign-in.html",
        status=status,
        form=form,
        hidden={"den": wanted_page(then)} if then else {},
        reason=_REASONS.get(reason, ""),
        ended=reason in {"xong", "moi-may", "dat"},
    )


def _refused_page(refusal: SignInRefused) -> Html:
    return _sign_in_page(Form.empty(SignInForm).refused({"": refusal.message}), then="", status=422)


def _first_password_page(form: Form[NewPasswordForm], *, status: int = 200) -> Html:
    return entrance.page("console/session/first-password.html", status=status, form=form)


def _code_page(form: Form[CodeForm], *, status: int = 200) -> Html:
    return entrance.page("console/session/code.html", status=status, form=form)


def _recovery_page(form: Form[RecoveryForm], *, status: int = 200) -> Html:
    return entrance.page("console/session/recovery.html", status=status, form=form)


def _setup_page(form: Form[CodeForm], progress: SignInProgress | None, *, status: int = 200) -> Html:
    assert progress, "the step was checked"  # noqa: S101 # nosec B101 - as it says
    secret = progress.secret
    address = f"otpauth://totp/Loa:{progress.username}?secret={secret}&issuer=Loa"
    return entrance.page(
        "console/session/setup.html",
        status=status,
        form=form,
        address=address,
        picture=svg(address, label=texts.SQUARE),
        groups=[secret[start : start + 4] for start in range(0, len(secret), 4)],
    )
