"""What units are called on residents' pages."""

from typing import Final

PROVINCE: Final = "Tỉnh Nghệ An"
PROVINCE_FRONT: Final = "Mặt trận tỉnh Nghệ An"


def front_of(name: str) -> str:
    """The Front committee of a unit, as residents call it."""
    return f"Mặt trận {name[:1].lower()}{name[1:]}"
