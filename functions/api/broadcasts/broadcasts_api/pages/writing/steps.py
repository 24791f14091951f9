"""Writing a broadcast: to whom, what, when, everything on one page, submit. Each step is kept."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from broadcasts_api.pages import forms, shown, texts
from broadcasts_api.pages.app import AREA, address_of, app, broadcast_for, forecast_of
from broadcasts_api.pages.writing.parts import Part, article_of, moved, parts_of, sent_parts
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.clock import VIETNAM, local_day
from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Permission, require
from loa.foundation.units.model import is_lowest
from loa.foundation.units.service import subtree
from loa.platform.zalo.api.articles import MEDIA
from loa.publishing.articles.texts import SIGNED
from loa.publishing.broadcasts.drafts.notifications import approvers
from loa.publishing.broadcasts.rules.model import (
    Broadcast,
    BroadcastContent,
    BroadcastState,
    OverQuota,
)
from loa.publishing.broadcasts.rules.spreading import Pace
from loa.publishing.broadcasts.rules.targets import Target, require_somebody
from loa.publishing.pictures import media
from loa.web.console.lists import unit_choices
from loa.web.pages.formats import mid_sentence
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.parts.article_views import article_on_page, picture_address

_HOLIDAYS_AHEAD: Final = 45


# 1 to whom


@app.get(f"{AREA}/moi")
def ask_recipients() -> Html:
    """Show the first step of a new broadcast."""
    officer = app.officer()
    require(officer, Permission.DRAFT_BROADCAST, officer.unit_path)
    who = "own" if is_lowest(officer.unit_path) else "all"
    from_notice = "true" if app.query("mau") else ""
    return _recipients(Form.empty(forms.RecipientsForm, who=who, from_notice=from_notice), None)


@app.post(f"{AREA}/moi")
def begin() -> Html:
    """Begin a draft."""
    officer = app.officer()
    require(officer, Permission.DRAFT_BROADCAST, officer.unit_path)
    form = app.sent(forms.RecipientsForm)
    if form.value is None:
        return _recipients(form, None, status=422)
    try:
        target = target_of(form.value, officer.unit_path)
        following = "mau" if form.value.from_notice else "noi-dung"
        return app.done(lambda: begun(target), to=lambda draft: f"{address_of(draft)}/{following}")
    except InvalidInput as refused:
        return _recipients(form.refused(refused.fields), None, status=422)


def begun(target: Target) -> Broadcast:
    """Return the draft that this form begins, always the same."""
    officer = app.officer()
    signed = SIGNED.format(unit=mid_sentence(app.unit_name(officer.unit_path)))
    return publishing.broadcast_service().begin(
        target, unit_path=officer.unit_path, signed=signed, author=officer.id, key=app.key()
    )


@app.get(f"{AREA}/<broadcast_id>/gui-cho")
def show_recipients(broadcast_id: str) -> Html:
    """Show whom a draft is for."""
    found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    target = found.content.target
    data = {
        "who": (forms.who_of(target),),
        "unit": target.units,
        "ages": tuple(filter(None, target.followers.get("ages", "").split(","))),
        "gender": (target.followers.get("gender", ""),),
        "version": (str(found.version),),
    }
    return _recipients(Form(forms.RecipientsForm, data, {}), found)


@app.post(f"{AREA}/<broadcast_id>/gui-cho")
def keep_recipients(broadcast_id: str) -> Html:
    """Keep whom a draft is for."""
    found, form = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST), app.sent(forms.RecipientsForm)

    def content(sent: forms.RecipientsForm) -> BroadcastContent:
        return replace(found.content, target=target_of(sent, found.content.target.root))

    return _kept(found, form, content, following="noi-dung", again=_recipients)


def target_of(sent: forms.RecipientsForm, root: str) -> Target:
    """Return what was chosen, every unit of it within the officer's scope, and somebody among them."""
    target = sent.target(root)
    for path in target.paths():
        require(app.officer(), Permission.DRAFT_BROADCAST, path)
    require_somebody(target, subtree(root, on=foundation.today(), store=foundation.units()))
    return target


def _recipients(form: Form[forms.RecipientsForm], found: Broadcast | None, *, status: int = 200) -> Html:
    officer = app.officer()
    root = found.content.target.root if found else officer.unit_path
    lowest = is_lowest(root)
    units = [] if lowest else unit_choices(foundation.units().subtree(root), foundation.today())
    return app.page(
        "console/compose/recipients.html",
        status=status,
        form=form,
        lowest=lowest,
        own_name=app.unit_name(root),
        units=units,
        reach=shown.reach_of(forecast_of(found)) if found else None,
        **_frame(found, "gui-cho"),
    )


# 2 what


@app.get(f"{AREA}/<broadcast_id>/noi-dung")
def show_content(broadcast_id: str) -> Html:
    """Show what a draft says."""
    found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    article = found.content.article
    form = Form.empty(
        forms.ContentForm,
        title=article["title"],
        description=article["description"],
        cover=article["cover_url"],
        version=str(found.version),
    )
    return _content(form, found)


@app.post(f"{AREA}/<broadcast_id>/noi-dung")
def keep_content(broadcast_id: str) -> Html:
    """Keep what a draft says, with the pictures that came; the button pressed says what comes next."""
    found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    form = _with_pictures(app.sent(forms.ContentForm))
    act = next(iter(form.data.get("act", ())), "")
    parts = sent_parts(form.data)

    def content(sent: forms.ContentForm) -> BroadcastContent:
        return replace(found.content, article=article_of(sent, moved(parts, act), found.content.article))

    return _kept(found, form, content, following=_AFTER.get(act, "noi-dung"), again=_content)


_AFTER: Final = {"": "khi-nao", "shelf": "anh", "shelf-cover": "anh?cho=bia"}
"""The page that follows, by the button that was pressed; any other button stays here."""


def _with_pictures(form: Form[forms.ContentForm]) -> Form[forms.ContentForm]:
    """Keep the pictures that came, even if a field is wrong; return the form with them."""
    files, data, faults = app.sent_form().files, dict(form.data), {}
    for field in ("cover_file", "picture"):
        for file in files.get(field, []):
            try:
                kept = media.keep(base64.b64encode(file.content).decode(), blobs=publishing.blobs())
            except InvalidInput as refused:
                faults[field] = refused.message
                continue
            reference = f"{MEDIA}{kept.name}"
            if field == "cover_file":
                data["cover"] = (reference,)
            else:
                data["part"] = (*data.get("part", ()), reference)
                data["words"] = (*data.get("words", ()), "")
    if "picture" in form.data.get("act", ()) and not files.get("picture"):
        faults["picture"] = texts.PICTURE_MISSING
    if data == form.data and not faults:
        return form
    checked = Form.sent(forms.ContentForm, data)
    return checked.refused(faults) if faults else checked


def _content(form: Form[forms.ContentForm], found: Broadcast, *, status: int = 200) -> Html:
    article = found.content.article

    def parts(filled: Form[forms.ContentForm]) -> list[Part]:
        """The parts as they were typed, also when the page finds words that were kept meanwhile."""
        known = sent_parts(filled.data) if filled.data.get("part") else parts_of(article["blocks"])
        return known if known[-1].kind == "text" else [*known, Part("text", "")]

    return app.page(
        "console/compose/content.html",
        status=status,
        form=form,
        parts_of=parts,
        source_of=picture_address,
        article=article_on_page(article),
        **_frame(found, "noi-dung"),
    )


# 3 when


@app.get(f"{AREA}/<broadcast_id>/khi-nao")
def show_when(broadcast_id: str) -> Html:
    """Show when a draft is to go out."""
    found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    content, at, until = found.content, found.suggested_at, found.content.localise_until
    form = Form.empty(
        forms.WhenForm,
        when="at" if at else "soon",
        day=_day(at),
        hour=_hour(at),
        over_quota=content.over_quota.value,
        days=str(content.pace.days or ""),
        localise="true" if until else "",
        until_day=_day(until),
        until_hour=_hour(until),
        version=str(found.version),
    )
    return _when(form, found)


@app.post(f"{AREA}/<broadcast_id>/khi-nao")
def keep_when(broadcast_id: str) -> Html:
    """Keep when a draft is to go out."""
    found, form = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST), app.sent(forms.WhenForm)

    def content(sent: forms.WhenForm) -> BroadcastContent:
        days = sent.days or 0
        if sent.over_quota is OverQuota.SPREAD and days < 2:  # noqa: PLR2004 - one day is no spreading
            raise InvalidInput(texts.DAYS_MISSING, fields={"days": texts.DAYS_MISSING})
        return replace(
            found.content,
            over_quota=sent.over_quota,
            pace=Pace(days) if sent.over_quota is OverQuota.SPREAD else Pace(),
            localise_until=sent.localise_until(),
        )

    return _kept(found, form, content, following="xem-lai", again=_when, at=lambda sent: sent.suggested_at())


def _when(form: Form[forms.WhenForm], found: Broadcast, *, status: int = 200) -> Html:
    quiet, today = publishing.quiet_hours(), local_day(clock.now())
    calendar = foundation.calendar()
    days = [today + timedelta(days=ahead) for ahead in range(_HOLIDAYS_AHEAD)]
    target = found.content.target
    return app.page(
        "console/compose/when.html",
        status=status,
        form=form,
        quiet=(f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}") if quiet.start != quiet.end else None,
        holidays=[(day, name) for day in days if (name := calendar.holiday_name(day))],
        many=not is_lowest(target.root) and target.units != (target.root,),
        reach=shown.reach_of(forecast_of(found)),
        **_frame(found, "khi-nao"),
    )


def _day(at: Any) -> str:
    return f"{local_day(at)}" if at else ""


def _hour(at: Any) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M}" if at else ""


# 4 everything on one page


@app.get(f"{AREA}/<broadcast_id>/xem-lai")
def show_check(broadcast_id: str) -> Html:
    """Show everything: whom it reaches, what they see, when; what is missing."""
    return _check(broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST), "")


@app.post(f"{AREA}/<broadcast_id>/trinh")
def submit(broadcast_id: str) -> Html:
    """Ask for approval of what was seen."""
    found, form = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST), app.sent(forms.SeenForm)
    if form.value is None:
        return _check(found, next(iter(form.errors.values())), status=422)
    seen = form.value.digest

    def work() -> Broadcast:
        return publishing.broadcast_service().submit(found, seen=seen, officer=app.officer().id)

    try:
        return app.done(work, to=address_of, say=_submitted)
    except InvalidInput as refused:
        return _check(found, refused.message, status=422)
    except Conflict as conflict:
        return _check(broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST), conflict.message, status=409)


@app.post(f"{AREA}/<broadcast_id>/bo")
def discard(broadcast_id: str) -> Html:
    """Give a draft up; what waits for somebody or is approved is an approver's to call off."""
    found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    if found.state is not BroadcastState.DRAFT:
        found = broadcast_for(broadcast_id, Permission.CANCEL_BROADCAST)
    return app.done(
        lambda: publishing.broadcast_service().cancel_before_planning(found), to=AREA, say=texts.CANCELLED
    )


def _check(found: Broadcast, fault: str, *, status: int = 200) -> Html:
    content, calendar = found.content, foundation.calendar()
    at = found.suggested_at
    missing = [message for name, message in texts.MISSING.items() if not content.article[name]]
    return app.page(
        "console/compose/check.html",
        status=status,
        fault=fault,
        missing=missing,
        reach=shown.reach_of(forecast_of(found)),
        target=shown.target_words(content.target, app.unit_name),
        article=article_on_page(content.article),
        pictures=sum(block["type"] == "image" for block in content.article["blocks"]),
        words=sum(len(str(block.get("content", "")).split()) for block in content.article["blocks"]),
        when=shown.when(at),
        until=shown.when(content.localise_until) if content.localise_until else "",
        holiday=calendar.holiday_name(local_day(at)) if at else "",
        over_quota=texts.OVER_QUOTA[content.over_quota.value][0],
        approvers=[one.name for one in approvers(found, foundation.officers())],
        linked=app.officer().is_linked,
        **_frame(found, "xem-lai"),
    )


def _submitted(found: Broadcast) -> str:
    known = approvers(found, foundation.officers())
    told, others = ([one.name for one in known if one.is_linked is linked] for linked in (True, False))
    return texts.submitted(told, others)


def _kept[Sent: FormModel](
    found: Broadcast,
    form: Form[Sent],
    content: Callable[[Sent], BroadcastContent],
    *,
    following: str,
    again: Callable[..., Html],
    at: Callable[[Sent], Any] = lambda _: ...,
) -> Html:
    """Keep a step and lead to the next; what is wrong, or was changed meanwhile, stands on its own page."""
    sent = form.value
    if sent is None:
        return again(form, found, status=422)
    version = int(getattr(sent, "version", 0))

    def work() -> Broadcast:
        wished = at(sent)
        return publishing.broadcast_service().compose(
            found,
            content(sent),
            suggested_at=found.suggested_at if wished is ... else wished,
            version=version,
            author=app.officer().id,
        )

    try:
        return app.done(work, to=f"{address_of(found)}/{following}")
    except InvalidInput as refused:
        fields = {"hour" if name == "send_at" else name: words for name, words in refused.fields.items()}
        return again(form.refused(fields or {"": refused.message}), found, status=422)
    except Conflict as conflict:
        now = broadcast_for(found.broadcast_id, Permission.DRAFT_BROADCAST)
        newer = now.version != version and now.state.is_before_planning
        told = texts.CHANGED_WHILE_WRITING if newer else conflict.message
        data = {**form.data, "version": (str(now.version),)}
        return again(replace(form, data=data).refused({"": told}), now, status=409)


def _frame(found: Broadcast | None, step: str) -> dict[str, Any]:
    """Return what every step's page needs: the broadcast, the way through the steps."""
    base = address_of(found) if found else ""
    names = [name for name, _ in texts.STEPS]
    return {
        "broadcast": found,
        "heading": shown.title_of(found) if found and found.title else texts.NEW,
        "address": base,
        "steps": [
            (f"{base}/{name}" if found else "", words, names.index(name) < names.index(step), name == step)
            for name, words in texts.STEPS
        ],
        "version": found.version if found else 0,
        "digest": found.content.digest() if found else "",
        "returned": found.returned if found and found.returned else None,
    }
