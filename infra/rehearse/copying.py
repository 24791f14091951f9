"""Copies of tables on this machine, with as much as a reorganisation may touch.

Rows go over as they are. Of residents only those are taken who stand in a list of conversations: the others,
and all messages, are never touched. What is left out cannot be lost from this machine either.
"""

from collections.abc import Iterator, Mapping
from itertools import batched
from typing import Any, Final

ONLY: Final[Mapping[str, dict[str, Any]]] = {
    "AUDIENCE_TABLE": {"FilterExpression": "attribute_exists(worklist_in)"},
    "STATISTICS_TABLE": {
        "FilterExpression": "#p = :now",
        "ExpressionAttributeNames": {"#p": "partition"},
        "ExpressionAttributeValues": {":now": {"S": "40#now"}},
    },
}
"""By the variable of the function that names a table: which rows of it are taken. Of the others all are."""
EMPTY: Final = frozenset({"INBOX_TABLE", "SESSIONS_TABLE"})
"""Tables that are made, and stay empty: who is signed in, and which requests were answered."""
_AT_ONCE: Final = 25


def copy(source: Any, target: Any, tables: Mapping[str, str]) -> dict[str, int]:
    """Make the tables anew and fill them; returns how many rows each has.

    Args:
        source: a client of the stage's DynamoDB; it is only read.
        target: a client of the engine on this machine.
        tables: names, by the variable of the function that names them.
    """
    return {table: _copied(source, target, table, variable) for variable, table in tables.items()}


def _copied(source: Any, target: Any, table: str, variable: str) -> int:
    made = source.describe_table(TableName=table)["Table"]
    indexes = [
        {name: index[name] for name in ("IndexName", "KeySchema", "Projection")}
        for index in made.get("GlobalSecondaryIndexes", ())
    ]
    target.create_table(
        TableName=table,
        KeySchema=made["KeySchema"],
        AttributeDefinitions=made["AttributeDefinitions"],
        BillingMode="PAY_PER_REQUEST",
        **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
    )
    if variable in EMPTY:
        return 0
    count = 0
    for rows in batched(_rows(source, table, ONLY.get(variable, {})), _AT_ONCE, strict=False):
        _put(target, table, [{"PutRequest": {"Item": row}} for row in rows])
        count += len(rows)
    return count


def _rows(source: Any, table: str, only: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for page in source.get_paginator("scan").paginate(TableName=table, ConsistentRead=True, **only):
        yield from page["Items"]


def _put(target: Any, table: str, requests: list[dict[str, Any]]) -> None:
    while requests:
        answer = target.batch_write_item(RequestItems={table: requests})
        requests = answer.get("UnprocessedItems", {}).get(table, [])
