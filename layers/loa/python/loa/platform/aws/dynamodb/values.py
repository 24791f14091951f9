"""DynamoDB's values as plain Python: str, int, bool, bytes, list, dict, None; numbers come back as int."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import Binary


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


def plain_row(item: Mapping[str, Any]) -> dict[str, Any]:
    """A row that boto3 read."""
    return {name: _plain(value) for name, value in item.items()}


def row_from_wire(item: Mapping[str, Any]) -> dict[str, Any]:
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
