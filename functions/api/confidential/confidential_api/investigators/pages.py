"""The pages: a list, one denunciation with its steps, its transfer, and who has looked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from confidential_api.investigators import forms, texts
from confidential_api.investigators.app import AREA, app
from loa import clock
from loa.bootstrap import casework, foundation
from loa.casework.cases.rules.model import Entry, moves_from
from loa.casework.denunciations.deadlines import rules_of
from loa.casework.denunciations.model import Denunciation, DenunciationStep, spaced
from loa.casework.denunciations.rows.rows import BY_UNIT, case_key
from loa.casework.denunciations.texts import CLIMBED, STATES
from loa.casework.denunciations.work import access
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Permission, allowed
from loa.foundation.units.model import is_within
from loa.foundation.units.service import unit_at
from loa.web.api.resolver import request_id
from loa.web.console.lists import unit_choices
from loa.web.pages.formats import stamp, weekday
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.paging import Span, make_cursor, page_limit, read_cursor
from loa.web.shapes.choices import Choice


def _request() -> str:
    return request_id(app.current_event.raw_event)


@app.get(AREA)
def list_denunciations() -> Html:
    """Show codes, states and deadlines; no word."""
    officer = app.officer()
    access.require_investigator(officer)
    _, partition, sort = BY_UNIT.split(":")
    span = Span(officer.unit_path, partition_name=partition, sort_name=sort)
    page = casework.denunciations().listed(
        officer,
        limit=page_limit(None),
        start=read_cursor(app.query("trang") or None, span),
        request_id=_request(),
    )
    following = make_cursor(page.next_start)
    rows = [(f"{AREA}/{head.id}", *_shown(head)) for head in page.heads]
    return app.page("console/denunciations/list.html", rows=rows, next=following or "", area_path=AREA)


@app.get(f"{AREA}/o-viec")
def show_panel() -> Html:
    """Show until when something is due, for *Việc hôm nay*: no code, no number, nothing of any of them."""
    due = casework.denunciations().next_due(app.officer())
    return app.live("console/denunciations/panel.html", seconds=0, due=due, now=clock.now())


@app.get(f"{AREA}/<case_id>")
def show_denunciation(case_id: str) -> Html:
    """Show the whole, after the second factor; the look is written down first."""
    return _page(case_id)


@app.post(f"{AREA}/<case_id>/buoc")
def take_step(case_id: str) -> Html:
    """Take the chosen step."""

    def work(form: forms.DenunciationStepForm) -> str:
        casework.denunciations().step(
            app.officer(), case_id, form.step, form.facts(), expected_version=form.version
        )
        return texts.MOVED.format(texts.STEPS[form.step.value][0])

    return _worked(case_id, forms.DenunciationStepForm, work)


@app.post(f"{AREA}/<case_id>/gia-han")
def extend(case_id: str) -> Html:
    """Give more time."""

    def work(form: forms.ExtensionForm) -> str:
        casework.denunciations().extend(
            app.officer(),
            case_id,
            form.reason,
            expected_version=form.version,
            particularly_complex=form.complex,
        )
        return texts.EXTENDED

    return _worked(case_id, forms.ExtensionForm, work)


@app.get(f"{AREA}/<case_id>/chuyen")
def ask_where(case_id: str) -> Html:
    """Ask to which unit it is to go; opened as the whole is."""
    return _transfer_page(case_id, Form.empty(forms.TransferForm))


@app.post(f"{AREA}/<case_id>/chuyen")
def transfer(case_id: str) -> Html:
    """Hand it on: upwards at once, elsewhere when a second person agrees."""

    def work(form: forms.TransferForm) -> str:
        head = casework.denunciations().transfer(
            app.officer(),
            case_id,
            form.unit,
            form.reason,
            expected_version=form.version,
            exists=_exists(form.unit),
        )
        return texts.PROPOSED if head.proposed_to else texts.TRANSFERRED

    return _worked(case_id, forms.TransferForm, work, leads_to=AREA)


@app.post(f"{AREA}/<case_id>/duyet-chuyen")
def approve_transfer(case_id: str) -> Html:
    """Approve a colleague's proposal, as the second person."""

    def work(form: forms.ApprovalForm) -> str:
        casework.denunciations().approve_transfer(
            app.officer(), case_id, expected_version=form.version, exists=_exists
        )
        return texts.TRANSFERRED

    return _worked(case_id, forms.ApprovalForm, work, leads_to=AREA)


@app.get(f"{AREA}/<case_id>/da-xem")
def show_looks(case_id: str) -> Html:
    """Show who has looked at it; this look too."""
    app.require_recent_factor()
    span = Span(case_key(case_id), "look#", "look#~")
    found, following = casework.denunciations().looks(
        app.officer(),
        case_id,
        limit=page_limit(None),
        start=read_cursor(app.query("trang") or None, span),
        request_id=_request(),
    )
    looks = [(each.at, each.officer_name or each.officer_id, texts.LOOKS[each.kind.value]) for each in found]
    return app.page(
        "console/denunciations/looks.html",
        looks=looks,
        next=make_cursor(following) or "",
        address=f"{AREA}/{case_id}",
        area_path=AREA,
    )


def _worked[Model: FormModel](
    case_id: str, model: type[Model], work: Callable[[Model], str], *, leads_to: str = ""
) -> Html:
    """Do the work of a form once; what is wrong with it is shown beside its fields, and nothing is lost."""
    access.require_investigator(app.officer())
    form = app.sent(model)
    page = _transfer_page if model is forms.TransferForm else _page
    if form.value is None:
        return page(case_id, form, status=422)
    sent = form.value
    try:
        return app.done(lambda: work(sent), to=leads_to or f"{AREA}/{case_id}", say=str)
    except InvalidInput as refused:
        return page(case_id, form.refused(_named(sent, refused.fields)), status=422)
    except Conflict as conflict:
        return page(case_id, form, status=409, conflict=str(conflict))


def _named(sent: FormModel, wrong: dict[str, str]) -> dict[str, str]:
    """Return what is wrong under the names of the form's fields."""
    if not isinstance(sent, forms.DenunciationStepForm):
        return wrong
    own = {name: field for field, name in forms.FIELDS.get(sent.step, {}).items()}
    return {own.get(name, "step"): message for name, message in wrong.items()}


def _page(case_id: str, form: Form[Any] | None = None, *, status: int = 200, conflict: str = "") -> Html:
    """Return the page of a denunciation; `form`: what came back, of whichever of its forms."""
    app.require_recent_factor()
    service, officer = casework.denunciations(), app.officer()
    opened = service.opened(officer, case_id, request_id=_request())
    head = opened.head
    accepting, settling = rules_of(head, service.rules)
    of_step, of_extension = (
        form if form is not None and form.model is model else Form.empty(model)
        for model in (forms.DenunciationStepForm, forms.ExtensionForm)
    )
    chosen = str(of_step.field("step").value or "")
    steps = [
        (
            step.value,
            *texts.STEPS[step.value],
            [replace(of_step.field(name), required=True) for name in forms.FIELDS.get(step, {})],
        )
        for step in DenunciationStep
        if step.move in moves_from(head.state)
    ]
    people = foundation.officers().named({(line.unit_path, line.by) for line in opened.history})
    return app.page(
        "console/denunciations/one.html",
        status=status,
        address=f"{AREA}/{case_id}",
        area_path=AREA,
        code=spaced(head.code),
        head=head,
        state=_state(head),
        due=head.due,
        statement=opened.statement,
        files=opened.files,
        steps=steps,
        chosen=chosen or (steps[0][0] if steps else ""),
        step_form=of_step,
        extension=of_extension,
        may_extend=head.accepted_at is not None and head.due is not None,
        accepting=accepting,
        settling=settling,
        about=app.unit_name(head.about_path) if head.about_path else "",
        proposed=app.unit_name(head.proposed_to) if head.proposed_to else "",
        is_own_proposal=head.proposed_by == officer.id,
        history=[_line(line, people) for line in opened.history],
        conflict=conflict,
        now=clock.now(),
    )


def _transfer_page(case_id: str, form: Form[Any], *, status: int = 200, conflict: str = "") -> Html:
    """Return the page that asks for another unit; what is shown of the denunciation is its code."""
    app.require_recent_factor()
    head = casework.denunciations().opened(app.officer(), case_id, request_id=_request()).head
    field = form.field("unit")
    return app.page(
        "console/denunciations/transfer.html",
        status=status,
        address=f"{AREA}/{case_id}",
        area_path=AREA,
        code=spaced(head.code),
        head=head,
        form=form,
        units=_receiving(head),
        chosen=str(field.value or ""),
        field=field,
        conflict=conflict,
    )


def _receiving(head: Denunciation) -> list[Choice]:
    """Return the units that have an investigator, those above first; not the one that has it."""
    paths = {
        officer.unit_path
        for officer in foundation.officers().of_province(head.province)
        if allowed(officer, Permission.READ_CONFIDENTIAL, officer.unit_path)
        and officer.unit_path != head.unit_path
    }
    found = unit_choices(foundation.units().subtree(head.province), foundation.today())
    found.sort(key=lambda choice: not is_within(head.unit_path, choice.value))
    return [choice for choice in found if choice.value in paths]


def _exists(path: str) -> bool:
    """Return whether a unit stands at a path today."""
    try:
        return bool(unit_at(path, on=foundation.today(), store=foundation.units()).name)
    except NotFound:
        return False


def _shown(head: Denunciation) -> tuple[str, str, Any, Any, bool]:
    """Return what a list tells: code, state, day, deadline, whether it is overdue."""
    late = head.due is not None and head.due < clock.now()
    return spaced(head.code), _state(head), head.received_at, head.due, late


def _state(head: Denunciation) -> str:
    return STATES.get(head.state.value, head.state.label)


def _line(line: Entry, people: dict[str, str]) -> tuple[str, str, str, str, list[str]]:
    """Return a line of the history: what, who, when, words, further facts."""
    step = texts.STEPS.get(line.what)
    what = step[0] if step else texts.DONE.get(line.what, CLIMBED)
    who = texts.CLOCK if line.by == "clock" else people.get(line.by, texts.COLLEAGUE)
    facts = [
        texts.FACTS[name].format(app.unit_name(value) if name == "to" else value)
        for name, value in line.facts.items()
        if name in texts.FACTS
    ]
    # Of what a resident did the day alone is kept: an hour would tell the one who wrote then in the chat.
    when = weekday(line.at) if line.what in texts.DONE_BY_RESIDENTS else stamp(line.at)
    return what, who, when, line.text, facts
