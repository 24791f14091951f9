"""A report's values as a JSON file, for programs."""

import json
from collections.abc import Mapping


def to_json(values: Mapping[str, object]) -> bytes:
    """Return plain values as compact JSON, UTF-8."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
