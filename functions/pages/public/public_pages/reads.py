"""Counting pages that people read: the unit and the day, nothing of who."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import unquote

from loa import clock
from loa.bootstrap import foundation, reading
from loa.errors import LoaError
from loa.foundation.statistics.reads import is_person
from loa.publishing.library.rules.model import split_id

_SHOWN: Final = (200, 304)


def note(event: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    """Count an answer if it is a page that a person reads."""
    headers: Mapping[str, str] = event.get("headers") or {}
    asked = event.get("requestContext", {}).get("http", {})
    is_page = str(answer.get("headers", {}).get("content-type", "")).startswith("text/html")
    is_shown = answer.get("statusCode") in _SHOWN and asked.get("method") == "GET"
    if is_page and is_shown and is_person(headers.get("user-agent", "")):
        with suppress(LoaError):  # the page is there; units may have to be read anew for this alone
            path = str(event.get("rawPath", ""))
            reading.tally().add(_unit_of(path), clock.now(), _item_of(path))


def _unit_of(path: str) -> str:
    """The unit of whose pages an address is one; the province's where it names no other."""
    _, first, *more = f"{path}/".split("/")
    known = reading.places()
    if first == "d":
        found = known.at(more[0], foundation.today())
        return found.unit.path if found.unit else foundation.province()
    if first == "bai":
        return known.by_path(split_id(more[0])[0]).path or foundation.province()
    return foundation.province()


def _item_of(path: str) -> str:
    """The id of the item whose page it is; empty: it is none of an item."""
    _, first, *more = f"{path}/".split("/")
    return unquote(more[0]) if first == "bai" and all(split_id(unquote(more[0]))) else ""
