"""A fresh process: what importing a room or a function needs, does, and loads."""

import subprocess
import sys

import pytest

from infra.local.places import function_folder, function_folders, function_package
from tests.worlds.source import LAYER, layer

HEAVY = {"pydantic", "requests", "xlsxwriter"}
RESOLVER = "aws_lambda_powertools.event_handler.api_gateway"
NOT_LOADED = {
    "webhook": HEAVY | {RESOLVER},
    "inbox": HEAVY | {RESOLVER},
    "broadcast_plan": HEAVY | {RESOLVER},
    "broadcast_send": {"pydantic", "xlsxwriter", RESOLVER},
    "accounts": {"pydantic", "xlsxwriter", RESOLVER},
    "officer": {"requests", "xlsxwriter", "nh3", "PIL"},
    "broadcasts": {"requests", "xlsxwriter", "nh3", "PIL"},
    "library": {"requests", "xlsxwriter", "nh3", "PIL"},
    "conversations": {"requests", "xlsxwriter", "nh3", "PIL"},
    "cases": {"requests", "xlsxwriter", "nh3", "PIL"},
    "play": {"pydantic", "requests", "xlsxwriter", "nh3", "PIL"},
    "mark": {"pydantic", "requests", "xlsxwriter", "nh3", "PIL"},
    "opinions": {"pydantic", "requests", "xlsxwriter", "nh3", "PIL"},
    "participation": {"requests", "xlsxwriter", "nh3", "PIL"},
    "public": {"pydantic", "requests", "xlsxwriter", "nh3", "PIL"},
    "people": {"requests", "xlsxwriter", "nh3", "PIL"},
    "session": {"requests", "xlsxwriter", "nh3", "PIL"},
    "profile": {"xlsxwriter", "nh3", "PIL"},
    "petitions": {"requests", "xlsxwriter", "nh3", "PIL", "python_multipart"},
    "miniapp": {"requests", "xlsxwriter", "nh3", "PIL"},
    "confidential": {"requests", "xlsxwriter", "nh3", "PIL"},
    "documents": {"requests", "xlsxwriter", "nh3", "PIL", "typst"},
    "media": {"requests", "xlsxwriter", "nh3", "PIL"},
    "privacy": {"requests", "xlsxwriter", "nh3", "PIL"},
    "redaction": {"requests", "xlsxwriter", "nh3", "PIL"},
    "reorganisation": {"requests", "xlsxwriter", "nh3", "PIL"},
    "report": {"requests", "xlsxwriter"},
    "clock": HEAVY | {RESOLVER},
    "message_send": {"pydantic", "xlsxwriter", RESOLVER},
    "attachments": {"pydantic", "xlsxwriter", RESOLVER},
    "denunciation_files": {"pydantic", "xlsxwriter", RESOLVER},
    "followers": {"pydantic", "xlsxwriter", RESOLVER},
    "reconcile": {"pydantic", "xlsxwriter", RESOLVER},
    "search": {"requests", "xlsxwriter", "nh3", "PIL"},
    "search_index": HEAVY | {RESOLVER},
    "weather": {"pydantic", "xlsxwriter", RESOLVER},
    "library_outside": {"pydantic", "xlsxwriter", RESOLVER},
    "uploads": {"pydantic", "requests", "xlsxwriter", "nh3", "PIL", "pypdf", RESOLVER},
    "roster": HEAVY | {RESOLVER},
}
"""What each function must not load before it works: modules, not milliseconds, are the budget."""

GUARD = """
import socket, sys
def refused(*_, **__):
    raise SystemExit("something is done at import: " + "".join(__import__("traceback").format_stack(limit=4)))
socket.socket.connect = refused
import boto3
boto3.client = boto3.resource = boto3.Session = refused
"""


def run(program: str, *paths: str) -> set[str]:
    """Run a program in a process without an environment; the modules that it has loaded."""
    places = "".join(f"sys.path.insert(0, {path!r})\n" for path in paths)
    ending = "print(*sys.modules, sep='\\n')"
    answer = subprocess.run(
        [sys.executable, "-c", f"{GUARD}\n{places}\n{program}\n{ending}"],
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.split())


def test_every_room_can_be_imported_without_an_environment() -> None:
    names = [source.module for source in layer()]
    loaded = run("\n".join(f"import {name}" for name in names), str(LAYER))
    assert set(names) <= loaded


def test_every_function_is_in_the_list() -> None:
    assert set(NOT_LOADED) == set(function_folders())


def test_pages_and_json__of_one_function__load_only_their_own_half() -> None:
    paths = str(LAYER), str(function_folder("conversations"))
    pages = run("from conversations_api import handler, pages", *paths)
    assert not {"conversations_api.routes", "loa.casework.cases.rows.store"} & pages
    json = run("from conversations_api import handler, routes", *paths)
    assert not {"conversations_api.pages", "jinja2"} & json


@pytest.mark.parametrize("name", sorted(NOT_LOADED))
def test_a_function_starts_without_an_environment_asks_nobody_and_loads_little(name: str) -> None:
    loaded = run(
        f"from {function_package(name)} import handler\nassert callable(handler.handler)",
        str(LAYER),
        str(function_folder(name)),
    )
    assert not NOT_LOADED[name] & loaded
    assert "moto" not in loaded
