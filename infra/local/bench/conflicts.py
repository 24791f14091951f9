"""Transactions that meet on one row, as on AWS: the local engines do one after the other and never refuse.

On AWS a transaction is cancelled with `TransactionConflict` when another one is at one of its rows at that
moment ("Amazon DynamoDB Transactions: How it works", transaction conflict handling).
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, cast

from botocore.exceptions import ClientError

from loa.platform.aws import clients

SECONDS: Final = 0.02
"""How long a transaction holds its rows: what TransactWriteItems takes within a region."""

type Place = tuple[str, str, str]


@dataclass
class Conflicts:
    """What was refused.

    Attributes:
        cancelled: how many tries.
        rows: how often each row was the reason.
    """

    cancelled: int = 0
    rows: Counter[Place] = field(default_factory=Counter)


@contextmanager
def as_on_aws(seconds: float = SECONDS) -> Iterator[Conflicts]:
    """Let transactions hold their rows for so long, and cancel whatever meets them there."""
    client: Any = clients.dynamodb().meta.client
    found, busy, lock = Conflicts(), set[Place](), threading.Lock()
    original: Callable[..., Any] = client.transact_write_items

    def transact(**arguments: Any) -> Any:
        places = [_place(item) for item in arguments["TransactItems"]]
        with lock:
            met = [place in busy for place in places]
            if any(met):
                found.cancelled += 1
                found.rows.update(place for place, is_met in zip(places, met, strict=True) if is_met)
                raise _cancelled(met)
            busy.update(places)
        time.sleep(seconds)
        with lock:
            busy.difference_update(places)
        return original(**arguments)  # one after the other, however long this engine makes them wait

    client.transact_write_items = transact
    try:
        yield found
    finally:
        client.transact_write_items = original


def _place(item: dict[str, Any]) -> Place:
    ((_, wish),) = item.items()
    key = wish.get("Key") or wish["Item"]
    return wish["TableName"], str(key["partition"]), str(key["sort"])


def _cancelled(met: list[bool]) -> ClientError:
    reasons = [{"Code": "TransactionConflict" if is_met else "None"} for is_met in met]
    answer = {
        "Error": {"Code": "TransactionCanceledException", "Message": "Transaction cancelled"},
        "CancellationReasons": reasons,
    }
    return ClientError(cast("Any", answer), "TransactWriteItems")
