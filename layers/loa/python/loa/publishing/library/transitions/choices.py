"""Which steps an officer has with an item, as it stands and by what they may do. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from loa.foundation.officers.model import Officer, Permission, allowed
from loa.publishing.library.rules.model import EditionState
from loa.publishing.library.transitions.work import Work


def next_steps(officer: Officer, work: Work, *, stuck: bool) -> Iterator[str]:
    """The names of `texts.CHOICES` that an officer may take now, the likeliest first.

    Args:
        officer: who asks.
        work: the item.
        stuck: whether the machine's voice can be asked for once more.
    """
    item, path = work.item, work.item.unit_path
    writes = allowed(officer, Permission.WRITE_LIBRARY, path)
    decides = allowed(officer, Permission.APPROVE_LIBRARY, path)
    if item.binned_at is not None:
        yield from ["unbin"] if writes else []
        return
    if decides and item.urgent_by and officer.id not in item.urgent_by:
        yield "look"
    state = work.edition.state if work.edition else None
    if decides and work.edition:
        if state is EditionState.SUBMITTED and officer.id not in work.edition.contributors:
            yield from ("approve_now", "approve_later", "approve")
        yield from _DECIDING.get(work.edition.state, ())
    if writes:
        yield from _writing(work)
        yield from ["speak"] if stuck else []
    if decides and item.is_published:
        yield "withdraw"
    if writes:
        yield "copy"
        yield from _sharing(work)
        yield from ["bin"] if not item.is_published and state is None and not item.urgent_by else []


_DECIDING: Final[Mapping[EditionState, tuple[str, ...]]] = {
    EditionState.SUBMITTED: ("return",),
    EditionState.APPROVED: ("publish", "schedule", "return"),
    EditionState.SCHEDULED: ("publish", "schedule", "unschedule", "return"),
}


def _writing(work: Work) -> Iterator[str]:
    if work.edition:
        yield from ("submit", "discard") if work.edition.is_draft else ("recall",)
    elif work.live:
        yield "edit"
        yield from ["review"] if work.item.is_published and work.item.placement.review_by else []


def _sharing(work: Work) -> Iterator[str]:
    if work.edition:
        yield "share"
        yield from ["unshare"] if work.edition.preview else []
