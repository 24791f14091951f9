"""`sam deploy` of the built template to a local AWS, and what it made."""

import hashlib
import platform
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

from infra.local.client import Session
from infra.local.places import BUILD, REGION, ROOT, aws_environment, tool
from infra.local.processes import tail
from infra.local.progress import Step
from infra.local.routes import create_routes
from infra.local.state import LocalStack

CONFIGURATION = ROOT / "samconfig.toml"
STAGE = "local"
PATIENCE = ROOT / "infra" / "local" / "patience"
# A day on which each administrative structure was in force (data/units).
A_DAY = {"2024-09": "2024-09-30", "2024-12": "2024-12-31", "2025-07": "2025-07-01"}
DONE = re.compile(rb"^(?:CREATE|UPDATE)_COMPLETE\s+(\S+)", re.MULTILINE)


class DeployFailed(Exception):  # noqa: N818 - read as an outcome
    """`sam deploy` did not succeed; the message is the end of its log."""


def fingerprint_of(build: str, parameters: list[str]) -> str:
    """Return a digest of a build and its parameters: equal ones need no deploy."""
    return hashlib.sha256("\n".join([build, *parameters]).encode()).hexdigest()


def deploy(stack: LocalStack, aws: Session, template: Path, parameters: list[str], deploying: Step) -> None:
    """Bring the local AWS to what `template` and `parameters` say, and note in `stack` what that made.

    Raises:
        DeployFailed: with the end of the log.
    """
    stack.stack = configuration()[STAGE]["global"]["parameters"]["stack_name"]
    _sam_deploy(stack, template, parameters, deploying)
    cloudformation = aws.client("cloudformation")
    described = cloudformation.describe_stacks(StackName=stack.stack)["Stacks"][0]
    stack.outputs = {made["OutputKey"]: made["OutputValue"] for made in described.get("Outputs", [])}
    deploying("routes")
    gateway = aws.client("apigatewayv2")
    stack.api_id = create_routes(cloudformation, gateway, stack=stack.stack, region=REGION)


def configuration() -> dict[str, Any]:
    """Return samconfig.toml."""
    with CONFIGURATION.open("rb") as file:
        return tomllib.load(file)


def practice_parameters() -> dict[str, str]:
    """Return what makes a local stack one for practice: of samconfig's stage, whatever is about Zalo."""
    given = configuration()["practice"]["deploy"]["parameters"]["parameter_overrides"]
    pairs = dict(pair.split("=", 1) for pair in given)
    return {
        name: value for name, value in pairs.items() if name in {"Practice", "MediaHosts"} or "Zalo" in name
    }


def parameters_of(stack: LocalStack) -> list[str]:
    """Return the template's parameters for a local stack: samconfig's, what this machine decides, its own."""
    given = configuration()[STAGE]["deploy"]["parameters"]["parameter_overrides"]
    decided = {
        "Architecture": host_architecture(),
        "PublicUrl": stack.api_url,
        "ZaloAppId": stack.zalo_app.app_id,
        "ZaloOauthUrl": stack.zalo_url,
        "ZaloOpenapiUrl": stack.zalo_url,
        "ZaloGraphUrl": stack.zalo_url,
        "MediaHosts": f".zdn.vn,{stack.zalo_url}",
        "NewsSitesUrl": f"{stack.zalo_url}/_sites",
        "OpenMeteoUrl": f"{stack.zalo_url}/_weather/open-meteo",
        "MetNorwayUrl": f"{stack.zalo_url}/_weather/met-norway",
        "ZaloSpeechUrl": f"{stack.zalo_url}/_speech",
        "SpeechHosts": f".zalo.ai,{stack.zalo_url}",
        "OfficerMfa": "OPTIONAL",  # its officers are programs
        "UnitsAsOf": A_DAY[stack.structure],
    } | stack.parameters
    kept = [pair for pair in given if pair.split("=", 1)[0] not in decided]
    return kept + [f"{name}={value}" for name, value in decided.items()]


def host_architecture() -> str:
    """Return the processor of this machine in Lambda's words."""
    return "arm64" if platform.machine().lower() in {"arm64", "aarch64"} else "x86_64"


def _sam_deploy(stack: LocalStack, template: Path, parameters: list[str], deploying: Step) -> None:
    log = stack.logs / "sam-deploy.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [tool("sam", "sam"), "deploy", "--template-file", str(template)]
    command += ["--config-file", str(CONFIGURATION), "--config-env", STAGE]
    command += [
        "--no-confirm-changeset",
        "--no-fail-on-empty-changeset",
        "--parameter-overrides",
        *parameters,
    ]
    environment = aws_environment(stack.aws_url) | {"PYTHONPATH": str(PATIENCE)}
    with (
        log.open("wb") as words,
        subprocess.Popen(
            command, cwd=BUILD, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process,
    ):
        finished = 0
        for line in process.stdout or ():
            words.write(line)
            if found := DONE.match(line):
                finished += 1
                deploying(f"{finished} resources, {found[1].decode()}")
    if process.returncode:
        raise DeployFailed(f"sam deploy failed ({log}):\n{tail(log, 4000)}")
