"""SQS: messages to residents, in order within each conversation.

A message that is to be tried again stays on the queue, hidden for as long as its pause lasts: the queue holds
back those behind it in the same conversation, and nothing has to be written for it. What is held for longer
than a queue can hide it, the clock brings back.
"""

from dataclasses import asdict, dataclass
from functools import cache, lru_cache, partial
from typing import Any, Final
from uuid import uuid4

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from loa import clock
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.desk.delivery_receipts import mark_answered
from loa.dialogue.desk.files import ReplyFiles
from loa.errors import LoaError, place_of
from loa.foundation.accounts.access import ZaloAccess
from loa.foundation.rules.store import RuleName, StoredRules
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.platform.zalo.http import shared_http
from loa.platform.zalo.pace import PacedHttp
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.model import MessageState, Outgoing
from loa.residents.messages.sending import MessageSender
from loa.residents.messages.service import work_from
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import WindowRule, read_window_rules
from loa.settings import read
from message_send_worker.settings import Settings

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0
SPARE_MILLISECONDS: Final = 25_000
"""No further message is begun with less time than this: a lost answer and its ledger row must fit in."""

BUSY_SECONDS: Final = 15
"""When AWS is busy, or a message could not be worked on for a reason that we do not know."""

logger = Logger()
metrics = Metrics()

_METRICS: Final = {
    MessageState.SENT: "MessagesSent",
    MessageState.UNKNOWN: "MessagesUnknown",
    MessageState.FAILED: "MessagesFailed",
    MessageState.SKIPPED: "MessagesSkipped",
    MessageState.HELD: "MessagesHeld",
    MessageState.PENDING: "MessagesRetried",
}


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    settings: Settings
    outbox: Outbox
    audience: FollowerStore
    statistics: StatisticsStore
    access: ZaloAccess
    queue: Queue
    rules: tuple[WindowRule, ...]
    conversations: ConversationStore
    files: ReplyFiles


@cache
def rules() -> StoredRules:
    """The rules that replace those of the code."""
    return StoredRules(Table(read(Settings).units_table))


def root() -> Root:
    """What the handler works with: wired once per process, and anew when a rule changes."""
    return _root(rules().version())


@lru_cache(maxsize=1)
def _root(_version: tuple[tuple[str, str], ...]) -> Root:
    settings = read(Settings)
    table = Table(settings.audience_table)
    return Root(
        settings=settings,
        outbox=Outbox(table),
        audience=FollowerStore(table),
        statistics=StatisticsStore(Table(settings.statistics_table)),
        access=ZaloAccess.of(
            settings,
            PacedHttp(
                shared_http(CONNECT_SECONDS, READ_SECONDS),
                calls_per_minute=int(settings.message_calls_per_minute),
                workers=int(settings.send_workers),
            ),
        ),
        queue=Queue(settings.own_queue),
        rules=rules().read(RuleName.MESSAGES, read_window_rules),
        conversations=ConversationStore(table),
        files=ReplyFiles(Bucket(settings.attachments_bucket), Bucket(settings.media_bucket)),
    )


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, list[dict[str, str]]]:
    """Work on a batch; answers which messages the queue is to bring again."""
    again: dict[str, int] = {}
    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        group = record["attributes"]["MessageGroupId"]
        if group not in again:
            short = context.get_remaining_time_in_millis() < SPARE_MILLISECONDS
            pause = 0 if short else _work_on(record)
            if pause is None:
                continue
            again[group] = pause
        _put_off(record, again[group])
        failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def _work_on(record: dict[str, Any]) -> int | None:
    """Work on one message; answers after how many seconds it is to come again, or None: it is done."""
    try:
        return _send(record)
    except Exception as error:  # noqa: BLE001 - whatever it was, the queue brings it again
        facts = {"error": type(error).__name__, "at": place_of(error)}
        logger.error("message failed", extra={"message_id": record.get("messageId"), **facts})  # noqa: TRY400 - no texts
        metrics.add_metric("MessagesInterrupted", MetricUnit.Count, 1)
        return BUSY_SECONDS


def _send(record: dict[str, Any]) -> int | None:
    here = root()
    work = work_from(record["body"])
    owner = uuid4().hex  # each attempt is its own owner: the queue may deliver one message twice
    sender = MessageSender(
        outbox=here.outbox,
        audience=here.audience,
        statistics=here.statistics,
        keeper=here.access.keeper(owner),
        api=here.access.zalo.api,
        rules=here.rules,
        owner=owner,
        files=here.files.read,
        after_sent=partial(mark_answered, conversations=here.conversations),
        after_refused=_refused,
    )
    result = sender.send(work)
    metrics.add_metric(_METRICS[result.state] if result.state else "MessagesRepeated", MetricUnit.Count, 1)
    facts = {name: value for name, value in asdict(work).items() if name != "user_id"}
    logger.info("message worked on", extra={**facts, "state": result.state})
    return result.again_in


def _refused(message: Outgoing) -> None:
    """An officer on call was not told of a call for help: raise the alarm, and tell the next one."""
    from loa.dialogue.inbox.alerts import AlertDependencies, is_alert, tell_next  # noqa: PLC0415 - cold start

    if not is_alert(message.key):
        return
    from loa.foundation.officers.on_call import OnCallStore  # noqa: PLC0415 - cold start
    from loa.foundation.officers.store import OfficerStore  # noqa: PLC0415 - cold start

    here = root()
    units = Table(here.settings.units_table)
    dependencies = AlertDependencies(
        OnCallStore(units),
        OfficerStore(units),
        here.outbox,
        Queue(here.settings.messages_queue_url),
        nobody=_nobody_on_call,
    )
    facts = {"unit_path": message.account.unit_path, "reason": message.reason}
    logger.error("officer on call not told", extra=facts)
    # Under the service that hears the calls: one alarm waits for both.
    with single_metric(name="NobodyOnCall", unit=MetricUnit.Count, value=1) as metric:
        metric.add_dimension(name="service", value="inbox")
    tell_next(message, dependencies=dependencies, now=clock.now())


def _nobody_on_call(path: str) -> None:
    logger.error("nobody on call could be told", extra={"unit_path": path})


def _put_off(record: dict[str, Any], seconds: int) -> None:
    """Hide a message for its pause; without success it comes after the queue's own time."""
    metrics.add_metric("MessagesPutOff", MetricUnit.Count, 1)
    try:
        root().queue.put_off(record["receiptHandle"], seconds)
    except LoaError as error:
        logger.warning("message not put off", extra={"error": type(error).__name__})
