"""Automatic replies as data, made from `texts`. Pure rules.

Every reply is complete in words; buttons are an extra for accounts whose type shows them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from loa.casework.cases.rules.model import Case, CaseKind, CaseState
from loa.casework.cases.rules.texts import IN_DANGER
from loa.clock import VIETNAM
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Dialogue, DialogueStep
from loa.dialogue.understanding.lexicon import KINDS

LONGEST: Final = 2000
"""Maximum characters of one Zalo message."""

SHOWN_CASES: Final = 5
_SHOWN_PART: Final = 350
_SHOWN_WISH: Final = 200

KIND_ORDER: Final = tuple(KINDS)
"""The kinds of cases as numbered in the question, from 1."""

_REPORTED: Final = (
    DialogueStep.WHAT,
    DialogueStep.WHERE,
    DialogueStep.SINCE,
    DialogueStep.PICTURES,
    DialogueStep.WHOM,
    DialogueStep.CHECK,
)
_STEPS: Final[Mapping[str, tuple[DialogueStep, ...]]] = {
    "report": _REPORTED,
    "complaint": _REPORTED,
    "recommendation": (
        DialogueStep.WHAT,
        DialogueStep.WHERE,
        DialogueStep.PICTURES,
        DialogueStep.WHOM,
        DialogueStep.CHECK,
    ),
    "comment": (DialogueStep.WHAT, DialogueStep.PICTURES, DialogueStep.CHECK),
    "question": (DialogueStep.WHAT, DialogueStep.CHECK),
    "proposal": (DialogueStep.WHAT, DialogueStep.PICTURES, DialogueStep.CHECK),
}
"""The questions for each kind of case, in order."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to the resident.

    Attributes:
        text: the words.
        buttons: title and answer of each; the answer comes back as the resident's own text.
    """

    text: str = field(repr=False)
    buttons: tuple[tuple[str, str], ...] = ()


def following(kind: str, step: DialogueStep) -> DialogueStep:
    """Return the question after a question, for that kind of case."""
    steps = _STEPS[kind]
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def numbered(titles: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return buttons that choose by number: `#1`, `#2`, and so on."""
    return tuple((title, f"#{number}") for number, title in enumerate(titles, 1))


def menu() -> Reply:
    """Return the main menu."""
    return Reply(texts.MENU, numbered(texts.MENU_BUTTONS))


def old_or_new() -> Reply:
    """Ask which intake to go on with: one is paused and another one begins."""
    return Reply(texts.OLD_OR_NEW, numbered(texts.OLD_OR_NEW_BUTTONS))


def question(dialogue: Dialogue, text_of: Callable[[str], str]) -> Reply:
    """Return the question that an intake is waiting on.

    Args:
        dialogue: at a step of an intake.
        text_of: the words of a message by its sort key; for the summary.
    """
    match dialogue.step:
        case DialogueStep.WHAT:
            return Reply(texts.WHAT_QUESTIONS[dialogue.kind])
        case DialogueStep.PICTURES:
            return Reply(texts.PICTURES_QUESTION, tuple((title, "#XONG") for title in texts.DONE_BUTTONS))
        case DialogueStep.CHECK:
            buttons = zip(texts.CHECK_BUTTONS, ("#1", "#2", "#HUY"), strict=True)
            return Reply(summary(dialogue, text_of), tuple(buttons))
        case _:
            return Reply(texts.QUESTIONS.get(dialogue.step.value, texts.KIND_QUESTION))


def summary(dialogue: Dialogue, text_of: Callable[[str], str]) -> str:
    """Return what will be sent, shortened for the screen; the case gets the full text."""
    parts = "\n".join(
        f"{label}: {clipped(words, _SHOWN_PART)}"
        for name, label in texts.PARTS.items()
        if (words := said(dialogue, name, text_of))
    )
    return texts.summary(CaseKind(dialogue.kind).label, parts, len(dialogue.files))


def said(dialogue: Dialogue, part: str, text_of: Callable[[str], str]) -> str:
    """Return what was said to a question, one message per line."""
    return "\n".join(words for sort in dialogue.said.get(part, ()) if (words := text_of(sort)))


def clipped(text: str, length: int) -> str:
    """Return a text of at most `length` characters."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def joined(replies: Sequence[Reply], *, is_closed: Callable[[], bool] = lambda: False) -> Reply | None:
    """Join several replies into one message: one request, one sound on the phone. None: no reply.

    Args:
        replies: the replies, in order.
        is_closed: returns True if nobody works now; called only if the numbers to call are among the words.
            They are given once, and first of all while nobody reads.
    """
    if not replies:
        return None
    text = "\n\n".join(dict.fromkeys(reply.text for reply in replies))
    if IN_DANGER in text:
        rest = text.replace(f"\n{IN_DANGER}", "")
        if texts.FIRE_BRIGADE in rest:
            text = rest
        else:
            text = f"{texts.NOBODY_READS}\n{rest}" if is_closed() else f"{rest}\n{IN_DANGER}"
    buttons = next((reply.buttons for reply in reversed(replies) if reply.buttons), ())
    return Reply(clipped(text, LONGEST), buttons)


def buttons_of(reply: Reply) -> list[dict[str, str]]:
    """Return the buttons as `loa.platform.zalo.api.messages.buttons_message` takes them."""
    return [{"title": title, "answer": answer} for title, answer in reply.buttons]


def day(instant: datetime) -> str:
    """Return a day in Vietnam: "05/10/2024"."""
    return f"{instant.astimezone(VIETNAM):%d/%m/%Y}"


def hour_and_day(instant: datetime) -> str:
    """Return an hour and its day in Vietnam."""
    return texts.hour_of_day(f"{instant.astimezone(VIETNAM):%H:%M}", day(instant))


def acknowledgement(account: str, opens: datetime | None, *, spoken: bool = False) -> Reply:
    """Confirm that it has arrived; `opens`: when an officer reads again, None: now."""
    return Reply(texts.acknowledgement(account, hour_and_day(opens) if opens else "", spoken=spoken))


def progress(cases: Sequence[Case], *, own: bool) -> Reply:
    """Report the state of cases.

    Args:
        cases: newest first.
        own: True if they are the resident's own; for another's code only the state is given.
    """
    lines = [_line(case, own=own) for case in cases[:SHOWN_CASES]]
    return Reply("\n".join([texts.YOUR_CASES, *lines] if len(lines) > 1 else lines))


def _line(case: Case, *, own: bool) -> str:
    more = ""
    if own and case.asked_for and case.state is CaseState.RETURNED:
        more += texts.wanted(clipped(case.asked_for, _SHOWN_WISH))
    if own and case.outside_body and case.state.is_open:
        more += texts.outside(clipped(case.outside_body, _SHOWN_WISH), clipped(case.outside_reference, 40))
    if own and case.next_step and case.state.is_open:
        more += texts.with_next_step(clipped(case.next_step, _SHOWN_WISH))
    if own and case.answer and not case.state.is_open:
        more += texts.answer_given(clipped(case.answer, _SHOWN_WISH))
    return texts.progress(
        case.code,
        case.kind.label.lower(),
        case.told_state,
        received=day(case.received_at),
        due=day(case.answer_by) if case.state.is_open and not case.state.is_paused else "",
        more=more,
    )
