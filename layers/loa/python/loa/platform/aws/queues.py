"""SQS queues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from loa.errors import Busy
from loa.platform.aws import clients
from loa.platform.aws.failures import aws_call


@dataclass(frozen=True, slots=True)
class QueueMessage:
    """What goes on a queue.

    Attributes:
        body: the text.
        group: the message group: order (FIFO) or fairness (standard queues) within the queue.
        key: deduplication key of a FIFO queue; unused on standard queues.
        delay_seconds: not to be seen earlier (standard queues only).
    """

    body: str
    group: str | None = None
    key: str | None = None
    delay_seconds: int = 0

    def entry(self) -> dict[str, Any]:
        """The arguments of SendMessage."""
        return {
            "MessageBody": self.body,
            **({"MessageGroupId": self.group} if self.group else {}),
            **({"MessageDeduplicationId": self.key} if self.key else {}),
            **({"DelaySeconds": self.delay_seconds} if self.delay_seconds else {}),
        }


class Queue:
    """One SQS queue, by its URL."""

    def __init__(self, url: str) -> None:
        self.url = url

    def send(self, message: QueueMessage) -> None:
        """Put one message on the queue.

        Raises:
            Busy: throttled, or no answer.
            StoreFault: refused.
        """
        with aws_call():
            clients.sqs().send_message(QueueUrl=self.url, **message.entry())

    def send_all(self, messages: Iterable[QueueMessage]) -> None:
        """Put many messages on the queue, ten to a request.

        Raises:
            Busy: some were not taken; those before them are on the queue.
        """
        for batch in batched(messages, 10, strict=False):
            self._send_batch(batch)

    def defer(self, receipt_handle: str, seconds: int) -> None:
        """Bring a message that was received from this queue again after so many seconds, and not earlier.

        Raises:
            Busy: throttled, or no answer.
            StoreFault: refused; it is another's by now.
        """
        with aws_call():
            clients.sqs().change_message_visibility(
                QueueUrl=self.url, ReceiptHandle=receipt_handle, VisibilityTimeout=seconds
            )

    def _send_batch(self, batch: Sequence[QueueMessage]) -> None:
        waiting: list[Any] = [{"Id": str(number), **message.entry()} for number, message in enumerate(batch)]
        for _ in range(4):
            with aws_call():
                answer = clients.sqs().send_message_batch(QueueUrl=self.url, Entries=waiting)
            failed = {entry["Id"] for entry in answer.get("Failed", [])}
            if not failed:
                return
            waiting = [entry for entry in waiting if entry["Id"] in failed]
        raise Busy("sqs did not take all messages")
