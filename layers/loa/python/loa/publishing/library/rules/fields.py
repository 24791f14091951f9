"""The fields of a kind, checked by the table of kinds. Pure rules."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from loa.clock import from_text, to_text
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.kinds import KINDS, Field, FieldType, ItemKind
from loa.publishing.library.rules.model import split_id
from loa.text.cleaning import clean

_HOST: Final = re.compile(r"[a-z0-9.-]+")
_NOT_IN_ADDRESSES: Final = re.compile(r"[\x00-\x20\x7f-\xa0\s<>\"'\\]")
"""What browsers read in another way than `urlsplit`, or what ends an attribute."""
_PHONE: Final = re.compile(r"[0-9+ .()/-]{3,24}")


def checked_fields(kind: ItemKind, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields as they are kept, and what is wrong with them by name (`fields.number`).

    Empty values are left out. A field that is required may be missing in a draft; see `missing_fields`.
    """
    rule = KINDS[kind]
    kept: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, written in given.items():
        field = rule.field(name)
        if field is None:
            faults[f"fields.{name}"] = texts.UNKNOWN_FIELD
            continue
        value = clean(written) if isinstance(written, str) else written
        if value in ("", None, [], ()):
            continue
        try:
            kept[name] = _CHECKS[field.type](field, value)
        except ValueError as error:
            faults[f"fields.{name}"] = str(error)
    if not faults and kept.get("valid_to", "9999") < kept.get("valid_from", ""):
        faults["fields.valid_to"] = texts.DAYS_REVERSED
    return kept, faults


def missing_fields(kind: ItemKind, fields: Mapping[str, Any]) -> dict[str, str]:
    """The required fields that an item lacks, by name."""
    return {
        f"fields.{field.name}": texts.REQUIRED.format(label=field.label)
        for field in KINDS[kind].fields
        if field.required and field.name not in fields
    }


def host_of(url: str) -> str:
    """The host of an address, in small letters; empty when it has none that everybody reads alike."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:  # such as https://[
        return ""
    return host if _HOST.fullmatch(host) else ""


def is_https(url: str) -> bool:
    """Whether it is a whole https address without spaces, quotes, backslashes or a user's name."""
    if not url.startswith("https://") or _NOT_IN_ADDRESSES.search(url):
        return False
    return bool(host_of(url)) and "@" not in urlsplit(url).netloc


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str) or len(value) > field.maximum:
        raise ValueError(texts.TOO_LONG.format(label=field.label, maximum=field.maximum))
    return value


def _day(field: Field, value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise ValueError(texts.NOT_A_DAY.format(label=field.label)) from None


def _choice(field: Field, value: Any) -> str:
    if value not in field.choices:
        raise ValueError(texts.NOT_A_CHOICE.format(label=field.label))
    return str(value)


def _url(field: Field, value: Any) -> str:
    if not is_https(_text(field, value)):
        raise ValueError(texts.NOT_A_URL.format(label=field.label))
    return str(value)


def _phone(field: Field, value: Any) -> str:
    if not _PHONE.fullmatch(_text(field, value)):
        raise ValueError(texts.NOT_A_PHONE.format(label=field.label))
    return str(value)


def _item(field: Field, value: Any) -> str:
    if not isinstance(value, str) or not split_id(value)[0]:
        raise ValueError(texts.NOT_AN_ITEM.format(label=field.label))
    return value


def _occasions(field: Field, value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list | tuple) or len(value) > field.maximum:
        raise ValueError(texts.TOO_MANY_OCCASIONS.format(maximum=field.maximum))
    try:
        occasions = [(_instant(entry["starts_at"]), _instant(entry["ends_at"])) for entry in value]
    except (TypeError, KeyError, ValueError):
        raise ValueError(texts.NOT_OCCASIONS) from None
    if any(end <= start for start, end in occasions):
        raise ValueError(texts.NOT_OCCASIONS)
    return [{"starts_at": start, "ends_at": end} for start, end in sorted(set(occasions))]


def _instant(value: Any) -> str:
    instant = value if isinstance(value, datetime) else from_text(value)
    return to_text(instant)


_CHECKS: Final[Mapping[FieldType, Callable[[Field, Any], Any]]] = {
    FieldType.TEXT: _text,
    FieldType.DAY: _day,
    FieldType.CHOICE: _choice,
    FieldType.URL: _url,
    FieldType.PHONE: _phone,
    FieldType.OCCASIONS: _occasions,
    FieldType.ITEM: _item,
}
