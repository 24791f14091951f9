"""Hosts that links may lead to; only an administrator of the province says which."""

import re

from library_api.app import app
from library_api.schemas import media_schemas
from loa import clock
from loa.bootstrap import publishing
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, require
from loa.foundation.units.model import province_of
from loa.publishing.library.rows.media_store import LinkHost
from loa.publishing.library.rules import texts

TAG = "Đường dẫn"
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")

_SHARED = frozenset(
    f"{name}.vn"
    for name in "ac ai biz com edu gov health id info int io name net org pro".split()  # noqa: SIM905
)
"""Below these anybody of that kind has a name (VNNIC); to approve one would approve them all."""


def _shown() -> media_schemas.HostList:
    province = province_of(app.officer().unit_path)
    return media_schemas.HostList(
        items=[media_schemas.ShownHost.of(host) for host in publishing.link_hosts().all(province)]
    )


@app.get("/library/hosts", summary="Trang được phép dẫn tới", tags=[TAG])
def list_hosts() -> media_schemas.HostList:
    """Tên miền mà đường dẫn của thư viện được dẫn tới, gồm cả tên miền con."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    return _shown()


@app.post("/library/hosts", summary="Cho phép một trang", tags=[TAG])
def approve_host(body: media_schemas.NewHost) -> media_schemas.HostList:
    """Thêm một tên miền; chỉ quản trị viên cấp tỉnh."""
    officer = app.officer()
    province = province_of(officer.unit_path)
    require(officer, Permission.APPROVE_HOST, province)
    host = body.host.lower().rstrip(".")
    if not _HOST.fullmatch(host):
        raise InvalidInput(texts.NO_HOST, fields={"host": texts.NO_HOST})
    if host in _SHARED:
        raise InvalidInput(texts.HOST_SHARED, fields={"host": texts.HOST_SHARED})
    publishing.link_hosts().add(province, LinkHost(host, body.owner, officer.id, clock.now()))
    return _shown()


@app.delete("/library/hosts/<host>", summary="Thôi cho phép một trang", tags=[TAG])
def remove_host(host: str) -> media_schemas.HostList:
    """Bỏ một tên miền; đường dẫn đã đăng còn lại cho đến khi được xem lại."""
    officer = app.officer()
    province = province_of(officer.unit_path)
    require(officer, Permission.APPROVE_HOST, province)
    publishing.link_hosts().remove(province, host.lower())
    return _shown()
