"""Moto's DynamoDB without its slowest step: half of the time of the tests of pages went there.

Moto writes an answer by asking each attribute value for all ten types of the service's model, under six
possible names each. A value in DynamoDB's own form has one type, under its own name.
"""

from typing import Any

from moto.core.serialize import ResponseSerializer

_every_member = ResponseSerializer._serialize_type_structure


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


def write_values_by_their_type() -> None:
    """Let moto write attribute values by the type that they have."""
    ResponseSerializer._serialize_type_structure = _its_own_type  # type: ignore[method-assign, assignment]
