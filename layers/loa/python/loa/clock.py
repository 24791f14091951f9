"""Instants and days. Stored in UTC, to the millisecond; people's days and hours are Vietnam's.

Vietnam has kept UTC+7 without daylight saving since 1975, so a fixed offset says the same as the
time-zone database and costs no file at cold start.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""What people can mean; beyond are slips of the finger, and days without a day before or after them."""

VIETNAM: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant; for doors only, everything below takes it as an argument."""
    return datetime.now(UTC)


def to_text(instant: datetime) -> str:
    """`2026-11-21T10:00:00.000Z`: UTC, fixed width, so that text order is time order."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def optional_text(instant: datetime | None) -> str | None:
    """As `to_text`, where there is an instant."""
    return to_text(instant) if instant else None


def from_text(text: str) -> datetime:
    """The instant that `to_text` wrote, or any ISO 8601 instant with a zone.

    Raises:
        ValueError: not ISO 8601, or without a zone.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)


def read_day(text: str) -> date:
    """The day that a person or program wrote, such as `2026-11-21`.

    Raises:
        ValueError: not ISO 8601, or no day that anybody means.
    """
    day = date.fromisoformat(text)
    if not is_meant(day):
        raise ValueError("no day that anybody means")
    return day


def is_meant(day: date) -> bool:
    """Whether somebody can mean a day: of this century, or of the ones beside it."""
    return FIRST_DAY <= day <= LAST_DAY


def local_day(instant: datetime) -> date:
    """The day in Vietnam.

    Raises:
        ValueError: the instant has no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(VIETNAM).date()


def day_start(day: date) -> datetime:
    """The beginning of a day in Vietnam."""
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)


def epoch_seconds(instant: datetime) -> int:
    """Seconds since 1970, as DynamoDB's time to live wants them."""
    return int(instant.timestamp())


def pinned_day(text: str) -> date | None:
    """The day to which a setting pins something, such as `2024-09-30`; None for an empty text: today."""
    return date.fromisoformat(text) if text else None
