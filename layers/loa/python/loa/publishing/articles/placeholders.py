"""Gaps that somebody forgot to fill in: `{tên}`, `{MA}`. Pure rules.

Braces have no use in texts for residents; what stands between them was meant to be replaced.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final

from loa.errors import InvalidInput
from loa.publishing.articles import texts

LONGEST: Final = 60
"""Letters between braces; more of them are no name of a gap."""

_GAP: Final = re.compile(r"[{｛]\s*([^{}｛｝\n]{0,60}?)\s*[}｝]")


def gaps_in(text: str, known: Collection[str] = ()) -> list[str]:
    """The gaps of a text as they are written, each once, besides those of known names."""
    return list(dict.fromkeys(found[0] for found in _GAP.finditer(text) if found[1] not in known))


def fault(text: str, known: Collection[str] = ()) -> str:
    """What is wrong with a text that has gaps, for whoever wrote it; empty: it has none."""
    gaps = ", ".join(gaps_in(text, known))
    if not gaps:
        return ""
    if known:
        return texts.GAPS_UNKNOWN.format(gaps=gaps, known=", ".join(f"{{{name}}}" for name in known))
    return texts.GAPS_LEFT.format(gaps=gaps)


def refuse_gaps(written: Mapping[str, str]) -> None:
    """Go on only when no text has a gap.

    Args:
        written: texts by the name of their field.

    Raises:
        InvalidInput: names the gaps of each field.
    """
    faults = {field: message for field, text in written.items() if (message := fault(text))}
    if faults:
        raise InvalidInput(next(iter(faults.values())), fields=faults)
