"""What a unit sees of a case that has left it: its own work, the summary, and what reporters were told since.

Notes, assignments, reminders and the words in which others work are theirs: whoever has the case now writes
them for colleagues.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from loa.casework.cases.rules.model import Case, Entry, Move
from loa.foundation.units.model import is_within

_SAID: Final = frozenset({Move.RETURN.value, Move.REFUSE.value, Move.ANSWER.value})
"""Steps whose words the reporter has read."""
_TOLD: Final = frozenset({"to_path", "body", "reference", "next_step", "legal_ground"})
"""Facts that the reporter has read."""
_STEPS: Final = frozenset(move.value for move in Move)


def from_afar(case: Case, history: Sequence[Entry], scope: str) -> tuple[Case, list[Entry]]:
    """The case and its history for officers of a unit that has it no more.

    Args:
        case: with another unit by now.
        history: its lines, oldest first.
        scope: the unit of whoever looks; what was written while the case was there or below is shown whole.
    """
    shown = []
    for line in history:
        if is_within(line.unit_path, scope):
            shown.append(line)
        elif line.what in _STEPS:
            shown.append(_as_told(line))
    return replace(case, owner="", satisfaction_word=""), shown


def _as_told(line: Entry) -> Entry:
    facts = {name: value for name, value in line.facts.items() if name in _TOLD}
    return replace(line, by="", text=line.text if line.what in _SAID else "", facts=facts)
