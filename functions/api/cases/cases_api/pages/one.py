"""One case: what was said, what was done, the next step, notes, files, what is alike."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response

from cases_api.pages import forms, shown, texts
from cases_api.pages.app import (
    AREA,
    address_of,
    app,
    colleagues,
    next_waiting,
    note_reading,
    seen,
    tab_of,
)
from cases_api.reaching import reach_now
from loa import clock
from loa.bootstrap import casework, foundation, residents
from loa.casework.cases import access
from loa.casework.cases.desk.assigning import owner_named
from loa.casework.cases.desk.naming import people_of
from loa.casework.cases.desk.steps import NextStep, moves_for, next_steps
from loa.casework.cases.rows.files import CaseFile, files_of
from loa.casework.cases.rows.models import StoredCase, title_of
from loa.casework.cases.rules.deadlines import rule_of
from loa.casework.cases.rules.model import Case, Move
from loa.casework.cases.work.notifications import last_told
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Permission, allowed, in_scope
from loa.foundation.readings.model import ReadKind
from loa.residents.attachments.files import is_picture
from loa.residents.attachments.service import link
from loa.web.console.lists import Tag, unit_choices
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.shapes.choices import Choice

if TYPE_CHECKING:  # pages of cases that show none do without them
    from loa.dialogue.desk.canned_answers import CannedAnswer

SHOWN_BYTES = 4 * 1024 * 1024
"""A picture of more than this does not fit into an answer of Lambda; it is opened by a link."""


@app.get(f"{AREA}/<case_id>")
def show_case(case_id: str) -> Html:
    """Show a case."""
    stored = seen(case_id)
    return app.page("console/cases/case.html", **_case(stored, Form.empty(forms.StepForm)))


@app.post(f"{AREA}/<case_id>/buoc")
def take_step(case_id: str) -> Html:
    """Take the chosen step, and tell the reporter where the step does."""
    officer, form = app.officer(), app.sent(forms.StepForm)
    stored = casework.cases().load(case_id)
    access.readable(officer, stored.case)
    if form.value is None:
        return _again(stored, form)
    step, expected, reach = form.value, form.value.version, reach_now(stored.case)
    offered = {each.move: each for each in next_steps(officer, stored.case, clock.now(), reach)}
    key = app.key()

    def work() -> tuple[Case, str]:
        if not stored.line_under(key):
            access.workable(officer, stored.case)
            if stored.case.version == expected and step.move not in offered:
                raise InvalidInput(texts.STEP_GONE, fields={"move": texts.STEP_GONE})
        moved = casework.cases().transition(
            stored, step.move, step.facts(), by=officer.id, expected_version=expected, idempotency_key=key
        )
        return moved, next_waiting(case_id, tab_of(app.query("muc"))) if step.then else address_of(case_id)

    def said(result: tuple[Case, str]) -> str:
        case, title = result[0], offered[step.move].title if step.move in offered else ""
        return texts.step_done(title, case.code, "" if step.move is Move.CLOSE else reach.value)

    try:
        return app.done(work, to=lambda result: result[1], say=said, step=step.move.value)
    except InvalidInput as refused:
        return _again(stored, form.refused(forms.step_faults(step.move, refused.fields)))
    except Conflict as conflict:
        return _superseded(case_id, form, expected, conflict)


@app.post(f"{AREA}/<case_id>/giao")
def assign(case_id: str) -> Html:
    """Give the case to somebody, or back to the unit."""
    officer = app.officer()

    def work(stored: StoredCase, form: forms.OwnerForm) -> None:
        owner = owner_named(
            "" if form.owner == "-" else form.owner,
            by=officer,
            case=stored.case,
            registry=foundation.officers(),
        )
        casework.cases().assign(
            stored,
            owner=owner.id if owner else "",
            owner_name=owner.name if owner else "",
            by=officer.id,
            expected_version=form.version,
            idempotency_key=app.key(),
        )

    return _worked(case_id, forms.OwnerForm, work, texts.GIVEN)


@app.post(f"{AREA}/<case_id>/ghi-chu")
def note(case_id: str) -> Html:
    """Write a note for colleagues."""

    def work(stored: StoredCase, form: forms.NoteForm) -> None:
        casework.cases().note(stored, form.note, by=app.officer().id, idempotency_key=app.key())

    return _worked(case_id, forms.NoteForm, work, texts.NOTED)


@app.post(f"{AREA}/<case_id>/da-bao")
def note_told(case_id: str) -> Html:
    """Note that the resident was told by telephone."""

    def work(stored: StoredCase, _: forms.VersionForm) -> None:
        casework.cases().told_by_phone(stored, by=app.officer().id, idempotency_key=app.key())

    return _worked(case_id, forms.VersionForm, work, texts.TOLD_BY_PHONE)


@app.post(f"{AREA}/<case_id>/bo-sung")
def supplement(case_id: str) -> Html:
    """Write down what the resident has added; a case that waits for it goes on."""

    def work(stored: StoredCase, form: forms.SupplementForm) -> None:
        casework.cases().supplement(stored, form.supplement, by=app.officer().id, idempotency_key=app.key())

    return _worked(case_id, forms.SupplementForm, work, texts.SUPPLEMENTED)


@app.post(f"{AREA}/<case_id>/gop")
def join(case_id: str) -> Html:
    """Make the case part of another one."""
    officer = app.officer()

    def work(stored: StoredCase, form: forms.JoinForm) -> None:
        main = casework.cases().load(form.into)
        access.workable(officer, main.case)
        casework.cases().merge(stored, main, by=officer.id, expected_version=form.version)

    return _worked(case_id, forms.JoinForm, work, texts.JOINED)


@app.post(f"{AREA}/<case_id>/tach")
def part(case_id: str) -> Html:
    """Take the case out of the one it is part of."""

    def work(stored: StoredCase, form: forms.VersionForm) -> None:
        casework.cases().unmerge(stored, by=app.officer().id, expected_version=form.version)

    return _worked(case_id, forms.VersionForm, work, texts.PARTED)


@app.get(f"{AREA}/<case_id>/tep")
def show_file(case_id: str) -> Response[Any]:
    """Show a picture of the case, or lead to another file of it; who looked is noted."""
    stored = seen(case_id)
    note_reading(app.officer(), stored.case, ReadKind.FILES)
    file = next((one for one in _files(stored) if one.reference == app.query("ten")), None)
    if file is None or "key" not in file.copy:
        raise NotFound
    content = None
    if is_picture(str(file.copy["type"])) and int(file.copy.get("size", 0)) <= SHOWN_BYTES:
        content = residents.attachments().get(str(file.copy["key"]))
    if content is None or len(content) > SHOWN_BYTES:
        address = link(file.copy, residents.attachments())
        return Response(303, content_type="text/html", body="", headers={"location": address})
    return Response(
        200,
        content_type=str(file.copy["type"]),
        body=content,
        headers={"cache-control": "private, max-age=300"},
    )


def _worked[Sent: FormModel](
    case_id: str, model: type[Sent], work: Callable[[StoredCase, Sent], None], say: str
) -> Html:
    """Do a smaller piece of work on a case, and show the case again; whatever is wrong stands on its page."""
    officer, sent = app.officer(), app.sent(model)
    stored = casework.cases().load(case_id)
    access.readable(officer, stored.case)
    empty = Form.empty(forms.StepForm)
    if sent.value is None:
        return _again(stored, empty, other=sent)
    value = sent.value

    def done() -> None:
        if not stored.line_under(app.key()):
            access.workable(officer, stored.case)
        work(stored, value)

    try:
        return app.done(done, to=address_of(case_id), say=say)
    except InvalidInput as refused:
        return _again(stored, empty, other=sent.refused(refused.fields or {"": refused.message}))
    except Conflict as conflict:
        return _superseded(
            case_id, empty, getattr(value, "version", stored.case.version), conflict, other=sent
        )


def case_page(stored: StoredCase, form: Form[forms.StepForm], *, status: int = 200, **more: Any) -> Html:
    """Return the page of a case as this officer may see it, with what was typed."""
    officer = app.officer()
    access.readable(officer, stored.case)
    case, history = access.shown_to(officer, stored.case, stored.history)
    here = StoredCase(case, stored.said, tuple(history))
    return app.page("console/cases/case.html", status=status, **_case(here, form, **more))


def _again(stored: StoredCase, form: Form[forms.StepForm], **more: Any) -> Html:
    return case_page(stored, form, status=422, **more)


def _superseded(
    case_id: str, form: Form[forms.StepForm], expected: int, conflict: Conflict, **more: Any
) -> Html:
    """Show the case as it is now, who changed it, and what was typed."""
    stored = seen(case_id)
    case, now = stored.case, clock.now()
    newer = [line for line in stored.history if line.version > expected]
    before = next((line.state for line in reversed(stored.history) if line.version <= expected), case.state)
    said = conflict.message
    if newer:
        people = people_of(case, stored.history, registry=foundation.officers())
        last = newer[-1]
        what = texts.done(last.what, last.facts, _unit_names(stored))
        said = texts.changed_meanwhile(shown.who(last.by, people), what, shown.clock_time(last.at, now))
    stands = texts.stood(before.label, case.state.label) if newer else ""
    return app.page(
        "console/cases/case.html", status=409, **_case(stored, form, conflict=(said, stands), **more)
    )


def _files(stored: StoredCase) -> list[CaseFile]:
    return files_of(stored.case, stored.history, conversations=casework.cases().outbox.table)


def _unit_names(stored: StoredCase) -> dict[str, str]:
    paths = {stored.case.unit_path, stored.case.received_path}
    for line in stored.history:
        paths |= {
            line.unit_path,
            *(line.facts.get(name, line.unit_path) for name in ("from_path", "to_path")),
        }
    return {path: app.unit_name(path) for path in paths}


def _case(
    stored: StoredCase,
    form: Form[forms.StepForm],
    *,
    conflict: tuple[str, str] = ("", ""),
    other: Form[Any] | None = None,
    canned: "Sequence[CannedAnswer] | None" = None,
) -> dict[str, Any]:
    """Return what the template of a case needs.

    Args:
        stored: the case.
        form: the next step.
        conflict: what somebody else did meanwhile, and what that changed.
        other: another form of the page that came back.
        canned: answers to choose from; None: nobody asked for them.
    """
    officer, case, now = app.officer(), stored.case, clock.now()
    here = in_scope(officer, case.unit_path)
    works = allowed(officer, Permission.WORK_ON_CASE, case.unit_path)
    people = people_of(case, stored.history, registry=foundation.officers())
    steps = next_steps(officer, case, now, reach_now(case))
    return {
        "case": case,
        "title": title_of(case.details),
        "address": address_of(case.id),
        "list_address": f"{AREA}?muc={tab_of(app.query('muc')).value}",
        "list_name": texts.TABS[tab_of(app.query("muc")).value],
        "tab": tab_of(app.query("muc")).value,
        "state": shown.state_tag(case.state),
        "due": shown.due_of_case(case, now),
        "received": shown.at(case.received_at),
        "channel": texts.CHANNELS[case.channel.value],
        "unit": app.unit_name(case.unit_path),
        "deadline": shown.at(case.answer_by) if case.state.is_open else "",
        "rule": rule_of(case, casework.cases().rules),
        "told": shown.told(last_told(case, stored.history, casework.cases().outbox), stored),
        "owner": people.get(case.owner, texts.SOMEBODY) if case.owner else "",
        "owners": _owners(case) if works and case.state.is_open else [],
        "files": shown.files_on_page(_files(stored), address_of(case.id)),
        "canned": canned,
        "steps": [(step, _fields(form, step)) for step in steps],
        "chosen": _chosen(form, steps),
        "done": shown.history_of(stored.history, people, _unit_names(stored)),
        "notes": [
            (line.text, texts.told_by(shown.who(line.by, people), shown.at(line.at), ""))
            for line in stored.history
            if line.what == "noted"
        ],
        "works": works,
        "similar": _similar(case) if works and case.state.is_open and not case.members else [],
        "members": casework.cases().members(case.id) if case.members and here else [],
        "may_part": Move.UNMERGE in moves_for(officer, case, now),
        "may_release": case.has_standing_answer and allowed(officer, Permission.RELEASE_CASE, case.unit_path),
        "may_supplement": works and case.state.is_open,
        "elsewhere": "" if here else app.unit_name(case.unit_path),
        "form": form if other is None else other,
        "conflict": conflict,
        "note_form": _own(other, forms.NoteForm),
        "supplement_form": _own(other, forms.SupplementForm),
    }


def _own[Sent: FormModel](other: Form[Any] | None, model: type[Sent]) -> Form[Any]:
    return other if other is not None and other.model is model else Form.empty(model)


def _chosen(form: Form[forms.StepForm], steps: list[NextStep]) -> str:
    """Return the step that stands chosen: the one that was sent, else the first."""
    sent = next(iter(form.data.get("move", ())), "")
    return sent or (steps[0].move.value if steps else "")


def _fields(form: Form[forms.StepForm], step: NextStep) -> list[Any]:
    units: list[Choice] = []
    if step.move is Move.TRANSFER:
        units = unit_choices(foundation.units().subtree(foundation.province()), foundation.today())
    return forms.fields_of_step(form, step, units)


def _owners(case: Case) -> list[Choice]:
    officer = app.officer()
    known = [one for one in colleagues(officer, case.unit_path) if one.id not in {officer.id, case.owner}]
    mine = [Choice(officer.id, f"{officer.name} {texts.MYSELF}")] if case.owner != officer.id else []
    back = [Choice("-", texts.BACK_TO_UNIT)] if case.owner else []
    return [*mine, *(Choice(one.id, one.name) for one in sorted(known, key=lambda one: one.name)), *back]


def _similar(case: Case) -> list[tuple[Case, str, Tag]]:
    officer = app.officer()
    return [
        (other, title_of(other.details), shown.state_tag(other.state))
        for other in casework.cases().similar_open(case)[:3]
        if allowed(officer, Permission.READ_CASES, other.unit_path)
    ]
