"""The functions in one process: tables on Amazon's own engine, other services from moto, Zalo simulated.

Runs in a process of its own (`section.py`): it changes the environment and leaves it changed.
"""

import functools
import importlib
import itertools
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final, cast

import boto3
import yaml
from moto import mock_aws

from infra.local.bench.engine import engine
from infra.local.bench.meter import Meter, Weigh, units_of
from infra.local.places import REGION, ROOT, function_folder, function_package
from infra.units.load import read_units
from loa.foundation.units.service import import_units
from loa.foundation.units.store import UnitStore
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.kms import EncryptionKey

APP_ID: Final = "1122334455667788990"
APP_SECRET: Final = "app-secret"  # noqa: S105 - of a simulator
WEBHOOK_SECRET: Final = "webhook-secret"  # noqa: S105 - the same
DAY: Final = "2024-09-30"
"""A day on which Nghệ An had its 482 units."""


class _Loader(yaml.CSafeLoader):
    """CloudFormation's short tags (!Ref, !GetAtt …) as plain values: nothing here needs them resolved."""


def _plain(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(cast("yaml.MappingNode", node), deep=True)


_Loader.add_multi_constructor("!", _plain)


@functools.cache
def template(name: str) -> dict[str, Any]:
    """The resources of one of the templates, such as `infra/data.yaml`."""
    text = (ROOT / name).read_text("utf-8")
    resources: dict[str, Any] = yaml.load(text, Loader=_Loader)["Resources"]  # noqa: S506 # nosec B506 - a SafeLoader
    return resources


QUEUES: Final = {"deliveries": "Deliveries", "urgent": "Urgent"}
"""The event in the template by which the workers of each queue are counted."""


def concurrency(queue: str) -> int:
    """How many senders the template lets run at once for a queue."""
    events = template("infra/workers.yaml")["BroadcastSendFunction"]["Properties"]["Events"]
    return int(events[QUEUES[queue]]["Properties"]["ScalingConfig"]["MaximumConcurrency"])


class Context:
    """What Lambda hands to a handler beside the event."""

    function_name = "bench"
    memory_limit_in_mb = 512
    invoked_function_arn = f"arn:aws:lambda:{REGION}:123456789012:function:bench"
    aws_request_id = "bench"

    def get_remaining_time_in_millis(self) -> int:
        """Plenty."""
        return 300_000


@dataclass
class House:
    """The functions and what they work with.

    Attributes:
        meter: counts what the functions ask of AWS.
        tables: by their names in the template, such as `Units`.
    """

    meter: Meter
    tables: dict[str, Table]
    _functions: dict[str, ModuleType] = field(default_factory=dict)

    @property
    def key(self) -> EncryptionKey:
        """The key of the token pairs."""
        return EncryptionKey(os.environ["CREDENTIALS_KEY_ID"])

    def function(self, name: str) -> ModuleType:
        """The handler module of a function, loaded as Lambda does."""
        if name not in self._functions:
            sys.path.insert(0, str(function_folder(name)))
            self._functions[name] = importlib.import_module(f"{function_package(name)}.handler")
        return self._functions[name]

    def work(self, function: str, records: Sequence[dict[str, Any]], at_once: int = 1) -> None:
        """Hand messages to a function, so many in each batch.

        Raises:
            RuntimeError: it wants to see one again.
        """
        for batch in itertools.batched(records, at_once, strict=False):
            answer = self.function(function).handler({"Records": list(batch)}, Context())
            if answer["batchItemFailures"]:
                raise RuntimeError(f"{function} failed: {answer}")

    def taken(self, variable: str) -> list[dict[str, Any]]:
        """What is on the queue behind an environment variable, as SQS hands it to functions; taken off it."""
        queue: Any = boto3.client("sqs")  # not the functions' own: Lambda fetches for them
        url = os.environ[variable]
        records: list[dict[str, Any]] = []
        while found := queue.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        ).get("Messages"):
            records += [record_of(message["Body"], message["Attributes"]) for message in found]
            for message in found:
                queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return records


def record_of(body: str, attributes: dict[str, Any] | None = None) -> dict[str, Any]:
    """One message as a function gets it."""
    return {
        "messageId": str(abs(hash(body))),
        "receiptHandle": "bench",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1", **(attributes or {})},
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:bench",
        "awsRegion": REGION,
    }


@contextmanager
def house(zalo_url: str = "https://example.vn") -> Iterator[House]:
    """Open the house with empty tables and the 482 units.

    Raises:
        DynamoDBLocalMissing: this machine cannot run DynamoDB Local.
    """
    with engine() as url, mock_aws():
        os.environ |= {
            "AWS_ACCESS_KEY_ID": f"bench{os.getpid()}",  # the engine keeps the tables of each apart
            "AWS_SECRET_ACCESS_KEY": "bench",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL_DYNAMODB": url,
            "NO_PROXY": "*",
            "POWERTOOLS_METRICS_NAMESPACE": "Loa",
            "POWERTOOLS_SERVICE_NAME": "bench",
            "POWERTOOLS_TRACE_DISABLED": "true",
        }
        tables = _tables()
        os.environ |= _settings(zalo_url)
        meter = Meter(_scales())
        import_units(read_units(), store=UnitStore(tables["Units"]))
        for client in (
            clients.dynamodb().meta.client,
            clients.sqs(),
            clients.kms(),
            clients.s3(),
            clients.secrets_manager(),
        ):
            meter.watch(client)
        yield House(meter, tables)


def _tables() -> dict[str, Table]:
    """The tables as the template declares them."""
    declared = {
        name.removesuffix("Table"): body["Properties"]
        for name, body in template("infra/data.yaml").items()
        if body["Type"] == "AWS::DynamoDB::Table"
    }
    taken = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")
    dynamodb = boto3.client("dynamodb")
    for name, properties in declared.items():
        arguments: Any = {key: properties[key] for key in taken if key in properties}
        dynamodb.create_table(TableName=name, **arguments)
        os.environ[f"{name.upper()}_TABLE"] = name
    return {name: Table(name) for name in declared}


def _scales() -> Weigh:
    """Weighs a row by writing it once more, into a table that nobody else uses."""
    engine = boto3.resource("dynamodb")  # not the functions' own: nothing of this counts
    schema: Any = template("infra/data.yaml")["CredentialsTable"]["Properties"]
    arguments = {name: schema[name] for name in ("KeySchema", "AttributeDefinitions", "BillingMode")}
    scales = engine.create_table(TableName="Scales", **arguments)

    def weigh(table: str, key: Mapping[str, str]) -> float:
        row = engine.Table(table).get_item(Key=dict(key), ConsistentRead=True).get("Item")
        if row is None:
            return 1  # deleted: what it weighed is not known any more, and rows that are moved are small
        return units_of(scales.put_item(Item=row, ReturnConsumedCapacity="TOTAL"))

    return weigh


def _settings(zalo_url: str) -> dict[str, str]:
    """Make the rest of AWS and return the functions' environment that leads to it."""
    sqs: Any = boto3.client("sqs")
    secrets, s3 = boto3.client("secretsmanager"), boto3.client("s3")
    for name, value in {"zalo-app": APP_SECRET, "zalo-webhook": WEBHOOK_SECRET}.items():
        secrets.create_secret(Name=name, SecretString=value)
    s3.create_bucket(Bucket="reports", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
    fifo = {"FifoQueue": "true"}
    messages = sqs.create_queue(QueueName="messages.fifo", Attributes=fifo)["QueueUrl"]
    return {
        "CREDENTIALS_KEY_ID": boto3.client("kms").create_key()["KeyMetadata"]["KeyId"],
        "ATTACHMENTS_QUEUE_URL": sqs.create_queue(QueueName="attachments")["QueueUrl"],
        "DELIVERIES_QUEUE_URL": sqs.create_queue(QueueName="deliveries")["QueueUrl"],
        "INBOX_QUEUE_URL": sqs.create_queue(QueueName="inbox.fifo", Attributes=fifo)["QueueUrl"],
        "MESSAGES_QUEUE_URL": messages,
        "MESSAGE_CALLS_PER_MINUTE": "1000000",
        "OWN_QUEUE": messages,
        "PROVINCE_CODE": "40",
        "PUBLIC_URL": "https://loa.example.vn",
        "REPORTS_BUCKET": "reports",
        "ATTACHMENTS_BUCKET": "attachments",
        "MEDIA_BUCKET": "media",
        "UNITS_AS_OF": DAY,
        "QUIET_HOURS": "00:00-00:00",
        "URGENT_QUEUE_URL": sqs.create_queue(QueueName="urgent")["QueueUrl"],
        "BROADCAST_CALLS_PER_MINUTE": "1600",
        "ARTICLE_CALLS_PER_MINUTE": "3800",
        "SEND_WORKERS": str(sum(map(concurrency, QUEUES))),
        "PRACTICE_INBOX_URL": "",
        "SCHEDULE_GROUP": "loa",
        "SCHEDULE_PREFIX": "loa-broadcast-",
        "SCHEDULER_ROLE_ARN": "arn:aws:iam::123456789012:role/bench",
        "SCHEDULE_DLQ_ARN": "arn:aws:sqs:ap-southeast-1:123456789012:bench",
        "ZALO_APP_ID": APP_ID,
        "ZALO_APP_SECRET_ID": "zalo-app",
        "PARTICIPATION_SECRET_ID": "participation",
        "ZALO_OAUTH_URL": zalo_url,
        "ZALO_OPENAPI_URL": zalo_url,
        "ZALO_WEBHOOK_SECRET_ID": "zalo-webhook",
    }


def http_event(body: str, headers: dict[str, str]) -> dict[str, Any]:
    """A POST of Zalo as API Gateway hands it over."""
    return {
        "version": "2.0",
        "routeKey": "POST /zalo/events",
        "rawPath": "/zalo/events",
        "headers": {"content-type": "application/json", **headers},
        "requestContext": {"http": {"method": "POST", "path": "/zalo/events"}},
        "body": body,
        "isBase64Encoded": False,
    }


def as_text(value: Any) -> str:
    """JSON as Zalo sends it."""
    return json.dumps(value, ensure_ascii=False)
