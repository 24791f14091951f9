"""The profile: what is remembered, and what the resident agrees to."""

from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.bootstrap import participation
from loa.participation.campaigns.passes import known_person, pass_of
from profile_public import actions, schemas
from profile_public.app import READ, WRITE, app, resident, write_once

TAG: Final = "Hồ sơ người dùng"


@app.get("/profile", summary="Hồ sơ", tags=[TAG], openapi_extensions=READ)
def read_profile() -> schemas.ShownProfile:
    """Xã, phường đã chọn và những điều đã đồng ý, từng mục đích một; không mục nào được chọn sẵn."""
    return schemas.ShownProfile.of(resident())


@app.get("/profile/pass", summary="Thẻ tham gia", tags=[TAG], openapi_extensions=READ)
def give_pass() -> schemas.GivenPass:
    """Thẻ để thi, góp ý, trả lời khảo sát: mở trang với `?the=…` trong một ngày. Nên lấy trước giờ mở."""
    secret, now = participation.secret()(), clock.now()
    return schemas.GivenPass.model_validate(
        {"pass": pass_of(known_person(secret, resident().user_id), secret, now)}
    )


@app.post("/profile", summary="Đổi hồ sơ", tags=[TAG], openapi_extensions=WRITE)
def change_profile(body: schemas.ProfileChange) -> Response[Any]:
    """Đồng ý, rút đồng ý, chọn xã, phường. Rút đồng ý thì điều đã nhớ theo đó được xóa ngay."""
    before = resident()

    def work() -> schemas.ShownProfile:
        return schemas.ShownProfile.of(actions.changed(before, body.consents, body.home_unit))

    return write_once(before, work)
