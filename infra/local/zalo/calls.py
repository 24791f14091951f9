"""One call of a client to the platform, as the handlers see it, and the shape of their answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from infra.local.zalo.errors import invalid
from infra.local.zalo.simulator import Simulator
from infra.local.zalo.state import Account, App, Json, Token

Family = Literal["oauth", "oa", "article", "graph", "zns", "mini_app"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart body."""

    name: str
    content: bytes


@dataclass(slots=True, kw_only=True)
class Call:
    """A request with its sender. ``app``, ``account`` and ``token`` are set once the token was accepted."""

    simulator: Simulator
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes = b""
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    known_app: App | None = None
    known_account: Account | None = None
    token: Token | None = None

    @property
    def app(self) -> App:
        """The app whose token came with the call."""
        if self.known_app is None:
            raise LookupError("this call was not authorised")
        return self.known_app

    @property
    def account(self) -> Account:
        """The OA whose token came with the call."""
        if self.known_account is None:
            raise LookupError("this call was not authorised")
        return self.known_account

    @property
    def now_ms(self) -> int:
        """Milliseconds of the simulator's clock."""
        return self.simulator.now_ms()

    def data(self) -> Json:
        """The JSON of the query parameter ``data`` (zalo/README.md 1, rule 3).

        Raises:
            Refusal: -201, missing, malformed or no object.
        """
        return _object(self.query.get("data", ""), "data")

    def body(self) -> Json:
        """The JSON object of the body.

        Raises:
            Refusal: -201, missing, malformed or no object.
        """
        return _object(self.raw, "data")

    def body_or_empty(self) -> Json:
        """The JSON object of the body; an absent body or ``null`` counts as an empty one."""
        return {} if self.raw.strip() in (b"", b"null") else self.body()


_MOST_DIGITS: Final = 18

Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A path of the platform: who may call it and what answers."""

    method: str
    path: str
    handler: Handler
    family: Family = "oa"


def success(data: Any = None, **more: Any) -> Json:
    """A successful answer; ``data`` comes first, as Zalo writes it."""
    answer: Json = {} if data is None else {"data": data}
    return {**answer, "error": 0, "message": "Success", **more}


def required_text(source: Json, name: str) -> str:
    """A field that must be a non-empty string.

    Raises:
        Refusal: -201 with the field's name.
    """
    value = source.get(name)
    if not isinstance(value, str) or not value.strip():
        raise invalid(name)
    return value


def is_number(text: str) -> bool:
    """Whether a text is an ordinary whole number: few and plain digits."""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def whole_number(source: Mapping[str, Any], name: str, default: int | None = None) -> int:
    """A whole number that is not negative, sent as a number or as its digits.

    Raises:
        Refusal: -201 with the field's name.
    """
    value = source.get(name, default)
    if isinstance(value, str) and is_number(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise invalid(name)
    return value


def _object(raw: str | bytes, name: str) -> Json:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise invalid(name) from error
    if not isinstance(value, dict):
        raise invalid(name)
    return value
