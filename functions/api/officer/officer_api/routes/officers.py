"""Who works for a unit, for those who give work."""

from loa.foundation.officers.model import Permission
from loa.foundation.units.model import ancestors
from loa.foundation.units.unit_names import UnitNames
from officer_api.app import UnitPath, app, scope
from officer_api.dependencies import root
from officer_api.schemas import officer_schemas


@app.get("/me", summary="Tôi là ai, được làm gì", tags=["Đơn vị"])
def show_self() -> officer_schemas.Self:
    """Cán bộ đang đăng nhập: đơn vị và các đơn vị cấp trên, vai trò, quyền, đã nối Zalo hay chưa."""
    officer, here = app.officer(), root()
    path = scope(officer, Permission.READ_UNITS, None)
    known = here.officers.officer(path, officer.id)
    names = UnitNames(here.units, here.province, here.today)
    units = [(above, names.name(above)) for above in (*ancestors(path), path)]
    return officer_schemas.Self.of(officer, units, linked=known is not None and known.is_linked)


@app.get("/officers", summary="Cán bộ của đơn vị", tags=["Đơn vị"])
def list_officers(unit: UnitPath = None) -> officer_schemas.OfficerList:
    """Cán bộ của đúng một đơn vị, theo tên; danh sách được cập nhật mỗi giờ từ nơi quản lý tài khoản."""
    path = scope(app.officer(), Permission.READ_OFFICERS, unit)
    found = sorted(root().officers.of_unit(path), key=lambda officer: (officer.name, officer.id))
    return officer_schemas.OfficerList(items=[officer_schemas.ShownOfficer.of(officer) for officer in found])
