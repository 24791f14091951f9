"""Checks of what people write about a case, and of what a move needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.fields import MAXIMUM_LINE, MAXIMUM_SAID, MAXIMUM_TOLD, KeptField, kept_fields
from loa.casework.cases.rules.model import Details, Move
from loa.errors import InvalidInput
from loa.publishing.articles.placeholders import fault
from loa.text.cleaning import clean

MAXIMUM_ATTACHMENTS: Final = 20


def checked_text(text: str, *, needed: bool = True, longest: int = MAXIMUM_SAID) -> str:
    """Return cleaned words.

    Raises:
        InvalidInput: none, or too many.
    """
    words = clean(text)
    if needed and not words:
        raise InvalidInput(texts.CHECK_INPUT, fields={"text": texts.NEEDED})
    if len(words) > longest:
        raise InvalidInput(texts.CHECK_INPUT, fields={"text": texts.too_long(longest)})
    return words


def too_many_attachments(attachments: Sequence[str]) -> dict[str, str]:
    """Return the fault of too many, or too long, names of pictures and files; none if there is none."""
    if len(attachments) <= MAXIMUM_ATTACHMENTS and all(len(key) <= MAXIMUM_LINE for key in attachments):
        return {}
    return {"attachments": texts.too_many(MAXIMUM_ATTACHMENTS)}


def details_faults(details: Details) -> dict[str, str]:
    """Return what is missing in the matter of a case, or too long, by the name of its field."""
    return {
        one.name: fault for one in kept_fields(Details) if (fault := _fault(one, getattr(details, one.name)))
    }


def _fault(one: KeptField, text: str) -> str:
    if one.needed and not text:
        return texts.NEEDED
    return texts.too_long(one.longest) if len(text) > one.longest else ""


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """The details of a move; `NEEDED` lists the required ones.

    Attributes:
        text: answer, supplement, or other words of the move.
        reason, legal_ground: of a refusal.
        to_path: the unit the case is transferred to.
        body, reference, next_step: for a body outside the Front.
        asked_for: the information requested from the resident.
        into: id of the case it becomes part of.
        attachments: keys of pictures and files of a supplement.
    """

    text: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    legal_ground: str = ""
    to_path: str = ""
    body: str = ""
    reference: str = ""
    next_step: str = ""
    asked_for: str = field(default="", repr=False)
    into: str = ""
    attachments: tuple[str, ...] = ()


NEEDED: Final[Mapping[Move, tuple[str, ...]]] = {
    Move.RETURN: ("asked_for",),
    Move.TRANSFER: ("to_path",),
    Move.HAND_OUTSIDE: ("body", "next_step"),
    Move.REFUSE: ("reason", "legal_ground"),
    Move.ANSWER: ("text",),
    Move.MERGE: ("into",),
}
"""The required facts of each move."""

_LONGEST: Final[Mapping[str, int]] = {
    "text": MAXIMUM_SAID,
    "reason": MAXIMUM_TOLD - MAXIMUM_LINE,
    "asked_for": MAXIMUM_TOLD,
}

_TOLD: Final[Mapping[Move, tuple[str, ...]]] = {
    Move.ANSWER: ("text",),
    Move.RETURN: ("asked_for",),
    Move.REFUSE: ("reason",),
}
"""Words of an officer that the resident is sent as they are: a gap that was left would be sent, too."""


def check_move(step: Move, facts: MoveFacts) -> None:
    """Check that the facts a move needs are there.

    Raises:
        InvalidInput: one is missing, or too long; `fields` says which.
    """
    faults = {name: texts.NEEDED for name in NEEDED.get(step, ()) if not getattr(facts, name).strip()}
    for name in ("text", "reason", "legal_ground", "body", "reference", "next_step", "asked_for"):
        longest = _LONGEST.get(name, MAXIMUM_LINE)
        if name == "text" and step is Move.ANSWER:
            longest = MAXIMUM_TOLD
        if len(getattr(facts, name)) > longest:
            faults[name] = texts.too_long(longest)
    for name in _TOLD.get(step, ()):
        if name not in faults and (gaps := fault(getattr(facts, name))):
            faults[name] = gaps
    if faults:
        raise InvalidInput(texts.CHECK_INPUT, fields=faults)
