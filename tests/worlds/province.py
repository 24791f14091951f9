"""A small province whose tables are made from the template, and the people who knock at its doors."""

import base64
import json
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from loa.foundation.officers.model import Officer
from loa.foundation.officers.store import OfficerStore
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.web.auth import roles_of
from tests.worlds.doors import Context, http_event

PROVINCE, CITY, WARD, OTHER_WARD, TOWN = "40", "40.412", "40.412.16681", "40.412.16663", "40.413"
UNITS = (
    Unit(PROVINCE, "2024-09", "40", "Tỉnh Nghệ An", UnitKind.PROVINCE),
    Unit(CITY, "2024-09", "412", "Thành phố Vinh", UnitKind.CITY),
    Unit(OTHER_WARD, "2024-09", "16663", "Phường Đông Vĩnh", UnitKind.WARD),
    Unit(WARD, "2024-09", "16681", "Phường Hà Huy Tập", UnitKind.WARD),
    Unit(TOWN, "2024-09", "413", "Thị xã Cửa Lò", UnitKind.TOWN),
)
DOCUMENTS = Path(__file__).parents[2] / "infra" / "api"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, as the ID token tells."""

    sub: str
    unit: str
    groups: str
    name: str = "Nguyễn Thị MARKED-NAME"

    @property
    def claims(self) -> dict[str, str]:
        return {
            "sub": self.sub,
            "name": self.name,
            "email": "marked@example.vn",
            "token_use": "id",
            "custom:unit": self.unit,
            "cognito:groups": f"[{self.groups}]",
        }

    @property
    def officer(self) -> Officer:
        """The officer as packages know them."""
        return Officer(self.sub, self.name, self.unit, roles_of(f"[{self.groups}]"))


ADMINISTRATOR = Person("administrator-1", PROVINCE, "administrator")
EDITOR = Person("editor-1", PROVINCE, "editor")
APPROVER = Person("approver-1", PROVINCE, "approver")
SECOND_APPROVER = Person("approver-2", PROVINCE, "approver")
VIEWER = Person("viewer-1", PROVINCE, "viewer")
WARD_EDITOR = Person("editor-2", WARD, "editor")
WARD_ADMINISTRATOR = Person("administrator-2", WARD, "administrator")
OTHER_WARD_EDITOR = Person("editor-3", OTHER_WARD, "editor")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a door answered."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def faults(self) -> dict[str, str]:
        """The messages by field."""
        return {fault["field"]: fault["message"] for fault in self.body.get("errors", [])}

    @property
    def essence(self) -> dict[str, Any]:
        """The problem without what names the request."""
        return {name: value for name, value in self.body.items() if name not in {"instance", "request_id"}}


@dataclass(frozen=True, slots=True)
class Door:
    """A function with an HTTP API, its committed contract, and a way to ask it."""

    name: str
    module: ModuleType
    contract: dict[str, Any] = field(default_factory=dict)

    def ask(
        self,
        person: Person | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        **query: Any,
    ) -> Reply:
        """Ask; whatever comes back must be a status that the committed contract names."""
        text = body if body is None or isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        sent = {**({"idempotency-key": key} if key else {}), **(headers or {})}
        event = http_event(
            method,
            path,
            body=text,
            headers=sent,
            query={name: str(value) for name, value in query.items()} or None,
            claims=person.claims if person else None,
        )
        answer = self.module.handler(event, Context())
        reply = Reply(answer["statusCode"], json.loads(answer["body"]), answer["headers"])
        if reply.status < 400:
            assert str(reply.status) in self._documented(method, path), (method, path, reply.status)
        else:
            assert reply.headers["Content-Type"] == "application/problem+json"
            problem = self.contract["components"]["schemas"]["Problem"]
            assert set(problem["required"]) <= set(reply.body) <= set(problem["properties"])
        return reply

    def good(self, person: Person, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Ask for something that works; the body of the answer."""
        reply = self.ask(person, method, path, body, **more)
        assert reply.status < 400, reply.body
        return reply.body

    def _documented(self, method: str, path: str) -> dict[str, Any]:
        wanted = path.split("/")
        for template, methods in self.contract["paths"].items():
            parts = template.split("/")
            if len(parts) == len(wanted) and all(
                part == word or part.startswith("{") for part, word in zip(parts, wanted, strict=True)
            ):
                documented: dict[str, Any] = methods[method.lower()]["responses"]
                return documented
        raise AssertionError(f"{method} {path} is not in the contract")


def door(name: str, module: ModuleType) -> Door:
    """The door with its contract."""
    return Door(name, module, json.loads((DOCUMENTS / f"{name}.json").read_text("utf-8")))


def doors(*parts: Door) -> Door:
    """Several doors behind one gateway: a request goes to the one whose contract has its first word."""
    by_word = {path.split("/")[1]: part for part in parts for path in part.contract["paths"]}

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        part = by_word.get(event["rawPath"].split("/")[1], parts[0])
        answer: dict[str, Any] = part.module.handler(event, context)
        return answer

    gateway = ModuleType("gateway")
    gateway.__dict__["handler"] = handler
    contract = {
        "paths": {path: methods for part in parts for path, methods in part.contract["paths"].items()},
        "components": parts[0].contract["components"],
    }
    return Door("+".join(part.name for part in parts), gateway, contract)


def populate(units: Table) -> None:
    """Put the units into their table."""
    UnitStore(units).save_all(UNITS)


def enter(units: Table, *people: Person) -> None:
    """Put people into the registry, as the roster does."""
    registry = OfficerStore(units)
    commit([registry.adding(person.officer) for person in people])


def cursor(**key: Any) -> str:
    """A cursor that somebody made up."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).rstrip(b"=").decode()
