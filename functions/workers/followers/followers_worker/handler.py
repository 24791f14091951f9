"""Followers: compared with Zalo's lists every night, and named.

* by schedule at 02:30, `{"task": "followers"}` or `{}`: one message for each connected account;
* by an administrator, `{"account": "40.16681"}`: one account, at once; with `"accept_loss": true` when OA
  Manager shows that so many are really gone;
* by schedule every quarter of an hour, `{"task": "profiles"}`: names of those whose words wait;
* by schedule every hour of the day, `{"task": "catch_up"}`: messages that Zalo lists and did not tell of, for
  accounts that were silent for two hours; by an administrator for all or one of them, whatever we know:
  `{"task": "catch_up", "since": "2026-11-30T07:00:00+07:00", "account": "40.16681"}`;
* from the queue: one piece of work for one account. What there was no time for goes back on the queue. When
  an officer confirms an account, its followers and what they wrote until then come this way at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import uuid4

from followers_worker.settings import Settings
from loa import clock
from loa.foundation.accounts.access import ZaloAccess
from loa.foundation.accounts.model import Account, AccountKey
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.platform.zalo.errors import ConfigurationFault, PayloadRefused
from loa.residents.followers.catch_up import (
    CatchUp,
    CatchUpJob,
    catch_up_from,
    hand_out_catching_up,
)
from loa.residents.followers.service import replay
from loa.residents.followers.store import FollowerStore, SeenEvents
from loa.residents.followers.sync import FollowerSync
from loa.residents.followers.sync_jobs import SyncJob, hand_out, job_from, name_the_waiting
from loa.settings import read
from loa.worker import (
    Consumer,
    ReceivedMessage,
    count,
    logger,
    publishes_metrics,
    run_batch,
    time_left,
)

SPARE_MILLISECONDS: Final = 90_000
"""No further call is made with less time than this: what is known must be kept, and the rest handed on."""

PAUSES: Final = (60, 300, 900, 1800, 3600)
"""Seconds before each next try of a piece that failed."""

MAX_ROUNDS: Final = 200
"""After so many pieces one account is given up for the night: half a day's work."""

MAX_CHAT_ROUNDS: Final = 20
"""The same of catching up: more than an hour's work."""


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    settings: Settings
    access: ZaloAccess
    audience: FollowerStore
    statistics: StatisticsStore
    queue: Queue
    inbox: Queue
    seen: SeenEvents


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    return Root(
        settings=settings,
        access=ZaloAccess.paced(
            settings,
            calls_per_minute=settings.follower_calls_per_minute,
            workers=settings.follower_workers,
        ),
        audience=FollowerStore(Table(settings.audience_table)),
        statistics=StatisticsStore(Table(settings.statistics_table)),
        queue=Queue(settings.followers_queue_url),
        inbox=Queue(settings.inbox_queue_url),
        seen=SeenEvents(Table(settings.inbox_table)),
    )


CONSUMER: Final = Consumer(
    queue=lambda _: root().queue,
    failure="piece of work failed",
    failure_metric="FollowersInterrupted",
    pauses=PAUSES,
)


@publishes_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer the queue, a schedule or an administrator."""
    if "Records" in event:
        may_go_on = time_left(context, SPARE_MILLISECONDS)
        return run_batch(event, lambda message: _work_on(message, may_go_on), CONSUMER)
    if event.get("task") == "profiles":
        return _name_the_waiting()
    if event.get("task") == "catch_up":
        return _catch_up(event)
    return _hand_out(event)


def _hand_out(event: dict[str, Any]) -> dict[str, int]:
    """Put one message for each account on the queue, or for the one that is named."""
    here = root()
    begun = hand_out(
        _chosen(event),
        queue=here.queue,
        profiles=int(here.settings.profiles_a_night),
        now=clock.now(),
        accept_loss=event.get("accept_loss") is True and "account" in event,
    )
    count("AccountsBegun", begun)
    logger.info("comparison of followers handed out", extra={"accounts": begun})
    return {"accounts": begun}


def _chosen(event: dict[str, Any]) -> list[Account]:
    """The account that is named, or all."""
    here = root()
    province = here.settings.province_code
    if path := event.get("account"):
        account = here.access.accounts.of_unit(province, path)
        return [account] if account else []
    return here.access.accounts.everyone(province)


def _catch_up(event: dict[str, Any]) -> dict[str, int]:
    """Have messages looked for of which Zalo told nothing."""
    since = datetime.fromisoformat(event["since"]).astimezone(clock.VIETNAM) if "since" in event else None
    begun = hand_out_catching_up(_chosen(event), queue=root().queue, now=clock.now(), since=since)
    if begun:
        logger.info("catching up handed out", extra={"accounts": begun})
    return {"accounts": begun}


def _name_the_waiting() -> dict[str, int]:
    here = root()
    province = here.settings.province_code
    nameless = name_the_waiting(
        province,
        lambda: here.access.accounts.everyone(province),
        audience=here.audience,
        queue=here.queue,
        now=clock.now(),
    )
    count("ProfilesAskedFor", nameless)
    return {"nameless": nameless}


def _work_on(message: ReceivedMessage, may_go_on: Callable[[], bool]) -> None:
    """Work on one piece for one account, and put the rest back on the queue."""
    job = catch_up_from(message.body) or job_from(message.body)
    account = root().access.accounts.of_key(AccountKey(job.province, job.unit_path, job.oa_id))
    if account is None or not account.is_usable:
        count("AccountsSkipped")  # its unit has given it up, or it waits for a person
    elif isinstance(job, CatchUpJob):
        _compare_chats(job, account, may_go_on)
    else:
        _compare_followers(job, account, may_go_on)


def _compare_followers(job: SyncJob, account: Account, may_go_on: Callable[[], bool]) -> None:
    here = root()
    keeper = here.access.keeper(uuid4().hex)
    reconciler = FollowerSync(
        audience=here.audience,
        statistics=here.statistics,
        session=keeper.session(account.key),
        api=here.access.zalo.api,
        may_go_on=may_go_on,
        gauge=account.gauge,
    )
    facts = {"unit": job.unit_path, "stage": job.stage.value}
    try:
        left = reconciler.work(job)
    except (ConfigurationFault, PayloadRefused) as refusal:
        # Tomorrow will not be different by itself: the account's health, or a person, says what to do.
        logger.warning("zalo does not list the followers", extra={**facts, "cause": str(refusal)})
        count("FollowersNotListed")
        return
    finally:
        _report(reconciler, facts)
    if left and left.rounds < MAX_ROUNDS:
        here.queue.send(replace(left, rounds=left.rounds + 1).parcel())
    elif left:
        logger.error("the comparison of followers does not come to its end", extra=facts)
        count("FollowersInterrupted")


def _compare_chats(job: CatchUpJob, account: Account, may_go_on: Callable[[], bool]) -> None:
    here = root()
    catching_up = CatchUp(
        audience=here.audience,
        session=here.access.keeper(uuid4().hex).session(account.key),
        api=here.access.zalo.api,
        inbox=here.inbox,
        app_id=here.settings.zalo_app_id,
        may_go_on=may_go_on,
    )
    facts: dict[str, Any] = {"unit": job.unit_path}
    if not job.rounds and (replayed := replay(job.oa_id, seen=here.seen, inbox=here.inbox)):
        logger.info("events from before the connection replayed", extra={**facts, "events": replayed})
    try:
        left = catching_up.work(job)
    except (ConfigurationFault, PayloadRefused) as refusal:
        logger.warning("zalo does not list the chats", extra={**facts, "cause": str(refusal)})
        count("ChatsNotListed")
        return
    finally:
        count("MessagesCaughtUp", catching_up.counts["caught_up"])
        count("ChatsIncomplete", catching_up.counts["incomplete"] + catching_up.counts["refused"])
        logger.info("chats compared", extra={**facts, "counts": dict(catching_up.counts)})
    if left is None:
        here.access.accounts.set_caught_up(account.key, job.began_at)
    elif left.rounds < MAX_CHAT_ROUNDS:
        here.queue.send(replace(left, rounds=left.rounds + 1).parcel())
    else:
        logger.error("catching up does not come to its end", extra=facts)
        count("ChatsIncomplete")


def _report(reconciler: FollowerSync, facts: dict[str, str]) -> None:
    """Numbers for metrics and log; never who."""
    counts = reconciler.counts
    for name, what in {
        "FollowersListed": "listed",
        "FollowersAdded": "added",
        "FollowersGone": "gone",
        "FollowersIncomplete": "incomplete",
        "FollowersRefused": "refused",
        "ProfilesFilled": "named",
    }.items():
        count(name, counts[what])
    extra: dict[str, Any] = {**facts, "counts": {what: number for what, number in counts.items() if number}}
    if counts["refused"]:
        logger.error("a list of followers was not believed", extra=extra)
    else:
        logger.info("followers compared", extra=extra)
