"""SQS: messages to residents, in order within each conversation.

A message that is to be tried again stays on the queue, hidden for as long as its pause lasts: the queue holds
back those behind it in the same conversation, and nothing has to be written for it. What is held for longer
than a queue can hide it, the clock brings back.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Final
from uuid import uuid4

from loa import clock
from loa.bootstrap import residents
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.desk.delivery_receipts import mark_answered
from loa.dialogue.desk.files import ReplyFiles
from loa.foundation.accounts.access import ZaloAccess
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.model import MessageState, Outgoing
from loa.residents.messages.sending import MessageSender
from loa.residents.messages.service import work_from
from loa.residents.messages.store import Outbox
from loa.settings import is_practice, read
from loa.worker import (
    Consumer,
    ReceivedMessage,
    count,
    count_not_told,
    logger,
    publishes_metrics,
    run_batch,
    time_left,
)
from message_send_worker.settings import Settings

SPARE_MILLISECONDS: Final = 25_000
"""No further message is begun with less time than this: a lost answer and its ledger row must fit in."""

BUSY_SECONDS: Final = 15
"""When AWS is busy, or a message could not be worked on for a reason that we do not know."""

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
    conversations: ConversationStore
    files: ReplyFiles


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    table = Table(settings.audience_table)
    return Root(
        settings=settings,
        outbox=Outbox(table),
        audience=FollowerStore(table),
        statistics=StatisticsStore(Table(settings.statistics_table)),
        access=ZaloAccess.paced(
            settings,
            calls_per_minute=settings.message_calls_per_minute,
            workers=settings.send_workers,
        ),
        queue=Queue(settings.own_queue),
        conversations=ConversationStore(table),
        files=ReplyFiles(Bucket(settings.attachments_bucket), Bucket(settings.media_bucket)),
    )


CONSUMER: Final = Consumer(
    queue=lambda _: root().queue,
    failure="message failed",
    failure_metric="MessagesInterrupted",
    pauses=(BUSY_SECONDS,),
    deferral_metric="MessagesPutOff",
    in_order=True,
)


@publishes_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, list[dict[str, str]]]:
    """Work on a batch, and return which messages the queue is to bring again."""
    may_go_on = time_left(context, SPARE_MILLISECONDS)
    return run_batch(event, lambda message: _send(message, may_go_on), CONSUMER)


def _send(message: ReceivedMessage, may_go_on: Callable[[], bool]) -> int | None:
    """Send one message; return after how many seconds it is to come again, or None: it is done."""
    if not may_go_on():
        return 0
    here = root()
    work = work_from(message.body)
    owner = uuid4().hex  # each attempt is its own owner: the queue may deliver one message twice
    sender = MessageSender(
        outbox=here.outbox,
        audience=here.audience,
        statistics=here.statistics,
        keeper=here.access.keeper(owner),
        api=here.access.zalo.api,
        rules=residents.window_rules(),
        owner=owner,
        files=here.files.read,
        after_sent=_sent,
        after_refused=_refused,
        may_go_on=may_go_on,
    )
    result = sender.send(work)
    count(_METRICS[result.state] if result.state else "MessagesRepeated")
    facts = {name: value for name, value in asdict(work).items() if name != "user_id"}
    logger.info("message worked on", extra={**facts, "state": result.state})
    return result.again_in


def _sent(message: Outgoing) -> None:
    """Note what it answers; at a stage for practice, let the sample resident answer back."""
    here = root()
    mark_answered(message, conversations=here.conversations, statistics=here.statistics)
    if is_practice():
        from loa.dialogue.practice.service import let_answer  # noqa: PLC0415 - no other stage needs it

        let_answer(
            message,
            inbox=Queue(here.settings.practice_inbox_url),
            app_id=here.settings.zalo_app_id,
            now=clock.now(),
        )


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
    count_not_told()
    tell_next(message, dependencies=dependencies, now=clock.now())


def _nobody_on_call(path: str) -> None:
    logger.error("nobody on call could be told", extra={"unit_path": path})
