"""Approval by a second person: submit, return, approve, and one person's approval in an emergency.

Whoever approves names the version that they saw; it is what goes out, or the approval is refused with what
has changed. Nobody approves what they had a hand in.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from loa.errors import Conflict, InvalidInput
from loa.publishing.broadcasts.drafts.drafting import BroadcastDrafting, check_article, take_back_schedule
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.model import (
    APPROVAL_LASTS,
    Approval,
    Broadcast,
    BroadcastContent,
    BroadcastState,
    Return,
    Submission,
    differences,
)

_RENEWED: Final = frozenset(
    {BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPED, BroadcastState.FINISHED}
)


@dataclass(frozen=True, kw_only=True)
class BroadcastApproval(BroadcastDrafting):
    """Submission, return and approval of broadcasts."""

    def require_seen(self, broadcast: Broadcast, seen: str) -> None:
        """Go on only when the officer saw the present content.

        Raises:
            Conflict: they saw another; `fields` says what has changed since.
        """
        if seen == broadcast.content.digest():
            return
        said = self.broadcasts.version(broadcast.broadcast_id, seen)
        changed = differences(BroadcastContent.from_row(said), broadcast.content) if said else {}
        raise Conflict(texts.SEEN_ANOTHER, fields=changed)

    def submit(self, broadcast: Broadcast, *, seen: str, officer: str) -> Broadcast:
        """Ask for approval; again changes nothing. Pictures of other addresses are ours from then on.

        Raises:
            InvalidInput: a gap is not filled in, or a picture cannot be had.
            Conflict: another version was seen, or it is approved or under way.
        """
        now = self.now()
        if broadcast.state is BroadcastState.SUBMITTED and seen == broadcast.proposed:
            return broadcast
        self.require_seen(broadcast, seen)
        if broadcast.state is BroadcastState.SUBMITTED:
            return broadcast
        return self.broadcasts.replace(
            broadcast,
            replace(
                self._pinned(broadcast),
                state=BroadcastState.SUBMITTED,
                submission=Submission(officer, now),
                returned=None,
                reason="",
            ),
        )

    def send_back(self, broadcast: Broadcast, *, seen: str, officer: str, reason: str) -> Broadcast:
        """Return it to those who wrote it, to be mended and submitted again; an approval is void.

        Raises:
            InvalidInput: no reason.
            Conflict: another version was seen, or it was not submitted, or is under way.
        """
        now = self.now()
        if not reason.strip():
            raise InvalidInput(texts.RETURN_REASON_NEEDED, fields={"reason": texts.RETURN_REASON_NEEDED})
        self.require_seen(broadcast, seen)
        if broadcast.state is BroadcastState.DRAFT:
            raise Conflict(texts.NOT_SUBMITTED)
        returned = self.broadcasts.replace(
            broadcast,
            replace(
                broadcast,
                state=BroadcastState.DRAFT,
                submission=None,
                returned=Return(officer, now, reason.strip()),
                approval=None,
                send_at=None,
                schedule="",
                reason="",
            ),
        )
        take_back_schedule(broadcast, self.timer)
        return returned

    def approve(self, broadcast: Broadcast, *, seen: str, approver: str) -> Broadcast:
        """A second person lets what was submitted pass, for seven days.

        Again by the same person while it holds changes nothing. What is under way is approved anew, so that
        it can be resumed, or what failed be tried again, after the first approval has expired.

        Raises:
            NotAllowed: the approver had a hand in it.
            Conflict: another version was seen, nobody has submitted it, it is under way, or someone was
            faster.
        """
        now = self.now()
        broadcast.require_second_person(approver)
        self.require_seen(broadcast, seen)
        approval = broadcast.approval
        again = approval is not None and approval.officer == approver and broadcast.is_approved(now)
        if again and broadcast.state in {BroadcastState.APPROVED, BroadcastState.SCHEDULED, *_RENEWED}:
            return broadcast
        if broadcast.state is BroadcastState.DRAFT:
            raise Conflict(texts.NOT_SUBMITTED)
        if broadcast.state in _RENEWED:
            return self._renewed(broadcast, approver, now=now)
        return self._approved(broadcast, approver, now=now)

    def approve_in_emergency(self, broadcast: Broadcast, *, seen: str, officer: str, why: str) -> Broadcast:
        """One person lets it pass, for floods and storms: with a reason, and reported to the unit above.

        Raises:
            InvalidInput: no reason.
            Conflict: another version was seen, it is under way, or someone was faster.
        """
        now = self.now()
        if not why.strip():
            raise InvalidInput(texts.REASON_NEEDED, fields={"reason": texts.REASON_NEEDED})
        self.require_seen(broadcast, seen)
        return self._approved(broadcast, officer, why=why.strip(), now=now)

    def _renewed(self, broadcast: Broadcast, officer: str, *, now: datetime) -> Broadcast:
        digest = broadcast.content.digest()
        why = broadcast.approval.emergency if broadcast.approval else ""
        approval = Approval(officer, now, now + APPROVAL_LASTS, digest, why)
        opened_at = self.broadcasts.opened_at(broadcast.broadcast_id, digest, officer)
        kept = self.broadcasts.recording(
            replace(broadcast, approval=replace(approval, emergency="")), opened_at
        )
        return self.broadcasts.renew(broadcast, approval, together_with=kept)

    def _approved(self, broadcast: Broadcast, officer: str, *, now: datetime, why: str = "") -> Broadcast:
        pinned = self._pinned(broadcast)
        digest = pinned.content.digest()
        approved = replace(
            pinned,
            state=BroadcastState.APPROVED,
            approval=Approval(officer, now, now + APPROVAL_LASTS, digest, why),
            approved_content=pinned.content,
            returned=None,
            reason="",
        )
        opened_at = self.broadcasts.opened_at(broadcast.broadcast_id, digest, officer)
        return self.broadcasts.replace(
            broadcast, approved, together_with=self.broadcasts.recording(approved, opened_at)
        )

    def _pinned(self, broadcast: Broadcast) -> Broadcast:
        """The broadcast with its content as it is sent: nothing of that can change any more."""
        check_article(broadcast.content)
        content = replace(broadcast.content, article=self.pin(broadcast.content.article))
        if content == broadcast.content:
            return broadcast
        return replace(broadcast, content=content, proposed=broadcast.content.digest())
