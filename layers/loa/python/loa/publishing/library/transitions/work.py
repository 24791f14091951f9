"""What transitions work on: an item, its edition in work and its live one; and what they share."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from loa.errors import Conflict, InvalidInput
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.model import Edition, EditionState, Item, LibraryContent, Step

_WAITING: Final = frozenset({EditionState.SUBMITTED, EditionState.APPROVED, EditionState.SCHEDULED})


@dataclass(frozen=True, slots=True)
class Work:
    """An item with what a transition looks at.

    Attributes:
        item: the item.
        edition: the edition in work; None: there is none.
        live: the edition that residents read, or read last; None: never published.
        retired: the edition whose place `live` has just taken.
        steps: what has been done in this transition, for the audit.
    """

    item: Item
    edition: Edition | None = None
    live: Edition | None = None
    retired: Edition | None = None
    steps: tuple[Step, ...] = ()

    def draft(self) -> Edition:
        """The edition in work.

        Raises:
            Conflict: there is none.
        """
        if self.edition is None:
            raise Conflict(texts.NO_DRAFT)
        return self.edition


def moved(
    work: Work,
    state: EditionState,
    what: str,
    *,
    by: str,
    now: datetime,
    note: str = "",
    publish_at: datetime | None = None,
    unlock: bool = False,
) -> Work:
    """The edition in its next state, with the step in its history."""
    refuse_binned(work.item)
    edition = work.draft()
    step = Step(what, by, now, edition.number, note)
    following = replace(
        edition,
        state=state,
        revision=edition.revision + 1,
        publish_at=publish_at,
        steps=(*edition.steps, step),
        updated_at=now,
    )
    item = carrying(touched(work.item, by, now), following)
    if unlock:
        item = replace(item, lock=None)
    return replace(work, item=item, edition=following, steps=(*work.steps, step))


def carrying(item: Item, edition: Edition | None) -> Item:
    """The item with what lists need of the edition in work; None: there is none."""
    return replace(
        item,
        working=edition.number if edition else 0,
        working_state=edition.state if edition else None,
        returned=bool(edition and edition.steps and edition.steps[-1].what == "return"),
        scheduled_for=edition.publish_at if edition else None,
        contributors=edition.contributors if edition else frozenset(),
    )


def touched(item: Item, by: str, now: datetime, *, content: LibraryContent | None = None) -> Item:
    """The item with one more version, and who changed it; `content`: what its newest edition says now."""
    says = content or item
    return replace(
        item,
        version=item.version + 1,
        updated_by=by,
        updated_at=now,
        title=says.title,
        tags=says.tags,
    )


def in_state(work: Work, state: EditionState, otherwise: str, *more: EditionState) -> Edition:
    """The edition in work, if it is in one of the states and the item does not lie in the bin."""
    refuse_binned(work.item)
    edition = work.draft()
    if edition.state not in {state, *more}:
        raise Conflict(otherwise)
    return edition


def in_waiting(work: Work) -> Edition:
    """The edition in work, if it has been submitted and is not published."""
    return in_state(work, EditionState.SUBMITTED, texts.NOT_SUBMITTED, *_WAITING)


def same_revision(edition: Edition, revision: int) -> None:
    """Go on only with the revision that the officer saw.

    Raises:
        Conflict: it is another one by now.
    """
    if edition.revision != revision:
        raise Conflict(texts.EDITION_CHANGED)


def refuse_binned(item: Item) -> None:
    """Go on only with an item that does not lie in the bin."""
    if item.binned_at is not None:
        raise Conflict(texts.IN_BIN)


def refuse_locked(item: Item, by: str, now: datetime) -> None:
    """Go on only when nobody else holds the edit lock."""
    if other := item.locked_for(by, now):
        raise Conflict(texts.LOCKED.format(name=other.name))


def required_reason(reason: str) -> str:
    """The reason without space around it.

    Raises:
        InvalidInput: there is none.
    """
    if not reason.strip():
        raise InvalidInput(texts.REASON_NEEDED, fields={"reason": texts.REASON_NEEDED})
    return reason.strip()
