"""What buttons send. Pure rules."""

import json
from typing import Final

from loa.text.cleaning import clean

_LONGEST_PAYLOAD: Final = 500


def payload_in(said: str) -> str | None:
    """What a button sends: `#…`, or JSON with `content`; None: it was no button."""
    if said.startswith("#") and len(said) <= _LONGEST_PAYLOAD and " " not in said:
        return said[1:]
    if said.startswith("{") and len(said) <= _LONGEST_PAYLOAD:
        try:
            value = json.loads(said)
        except (ValueError, RecursionError):
            return None
        content = value.get("content") if isinstance(value, dict) else None
        if isinstance(content, str):
            return clean(content).removeprefix("#")
    return None
