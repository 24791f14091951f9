"""Draft, edit, schedule, cancel; what comes between is in `approval` and `localisation`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, Self

from loa import clock
from loa.errors import Conflict, InvalidInput
from loa.foundation.units.model import province_of
from loa.ids import new_id
from loa.platform.zalo.api.articles import article_body
from loa.publishing.articles.markup import texts_of
from loa.publishing.articles.placeholders import refuse_gaps
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.model import (
    SCHEDULE_HORIZON,
    Broadcast,
    BroadcastContent,
    BroadcastState,
    OverQuota,
)
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.pictures.pinning import Pin


class Timer(Protocol):
    """What this room needs of the schedules; `loa.platform.aws.schedules.Schedules` is one."""

    def once(self, name: str, at: datetime, message: Any) -> None:
        """Have the planner called at that instant; the same name again moves it."""

    def cancel(self, name: str) -> None:
        """Have it not called."""


def check_article(content: BroadcastContent) -> None:
    """Go on only when the article can be sent as it is.

    Raises:
        InvalidInput: Zalo would refuse it, or a gap is not filled in; says which field.
    """
    article_body(content.article)
    refuse_gaps({f"article.{name}": text for name, text in texts_of(content.article).items()})


def _check_content(content: BroadcastContent) -> None:
    check_article(content)
    check_pace(content)


def check_pace(content: BroadcastContent) -> None:
    """Go on only when a pace is asked for where there is something to spread.

    Raises:
        InvalidInput: it is not.
    """
    if content.pace.is_given and content.over_quota is not OverQuota.SPREAD:
        raise InvalidInput(texts.PACE_WITHOUT_SPREAD, fields={"over_quota": texts.PACE_WITHOUT_SPREAD})


def take_back_schedule(broadcast: Broadcast, timer: Timer) -> None:
    """Have the planner not called by the schedule that stood."""
    if broadcast.schedule:
        timer.cancel(broadcast.schedule)


def schedule_name(broadcast: Broadcast) -> str:
    """The name of the schedule that the next version of a broadcast has: no two attempts share one."""
    return f"{broadcast.broadcast_id}-{broadcast.version + 1}"


def planning_message(broadcast: Broadcast) -> dict[str, str]:
    """What the planner is invoked with: it names the instant, so that a moved schedule is recognised."""
    send_at = clock.to_text(broadcast.send_at) if broadcast.send_at else ""
    return {"broadcast_id": broadcast.broadcast_id, "send_at": send_at}


@dataclass(frozen=True, kw_only=True)
class BroadcastDrafting:
    """Broadcasts before they are planned; the base of what officers do with them.

    Attributes:
        broadcasts: the store.
        quiet_hours: when Zalo takes nothing.
        timer: the schedules that start the planner.
        pin, pin_picture: keep pictures of other addresses, of an article and single ones.
        now: the clock.
    """

    broadcasts: BroadcastStore
    quiet_hours: QuietHours
    timer: Timer
    pin: Pin
    pin_picture: Callable[[str], str]
    now: Callable[[], datetime] = lambda: clock.now()  # noqa: PLW0108 - looked up at each call

    def at(self, instant: datetime) -> Self:
        """Return the same service at an instant."""
        return replace(self, now=lambda: instant)

    def draft(
        self, content: BroadcastContent, *, unit_path: str, author: str, contributors: Iterable[str] = ()
    ) -> Broadcast:
        """Propose a broadcast.

        Args:
            content: what is proposed.
            unit_path: the unit that would send it.
            author: id of the officer who proposes it.
            contributors: ids of those who had a hand in what it was made from.

        Raises:
            InvalidInput: Zalo would refuse the article, or a pace makes no sense; says which field.
        """
        now = self.now()
        _check_content(content)
        broadcast = Broadcast(
            broadcast_id=new_id(now),
            province=province_of(unit_path),
            unit_path=unit_path,
            content=content,
            state=BroadcastState.DRAFT,
            author=author,
            created_at=now,
            contributors=frozenset({author, *contributors}),
        )
        self.broadcasts.create(broadcast)
        return broadcast

    def edit(
        self,
        broadcast: Broadcast,
        content: BroadcastContent,
        *,
        version: int,
        author: str,
        contributors: Iterable[str] = (),
    ) -> Broadcast:
        """Change what is sent, or to whom. The approval is void; a schedule is taken back.

        An edit that changes nothing leaves everything as it is, and makes nobody a contributor.

        Raises:
            InvalidInput: Zalo would refuse the article.
            Conflict: it is under way, someone was faster, or the officer saw another version.
        """
        _check_content(content)
        return self.changed(
            broadcast,
            content,
            suggested_at=broadcast.suggested_at,
            version=version,
            author=author,
            contributors=contributors,
        )

    def changed(
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
        """Write what is proposed from now on, and when; whether it can be sent is not asked here.

        Args:
            broadcast: as it was read.
            content: what is proposed from now on.
            suggested_at: when it is to go out; None: as soon as it is approved.
            version: which version the officer saw.
            author: id of the officer.
            contributors: ids of those who had a hand in what it was made from.
            item: id of the item whose words it takes over, and number of the edition; an empty id: of none
                any more; None: that stays.

        Raises:
            Conflict: as in `edit`.
        """
        if broadcast.version != version:
            raise Conflict(texts.CHANGED_MEANWHILE)
        same = content == broadcast.content or content.digest() == broadcast.proposed
        before = broadcast.item, broadcast.edition
        name, edition = before if item is None else item
        if same and (suggested_at, name, edition) == (broadcast.suggested_at, *before):
            return broadcast
        edited = self.broadcasts.replace(
            broadcast,
            replace(
                broadcast,
                content=broadcast.content if same else content,
                suggested_at=suggested_at,
                state=BroadcastState.DRAFT,
                author=author,
                contributors=broadcast.contributors | {author, *contributors},
                submission=None,
                approval=None,
                send_at=None,
                schedule="",
                proposed=broadcast.proposed if same else "",
                item=name,
                edition=edition,
                reason="",
            ),
        )
        take_back_schedule(broadcast, self.timer)
        return edited

    def schedule(self, broadcast: Broadcast, send_at: datetime) -> Broadcast:
        """Set the instant of sending; again with another instant moves it.

        The state is written before the schedule is made. Should the process die in between, the clock finds
        the broadcast overdue. Each attempt has a schedule of its own name: one that fires at this moment is
        deleted when it has fired, and would take with it whatever was written under its name. A schedule that
        fires for a broadcast in another state, or with another instant, does nothing.

        Raises:
            InvalidInput: past, too far, in Zalo's quiet hours, or before the end of localisation.
            Conflict: not approved (any more), or under way.
        """
        now = self.now()
        self.check_instant(send_at, until=broadcast.content.localise_until)
        if broadcast.state in {
            BroadcastState.APPROVED,
            BroadcastState.SCHEDULED,
        } and not broadcast.is_approved(max(now, send_at)):
            raise Conflict(texts.APPROVAL_EXPIRES_BEFORE)
        name = schedule_name(broadcast)
        scheduled = self.broadcasts.replace(
            broadcast, replace(broadcast, state=BroadcastState.SCHEDULED, send_at=send_at, schedule=name)
        )
        self.timer.once(name, send_at, planning_message(scheduled))
        take_back_schedule(broadcast, self.timer)
        return scheduled

    def cancel_before_planning(self, broadcast: Broadcast) -> Broadcast:
        """Call it off before it is planned; again changes nothing. Under way: see `delivery.operations`.

        Raises:
            Conflict: it is under way, or over.
        """
        if broadcast.state is BroadcastState.CANCELLED:
            return broadcast
        if broadcast.state in {BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPED}:
            raise Conflict(texts.NOT_NOW.format(state=texts.BROADCAST_STATES[broadcast.state.value]))
        cancelled = self.broadcasts.replace(
            broadcast, replace(broadcast, state=BroadcastState.CANCELLED, schedule="")
        )
        take_back_schedule(broadcast, self.timer)
        return cancelled

    def check_instant(self, send_at: datetime, *, until: datetime | None) -> None:
        """Go on only when a broadcast may go out then; `until`: units may add words of their own so long.

        Raises:
            InvalidInput: past, too far, in Zalo's quiet hours, or before the end of localisation.
        """
        message, now = "", self.now()
        if send_at < now:
            message = texts.SEND_AT_PAST
        elif send_at > now + SCHEDULE_HORIZON:
            message = texts.SEND_AT_TOO_FAR
        elif opens := self.quiet_hours.ends_after(send_at):
            message = texts.quiet_hours(opens)
        elif until and send_at < until:
            message = texts.SEND_AT_BEFORE_CUT_OFF
        if message:
            raise InvalidInput(message, fields={"send_at": message})
