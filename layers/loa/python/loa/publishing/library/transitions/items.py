"""Transitions of an item as a whole: withdrawn, expired, placed, reviewed, binned."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loa.errors import Conflict, InvalidInput, NotAllowed
from loa.foundation.units.model import is_path, province_of
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.fields import host_of, is_https
from loa.publishing.library.rules.findings import is_approved
from loa.publishing.library.rules.kinds import KINDS
from loa.publishing.library.rules.model import (
    EditionState,
    Item,
    Placement,
    Step,
    Withdrawal,
    WithdrawalKind,
    split_id,
)
from loa.publishing.library.transitions.work import Work, moved, refuse_binned, required_reason, touched

BIN_FOR: Final = timedelta(days=30)
"""So long an item comes back from the bin."""


def withdraw(
    work: Work,
    kind: WithdrawalKind,
    reason: str,
    *,
    by: str,
    now: datetime,
    redirect_to: str = "",
    hosts: Collection[str] = (),
) -> Work:
    """Take it from all lists; its address says why, or leads elsewhere.

    A next edition that was scheduled waits for a person again: the clock does not bring back what was taken
    down.

    Args:
        work: the item.
        kind: what its address shows.
        reason: for residents.
        by: the officer.
        now: the instant.
        redirect_to: id of another item of the province, or an https address on one of the hosts.
        hosts: those that an administrator approved.

    Raises:
        Conflict: it is not published.
        InvalidInput: no reason, or nowhere to lead to.
    """
    if not work.item.is_published:
        raise Conflict(texts.NOT_PUBLISHED)
    reason = required_reason(reason)
    if kind is WithdrawalKind.REDIRECT:
        _check_redirect(work.item, redirect_to, hosts)
    else:
        redirect_to = ""
    work = _without_schedule(work, by=by, now=now)
    return _withdrawn(work, Withdrawal(kind, reason, now, redirect_to), "withdraw", by=by, now=now)


def _without_schedule(work: Work, *, by: str, now: datetime) -> Work:
    if work.edition and work.edition.state is EditionState.SCHEDULED:
        return moved(work, EditionState.APPROVED, "unschedule", by=by, now=now)
    return work


def _check_redirect(item: Item, redirect_to: str, hosts: Collection[str]) -> None:
    if redirect_to == item.item_id:
        raise InvalidInput(texts.REDIRECT_TO_ITSELF, fields={"redirect_to": texts.REDIRECT_TO_ITSELF})
    path = split_id(redirect_to)[0]
    is_item = is_path(path) and province_of(path) == province_of(item.unit_path)
    if not is_item and not (is_https(redirect_to) and is_approved(host_of(redirect_to), hosts)):
        raise InvalidInput(texts.REDIRECT_NEEDED, fields={"redirect_to": texts.REDIRECT_NEEDED})


def expire(work: Work, *, now: datetime) -> Work:
    """Take what has expired from all lists; anything else stays as it is.

    As after a withdrawal, a next edition that was scheduled waits for a person again.
    """
    expires_at = work.item.placement.expires_at
    if not work.item.is_published or expires_at is None or expires_at > now:
        return work
    work = _without_schedule(work, by="", now=now)
    return _withdrawn(work, Withdrawal(WithdrawalKind.EXPIRED, "", expires_at), "expire", by="", now=now)


def _withdrawn(work: Work, withdrawal: Withdrawal, what: str, *, by: str, now: datetime) -> Work:
    step = Step(what, by, now, work.item.live, withdrawal.reason)
    item = touched(work.item, by, now)
    placement = replace(item.placement, pinned_until=None, urgent=False, featured=False)
    if withdrawal.kind is WithdrawalKind.EXPIRED:
        placement = replace(placement, expires_at=None)
    item = replace(item, withdrawal=withdrawal, placement=placement, shown_version=item.shown_version + 1)
    live = work.live
    if live is not None:
        live = replace(
            live,
            state=EditionState.WITHDRAWN,
            revision=live.revision + 1,
            steps=(*live.steps, step),
            updated_at=now,
        )
    return replace(work, item=item, live=live, steps=(*work.steps, step))


def place(work: Work, placement: Placement, *, by: str, now: datetime) -> Work:
    """Pin, feature, order, move to another section, set or change the end. No new edition is needed.

    Raises:
        Conflict: the item lies in the bin.
    """
    refuse_binned(work.item)
    if placement == work.item.placement:
        return work
    step = Step("place", by, now, work.item.live)
    shown = int(work.item.is_published)
    item = touched(work.item, by, now)
    item = replace(item, placement=placement, shown_version=item.shown_version + shown)
    return replace(work, item=item, steps=(*work.steps, step))


def reviewed(work: Work, next_review: datetime | None, *, by: str, now: datetime) -> Work:
    """Confirm that the item is still right, and say when to look again."""
    rule = KINDS[work.item.kind]
    if next_review is None and rule.review_days:
        next_review = now + timedelta(days=rule.review_days)
    if next_review is not None and next_review <= now:
        raise InvalidInput(texts.REVIEW_IN_PAST, fields={"review_by": texts.REVIEW_IN_PAST})
    step = Step("review", by, now, work.item.live)
    item = touched(work.item, by, now)
    item = replace(item, placement=replace(item.placement, review_by=next_review))
    return replace(work, item=item, steps=(*work.steps, step))


def looked_at(work: Work, seen: int, *, by: str, now: datetime) -> Work:
    """Confirm, as a second person, what one person has published alone; again changes nothing.

    Args:
        work: the item.
        seen: number of the edition that the officer read.
        by: the officer.
        now: the instant.

    Raises:
        Conflict: another edition is shown by now.
        NotAllowed: they wrote or published it.
    """
    if not work.item.urgent_by:
        return work
    if seen != work.item.live:
        raise Conflict(texts.EDITION_CHANGED)
    if by in work.item.urgent_by:
        raise NotAllowed(texts.OWN_URGENT)
    step = Step("look", by, now, seen)
    item = replace(touched(work.item, by, now), urgent_by=frozenset())
    return replace(work, item=item, steps=(*work.steps, step))


def shown_elsewhere(work: Work, place: str, *, by: str, now: datetime) -> Work:
    """Remember that another place shows the item, such as `article:…` or `broadcast:…`."""
    if place in work.item.elsewhere:
        return work
    step = Step("announce", by, now, work.item.live, place)
    item = touched(work.item, by, now)
    return replace(work, item=replace(item, elsewhere=(*item.elsewhere, place)), steps=(*work.steps, step))


def put_in_bin(work: Work, *, by: str, now: datetime) -> Work:
    """Put an item that nobody reads into the bin, from where it comes back for 30 days.

    Raises:
        Conflict: it is published, or was by one person, and nobody else has looked at it.
    """
    if work.item.is_published:
        raise Conflict(texts.STILL_PUBLISHED)
    if work.item.urgent_by:
        raise Conflict(texts.NOBODY_LOOKED)
    if work.item.binned_at is not None:
        return work
    step = Step("bin", by, now)
    item = replace(touched(work.item, by, now), binned_at=now, lock=None)
    return replace(work, item=item, steps=(*work.steps, step))


def take_from_bin(work: Work, *, by: str, now: datetime) -> Work:
    """Bring an item back from the bin.

    Raises:
        Conflict: it does not lie there.
    """
    if work.item.binned_at is None:
        raise Conflict(texts.NOT_IN_BIN)
    step = Step("unbin", by, now)
    return replace(work, item=replace(touched(work.item, by, now), binned_at=None), steps=(*work.steps, step))
