"""Hosts that links may lead to; only an administrator of the province says which."""

from library_api.app import app
from library_api.schemas import media_schemas
from loa import clock
from loa.bootstrap import publishing
from loa.foundation.officers.model import Permission, require
from loa.foundation.units.model import province_of
from loa.publishing.library.editing import hosts

TAG = "Đường dẫn"


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
    hosts.approve_host(app.officer(), body.host, body.owner, store=publishing.link_hosts(), now=clock.now())
    return _shown()


@app.delete("/library/hosts/<host>", summary="Thôi cho phép một trang", tags=[TAG])
def remove_host(host: str) -> media_schemas.HostList:
    """Bỏ một tên miền; đường dẫn đã đăng còn lại cho đến khi được xem lại."""
    hosts.remove_host(app.officer(), host, store=publishing.link_hosts())
    return _shown()
