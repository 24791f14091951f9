"""The committed contracts of the HTTP APIs (`infra/api`) are those of the code: else `make openapi`."""

import ast
import json
import re

import pytest

from infra.local.openapi import FOLDER, TITLES, document_of, made
from tests.template.reading import functions
from tests.unit.source import FUNCTIONS

PAGES = ("/confidential/",)
"""Beginnings of paths that answer people with HTML, and are in no contract."""


@pytest.mark.parametrize("name", TITLES)
def test_the_committed_contract_is_what_the_code_says(name: str) -> None:
    committed = document_of(name).read_text("utf-8")
    assert made(name) == committed, "the API has changed: run `make openapi` and commit what it writes"


def test_every_contract_is_that_of_a_function() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(TITLES)


@pytest.mark.parametrize("name", TITLES)
def test_the_contract_has_exactly_the_routes_of_the_template(name: str) -> None:
    (function,) = [function for function in functions() if function.name == name]
    paths = json.loads(document_of(name).read_text("utf-8"))["paths"]
    documented = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}

    def plain(routes: set[str]) -> set[str]:
        return {re.sub(r"\{[^}]*\}", "{}", route) for route in routes}

    pages = {route for route in function.routes if route.partition(" ")[2].startswith(PAGES)}
    assert plain(documented) == plain(set(function.routes) - pages)


@pytest.mark.parametrize("name", TITLES)
def test_every_route_is_described_in_vietnamese(name: str) -> None:
    document = json.loads(document_of(name).read_text("utf-8"))
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert not operation["description"].isascii()
            assert operation["tags"]


def _is_key(argument: ast.arg) -> bool:
    """Whether a route takes the key itself, since it cannot do without one."""
    return argument.annotation is not None and ast.unparse(argument.annotation) == "Once"


@pytest.mark.parametrize("name", TITLES)
def test_the_contract_says_which_routes_keep_their_answer_under_a_key(name: str) -> None:
    kept = {
        node.name
        for file in (FUNCTIONS / name).glob("*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and node.decorator_list
        and ("_once(" in ast.unparse(node) or any(_is_key(argument) for argument in node.args.args))
    }
    paths = json.loads(document_of(name).read_text("utf-8"))["paths"]
    told = {
        operation["operationId"]
        for methods in paths.values()
        for operation in methods.values()
        if any(
            parameter["name"].lower() == "idempotency-key" for parameter in operation.get("parameters", [])
        )
    }
    assert len(told) == len(kept)
    assert all(any(word.startswith(route) for route in kept) for word in told)
