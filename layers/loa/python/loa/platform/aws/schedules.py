"""EventBridge Scheduler: one-off schedules that invoke a function and then delete themselves."""

import json
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from loa.platform.aws import clients
from loa.platform.aws.failures import aws_call, code_of, translated


class Schedules:
    """The schedules that invoke one function.

    Args:
        prefix: beginning of every name; the role of the door is narrowed to it.
        group: the schedule group.
        target_arn: the function to invoke.
        role_arn: the role under which the Scheduler invokes it.
        dead_letter_arn: the queue for invocations that could not be made.
    """

    def __init__(
        self, *, prefix: str, group: str, target_arn: str, role_arn: str, dead_letter_arn: str
    ) -> None:
        self.prefix = prefix
        self._group = group
        self._target = {
            "Arn": target_arn,
            "RoleArn": role_arn,
            "DeadLetterConfig": {"Arn": dead_letter_arn},
            "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 10},
        }

    def once(self, name: str, at: datetime, message: Any) -> None:
        """Invoke the function with `message` at that instant; the same name again moves it.

        The instant is written in UTC: exact on AWS, and the local emulator knows no other zone.
        """
        arguments: dict[str, Any] = {
            "Name": f"{self.prefix}{name}",
            "GroupName": self._group,
            "ScheduleExpression": f"at({at.astimezone(UTC):%Y-%m-%dT%H:%M:%S})",
            "ScheduleExpressionTimezone": "UTC",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "ActionAfterCompletion": "DELETE",
            "Target": self._target | {"Input": json.dumps(message, ensure_ascii=False)},
        }
        try:
            clients.scheduler().create_schedule(**arguments)
        except ClientError as error:
            if code_of(error) != "ConflictException":
                raise translated(error) from error
            with aws_call():
                clients.scheduler().update_schedule(**arguments)

    def cancel(self, name: str) -> None:
        """Delete the schedule; nothing happens when it is gone already."""
        try:
            clients.scheduler().delete_schedule(Name=f"{self.prefix}{name}", GroupName=self._group)
        except ClientError as error:
            if code_of(error) != "ResourceNotFoundException":
                raise translated(error) from error
