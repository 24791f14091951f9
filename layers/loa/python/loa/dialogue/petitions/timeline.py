"""A case as its reporter follows it: what was done, what comes next, what they can do. Pure but for names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from loa.casework.cases.rules.model import Case, CaseState, Entry, Move
from loa.casework.cases.rules.texts import unit_name
from loa.casework.cases.rules.transitions import reopen_until
from loa.dialogue.petitions import texts
from loa.dialogue.petitions.following import FollowedCase

_SAID: Final = frozenset(
    {
        *(Move.RETURN.value, Move.REFUSE.value, Move.ANSWER.value, Move.SUPPLY.value, Move.REOPEN.value),
        *("supplemented", "rated"),
    }
)
"""Steps whose words the reporter has read or written. Notes and reasons of officers are theirs."""

_RATEABLE: Final = frozenset({CaseState.ANSWERED, CaseState.CONFIRMED})
_ENDED: Final = frozenset({CaseState.ANSWERED, CaseState.CONFIRMED, CaseState.REFUSED, CaseState.CLOSED})


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One line of the progress.

    Attributes:
        state: done, now or todo.
        title: what.
        at: when; None: not yet.
        words: what was said with it; personal data.
        due: until when, of what comes.
    """

    state: Literal["done", "now", "todo"]
    title: str
    at: datetime | None = None
    words: str = field(default="", repr=False)
    due: datetime | None = None


def progress_of(
    followed: FollowedCase,
    who: Callable[[Case], str],
    name_of: Callable[[str], str | None],
) -> list[ProgressStep]:
    """Return what was done with a case, oldest first, and what comes next.

    Args:
        followed: the case.
        who: the unit that has a case, in the middle of a sentence.
        name_of: the name of the unit at a path.
    """
    case, told = followed.case, followed.told
    steps = [step for line in followed.stored.history if (step := _step(line, case, name_of))]
    if case.state is CaseState.MERGED and told.answer:
        title = texts.STEPS["answer"].format(who=_upper(who(told)), body="")
        steps.append(ProgressStep("done", title, told.solved_at))
    if told.state.is_open and steps:
        last = steps[-1]
        steps[-1] = ProgressStep("now", last.title, last.at, last.words)
        due = told.answer_by if not told.state.is_paused else None
        steps.append(ProgressStep("todo", texts.NEXT_ANSWER, due=due))
    if told.state.is_open or can_rate(case, told):
        steps.append(ProgressStep("todo", texts.NEXT_RATING))
    return steps


def _step(line: Entry, case: Case, name_of: Callable[[str], str | None]) -> ProgressStep | None:
    own = texts.STEPS_OF_COMPLAINTS if case.kind.value == "complaint" else {}
    title = own.get(line.what) or texts.STEPS.get(line.what)
    if title is None:
        return None
    name = name_of(line.unit_path)
    who = unit_name(name) if name else texts.OFFICE_UNKNOWN
    body = line.facts.get("body", "") or texts.OFFICE_OUTSIDE
    written = title.format(who=who, body=body)
    words = line.text if line.what in _SAID else line.facts.get("next_step", "")
    if line.what == Move.ANSWER.value and line.text == case.answer:
        words = ""  # it stands above, by itself
    return ProgressStep("done", _upper(written), line.at, words)


def can_say_more(told: Case) -> bool:
    """Tell whether words can still be added."""
    return told.state.is_open


def can_rate(case: Case, told: Case) -> bool:
    """Tell whether there is an answer that the reporter has not rated yet."""
    return bool(told.answer) and told.state in _RATEABLE and not case.satisfaction


def can_reopen(told: Case, now: datetime) -> bool:
    """Tell whether an ended case can go on by the reporter's wish."""
    return told.state in _ENDED and now <= reopen_until(told)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
