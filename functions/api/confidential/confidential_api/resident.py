"""The denouncer's pages: what comes in as a form, what goes out as HTML. No script is needed anywhere."""

import base64
import binascii
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs

from aws_lambda_powertools import Logger

from confidential_api import pages
from loa.bootstrap import casework, foundation, reading
from loa.casework.denunciations.model import LIMITS, Statement, cleaned, is_form_key
from loa.casework.denunciations.work.flood import PageFull
from loa.casework.denunciations.work.intake import new_form_key
from loa.errors import Busy, InvalidInput, NotFound, place_of
from loa.web.pages.answers import HtmlPage, finished

MAX_BODY_BYTES: Final = 256 * 1024
"""All fields at their longest, every letter three bytes and each byte written as %XX."""

_LAYOUT: Final = "plain.html"
_FORM: Final = "application/x-www-form-urlencoded"
FORM: Final = "/confidential"
_PROGRESS: Final = "/confidential/progress"
_MAX_FIELDS: Final = 30
_MAX_CODE: Final = 64

logger = Logger()


class _Refused(Exception):  # noqa: N818 - read as an answer
    """A request that no page of ours sends."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__()
        self.status = status


def answer(event: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a browser; never raises, and says nothing of what went wrong inside."""
    if event.get("rawPath") not in {FORM, _PROGRESS}:
        # Addresses of earlier releases, whatever they were: the form is at one address now.
        return finished(event, {"statusCode": 303, "headers": {"location": FORM}}, private=True)
    return _page(event).answer(event, layout=_LAYOUT, private=True)


def _page(event: Mapping[str, Any]) -> HtmlPage:
    method = str(event.get("requestContext", {}).get("http", {}).get("method", ""))
    try:
        if event.get("rawPath") == _PROGRESS:
            return _progress(event) if method == "POST" else pages.ask_progress()
        return _sent(event) if method == "POST" else pages.form(new_form_key())
    except _Refused as refused:
        return pages.refused(refused.status)
    except Busy:
        return pages.trouble(HTTPStatus.SERVICE_UNAVAILABLE)
    except Exception as error:  # noqa: BLE001 - last resort: residents always get a page
        return _failed(error)


def _failed(error: Exception, statement: Statement | None = None) -> HtmlPage:
    """Say that something went wrong; to the log neither the exception's text nor the path.

    The one may hold words of the denouncer; the other says which page it was.
    """
    logger.error("page failed", extra={"error": type(error).__name__, "at": place_of(error)})
    return pages.trouble(HTTPStatus.INTERNAL_SERVER_ERROR, statement)


def _sent(event: Mapping[str, Any]) -> HtmlPage:
    fields = _fields(event)
    statement = Statement(
        **{name: cleaned(fields.get(name, "")) for name in LIMITS},
        may_contact=fields.get("may_contact") == "yes",
    )
    if "draft" in fields:  # brought along from the form of cases: shown first, to be read and completed
        return pages.form(new_form_key(), statement=statement)
    given = fields.get("form", "")
    key = given if is_form_key(given) else new_form_key()
    try:
        receipt = casework.denunciations().submit(
            key,
            statement,
            province=foundation.province(),
            answer=fields.get("answer", "")[:_MAX_CODE],
        )
    except InvalidInput as wrong:
        return pages.form(key, statement=statement, faults=wrong.fields)
    except PageFull:
        return pages.full(statement)
    except Busy:
        return pages.trouble(HTTPStatus.SERVICE_UNAVAILABLE, statement)
    except Exception as error:  # noqa: BLE001 - here the text can still be returned to the denouncer
        return _failed(error, statement)
    return pages.receipt(receipt, reading.public_url())


def _progress(event: Mapping[str, Any]) -> HtmlPage:
    fields = _fields(event)
    code, word = (fields.get(name, "")[:_MAX_CODE] for name in ("code", "word"))
    try:
        return pages.progress(casework.denunciations().progress(code, word))
    except NotFound as unknown:
        return pages.ask_progress(code=cleaned(code), fault=unknown.message)


def _fields(event: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a form that one of our own pages sent.

    Raises:
        _Refused: another site's, another type, or larger than anything we ask for.
    """
    headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    # Our pages send no referrer, and with it no origin ("null"); another site shows in Sec-Fetch-Site.
    if headers.get("origin", "null") not in {reading.public_url(), "null"} or headers.get(
        "sec-fetch-site", "same-origin"
    ) not in {"same-origin", "none"}:
        raise _Refused(HTTPStatus.FORBIDDEN)
    if headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    body = str(event.get("body") or "")
    if len(body) > MAX_BODY_BYTES * 4 // 3:
        raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        raw = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
        if len(raw) > MAX_BODY_BYTES:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        found = parse_qs(
            raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MAX_FIELDS, separator="&"
        )
    except (ValueError, binascii.Error) as error:
        raise _Refused(HTTPStatus.BAD_REQUEST) from error
    return {name: values[0] for name, values in found.items()}
