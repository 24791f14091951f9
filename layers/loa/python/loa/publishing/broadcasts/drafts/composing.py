"""A broadcast written step by step: to whom, what, when; `submit` asks whether it is whole."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from loa.foundation.units.model import province_of
from loa.ids import derived_id
from loa.publishing.articles.markup import clean_article
from loa.publishing.broadcasts.drafts.drafting import BroadcastDrafting, check_pace
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.targets import Target

AT_ONCE: Final = timedelta(seconds=10)
"""From the approval of what is to go out at once until it does: the schedule has to be made first."""


def empty_article(signed: str) -> dict[str, Any]:
    """An article in the neutral shape that says nothing yet.

    Args:
        signed: who speaks; cut to what Zalo takes.
    """
    return {
        "title": "",
        "author": signed[:50],
        "description": "",
        "cover_url": "",
        "comment": "show",
        "blocks": [],
    }


@dataclass(frozen=True, kw_only=True)
class BroadcastComposing(BroadcastDrafting):
    """Drafts that are not whole yet."""

    def begin(self, target: Target, *, unit_path: str, signed: str, author: str, key: str) -> Broadcast:
        """Begin a draft with whom it is for; the same key again gives the same draft.

        Args:
            target: whose accounts carry it.
            unit_path: the unit that would send it.
            signed: who speaks in it: the name of the unit.
            author: id of the officer.
            key: names the work.
        """
        now, name = self.now(), derived_id(key)
        self.broadcasts.create_once(
            Broadcast(
                broadcast_id=name,
                province=province_of(unit_path),
                unit_path=unit_path,
                content=BroadcastContent(empty_article(signed), target),
                state=BroadcastState.DRAFT,
                author=author,
                created_at=now,
                contributors=frozenset({author}),
            )
        )
        return self.broadcasts.get(name)

    def compose(
        self,
        broadcast: Broadcast,
        content: BroadcastContent,
        *,
        suggested_at: datetime | None,
        version: int,
        author: str,
        contributors: Iterable[str] = (),
        item: tuple[str, int] | None = None,
    ) -> Broadcast:
        """Keep a step. What was submitted or approved is a draft again, unless nothing changes.

        Args:
            broadcast: as it was read.
            content: what is proposed from now on; parts may be missing.
            suggested_at: when it is to go out; None: as soon as it is approved.
            version: which version the officer saw.
            author: id of the officer.
            contributors: ids of those who had a hand in what it was made from.
            item: as in `changed`.

        Raises:
            InvalidInput: it cannot go out then.
            Conflict: it is under way, someone was faster, or the officer saw another version.
        """
        check_pace(content)
        before = broadcast.suggested_at, broadcast.content.localise_until
        if suggested_at and (suggested_at, content.localise_until) != before:
            self.check_instant(suggested_at, until=content.localise_until)
        content = replace(content, article=clean_article(content.article))
        return self.changed(
            broadcast,
            content,
            suggested_at=suggested_at,
            version=version,
            author=author,
            contributors=contributors,
            item=item,
        )

    def schedule_as_suggested(self, approved: Broadcast) -> Broadcast:
        """Schedule what was approved for when its author wants it; without one, or in emergencies, at once.

        An hour that has passed meanwhile is nobody's wish any more: somebody has to name another.

        Raises:
            InvalidInput, Conflict: as in `schedule`.
        """
        now = self.now()
        due = None if approved.is_urgent else approved.suggested_at
        if approved.state is not BroadcastState.APPROVED or (due and due <= now):
            return approved
        return self.schedule(approved, due or self.earliest(approved))

    def earliest(self, broadcast: Broadcast) -> datetime:
        """When it could go out at the earliest: not before units have had their say, nor in quiet hours."""
        soon = max(self.now() + AT_ONCE, broadcast.content.localise_until or self.now())
        return self.quiet_hours.ends_after(soon) or soon
