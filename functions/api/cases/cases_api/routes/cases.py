"""Cases: enter one for somebody, list them, read one with everything that belongs to it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from cases_api import texts
from cases_api.app import app, note_reading, read_in_full
from cases_api.schemas import case_schemas, common_schemas
from loa import clock
from loa.bootstrap import casework, dialogue, foundation
from loa.casework.cases import access
from loa.casework.cases.rows.rows import CaseSummary, due_of
from loa.casework.cases.rules.deadlines import rule_of, share
from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Move, Reporter, moves_from
from loa.casework.cases.rules.transitions import allow
from loa.casework.cases.work.opening import Draft
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.assignees import holder
from loa.foundation.officers.model import Officer, Permission, allowed, in_scope, require
from loa.foundation.units.model import subtree_range
from loa.foundation.units.service import unit_at
from loa.foundation.working_time.checks import to_check
from loa.web.api.routes import ONCE, Cursor, Limit, UnitPath, scope
from loa.web.paging import Span, make_cursor, page_limit, read_cursor

BY_RESIDENT = frozenset({Move.CONFIRM, Move.WITHDRAW})
"""What nobody does for residents who can do it themselves, in the chat."""


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
    head = dialogue.conversations().get(account.oa_id, body.conversation.user_id)
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
    key = app.idempotency_key()

    def work() -> common_schemas.ShownCase:
        opened = casework.cases().open(draft, idempotency_key=key, by=officer.id)
        return common_schemas.ShownCase.of(opened)

    return app.once(work, status=201)


@app.get("/cases", summary="Danh sách vụ việc", tags=["Vụ việc"])
def list_cases(
    *,
    unit: UnitPath = None,
    state: CaseState | None = None,
    kind: CaseKind | None = None,
    owner: Annotated[
        str | None,
        Query(
            max_length=64,
            description="Mã cán bộ; me: của tôi; none: chưa giao ai; left: người được giao đã chuyển, nghỉ.",
        ),
    ] = None,
    overdue: Annotated[bool, Query(description="Chỉ vụ việc đã quá hạn.")] = False,
    everything: Annotated[
        bool,
        Query(
            alias="all",
            description="Cả vụ việc đã xong, mới nhất trước; mặc định chỉ việc cần làm. Lọc theo trạng thái "
            "đã xong (answered, closed…) thì luôn như vậy.",
        ),
    ] = False,
    limit: Limit = None,
    cursor: Cursor = None,
) -> case_schemas.CaseList:
    """Việc cần làm của đơn vị và các đơn vị bên dưới, theo đơn vị, mức ưu tiên rồi hạn gần nhất trước."""
    officer, now = app.officer(), clock.now()
    path = scope(officer, Permission.READ_CASES, unit)
    everything = everything or (state is not None and not state.is_open)
    owner = officer.id if owner == "me" else owner
    of_owner = _is_of(owner)

    def fits(line: CaseSummary) -> bool:
        return (
            (state is None or line.state is state)
            and (kind is None or line.kind is kind)
            and of_owner(line)
            and (not overdue or case_schemas.is_overdue(line, now))
        )

    filtered = state or kind or overdue or owner is not None
    asked: dict[str, Any] = {
        "province": foundation.province(),
        "limit": page_limit(limit),
        "fits": fits if filtered else None,
    }
    subtree = subtree_range(path)
    if everything:
        start = read_cursor(cursor, Span(foundation.province(), *subtree, "listed_in", "listed_order"))
        page = casework.cases().listing(path, start=start, **asked)
    elif owner in {None, "", "none", "left"}:
        start = read_cursor(cursor, Span(foundation.province(), *subtree, "open_in", "open_order"))
        page = casework.cases().worklist(path, start=start, **asked)
    else:
        start = read_cursor(cursor, Span(owner, *subtree, "owner", "open_order"))
        page = casework.cases().worklist(path, start=start, owner=owner, **asked)
    items = [case_schemas.ListedCase.of(line, now) for line in page.items]
    return case_schemas.CaseList(items=items, next=make_cursor(page.next_start))


def _is_of(owner: str | None) -> Callable[[CaseSummary], bool]:
    """Whether a case is that of the owner who is asked for."""
    if owner is None:
        return lambda _line: True
    if owner != "left":
        return lambda line: line.owner == ("" if owner == "none" else owner)
    known: dict[str, list[Officer]] = {}
    for officer in foundation.officers().of_province(foundation.province()):
        known.setdefault(officer.id, []).append(officer)

    def left(line: CaseSummary) -> bool:
        there = known.get(line.owner, [])
        works = any(allowed(one, Permission.WORK_ON_CASE, line.unit_path) for one in there)
        return bool(line.owner) and not works

    return left


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
        moves=moves_for(officer, found, now),
        members=members,
        history=history,
    )


def _owner_of(case: Case) -> Officer | None:
    """Whose case it is, as long as they work there."""
    if not case.owner:
        return None
    return holder(case.owner, Permission.WORK_ON_CASE, case.unit_path, registry=foundation.officers())


def moves_for(officer: Officer, case: Case, now: datetime) -> list[Move]:
    """What this officer may do next."""
    if not allowed(officer, Permission.WORK_ON_CASE, case.unit_path):
        return []
    return [step for step in sorted(moves_from(case.state)) if _is_open_to(officer, case, step, now)]


def _is_open_to(officer: Officer, case: Case, step: Move, now: datetime) -> bool:
    if step in BY_RESIDENT and case.reporter.user_id:
        return False
    try:
        allow(case, step, officer.id, now)
    except Conflict:
        return False
    return True


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
