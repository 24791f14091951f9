"""Counts what a function asks of AWS: requests as botocore makes them, and DynamoDB's own word on units.

What DynamoDB Local says of a transaction is wrong (4 units for one small row and 4 for three of a table; see
amazon-dynamodb-local-samples #31). AWS takes twice what each row of it would cost by itself, so each row is
weighed by itself, and doubled.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from moto.core.botocore_stubber import BotocoreStubber

_READS: Final = frozenset({"GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"})
_WRITES: Final = frozenset({"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"})


_ROWS: Final = "loa_bench_rows"

type Weigh = Callable[[str, Mapping[str, str]], float]
"""Table and key of a row → what one write of the row costs, as it stands."""


@dataclass
class Meter:
    """Sums since it was made, or since `counting` began.

    Attributes:
        weigh: weighs the rows of transactions.
        requests: by operation; a request that botocore repeats counts again.
        write_units, read_units: DynamoDB's consumed capacity, indexes included.
    """

    weigh: Weigh = lambda _table, _key: 0.0
    requests: Counter[str] = field(default_factory=Counter)
    write_units: float = 0
    read_units: float = 0

    def watch(self, client: Any) -> None:
        """Count what this botocore client asks from now on."""
        events = client.meta.events
        events.register("request-created", self._requested)
        if client.meta.service_model.service_name == "dynamodb":
            events.register_first("before-parameter-build.dynamodb", _prepare)
            events.register("after-call.dynamodb", self._answered)

    @contextmanager
    def counting(self) -> Iterator["Meter"]:
        """Give what is counted while the block runs, complete when it has ended."""
        requests, written, read = Counter(self.requests), self.write_units, self.read_units
        counted = Meter(self.weigh)
        yield counted
        counted.requests = self.requests - requests
        counted.write_units = self.write_units - written
        counted.read_units = self.read_units - read

    def _requested(self, operation_name: str, **_: Any) -> None:
        self.requests[operation_name] += 1

    def _answered(self, model: Any, parsed: Mapping[str, Any], context: Mapping[str, Any], **_: Any) -> None:
        if model.name == "TransactWriteItems":
            done = parsed["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.OK
            rows = context[_ROWS] if done else ()
            self.write_units += sum(2 * self.weigh(table, key) for table, key in rows)
        elif model.name in _WRITES:
            self.write_units += units_of(parsed)
        elif model.name in _READS:
            self.read_units += units_of(parsed)


def _prepare(params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
    """Ask for the units, and note the rows of a transaction while they are still plain values."""
    if model.name in _READS | _WRITES:
        params["ReturnConsumedCapacity"] = "TOTAL"
    if model.name == "TransactWriteItems":
        context[_ROWS] = rows_of(params["TransactItems"])


def rows_of(items: Iterable[Mapping[str, Any]]) -> list[tuple[str, dict[str, str]]]:
    """Table and key of each row that a transaction writes."""
    found = []
    for item in items:
        (action,) = item.values()
        row = action.get("Key") or action["Item"]
        found.append((action["TableName"], {name: row[name] for name in ("partition", "sort")}))
    return found


def units_of(answer: Mapping[str, Any]) -> float:
    """The capacity that an answer of DynamoDB names: one number, or one per table."""
    told = answer.get("ConsumedCapacity") or []
    parts: list[Mapping[str, Any]] = [told] if isinstance(told, Mapping) else list(told)
    return float(sum(part.get("CapacityUnits", 0) for part in parts))


@dataclass
class Thinking:
    """CPU seconds of this process while a block ran, complete when it has ended."""

    seconds: float = 0


@contextmanager
def processor_time() -> Iterator[Thinking]:
    """Measure the CPU time of a block, less that of moto, which plays AWS in the same process."""
    answer = BotocoreStubber.__call__
    in_moto = 0.0

    def timed(*arguments: Any, **named: Any) -> Any:
        nonlocal in_moto
        began = time.process_time()
        try:
            return answer(*arguments, **named)
        finally:
            in_moto += time.process_time() - began

    thinking = Thinking()
    setattr(BotocoreStubber, "__call__", timed)  # noqa: B010 - a plain assignment is refused by the type checker
    began = time.process_time()
    try:
        yield thinking
    finally:
        setattr(BotocoreStubber, "__call__", answer)  # noqa: B010 - as above
        thinking.seconds = time.process_time() - began - in_moto
