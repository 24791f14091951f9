"""The editor of an item: its fields and its body, part by part, without script too."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from library_api import texts
from library_api.pages import forms
from library_api.pages.app import AREA, address_of, app
from loa import clock
from loa.bootstrap import publishing
from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Permission
from loa.publishing.library.editing.access import unit_of
from loa.publishing.library.editing.service import SavedDraft
from loa.publishing.library.outside.telling import spoken_rows
from loa.publishing.library.rules import kinds
from loa.publishing.library.rules.kinds import KINDS, LANGUAGES, SECTIONS, FieldType, ItemKind, Section
from loa.publishing.library.rules.model import Change, Edition, EditionState
from loa.publishing.library.rules.texts import EFFECTS, OPENS
from loa.publishing.library.transitions.texts import DONE
from loa.publishing.library.transitions.work import Work
from loa.publishing.library.writing.columns import (
    columns_of,
    content_of,
    data_of,
    faults_of,
    occasion_rows,
    part_rows,
    sent_parts,
)
from loa.publishing.library.writing.parts import WrittenPart, inserted, moved, without
from loa.publishing.library.writing.texts import FIELD_HINTS, PART_HINTS, PARTS
from loa.publishing.library.writing.written import TEXTS
from loa.web.pages.forms import Control, Form, FormField, FormModel, Kind
from loa.web.pages.resolver import Html
from loa.web.parts import item_lines
from loa.web.shapes.choices import Choice

ADDABLE: Final = ("paragraphs", "heading", "list", "steps", "picture", "file", "film")
_AWAY: Final = {"add": 1, "down": 1, "up": -1, "remove": -1}
"""By how many places the part is away on the next page."""
_SAID: Final = {"": texts.SAVED, "submit": DONE["submit"]}
_KINDS: Final[Mapping[FieldType, Kind]] = {FieldType.DAY: "date"}


class EmptyForm(FormModel):
    """Nothing but the wish."""


@dataclass(frozen=True, slots=True)
class _Act:
    """What the button of the editor asks for besides saving: `up-3`, `add-list-2`, `heard-tai`, `submit`."""

    what: str
    kind: str = ""
    place: int = 0
    language: str = ""

    @classmethod
    def of(cls, value: str) -> "_Act":
        what, *rest = value.split("-")
        place = next((int(each) for each in rest if each.isascii() and each.isdigit()), 0)
        kind = next((each for each in rest if each in PARTS), "")
        return cls(what, kind, place, next((each for each in rest if each in LANGUAGES), ""))


@app.get(f"{AREA}/<item_id>/soan")
def show_editor(item_id: str) -> Html:
    """Show the draft in the editor; who looks at something else is led to the item."""
    officer = app.officer()
    unit_of(officer, Permission.WRITE_LIBRARY, item_id)
    work = publishing.library().reader.work(officer, item_id)
    if work.edition is None or work.edition.state is not EditionState.DRAFT:
        return app.redirect(address_of(item_id))
    return app.page("console/library/edit.html", **_page(work, _form_of(work.edition)))


@app.post(f"{AREA}/<item_id>/soan")
def save(item_id: str) -> Html:
    """Keep what was written, then do what the button says: move or remove a part, add one, submit."""
    officer = app.officer()
    unit_of(officer, Permission.WRITE_LIBRARY, item_id)
    form, act = app.sent(forms.EditorForm), _Act.of(next(iter(app.form_data().get("do", ())), ""))
    work = publishing.library().reader.work(officer, item_id)
    parts = _acted(sent_parts(form.data), act)
    if act.what == "uncover":
        form = _without_cover(form)
    form = _with_parts(form, parts)
    if form.value is None:
        return _again(work, form)
    try:
        content = content_of(form.value.model_dump(), form.data, parts, work)
        content["audio"] = _spoken(content["audio"], act)
    except InvalidInput as refused:
        return _again(work, form.refused(refused.fields))
    asked = form.value
    draft = SavedDraft(
        content=content,
        revision=asked.revision,
        change=Change(asked.change),
        change_note=asked.change_note,
        notify=asked.notify,
    )

    kept: list[Work] = []

    def keep() -> Work:
        kept.append(publishing.library().save(officer, item_id, draft))
        if act.what == "submit":
            return publishing.library().submit(officer, item_id, kept[0].draft().revision)
        return kept[0]

    try:
        if act.what == "auto":
            return _kept(keep())
        submitted = "submit" if act.what == "submit" else ""
        return app.done(
            keep, to=lambda _: _following(item_id, act), say=_SAID.get(act.what, ""), step=submitted
        )
    except InvalidInput as refused:
        if kept:  # what was written is kept; it is not ready to be submitted
            work, form = kept[0], _form_of(kept[0].draft())
        return _again(work, form.refused(faults_of(refused.fields, content["blocks"])))
    except Conflict as conflict:
        return _again(work, form, status=409, conflict=conflict.message)


@app.post(f"{AREA}/<item_id>/giu")
def lock(item_id: str) -> Html:
    """Say that the officer is writing, so that others see it."""
    officer = app.officer()
    unit_of(officer, Permission.WRITE_LIBRARY, item_id)
    with suppress(Conflict):  # somebody else holds it: the page says so
        publishing.library().lock(officer, item_id)
    return app.redirect(f"{address_of(item_id)}/soan")


@app.post(f"{AREA}/<item_id>/lam-thay")
def take_over(item_id: str) -> Html:
    """Take the right to write from somebody who holds it."""
    officer = app.officer()
    unit_of(officer, Permission.WRITE_LIBRARY, item_id)
    return app.done(
        lambda: publishing.library().lock(officer, item_id, take_over=True),
        to=f"{address_of(item_id)}/soan",
        say=texts.TAKEN_OVER,
    )


def _form_of(edition: Edition) -> Form[Any]:
    """Return the form filled in with what an edition says."""
    return Form(forms.EditorForm, data_of(edition), {})


def _with_parts(form: Form[Any], parts: Sequence[WrittenPart]) -> Form[Any]:
    """Return the form with these parts in the place of those that it holds."""
    return replace(form, data={**form.data, **columns_of(parts)})


def _without_cover(form: Form[Any]) -> Form[Any]:
    """Return the form without a picture on top."""
    value = form.value.model_copy(update={"cover_ref": ""}) if form.value else None
    return replace(form, data={**form.data, "cover_ref": ()}, value=value)


def _acted(parts: list[WrittenPart], act: _Act) -> list[WrittenPart]:
    """Return the parts as a button wants them; `place` counts from one, and a new part stands behind it."""
    match act.what:
        case "up":
            return moved(parts, act.place - 1, -1)
        case "down":
            return moved(parts, act.place - 1, 1)
        case "remove":
            return without(parts, act.place - 1)
        case "add" if act.kind in TEXTS:
            return inserted(parts, act.place, WrittenPart(act.kind))
    return parts


def _spoken(audio: Sequence[Mapping[str, Any]], act: _Act) -> list[Mapping[str, Any]]:
    """Return the spoken versions as a button wants them: one less, or one that is still right."""
    if act.what == "unspeak":
        return [one for one in audio if one["language"] != act.language]
    heard = act.language if act.what == "heard" else ""
    return [{**one, "confirmed": True} if one["language"] == heard else one for one in audio]


def _following(item_id: str, act: _Act) -> str:
    """Return the page after a button: the part that was moved or added, or where a picture is chosen."""
    here = address_of(item_id)
    if act.what in {"submit", "look"}:
        return here
    if act.what == "sound":
        return f"{here}/chen?loai=sound&sau=0"
    if act.what in {"heard", "unspeak"}:
        return f"{here}/soan#ban-doc"
    if act.what == "cover" or (act.what == "add" and act.kind not in TEXTS):
        return f"{here}/chen?loai={act.kind or act.what}&sau={act.place}"
    if act.what in _AWAY:
        return f"{here}/soan#phan-{max(1, act.place + _AWAY[act.what])}"
    return f"{here}/soan"


def _kept(work: Work) -> Html:
    """Return the revision that was kept by itself, for the script that goes on from it."""
    said = texts.SAVED_AT.format(time=item_lines.when(work.item.updated_at, clock.now()))
    return Response(200, content_type="text/plain; charset=utf-8", body=f"{work.draft().revision} {said}")


def _again(work: Work, form: Form[Any], *, status: int = 422, conflict: str = "") -> Html:
    page = {**_page(work, form), "conflict": conflict}
    return app.page("console/library/edit.html", status=status, **page)


def _page(work: Work, form: Form[Any]) -> dict[str, Any]:
    item, officer, now = work.item, app.officer(), clock.now()
    other = item.locked_for(officer.id, now)
    return {
        "item": item,
        "address": address_of(item.item_id),
        "form": form,
        "parts_of": lambda form: part_rows(form.data, form.errors),
        "occasions_of": lambda form: occasion_rows(form.data),
        "fields_of": lambda form: _fields(item.kind, form, work),
        "names": PARTS,
        "addable": ADDABLE,
        "hints": PART_HINTS,
        "has_occasions": any(field.type is FieldType.OCCASIONS for field in KINDS[item.kind].fields),
        "kind": KINDS[item.kind].label,
        "section": SECTIONS[item.placement.section].label,
        "tags": item_lines.tags_of(item, now),
        "live": work.live is not None and item.is_published,
        "lock": other,
        "returned": work.edition.last("return") if work.edition and item.returned else None,
        "conflict": "",
        "changed_at": item_lines.when(item.updated_at, now),
        "spoken": spoken_rows(work.edition.content) if work.edition else [],
    }


def _fields(kind: ItemKind, form: Form[Any], work: Work) -> Sequence[FormField]:
    """Return the fields of the kind as a template draws them."""
    return [
        FormField(
            name=field.name,
            label=field.label,
            hint=FIELD_HINTS.get(field.name, ""),
            required=field.required,
            max_length=field.maximum,
            kind="select" if choices else _KINDS.get(field.type, "text"),
            control=Control(width=_width(field), inputmode="tel" if field.type is FieldType.PHONE else ""),
            choices=choices,
            values=form.data.get(field.name, ()),
            error=form.errors.get(field.name, ""),
        )
        for field in KINDS[kind].fields
        if field.type is not FieldType.OCCASIONS
        for choices in [_choices(field, work)]
    ]


def _width(field: kinds.Field) -> Any:
    if field.type in {FieldType.DAY, FieldType.PHONE}:
        return "small"
    return "medium" if field.maximum <= 120 or field.choices else "full"  # noqa: PLR2004 - a name


def _choices(field: kinds.Field, work: Work) -> list[Choice]:
    if field.type is FieldType.ITEM:
        pages = publishing.library().reader.items(
            app.officer(), work.item.unit_path, section=Section.HANDBOOK, kind=ItemKind.PAGE
        )
        return [Choice(page.item_id, page.title) for page in pages if page.item_id != work.item.item_id]
    labels = {**EFFECTS, **OPENS}
    return [Choice(value, labels[value]) for value in field.choices]
