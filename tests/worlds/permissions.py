"""What a function asks of tables while a test calls its handler, held against what its role allows.

moto lets everybody do everything: a role without a permission would first be noticed on AWS.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from fnmatch import fnmatchcase
from functools import cache, wraps
from types import ModuleType
from typing import Any, Final, NamedTuple

from boto3.dynamodb.conditions import ConditionBase, ConditionExpressionBuilder
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from tests.template.reading import as_list, functions, target

REFUSED: Final[list[str]] = []
"""What the present test asked without being allowed to."""

_AT_WORK: Final[ContextVar[str]] = ContextVar("at work", default="")
_ROWS: Final = {"GetItem": "Key", "UpdateItem": "Key", "DeleteItem": "Key", "PutItem": "Item"}
_OF_TRANSACTIONS: Final = {
    "Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem",
}  # fmt: skip
_LEADING: Final = "dynamodb:LeadingKeys"


class Asked(NamedTuple):
    """One access to a table, or to one of its indexes: the partition is empty where nothing tells it."""

    action: str
    table: str
    partition: str
    searched: str = ""


@contextmanager
def at_work(function: str) -> Iterator[None]:
    """Let what is asked of tables inside count as asked by a function."""
    token = _AT_WORK.set(function)
    try:
        yield
    finally:
        _AT_WORK.reset(token)


def held(function: str, module: ModuleType) -> ModuleType:
    """Return a function's module whose handler works under its role."""
    handler = module.handler

    @wraps(handler)
    def under_its_role(*arguments: Any, **named: Any) -> Any:
        with at_work(function):
            return handler(*arguments, **named)

    module.handler = under_its_role  # type: ignore[attr-defined]
    return module


@cache
def _allowed(function: str) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """What a role allows: action, logical id of the table, index, patterns of partitions (none: all)."""
    (known,) = [each for each in functions() if each.name == function]
    return tuple(
        (action, target(resource)[1], _index(resource), _partitions(statement))
        for statement in known.statements
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    )


def _index(resource: Any) -> str:
    """The index that a resource names, perhaps `*`; empty: it is the table itself."""
    text = resource.get("Fn::Sub", "") if isinstance(resource, dict) else resource
    return str(text).partition("/index/")[2]


def _partitions(statement: Mapping[str, Any]) -> tuple[str, ...]:
    conditions: list[Mapping[str, Any]] = list(statement.get("Condition", {}).values())
    named = [as_list(each[_LEADING]) for each in conditions if _LEADING in each]
    return tuple("40" if isinstance(each, dict) else each for each in (named[0] if named else ()))


def _may(function: str, asked: Asked) -> bool:
    return any(
        action == f"dynamodb:{asked.action}"
        and table == f"{asked.table.rpartition('-')[2]}Table"  # Amazon's engine: named after the test
        and fnmatchcase(asked.searched, index)
        and (
            not asked.partition
            or not partitions
            or any(fnmatchcase(asked.partition, each) for each in partitions)
        )
        for action, table, index, partitions in _allowed(function)
    )


def _asked(operation: str, given: Mapping[str, Any]) -> Iterator[Asked]:
    match operation:
        case "GetItem" | "UpdateItem" | "DeleteItem" | "PutItem":
            yield Asked(operation, given["TableName"], _text(given[_ROWS[operation]]["partition"]))
        case "Query":
            condition = given["KeyConditionExpression"]
            known = given.get("ExpressionAttributeValues", {})
            if isinstance(condition, ConditionBase):
                built = ConditionExpressionBuilder().build_expression(condition, is_key_condition=True)
                known = built.attribute_value_placeholders
            partition = "" if "IndexName" in given else _text(next(iter(known.values())))
            yield Asked(operation, given["TableName"], partition, given.get("IndexName", ""))
        case "BatchGetItem":
            for table, wanted in given["RequestItems"].items():
                yield from (Asked(operation, table, _text(key["partition"])) for key in wanted["Keys"])
        case "BatchWriteItem":
            yield from (Asked(operation, table, "") for table in given["RequestItems"])
        case "TransactWriteItems":
            for item in given["TransactItems"]:
                ((kind, write),) = item.items()
                row = write.get("Key") or write["Item"]
                yield Asked(_OF_TRANSACTIONS[kind], write["TableName"], _text(row["partition"]))


def _text(value: Any) -> str:
    return str(value["S"] if isinstance(value, dict) else value)


def watch() -> None:
    """Look at every call of boto3 from now on, and refuse as AWS does; `REFUSED` says what."""
    place: Any = BaseClient  # its private method is the one place that every call passes
    call = place._make_api_call

    def looked_at(self: BaseClient, operation_name: str, api_params: dict[str, Any]) -> Any:
        function = _AT_WORK.get()
        if function and self.meta.service_model.service_name == "dynamodb":
            for asked in _asked(operation_name, api_params):
                if not _may(function, asked):
                    REFUSED.append(f"the role of {function} does not allow {asked}")
                    denied: Any = {"Code": "AccessDeniedException", "Message": REFUSED[-1]}
                    raise ClientError({"Error": denied}, operation_name)
        return call(self, operation_name, api_params)

    place._make_api_call = looked_at
