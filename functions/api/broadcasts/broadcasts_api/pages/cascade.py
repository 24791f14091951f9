"""The cascade: a unit adds its own words to a broadcast from above, or says that it does not take part."""

import base64
from dataclasses import replace
from typing import Any, Final

from broadcasts_api import lookup
from broadcasts_api.pages import forms, shown, texts
from broadcasts_api.pages.app import AREA, app
from loa import clock
from loa.bootstrap import publishing
from loa.errors import Conflict, InvalidInput, NotAllowed
from loa.foundation.officers.model import Permission, allowed, require
from loa.platform.zalo.api.articles import MEDIA
from loa.publishing.broadcasts.rules.model import Broadcast, Localisation, LocalisationState
from loa.publishing.pictures import media
from loa.web.console.lists import Tag
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.parts.article_views import article_on_page, picture_address

LIST: Final = f"{AREA}/gop-loi"


@app.get(LIST)
def show_invitations() -> Html:
    """Show what units above ask for words for."""
    officer = app.officer()
    require(officer, Permission.READ_BROADCASTS, officer.unit_path)
    found = lookup.invitations(officer.unit_path)
    return app.page(
        "console/broadcasts/invitations.html",
        rows=[
            (
                f"{LIST}/{broadcast.broadcast_id}",
                shown.title_of(broadcast),
                app.unit_name(broadcast.unit_path),
                shown.when(broadcast.content.localise_until),
                Tag(*texts.LOCALISED[mine.state.value]) if mine else None,
            )
            for broadcast, mine in found
        ],
    )


@app.get(f"{LIST}/<broadcast_id>")
def show_invitation(broadcast_id: str) -> Html:
    """Show the common text, which stays as it is, and a box for the unit's own words."""
    found, mine = _invited(broadcast_id, Permission.READ_BROADCASTS)
    return _page(found, mine, _form(mine))


@app.post(f"{LIST}/<broadcast_id>")
def add(broadcast_id: str) -> Html:
    """Propose the unit's words, or decline."""
    found, mine = _invited(broadcast_id, Permission.LOCALISE_BROADCAST)
    declines = app.form_data().get("act") == ["decline"]
    form = _with_picture(app.sent(forms.AdditionForm))
    if form.value is None or form.errors:
        return _page(found, mine, form, status=422)
    said, officer = form.value, app.officer()
    proposal = Localisation(
        unit_path=officer.unit_path,
        state=LocalisationState.DECLINED if declines else LocalisationState.PROPOSED,
        paragraph="" if declines else said.paragraph,
        image_url="" if declines else said.image_url,
        author=officer.id,
        at=clock.now(),
    )
    try:
        return app.done(
            lambda: publishing.broadcast_service().localise(found, proposal),
            to=f"{LIST}/{broadcast_id}",
            say=texts.DECLINED if declines else texts.ADDED,
        )
    except InvalidInput as refused:
        return _page(found, mine, form.refused(refused.fields or {"": refused.message}), status=422)
    except Conflict as conflict:
        return _page(*_invited(broadcast_id, Permission.LOCALISE_BROADCAST),
                     form.refused({"": conflict.message}), status=409)  # fmt: skip


@app.post(f"{LIST}/<broadcast_id>/duyet")
def approve(broadcast_id: str) -> Html:
    """Let the unit's words pass, in the version that was seen."""
    found, mine = _invited(broadcast_id, Permission.APPROVE_LOCALISATION)
    seen = next(iter(app.form_data().get("digest", ())), "")
    officer = app.officer()
    try:
        return app.done(
            lambda: publishing.broadcast_service().approve_localisation(
                found, officer.unit_path, seen=seen, approver=officer.id
            ),
            to=f"{LIST}/{broadcast_id}",
            say=texts.ADDITION_APPROVED,
        )
    except (Conflict, NotAllowed) as refused:
        form = _form(mine).refused({"": refused.message})
        return _page(*_invited(broadcast_id, Permission.APPROVE_LOCALISATION), form, status=409)


def _invited(broadcast_id: str, permission: Permission) -> tuple[Broadcast, Localisation | None]:
    """Return a broadcast that asks the officer's unit for its words, and what the unit has said so far."""
    path = app.officer().unit_path
    require(app.officer(), permission, path)
    found = lookup.existing(broadcast_id)
    lookup.require_invited(found, path)
    return found, publishing.broadcasts().localisations(broadcast_id, path).get(path)


def _form(mine: Localisation | None) -> Form[forms.AdditionForm]:
    words = mine.words() if mine and mine.state is not LocalisationState.DECLINED else {}
    return Form.empty(forms.AdditionForm, **words)


def _with_picture(form: Form[forms.AdditionForm]) -> Form[forms.AdditionForm]:
    sent = app.sent_form().files.get("picture", [])
    if not sent:
        return form
    try:
        kept = media.keep(base64.b64encode(sent[0].content).decode(), blobs=publishing.blobs())
    except InvalidInput as refused:
        return form.refused({"image_url": refused.message})
    data = {**form.data, "image_url": (f"{MEDIA}{kept.name}",)}
    return replace(Form.sent(forms.AdditionForm, data), data=data)


def _page(
    found: Broadcast, mine: Localisation | None, form: Form[forms.AdditionForm], *, status: int = 200
) -> Html:
    officer, until = app.officer(), found.content.localise_until
    path, is_open = officer.unit_path, found.takes_additions(clock.now())
    waits = mine is not None and mine.state is LocalisationState.PROPOSED
    context: dict[str, Any] = {
        "title": shown.title_of(found),
        "address": f"{LIST}/{found.broadcast_id}",
        "from_unit": app.unit_name(found.unit_path),
        "until": shown.when(until),
        "when": shown.when(found.send_at or found.suggested_at),
        "article": article_on_page(found.content.article, mine.blocks() if mine else ()),
        "state": Tag(*texts.LOCALISED[mine.state.value]) if mine else None,
        "declined": mine is not None and mine.state is LocalisationState.DECLINED,
        "own_picture": picture_address(form.field("image_url").value),
        "digest": mine.version() if mine else "",
        "is_open": is_open,
        "may_write": is_open and allowed(officer, Permission.LOCALISE_BROADCAST, path),
        "may_approve": is_open
        and waits
        and allowed(officer, Permission.APPROVE_LOCALISATION, path)
        and mine is not None
        and officer.id not in mine.contributors | {mine.author},
    }
    return app.page("console/broadcasts/localise.html", status=status, form=form, **context)
