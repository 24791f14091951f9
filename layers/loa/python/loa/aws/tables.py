"""DynamoDB tables: a thin layer that knows our two keys, builds expressions, and speaks our errors.

Every table has the string keys `partition` and `sort`. Values are Python's: str, int, bool, bytes,
list, dict, None; numbers come back as int.

Example:
    >>> table.update("40", "unit#40", set={"name": "Tỉnh Nghệ An"}, only_if=Attr("name").not_exists())
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from boto3.dynamodb.conditions import Attr, ConditionBase, ConditionExpressionBuilder, Key
from boto3.dynamodb.types import Binary
from botocore.exceptions import BotoCoreError, ClientError

from loa.aws import clients
from loa.aws.failures import aws_call, code_of, translated
from loa.errors import Busy, Conflict, StoreFault

if TYPE_CHECKING:
    from types_boto3_dynamodb.service_resource import Table as DynamoTable

__all__ = [
    "Action",
    "Attr",
    "Condition",
    "ConditionFailed",
    "Page",
    "Put",
    "Row",
    "Table",
    "Update",
    "commit",
    "get_many",
]

type Row = dict[str, Any]
type Condition = ConditionBase

_TRANSACTION_ATTEMPTS: Final = 6
_BATCH: Final = 25
MAXIMUM_ACTIONS: Final = 100
"""How many actions one transaction may hold (DynamoDB's limit)."""


class ConditionFailed(Conflict):
    """The row is not in the state that the write asked for.

    Attributes:
        row: the row as it is, where DynamoDB returned it; None when there is none.
        index: which action of a transaction failed; 0 for a single write.
    """

    code = "conflict"

    def __init__(self, row: Row | None = None, index: int = 0) -> None:
        super().__init__("the row is in another state")
        self.row = row
        self.index = index


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a Query: its rows, and where the next piece starts (None at the end)."""

    rows: list[Row]
    next_start: Row | None


def _plain(value: Any) -> Any:
    """DynamoDB's value as plain Python: Decimal to int (we store no fractions), Binary to bytes."""
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, Binary):
        return bytes(value.value)  # type: ignore[attr-defined]  # the stubs do not know it
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _plain_row(item: Mapping[str, Any]) -> Row:
    return {name: _plain(value) for name, value in item.items()}


class _Names:
    """Collects the placeholders of one expression."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.values: dict[str, Any] = {}

    def name(self, attribute: str) -> str:
        placeholder = f"#a{len(self.names)}"
        self.names[placeholder] = attribute
        return placeholder

    def value(self, value: Any) -> str:
        placeholder = f":a{len(self.values)}"
        self.values[placeholder] = value
        return placeholder

    def condition(self, condition: Condition) -> str:
        built = ConditionExpressionBuilder().build_expression(condition)
        self.names |= built.attribute_name_placeholders
        self.values |= built.attribute_value_placeholders
        return str(built.condition_expression)

    def arguments(self) -> Row:
        return {
            **({"ExpressionAttributeNames": self.names} if self.names else {}),
            **({"ExpressionAttributeValues": self.values} if self.values else {}),
        }


@dataclass(frozen=True, slots=True)
class Put:
    """Write a whole row; only when no row stands there, if `new`."""

    table: "Table"
    row: Row
    new: bool = False
    only_if: Condition | None = None

    def arguments(self) -> Row:
        """What PutItem takes."""
        names = _Names()
        conditions: list[Condition] = [Attr("partition").not_exists()] if self.new else []
        if self.only_if is not None:
            conditions.append(self.only_if)
        expression = _joined(names, conditions)
        return {"TableName": self.table.name, "Item": self.row, **expression, **names.arguments()}


@dataclass(frozen=True, slots=True)
class Update:
    """Change attributes of a row (made when absent, unless `only_if` says otherwise).

    Attributes:
        set: attributes to set.
        defaults: attributes to set only where they do not exist yet.
        add: numbers to add; a missing attribute counts as 0.
        remove: attributes to delete.
        append: lists to extend; a missing attribute counts as empty.
    """

    table: "Table"
    partition: str
    sort: str
    set: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, int] = field(default_factory=dict)
    remove: Sequence[str] = ()
    append: Mapping[str, list[Any]] = field(default_factory=dict)
    only_if: Condition | None = None

    def arguments(self) -> Row:
        """What UpdateItem takes."""
        names = _Names()
        assignments = [f"{names.name(key)} = {names.value(value)}" for key, value in self.set.items()]
        for key, value in self.defaults.items():
            name = names.name(key)
            assignments.append(f"{name} = if_not_exists({name}, {names.value(value)})")
        for key, value in self.append.items():
            name = names.name(key)
            start = f"if_not_exists({name}, {names.value([])})"
            assignments.append(f"{name} = list_append({start}, {names.value(value)})")
        additions = [f"{names.name(key)} {names.value(value)}" for key, value in self.add.items()]
        removals = [names.name(key) for key in self.remove]
        clauses = [
            f"{word} {', '.join(parts)}"
            for word, parts in (("SET", assignments), ("ADD", additions), ("REMOVE", removals))
            if parts
        ]
        condition = _joined(names, [] if self.only_if is None else [self.only_if])
        return {
            "TableName": self.table.name,
            "Key": {"partition": self.partition, "sort": self.sort},
            **({"UpdateExpression": " ".join(clauses)} if clauses else {}),
            **condition,
            **names.arguments(),
        }


type Action = Put | Update


def _joined(names: _Names, conditions: list[Condition]) -> Row:
    if not conditions:
        return {}
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = whole & condition
    return {"ConditionExpression": names.condition(whole)}


class Table:
    """One DynamoDB table. Make it at the composition root of a door; it opens no connection by itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"Table({self.name!r})"

    @property
    def _table(self) -> "DynamoTable":
        return clients.dynamodb().Table(self.name)

    def get(self, partition: str, sort: str, *, consistent: bool = True) -> Row | None:
        """The row, or None; consistent unless said otherwise."""
        with aws_call():
            answer = self._table.get_item(
                Key={"partition": partition, "sort": sort}, ConsistentRead=consistent
            )
        return _plain_row(answer["Item"]) if "Item" in answer else None

    def put(self, row: Row, *, new: bool = False, only_if: Condition | None = None) -> None:
        """Write a row.

        Raises:
            ConditionFailed: `new` and there is one, or `only_if` does not hold; carries the present row.
        """
        self._write(self._table.put_item, Put(self, row, new=new, only_if=only_if))

    def update(
        self,
        partition: str,
        sort: str,
        *,
        set: Mapping[str, Any] | None = None,  # noqa: A002 - DynamoDB's own word
        defaults: Mapping[str, Any] | None = None,
        add: Mapping[str, int] | None = None,
        remove: Sequence[str] = (),
        append: Mapping[str, list[Any]] | None = None,
        only_if: Condition | None = None,
    ) -> Row:
        """Change a row (see `Update`) and return it whole, as it is afterwards.

        Raises:
            ConditionFailed: `only_if` does not hold; carries the present row.
        """
        action = Update(
            self, partition, sort, set or {}, defaults or {}, add or {}, remove, append or {}, only_if
        )
        answer = self._write(self._table.update_item, action, ReturnValues="ALL_NEW")
        return _plain_row(answer.get("Attributes", {}))

    def delete(self, partition: str, sort: str) -> None:
        """Delete the row; nothing happens when there is none."""
        with aws_call():
            self._table.delete_item(Key={"partition": partition, "sort": sort})

    def _write(self, call: Callable[..., Any], action: Action, **more: Any) -> Row:
        arguments = action.arguments() | more
        del arguments["TableName"]
        if "ConditionExpression" in arguments:
            arguments["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        try:
            answer: Row = call(**arguments)
        except ClientError as error:
            if code_of(error) == "ConditionalCheckFailedException":
                item: Any = error.response.get("Item")
                raise ConditionFailed(_from_wire(item) if item else None) from error
            raise translated(error) from error
        except BotoCoreError as error:
            raise translated(error) from error
        return answer

    def page(
        self,
        partition: str,
        *,
        prefix: str = "",
        between: tuple[str, str] | None = None,
        index: str | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        start: Row | None = None,
        consistent: bool = False,
    ) -> Page:
        """One Query: rows of a partition in order of the sort key.

        Args:
            partition: the partition's value; with `index`, that of the index.
            prefix: only sort keys that begin so.
            between: only sort keys from the first to the second, both included.
            index: `"name:partition_attribute:sort_attribute"` of a secondary index.
            limit: at most so many rows.
            newest_first: from the end.
            start: where the page before stopped.
            consistent: read after all writes so far (not on an index).
        """
        index_name, partition_name, sort_name = (index or ":partition:sort").split(":")
        condition: Condition = Key(partition_name).eq(partition)
        if between:
            condition = condition & Key(sort_name).between(*between)
        elif prefix:
            condition = condition & Key(sort_name).begins_with(prefix)
        arguments: Row = {"KeyConditionExpression": condition, "ScanIndexForward": not newest_first}
        if index_name:
            arguments["IndexName"] = index_name
        elif consistent:
            arguments["ConsistentRead"] = True
        if limit:
            arguments["Limit"] = limit
        if start:
            arguments["ExclusiveStartKey"] = start
        with aws_call():
            answer = self._table.query(**arguments)
        following = answer.get("LastEvaluatedKey")
        return Page([_plain_row(item) for item in answer["Items"]], dict(following) if following else None)

    def rows(
        self,
        partition: str,
        *,
        prefix: str = "",
        between: tuple[str, str] | None = None,
        index: str | None = None,
        newest_first: bool = False,
        consistent: bool = False,
    ) -> Iterator[Row]:
        """All rows of a Query, page after page."""
        start: Row | None = None
        while True:
            page = self.page(
                partition,
                prefix=prefix,
                between=between,
                index=index,
                newest_first=newest_first,
                start=start,
                consistent=consistent,
            )
            yield from page.rows
            start = page.next_start
            if start is None:
                return

    def put_all(self, rows: Iterable[Row]) -> None:
        """Write many rows, 25 to a request, without conditions; what DynamoDB hands back is sent again.

        Raises:
            Busy: DynamoDB kept handing rows back.
        """
        waiting: list[Any] = [{"PutRequest": {"Item": row}} for row in rows]
        client = clients.dynamodb().meta.client
        for attempt in range(10):
            left: list[Any] = []
            for first in range(0, len(waiting), _BATCH):
                with aws_call():
                    answer = client.batch_write_item(
                        RequestItems={self.name: waiting[first : first + _BATCH]}
                    )
                left += answer["UnprocessedItems"].get(self.name, [])
            if not left:
                return
            waiting = left
            time.sleep(_pause(attempt))
        raise Busy("dynamodb kept handing rows back")


def get_many(wanted: Sequence[tuple[Table, str, str]]) -> list[Row | None]:
    """Rows of one or several tables in one request, in the order asked for; None where there is none.

    Args:
        wanted: table, partition and sort key of each; at most 100. Read consistently.

    Raises:
        Busy: DynamoDB kept handing keys back.
    """
    client = clients.dynamodb().meta.client
    found: dict[tuple[str, str, str], Row] = {}
    asked: Any = {}
    for table, partition, sort in wanted:
        keys = asked.setdefault(table.name, {"Keys": [], "ConsistentRead": True})["Keys"]
        keys.append({"partition": partition, "sort": sort})
    for attempt in range(_TRANSACTION_ATTEMPTS):
        with aws_call():
            answer = client.batch_get_item(RequestItems=asked)
        for name, items in answer["Responses"].items():
            for item in items:
                row = _plain_row(item)
                found[name, row["partition"], row["sort"]] = row
        asked = answer["UnprocessedKeys"]
        if not asked:
            return [found.get((table.name, partition, sort)) for table, partition, sort in wanted]
        time.sleep(_pause(attempt))
    raise Busy("dynamodb kept handing keys back")


def _from_wire(item: Mapping[str, Any]) -> Row:
    """A row that botocore left in wire form ({"S": "…"}), as it does inside exceptions."""
    from boto3.dynamodb.types import TypeDeserializer  # noqa: PLC0415 - needed on the rare path only

    deserializer = TypeDeserializer()
    return {
        name: _plain(deserializer.deserialize(value) if _is_wire(value) else value)
        for name, value in item.items()
    }


def _is_wire(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and len(value) == 1
        and next(iter(value)) in {"S", "N", "B", "BOOL", "NULL", "L", "M"}
    )


def _pause(attempt: int) -> float:
    """Seconds to wait before the next attempt: full jitter over a doubling ceiling."""
    return random.uniform(0, min(1.0, 0.02 * 2**attempt))  # noqa: S311 - jitter, not a secret


def commit(actions: Sequence[Action]) -> None:
    """Do all the actions, or none (TransactWriteItems).

    Two transactions that meet on one row are repeated here, with jitter.

    Raises:
        ConditionFailed: an action's condition does not hold; `index` says which.
        Busy: other transactions were in the way throughout, or AWS was throttling.
        StoreFault: refused for another reason.
    """
    client = clients.dynamodb().meta.client
    items: Any = [_transaction_item(action) for action in actions]
    for attempt in range(_TRANSACTION_ATTEMPTS):
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
                raise ConditionFailed(_from_wire(item) if item else None, index) from error
            if not set(codes) <= {
                "None",
                "TransactionConflict",
                "ThrottlingError",
                "ProvisionedThroughputExceeded",
            }:
                raise StoreFault(f"transaction refused: {codes}") from error
            time.sleep(_pause(attempt + 1))
        except BotoCoreError as error:
            raise translated(error) from error
        else:
            return
    raise Busy("other transactions were in the way")


def _transaction_item(action: Action) -> Row:
    word = "Put" if isinstance(action, Put) else "Update"
    arguments = action.arguments()
    if "ConditionExpression" in arguments:
        arguments["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    return {word: arguments}
