"""Fixtures for all suites: tables as the template declares them, on moto and on Amazon's own engine."""

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from hypothesis import settings
from moto import mock_aws
from moto.core.config import DefaultConfig

from infra.local.dynamodb import DynamoDBLocalMissing, dynamodb_local
from infra.local.pages import compiled
from infra.local.places import function_folders
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.tables import Table
from tests.worlds import permissions, quick_moto

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(folder) for folder in function_folders().values()]  # as Lambda has each of them
REGION = "ap-southeast-1"

sys.path.append(str(compiled()))  # templates as on Lambda: compiled, in folders of the layer `pages`

POWERTOOLS = {
    "POWERTOOLS_METRICS_NAMESPACE": "Loa",
    "POWERTOOLS_SERVICE_NAME": "test",
    "POWERTOOLS_TRACE_DISABLED": "true",
}
os.environ.update(POWERTOOLS)  # `loa.worker` reads them when it is imported

type OpenTable = Callable[[str], Table]

# No deadline: on a busy machine an example that takes long says nothing. Everyday examples are the same in
# each run, so that a change is judged by itself; `make search` (`thorough`) tries others, and many more.
settings.register_profile("everyday", deadline=None, max_examples=60, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=1_500, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))

# Botocore takes 80 ms to read its service descriptions: the session that holds them outlives a test, the
# clients made from it do not (`forget_clients`), so that each sees its own endpoints and its own fake.
KEEP_SESSION: DefaultConfig = {"core": {"reset_boto3_session": False}}


quick_moto.quicken()


@pytest.fixture(autouse=True)
def _lambda_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the developer's own AWS account; clients are made anew for each test."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        **POWERTOOLS,
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    forget_clients()
    yield
    forget_clients()


def forget_clients() -> None:
    """Let clients, and the services that use them, be built anew."""
    _forget(clients)
    forget_services()


def forget_services() -> None:
    """Let services be built anew, from the environment as it is then: as in another process."""
    for name, module in list(sys.modules.items()):
        if name.startswith("loa.bootstrap."):
            _forget(module)


def _forget(module: ModuleType) -> None:
    for make in vars(module).values():
        if hasattr(make, "cache_clear"):
            make.cache_clear()


class _Loader(yaml.CSafeLoader):
    """CloudFormation's short tags (!Ref, !GetAtt …) as plain values: the tests need no resolution."""


_Loader.add_multi_constructor(
    "!",
    lambda loader, _suffix, node: (
        loader.construct_scalar(node)
        if isinstance(node, yaml.ScalarNode)
        else loader.construct_sequence(node, deep=True)
        if isinstance(node, yaml.SequenceNode)
        else loader.construct_mapping(node, deep=True)
    ),
)


@functools.cache
def declared_tables() -> dict[str, dict[str, Any]]:
    """Logical name → the arguments of CreateTable, from infra/data.yaml."""
    template = yaml.load((ROOT / "infra" / "data.yaml").read_text("utf-8"), Loader=_Loader)
    kept = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")
    return {
        name.removesuffix("Table"): {
            key: body["Properties"][key] for key in kept if key in body["Properties"]
        }
        for name, body in template["Resources"].items()
        if body["Type"] == "AWS::DynamoDB::Table"
    }


def _create(name: str, prefix: str) -> Table:
    table = f"{prefix}{name}"
    client = clients.dynamodb().meta.client
    # On a busy machine the answer may come after botocore has asked again: then the table is there.
    with contextlib.suppress(client.exceptions.ResourceInUseException):
        client.create_table(TableName=table, **declared_tables()[name])
    return Table(table)


def in_memory(name: str) -> Table:
    """Give me the table of that name on moto, whose fake is on."""
    quick_moto.make_table(name, declared_tables()[name])
    return Table(name)


@pytest.fixture(scope="session")
def dynamodb_local_url() -> Iterator[str]:
    """Amazon's DynamoDB Local, once per test process."""
    try:
        with dynamodb_local() as url:
            yield url
    except DynamoDBLocalMissing as missing:
        pytest.skip(f"DynamoDB Local cannot run here: {missing}")


@pytest.fixture
def moto_aws() -> Iterator[None]:
    """AWS, faked inside the process."""
    with mock_aws(config=KEEP_SESSION):
        yield


@pytest.fixture(autouse=True)
def _within_roles() -> Iterator[None]:
    """What a handler asks of tables is allowed by the role of its function."""
    yield
    refused, permissions.REFUSED[:] = list(dict.fromkeys(permissions.REFUSED)), []
    assert not refused, refused


@pytest.fixture
def open_table(moto_aws: None) -> OpenTable:
    """Give me the table of that name, as the template declares it (on moto)."""
    return functools.cache(in_memory)


ON_THE_REAL_ENGINE = pytest.mark.parametrize(
    "table", [pytest.param("dynamodb-local", marks=pytest.mark.enable_socket)], indirect=True
)
"""For several threads: where a transaction of one fails, moto takes back what the others have written."""


@pytest.fixture(params=["moto", pytest.param("dynamodb-local", marks=pytest.mark.enable_socket)])
def table(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> OpenTable:
    """Give me the table of that name; each test runs on moto and on Amazon's own engine."""
    if request.param == "moto":
        opened: OpenTable = request.getfixturevalue("open_table")
        return opened
    url = request.getfixturevalue("dynamodb_local_url")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
    prefix = f"{abs(hash(request.node.nodeid))}-"
    return functools.cache(lambda name: _create(name, prefix))
