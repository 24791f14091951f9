"""The dialect of Zalo's official template for Mini Apps of authorities: envelope, pages, numbers.

Its program ignores the status of HTTP, takes an answer without data for an error, counts pages from 0 until
`total` is reached, writes `pargeSize`, and compares ids as numbers. Of what goes wrong it says what it
likes itself, except where `err` is `TOLD`: then it shows our words.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from loa.casework.cases.rules.model import CaseKind
from loa.errors import LoaError
from loa.web.problems import Unauthenticated, problem_of
from loa.web.public import texts

PAGE: Final = 10
LARGEST_PAGE: Final = 20
MOST: Final = 100
"""Rows that are counted: `total` must be exact, and nobody turns the eleventh page."""

REFUSED: Final = -1
"""The `err` of what is wrong in the program's own, general words."""
TOKEN_REFUSED: Final = -115
"""The program fetches another token; its user presses once more."""
TOLD: Final = -117
"""The program shows our words to whoever sends something."""

KINDS: Final = (
    CaseKind.REPORT,
    CaseKind.RECOMMENDATION,
    CaseKind.COMMENT,
    CaseKind.QUESTION,
    CaseKind.COMPLAINT,
    CaseKind.PROPOSAL,
)
"""The kinds of feedback, by their numbers from 1."""
_SAFE_BITS: Final = 52

type TemplateRequest = Mapping[str, Any]
type Query = Mapping[str, str]


class TemplateRefused(Exception):  # noqa: N818 - read as an outcome
    """What is asked for is not given here; the message is for the resident.

    Attributes:
        code: the `err` of the answer.
    """

    def __init__(self, message: str, code: int = REFUSED) -> None:
        super().__init__(message)
        self.code = code


def answered(
    event: TemplateRequest, routes: Mapping[str, Callable[[TemplateRequest], Any]]
) -> dict[str, Any] | None:
    """Return the answer to an event of API Gateway (payload 2.0); None: it is for no route of the template.

    Args:
        event: the request.
        routes: what gives the data, by method and path: `GET /feedback_api`. An outcome with a message for
            the resident is a pair: data, message.
    """
    method = str(event.get("requestContext", {}).get("http", {}).get("method", ""))
    given = routes.get(f"{method} {event.get('rawPath', '')}")
    if given is None:
        return None
    try:
        found = given(event)
        data, message = found if isinstance(found, tuple) else (found, "")
        envelope = {"err": 0, "message": message, "data": data}
    except TemplateRefused as refused:
        envelope = {"err": refused.code, "message": str(refused), "data": None}
    except Unauthenticated as error:
        envelope = {"err": TOKEN_REFUSED, "message": problem_of(error).detail, "data": None}
    except LoaError as error:
        envelope = {"err": REFUSED, "message": problem_of(error).detail, "data": None}
    headers = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(envelope, ensure_ascii=False)}


def query_of(event: TemplateRequest) -> Query:
    """Return what stands behind the question mark."""
    found: Query = event.get("queryStringParameters") or {}
    return found


def numeric(name: str) -> int:
    """A number that stands for a name, small enough for JavaScript."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()) >> (256 - _SAFE_BITS)


def milliseconds(moment: datetime) -> int:
    """An instant as JavaScript counts."""
    return round(moment.timestamp() * 1000)


def paged[Row](rows: Sequence[Row], query: Query, shown: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
    """One page; `current` is the number that was asked for, `total` how many rows there are in all.

    Raises:
        TemplateRefused: the numbers are none.
    """
    try:
        page = int(query.get("page") or 0)
        size = int(query.get("pargeSize") or query.get("pageSize") or PAGE)
    except ValueError as error:
        raise TemplateRefused(texts.TEMPLATE_NUMBERS) from error
    if page < 0 or size < 1:
        raise TemplateRefused(texts.TEMPLATE_NUMBERS)
    size = min(size, LARGEST_PAGE)
    wanted = rows[:MOST][page * size : (page + 1) * size]
    data = [shown(row) for row in wanted]
    return {"current": page, "pageSize": size, "total": min(len(rows), MOST), "data": data}
