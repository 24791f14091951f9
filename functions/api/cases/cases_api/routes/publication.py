"""The public list: what a person has to look at, what is released, what is taken off again."""

from aws_lambda_powertools.event_handler import Response

from cases_api.app import app, changed
from cases_api.schemas import common_schemas, release_schemas
from loa.bootstrap import casework
from loa.casework.cases import access
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rules.model import Case
from loa.casework.publication import release
from loa.foundation.officers.model import Permission
from loa.web.api.routes import ONCE


@app.get("/cases/<case_id>/redaction", summary="Đánh dấu thông tin cá nhân", tags=["Vụ việc công khai"])
def mark_for_redaction(case_id: str) -> release_schemas.Redaction:
    """Điện thoại, số giấy tờ, họ tên, tên người phản ánh… và bản gợi ý đã che; người duyệt quyết định."""
    from loa.casework.publication import redaction  # noqa: PLC0415 - cold start: few cases are released

    found = casework.cases().read(case_id)
    access.workable(app.officer(), found, Permission.RELEASE_CASE)
    people = release.people_in(found, casework.cases())
    beginning = redaction.beginning(found.details.what, common_schemas.MAXIMUM_TEXT, people)
    words = {"text": beginning, "answer": found.answer}
    marked = {name: redaction.marks(text, people) for name, text in words.items()}
    shown = [
        {
            "field": name,
            "kind": mark.kind.value,
            "start": mark.start,
            "end": mark.end,
            "words": words[name][mark.start : mark.end],
            "must_go": mark.kind in redaction.MUST_GO,
        }
        for name, marks in marked.items()
        for mark in marks
    ]
    return release_schemas.Redaction(
        text=words["text"],
        answer=words["answer"],
        marks=[release_schemas.ShownMark.model_validate(mark) for mark in shown],
        proposed_text=redaction.redacted(words["text"], marked["text"]),
        proposed_answer=redaction.redacted(words["answer"], marked["answer"]),
    )


@app.post(
    "/cases/<case_id>/release", summary="Cho công khai", tags=["Vụ việc công khai"], openapi_extensions=ONCE
)
def release_case(case_id: str, body: release_schemas.NewRelease) -> Response[common_schemas.ShownCase]:
    """Đưa vụ việc đã trả lời lên danh sách công khai, bằng lời và ảnh người duyệt đã che thông tin riêng."""
    officer, key = app.officer(), app.idempotency_key()

    def released(stored: StoredCase) -> Case:
        access.workable(officer, stored.case, Permission.RELEASE_CASE)
        return release.release(
            stored,
            body.text,
            body.answer,
            by=officer.id,
            service=casework.cases(),
            gallery=casework.pictures(),
            confirmed=body.confirmed,
            pictures=[picture.chosen() for picture in body.pictures],
            expected_version=body.expected_version,
            idempotency_key=key,
        )

    return app.once(lambda: changed(case_id, released, expected_version=body.expected_version))


@app.delete("/cases/<case_id>/release", summary="Thôi công khai", tags=["Vụ việc công khai"])
def withdraw_release(case_id: str) -> common_schemas.ShownCase:
    """Rút vụ việc và ảnh khỏi danh sách công khai, trong vòng một phút; đã rút rồi thì không có gì đổi.

    Đơn vị đã cho công khai và đơn vị đang giải quyết đều rút được.
    """
    officer, stored = app.officer(), casework.cases().load(case_id)
    access.withdrawable(officer, stored)
    withdrawn = release.withdraw_release(
        stored, by=officer.id, service=casework.cases(), gallery=casework.pictures()
    )
    return common_schemas.ShownCase.of(access.shown_to(officer, withdrawn)[0])
