"""Where things are in the checkout, and the names that the local stack goes by."""

import os
import socket
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
BUILD = ROOT / "build"
LOGS = BUILD / "logs"
TEMPLATE = ROOT / "template.yaml"
FUNCTION_TEMPLATES = (TEMPLATE, ROOT / "infra/workers.yaml", ROOT / "infra/jobs.yaml")
FUNCTIONS = ROOT / "functions"

REGION = "ap-southeast-1"
HOST = "127.0.0.1"
# ministack takes these for the account's root, whom IAM never refuses.
ROOT_ACCESS_KEY = "test"


def function_folder(name: str) -> Path:
    """Return the folder of a function: `cases` is `functions/api/cases`.

    Raises:
        KeyError: there is no such function.
    """
    return function_folders()[name]


def function_folders() -> dict[str, Path]:
    """Return the folders of all functions by their names."""
    return {
        handler.parents[1].name: handler.parents[1] for handler in sorted(FUNCTIONS.glob("*/*/*/handler.py"))
    }


def function_package(name: str) -> str:
    """Return the one package in a function's folder, `cases_api` of `cases`: its modules are unique by it."""
    (handler,) = function_folder(name).glob("*/handler.py")
    return handler.parent.name


def tool(environment: str, program: str) -> str:
    """Return the path of a program in one of the separate environments `.tools/NAME`."""
    return str(TOOLS / environment / "bin" / program)


def clean_environment(**more: str) -> dict[str, str]:
    """Return this process's environment without the developer's AWS account or Python set-up, plus `more`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "SAM_CLI_"))
        and name not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}
    }
    return kept | more


def aws_environment(endpoint: str) -> dict[str, str]:
    """Return the environment in which AWS tools talk to the local stack at `endpoint` and to nothing else."""
    return clean_environment(
        AWS_ENDPOINT_URL=endpoint,
        AWS_ACCESS_KEY_ID=ROOT_ACCESS_KEY,
        AWS_SECRET_ACCESS_KEY=ROOT_ACCESS_KEY,
        AWS_DEFAULT_REGION=REGION,
        AWS_REGION=REGION,
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
        SAM_CLI_TELEMETRY="0",
        NO_PROXY=HOST,
    )


def free_port() -> int:
    """Return a TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def is_listening(port: int) -> bool:
    """Tell whether somebody answers on `port` of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
