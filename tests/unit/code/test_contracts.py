"""The committed contracts of the HTTP APIs (`infra/api`) are those of the code: else `make openapi`."""

import ast
import json
import re
from typing import Any

import pytest

from infra.local.openapi import FOLDER, TITLES, document_of, made
from infra.local.places import function_folder
from tests.template.reading import functions

PAGES = ("/confidential", "/console", "/cua-toi", "/thi", "/tim")
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

    pages = {
        route
        for route in function.routes
        for page in PAGES
        if route.partition(" ")[2] == page or route.partition(" ")[2].startswith(f"{page}/")
    }
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
        for file in function_folder(name).rglob("*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and node.decorator_list
        and ("once(" in ast.unparse(node) or any(_is_key(argument) for argument in node.args.args))
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


def _operations(name: str) -> list[tuple[str, dict[str, Any]]]:
    paths = json.loads(document_of(name).read_text("utf-8"))["paths"]
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]


@pytest.mark.parametrize("name", TITLES)
def test_the_contract_has_the_gateways_own_refusal_where_somebody_has_to_sign_in(name: str) -> None:
    (function,) = [function for function in functions() if function.name == name]
    public = {
        f"{event['Method'].upper()} {re.sub(r'{[^}]*}', '{}', event['Path'])}"
        for event in function.events("HttpApi").values()
        if event.get("Auth", {}).get("Authorizer") == "NONE"
    }
    for route, operation in _operations(name):
        told = operation["responses"].get("401") == {"$ref": "#/components/responses/Unauthorized"}
        assert told == (re.sub(r"{[^}]*}", "{}", route) not in public), route


@pytest.mark.parametrize("name", TITLES)
def test_the_contract_bounds_every_limit(name: str) -> None:
    document = json.loads(document_of(name).read_text("utf-8"))
    for route, operation in _operations(name):
        for parameter in operation.get("parameters", []):
            if parameter["name"] == "limit":
                schema = parameter["schema"]
                if "$ref" in schema:
                    schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
                (number,) = (one for one in schema.get("anyOf", [schema]) if one["type"] == "integer")
                assert number["minimum"] == 1, route
                assert number["maximum"] in {50, 200}, route


def test_the_contract_says_what_the_code_demands() -> None:
    def schema_of(name: str, of: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(document_of(name).read_text("utf-8"))["components"]["schemas"][of]
        return found

    for order in ("ReportOrder", "CaseListOrder"):
        days = schema_of("report", order)["properties"]
        assert {days["from"]["format"], days["to"]["format"]} == {"date"}
    cases = schema_of("cases", "CasesToImport")["properties"]["cases"]
    assert (cases["minItems"], cases["maxItems"]) == (1, 50)
    name = schema_of("conversations", "CannedName")["pattern"]
    assert re.fullmatch(name, "gio-lam-viec")
    assert not re.fullmatch(name, "Giờ làm việc")
