"""The OpenAPI document of a door, from its routes; committed, and compared by a test.

PYTHONPATH=… python -m loa.web.api.openapi officer_api.handler:app "Loa: API cán bộ"

`make openapi` does so for every door. A route's docstring is its description.
"""

import importlib.util
import inspect
import json
import sys
from typing import Any, Final

from loa.web.api.resolver import PUBLIC, REPEATABLE, Api
from loa.web.problems import CONTENT_TYPE

_PROBLEM: Final = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `code` không đổi giữa các phiên bản; `title`, `detail` dành cho người đọc.",
    "required": ["type", "title", "status", "code", "instance", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Gửi lại cùng mã và cùng nội dung trong vòng một ngày thì nhận lại đúng kết quả lần đầu.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 200, "pattern": r"^\S*$"},
}
_UNAUTHORIZED: Final = {
    "description": "Chưa đăng nhập, hoặc phiên đã hết hạn; do API Gateway hoặc do hệ thống trả lời",
    "headers": {"WWW-Authenticate": {"schema": {"type": "string"}}},
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["message"],
                "properties": {"message": {"type": "string"}},
            }
        },
        CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}},
    },
}
_METHODS: Final = frozenset({"get", "put", "post", "delete", "patch", "head"})


def document(app: Api, *, title: str, version: str, signed_in: bool = True) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document.

    Args:
        app: a validated resolver with its routes.
        title: of the API.
        version: of the contract.
        signed_in: whether every route wants a bearer token.
    """
    made: dict[str, Any] = json.loads(app.get_openapi_json_schema(title=title, version=version))
    # Powertools lists a server at "/", and its own error shape; ours is the problem.
    made.pop("servers", None)
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    if signed_in:
        components["securitySchemes"] = {
            "signed_in": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        }
        made["security"] = [{"signed_in": []}]
        components["responses"] = {"Unauthorized": _UNAUTHORIZED}
    problem = {
        "description": "Lỗi",
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for route in [*app._static_routes, *app._dynamic_routes]:  # noqa: SLF001 - Powertools lists them nowhere else
        operation = made["paths"][route.openapi_path][route.method.lower()]
        operation["description"] = inspect.getdoc(route.func) or ""
        if operation.pop(REPEATABLE, False):
            operation.setdefault("parameters", []).append(_KEY)
        if operation.pop(PUBLIC, False):
            operation["security"] = []
    for path in made["paths"].values():
        for method in _METHODS & set(path):
            responses = path[method]["responses"]
            for status in [status for status in responses if status >= "400"]:
                del responses[status]
            responses["default"] = problem
            if signed_in and path[method].get("security") != []:
                responses["401"] = {"$ref": "#/components/responses/Unauthorized"}
    return made


def printed(app: Api, *, title: str, version: str = "1", signed_in: bool = True) -> str:
    """Return the document as it is committed."""
    made = document(app, title=title, version=version, signed_in=signed_in)
    return json.dumps(made, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def load(place: str) -> Api:
    """Return the resolver at `package.module:name`; the function's folder is on PYTHONPATH, as on Lambda."""
    module, _, name = place.partition(":")
    app: Api = getattr(importlib.import_module(module), name or "app")
    return app


if __name__ == "__main__":
    sys.stdout.write(printed(load(sys.argv[1]), title=sys.argv[2]))
