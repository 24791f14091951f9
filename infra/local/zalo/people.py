"""The residents of the simulated world: Vietnamese names and traits that follow from a stable key."""

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final

# fmt: off
_FAMILY: Final = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Cao",
)
_MIDDLE: Final = (
    "Thị", "Văn", "Đức", "Ngọc", "Hữu", "Thanh", "Xuân", "Quốc", "Minh", "Bích", "Công", "Khánh",
)
_GIVEN: Final = (
    "Hạnh", "Dũng", "Thảo", "Tuấn", "Huyền", "Sơn", "Lệ", "Quỳnh", "Phượng", "Thắng", "Nghĩa", "Vượng", "Yến",
    "Hường", "Kiên", "Mỹ", "Trường", "Diễm", "Bảo",
)
# fmt: on
NGHE_AN: Final = 55  # the index of the province in Zalo's list of cities, zalo/README.md 4


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Zalo account. ``key`` is any string that a test chose; the rest follows from it.

    ``gender`` is 1 male or 2 female, ``age`` the band 0..7, ``platform`` 1 or 2, ``city`` an index
    (zalo/README.md 4).
    """

    key: str
    name: str
    gender: int
    age: int
    platform: int
    city: int
    phone: str


def person(key: str, name: str | None = None) -> Person:
    """The person of a key; the same key gives the same person in every run."""
    digest = hashlib.sha256(key.encode()).digest()
    generated = " ".join(
        (
            _FAMILY[digest[0] % len(_FAMILY)],
            _MIDDLE[digest[1] % len(_MIDDLE)],
            _GIVEN[digest[2] % len(_GIVEN)],
        )
    )
    return Person(
        key=key,
        name=unicodedata.normalize("NFC", name or generated),
        gender=1 + digest[3] % 2,
        age=2 + digest[4] % 6,
        platform=1 + digest[5] % 2,
        city=NGHE_AN,
        phone=f"849{int.from_bytes(digest[6:10]) % 10**8:08d}",
    )
