"""Where a case stands: by its code, and on the page of its own that only its reporter can open."""

import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa.bootstrap.reading import public_url
from loa.casework.cases.rules.model import Case
from loa.casework.cases.rules.transitions import reopen_until
from loa.dialogue.petitions import texts
from loa.dialogue.petitions.following import FollowedCase
from loa.dialogue.petitions.model import MAXIMUM_PICTURES, is_form_key, phone_end
from loa.dialogue.petitions.pictures import looked_into
from loa.dialogue.petitions.service import new_form_key
from loa.dialogue.petitions.timeline import can_rate, can_reopen, can_say_more, progress_of
from loa.errors import Conflict, InvalidInput, LoaError, NotFound
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.qr import svg
from loa.web.pages.resolver import Html
from petitions_pages.app import app, petitions, place_at, today
from petitions_pages.pages import CodeForm, MoreForm, RatingForm, ReopenForm
from petitions_pages.routes.form import KEY, cleaned_fields
from petitions_pages.template.sending import waiting_pictures

_DONE: Final = "da"
_LATER: Final = 3
_TITLE: Final = 90


@app.get("/theo-doi")
def ask() -> Html:
    """Ask which case it is."""
    return app.page("petition/ask.html", form=Form.empty(CodeForm))


@app.post("/theo-doi")
def find() -> Html:
    """Lead to the page of a case; without the digits say where it stands."""
    form = Form.sent(CodeForm, cleaned_fields(app.sent_form()))
    if form.value is None:
        return app.page("petition/ask.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    try:
        # Not what a header says: that can be invented.
        address = str(app.current_event.request_context.http.source_ip)
        case, link = petitions().by_code(form.value.code, form.value.number, address=address)
    except InvalidInput as error:
        refused = form.refused(error.fields)
        return app.page("petition/ask.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=refused)
    if link:
        return app.redirect(f"/theo-doi/{link}")
    return app.page("petition/state.html", here=place_at(case.unit_path), case=case, today=today())


@app.get("/theo-doi/<link>")
def case_page(link: str) -> Html:
    """The page of a case."""
    return _page(petitions().followed(link))


@app.get("/theo-doi/<link>/bien-nhan")
def receipt(link: str) -> Html:
    """The receipt: the code, the digits, the deadlines; what is urgent comes first."""
    followed = petitions().followed(link)
    case, access = followed.case, followed.access
    address = f"{public_url()}/theo-doi/{link}"
    return app.page(
        "petition/receipt.html",
        here=place_at(case.unit_path),
        case=case,
        link=link,
        address=address,
        number=access.number,
        phone_end="" if access.number else phone_end(case.reporter.phone),
        qr=svg(address, label=case.code),
        danger=_danger(followed),
        doubt=texts.DOUBT if followed.reading.doubtful else "",
        key=new_form_key(),
        pictures=len(petitions().pictures_of(followed)),
    )


@app.get("/theo-doi/cho-gui/anh/<name>")
def waiting_picture(name: str) -> Response[bytes]:
    """A picture that waits for its case, to whoever was given its name a moment ago."""
    found = waiting_pictures([name])
    if not found:
        raise NotFound
    headers = {"cache-control": "private, no-store"}
    return Response(200, content_type=found[0].content_type, body=found[0].content, headers=headers)


@app.get("/theo-doi/<link>/anh/<place>")
def picture(link: str, place: str) -> Response[bytes]:
    """A picture that its reporter sent."""
    if not (place.isascii() and place.isdigit() and len(place) <= _LATER):
        raise NotFound
    service = petitions()
    content, kind = service.picture(service.followed(link), int(place) - 1)
    return Response(
        200,
        content_type=kind,
        body=content,
        headers={"cache-control": "private, max-age=300"},
    )


@app.post("/theo-doi/<link>/noi-them")
def say_more(link: str) -> Html:
    """Add words and pictures."""
    followed, sent = petitions().followed(link), app.sent_form()
    form = Form.sent(MoreForm, cleaned_fields(sent))
    uploads = [file.content for file in sent.files.get("more_pictures", ()) if file.content]
    pictures, faults = looked_into(uploads[:MAXIMUM_PICTURES])
    if len(uploads) > MAXIMUM_PICTURES:
        faults.append(texts.too_many_pictures(MAXIMUM_PICTURES, len(uploads)))
    if uploads and not followed.takes_pictures:
        faults.append(texts.NO_PICTURES_HERE)
    if faults:
        form = form.refused({"more_pictures": " ".join(faults)})
    return _done(
        followed,
        form,
        key_of(sent.fields),
        lambda value, key: petitions().add(followed, value.words, pictures, key=key),
        step="noi-them",
        names={"text": "words", "attachments": "more_pictures"},
        beside=" ".join(picture.name for picture in pictures),
    )


@app.post("/theo-doi/<link>/danh-gia")
def rate(link: str) -> Html:
    """Say whether the matter is settled."""
    followed, sent = petitions().followed(link), app.sent_form()
    form = Form.sent(RatingForm, cleaned_fields(sent))
    return _done(
        followed,
        form,
        key_of(sent.fields),
        lambda value, key: petitions().rate(followed, _stars(value.stars), value.word, key=key),
        step="danh-gia",
        names={"text": "word"},
    )


@app.post("/theo-doi/<link>/mo-lai")
def reopen(link: str) -> Html:
    """Let a case go on that has ended."""
    followed, sent = petitions().followed(link), app.sent_form()
    form = Form.sent(ReopenForm, cleaned_fields(sent))
    return _done(
        followed,
        form,
        key_of(sent.fields),
        lambda value, key: petitions().reopen(followed, value.why, key=key),
        step="mo-lai",
        names={"text": "why", "words": "why"},
    )


@app.post("/theo-doi/<link>/khan")
def call_for_help(link: str) -> Html:
    """Notify the officers on call."""
    followed = petitions().followed(link)
    app.form_data()  # of a page of ours
    try:
        petitions().call_for_help(followed)
    except Conflict:
        return _page(followed, status=HTTPStatus.CONFLICT, trouble=texts.NOT_NOW)
    return app.redirect(f"/theo-doi/{link}?{_DONE}=khan")


def _done[Model: FormModel](
    followed: FollowedCase,
    form: Form[Model],
    key: str,
    work: Callable[[Model, str], None],
    *,
    step: str,
    names: dict[str, str],
    beside: str = "",
) -> Html:
    """Do what a form of the page asks for, and lead back; or show the page with the form as it was typed.

    Args:
        followed: the case.
        form: as it was sent.
        key: of the form.
        work: does it.
        step: the last part of the form's address.
        names: where the form calls a field otherwise than the use case.
        beside: what tells it apart besides its words: its pictures.
    """
    if form.value is None:
        return _page(followed, status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form, key=key)
    try:
        work(form.value, origin_of(step, form, key, beside))
    except Conflict as conflict:
        trouble = conflict.message or texts.NOT_NOW
        return _page(followed, status=HTTPStatus.CONFLICT, form=form, key=key, trouble=trouble)
    except InvalidInput as error:
        refused = form.refused({names.get(name, name): words for name, words in error.fields.items()})
        return _page(followed, status=HTTPStatus.UNPROCESSABLE_ENTITY, form=refused, key=key)
    except LoaError:
        return _page(followed, status=HTTPStatus.SERVICE_UNAVAILABLE, form=form, key=key, trouble=texts.AGAIN)
    return app.redirect(f"/theo-doi/{followed.access.link}?{_DONE}={step}")


def _page(
    followed: FollowedCase,
    *,
    status: int = HTTPStatus.OK,
    form: Form[Any] | None = None,
    key: str = "",
    trouble: str = "",
) -> Html:
    case, told = followed.case, followed.told
    service = petitions()
    forms: dict[str, Form[Any]] = {
        "more": Form.empty(MoreForm),
        "rating": Form.empty(RatingForm),
        "reopening": Form.empty(ReopenForm),
    }
    for name, empty in forms.items():
        if form is not None and form.model is empty.model:
            forms[name] = form
    now = service.cases.now()
    done = app.query(_DONE)
    return app.page(
        "petition/case.html",
        status=status,
        here=place_at(case.unit_path),
        case=case,
        told=told,
        title=_title(case),
        link=followed.access.link,
        steps=progress_of(followed, service.cases.who, service.cases.unit_name),
        who=service.cases.who(told),
        pictures=[(one.get("width", 640), one.get("height", 480)) for one in service.pictures_of(followed)],
        danger=_danger(followed) if case.state.is_open else "",
        done=texts.DONE.get(done, ""),
        trouble=trouble,
        form=form or Form.empty(CodeForm),
        forms=forms,
        key=key or new_form_key(),
        can_say_more=can_say_more(told),
        can_rate=can_rate(case, told),
        can_reopen=can_reopen(told, now),
        takes_pictures=followed.takes_pictures,
        reopen_until=reopen_until(told),
        today=today(),
    )


def _title(case: Case) -> str:
    line = " ".join(case.details.what.split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1].rstrip()}…"


def _danger(followed: FollowedCase) -> str:
    danger = followed.reading.danger
    return texts.DANGER[danger.value] if danger else ""


def key_of(fields: Mapping[str, list[str]]) -> str:
    """Return the key of a form; one of its own for a form without."""
    given = fields.get(KEY, [""])[0]
    return given if is_form_key(given) else new_form_key()


def origin_of(step: str, form: Form[Any], key: str, beside: str = "") -> str:
    """Return what names this request for ever: who goes back and writes something else means just that."""
    values = [value for name in sorted(form.data) for value in form.data[name]]
    typed = "\0".join((step, key, beside, *values))
    return f"form#{hashlib.sha256(typed.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def _stars(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0
