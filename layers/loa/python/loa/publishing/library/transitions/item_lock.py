"""The edit lock: who is editing, seen by the others, taken over when need be, lapsing by itself."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loa.errors import Conflict
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.model import EditLock, Step
from loa.publishing.library.transitions.work import Work, refuse_binned

LOCK_FOR: Final = timedelta(minutes=5)
"""A lock lapses so long after the last save (Payload CMS uses the same 300 s)."""


def lock(work: Work, *, by: str, name: str, now: datetime, take_over: bool = False) -> Work:
    """Say that an officer is editing. Taking over is recorded, and the other's next save is refused.

    Raises:
        Conflict: somebody else holds the lock, and it was not to be taken over.
    """
    refuse_binned(work.item)
    other = work.item.locked_for(by, now)
    if other and not take_over:
        raise Conflict(texts.LOCKED.format(name=other.name))
    steps = (*work.steps, Step("take_over", by, now, work.item.working)) if other else work.steps
    held = EditLock(by, name, now + LOCK_FOR)
    return replace(work, item=replace(work.item, lock=held, version=work.item.version + 1), steps=steps)


def unlock(work: Work, *, by: str) -> Work:
    """Let go of one's own lock; that of somebody else stays."""
    if work.item.lock is None or work.item.lock.officer_id != by:
        return work
    return replace(work, item=replace(work.item, lock=None, version=work.item.version + 1))
