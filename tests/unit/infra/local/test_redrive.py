"""Dead letters go back to their queue: by AWS's own move where there is one, else one by one."""

from collections import deque
from typing import Any

from botocore.exceptions import ClientError

from infra.local.redrive import redrive


class QueuesWithoutMoves:
    """SQS as ministack has it: no message move tasks."""

    def __init__(self, *letters: dict[str, Any]) -> None:
        self.dead = deque(letters)
        self.sent: list[dict[str, Any]] = []
        self.deleted: list[str] = []

    def get_queue_attributes(self, **_: Any) -> dict[str, Any]:
        return {"Attributes": {"QueueArn": "arn:aws:sqs:ap-southeast-1:000000000000:dead"}}

    def start_message_move_task(self, **_: Any) -> None:
        raise ClientError({"Error": {"Code": "InvalidAction"}}, "StartMessageMoveTask")

    def receive_message(self, **_: Any) -> dict[str, Any]:
        return {"Messages": [self.dead.popleft()]} if self.dead else {}

    def send_message(self, **message: Any) -> None:
        self.sent.append(message)

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> None:  # noqa: N803 - boto3's names
        self.deleted.append(ReceiptHandle)


class QueuesWithMoves(QueuesWithoutMoves):
    """SQS as AWS has it."""

    def __init__(self) -> None:
        super().__init__()
        self.moves: list[str] = []

    def start_message_move_task(self, *, SourceArn: str) -> None:  # type: ignore[override]  # noqa: N803 - boto3's names
        self.moves.append(SourceArn)

    def list_message_move_tasks(self, **_: Any) -> dict[str, Any]:
        return {"Results": [{"Status": "COMPLETED", "ApproximateNumberOfMessagesMoved": 7}]}


def test_without_moves_each_letter_is_sent_before_it_is_deleted_and_passes_deduplication() -> None:
    letter = {
        "MessageId": "m-1",
        "Body": "{}",
        "ReceiptHandle": "r-1",
        "Attributes": {"MessageGroupId": "resident-1", "MessageDeduplicationId": "event-1"},
    }
    sqs = QueuesWithoutMoves(letter)

    assert redrive(sqs, dead_letters="dead", queue="inbox") == 1

    (message,) = sqs.sent
    assert message["MessageGroupId"] == "resident-1"
    assert message["MessageDeduplicationId"] != "event-1"
    assert sqs.deleted == ["r-1"]


def test_on_aws_the_queue_moves_them_itself() -> None:
    sqs = QueuesWithMoves()

    assert redrive(sqs, dead_letters="dead", queue="inbox") == 7

    assert sqs.moves == ["arn:aws:sqs:ap-southeast-1:000000000000:dead"]
    assert sqs.sent == []
