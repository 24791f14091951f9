"""DynamoDB tables: a thin layer that knows our two keys, builds expressions, and speaks our errors.

Every table has the string keys `partition` and `sort`. Values are Python's: str, int, bool, bytes,
list, dict, None; numbers come back as int.

Example:
    >>> table.update("40", "unit#40", set={"name": "Tỉnh Nghệ An"}, only_if=Attr("name").not_exists())
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from boto3.dynamodb.conditions import Attr, ConditionBase, ConditionExpressionBuilder, Key
from botocore.exceptions import BotoCoreError, ClientError

from loa.errors import Busy, Conflict, InvalidInput
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.values import plain_row, row_from_wire
from loa.platform.aws.failures import aws_call, backoff, code_of, translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

__all__ = [
    "Attr",
    "Condition",
    "ConditionFailed",
    "Delete",
    "Page",
    "Put",
    "Row",
    "StartRefused",
    "Table",
    "Update",
    "Write",
]

type Row = dict[str, Any]
type Condition = ConditionBase

_BATCH: Final = 25
_LONGEST_PARTITION: Final = 2_048
_LONGEST_SORT: Final = 1_024
"""Bytes."""


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


class StartRefused(InvalidInput):
    """The key from which a Query was to go on is none that this table could have given."""


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a Query: its rows, and where the next piece starts (None at the end)."""

    rows: list[Row]
    next_start: Row | None


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
        on_conflict: makes the write that takes this one's place in a transaction when another transaction is
            at the row; None: it is tried again as it is.
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
    on_conflict: "Callable[[], Update] | None" = field(default=None, compare=False)

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


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a row; nothing happens when there is none, unless `only_if` asks for one."""

    table: "Table"
    partition: str
    sort: str
    only_if: Condition | None = None

    def arguments(self) -> Row:
        """What DeleteItem takes."""
        names = _Names()
        condition = _joined(names, [] if self.only_if is None else [self.only_if])
        return {
            "TableName": self.table.name,
            "Key": {"partition": self.partition, "sort": self.sort},
            **condition,
            **names.arguments(),
        }


type Write = Put | Update | Delete


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
    def _client(self) -> "DynamoDBClient":
        # Not the resource's Table: boto3 would make a class for each call.
        return clients.dynamodb().meta.client

    def get(self, partition: str, sort: str, *, consistent: bool = True) -> Row | None:
        """The row, or None; consistent unless said otherwise. No row has a key too long for DynamoDB."""
        if len(partition.encode()) > _LONGEST_PARTITION or len(sort.encode()) > _LONGEST_SORT:
            return None
        with aws_call():
            answer = self._client.get_item(
                TableName=self.name,
                Key={"partition": partition, "sort": sort},
                ConsistentRead=consistent,
            )
        return plain_row(answer["Item"]) if "Item" in answer else None

    def put(self, row: Row, *, new: bool = False, only_if: Condition | None = None) -> None:
        """Write a row.

        Raises:
            ConditionFailed: `new` and there is one, or `only_if` does not hold; carries the present row.
        """
        self._write(self._client.put_item, Put(self, row, new=new, only_if=only_if))

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
        answer = self._write(self._client.update_item, action, ReturnValues="ALL_NEW")
        return plain_row(answer.get("Attributes", {}))

    def delete(self, partition: str, sort: str) -> None:
        """Delete the row; nothing happens when there is none."""
        with aws_call():
            self._client.delete_item(**Delete(self, partition, sort).arguments())

    def _write(self, call: Callable[..., Any], action: Write, **more: Any) -> Row:
        arguments = action.arguments() | more
        if "ConditionExpression" in arguments:
            arguments["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        try:
            answer: Row = call(**arguments)
        except ClientError as error:
            if code_of(error) == "ConditionalCheckFailedException":
                item: Any = error.response.get("Item")
                raise ConditionFailed(row_from_wire(item) if item else None) from error
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
        only: Sequence[str] = (),
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
            only: these attributes of each row; none named: all.

        Raises:
            StartRefused: `start` is a key that no page of this Query ends with.
        """
        index_name, partition_name, sort_name = (index or ":partition:sort").split(":")
        condition: Condition = Key(partition_name).eq(partition)
        if between:
            condition = condition & Key(sort_name).between(*between)
        elif prefix:
            condition = condition & Key(sort_name).begins_with(prefix)
        arguments: Row = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            "ScanIndexForward": not newest_first,
        }
        if index_name:
            arguments["IndexName"] = index_name
        elif consistent:
            arguments["ConsistentRead"] = True
        if limit:
            arguments["Limit"] = limit
        if only:
            arguments["ExpressionAttributeNames"] = {f"#o{place}": name for place, name in enumerate(only)}
            arguments["ProjectionExpression"] = ", ".join(arguments["ExpressionAttributeNames"])
        if start:
            arguments["ExclusiveStartKey"] = start
        with aws_call():
            try:
                answer = self._client.query(**arguments)
            except ClientError as error:
                if start and code_of(error) == "ValidationException":
                    raise StartRefused from error
                raise
        following = answer.get("LastEvaluatedKey")
        return Page([plain_row(item) for item in answer["Items"]], dict(following) if following else None)

    def rows(
        self,
        partition: str,
        *,
        prefix: str = "",
        between: tuple[str, str] | None = None,
        index: str | None = None,
        newest_first: bool = False,
        start: Row | None = None,
        consistent: bool = False,
        only: Sequence[str] = (),
    ) -> Iterator[Row]:
        """All rows of a Query, or those behind the key `start`, page after page."""
        while True:
            page = self.page(
                partition,
                prefix=prefix,
                between=between,
                index=index,
                newest_first=newest_first,
                start=start,
                consistent=consistent,
                only=only,
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
        for attempt in range(10):
            left: list[Any] = []
            for first in range(0, len(waiting), _BATCH):
                with aws_call():
                    answer = self._client.batch_write_item(
                        RequestItems={self.name: waiting[first : first + _BATCH]}
                    )
                left += answer["UnprocessedItems"].get(self.name, [])
            if not left:
                return
            waiting = left
            time.sleep(backoff(attempt))
        raise Busy("dynamodb kept handing rows back")
