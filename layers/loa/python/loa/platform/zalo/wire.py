"""Tolerant reading of Zalo's JSON: numbers come as text and texts as numbers."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = 4_102_444_800_000
"""The year 2100, in milliseconds since 1970; beyond it a number is no time of ours."""
_SECONDS_BELOW: Final = 10**11
_MICROSECONDS_FROM: Final = 10**14

LARGEST: Final = 2**63 - 1
"""No number of Zalo's means more; DynamoDB would refuse one of more than 38 digits."""


def text(data: Mapping[str, Any], *keys: str) -> str:
    """Return the first of these fields that holds a text or an integer, as text; else empty."""
    for key in keys:
        value = data.get(key)
        if isinstance(value, str) and value:
            return whole(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def whole(text: str) -> str:
    """Return a text without half characters: phones cut emoji in two, and half of one cannot be stored."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def integer(data: Mapping[str, Any], key: str) -> int | None:
    """Return the field as an integer, also when it came as text; None when it is neither or far too large."""
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = int(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) <= LARGEST else None


def instant(number: int) -> datetime | None:
    """Return the time that a number means, aware UTC; None when it is none of ours.

    Zalo counts milliseconds since 1970. Other services of chat count seconds or microseconds, and some have
    changed from one to the other: taken for milliseconds those would lie in 1970 or beyond the year 5000.
    """
    if 0 < number < _SECONDS_BELOW:
        number *= 1000
    elif number >= _MICROSECONDS_FROM:
        number //= 1000
    return EPOCH + timedelta(milliseconds=number) if 0 <= number < _LATEST else None


def count(data: Mapping[str, Any], key: str) -> int:
    """Return the field as a number of things; 0 when it is missing or negative."""
    return max(integer(data, key) or 0, 0)


def flag(data: Mapping[str, Any], key: str) -> bool:
    """Return the field as yes or no; `"true"`, `"1"` and 1 are yes."""
    value = data.get(key)
    return value.casefold() in {"true", "1"} if isinstance(value, str) else value in (True, 1)


def mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the field when it is an object, else an empty one."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def mappings(data: Mapping[str, Any], key: str) -> tuple[Mapping[str, Any], ...]:
    """Return the objects of a list field, leaving out whatever else is in it."""
    value = data.get(key)
    return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def texts(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the texts of a list field; integers become text."""
    value = data.get(key)
    if not isinstance(value, list):
        return ()
    return tuple(str(item) for item in value if isinstance(item, str | int) and not isinstance(item, bool))
