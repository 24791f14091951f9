"""What residents' pages say besides their templates."""

from typing import Final

PROVINCE: Final = "Tỉnh Nghệ An"
PROVINCE_FRONT: Final = "Mặt trận tỉnh Nghệ An"

SEARCH_MISSING: Final = "Xin gõ tên xã, phường"
SEARCH_TOO_LONG: Final = "Tên dài quá, xin gõ vài chữ thôi"


def front_of(name: str) -> str:
    """The Front committee of a unit, as residents call it."""
    return f"Mặt trận {name[:1].lower()}{name[1:]}"
