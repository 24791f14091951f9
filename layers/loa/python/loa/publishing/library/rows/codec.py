"""Our dataclasses as rows, and back: every field is spelled once, in the dataclass.

Instants become texts, enumerations their values, sets sorted lists; what equals its default is left out, so
that a field that comes later needs no migration.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAliasType, get_args, get_origin, get_type_hints

from loa import clock


def to_map(value: Any) -> dict[str, Any]:
    """The fields of a dataclass that are not at their default."""
    return {
        field.name: _plain(found)
        for field in fields(value)
        if (found := getattr(value, field.name)) != _default(field)
    }


def from_map[Made](kind: type[Made], row: Mapping[str, Any]) -> Made:
    """The dataclass of a row; what it does not know is passed over."""
    hints = _hints(kind)  # type: ignore[arg-type]  # a class can be hashed
    known = {name: _made(hint, row[name]) for name, hint in hints.items() if name in row}
    return kind(**known)


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _plain(value: Any) -> Any:  # noqa: PLR0911 - a line for each kind of value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return clock.to_text(value)
    if is_dataclass(value):
        return to_map(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return {str(_plain(name)): _plain(entry) for name, entry in value.items()}
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(hint: Any, value: Any) -> Any:  # noqa: PLR0911 - as above
    """The value as the annotation of its field wants it."""
    if isinstance(hint, TypeAliasType):
        return _made(hint.__value__, value)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:  # X | None
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        return None if value is None else _made(inner, value)
    if origin is tuple:
        return tuple(_made(arguments[0], entry) for entry in value)
    if origin is frozenset:
        return frozenset(_made(arguments[0], entry) for entry in value)
    if origin is not None:  # Mapping
        return {_made(arguments[0], name): _made(arguments[1], entry) for name, entry in value.items()}
    if hint is datetime:
        return clock.from_text(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return from_map(hint, value) if isinstance(hint, type) and is_dataclass(hint) else value
