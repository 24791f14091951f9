"""Compare the followers that we know of an account with Zalo's list, and fetch their names.

Events can be lost: the webhook may be down for longer than Zalo retries, and an account may have had
followers before it was connected. Every night each account is processed in stages, each in as many pieces as
its time allows (`SyncJob` is one piece, on a queue):

    list      every page of Zalo's list; the ids are stored, for the list may be longer than one piece
    compare   new followers are added; each missing one is looked up individually, and marked as gone
    balance   the gauge of followers is set to the number in the rows, while neither moves
    profiles  names of residents whose messages wait, then of those who were here last

A broken list destroys nothing: only a complete one may mark followers as gone, not if more than a fifth would
go, and not those whom Zalo, asked individually, still calls followers. Changes of the last hour are left to
the events. Every write has the state that was seen as its condition, so pieces may run twice, side by
side, or stop in the middle.
"""

import contextlib
import heapq
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

from loa.clock import epoch_seconds, local_day, now, to_text
from loa.foundation.accounts.service import AccountSession
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Write
from loa.platform.aws.dynamodb.transactions import commit, get_many
from loa.platform.zalo.api.answers import ApiVersion, UserDetail, UserPage
from loa.platform.zalo.api.oa import MAX_USERS_OFFSET, MAX_USERS_PER_PAGE
from loa.platform.zalo.errors import RecipientRefused
from loa.residents.followers.model import FollowChange, Follower
from loa.residents.followers.store import FollowerStore, follower_from, has_withdrawn, user_of
from loa.residents.followers.sync_jobs import SyncJob, SyncStage, needs_profile
from loa.text.cleaning import clean

REACH: Final = MAX_USERS_OFFSET // MAX_USERS_PER_PAGE * MAX_USERS_PER_PAGE + MAX_USERS_PER_PAGE
"""How many residents one list can show (zalo/README.md 7): 10,000. Beyond it, lists of days are asked."""

FIRST_DAY: Final = date(2016, 1, 1)
"""Before Zalo had Official Accounts with an API: no interaction is earlier."""

SETTLE: Final = timedelta(hours=1)
"""Changes as recent as this are left to the events: Zalo's list may be behind, or the event on its way."""

FEW: Final = 5
"""This many may always go at once: a fifth of a small account is nobody."""

LOSS_SHARE: Final = 5
"""More than one in this many missing at once is taken for an error."""

PART: Final = 15_000
"""Ids in one row; compressed about 150 KB, of the 400 KB that a row may have."""

PARTS_KEPT: Final = timedelta(days=2)

MAX_NAME: Final = 100
"""Letters of a resident's name."""

_GONE: Final = frozenset({"not_following", "recipient_unknown"})
_BALANCE_ATTEMPTS: Final = 3


class FollowerCalls(Protocol):
    """The part of the OA API used here; implemented by `loa.platform.zalo.api.oa.OfficialAccountApi`."""

    def users(
        self,
        *,
        offset: int = 0,
        count: int = MAX_USERS_PER_PAGE,
        followers_only: bool = True,
        period: str = "",
        version: ApiVersion = ApiVersion.V3,
    ) -> UserPage:
        """Return a slice of the followers."""

    def user(self, user_id: str, *, version: ApiVersion = ApiVersion.V3) -> UserDetail:
        """Return one resident's profile."""


def is_too_many(missing: int, known: int) -> bool:
    """Return whether so many missing at once are more likely a broken list than people who left."""
    return missing > FEW and missing * LOSS_SHARE > known


def halves(period: str, last: date) -> tuple[str, ...]:
    """Split a period into halves, the older first; return nothing if it is a single day.

    Older first: residents who do something meanwhile move to a later day, and are listed there.
    """
    first = FIRST_DAY
    if period:
        first, last = (date.fromisoformat(day.replace("_", "-")) for day in period.split(":"))
    if first >= last:
        return ()
    middle = first + (last - first) // 2
    return _period(first, middle), _period(middle + timedelta(days=1), last)


def _period(first: date, last: date) -> str:
    return f"{first:%Y_%m_%d}:{last:%Y_%m_%d}"


@dataclass(frozen=True, slots=True)
class FollowerSync:
    """Follower sync of one account.

    Attributes:
        audience: followers.
        statistics: the gauge of followers.
        session: acts for the account.
        api: the OA API for an access token.
        may_go_on: whether there is time for one more call.
        counts: work done (`listed`, `added`, `gone`, `overtaken`, `named`, `nameless`, `settled`), and not
            done (`incomplete`, `refused` with how many were `missing`, `moving`).
        clock: the present instant.
        gauge: what the account's followers are counted under, where that is not its unit.
    """

    audience: FollowerStore
    statistics: StatisticsStore
    session: AccountSession
    api: Callable[[str], FollowerCalls]
    may_go_on: Callable[[], bool]
    counts: Counter[str] = field(default_factory=Counter)
    clock: Callable[[], datetime] = now
    gauge: str = ""

    def work(self, job: SyncJob) -> SyncJob | None:
        """Work while there is time; return the rest of the job, None when the account is done.

        Raises:
            Transient, NotSent, Later: Zalo does not answer now; finished work is kept.
            ConfigurationFault, PayloadRefused: the account may not be asked.
            Busy: AWS does not answer, or another worker refreshes the tokens.
        """
        stages = {
            SyncStage.LIST: self._list,
            SyncStage.COMPARE: self._compare,
            SyncStage.BALANCE: self._balance,
            SyncStage.PROFILES: self._profiles,
        }
        left: SyncJob | None = job
        while left and self.may_go_on():
            left = stages[left.stage](left)
        return left

    def _ask[Answer](self, call: Callable[[FollowerCalls], Answer]) -> Answer:
        return self.session.act(lambda token: call(self.api(token)))

    # The list

    def _list(self, job: SyncJob) -> SyncJob:
        """Read pages, and store their ids; split a list beyond Zalo's limit into lists of days."""
        start, listed = job, set[str]()
        last = local_day(job.began_at) + timedelta(days=1)  # it may go on past midnight
        while job.periods and self.may_go_on() and len(listed) < PART:
            period, offset, version = job.periods[0], job.offset, job.version
            page = self._page(period, offset, version)
            job = replace(job, version=page.version, total=page.total if job.total < 0 else job.total)
            cut = page.total > REACH and offset == 0 and page.version is ApiVersion.V3
            if cut and (pieces := halves(period, last)):
                job = replace(job, periods=(*pieces, *job.periods[1:]))
                continue
            listed |= set(page.user_ids)
            offset += MAX_USERS_PER_PAGE
            if page.user_ids and offset < min(page.total, REACH):
                job = replace(job, offset=offset)
            else:
                job = replace(job, periods=job.periods[1:], offset=0)
        self.counts["listed"] += len(listed)
        self._keep_part(start, listed)
        return job if job.periods else replace(job, stage=SyncStage.COMPARE)

    def _page(self, period: str, offset: int, version: ApiVersion) -> UserPage:
        return self._ask(lambda api: api.users(offset=offset, period=period, version=version))

    def _keep_part(self, start: SyncJob, listed: set[str]) -> None:
        """Store ids under their start position in the list: a second reading overwrites its own part."""
        if not listed:
            return
        self.audience.table.put(
            {
                "partition": f"sync#{start.oa_id}",
                "sort": f"{start.run}#{start.periods[0]}#{start.offset:05}",
                "ids": zlib.compress("\n".join(sorted(listed)).encode()),
                "expires_at": epoch_seconds(start.began_at + PARTS_KEPT),
            }
        )

    def _listed(self, job: SyncJob) -> set[str]:
        parts = self.audience.table.rows(f"sync#{job.oa_id}", prefix=f"{job.run}#", consistent=True)
        return {user_id for part in parts for user_id in zlib.decompress(part["ids"]).decode().split("\n")}

    # New and missing followers

    def _compare(self, job: SyncJob) -> SyncJob:
        listed = self._listed(job)
        rows = {user_of(row): row for row in self.audience.followers(job.oa_id, consistent=True)}
        known = {user_id: follower_from(row) for user_id, row in rows.items()}
        following = [follower for follower in known.values() if follower.follows]
        come = [
            known.get(user_id) or Follower(job.oa_id, user_id)
            for user_id in sorted(listed)
            if not has_withdrawn(rows.get(user_id))
        ]
        for follower in come:
            if follower.follows or not _is_settled(follower, job):
                continue
            if not self.may_go_on():
                return job
            self._change(job, follower, follows=True)
        after = replace(job, stage=SyncStage.PROFILES)
        gone = [follower for follower in following if follower.user_id not in listed]
        if not self._is_complete(job, len(listed)):
            self.counts["incomplete"] += 1
            return after
        if is_too_many(len(gone), len(following)) and not job.accept_loss:
            self.counts["refused"] += 1
            self.counts["missing"] = len(gone)
            return after
        for follower in gone:
            if not _is_settled(follower, job):
                continue
            if not self.may_go_on():
                return job
            if self._has_gone(job, follower.user_id):
                self._change(job, follower, follows=False)
        return replace(job, stage=SyncStage.BALANCE)

    def _is_complete(self, job: SyncJob, listed: int) -> bool:
        """Return whether the list is complete; residents who left while it was read need not be in it."""
        if listed >= job.total:
            return True
        return listed >= self._page("", 0, job.version).total

    def _has_gone(self, job: SyncJob, user_id: str) -> bool:
        """Look up one resident at Zalo: the list may lack residents who moved in it while it was read."""
        try:
            detail = self._ask(lambda api: api.user(user_id, version=job.version))
        except RecipientRefused as refusal:
            return refusal.reason in _GONE
        return detail.is_follower is False  # v2 does not say: it refuses residents who do not follow

    def _change(self, job: SyncJob, before: Follower, *, follows: bool) -> None:
        """Record that a resident follows, or does not, since the work began.

        For residents without any event, nobody knows if they were counted when the account was connected: the
        balance settles it for all of them together.
        """
        after = before.changed(FollowChange(job.began_at, follows))
        writes: list[Write] = [self.audience.save_changes(after)]
        if before.latest and after.weight != before.weight:
            change = after.weight - before.weight
            writes.append(self.statistics.follower_change(self.gauge or job.unit_path, change))
        try:
            commit(writes)
        except ConditionFailed:
            self.counts["overtaken"] += 1  # a newer event came meanwhile
            return
        self.counts["added" if follows else "gone"] += 1

    # The gauge

    def _balance(self, job: SyncJob) -> SyncJob:
        """Set the gauge to the number in the rows.

        An event changes a row and the gauge by the same amount in one transaction. So their difference is
        constant, and may be subtracted if the gauge was the same before and after the rows were counted.
        """
        after = replace(job, stage=SyncStage.PROFILES)
        for _ in range(_BALANCE_ATTEMPTS):
            before = self.statistics.follower_gauge(self.gauge or job.unit_path)
            followers = sum(
                follower_from(row).follows for row in self.audience.followers(job.oa_id, consistent=True)
            )
            gauge = self.statistics.follower_gauge(self.gauge or job.unit_path)
            if gauge != before:
                continue
            if gauge.followers == followers:
                return after
            if is_too_many(gauge.followers - followers, gauge.followers) and not job.accept_loss:
                self.counts["refused"] += 1
                self.counts["missing"] = gauge.followers - followers
                return after
            try:
                commit([self.statistics.follower_correction(self.gauge or job.unit_path, gauge, followers)])
            except ConditionFailed:
                continue
            self.counts["settled"] += 1
            return after
        self.counts["moving"] += 1  # the next night finds it
        return after

    # Names

    def _profiles(self, job: SyncJob) -> SyncJob | None:
        for asked, row in enumerate(self._nameless(job)):
            if not self.may_go_on():
                return replace(job, profiles=job.profiles - asked)
            self._fill(job, row)
        return None

    def _nameless(self, job: SyncJob) -> Sequence[Row]:
        """List rows without a name: first those with waiting messages, then the most recently active."""
        now = self.clock()
        if job.users:
            places = [self.audience.follower_place(job.oa_id, user_id) for user_id in job.users]
            return [row for row in get_many(places) if row and needs_profile(row, now)]
        lacking = (
            row
            for row in self.audience.followers(job.oa_id, consistent=False)
            if needs_profile(row, now) and _is_of_interest(row)
        )
        return heapq.nlargest(job.profiles, lacking, key=_urgency)

    def _fill(self, job: SyncJob, row: Row) -> None:
        """Fetch one resident's profile, and keep it unless they withdrew consent meanwhile."""
        user_id = user_of(row)
        values: dict[str, Any] = {"profile_at": to_text(self.clock())}
        # Refused: a stranger, or one whom Zalo does not show. They are not looked up again for a while.
        with contextlib.suppress(RecipientRefused):
            values |= _kept(self._ask(lambda api: api.user(user_id, version=job.version)))
        withdrawn = row.get("withdrawn_at")
        same = Attr("withdrawn_at").not_exists() if withdrawn is None else Attr("withdrawn_at").eq(withdrawn)
        try:
            self.audience.table.update(
                row["partition"], row["sort"], set=values, only_if=Attr("partition").exists() & same
            )
        except ConditionFailed:
            self.counts["overtaken"] += 1
            return
        self.counts["named" if "display_name" in values else "nameless"] += 1


def _is_settled(follower: Follower, job: SyncJob) -> bool:
    """Return whether a resident's last event is old enough for the list to be newer."""
    return follower.latest is None or follower.latest.at < job.began_at - SETTLE


def _is_of_interest(row: Row) -> bool:
    """Return whether the name is needed; not for residents who left and wait for nothing."""
    return "unanswered_since" in row or follower_from(row).follows


def _urgency(row: Row) -> tuple[bool, str]:
    return "unanswered_since" in row, row.get("interacted_at", "")


def _kept(detail: UserDetail) -> dict[str, str]:
    """Return the part of a profile that is kept; only the id if Zalo calls it sensitive."""
    kept = {"user_id_by_app": detail.user_id_by_app}
    if not detail.is_sensitive:
        kept["display_name"] = clean_name(detail.display_name)
        kept["avatar"] = detail.avatar_url if detail.avatar_url.startswith("https://") else ""
    return {name: value for name, value in kept.items() if value}


def clean_name(name: str) -> str:
    """Return a name that can be shown anywhere: cleaned, on one line, of widely supported characters."""
    printable = "".join(letter for letter in clean(name) if letter.isprintable() or letter.isspace())
    return " ".join(printable.split())[:MAX_NAME].strip()
