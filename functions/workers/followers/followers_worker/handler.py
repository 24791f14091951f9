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

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import uuid4

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from followers_worker.settings import Settings
from loa import clock
from loa.errors import LoaError, place_of
from loa.foundation.accounts.access import ZaloAccess
from loa.foundation.accounts.model import Account
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.platform.zalo.errors import ConfigurationFault, PayloadRefused
from loa.platform.zalo.http import shared_http
from loa.platform.zalo.pace import PacedHttp
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

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0
SPARE_MILLISECONDS: Final = 90_000
"""No further call is made with less time than this: what is known must be kept, and the rest handed on."""

PAUSES: Final = (60, 300, 900, 1800, 3600)
"""Seconds before each next try of a piece that failed."""

MAX_ROUNDS: Final = 200
"""After so many pieces one account is given up for the night: half a day's work."""

MAX_CHAT_ROUNDS: Final = 20
"""The same of catching up: more than an hour's work."""

logger = Logger()
metrics = Metrics()


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
        access=ZaloAccess.of(
            settings,
            PacedHttp(
                shared_http(CONNECT_SECONDS, READ_SECONDS),
                calls_per_minute=int(settings.follower_calls_per_minute),
                workers=int(settings.follower_workers),
            ),
        ),
        audience=FollowerStore(Table(settings.audience_table)),
        statistics=StatisticsStore(Table(settings.statistics_table)),
        queue=Queue(settings.followers_queue_url),
        inbox=Queue(settings.inbox_queue_url),
        seen=SeenEvents(Table(settings.inbox_table)),
    )


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer the queue, a schedule or an administrator."""
    try:
        return _answer(event, context)
    finally:
        if metrics.provider.metric_set:
            metrics.flush_metrics()


def _count(name: str, number: int) -> None:
    """Nothing is no metric: one that comes every round costs 0.30 USD a month; silence raises no alarm."""
    if number:
        metrics.add_metric(name, MetricUnit.Count, number)


def _answer(event: dict[str, Any], context: Any) -> dict[str, Any]:
    if "Records" in event:
        failed = [record["messageId"] for record in event["Records"] if not _done(record, context)]
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}
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
    _count("AccountsBegun", begun)
    logger.info("comparison of followers handed out", extra={"accounts": begun})
    return {"accounts": begun}


def _chosen(event: dict[str, Any]) -> list[Account]:
    """The account that is named, or all."""
    here = root()
    province = here.settings.province_code
    if path := event.get("account"):
        account = here.access.accounts.of_unit(province, path)
        return [account] if account else []
    return list(here.access.accounts.within(province, province))


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
        lambda: here.access.accounts.within(province, province),
        audience=here.audience,
        queue=here.queue,
        now=clock.now(),
    )
    _count("ProfilesAskedFor", nameless)
    return {"nameless": nameless}


def _done(record: dict[str, Any], context: Any) -> bool:
    """Work on one message; whether it is done."""
    try:
        job = catch_up_from(record["body"]) or job_from(record["body"])
        account = root().access.accounts.of_unit(job.province, job.unit_path)
        if account is None or account.oa_id != job.oa_id or not account.is_usable:
            metrics.add_metric("AccountsSkipped", MetricUnit.Count, 1)
            return True  # it went to another unit, or waits for a person
        if isinstance(job, CatchUpJob):
            _work_on_chats(job, account, context)
        else:
            _work(job, account, context)
    except Exception as error:  # noqa: BLE001 - whatever it was, the queue brings it again
        facts = {"error": type(error).__name__, "cause": getattr(error, "reason", ""), "at": place_of(error)}
        logger.error("piece of work failed", extra={"message_id": record.get("messageId"), **facts})  # noqa: TRY400 - no texts
        metrics.add_metric("FollowersInterrupted", MetricUnit.Count, 1)
        _put_off(record)
        return False
    return True


def _work(job: SyncJob, account: Account, context: Any) -> None:
    here = root()
    keeper = here.access.keeper(uuid4().hex)
    reconciler = FollowerSync(
        audience=here.audience,
        statistics=here.statistics,
        session=keeper.session(account.key),
        api=here.access.zalo.api,
        may_go_on=lambda: context.get_remaining_time_in_millis() > SPARE_MILLISECONDS,
    )
    facts = {"unit": job.unit_path, "stage": job.stage.value}
    try:
        left = reconciler.work(job)
    except (ConfigurationFault, PayloadRefused) as refusal:
        # Tomorrow will not be different by itself: the account's health, or a person, says what to do.
        logger.warning("zalo does not list the followers", extra={**facts, "cause": str(refusal)})
        metrics.add_metric("FollowersNotListed", MetricUnit.Count, 1)
        return
    finally:
        _tell(reconciler, facts)
    if left and left.rounds < MAX_ROUNDS:
        here.queue.send(replace(left, rounds=left.rounds + 1).parcel())
    elif left:
        logger.error("the comparison of followers does not come to its end", extra=facts)
        metrics.add_metric("FollowersInterrupted", MetricUnit.Count, 1)


def _work_on_chats(job: CatchUpJob, account: Account, context: Any) -> None:
    here = root()
    catching_up = CatchUp(
        audience=here.audience,
        session=here.access.keeper(uuid4().hex).session(account.key),
        api=here.access.zalo.api,
        inbox=here.inbox,
        app_id=here.settings.zalo_app_id,
        may_go_on=lambda: context.get_remaining_time_in_millis() > SPARE_MILLISECONDS,
    )
    facts: dict[str, Any] = {"unit": job.unit_path}
    if not job.rounds and (replayed := replay(job.oa_id, seen=here.seen, inbox=here.inbox)):
        logger.info("events from before the connection replayed", extra={**facts, "events": replayed})
    try:
        left = catching_up.work(job)
    except (ConfigurationFault, PayloadRefused) as refusal:
        logger.warning("zalo does not list the chats", extra={**facts, "cause": str(refusal)})
        metrics.add_metric("ChatsNotListed", MetricUnit.Count, 1)
        return
    finally:
        _count("MessagesCaughtUp", catching_up.counts["caught_up"])
        _count("ChatsIncomplete", catching_up.counts["incomplete"] + catching_up.counts["refused"])
        logger.info("chats compared", extra={**facts, "counts": dict(catching_up.counts)})
    if left is None:
        here.access.accounts.set_caught_up(account.key, job.began_at)
    elif left.rounds < MAX_CHAT_ROUNDS:
        here.queue.send(replace(left, rounds=left.rounds + 1).parcel())
    else:
        logger.error("catching up does not come to its end", extra=facts)
        metrics.add_metric("ChatsIncomplete", MetricUnit.Count, 1)


def _tell(reconciler: FollowerSync, facts: dict[str, str]) -> None:
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
        _count(name, counts[what])
    extra: dict[str, Any] = {**facts, "counts": {what: number for what, number in counts.items() if number}}
    if counts["refused"]:
        logger.error("a list of followers was not believed", extra=extra)
    else:
        logger.info("followers compared", extra=extra)


def _put_off(record: dict[str, Any]) -> None:
    """Hide a message for its pause; without success it comes after the queue's own time."""
    tries = int(record["attributes"]["ApproximateReceiveCount"])
    try:
        root().queue.put_off(record["receiptHandle"], PAUSES[min(tries, len(PAUSES)) - 1])
    except LoaError as error:
        logger.warning("message not put off", extra={"error": type(error).__name__})
