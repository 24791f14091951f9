"""Units and the health of their accounts."""

import secrets
from collections import Counter
from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from loa import clock
from loa.foundation.accounts.binding import confirm, disconnect
from loa.foundation.accounts.consents.model import consent_link
from loa.foundation.accounts.model import Account, Health
from loa.foundation.officers.model import Permission, require
from loa.foundation.units.service import search, subtree, unit_at
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
    """Các đơn vị trong phạm vi của cán bộ, theo cây hoặc theo tên."""
    here, path = root(), scope(app.officer(), Permission.READ_UNITS, within)
    if text is not None:
        hits = search(text, on=here.today(), store=here.units, root=path)
        return common_schemas.UnitList(
            items=[common_schemas.ShownUnit.of(hit.unit, hit.label) for hit in hits]
        )
    found = subtree(path, on=here.today(), store=here.units)
    return common_schemas.UnitList(items=[common_schemas.ShownUnit.of(unit) for unit in found])


@app.get("/accounts", summary="Tình trạng Official Account", tags=["Official Account"])
def list_accounts(within: Within = None) -> common_schemas.AccountList:
    """Mỗi đơn vị một dòng: đã kết nối, chờ xác nhận, sắp hết hạn, cần cấp quyền lại, bị khóa hay chưa có."""
    here, path = root(), scope(app.officer(), Permission.READ_ACCOUNTS, within)
    now = clock.now()
    present = {account.unit_path: account for account in here.accounts.within(here.province, path)}
    items = []
    for unit in subtree(path, on=here.today(), store=here.units):
        account = present.get(unit.path)
        items.append(
            common_schemas.AccountHealth.of(unit, account, account.health(now) if account else Health.MISSING)
        )
    counts = Counter(item.health for item in items)
    return common_schemas.AccountList(counts={health: counts[health] for health in Health}, items=items)


@app.post("/accounts/<path>/consent-link", summary="Tạo đường dẫn kết nối", tags=["Official Account"])
def make_consent_link(path: str) -> common_schemas.ConsentLink:
    """Đường dẫn để người quản trị Official Account của đơn vị cấp quyền; dùng được một lần, trong 24 giờ."""
    here, officer = root(), app.officer()
    require(officer, Permission.CONNECT_ACCOUNT, path)
    unit_at(path, on=here.today(), store=here.units)
    link = consent_link(
        path, officer.id, key=here.consent_key(), nonce=secrets.token_urlsafe(9), now=clock.now()
    )
    return common_schemas.ConsentLink(
        url=f"{here.public_url}/zalo/oauth/start?state={link.state}",
        expires_at=clock.to_text(link.expires_at),
    )


@app.post("/accounts/<path>/confirm", summary="Xác nhận Official Account", tags=["Official Account"])
def confirm_account(path: str, body: common_schemas.Confirmation) -> common_schemas.AccountHealth:
    """Xác nhận tài khoản vừa cấp quyền đúng là của đơn vị, theo tên và mã mà cán bộ đã xem.

    Trước lúc đó hệ thống không nhận, không gửi tin nào của tài khoản. Sau khi xác nhận, người quan tâm và tin
    nhắn trong lúc chờ (tối đa 7 ngày) được lấy về từ Zalo. Gửi lại nhiều lần vẫn an toàn.
    """
    here, officer, now = root(), app.officer(), clock.now()
    require(officer, Permission.CONNECT_ACCOUNT, path)
    unit = unit_at(path, on=here.today(), store=here.units)
    account = confirm(path, body.oa_id, officer=officer, accounts=here.accounts, now=now)
    app.log.info(
        "account confirmed", extra={"unit_path": path, "oa_id": account.oa_id, "officer": officer.id}
    )
    _begin(account, now)
    return common_schemas.AccountHealth.of(unit, account, account.health(now))


def _begin(account: Account, now: datetime) -> None:
    """Have followers compared and what they wrote while it was pending taken in. Safe to repeat.

    Should the queue not answer: the search of every hour and the comparison of every night find the same.
    """
    from loa.residents.followers.catch_up import hand_out_catching_up  # noqa: PLC0415 - of this route alone
    from loa.residents.followers.sync_jobs import hand_out  # noqa: PLC0415 - of this route alone

    hand_out([account], queue=root().followers, profiles=0, now=now)  # names come with the next round
    hand_out_catching_up([account], queue=root().followers, now=now)


@app.post("/accounts/<path>/disconnect", summary="Ngắt kết nối", tags=["Official Account"])
def disconnect_account(path: str, body: common_schemas.Disconnection) -> common_schemas.Disconnected:
    """Đơn vị không còn Official Account này; đơn vị và tài khoản kết nối lại được bằng đường dẫn mới.

    Ai ngắt, lúc nào, vì sao được lưu lại. Mã truy cập của tài khoản bị xóa trong vòng 12 giờ.
    """
    here, officer = root(), app.officer()
    require(officer, Permission.CONNECT_ACCOUNT, path)
    left = disconnect(path, body.oa_id, body.reason, officer=officer, accounts=here.accounts, now=clock.now())
    app.log.info(
        "account disconnected", extra={"unit_path": path, "oa_id": left.oa_id, "officer": officer.id}
    )
    return common_schemas.Disconnected.of(left)


@app.get("/accounts/disconnected", summary="Official Account đã ngắt kết nối", tags=["Official Account"])
def list_disconnected(within: Within = None) -> common_schemas.DisconnectedList:
    """Những lần ngắt kết nối trong phạm vi của cán bộ, mới nhất trước: ai ngắt, lúc nào, vì sao."""
    here, path = root(), scope(app.officer(), Permission.READ_ACCOUNTS, within)
    left = sorted(here.accounts.departures(here.province, path), key=lambda one: one.at, reverse=True)
    return common_schemas.DisconnectedList(
        items=[common_schemas.Disconnected.of(one) for one in left[:MOST_DISCONNECTED]]
    )
