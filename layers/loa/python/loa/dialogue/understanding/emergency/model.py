"""Whose life may be in danger, and the numbers to call. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Danger(StrEnum):
    """Whose life may be in danger."""

    LIFE = "life"
    SELF_HARM = "self_harm"
    CHILD = "child"
    """A child is harmed, be it now or again and again."""


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number to call at once.

    Attributes:
        number: as it is dialled.
        since: the day of the decision that set it up, as far as it is known.
        source: where that is said.
        checked_at: when it was looked up last; to be looked up before every release.
        verified: whether somebody has read that source.
    """

    number: str
    since: date | None
    source: str
    checked_at: date
    verified: bool = False


_CHECKED: Final = date(2026, 11, 29)
NUMBERS: Final[Mapping[str, EmergencyNumber]] = {
    found.number: found
    for found in (
        EmergencyNumber("111", date(2017, 12, 6), "Tổng đài quốc gia bảo vệ trẻ em 111", _CHECKED),
        EmergencyNumber(
            "112",
            date(2025, 9, 15),
            "Quyết định của Thủ tướng Chính phủ ngày 15/09/2025 về số 112 (sự cố, thiên tai, cứu nạn)",
            _CHECKED,
        ),
        EmergencyNumber("113", None, "Công an: quy hoạch kho số viễn thông", _CHECKED),
        EmergencyNumber("114", None, "Cứu hỏa: quy hoạch kho số viễn thông", _CHECKED),
        EmergencyNumber("115", None, "Cấp cứu: quy hoạch kho số viễn thông", _CHECKED),
    )
}
"""A plan of October 2025 to merge 113, 114 and 115 was a draft: see `checked_at`."""
