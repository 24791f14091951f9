"""AWS in memory without the slowest steps of moto and botocore: most of the time of tests went there.

* Moto writes an answer by asking each attribute value for all ten types of the service's model, under six
  possible names each. A value in DynamoDB's own form has one type, under its own name.
* Before a transaction moto copies, for each of its writes, the whole table with all that is in it, to put it
  back should the transaction fail. Rows are replaced here, never changed, so a list of them is copy enough.
* Botocore reads an attribute value by looking for all ten types, and writes down for each request on what
  machine it runs; moto asks Python for each request which methods its service has.
* Tables, buckets and queues that a test begins with are made by moto's own calls: a request for each took as
  long as the test.
* Between a client of DynamoDB and moto there is no network: a request is not signed, made into HTTP, matched
  with the addresses of all services and taken apart again. Both still check and write each their own half.
* For each query moto sorts all rows of the table, and then leaves out those of other partitions; it compares
  two values by making each anew in Python's own type.
* Moto measures a row anew for each of its attributes when it is written, and twice for each query that finds
  it.
* Moto asks for all attributes of a queue, and so counts its messages, for each message that is received.
"""

import copy
import functools
import json
from collections import defaultdict
from http import HTTPStatus
from typing import Any
from urllib.parse import urlparse

from botocore.awsrequest import AWSResponse
from botocore.endpoint import Endpoint, convert_to_response_dict
from botocore.model import OperationModel
from botocore.parsers import BaseJSONParser
from botocore.useragent import UserAgentString
from moto.core import responses
from moto.core.botocore_stubber import MockRawResponse
from moto.core.models import botocore_stubber
from moto.core.parse import JSONParser
from moto.core.serialize import ResponseSerializer
from moto.core.utils import get_service_model, method_names_from_class
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.s3.models import s3_backends
from moto.sqs.models import Message, SQSBackend, sqs_backends

_every_member = ResponseSerializer._serialize_type_structure
_update_in_place = DynamoDBBackend.update_item
_read_structure = BaseJSONParser._handle_structure  # type: ignore[attr-defined]
_over_http = Endpoint.make_request
_query_all = Table.query
_python_value = DynamoType.cast_value
_size_of_value = DynamoType.size
ACCOUNT = "123456789012"
REGION = "ap-southeast-1"
DYNAMODB = f"https://dynamodb.{REGION}.amazonaws.com/"
SQS = urlparse(f"https://sqs.{REGION}.amazonaws.com/")
LARGEST_ROW = 405_000
"""In bytes, as moto has it."""
UNUSED = ("throughput", "streams", "sse_specification", "deletion_protection_enabled", "warm_throughput")


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


def _as_it_came(self: BaseJSONParser, shape: Any, value: Any) -> Any:
    if shape.name != "AttributeValue" or type(value) is not dict or not value.keys() <= shape.members.keys():
        return _read_structure(self, shape, value)
    parse = self._parse_shape  # type: ignore[attr-defined]
    return {name: parse(shape.members[name], raw) for name, raw in value.items()}


def _whatever_machine(_self: UserAgentString) -> str:
    return "tests"


def _kept(_self: SQSBackend, _queue: str, _message: Message) -> bool:
    return True


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


def _query_its_rows(self: Table, hash_key: DynamoType | None, *given: Any, **more: Any) -> Any:
    narrowed = copy.copy(self)
    narrowed.items = defaultdict(dict)
    *_, index_name, _consistent, _filter = given
    if index_name is None:
        narrowed.items[hash_key] = self.items.get(hash_key, {})
        return _query_all(narrowed, hash_key, *given, **more)
    wanted = [(name, value.type, value.value) for name, value in more.get("hash_key_conditions") or []]
    for partition, rows in self.items.items():
        narrowed.items[partition] = {
            sort: row
            for sort, row in rows.items()
            if all(
                (found := row.attrs.get(name)) and found.type == kind and found.value == value
                for name, kind, value in wanted
            )
        }
    return _query_all(narrowed, hash_key, *given, **more)


def _cast(self: DynamoType) -> Any:
    return self.value if self.type == "S" else _python_value.fget(self)  # type: ignore[attr-defined]


def _same(self: DynamoType, other: DynamoType) -> bool:
    if self.type == "S" == other.type:
        return bool(self.value == other.value)
    return bool(self.type == other.type and self.cast_value == other.cast_value)


def _before(self: DynamoType, other: DynamoType) -> bool:
    if self.type == "S" == other.type:
        return bool(self.value < other.value)
    return bool(self.cast_value < other.cast_value)


def _hash(self: DynamoType) -> int:
    return hash((self.type, self.value if self.type == "S" else self.cast_value))


def _size(self: DynamoType) -> int:
    return len(self.value.encode()) if self.type == "S" else _size_of_value(self)


def _size_of_row(self: Item) -> int:
    size: int | None = vars(self).get("measured")
    if size is None:
        size = sum(len(name.encode()) + value.size() for name, value in self.attrs.items())
        vars(self)["measured"] = size  # rows are replaced, never changed
    return size


def _within_the_limit(self: LimitedSizeDict, name: str, value: DynamoType) -> None:
    if (before := vars(self).get("measured")) is None:
        before = sum(len(each.encode()) + held.size() for each, held in self.items())
    vars(self)["measured"] = size = before + len(name.encode()) + value.size()
    if size > LARGEST_ROW:
        raise ItemSizeTooLarge
    dict.__setitem__(self, name, value)


def _params(operation: OperationModel, body: bytes) -> Any:
    if b'"B"' not in body and b'"BS"' not in body:  # else moto needs its model to know bytes
        return json.loads(body)
    model = get_service_model("dynamodb").operation_model(operation.name)
    return JSONParser(model).parse({"body": body})  # type: ignore[typeddict-item]


def _without_network(self: Any, operation: OperationModel, request: dict[str, Any]) -> Any:
    if not botocore_stubber.enabled or request["url"] != DYNAMODB:
        return _over_http(self, operation, request)
    handler = DynamoHandler()
    handler.headers, handler.querystring, handler.response_headers = request["headers"], {}, {}
    handler.current_account, handler.region = ACCOUNT, REGION
    handler.params = _params(operation, request["body"])
    status, headers, body = handler.call_action()
    answer = AWSResponse(DYNAMODB, status, headers, MockRawResponse(body))
    described = convert_to_response_dict(answer, operation)
    parser = self._response_parser_factory.create_parser("json")
    parsed = parser.parse(described, operation.output_shape)
    if answer.status_code >= HTTPStatus.BAD_REQUEST:
        self._add_modeled_error_fields(described, parsed, operation, parser)
    return answer, parsed


def make_table(name: str, declared: dict[str, Any]) -> None:
    """Make a table in moto unless it is there; `declared` are arguments of CreateTable."""
    backend = dynamodb_backends[ACCOUNT][REGION]
    if name in backend.tables:
        return
    backend.create_table(
        name,
        schema=declared["KeySchema"],
        attr=declared["AttributeDefinitions"],
        global_indexes=copy.deepcopy(declared.get("GlobalSecondaryIndexes", [])),
        billing_mode=declared["BillingMode"],
        indexes=[],
        tags=[],
        **dict.fromkeys(UNUSED),
    )


def make_bucket(name: str) -> str:
    """Make a bucket in moto; its name."""
    s3_backends[ACCOUNT]["aws"].create_bucket(name, REGION)
    return name


def make_queue(name: str) -> str:
    """Make a queue in moto, in order if its name says so; its address."""
    attributes: dict[str, Any] = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
    return sqs_backends[ACCOUNT][REGION].create_queue(name, **attributes).url(SQS)


def quicken() -> None:
    """Let both treat values by the type that they have, and moto keep rows, not tables, to go back to."""
    ResponseSerializer._serialize_type_structure = _its_own_type  # type: ignore[method-assign, assignment]
    Table.query = _query_its_rows  # type: ignore[method-assign]
    DynamoType.cast_value = property(_cast)  # type: ignore[method-assign, assignment]
    DynamoType.__eq__ = _same  # type: ignore[method-assign]
    DynamoType.__lt__ = _before  # type: ignore[method-assign]
    DynamoType.__hash__ = _hash  # type: ignore[method-assign]
    DynamoType.size = _size  # type: ignore[method-assign]
    Item.size = _size_of_row  # type: ignore[method-assign]
    LimitedSizeDict.__setitem__ = _within_the_limit  # type: ignore[method-assign]
    Table.__deepcopy__ = _same_rows  # type: ignore[attr-defined]
    DynamoDBBackend.update_item = _update_a_copy  # type: ignore[method-assign, assignment]
    BaseJSONParser._handle_structure = _as_it_came  # type: ignore[attr-defined]
    Endpoint.make_request = _without_network  # type: ignore[method-assign, assignment]
    SQSBackend.is_message_valid_based_on_retention_period = _kept  # type: ignore[method-assign, assignment]
    UserAgentString.to_string = _whatever_machine  # type: ignore[method-assign, assignment]
    vars(responses)["method_names_from_class"] = functools.cache(method_names_from_class)
