"""Who works for a unit, for those who give work."""

from loa.foundation.officers.model import Action

import officer_wire
from front import UnitPath, app, scope
from wiring import root


@app.get("/officers", summary="Cán bộ của đơn vị", tags=["Đơn vị"])
def list_officers(unit: UnitPath = None) -> officer_wire.OfficerList:
    """Cán bộ của đúng một đơn vị, theo tên; danh sách được cập nhật mỗi giờ từ nơi quản lý tài khoản."""
    path = scope(app.officer(), Action.READ_OFFICERS, unit)
    found = sorted(root().officers.of_unit(path), key=lambda officer: (officer.name, officer.id))
    return officer_wire.OfficerList(items=[officer_wire.ShownOfficer.of(officer) for officer in found])
