"""The resident's own cases."""

from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from profile_public import actions, schemas
from profile_public.app import READ, WRITE, app, resident, write_once

TAG: Final = "Việc đã gửi"


@app.get("/profile/cases", summary="Việc đã gửi", tags=[TAG], openapi_extensions=READ)
def list_own_cases() -> schemas.OwnCaseList:
    """Tình trạng và câu trả lời của mỗi việc, và trang của nó để nói thêm, đánh giá, mở lại."""
    found = actions.listed(resident())
    return schemas.OwnCaseList(items=[schemas.OwnCase.of(case, link) for case, link in found])


@app.post("/profile/cases", summary="Thêm việc đã gửi", tags=[TAG], openapi_extensions=WRITE)
def add_own_case(body: schemas.AddedCase) -> Response[Any]:
    """Thêm một việc bằng đường dẫn của nó: ai có đường dẫn là người gửi. Cần đã đồng ý giữ danh sách."""
    profile = resident()
    return write_once(profile, lambda: schemas.OwnCase.of(actions.added(profile, body.link), body.link))
