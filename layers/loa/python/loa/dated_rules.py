"""Rules that begin to hold on a day: what laws and platforms change without asking us.

A rule is a frozen dataclass with `since`, the first day on which it holds, and perhaps `until`, the last;
what a lawyer has to read is a `RuleOfLaw` besides.
What is known today stands in the code; a JSON list replaces it without a new release:

    load(text, QuotaRule, RULES) -> tuple[QuotaRule, ...]        empty text: RULES
    dump(rules) -> str                                           the way back
    in_force(rules, day) -> QuotaRule | None
    nearest(rules, day) -> QuotaRule                             where there has to be one

A row names the fields of the dataclass; those with a default may be left out. Days are `2026-07-01`, members
of an enumeration their value, and a length of time is a number of hours under the name with `_hours`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Protocol, get_args, get_type_hints

_HOURS: Final = "_hours"
_HOUR: Final = timedelta(hours=1)


class Dated(Protocol):
    """A rule: a dataclass that knows its first day."""

    @property
    def since(self) -> date:
        """The first day on which it holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOfLaw:
    """What a rule of law rests on; the base of every rule that a lawyer has to read.

    Attributes:
        source: where it is written, or by what it was known, and when that was looked at.
        verified: whether the text itself was read.
        read_by: who read it and signed off; empty: nobody yet.
        read_on: when.
    """

    source: str
    verified: bool = False
    read_by: str = ""
    read_on: date | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether a named person has read the text: without a sign-off, nothing is verified."""
        return self.verified and bool(self.read_by) and self.read_on is not None


type Values = dict[str, Any]


def parsed(text: str) -> Any:
    """What a JSON text holds.

    Raises:
        ValueError: no JSON, or nested beyond reason.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def load[Rule: Dated](
    text: str,
    cls: type[Rule],
    default: tuple[Rule, ...],
    *,
    complete: Callable[[Values], Values] = dict,
) -> tuple[Rule, ...]:
    """The rules in a text; empty: the default ones.

    Args:
        text: a JSON list of objects with the fields of `cls`.
        cls: the dataclass; may raise ValueError for values that cannot be.
        default: what holds without a text.
        complete: adds what a row may leave out because it follows from the rest.

    Raises:
        ValueError: another form; says in which row and field.
    """
    if not text.strip():
        return default
    rows = parsed(text)
    if rows == [] and not default:
        return default  # nothing holds yet, and that is what was written
    if not isinstance(rows, list) or not rows:
        raise ValueError("rules are a list of at least one object")
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(_rule(row, cls, complete))
        except ValueError as error:
            raise ValueError(f"rule {number}: {error}") from error
    return tuple(found)


def _rule[Rule: Dated](row: Any, cls: type[Rule], complete: Callable[[Values], Values]) -> Rule:
    if not isinstance(row, dict):
        raise ValueError("not an object")  # noqa: TRY004 - all faults of a text are ValueErrors
    hints, known = get_type_hints(cls), fields(cls)  # type: ignore[arg-type]  # every rule is a dataclass
    names = {_name(field, hints): field for field in known}
    if strange := sorted(row.keys() - names.keys()):
        raise ValueError(f"{strange[0]!r} is none of {', '.join(names)}")
    given = {}
    for name, value in row.items():
        try:
            given[names[name].name] = _value(value, hints[names[name].name])
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{name}: {error}") from error
    values = complete(given)
    for name, field in names.items():
        if field.name not in values and field.default is MISSING:
            raise ValueError(f"{name} is missing")
    rule = cls(**values)
    until = values.get("until")
    if until is not None and until < rule.since:
        raise ValueError("it ends before it begins")
    return rule


def _name(field: Field[Any], hints: Mapping[str, Any]) -> str:
    return field.name + _HOURS if hints[field.name] is timedelta else field.name


def _value(value: Any, kind: Any) -> Any:
    """A value of JSON as the type of its field."""
    if isinstance(kind, UnionType):
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
        if value is None:
            return None
    if kind is timedelta:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("not a number of hours")
        return timedelta(hours=value)
    if kind in {bool, int, str}:
        if type(value) is not kind:
            raise ValueError(f"not of the type {kind.__name__}")
        return value
    if not isinstance(value, str | int):
        raise ValueError("not a text")  # noqa: TRY004 - as above
    return date.fromisoformat(str(value)) if kind is date else kind(value)


def dump(rules: Iterable[Dated]) -> str:
    """The rules as a text that `load` reads."""
    return json.dumps([_row(rule) for rule in rules], ensure_ascii=False, indent=2)


def _row(rule: Any) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in sorted(fields(rule), key=lambda each: bool(each.kw_only)):  # what it rests on comes last
        value = getattr(rule, field.name)
        if isinstance(value, timedelta):
            hours = value / _HOUR
            row[field.name + _HOURS] = int(hours) if hours.is_integer() else hours
        elif isinstance(value, date):
            row[field.name] = value.isoformat()
        else:
            row[field.name] = value.value if isinstance(value, Enum) else value
    return row


def in_force[Rule: Dated](rules: Iterable[Rule], day: date) -> Rule | None:
    """The rule that holds on a day: the one that began last and has not ended."""
    holding = [rule for rule in rules if holds(rule, day)]
    return max(holding, key=lambda rule: rule.since, default=None)


def holds(rule: Dated, day: date) -> bool:
    """Whether a rule holds on a day; both its first and its last one belong to it."""
    until: date | None = getattr(rule, "until", None)
    return rule.since <= day and (until is None or day <= until)


def nearest[Rule: Dated](rules: Iterable[Rule], day: date) -> Rule:
    """As `in_force`; where none holds, the one whose first day is nearest.

    Raises:
        ValueError: there is no rule at all.
    """
    known = tuple(rules)
    if not known:
        raise ValueError("there is no rule")
    return in_force(known, day) or min(known, key=lambda rule: abs((rule.since - day).days))
