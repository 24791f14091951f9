"""What is held about a resident, in words that they can read."""

import re
from collections.abc import Mapping
from typing import Any, Final

from loa import clock
from loa.casework.cases.rules.model import CaseKind, CaseState
from loa.clock import VIETNAM
from loa.dialogue.mini_app import texts
from loa.participation.campaigns.texts import KINDS
from loa.residents.profiles.model import ConsentPurpose

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.:+Z]*", re.ASCII)
_KEYS: Final = frozenset({"partition", "sort"})

_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "state": {state.value: state.label for state in CaseState},
    "kind": {**{kind.value: kind.label for kind in CaseKind}, **texts.MESSAGE_KINDS},
    "direction": texts.DIRECTION,
    "purpose": KINDS,
}


def heading(where: str) -> str:
    """Return the name of the place where something is held."""
    return texts.WHERE.get(where, where)


def readable(what: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a thing that is held as names and values; what is empty, and keys of tables, are left out."""
    return [
        (texts.FIELD.get(name, name), _value(name, value))
        for name, value in what.items()
        if name not in _KEYS and value not in (None, "", 0, [], {})
    ]


def _value(name: str, value: Any) -> str:
    if name == "consents" and isinstance(value, Mapping):
        labels = {purpose.value: purpose.label for purpose in ConsentPurpose}
        return "; ".join(f"{labels.get(key, key)} ({_value('', at)})" for key, at in value.items())
    if isinstance(value, list):
        return "; ".join(_value("", each) for each in value if each)
    text = str(value)
    return _LABELS.get(name, {}).get(text) or _instant(text) or text


def _instant(text: str) -> str:
    """Return an instant as people say it, with the word after it; empty: the text is none."""
    instant, _, word = text.partition(" ")
    if not _INSTANT.fullmatch(instant) or (word and word not in texts.FOLLOWS):
        return ""
    own = clock.from_text(instant).astimezone(VIETNAM)
    said = texts.MOMENT.format(at=own)
    return f"{said}, {texts.FOLLOWS[word]}" if word else said
