"""The worker kit: what queue consumers and scheduled functions share around their own work.

A queue consumer passes its work to `run_batch`, and Lambda's answer comes back. A message that raises, or
whose work asks for a pause, is brought again by its queue; the others of the batch are done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from loa.errors import LoaError, place_of
from loa.platform.aws.queues import Queue

logger = Logger()
metrics = Metrics()


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """One message of a batch.

    Attributes:
        id: names it in the answer to Lambda.
        body: the text.
        tries: how often it was received, this time included.
        group: its message group; empty if it has none.
        queue_name: the last part of the queue's ARN.
        receipt: what its visibility is changed by.
    """

    id: str
    body: str
    tries: int
    group: str
    queue_name: str
    receipt: str

    @classmethod
    def of(cls, record: dict[str, Any]) -> "ReceivedMessage":
        """Read a record of Lambda's event."""
        attributes = record["attributes"]
        return cls(
            id=record["messageId"],
            body=record["body"],
            tries=int(attributes["ApproximateReceiveCount"]),
            group=attributes.get("MessageGroupId", ""),
            queue_name=record.get("eventSourceARN", "").rpartition(":")[2],
            receipt=record["receiptHandle"],
        )

    def pause(self, pauses: Sequence[int]) -> int:
        """Return the seconds before the next try: one pause for each try, the last for all later ones."""
        return pauses[min(self.tries, len(pauses)) - 1]


type MessageWork = Callable[[ReceivedMessage], int | None]
"""Works on one message; returns after how many seconds it is to come again, or None: it is done."""


class BatchFailed(Exception):  # noqa: N818 - read as an outcome
    """Every message of a batch raised; it carries no text of theirs, as Lambda writes it into the log."""


@dataclass(frozen=True, slots=True)
class Consumer:
    """How a queue consumer treats what is not done.

    Attributes:
        queue: the queue that a message came from.
        failure: what the log says of a message that raised.
        failure_metric: counts such messages.
        pauses: seconds before the next try of such a message; without any, the queue's visibility timeout.
        deferral_metric: counts messages that were deferred; empty: nothing does.
        in_order: what stands behind a message in its group comes again with it (FIFO queues).
        raises: the function itself fails if every message raised, and the alarm of its errors goes off.
    """

    queue: Callable[[ReceivedMessage], Queue]
    failure: str
    failure_metric: str
    pauses: Sequence[int] = ()
    deferral_metric: str = ""
    in_order: bool = False
    raises: bool = False


def run_batch(
    event: dict[str, Any], work: MessageWork, consumer: Consumer
) -> dict[str, list[dict[str, str]]]:
    """Work on each message of a batch, and return which of them the queue is to bring again.

    Args:
        event: what Lambda received from SQS.
        work: works on one message; whatever it raises, the queue brings the message again.
        consumer: how messages that are not done are treated.

    Raises:
        BatchFailed: every message raised, and the consumer says that the function fails then.
    """
    messages = [ReceivedMessage.of(record) for record in event["Records"]]
    again: list[str] = []
    blocked: dict[str, int | None] = {}
    raised = 0
    for message in messages:
        if consumer.in_order and message.group in blocked:
            pause = blocked[message.group]
        else:
            try:
                pause = work(message)
                if pause is None:
                    continue
            except Exception as error:  # noqa: BLE001 - whatever it was, the queue brings it again
                log_failure(consumer.failure, error, message_id=message.id)
                count(consumer.failure_metric)
                raised += 1
                pause = message.pause(consumer.pauses) if consumer.pauses else None
            blocked[message.group] = pause
        if pause is not None:
            _defer(message, pause, consumer)
        again.append(message.id)
    if consumer.raises and 0 < raised == len(messages):
        raise BatchFailed
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in again]}


def _defer(message: ReceivedMessage, seconds: int, consumer: Consumer) -> None:
    """Hide a message for its pause; without success it comes after the queue's own time."""
    if consumer.deferral_metric:
        count(consumer.deferral_metric)
    try:
        consumer.queue(message).defer(message.receipt, seconds)
    except LoaError as error:
        logger.warning("message not deferred", extra={"error": type(error).__name__})


def publishes_metrics[**Given, Answer](handler: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Publish what a handler counted, also if it fails; a round that counted nothing publishes nothing."""

    @wraps(handler)
    def publishing(*given: Given.args, **named: Given.kwargs) -> Answer:
        try:
            return handler(*given, **named)
        finally:
            if metrics.provider.metric_set:
                metrics.flush_metrics()

    return publishing


def count(metric: str, number: int = 1) -> None:
    """Count something; zero is no metric, as one that comes every round costs 0.30 USD a month."""
    if number:
        metrics.add_metric(metric, MetricUnit.Count, number)


def nobody_on_call(path: str) -> None:
    """Raise the alarm: a resident calls for help, and no officer at the unit's path can be told."""
    logger.error("nobody on call could be told", extra={"unit_path": path})
    count_not_told()


def count_not_told() -> None:
    """Raise the alarm under the inbox's name, whoever calls: one alarm watches for all, and only there."""
    from aws_lambda_powertools import single_metric  # noqa: PLC0415 - very rare

    with single_metric(name="NobodyOnCall", unit=MetricUnit.Count, value=1) as metric:
        metric.add_dimension(name="service", value="inbox")


def log_failure(message: str, error: BaseException, **facts: object) -> None:
    """Log an error by its type, cause and place; its text may hold what a resident wrote."""
    if isinstance(error, LoaError):
        facts["cause"] = getattr(error, "reason", error.code)
    logger.error(message, extra={"error": type(error).__name__, "at": place_of(error), **facts})


def time_left(context: Any, milliseconds: int) -> Callable[[], bool]:
    """Return a question: does this invocation have more than so many milliseconds left?"""
    return lambda: context.get_remaining_time_in_millis() > milliseconds
