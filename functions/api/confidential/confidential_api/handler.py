"""Denunciations: pages for the denouncer, an API for investigators, an hourly round.

* `GET /confidential` and `POST /confidential`: the form, at one address for everybody;
* `GET /confidential/progress` and `POST /confidential/progress`: how it stands, by code and secret word;
* `/confidential-cases…`, `/confidential-reminders`: for investigators (JWT); each look is written down first;
* `/console/to-cao…`: the same as pages of the console;
* once an hour by schedule, `{"task": "remind"}`.

No word or statement reaches a log: the pages log nothing but that something failed.
"""

from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from confidential_api import resident
from confidential_api.officer_routes import app
from loa.bootstrap import casework, foundation
from loa.bootstrap.across import reorganisation
from loa.errors import Busy
from loa.reorganisation.running.confidential import move_denunciations
from loa.web.console.resolver import is_console

__all__ = ["app", "handler"]

_REFUSED: Final = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})

logger = Logger()
metrics = Metrics()


def handler(event: dict[str, Any], context: Any) -> Mapping[str, Any]:
    """Answer API Gateway, or the schedule."""
    if event.get("task") == "remind":
        return _remind()
    path = str(event.get("rawPath", ""))
    if path == resident.FORM or path.startswith(f"{resident.FORM}/"):
        return resident.answer(event)
    answer = _console(event, context) if is_console(event) else app.resolve(event, context)
    if answer["statusCode"] in _REFUSED:
        metrics.add_metric("ConfidentialAccessDenied", MetricUnit.Count, 1)
        metrics.flush_metrics()
    return answer


def _console(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer with a page for investigators; templates are loaded with the first request for one."""
    from confidential_api import investigators  # noqa: PLC0415 - as it says

    return investigators.app.resolve(event, context)


def _remind() -> dict[str, Any]:
    """The round; what could not be looked at is tried again by the schedule's next attempt."""
    service = casework.denunciations()
    done = service.sweep(foundation.province())
    reorganisations = reorganisation.reorganisations().all(foundation.province())
    followed = move_denunciations(reorganisations, desk=service, now=service.now())
    logger.info("denunciations looked after", extra=asdict(done) | {"moved": followed.rows})
    if done.failed:
        raise Busy("not every denunciation could be looked after; the next attempt goes on")
    return asdict(done)
