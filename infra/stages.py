"""A deployed stage of Loa, on AWS or on this machine: its outputs, and clients for its account."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import boto3

from infra.local.client import session
from infra.local.deploy import configuration
from infra.local.places import aws_environment
from infra.local.state import DEFAULT, LocalStack


class StageMissing(Exception):  # noqa: N818 - read as an answer
    """There is no such stage; the message says what there is."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stack that is deployed.

    Attributes:
        name: `local`, or a section of samconfig.toml.
        outputs: the outputs of the root stack.
        client: a client of an AWS service, for its account and region.
        local: the stack on this machine; None: it is on AWS.
        parameters: those of the root stack.
    """

    name: str
    outputs: dict[str, str]
    client: Callable[[str], Any]
    local: LocalStack | None
    parameters: dict[str, str] = field(default_factory=dict)

    def use(self) -> None:
        """Let the layer's own clients, made after this, speak to this stage."""
        if self.local:
            os.environ.update(aws_environment(self.local.aws_url))


def stage_of(name: str) -> Stage:
    """The stage of that name; empty: the local stack.

    Raises:
        StageMissing: samconfig.toml does not know it, or no local stack is running.
    """
    if not name:
        stack = LocalStack.load(DEFAULT)
        if stack is None:
            raise StageMissing("No local stack is running; STAGE=… names one on AWS.")
        return local_stage(stack)
    stages = configuration()
    if name not in stages:
        raise StageMissing(f"samconfig.toml knows no stage {name}.")
    place = stages[name]["global"]["parameters"]
    os.environ.update(AWS_REGION=place["region"], AWS_DEFAULT_REGION=place["region"])
    account = boto3.Session(region_name=place["region"])
    described = account.client("cloudformation").describe_stacks(StackName=place["stack_name"])
    made_of = described["Stacks"][0]
    outputs = {made["OutputKey"]: made["OutputValue"] for made in made_of["Outputs"]}
    parameters = {given["ParameterKey"]: given["ParameterValue"] for given in made_of.get("Parameters", [])}
    make: Callable[[str], Any] = account.client  # type: ignore[assignment]  # one overload for each service
    return Stage(name, outputs, make, None, parameters)


def local_stage(stack: LocalStack) -> Stage:
    """A local stack as a stage."""
    return Stage("local", dict(stack.outputs), session(stack).client, stack)
