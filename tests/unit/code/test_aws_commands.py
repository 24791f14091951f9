"""The AWS commands that people are told to type exist, with the options that they are given."""

import re
from functools import cache
from pathlib import Path

import botocore.session
import pytest
from botocore import xform_name

ROOT = Path(__file__).resolve().parents[3]
PAGES = [
    ROOT / "README.md",
    ROOT / "infra" / "deploy.md",
    *sorted((ROOT / "infra" / "runbooks").glob("*.md")),
]
EVERYWHERE = {"query", "output", "region", "profile", "cli-binary-format", "endpoint-url"}
OF_THE_CLI = {
    ("cloudformation", "deploy"): {"stack-name", "template-file"},
    ("logs", "tail"): {"since", "filter-pattern", "follow"},
    ("s3", "rm"): {"recursive"},
    ("configure", "sso"): set(),
}
"""Commands that only the command line has."""

COMMAND = re.compile(r"\baws ([a-z0-9-]+) ([a-z-]+)((?:\s+(?!aws )[^\n;|`]+)?)")


def _commands() -> list[tuple[str, str, str, frozenset[str]]]:
    """Page, service, operation and options of every command."""
    found = []
    for page in PAGES:
        text = re.sub(r"\\\n\s*", " ", page.read_text(encoding="utf-8"))
        for service, operation, rest in COMMAND.findall(text):
            own = re.sub(
                r"\$\(.*?\)|'[^']*'|\"[^\"]*\"", " ", rest.partition(")")[0] if "$(" not in rest else rest
            )
            options = frozenset(re.findall(r"(?<!\S)--([a-z0-9-]+)", own))
            found.append((page.name, service, operation, options))
    return sorted(set(found), key=str)


@cache
def _operations(service: str) -> dict[str, set[str]]:
    """The operations of a service as the command line names them, with their options."""
    model = botocore.session.get_session().get_service_model(service)
    known: dict[str, set[str]] = {}
    for name in model.operation_names:
        shape = model.operation_model(name).input_shape
        members = shape.members if shape else {}
        options = {xform_name(member, "-") for member in members}
        known[xform_name(name, "-")] = options | {f"no-{option}" for option in options}
    return known


@pytest.mark.parametrize(("page", "service", "operation", "options"), _commands())
def test_a_command_exists(page: str, service: str, operation: str, options: frozenset[str]) -> None:
    given = options - EVERYWHERE
    if operation == "wait":
        return
    if (service, operation) in OF_THE_CLI:
        assert given <= OF_THE_CLI[service, operation], page
        return
    operations = _operations("s3" if service == "s3api" else service)
    assert operation in operations, f"{page}: aws {service} has no {operation}"
    assert given <= operations[operation], f"{page}: {given - operations[operation]}"


def test_the_pages_were_read() -> None:
    assert len(_commands()) > 30
