"""Who works for a unit, for those who give work."""

from loa.foundation.officers.model import Permission
from officer_api.app import UnitPath, app, scope
from officer_api.dependencies import root
from officer_api.schemas import officer_schemas


@app.get("/officers", summary="Cán bộ của đơn vị", tags=["Đơn vị"])
def list_officers(unit: UnitPath = None) -> officer_schemas.OfficerList:
    """Cán bộ của đúng một đơn vị, theo tên; danh sách được cập nhật mỗi giờ từ nơi quản lý tài khoản."""
    path = scope(app.officer(), Permission.READ_OFFICERS, unit)
    found = sorted(root().officers.of_unit(path), key=lambda officer: (officer.name, officer.id))
    return officer_schemas.OfficerList(items=[officer_schemas.ShownOfficer.of(officer) for officer in found])
