"""A link to an edition in work, for people who have no account of ours (GOV.UK: shareable preview).

It belongs to the edition: published, given up or replaced by another one, it leads nowhere. What is approved
is not touched by it, so the revision stays.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loa.errors import Conflict
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.model import PreviewLink, Step
from loa.publishing.library.transitions.work import Work, refuse_binned, touched

PREVIEW_FOR: Final = timedelta(days=7)
MOST_LINKS: Final = 5
"""Of one edition."""


def share(work: Work, secret: str, *, by: str, now: datetime) -> Work:
    """Let whoever has the secret read the edition in work, until it is changed; a link that it had ends.

    Raises:
        Conflict: none is in work, the item lies in the bin, or it has been shared too often: what nobody
            has approved is not kept in public by one person.
    """
    if sum(step.what == "share" for step in work.draft().steps) >= MOST_LINKS:
        raise Conflict(texts.TOO_OFTEN_SHARED.format(maximum=MOST_LINKS))
    return _with(work, PreviewLink(secret, now + PREVIEW_FOR), "share", by=by, now=now)


def unshare(work: Work, *, by: str, now: datetime) -> Work:
    """Let the link end; without one nothing changes."""
    return _with(work, None, "unshare", by=by, now=now) if work.draft().preview else work


def _with(work: Work, link: PreviewLink | None, what: str, *, by: str, now: datetime) -> Work:
    refuse_binned(work.item)
    edition = work.draft()
    step = Step(what, by, now, edition.number)
    edition = replace(edition, preview=link, steps=(*edition.steps, step))
    return replace(work, item=touched(work.item, by, now), edition=edition, steps=(*work.steps, step))
