"""Entering a case for somebody who called, came, or wrote on paper; then its code, and a slip to print."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import quote

from cases_api.pages import forms, shown, texts
from cases_api.pages.app import AREA, address_of, app, seen
from cases_api.reaching import reach_now, reach_to
from cases_api.texts import ONE_SOURCE
from loa import clock
from loa.bootstrap import casework, dialogue, foundation, residents
from loa.casework.cases.desk import scans
from loa.casework.cases.rows.models import title_of
from loa.casework.cases.rules.checks import MAXIMUM_ATTACHMENTS
from loa.casework.cases.rules.deadlines import DayCount, rule_for, rule_of
from loa.casework.cases.rules.model import Case, CaseKind, Channel, Details, Reporter
from loa.casework.cases.work.opening import Draft, id_of
from loa.casework.cases.work.similar import Matter
from loa.clock import VIETNAM, local_day
from loa.dialogue.desk import access
from loa.dialogue.desk.model import ConversationAccess
from loa.errors import InvalidInput, NotFound
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.readings.model import ReadKind
from loa.foundation.units.service import unit_at
from loa.residents.attachments.service import positions
from loa.residents.followers.model import Message
from loa.residents.followers.store import message_key
from loa.text.phones import dialled
from loa.web.console.lists import Tag
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.shapes.choices import Choice

_SHOWN: Final = 3
_NOON: Final = time(12)
_RENAMED: Final = {"received_at": "received", "attachments": "scans"}
"""Fields of a case, and what the form calls them."""


@app.get(f"{AREA}/moi")
def ask() -> Html:
    """Show the empty form; with `don-vi` and `nguoi`, for a resident who writes to that unit's account."""
    officer = app.officer()
    require(officer, Permission.WORK_ON_CASE, officer.unit_path)
    form = Form.empty(forms.EntryForm, sheet=secrets.token_urlsafe(18))
    if not app.query("nguoi"):
        return app.page("console/cases/entry.html", **_page(form))
    conversation = _conversation(officer, app.query("don-vi"), app.query("nguoi"))
    head = conversation.head
    since = clock.optional_text(head.unanswered.since if head.unanswered else None) or ""
    said = _said(conversation, since)
    sent = _files(said)
    given = {
        "channel": Channel.CHAT.value,
        "unit": app.query("don-vi"),
        "resident": head.user_id,
        "name": head.display_name,
        "unanswered_since": since,
        "what": "\n".join(message.text for message in said if message.text),
    }
    form = form.filled({name: (value,) for name, value in given.items()})
    form = form.filled({"attachments": tuple(choice.value for choice in sent)[:MAXIMUM_ATTACHMENTS]})
    return app.page("console/cases/entry.html", **_page(form, conversation, sent))


@app.post(f"{AREA}/moi")
def enter() -> Html:
    """Open the case; if others are alike and nobody has looked at them, show those first."""
    officer = app.officer()
    require(officer, Permission.WORK_ON_CASE, officer.unit_path)
    form, case_id = _with_scans(app.sent(forms.EntryForm), officer.id)
    conversation = None
    if resident := next(iter(form.data.get("resident", ())), ""):
        conversation = _conversation(officer, next(iter(form.data.get("unit", ())), ""), resident)
    if form.value is None or form.errors:
        return app.page("console/cases/entry.html", status=422, **_page(form, conversation))
    entered, now = form.value, clock.now()
    if (entered.channel == Channel.CHAT.value) != bool(entered.resident):
        refused = form.refused({"channel": ONE_SOURCE})
        return app.page("console/cases/entry.html", status=422, **_page(refused, conversation))
    path, reporter = officer.unit_path, Reporter(name=entered.name, phone=entered.phone)
    if conversation:
        reporter = replace(_in_chat(conversation), name=entered.name, phone=entered.phone)
        path = reporter.account_path
    unit_at(path, on=foundation.today(), store=foundation.units())
    alike = [] if entered.alike_seen else _alike(path, entered, now)
    if alike:
        return app.page("console/cases/entry.html", **_page(form, conversation, alike=alike))
    received = _received(entered, now)
    references = tuple(form.data.get("kept", ()))
    draft = Draft(
        province=foundation.province(),
        unit_path=path,
        kind=entered.kind,
        channel=Channel(entered.channel),
        reporter=reporter,
        details=Details(entered.what, where=entered.where, hamlet=entered.hamlet),
        remote=entered.remote,
        complex=entered.complex,
        received_at=received,
    )

    def work() -> Case:
        settled = scans.settle(case_id, references, bucket=residents.attachments())
        files = (*entered.attachments, *settled) if conversation else settled
        whole = replace(draft, details=replace(draft.details, attachments=files))
        return casework.cases().open(whole, idempotency_key=_key(officer.id, entered.sheet), by=officer.id)

    try:
        return app.done(work, to=lambda case: f"{address_of(case.id)}/phieu")
    except InvalidInput as refused:
        faults = {_RENAMED.get(name, name): message for name, message in refused.fields.items()}
        return app.page("console/cases/entry.html", status=422, **_page(form.refused(faults), conversation))


@app.get(f"{AREA}/<case_id>/phieu")
def show_code(case_id: str) -> Html:
    """Show the code in large letters, to be read aloud, and the slip for the reporter."""
    case = seen(case_id).case
    unit = app.unit_name(case.unit_path)
    phone = dialled(case.reporter.phone).removeprefix("+")
    return app.page(
        "console/cases/code.html",
        case=case,
        title=title_of(case.details),
        address=address_of(case.id),
        unit=unit,
        groups=case.code.split("-"),
        received=shown.at(case.received_at),
        accept_by=shown.short_day(case.accept_by),
        answer_by=shown.short_day(case.answer_by),
        kind=case.kind.label,
        rule=rule_of(case, casework.cases().rules),
        zalo=f"https://zalo.me/{quote(phone)}" if len(phone) >= 9 else "",  # noqa: PLR2004 - of a whole number
        reach=reach_now(case).value,
        words=texts.words_for_zalo(case.kind.value, case.code, unit),
    )


def _conversation(officer: Officer, unit: str, user_id: str) -> ConversationAccess:
    """Return the conversation of somebody who has written to the account of a unit.

    Raises:
        NotFound: the unit is not the officer's, has no account, or they never wrote to it.
        NotAllowed: none of the officer's roles permits it.
    """
    require(officer, Permission.WORK_ON_CASE, unit)
    account = foundation.accounts().of_unit(foundation.province(), unit)
    known = account and user_id.isascii() and user_id.isdigit()
    head = dialogue.conversation_store().get(account.oa_id, user_id) if account and known else None
    if account is None or head is None or head.last_message_at is None:
        raise NotFound
    conversation = ConversationAccess(head, account)
    access.readable(officer, conversation)
    return conversation


def _in_chat(conversation: ConversationAccess) -> Reporter:
    head = conversation.head
    return Reporter(head.oa_id, head.user_id, conversation.account.unit_path)


def _said(conversation: ConversationAccess, since: str) -> list[Message]:
    """Return what the resident wrote from an instant on; nothing from before they withdrew. One Query.

    Raises:
        NotFound: that is no instant.
    """
    head = conversation.head
    if not since:
        return []
    try:
        after = clock.from_text(since) - timedelta(milliseconds=1)
    except (ValueError, OverflowError) as error:
        raise NotFound from error
    foundation.readings().note(
        app.officer(),
        ReadKind.CONVERSATION,
        f"{head.oa_id}/{head.user_id}",
        unit_path=conversation.path,
        now=clock.now(),
    )
    first = max(after, head.withdrawn_at or after)
    return dialogue.conversation_store().messages_since(head.oa_id, head.user_id, first)


def _files(said: Iterable[Message]) -> list[Choice]:
    """Return the files that came with messages, as a case refers to them."""
    found: list[Choice] = []
    for message in said:
        _, sort = message_key(message)
        for position in positions(message.attachments):
            kind = texts.SENT.get(str(message.attachments[position]["kind"]), texts.SENT["file"])
            name = str(message.attachments[position].get("name", ""))
            label = " ".join(filter(None, (kind, name)))
            found.append(Choice(f"message#{sort}#{position}", label, shown.at(message.at)))
    return found


def _key(officer_id: str, sheet: str) -> str:
    """Return what names the case of a form: a corrected form that comes again opens the same one."""
    return f"officer#{officer_id}#{sheet}"


def _with_scans(form: Form[forms.EntryForm], officer_id: str) -> tuple[Form[forms.EntryForm], str]:
    """Keep the scans that came, even if a field is wrong; return the form with them, and the case's id."""
    sheet = next(iter(form.data.get("sheet", ())), "")
    case_id = id_of(_key(officer_id, sheet))
    sent = app.sent_form().files.get("scans", [])
    if not sent or "sheet" in form.errors:
        return form, case_id
    try:
        fresh = scans.keep(case_id, [file.content for file in sent], bucket=residents.attachments())
    except InvalidInput as refused:
        return form.refused(refused.fields), case_id
    kept = tuple(dict.fromkeys([*form.data.get("kept", ()), *fresh]))
    return replace(form, data={**form.data, "kept": kept}), case_id


def _received(entered: forms.EntryForm, now: datetime) -> datetime | None:
    """Return when it came: of another day its noon; None: now."""
    if entered.resident or entered.received is None or entered.received == local_day(now):
        return None
    return datetime.combine(entered.received, _NOON, VIETNAM).astimezone(now.tzinfo)


def _alike(path: str, entered: forms.EntryForm, now: datetime) -> list[tuple[Case, str, Tag, str]]:
    own = Matter(entered.kind, entered.what, entered.where, now)
    found = casework.cases().similar_to(own, path, province=foundation.province())[:_SHOWN]
    return [
        (case, title_of(case.details), shown.state_tag(case.state), shown.short_day(case.received_at))
        for case in found
    ]


def _page(
    form: Form[forms.EntryForm],
    conversation: ConversationAccess | None = None,
    sent: Sequence[Choice] | None = None,
    **more: Any,
) -> dict[str, Any]:
    today = local_day(clock.now())
    since = next(iter(form.data.get("unanswered_since", ())), "")
    head = conversation.head if conversation else None
    return {
        "form": form,
        "alike": [],
        "unit": app.unit_name(next(iter(form.data.get("unit", ())), "") or app.officer().unit_path),
        "by_chat": texts.BY_CHAT[reach_to(_in_chat(conversation)).value] if conversation else "",
        "thread": f"/console/tin-nhan/{head.oa_id}/{head.user_id}" if head else "",
        "sent": sent if sent is not None else _files(_said(conversation, since)) if conversation else [],
        "longer": [
            replace(form.field(name), hint=_effect(today, remote=name == "remote", complex=name == "complex"))
            for name in ("remote", "complex")
        ],
        "earliest": today - timedelta(days=60),
        "complaint": next(iter(form.data.get("kind", ())), "") == CaseKind.COMPLAINT.value,
        **more,
    }


def _effect(today: date, *, remote: bool, complex: bool) -> str:  # noqa: A002 - the law's term
    """Return what such a case gets of the rules in force: more time, or not."""
    kinds = (kind for kind in CaseKind if kind is not CaseKind.DENUNCIATION)
    found = dict.fromkeys(rule_for(casework.cases().rules, kind, today) for kind in kinds)
    longer = [
        texts.longer(
            rule.kind.label if rule.kind else texts.GENERAL_RULE,
            days,
            rule.answer,
            working=rule.counting is DayCount.WORKING,
            source=rule.source,
        )
        for rule in found
        if (days := rule.answer_days(remote=remote, complex=complex)) != rule.answer
    ]
    return " ".join(longer) or texts.SAME_DEADLINE
