"""`make redrive QUEUE=inbox`: put the dead letters of a queue back to work, locally or on AWS (STAGE=…).

Do it after the cause is repaired: what fails again returns to the dead-letter queue after five more tries.
Consumers know what they have seen, so a letter that had worked after all does no harm.
"""

import argparse
import sys
import time
from typing import Any

from botocore.exceptions import ClientError

from infra.stages import StageMissing, stage_of

QUEUES = {
    "inbox": "Inbox",
    "deliveries": "Deliveries",
    "urgent": "Urgent",
    "messages": "Messages",
    "attachments": "Attachments",
    "followers": "Followers",
}
AT_ONCE = 10
POLL_SECONDS = 1.0
LONGEST_SECONDS = 600
NOT_OFFERED = {"UnsupportedOperation", "InvalidAction", "AWS.SimpleQueueService.UnsupportedOperation"}


def redrive(sqs: Any, *, dead_letters: str, queue: str) -> int:
    """Move all messages of the queue `dead_letters` back to `queue` (both URLs); return how many."""
    attributes = ["QueueArn", "ApproximateNumberOfMessages"]
    known = sqs.get_queue_attributes(QueueUrl=dead_letters, AttributeNames=attributes)["Attributes"]
    try:
        sqs.start_message_move_task(SourceArn=known["QueueArn"])
    except ClientError as error:
        if error.response["Error"]["Code"] not in NOT_OFFERED:
            raise
        return _carry(sqs, dead_letters, queue)
    return _watch(sqs, known["QueueArn"])


def _watch(sqs: Any, source: str) -> int:
    """Wait for the move that AWS carries out; return how many messages it has moved."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while True:
        (task, *_) = sqs.list_message_move_tasks(SourceArn=source, MaxResults=1)["Results"]
        if task["Status"] not in {"RUNNING", "CANCELLING"} or time.monotonic() > deadline:
            return int(task.get("ApproximateNumberOfMessagesMoved", 0))
        time.sleep(POLL_SECONDS)


def _carry(sqs: Any, dead_letters: str, queue: str) -> int:
    """Move message by message: sent before deleted, so that none is lost on the way."""
    moved = 0
    while True:
        letters = sqs.receive_message(
            QueueUrl=dead_letters,
            MaxNumberOfMessages=AT_ONCE,
            MessageSystemAttributeNames=["MessageGroupId", "MessageDeduplicationId"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        if not letters:
            return moved
        for letter in letters:
            sqs.send_message(QueueUrl=queue, **_copied(letter))
            sqs.delete_message(QueueUrl=dead_letters, ReceiptHandle=letter["ReceiptHandle"])
            moved += 1


def _copied(letter: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments that send a message again.

    The id of deduplication is a new one: the queue would silently drop the old one within five minutes.
    """
    system = letter.get("Attributes", {})
    copied = {"MessageBody": letter["Body"], "MessageAttributes": letter.get("MessageAttributes", {})}
    if "MessageGroupId" in system:
        copied["MessageGroupId"] = system["MessageGroupId"]
    if "MessageDeduplicationId" in system:
        copied["MessageDeduplicationId"] = letter["MessageId"]
    return copied


def main() -> int:
    """Redrive one queue and say how many messages moved."""
    parser = argparse.ArgumentParser(description="Put dead letters back to work.")
    parser.add_argument("queue", choices=sorted(QUEUES))
    parser.add_argument("--stage", help="a stage of samconfig.toml on AWS; without it the local stack")
    options = parser.parse_args()
    try:
        stage = stage_of(options.stage or "")
    except StageMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    outputs, sqs = stage.outputs, stage.client("sqs")
    name = QUEUES[options.queue]
    moved = redrive(sqs, dead_letters=outputs[f"{name}DeadLetterQueueUrl"], queue=outputs[f"{name}QueueUrl"])
    print(f"{moved} messages are back in {options.queue}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
