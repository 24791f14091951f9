"""What is held about the resident: to be seen, corrected, erased, as the law gives them."""

from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from profile_public import actions, schemas
from profile_public.app import READ, WRITE, app, origin, resident, write_once
from profile_public.identity import own_data

TAG: Final = "Thông tin của tôi"


@app.get("/profile/data", summary="Thông tin đang lưu", tags=[TAG], openapi_extensions=READ)
def read_own_data() -> schemas.KeptData:
    """Tất cả những gì đang lưu về người dùng, để xem hoặc tải về; không có ghi chú riêng của cán bộ."""
    return schemas.KeptData.of(own_data().held(resident()))


@app.post("/profile/corrections", summary="Sửa thông tin", tags=[TAG], openapi_extensions=WRITE)
def correct_own_data(body: schemas.OwnCorrection) -> Response[Any]:
    """Sửa họ tên, số điện thoại trong một việc đã gửi; diễn biến ghi là đã sửa. Cần số đang ghi ở việc đó."""
    profile = resident()

    def work() -> schemas.OwnCase:
        case = actions.corrected(
            profile,
            body.case_id,
            name=body.name,
            phone=body.phone,
            present_phone=body.present_phone,
            origin=origin(profile),
        )
        return schemas.OwnCase.of(case, "")

    return write_once(profile, work)


@app.post("/profile/erasure", summary="Xóa thông tin của tôi", tags=[TAG], openapi_extensions=WRITE)
def erase_own_data() -> Response[Any]:
    """Ở Mini App và mọi tài khoản đã nhắn, sau một ngày làm việc; trước đó đổi ý được. Hồ sơ phải lưu còn."""
    profile = resident()

    def work() -> schemas.ShownErasure:
        first, *_ = own_data().erase(profile, origin=origin(profile), now=clock.now())
        return schemas.ShownErasure.of(first)

    return write_once(profile, work)


@app.get("/profile/erasure", summary="Yêu cầu xóa đang chờ", tags=[TAG], openapi_extensions=READ)
def list_erasures() -> schemas.ErasureList:
    """Yêu cầu xóa chưa bắt đầu, còn dừng được."""
    return schemas.ErasureList(
        items=[schemas.ShownErasure.of(each) for each in own_data().waiting(resident())]
    )


@app.post("/profile/erasure/cancel", summary="Không xóa nữa", tags=[TAG], openapi_extensions=WRITE)
def keep_own_data() -> Response[Any]:
    """Dừng các yêu cầu xóa chưa bắt đầu."""
    profile = resident()

    def work() -> schemas.ErasureList:
        ended = own_data().keep(profile, now=clock.now())
        return schemas.ErasureList(items=[schemas.ShownErasure.of(each) for each in ended])

    return write_once(profile, work)
