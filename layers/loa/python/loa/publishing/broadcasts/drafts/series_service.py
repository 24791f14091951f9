"""Weekly bulletins: begin one, change it, skip a week, pause, cancel; and the clock's part, their drafts."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from loa.clock import local_day
from loa.errors import Conflict, InvalidInput, LoaError
from loa.ids import new_id
from loa.publishing.broadcasts.drafts.drafting import BroadcastDrafting, check_article
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.series import MAXIMUM_SKIPPED, Series, SeriesState


def _check(series: Series, quiet_hours: QuietHours, now: datetime) -> None:
    if len(series.skipped) > MAXIMUM_SKIPPED:
        raise InvalidInput(texts.TOO_MANY_SKIPPED, fields={"skipped": texts.TOO_MANY_SKIPPED})
    if series.state is not SeriesState.ACTIVE:
        return
    due = series.next_issue(now)
    if due is None:
        raise InvalidInput(texts.NO_ISSUE, fields={"until": texts.NO_ISSUE})
    if opens := quiet_hours.ends_after(due):
        message = texts.quiet_hours(opens)
        raise InvalidInput(message, fields={"at": message})


@dataclass(frozen=True, slots=True)
class PreparedIssues:
    """Result of one round.

    Attributes:
        made: ids of the issues whose drafts were made.
        failed: series whose draft could not be made, with the stable code of what kept it.
    """

    made: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def prepare(
    province: str, *, store: SeriesStore, broadcasts: BroadcastStore, now: datetime
) -> PreparedIssues:
    """Make the drafts of the issues that are due soon; answers which. Safe to repeat at any time.

    An identifier follows from series and instant, so a draft is made once whoever is interrupted.
    """
    done = PreparedIssues()
    for series in store.all(province):
        due = series.draft_for(now)
        if due is None:
            continue
        try:
            before = broadcasts.get(series.last_issue) if series.last_issue else None
            if before and due == series.last_due and before.state is not BroadcastState.CANCELLED:
                continue  # whoever was to call it off stopped in the middle, and now it comes out after all
            issue = series.issue(due, before, now)
            broadcasts.create_once(issue)
            store.replace(series, replace(series, last_issue=issue.broadcast_id, last_due=due))
        except Conflict:  # an officer has just changed the series: the next round sees what holds
            continue
        except LoaError as error:  # one series must not keep the others waiting
            done.failed.append((series.series_id, error.code))
            continue
        done.made.append(issue.broadcast_id)
    return done


@dataclass(frozen=True, kw_only=True)
class BulletinSeries(BroadcastDrafting):
    """Weekly bulletins.

    Attributes:
        series: their store.
    """

    series: SeriesStore

    def begin_series(
        self, broadcast: Broadcast, *, weekday: int, at: time, until: date | None, localise_hours: int
    ) -> Series:
        """Let a broadcast come out every week from now on: for whom it is, and its words to begin with.

        Raises:
            InvalidInput: the article cannot be sent as it is, the hour is quiet, or there would be no issue.
        """
        check_article(broadcast.content)
        now = self.now()
        series = Series(
            series_id=new_id(now),
            province=broadcast.province,
            unit_path=broadcast.unit_path,
            content=replace(broadcast.content, localise_until=None),
            weekday=weekday,
            at=at,
            author=broadcast.author,
            made_at=now,
            contributors=broadcast.contributors | {broadcast.author},
            until=until,
            localise_hours=localise_hours,
        )
        _check(series, self.quiet_hours, now)
        self.series.create(series)
        return series

    def change_series(self, before: Series, after: Series) -> Series:
        """Move its hour, skip weeks, end, pause or cancel it.

        An issue that is drafted, approved or scheduled, and comes out no more at its instant, is called off.
        The series is written first: the same change again goes on where it stopped. A week that is brought
        back in time gets a draft of its own in the clock's next round.

        Args:
            before: as it is stored, in the version that the officer saw.
            after: as it shall be.

        Raises:
            InvalidInput: the hour is quiet, or there would be no issue.
            Conflict: the series is cancelled, or someone was faster.
        """
        now = self.now()
        if before.state is SeriesState.CANCELLED and after.state is not SeriesState.CANCELLED:
            raise Conflict(texts.SERIES_CANCELLED)
        # A day that has passed needs no skipping any more.
        after = replace(after, skipped=tuple(sorted({day for day in after.skipped if day >= local_day(now)})))
        _check(after, self.quiet_hours, now)
        if after == before:
            changed = self.series.get(before.province, before.series_id)
        else:
            after = replace(after, called_off=before.called_off + before.calls_off(after, now))
            changed = self.series.replace(before, after)
        if changed.last_due and changed.last_due > now and not changed.has_issue(changed.last_due):
            issue = self.broadcasts.get(changed.last_issue)
            if issue.state.is_before_planning:
                self.cancel_before_planning(issue)
        return changed

    def schedule_issue(self, approved: Broadcast) -> Broadcast:
        """An issue whose words are approved in time goes out at its hour; everything else stays as it is."""
        now = self.now()
        due = approved.suggested_at
        if approved.state is not BroadcastState.APPROVED or due is None or due <= now or approved.is_urgent:
            return approved
        return self.schedule(approved, due)
