"""Cases: enter one for somebody, read one with everything that belongs to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from cases_api import texts
from cases_api.app import app, note_reading, read_in_full
from cases_api.reaching import reach_now
from cases_api.schemas import case_schemas, common_schemas
from loa import clock
from loa.bootstrap import casework, dialogue, foundation, residents
from loa.casework.cases import access
from loa.casework.cases.desk import scans
from loa.casework.cases.desk.naming import people_of
from loa.casework.cases.desk.steps import moves_for, next_steps
from loa.casework.cases.rows.models import due_of
from loa.casework.cases.rules.deadlines import rule_of
from loa.casework.cases.rules.model import Case, CaseKind, Entry, Reporter
from loa.casework.cases.rules.reminders import share
from loa.casework.cases.work.opening import Draft, id_of
from loa.errors import InvalidInput, NotFound
from loa.foundation.officers.assignees import holder
from loa.foundation.officers.model import Officer, Permission, in_scope, require
from loa.foundation.units.service import unit_at
from loa.foundation.working_time.checks import to_check
from loa.web.api.routes import ONCE, scope


def reporter_of(officer: Officer, body: case_schemas.NewCase) -> Reporter:
    """Who raised the case.

    Raises:
        NotFound: the conversation is with an account that is not the officer's.
        InvalidInput: its unit has no account, or they never wrote to it.
    """
    if body.conversation is None:
        return Reporter(name=body.name, phone=body.phone)
    require(officer, Permission.READ_CONVERSATIONS, body.conversation.unit)
    account = foundation.accounts().of_unit(foundation.province(), body.conversation.unit)
    if account is None:
        raise InvalidInput(texts.NO_ACCOUNT, fields={"conversation.unit": texts.NO_ACCOUNT})
    head = dialogue.conversation_store().get(account.oa_id, body.conversation.user_id)
    if head is None or head.last_message_at is None:
        raise InvalidInput(texts.NEVER_WROTE, fields={"conversation.user_id": texts.NEVER_WROTE})
    return Reporter(head.oa_id, head.user_id, account.unit_path, name=body.name, phone=body.phone)


@app.post(
    "/cases",
    summary="Nhập vụ việc thay người dân",
    tags=["Vụ việc"],
    status_code=201,
    openapi_extensions=ONCE,
)
def enter_case(body: case_schemas.NewCase) -> Response[common_schemas.ShownCase]:
    """Phản ánh, kiến nghị… tiếp nhận bằng giấy, điện thoại, trực tiếp, hoặc từ tin nhắn của người dân."""
    officer = app.officer()
    path = scope(officer, Permission.WORK_ON_CASE, body.unit)
    if body.kind is CaseKind.DENUNCIATION:
        raise InvalidInput(texts.CONFIDENTIAL, fields={"kind": texts.CONFIDENTIAL})
    unit_at(path, on=foundation.today(), store=foundation.units())
    key = app.idempotency_key()
    draft = Draft(
        province=foundation.province(),
        unit_path=path,
        kind=body.kind,
        channel=body.channel,
        reporter=reporter_of(officer, body),
        details=body.details(),
        remote=body.remote,
        complex=body.complex,
        received_at=body.received(),
    )

    def work() -> common_schemas.ShownCase:
        details = draft.details
        if body.scans:
            case_id, bucket = id_of(key), residents.attachments()
            kept = scans.keep(case_id, body.scanned(), bucket=bucket)
            settled = scans.settle(case_id, kept, bucket=bucket)
            details = replace(details, attachments=(*details.attachments, *settled))
        opened = casework.cases().open(replace(draft, details=details), idempotency_key=key, by=officer.id)
        return common_schemas.ShownCase.of(opened)

    return app.once(work, status=201)


@app.get("/cases/rules", summary="Thời hạn đang áp dụng", tags=["Vụ việc"])
def read_deadline_rules() -> case_schemas.RuleList:
    """Thời hạn theo từng loại vụ việc, căn cứ, và đã đối chiếu văn bản gốc hay chưa."""
    scope(app.officer(), Permission.READ_CASES, None)
    today = foundation.today()
    in_force = [
        rule
        for rule in casework.cases().rules
        if rule.since <= today and (rule.until is None or today <= rule.until)
    ]
    return case_schemas.RuleList(
        items=[case_schemas.ShownRule.of(rule) for rule in in_force],
        to_check=to_check(today, casework.cases().calendar),
    )


@app.get("/cases/by-code/<code>", summary="Tìm theo mã", tags=["Vụ việc"])
def read_case_by_code(code: str) -> common_schemas.ShownCase:
    """Vụ việc có mã mà người dân đọc; chữ hoa hay thường, có gạch nối hay không đều được."""
    officer = app.officer()
    found = casework.cases().by_code(code) if len(code) <= case_schemas.MAXIMUM_CODE else None
    if found is None:
        raise NotFound
    access.readable(officer, found)
    note_reading(officer, found)
    return common_schemas.ShownCase.of(access.shown_to(officer, found)[0])


@app.get("/cases/<case_id>", summary="Một vụ việc", tags=["Vụ việc"])
def read_case(case_id: str) -> case_schemas.CaseInFull:
    """Nội dung, thời hạn, người phản ánh, toàn bộ diễn biến, và những bước có thể làm tiếp."""
    officer, found, history = read_in_full(case_id)
    here = in_scope(officer, found.unit_path)
    members = casework.cases().members(case_id) if found.members and here else []
    now = clock.now()
    return case_schemas.CaseInFull.in_full(
        found,
        clock_of(found, now),
        owner=_owner_of(found),
        steps=next_steps(officer, found, now, reach_now(found)),
        moves=moves_for(officer, found, now),
        members=members,
        history=history,
        people=people_of(found, history, registry=foundation.officers()),
        units=names_of_units(found, history),
    )


def names_of_units(case: Case, history: Sequence[Entry]) -> dict[str, str]:
    """Return the names of the units that a case has been with."""
    paths = {case.unit_path, case.received_path, *(line.unit_path for line in history)}
    return {path: foundation.unit_names().name(path) for path in paths}


def _owner_of(case: Case) -> Officer | None:
    """Whose case it is, as long as they work there."""
    if not case.owner:
        return None
    return holder(case.owner, Permission.WORK_ON_CASE, case.unit_path, registry=foundation.officers())


def clock_of(case: Case, now: datetime) -> case_schemas.Clock:
    """How much time there is."""
    calendar = casework.cases().calendar
    due = due_of(case) if case.state.is_open else None
    left = calendar.working_time(now, due) if due else None
    rule = rule_of(case, casework.cases().rules)
    return case_schemas.Clock(
        due=clock.optional_text(due),
        accept_by=clock.to_text(case.accept_by),
        answer_by=clock.to_text(case.answer_by),
        percent=share(case.clock_since or case.received_at, case.answer_by, case.pauses, now, calendar),
        overdue=due is not None and not case.state.is_paused and due <= now,
        paused=case.state.is_paused,
        working_minutes_left=int(left.total_seconds()) // 60 if left is not None else None,
        source=rule.source,
        verified=rule.is_confirmed,
    )
