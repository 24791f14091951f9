"""What people read about permissions."""

from typing import Final

NOT_ALLOWED: Final = "Tài khoản của bạn chưa được giao quyền thực hiện việc này."
NOT_A_COLLEAGUE: Final = (
    "Không có cán bộ nào như vậy được giao việc này. Vui lòng chọn trong danh sách cán bộ của đơn vị."
)
NO_UNIT: Final = "Tài khoản của bạn chưa được gán vào đơn vị nào. Vui lòng liên hệ người quản trị."


def link_words(code: str) -> str:
    """What an officer writes to his unit's account to link himself."""
    return f"CB {code}"


TOO_MANY_ON_CALL: Final = "Mỗi đơn vị chọn tối đa 10 cán bộ trực."
