"""A fresh process: what importing a room or a function needs and does; what it loads: `test_budgets`."""

import subprocess
import sys

from infra.local.places import function_folder, function_folders, function_package
from tests.worlds.source import LAYER, layer

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


def test_pages_and_json__of_one_function__load_only_their_own_half() -> None:
    paths = str(LAYER), str(function_folder("conversations"))
    pages = run("from conversations_api import handler, pages", *paths)
    assert not {"conversations_api.routes", "loa.casework.cases.rows.store"} & pages
    json = run("from conversations_api import handler, routes", *paths)
    assert not {"conversations_api.pages", "jinja2"} & json


def test_functions_start_without_an_environment_and_ask_nobody() -> None:
    folders = function_folders()
    program = "\n".join(
        f"from {function_package(name)} import handler\nassert callable(handler.handler)" for name in folders
    )
    assert "moto" not in run(program, str(LAYER), *map(str, folders.values()))
