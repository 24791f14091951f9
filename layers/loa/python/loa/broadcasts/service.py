"""From a draft to a schedule: draft, edit, approve, emergency, localise, schedule, cancel."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from loa import moments
from loa.broadcasts import texts
from loa.broadcasts.model import (
    APPROVAL_LASTS,
    SCHEDULE_HORIZON,
    Approval,
    Broadcast,
    BroadcastState,
    Content,
    Localisation,
    LocalisationState,
    OverQuota,
    localised,
)
from loa.broadcasts.quiet_hours import QuietHours
from loa.broadcasts.store import Broadcasts
from loa.content.markup import clean_html
from loa.errors import Conflict, InvalidInput, NotAllowed
from loa.identifiers import new_id
from loa.units.model import parent, province_of
from loa.zalo.articles import article_body


class Timer(Protocol):
    """What this room needs of the schedules; `loa.aws.schedules.Schedules` is one."""

    def once(self, name: str, at: datetime, message: Any) -> None:
        """Have the planner called at that instant; the same name again moves it."""

    def cancel(self, name: str) -> None:
        """Have it not called."""


def draft(
    content: Content, *, unit_path: str, author: str, broadcasts: Broadcasts, now: datetime
) -> Broadcast:
    """Propose a broadcast.

    Raises:
        InvalidInput: Zalo would refuse the article, or a pace makes no sense; says which field.
    """
    _check_content(content)
    broadcast = Broadcast(
        broadcast_id=new_id(now),
        province=province_of(unit_path),
        unit_path=unit_path,
        content=content,
        state=BroadcastState.DRAFT,
        author=author,
        created_at=now,
    )
    broadcasts.create(broadcast)
    return broadcast


def _check_content(content: Content) -> None:
    article_body(content.article)
    if content.pace.is_given and content.over_quota is not OverQuota.SPREAD:
        raise InvalidInput(texts.PACE_WITHOUT_SPREAD, fields={"over_quota": texts.PACE_WITHOUT_SPREAD})


def edit(
    broadcast: Broadcast, content: Content, *, author: str, broadcasts: Broadcasts, timer: Timer
) -> Broadcast:
    """Change what is sent, or to whom. The approval is void; a schedule is taken back.

    Raises:
        InvalidInput: Zalo would refuse the article.
        Conflict: it is under way, or someone was faster.
    """
    _check_content(content)
    edited = broadcasts.replace(
        broadcast,
        replace(
            broadcast,
            content=content,
            state=BroadcastState.DRAFT,
            author=author,
            approval=None,
            send_at=None,
            reason="",
        ),
    )
    if broadcast.send_at:
        timer.cancel(broadcast.broadcast_id)
    return edited


def approve(broadcast: Broadcast, *, approver: str, broadcasts: Broadcasts, now: datetime) -> Broadcast:
    """A second person lets the present content pass, for seven days.

    Again by the same person while it holds changes nothing.

    Raises:
        NotAllowed: the approver wrote it.
        Conflict: it is under way, or someone was faster.
    """
    broadcast.require_second_person(approver)
    approval = broadcast.approval
    again = approval is not None and approval.officer == approver and broadcast.is_approved(now)
    if again and broadcast.state in {BroadcastState.APPROVED, BroadcastState.SCHEDULED}:
        return broadcast
    return _approved(broadcast, Approval(approver, now, now + APPROVAL_LASTS, broadcast.content.digest()),
                     broadcasts=broadcasts)  # fmt: skip


def approve_in_emergency(
    broadcast: Broadcast, *, officer: str, why: str, broadcasts: Broadcasts, now: datetime
) -> Broadcast:
    """One person lets it pass, for floods and storms: with a reason, and reported to the unit above.

    Raises:
        InvalidInput: no reason.
        Conflict: it is under way, or someone was faster.
    """
    if not why.strip():
        raise InvalidInput(texts.REASON_NEEDED, fields={"reason": texts.REASON_NEEDED})
    approval = Approval(officer, now, now + APPROVAL_LASTS, broadcast.content.digest(), why.strip())
    approved = _approved(broadcast, approval, broadcasts=broadcasts)
    broadcasts.report_emergency(approved, parent(broadcast.unit_path) or broadcast.unit_path, now)
    return approved


def _approved(broadcast: Broadcast, approval: Approval, *, broadcasts: Broadcasts) -> Broadcast:
    return broadcasts.replace(
        broadcast,
        replace(
            broadcast,
            state=BroadcastState.APPROVED,
            approval=approval,
            approved_content=broadcast.content,
            reason="",
        ),
    )


def schedule(
    broadcast: Broadcast,
    send_at: datetime,
    *,
    quiet_hours: QuietHours,
    broadcasts: Broadcasts,
    timer: Timer,
    now: datetime,
) -> Broadcast:
    """Set the instant of sending; again with another instant moves it.

    The state is written before the schedule is made. Should the process die in between, the same
    request again makes the schedule; a schedule that fires for a broadcast in another state does nothing.

    Raises:
        InvalidInput: past, too far, in Zalo's quiet hours, or before the end of localisation.
        Conflict: not approved (any more), or under way.
    """
    _check_instant(broadcast, send_at, quiet_hours, now)
    if broadcast.state in {BroadcastState.APPROVED, BroadcastState.SCHEDULED} and not broadcast.is_approved(
        max(now, send_at)
    ):
        raise Conflict(texts.APPROVAL_EXPIRES_BEFORE)
    scheduled = broadcasts.replace(
        broadcast, replace(broadcast, state=BroadcastState.SCHEDULED, send_at=send_at)
    )
    timer.once(broadcast.broadcast_id, send_at, planning_message(scheduled))
    return scheduled


def planning_message(broadcast: Broadcast) -> dict[str, str]:
    """What the planner is invoked with: it names the instant, so that a moved schedule is recognised."""
    send_at = moments.to_text(broadcast.send_at) if broadcast.send_at else ""
    return {"broadcast_id": broadcast.broadcast_id, "send_at": send_at}


def _check_instant(broadcast: Broadcast, send_at: datetime, quiet_hours: QuietHours, now: datetime) -> None:
    message = ""
    until = broadcast.content.localise_until
    if send_at < now:
        message = texts.SEND_AT_PAST
    elif send_at > now + SCHEDULE_HORIZON:
        message = texts.SEND_AT_TOO_FAR
    elif opens := quiet_hours.ends_after(send_at):
        message = texts.quiet_hours(opens)
    elif until and send_at < until:
        message = texts.SEND_AT_BEFORE_CUT_OFF
    if message:
        raise InvalidInput(message, fields={"send_at": message})


def cancel(broadcast: Broadcast, *, broadcasts: Broadcasts, timer: Timer) -> Broadcast:
    """Call it off before it is planned; again changes nothing. Under way: see `loa.broadcasts.flow`.

    Raises:
        Conflict: it is under way, or over.
    """
    if broadcast.state is BroadcastState.CANCELLED:
        return broadcast
    if broadcast.state in {BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPED}:
        raise Conflict(texts.NOT_NOW.format(state=texts.BROADCAST_STATES[broadcast.state.value]))
    cancelled = broadcasts.replace(broadcast, replace(broadcast, state=BroadcastState.CANCELLED))
    timer.cancel(broadcast.broadcast_id)
    return cancelled


def localise(
    broadcast: Broadcast,
    proposal: Localisation,
    *,
    broadcasts: Broadcasts,
    now: datetime,
) -> Localisation:
    """A unit adds words and a picture of its own, or declines; the last word before the cut-off counts.

    What is added has to be approved by a second person of the unit, or of one above it: see
    `approve_localisation`. Declining needs no approval.

    Raises:
        InvalidInput: nothing is added, or Zalo would refuse it.
        Conflict: the broadcast leaves no room for it, or the cut-off has passed.
    """
    _check_cut_off(broadcast, now)
    proposal = replace(proposal, paragraph=clean_html(proposal.paragraph))
    if proposal.state is not LocalisationState.DECLINED:
        if not proposal.blocks():
            raise InvalidInput(texts.NOTHING_ADDED, fields={"paragraph": texts.NOTHING_ADDED})
        article_body(localised(broadcast.content.article, proposal.blocks()))
    kept = replace(proposal, digest=broadcast.content.digest())
    broadcasts.localise(broadcast.broadcast_id, kept)
    return kept


def approve_localisation(
    broadcast: Broadcast, unit_path: str, *, approver: str, broadcasts: Broadcasts, now: datetime
) -> Localisation:
    """A second person lets a unit's addition pass.

    Raises:
        NotAllowed: the approver wrote it.
        Conflict: there is none, or the cut-off has passed.
    """
    _check_cut_off(broadcast, now)
    found = broadcasts.localisations(broadcast.broadcast_id, unit_path).get(unit_path)
    if found is None or found.state is LocalisationState.DECLINED:
        raise Conflict(texts.NOTHING_TO_APPROVE)
    if found.author == approver:
        raise NotAllowed(texts.NOT_BY_AUTHOR)
    approved = replace(found, state=LocalisationState.APPROVED)
    broadcasts.localise(broadcast.broadcast_id, approved, instead_of=found)
    return approved


def _check_cut_off(broadcast: Broadcast, now: datetime) -> None:
    if not broadcast.takes_additions(now):
        raise Conflict(texts.NO_LOCALISATION)
