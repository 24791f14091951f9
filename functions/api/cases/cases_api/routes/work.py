"""Work on a case: its next step, whose it is, notes, supplements, and cases that are about the same.

Whether the officer may is asked inside the work: a request that comes again gets the answer that it had, even
when it was itself what sent the case to another unit.
"""

from aws_lambda_powertools.event_handler import Response

from cases_api import texts
from cases_api.app import app, changed
from cases_api.schemas import common_schemas, list_schemas, work_schemas
from loa.bootstrap import casework, foundation
from loa.casework.cases import access
from loa.casework.cases.desk.assigning import assign_many, owner_named
from loa.casework.cases.desk.steps import is_for_resident
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rules.model import Case, Move
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, allowed
from loa.web.api.routes import ONCE

_OWN_ROUTE = frozenset({Move.MERGE, Move.UNMERGE})


@app.post("/cases/<case_id>/moves", summary="Bước tiếp theo", tags=["Vụ việc"], openapi_extensions=ONCE)
def move_case(case_id: str, body: work_schemas.NewMove) -> Response[common_schemas.ShownCase]:
    """Nhận giải quyết, đề nghị bổ sung, chuyển, từ chối, trả lời…; người phản ánh được báo ngay.

    Bị từ chối (409) nếu người khác đã làm trước: xem lại rồi thực hiện.
    """
    officer, key = app.officer(), app.idempotency_key()

    def moved(stored: StoredCase) -> Case:
        if stored.line_under(key):  # done already, and only its answer was lost; others may have it now
            return stored.case
        access.workable(officer, stored.case)
        if body.move in _OWN_ROUTE:
            raise InvalidInput(texts.OWN_ROUTE, fields={"move": texts.OWN_ROUTE})
        if is_for_resident(stored.case, body.move):
            raise InvalidInput(texts.BY_RESIDENT, fields={"move": texts.BY_RESIDENT})
        return casework.cases().transition(
            stored,
            body.move,
            body.facts(),
            by=officer.id,
            expected_version=body.expected_version,
            idempotency_key=key,
        )

    return app.once(
        lambda: changed(case_id, moved, expected_version=body.expected_version),
        as_form=f"vu-viec/-/buoc:{body.move}",
    )


@app.post(
    "/cases/<case_id>/assignment", summary="Giao người xử lý", tags=["Vụ việc"], openapi_extensions=ONCE
)
def assign_case(case_id: str, body: work_schemas.Assignment) -> Response[common_schemas.ShownCase]:
    """Giao vụ việc cho một cán bộ, nhận về mình, hoặc trả về đơn vị."""
    officer, key = app.officer(), app.idempotency_key()

    def assigned(stored: StoredCase) -> Case:
        access.workable(officer, stored.case)
        named = officer.id if body.owner is None else body.owner
        owner = owner_named(named, by=officer, case=stored.case, registry=foundation.officers())
        return casework.cases().assign(
            stored,
            owner=owner.id if owner else "",
            owner_name=owner.name if owner else "",
            by=officer.id,
            expected_version=body.expected_version,
            idempotency_key=key,
        )

    return app.once(lambda: changed(case_id, assigned, expected_version=body.expected_version))


@app.post(
    "/cases/assignments", summary="Giao nhiều vụ việc một lần", tags=["Vụ việc"], openapi_extensions=ONCE
)
def assign_cases(body: work_schemas.ManyAssignments) -> Response[work_schemas.AssignedCases]:
    """Giao tối đa 50 vụ việc cho một cán bộ; việc không giao được thì nêu lý do, các việc khác vẫn giao."""
    officer, key = app.officer(), app.idempotency_key()

    def assigned() -> work_schemas.AssignedCases:
        done = assign_many(
            body.cases,
            officer.id if body.owner is None else body.owner,
            by=officer,
            service=casework.cases(),
            registry=foundation.officers(),
            idempotency_key=key,
        )
        return work_schemas.AssignedCases.of(done)

    return app.once(assigned)


@app.post(
    "/cases/<case_id>/notes",
    summary="Ghi chú nội bộ",
    tags=["Vụ việc"],
    status_code=201,
    openapi_extensions=ONCE,
)
def note_on_case(case_id: str, body: work_schemas.NewNote) -> Response[common_schemas.ShownCase]:
    """Ghi chú cho đồng nghiệp; người dân không nhận được."""
    officer, key = app.officer(), app.idempotency_key()

    def noted(stored: StoredCase) -> Case:
        access.workable(officer, stored.case)
        return casework.cases().note(stored, body.text, by=officer.id, idempotency_key=key)

    return app.once(lambda: changed(case_id, noted), status=201)


@app.post(
    "/cases/<case_id>/supplements",
    summary="Bổ sung thông tin",
    tags=["Vụ việc"],
    status_code=201,
    openapi_extensions=ONCE,
)
def supplement_case(case_id: str, body: work_schemas.NewSupplement) -> Response[common_schemas.ShownCase]:
    """Ghi thêm điều người dân cung cấp qua điện thoại hoặc giấy; vụ việc đang chờ thì được tiếp tục."""
    officer, key = app.officer(), app.idempotency_key()

    def supplemented(stored: StoredCase) -> Case:
        access.workable(officer, stored.case)
        return casework.cases().supplement(stored, body.text, by=officer.id, idempotency_key=key)

    return app.once(lambda: changed(case_id, supplemented), status=201)


@app.get("/cases/<case_id>/similar", summary="Vụ việc có thể trùng", tags=["Vụ việc"])
def list_similar_cases(case_id: str) -> list_schemas.SimilarList:
    """Các vụ việc đang mở cùng đơn vị, giống nhất trước."""
    officer, service = app.officer(), casework.cases()
    found = service.read(case_id)
    access.readable(officer, found)
    alike = service.similar_open(found)
    own = [case for case in alike if allowed(officer, Permission.READ_CASES, case.unit_path)]
    return list_schemas.SimilarList(items=[common_schemas.ShownCase.of(case) for case in own])


@app.post("/cases/<case_id>/join", summary="Gộp vào vụ việc khác", tags=["Vụ việc"], openapi_extensions=ONCE)
def join_case(case_id: str, body: work_schemas.JoinInto) -> Response[common_schemas.ShownCase]:
    """Nhiều người phản ánh một việc: gộp lại, mỗi người đều nhận câu trả lời."""
    officer = app.officer()

    def merged(stored: StoredCase) -> Case:
        access.workable(officer, stored.case)
        main = casework.cases().load(body.into)
        access.workable(officer, main.case)
        return casework.cases().merge(stored, main, by=officer.id, expected_version=body.expected_version)

    return app.once(lambda: changed(case_id, merged, expected_version=body.expected_version))


@app.post(
    "/cases/<case_id>/part", summary="Tách khỏi vụ việc khác", tags=["Vụ việc"], openapi_extensions=ONCE
)
def part_case(case_id: str, body: work_schemas.Versioned) -> Response[common_schemas.ShownCase]:
    """Tách một vụ việc đã gộp ra thành vụ việc riêng."""
    officer = app.officer()

    def unmerged(stored: StoredCase) -> Case:
        access.workable(officer, stored.case)
        return casework.cases().unmerge(stored, by=officer.id, expected_version=body.expected_version)

    return app.once(lambda: changed(case_id, unmerged, expected_version=body.expected_version))
