"""One item: as residents will read it, what changed, the next step; its history; published by one alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from library_api import texts
from library_api.pages import forms
from library_api.pages.app import AREA, address_of, app, names_of
from library_api.pages.files.shelf import bucket_origin
from library_api.pages.item import steps
from loa import clock
from loa.bootstrap import publishing, reading
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Permission, allowed
from loa.foundation.units.model import is_within
from loa.publishing.library.editing.access import unit_of
from loa.publishing.library.editing.reader import token_of
from loa.publishing.library.outside.places import broadcasts_of, other_places, to_do_elsewhere
from loa.publishing.library.rules.findings import CheckFinding, faults
from loa.publishing.library.rules.kinds import KINDS, SECTIONS
from loa.publishing.library.rules.model import Edition
from loa.publishing.library.transitions.texts import DONE, SOMEBODY
from loa.publishing.library.transitions.work import Work
from loa.publishing.library.writing.differences import differences
from loa.web.pages.answers import CONTENT_SECURITY_POLICY
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.parts import item_lines
from loa.web.public import item_parts

STEPS_SHOWN: Final = 8


class RestoreForm(FormModel):
    """Which edition is to come back."""

    number: int


@app.get(f"{AREA}/<item_id>")
def show_item(item_id: str) -> Html:
    """Show an item with its next step."""
    work = publishing.library().reader.work(app.officer(), item_id)
    return _hearing(app.page("console/library/item.html", **_item(work, Form.empty(forms.StepForm))))


@app.get(f"{AREA}/<item_id>/trang")
def show_as_page(item_id: str) -> Html:
    """Show the page that residents will see, whole."""
    work = publishing.library().reader.work(app.officer(), item_id)
    return app.page(
        "public/library/item.html",
        layout="public/layout.html",
        public_url=reading.public_url(),
        here=reading.places().by_path(work.item.unit_path),
        shown=item_parts.shown(publishing.library().reader.as_shown(work)),
        around=None,
    )


@app.post(f"{AREA}/<item_id>/buoc")
def take_step(item_id: str) -> Html:
    """Take the chosen step; what is wrong with it stands beside it."""
    officer, form = app.officer(), _sent()
    publishing.library().reader.work(officer, item_id)
    if form.value is None:
        return _again(item_id, form)
    asked, key = form.value, app.key()

    def take() -> Work:
        work = publishing.library().reader.work(officer, item_id)
        voice = steps.machine_voice(work)
        if asked.step not in {one.name for one in steps.offered(officer, work, form, voice)}:
            raise Conflict(texts.STEP_GONE)
        return steps.take(officer, item_id, asked, key)

    def to(work: Work) -> str:
        here = address_of(work.item.item_id)
        return f"{here}/soan" if asked.step in {"edit", "recall", "copy"} else here

    try:
        return app.done(take, to=to, say=DONE.get(asked.step, texts.SAVED), step=asked.step)
    except InvalidInput as refused:
        faults = steps.faults_of(asked.step, refused.fields or {"": refused.message})
        return _again(item_id, form.refused(faults))
    except Conflict as conflict:
        return _again(item_id, form, status=409, conflict=conflict.message)


@app.get(f"{AREA}/<item_id>/lich-su")
def show_history(item_id: str) -> Html:
    """Show all editions, and what differs between two of them (`so`, `voi`)."""
    officer, now = app.officer(), clock.now()
    work = publishing.library().reader.work(officer, item_id)
    editions = publishing.library().reader.history(officer, item_id)
    by_number = {edition.number: edition for edition in editions}
    newer = by_number.get(_number("so"))
    older = by_number.get(_number("voi"))
    people = {step.by for edition in editions for step in edition.steps}
    names = names_of(people, work.item.unit_path)
    return app.page(
        "console/library/history.html",
        item=work.item,
        address=address_of(item_id),
        editions=[(edition, _line(edition, names)) for edition in editions],
        newer=newer,
        older=older,
        found=differences(older.content if older else None, newer.content) if newer else [],
        may_restore=work.edition is None and allowed(officer, Permission.WRITE_LIBRARY, work.item.unit_path),
        now=now,
    )


@app.post(f"{AREA}/<item_id>/khoi-phuc")
def restore(item_id: str) -> Html:
    """Bring an older edition back as the next draft."""
    form = app.sent(RestoreForm)
    if form.value is None:
        raise NotFound
    number, officer = form.value.number, app.officer()
    return app.done(
        lambda: publishing.library().restore(officer, item_id, number),
        to=f"{address_of(item_id)}/soan",
        say=DONE["edit"],
    )


def _sent() -> Form[forms.StepForm]:
    """Return the step that was sent; the tick counts that stands under it."""
    data = app.form_data()
    step = next(iter(data.get("step", ())), "")
    return Form.sent(forms.StepForm, {**data, "read": data.get(f"{step}_read", [])})


def _number(name: str) -> int:
    asked = app.query(name)
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0  # noqa: PLR2004 - 9,999


def _line(edition: Edition, names: dict[str, str]) -> list[dict[str, str]]:
    return [item_lines.line_of(step, names, clock.now()) for step in edition.steps]


def _again(item_id: str, form: Form[forms.StepForm], *, status: int = 422, conflict: str = "") -> Html:
    work = publishing.library().reader.work(app.officer(), item_id)
    page = {**_item(work, form), "conflict": conflict}
    return _hearing(app.page("console/library/item.html", status=status, **page))


def _hearing(page: Html) -> Html:
    """Return the page, let to play sounds from the bucket: they lie there before they are published."""
    page.headers["content-security-policy"] = CONTENT_SECURITY_POLICY.replace(
        "media-src 'self'", f"media-src 'self' {bucket_origin()}"
    )
    return page


def _item(work: Work, form: Form[forms.StepForm]) -> dict[str, Any]:
    """Return what the template of an item needs."""
    officer, item, now = app.officer(), work.item, clock.now()
    edition, live = work.edition, work.live
    shown_edition = edition or live
    if shown_edition is None:
        raise NotFound
    voice = steps.machine_voice(work)
    choices = steps.offered(officer, work, form, voice)
    chosen = next(iter(form.data.get("step", ())), "") or (choices[0].name if choices else "")
    names = names_of(
        {step.by for step in shown_edition.steps}
        | shown_edition.contributors
        | {item.created_by, item.updated_by},
        item.unit_path,
    )
    is_draft = edition is not None and edition.is_draft
    own_work = edition is not None and edition.waits_for_others(officer.id)
    returned = shown_edition.last("return") if item.returned else None
    told = broadcasts_of(officer, item, publishing.broadcasts())
    return {
        "item": item,
        "edition": edition,
        "address": address_of(item.item_id),
        "tags": item_lines.tags_of(item, now),
        "kind": KINDS[item.kind].label,
        "section": SECTIONS[item.placement.section].label,
        "unit": app.unit_name(item.unit_path),
        "here": reading.places().by_path(item.unit_path),
        "shown": with_own_files(item_parts.shown(publishing.library().reader.as_shown(work))),
        "places": other_places(work, told, publishing.library().tasks),
        "broadcasts": [
            (app.unit_name(one.unit_path), one, to_do_elsewhere(officer, one, work)) for one in told
        ],
        "reads": [item_lines.reads_of(*month) for month in publishing.library().reader.reads(item)],
        "preview": token_of(edition),
        "public_url": reading.public_url(),
        "voice": voice.words(item_lines.when(voice.again_at, now) if voice.again_at else "")
        if voice
        else None,
        "form": form,
        "choices": choices,
        "chosen": chosen,
        "findings": _findings(work),
        "found": differences(live.content, edition.content) if live and edition else [],
        "people": [names.get(each, SOMEBODY) for each in sorted(shown_edition.contributors)],
        "history": [item_lines.line_of(step, names, now) for step in shown_edition.steps[-STEPS_SHOWN:]],
        "returned": returned,
        "returned_by": names.get(returned.by, SOMEBODY) if returned else "",
        "alone": live.last("publish_urgently") if live and item.urgent_by else None,
        "may_alone": allowed(officer, Permission.DECLARE_EMERGENCY, item.unit_path)
        and (is_draft or own_work),
        "own_work": own_work,
        "writes": allowed(officer, Permission.WRITE_LIBRARY, item.unit_path),
        "decides": allowed(officer, Permission.APPROVE_LIBRARY, item.unit_path),
        "sends": is_within(officer.unit_path, item.unit_path)
        and allowed(officer, Permission.DRAFT_BROADCAST, officer.unit_path),
        "is_draft": is_draft,
        "conflict": "",
        "now": now,
        "today": clock.local_day(now),
    }


def with_own_files(whole: item_parts.ShownItem) -> item_parts.ShownItem:
    """Return the item with addresses by which an officer opens files that nobody has published yet."""
    body = [
        replace(
            block, url=f"{AREA}/tep/mo?ten=file:{block.url.rpartition('/')[2]}&don-vi={whole.item.unit_path}"
        )
        if block.kind == "file"
        else block
        for block in whole.body
    ]
    unit = whole.item.unit_path
    audio = [(spoken, f"{AREA}/tep/mo?ten={spoken.url}&don-vi={unit}") for spoken, _ in whole.audio]
    return replace(whole, body=body, audio=audio)


def _findings(work: Work) -> Sequence[CheckFinding]:
    return publishing.library().reader.findings(work) if work.edition else ()


@app.get(f"{AREA}/<item_id>/khan-cap")
def ask_why(item_id: str) -> Html:
    """Ask why it cannot wait."""
    work = _urgent_work(item_id)
    return _urgent_page(work, Form.empty(forms.UrgentForm, revision=str(work.draft().revision)))


@app.post(f"{AREA}/<item_id>/khan-cap")
def publish_urgently(item_id: str) -> Html:
    """Publish it at once."""
    work, form, officer = _urgent_work(item_id), app.sent(forms.UrgentForm), app.officer()
    if form.value is None:
        return _urgent_page(work, form, status=422)
    asked = form.value
    try:
        return app.done(
            lambda: publishing.library().publish_urgently(officer, item_id, asked.revision, asked.reason),
            to=address_of(item_id),
            say=texts.URGENTLY_PUBLISHED,
        )
    except InvalidInput as refused:
        return _urgent_page(work, form.refused({"": " ".join(refused.fields.values())}), status=422)
    except Conflict as conflict:
        return _urgent_page(_urgent_work(item_id), form, status=409, conflict=conflict.message)


def _urgent_work(item_id: str) -> Work:
    unit_of(app.officer(), Permission.DECLARE_EMERGENCY, item_id)
    app.require_recent_factor()
    return publishing.library().reader.work(app.officer(), item_id)


def _urgent_page(work: Work, form: Form[forms.UrgentForm], *, status: int = 200, conflict: str = "") -> Html:
    reader = publishing.library().reader
    return app.page(
        "console/library/urgent.html",
        status=status,
        address=address_of(work.item.item_id),
        title=work.item.title,
        revision=work.draft().revision,
        form=form,
        conflict=conflict,
        wrong=faults(reader.findings(work)).values(),
        here=reading.places().by_path(work.item.unit_path),
        shown=with_own_files(item_parts.shown(reader.as_shown(work))),
    )
