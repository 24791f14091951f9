"""Sentences that nobody wrote, from which the second net learns beside those that people wrote.

A file of `tests/dialogue/grammar` holds the words of each place (`[who]`, phrases between bars), and patterns
in which they stand (`[=]`). Its first lines say in which situation such a sentence is typed and what would be
dangerous. Who wrote it had written the set `people` before: phrases that share three words running with that
set, and with nothing that may be learned from, were taken out before anything was learned.

    [who]                      {who} {hurt} {stuck}
    bố em|anh hàng xóm         bố em bị tường đổ đè mà không có xe
"""

import random
import re
from pathlib import Path
from typing import Any, Final

from infra.local import accusing_and_refusing
from infra.local.dialogue import FOLDER

GRAMMAR: Final = FOLDER / "grammar"
SEED: Final = 5
EACH: Final = 30
"""Sentences of a pattern."""

_PATTERNS: Final = "="
_PLACE: Final = re.compile(r"\{(\w+)\}")
_NONE: Final = "-"


def composed() -> list[dict[str, Any]]:
    """Return the sentences as labelled lines; the same ones each time."""
    lines = accusing_and_refusing.composed()
    for path in sorted(GRAMMAR.glob("*.txt")):
        lines += _of(path)
    return lines


def _of(path: Path) -> list[dict[str, Any]]:
    """The sentences of one file."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    settings = dict(line.split(" ", 1) for line in head.splitlines() if not line.startswith("#"))
    parts = dict(part.split("]\n", 1) for part in body.strip().removeprefix("[").split("\n\n["))
    words = {name: lines.replace("\n", "|").split("|") for name, lines in parts.items() if name != _PATTERNS}
    chance = random.Random(SEED)  # noqa: S311 - an order, no secret
    said: dict[str, None] = {}
    for pattern in parts[_PATTERNS].splitlines():
        filled = {_PLACE.sub(lambda place: chance.choice(words[place[1]]), pattern) for _ in range(EACH)}
        said.update(dict.fromkeys(sorted(filled)))
    hazard = None if settings["hazard"] == _NONE else settings["hazard"]
    return [{"situation": settings["situation"], "said": text, "hazard": hazard} for text in said]
