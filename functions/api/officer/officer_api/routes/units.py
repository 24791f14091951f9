"""Units and the health of their accounts."""

from collections import Counter
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from loa import clock
from loa.foundation.accounts.model import Health
from loa.foundation.officers.model import Permission
from loa.foundation.units.service import search_present, subtree
from officer_api import accounts
from officer_api.app import Within, app, scope
from officer_api.dependencies import root
from officer_api.schemas import common_schemas

MOST_DISCONNECTED = 200
"""So many are listed; a province has a handful."""


@app.get("/units", summary="Danh sách đơn vị", tags=["Đơn vị"])
def list_units(
    within: Within = None,
    text: Annotated[str | None, Query(max_length=100, description="Tìm theo tên, có dấu hoặc không.")] = None,
) -> common_schemas.UnitList:
    """Các đơn vị trong phạm vi của cán bộ, theo cây hoặc theo tên; tên cũ cũng tìm ra đơn vị mới."""
    here, path = root(), scope(app.officer(), Permission.READ_UNITS, within)
    if text is not None:
        hits = search_present(text, on=here.today(), store=here.units, root=path)
        return common_schemas.UnitList(
            items=[common_schemas.ShownUnit.of(unit, label) for unit, label in hits.values()]
        )
    found = subtree(path, on=here.today(), store=here.units)
    return common_schemas.UnitList(items=[common_schemas.ShownUnit.of(unit) for unit in found])


@app.get("/accounts", summary="Tình trạng Official Account", tags=["Official Account"])
def list_accounts(within: Within = None) -> common_schemas.AccountList:
    """Mỗi đơn vị một dòng: đã kết nối, chờ xác nhận, sắp hết hạn, cần cấp quyền lại, bị khóa hay chưa có."""
    path = scope(app.officer(), Permission.READ_ACCOUNTS, within)
    items = [
        common_schemas.AccountHealth.of(each.unit, each.account, each.health)
        for each in accounts.accounts_below(path)
    ]
    counts = Counter(item.health for item in items)
    return common_schemas.AccountList(counts={health: counts[health] for health in Health}, items=items)


@app.post("/accounts/<path>/consent-link", summary="Tạo đường dẫn kết nối", tags=["Official Account"])
def make_consent_link(path: str) -> common_schemas.ConsentLink:
    """Đường dẫn để người quản trị Official Account của đơn vị cấp quyền; dùng được một lần, trong 24 giờ."""
    link = accounts.new_consent_address(path, app.officer())
    return common_schemas.ConsentLink(url=link.url, expires_at=clock.to_text(link.expires_at))


@app.post("/accounts/<path>/confirm", summary="Xác nhận Official Account", tags=["Official Account"])
def confirm_account(path: str, body: common_schemas.Confirmation) -> common_schemas.AccountHealth:
    """Xác nhận tài khoản vừa cấp quyền đúng là của đơn vị, theo tên và mã mà cán bộ đã xem.

    Trước lúc đó hệ thống không nhận, không gửi tin nào của tài khoản. Sau khi xác nhận, người quan tâm và tin
    nhắn trong lúc chờ (tối đa 7 ngày) được lấy về từ Zalo. Gửi lại nhiều lần vẫn an toàn.
    """
    found = accounts.confirm_account(path, body.oa_id, app.officer())
    return common_schemas.AccountHealth.of(found.unit, found.account, found.health)


@app.post("/accounts/<path>/disconnect", summary="Ngắt kết nối", tags=["Official Account"])
def disconnect_account(path: str, body: common_schemas.Disconnection) -> common_schemas.Disconnected:
    """Đơn vị không còn Official Account này; đơn vị và tài khoản kết nối lại được bằng đường dẫn mới.

    Ai ngắt, lúc nào, vì sao được lưu lại. Mã truy cập của tài khoản bị xóa trong vòng 12 giờ.
    """
    left = accounts.disconnect_account(path, body.oa_id, body.reason, app.officer())
    return common_schemas.Disconnected.of(left)


@app.get("/accounts/disconnected", summary="Official Account đã ngắt kết nối", tags=["Official Account"])
def list_disconnected(within: Within = None) -> common_schemas.DisconnectedList:
    """Những lần ngắt kết nối trong phạm vi của cán bộ, mới nhất trước: ai ngắt, lúc nào, vì sao."""
    path = scope(app.officer(), Permission.READ_ACCOUNTS, within)
    left = accounts.departures(path)[:MOST_DISCONNECTED]
    return common_schemas.DisconnectedList(items=[common_schemas.Disconnected.of(one) for one in left])
