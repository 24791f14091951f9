"""Collects what is wrong with a request, field by field, before Zalo is asked."""

from collections.abc import Mapping
from typing import Any

from loa.errors import InvalidInput
from loa.platform.zalo import texts
from loa.text.cleaning import clean


class Checks:
    """Reads fields and remembers a Vietnamese message for each that breaks a rule."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}

    def fault(self, name: str, message: str) -> None:
        """Note a fault; the first of a field stays."""
        self.faults.setdefault(name, message)

    def text(self, source: Mapping[str, Any], key: str, *, at: str, limit: int, required: bool = True) -> str:
        """Return a field as a cleaned text, at most `limit` characters long."""
        value = source.get(key)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.fault(at, texts.NOT_TEXT)
            return ""
        value = clean(value)
        if required and not value:
            self.fault(at, texts.REQUIRED)
        if len(value) > limit:
            self.fault(at, texts.too_long(limit))
        return value

    def https(self, source: Mapping[str, Any], key: str, *, at: str, required: bool = True) -> str:
        """Return a field as an https address."""
        value = self.text(source, key, at=at, limit=2048, required=required)
        if value and (not value.startswith("https://") or any(letter.isspace() for letter in value)):
            self.fault(at, texts.NOT_HTTPS)
        return value

    def done(self, message: str) -> None:
        """Raise `InvalidInput` with all faults, if there are any."""
        if self.faults:
            raise InvalidInput(message, fields=self.faults)
