"""Work on a case: its next step, whose it is, notes, supplements, and cases that are about the same.

Who may do it is asked inside the work: a request that comes again gets the answer that it had, even when it
was itself what sent the case to another unit.
"""

from aws_lambda_powertools.event_handler import Response

from cases_api import texts
from cases_api.app import ONCE, Asked, act_once, app, changing, done_before, to_act, to_read
from cases_api.routes.cases import BY_RESIDENT
from cases_api.schemas import common_schemas, work_schemas
from loa import clock
from loa.bootstrap import casework, foundation
from loa.casework.cases.rules.model import Case, Move
from loa.casework.cases.work import service as cases
from loa.errors import InvalidInput
from loa.foundation.officers.assignees import chosen
from loa.foundation.officers.model import Officer, Permission, allowed

_OWN_ROUTE = frozenset({Move.JOIN, Move.PART})


@app.post("/cases/<case_id>/moves", summary="Bước tiếp theo", tags=["Vụ việc"], openapi_extensions=ONCE)
def move_case(case_id: str, body: work_schemas.NewMove) -> Response[common_schemas.ShownCase]:
    """Nhận giải quyết, đề nghị bổ sung, chuyển, từ chối, trả lời…; người phản ánh được báo ngay.

    Bị từ chối (409) nếu người khác đã làm trước: xem lại rồi thực hiện.
    """
    officer = app.officer()
    named = app.idempotency_key()
    return app.once(lambda: common_schemas.ShownCase.of(_moved(officer, case_id, body, named)))


def _moved(officer: Officer, case_id: str, body: work_schemas.NewMove, named: str) -> Case:
    before = done_before(case_id, named)
    if before:
        return before
    _, found = to_act(case_id)
    if body.move in _OWN_ROUTE:
        raise InvalidInput(texts.OWN_ROUTE, fields={"move": texts.OWN_ROUTE})
    if body.move in BY_RESIDENT and found.reporter.user_id:
        raise InvalidInput(texts.BY_RESIDENT, fields={"move": texts.BY_RESIDENT})
    return changing(
        case_id,
        body.expected_version,
        lambda: cases.move(
            case_id,
            body.move,
            body.facts(),
            by=officer.id,
            expected_version=body.expected_version,
            desk=casework.cases(),
            now=clock.now(),
            origin=named,
        ),
    )


@app.post(
    "/cases/<case_id>/assignment", summary="Giao người xử lý", tags=["Vụ việc"], openapi_extensions=ONCE
)
def assign_case(case_id: str, body: work_schemas.Assignment) -> Response[common_schemas.ShownCase]:
    """Giao vụ việc cho một cán bộ, nhận về mình, hoặc trả về đơn vị."""

    def assigned(asked: Asked) -> Case:
        owner = _owner_named(asked.officer.id if body.owner is None else body.owner, asked)
        return cases.assign(
            case_id,
            owner=owner.id if owner else "",
            owner_name=owner.name if owner else "",
            by=asked.officer.id,
            expected_version=body.expected_version,
            desk=casework.cases(),
            now=clock.now(),
            origin=asked.origin,
        )

    return act_once(case_id, assigned, expected_version=body.expected_version)


def _owner_named(officer_id: str, asked: Asked) -> Officer | None:
    """The officer whose case it is to be; None: nobody's."""
    if not officer_id:
        return None
    may, path = Permission.WORK_ON_CASE, asked.case.unit_path
    return chosen(officer_id, "owner", may, path, by=asked.officer, registry=foundation.officers())


@app.post(
    "/cases/<case_id>/notes",
    summary="Ghi chú nội bộ",
    tags=["Vụ việc"],
    status_code=201,
    openapi_extensions=ONCE,
)
def note_on_case(case_id: str, body: work_schemas.NewNote) -> Response[common_schemas.ShownCase]:
    """Ghi chú cho đồng nghiệp; người dân không nhận được."""

    def noted(asked: Asked) -> Case:
        return cases.note(
            case_id,
            body.text,
            by=asked.officer.id,
            desk=casework.cases(),
            now=clock.now(),
            origin=asked.origin,
        )

    return act_once(case_id, noted, status=201)


@app.post(
    "/cases/<case_id>/supplements",
    summary="Bổ sung thông tin",
    tags=["Vụ việc"],
    status_code=201,
    openapi_extensions=ONCE,
)
def supplement_case(case_id: str, body: work_schemas.NewSupplement) -> Response[common_schemas.ShownCase]:
    """Ghi thêm điều người dân cung cấp qua điện thoại hoặc giấy; vụ việc đang chờ thì được tiếp tục."""

    def supplemented(asked: Asked) -> Case:
        return cases.supplement(
            case_id,
            body.text,
            by=asked.officer.id,
            desk=casework.cases(),
            now=clock.now(),
            origin=asked.origin,
        )

    return act_once(case_id, supplemented, status=201)


@app.get("/cases/<case_id>/similar", summary="Vụ việc có thể trùng", tags=["Vụ việc"])
def list_similar_cases(case_id: str) -> work_schemas.SimilarList:
    """Các vụ việc đang mở cùng đơn vị, giống nhất trước."""
    officer, found = to_read(case_id)
    alike = cases.similar_open(found, desk=casework.cases())
    own = [case for case in alike if allowed(officer, Permission.READ_CASES, case.unit_path)]
    return work_schemas.SimilarList(items=[common_schemas.ShownCase.of(case) for case in own])


@app.post("/cases/<case_id>/join", summary="Gộp vào vụ việc khác", tags=["Vụ việc"], openapi_extensions=ONCE)
def join_case(case_id: str, body: work_schemas.JoinInto) -> Response[common_schemas.ShownCase]:
    """Nhiều người phản ánh một việc: gộp lại, mỗi người đều nhận câu trả lời."""

    def joined(asked: Asked) -> Case:
        to_act(body.into)
        return cases.merge(
            case_id,
            body.into,
            by=asked.officer.id,
            expected_version=body.expected_version,
            desk=casework.cases(),
            now=clock.now(),
        )

    return act_once(case_id, joined, expected_version=body.expected_version)


@app.post(
    "/cases/<case_id>/part", summary="Tách khỏi vụ việc khác", tags=["Vụ việc"], openapi_extensions=ONCE
)
def part_case(case_id: str, body: work_schemas.Versioned) -> Response[common_schemas.ShownCase]:
    """Tách một vụ việc đã gộp ra thành vụ việc riêng."""

    def parted(asked: Asked) -> Case:
        return cases.unmerge(
            case_id,
            by=asked.officer.id,
            expected_version=body.expected_version,
            desk=casework.cases(),
            now=clock.now(),
        )

    return act_once(case_id, parted, expected_version=body.expected_version)
