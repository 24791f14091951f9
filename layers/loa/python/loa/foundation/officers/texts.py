"""What people read about permissions."""

from collections.abc import Iterable
from typing import Final

ROLES: Final = {
    "viewer": "người xem",
    "editor": "biên tập viên",
    "approver": "người duyệt",
    "administrator": "quản trị viên",
    "investigator": "cán bộ xác minh tố cáo",
}
NOT_A_COLLEAGUE: Final = (
    "Không có cán bộ nào như vậy được giao việc này. Vui lòng chọn trong danh sách cán bộ của đơn vị."
)
NO_UNIT: Final = "Tài khoản này chưa được gắn với đơn vị nào. Vui lòng liên hệ người quản trị."


def link_words(code: str) -> str:
    """Return the message with which an officer links their Zalo to their unit's account."""
    return f"CB {code}"


TOO_MANY_ON_CALL: Final = "Mỗi đơn vị chọn tối đa 10 cán bộ trực."


def not_allowed(roles: Iterable[str]) -> str:
    """Return the text that names the roles an action needs; `roles` are their values."""
    return f"Việc này cần vai trò {' hoặc '.join(ROLES[role] for role in roles)}; tài khoản này chưa có."


EXCLUSIVE: Final = (
    "Cán bộ xác minh tố cáo không đồng thời là biên tập viên, người duyệt hoặc quản trị viên; "
    "việc này cần một tài khoản riêng."
)
