"""The resident's own cases."""

from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa.errors import InvalidInput
from loa.residents.profiles import texts
from loa.residents.profiles.model import ConsentPurpose
from profile_public import schemas
from profile_public.app import READ, WRITE, app, own_cases, resident, write_once

TAG: Final = "Việc đã gửi"


@app.get("/profile/cases", summary="Việc đã gửi", tags=[TAG], openapi_extensions=READ)
def list_own_cases() -> schemas.OwnCaseList:
    """Tình trạng và câu trả lời của mỗi việc, và trang của nó để nói thêm, đánh giá, mở lại."""
    profile = resident()
    found = own_cases().all(profile.person) if ConsentPurpose.CASES in profile.consents else []
    return schemas.OwnCaseList(items=[schemas.OwnCase.of(case, link) for case, link in found])


@app.post("/profile/cases", summary="Thêm việc đã gửi", tags=[TAG], openapi_extensions=WRITE)
def add_own_case(body: schemas.AddedCase) -> Response[Any]:
    """Thêm một việc bằng đường dẫn của nó: ai có đường dẫn là người gửi. Cần đã đồng ý giữ danh sách."""
    profile = resident()

    def work() -> schemas.OwnCase:
        if ConsentPurpose.CASES not in profile.consents:
            raise InvalidInput(texts.CONSENT_FIRST, fields={"link": texts.CONSENT_FIRST})
        return schemas.OwnCase.of(own_cases().add(profile.person, body.link), body.link)

    return write_once(profile, work)
