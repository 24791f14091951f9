"""What wire models have in common, and how pydantic's complaints become Vietnamese."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from loa.text.cleaning import clean, plain_signs
from loa.web import texts

_OF_ANYTHING = frozenset({"too_short", "too_long"})
_OF_DATES = frozenset(
    {
        *("date_parsing", "date_from_datetime_parsing", "datetime_parsing", "datetime_from_date_parsing"),
        *("time_parsing",),
    }
)
_WELL_FORMED = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
"""A day or instant as it is written; what is refused nevertheless is in no calendar."""

_PLACES = frozenset({"body", "query", "path", "header", "response"})


def _cleaned(value: Any) -> Any:
    """Return text as it is kept; anything else as it is."""
    return clean(value) if isinstance(value, str) else value


def _in_plain_signs(value: Any) -> Any:
    return plain_signs(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_cleaned)]
"""A text from a person: cleaned, so that its letters are counted and compared as people see them."""

Signs = Annotated[str, BeforeValidator(_in_plain_signs)]
"""A code from a person, with any kind of dash, space and digit."""

Phone = Annotated[str, Field(pattern=r"^[0-9+ .()/-]{0,24}$"), BeforeValidator(_in_plain_signs)]
"""A phone number from a person, or nothing."""

PATH = Annotated[str, Field(max_length=16, examples=["40.412.16681"])]
"""The path of a unit, as a program sends it; whether it is one is for the rooms to say."""


class Schema(BaseModel):
    """Base of what goes over the wire: unknown fields are refused, values never appear in errors.

    A model is built when the first route that speaks it is asked, not at import: a door has many, a cold
    start needs those of one route.
    """

    model_config = ConfigDict(
        defer_build=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )


def field_errors(complaints: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Return (field, Vietnamese message) for each of pydantic's errors; the first of a field counts."""
    found: dict[str, str] = {}
    for complaint in complaints:
        found.setdefault(field_name(complaint.get("loc", ())), _message(complaint))
    return tuple(found.items())


def _told(value: Any) -> Any:
    """A bound as people write it: days and instants (pydantic gives their text) by their day."""
    if isinstance(value, str) and _WELL_FORMED.fullmatch(value):
        value = datetime.fromisoformat(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


def field_name(location: Sequence[Any]) -> str:
    """Return where a fault lies, such as `blocks[2].url`; empty for the whole body."""
    parts = list(location)
    if parts and parts[0] in _PLACES:
        parts = parts[1:]
    name = ""
    for part in parts:
        if isinstance(part, int):
            name += f"[{part}]"
        else:
            name += f".{part}" if name else str(part)
    return name


def kind_of(complaint: Mapping[str, Any]) -> str:
    """Return pydantic's type of an error; of a text's length always that of texts."""
    kind = str(complaint.get("type", ""))
    if kind in _OF_ANYTHING and (complaint.get("ctx") or {}).get("field_type") == "Value":
        return f"string_{kind}"  # pydantic counts what a validator of ours has cleaned, and calls it items
    return kind


def _message(complaint: Mapping[str, Any]) -> str:
    """Return the Vietnamese message; a validator of ours has written its own."""
    kind = kind_of(complaint)
    if kind == "value_error":
        return str(complaint.get("msg", "")).removeprefix("Value error, ") or texts.INVALID_VALUE
    facts = complaint.get("ctx") or {}
    if kind in _OF_DATES and _WELL_FORMED.fullmatch(str(complaint.get("input"))):
        return texts.NO_SUCH_MOMENT
    facts = {name: _told(value) for name, value in facts.items()}
    template = texts.FIELD_MESSAGES.get(kind, texts.INVALID_VALUE)
    try:
        return template.format_map(facts)
    except KeyError:
        return texts.INVALID_VALUE
