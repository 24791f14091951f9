"""Moto's DynamoDB without its slowest steps: most of the time of the tests on tables went there.

* Moto writes an answer by asking each attribute value for all ten types of the service's model, under six
  possible names each. A value in DynamoDB's own form has one type, under its own name.
* Before a transaction moto copies, for each of its writes, the whole table with all that is in it, to put it
  back should the transaction fail. Rows are replaced here, never changed, so a list of them is copy enough.
"""

import copy
from collections import defaultdict
from typing import Any

from moto.core.serialize import ResponseSerializer
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

_every_member = ResponseSerializer._serialize_type_structure
_update_in_place = DynamoDBBackend.update_item


def _its_own_type(
    self: ResponseSerializer, serialized: dict[str, Any], value: Any, shape: Any, key: str
) -> None:
    if shape.name != "AttributeValue" or type(value) is not dict or not value.keys() <= shape.members.keys():
        _every_member(self, serialized, value, shape, key)
        return
    wrapper: dict[str, Any] = {}
    for member, of_that_type in value.items():
        self._serialize(wrapper, of_that_type, shape.members[member], member)
    self._default_serialize(serialized, wrapper, shape, key)


def _same_rows(self: Table, _memo: dict[int, Any]) -> Table:
    twin = copy.copy(self)
    twin.items = defaultdict(dict)
    for partition, rows in self.items.items():
        twin.items[partition] = dict(rows)
    return twin


def _update_a_copy(self: DynamoDBBackend, table_name: str, key: dict[str, Any], **more: Any) -> Item:
    table = self.get_table(table_name)
    partition, sort = (DynamoType(key[name]) for name in (table.hash_key_attr, str(table.range_key_attr)))
    if sort in (rows := table.items.get(partition, {})):
        rows[sort] = copy.deepcopy(rows[sort])
    return _update_in_place(self, table_name, key, **more)


def quicken() -> None:
    """Let moto write values by the type that they have, and keep rows, not tables, to go back to."""
    ResponseSerializer._serialize_type_structure = _its_own_type  # type: ignore[method-assign, assignment]
    Table.__deepcopy__ = _same_rows  # type: ignore[attr-defined]
    DynamoDBBackend.update_item = _update_a_copy  # type: ignore[method-assign, assignment]
