"""Several rows at once, of one table or of several: read together, or changed together or not at all."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from loa.errors import Busy, StoreFault
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row, Table, Update, Write
from loa.platform.aws.dynamodb.values import plain_row, row_from_wire
from loa.platform.aws.failures import aws_call, backoff, code_of, translated

MAXIMUM_ACTIONS: Final = 100
"""How many actions one transaction may hold (DynamoDB's limit)."""
_ATTEMPTS: Final = 6
_CONFLICT: Final = "TransactionConflict"

HARD_PAUSES: Final = (0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds between tries to write what cannot be had a second time."""


def get_many(wanted: Sequence[tuple[Table, str, str]]) -> list[Row | None]:
    """Rows of one or several tables in one request, in the order asked for; None where there is none.

    Args:
        wanted: table, partition and sort key of each; at most 100. Read consistently.

    Raises:
        Busy: DynamoDB kept handing keys back.
    """
    if not wanted:
        return []
    client = clients.dynamodb().meta.client
    found: dict[tuple[str, str, str], Row] = {}
    asked: Any = {}
    for table, partition, sort in wanted:
        keys = asked.setdefault(table.name, {"Keys": [], "ConsistentRead": True})["Keys"]
        keys.append({"partition": partition, "sort": sort})
    for attempt in range(_ATTEMPTS):
        with aws_call():
            answer = client.batch_get_item(RequestItems=asked)
        for name, items in answer["Responses"].items():
            for item in items:
                row = plain_row(item)
                found[name, row["partition"], row["sort"]] = row
        asked = answer["UnprocessedKeys"]
        if not asked:
            return [found.get((table.name, partition, sort)) for table, partition, sort in wanted]
        time.sleep(backoff(attempt))
    raise Busy("dynamodb kept handing keys back")


def commit(actions: Sequence[Write]) -> None:
    """Do all the actions, or none (TransactWriteItems).

    Two transactions that meet on one row are repeated here, with jitter; a write that knows another row for
    the same thing (`Update.on_conflict`) goes there.

    Raises:
        ConditionFailed: an action's condition does not hold; `index` says which.
        Busy: other transactions were in the way throughout, or AWS was throttling.
        StoreFault: refused for another reason.
    """
    client = clients.dynamodb().meta.client
    actions = list(actions)
    for attempt in range(_ATTEMPTS):
        items: Any = [_transaction_item(action) for action in actions]
        try:
            client.transact_write_items(TransactItems=items)
        except ClientError as error:
            if code_of(error) != "TransactionCanceledException":
                raise translated(error) from error
            reasons: list[Any] = error.response.get("CancellationReasons", [])
            codes = [reason.get("Code") for reason in reasons]
            if "ConditionalCheckFailed" in codes:
                index = codes.index("ConditionalCheckFailed")
                item = reasons[index].get("Item")
                raise ConditionFailed(row_from_wire(item) if item else None, index) from error
            if not set(codes) <= {
                "None",
                _CONFLICT,
                "ThrottlingError",
                "ProvisionedThroughputExceeded",
            }:
                raise StoreFault(f"transaction refused: {codes}") from error
            actions = [
                action.on_conflict()
                if isinstance(action, Update) and action.on_conflict and code == _CONFLICT
                else action
                for action, code in zip(actions, codes, strict=True)
            ]
            time.sleep(backoff(attempt + 1))
        except BotoCoreError as error:
            raise translated(error) from error
        else:
            return
    raise Busy("other transactions were in the way")


def commit_with_retries(actions: Sequence[Write], *, sleep: Callable[[float], None] = time.sleep) -> None:
    """`commit`, and again while AWS is busy: for what cannot be had a second time, such as Zalo's answer.

    A first try may have arrived and only its answer been lost: then a condition fails on what it has written.

    Args:
        actions: see `commit`, also for what is raised.
        sleep: waits; replaced in tests.
    """
    for pause in HARD_PAUSES:
        try:
            commit(actions)
        except Busy:
            sleep(pause)
        else:
            return
    commit(actions)


def _transaction_item(action: Write) -> Row:
    word = type(action).__name__  # the names are DynamoDB's own
    arguments = action.arguments()
    if "ConditionExpression" in arguments:
        arguments["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    return {word: arguments}
