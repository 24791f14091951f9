"""`make deploy STAGE=…`: build for AWS and deploy with the caller's own credentials.

What belongs to a stage stands in `samconfig.toml`; Zalo's secrets are put in afterwards (infra/deploy.md).

A first deploy goes in two steps: tables and user pool refuse to be deleted (`DeletionProtection`) only after
all of it has succeeded once. Else a first deploy that fails could not be rolled back, and what is left of it
would be in the way of the next.
"""

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.exceptions import ClientError

from infra.local.build import BuildFailed, built
from infra.local.deploy import CONFIGURATION, STAGE, configuration
from infra.local.places import ROOT, tool

if TYPE_CHECKING:
    from collections.abc import Sequence

PROTECTION: Final = "DeletionProtection"
NOT_YET: Final = {"", "REVIEW_IN_PROGRESS"}
"""States of a stack of which nothing has been made; the empty one: there is none."""

EXAMPLES = ("example.vn", "ZaloAppId=1000000000000000000")
NEXT = """
Next, once per stage (infra/deploy.md, from step 5):
  aws secretsmanager put-secret-value --secret-id {stack}/zalo-app --secret-string "$ZALO_APP_SECRET"
  aws secretsmanager put-secret-value --secret-id {stack}/zalo-webhook --secret-string "$ZALO_OA_SECRET_KEY"
  aws secretsmanager put-secret-value --secret-id {stack}/zalo-mini-app --secret-string "$ZALO_MINI_APP_KEY"
  .venv/bin/python -m infra.units.load --table "$UNITS_TABLE"    # output UnitsTableName
confirm the mail to AlarmEmail, name redirect and webhook in the Zalo app, create the first officers."""


FAILED_BEFORE = """
The first deploy of {stack} failed and was rolled back; only its name is left. Remove that, then deploy again:
  aws cloudformation delete-stack --stack-name {stack} --region {region}
  aws cloudformation wait stack-delete-complete --stack-name {stack} --region {region}"""


def main(stage: str) -> int:
    """Deploy a stage of samconfig.toml; returns the exit code of `sam deploy`."""
    sections = configuration()
    stages = [name for name in sections if name not in {"version", "default", STAGE}]
    if stage not in stages:
        print(f"Which stage? make deploy STAGE={' or STAGE='.join(stages)} (samconfig.toml)", file=sys.stderr)
        return 2
    examples = [
        parameter
        for parameter in sections[stage]["deploy"]["parameters"]["parameter_overrides"]
        if any(example in parameter for example in EXAMPLES)
    ]
    if examples:
        print(f"samconfig.toml [{stage}] still holds examples: {', '.join(examples)}", file=sys.stderr)
        return 2
    where = sections[stage]["global"]["parameters"]
    state = state_of(where["stack_name"], boto3.client("cloudformation", region_name=where["region"]))
    if state == "ROLLBACK_COMPLETE":
        print(FAILED_BEFORE.format(stack=where["stack_name"], region=where["region"]), file=sys.stderr)
        return 2
    try:
        template, _ = built("arm64")
    except BuildFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    command = [tool("sam", "sam"), "deploy", "--template-file", str(template)]
    command += ["--config-file", str(CONFIGURATION), "--config-env", stage]
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
    code = 0
    for overrides in steps(
        sections[stage]["deploy"]["parameters"]["parameter_overrides"], first=state in NOT_YET
    ):
        step = [*command, "--parameter-overrides", *overrides]
        code = code or subprocess.run(step, cwd=ROOT, env=environment, check=False).returncode
    if code == 0:
        print(NEXT.format(stack=sections[stage]["global"]["parameters"]["stack_name"]))
    return code


def state_of(stack: str, cloudformation: Any) -> str:
    """What CloudFormation says of the stack; empty when there is none."""
    try:
        found = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # "Stack with id … does not exist"
            return ""
        raise
    return str(found[0]["StackStatus"])


def steps(overrides: "Sequence[str]", *, first: bool) -> list[list[str]]:
    """The parameters of each `sam deploy` that is needed: of two, the first protects nothing yet."""
    open_ones = [pair for pair in overrides if not pair.startswith(f"{PROTECTION}=")] + [
        f"{PROTECTION}=false"
    ]
    protects = f"{PROTECTION}=false" not in overrides
    return [open_ones, list(overrides)] if first and protects else [list(overrides)]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
