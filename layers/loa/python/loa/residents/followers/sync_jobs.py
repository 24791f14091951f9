"""Jobs of the follower sync: their content, and how they are started."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import batched
from typing import Final

from loa import clock
from loa.foundation.accounts.model import Account
from loa.ids import new_id
from loa.platform.aws.dynamodb.tables import Row
from loa.platform.aws.dynamodb.transactions import get_many
from loa.platform.aws.queues import Queue, QueueMessage
from loa.platform.zalo.api.answers import ApiVersion
from loa.platform.zalo.webhooks.envelope import is_anonymous
from loa.residents.followers.store import FollowerStore, follower_from, has_withdrawn, user_of

PROFILE_RETRY: Final = timedelta(days=30)
"""When a resident without a name at Zalo is looked up again."""

WAITING: Final = 500
"""How many residents with waiting messages one round looks at."""

NAMED_AT_ONCE: Final = 50
"""How many residents one piece of work names."""

_WORKLIST: Final = "worklist:worklist_in:worklist_order"


class SyncStage(StrEnum):
    """Next stage of an account's sync."""

    LIST = "list"
    COMPARE = "compare"
    BALANCE = "balance"
    PROFILES = "profiles"


@dataclass(frozen=True, slots=True)
class SyncJob:
    """One piece of work for one account.

    Attributes:
        province, unit_path, oa_id: the account.
        run: the night's work, under which the list is kept.
        began_at: when it began; Zalo's list is true from then on.
        stage: the next stage.
        version: the family of calls that this account answers.
        total: number of followers according to Zalo at the beginning; -1: not asked yet.
        periods: lists still to be read, the first of them from `offset`; an empty one is everybody.
        offset: see `periods`.
        profiles: how many names may be fetched.
        users: only these residents, for `PROFILES`; empty: all without a name.
        accept_loss: a person has checked: it is true that so many are gone.
        rounds: how many pieces there have been.
    """

    province: str
    unit_path: str
    oa_id: str
    run: str
    began_at: datetime
    stage: SyncStage = SyncStage.LIST
    version: ApiVersion = ApiVersion.V3
    total: int = -1
    periods: tuple[str, ...] = ("",)
    offset: int = 0
    profiles: int = 0
    users: tuple[str, ...] = ()
    accept_loss: bool = False
    rounds: int = 0

    def parcel(self) -> QueueMessage:
        """Return the job as a queue message; one account does not hold up the others (fair queue)."""
        body = asdict(self) | {"began_at": clock.to_text(self.began_at)}
        return QueueMessage(json.dumps(body), group=self.oa_id)


def job_from(body: str) -> SyncJob:
    """Return the job in a queue message.

    Raises:
        ValueError, KeyError, TypeError: it is not a job.
    """
    found = json.loads(body)
    return SyncJob(
        **found
        | {
            "began_at": clock.from_text(found["began_at"]),
            "stage": SyncStage(found["stage"]),
            "version": ApiVersion(found["version"]),
            "periods": tuple(found["periods"]),
            "users": tuple(found["users"]),
        }
    )


def hand_out(
    accounts: Iterable[Account], *, queue: Queue, profiles: int, now: datetime, accept_loss: bool = False
) -> int:
    """Start a job for every connected and confirmed account; return how many."""
    jobs = [
        SyncJob(
            account.province,
            account.unit_path,
            account.oa_id,
            run=new_id(now),
            began_at=now,
            profiles=profiles,
            accept_loss=accept_loss,
        )
        for account in accounts
        if account.is_usable
    ]
    queue.send_all(job.parcel() for job in jobs)
    return len(jobs)


def name_the_waiting(
    province: str,
    accounts: Callable[[], Iterable[Account]],
    *,
    audience: FollowerStore,
    queue: Queue,
    now: datetime,
) -> int:
    """Start jobs for the names of residents who wait for an officer; return how many lack a name.

    Args:
        province: of the worklist.
        accounts: those of the province; called only if somebody lacks a name.
        audience: followers and their worklist.
        queue: of jobs.
        now: the present instant.
    """
    waiting = audience.table.page(province, index=_WORKLIST, limit=WAITING).rows
    missing: dict[str, list[str]] = {}
    for keys in batched(waiting, 100, strict=False):
        for row in get_many([(audience.table, key["partition"], key["sort"]) for key in keys]):
            if row and needs_profile(row, now):
                follower = follower_from(row)
                missing.setdefault(follower.oa_id, []).append(follower.user_id)
    if not missing:
        return 0
    known = {account.oa_id: account for account in accounts() if account.is_usable}
    jobs = [
        SyncJob(
            known[oa_id].province,
            known[oa_id].unit_path,
            oa_id,
            run=new_id(now),
            began_at=now,
            stage=SyncStage.PROFILES,
            profiles=len(users),
            users=users,
        )
        for oa_id, lacking in missing.items()
        if oa_id in known
        for users in batched(lacking, NAMED_AT_ONCE, strict=False)
    ]
    queue.send_all(job.parcel() for job in jobs)
    return sum(len(job.users) for job in jobs)


def needs_profile(row: Row, now: datetime) -> bool:
    """Return whether to fetch a resident's name; never if they withdrew consent."""
    if "display_name" in row or has_withdrawn(row) or is_anonymous(user_of(row)):
        return False
    asked = row.get("profile_at", "")
    return not asked or clock.from_text(asked) < now - PROFILE_RETRY
