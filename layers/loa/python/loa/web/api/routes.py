"""What the routes of officers' doors share: parameters of lists, the one question of scope, POSTs done once.

    app = api("cases")

    @app.post("/cases", openapi_extensions=ONCE)
    def enter_case(body: wire.NewCase) -> Response[wire.ShownCase]:
        officer = app.officer()
        path = scope(officer, Action.WORK_ON_CASE, body.unit)
        return do_once(app, officer, lambda: …, requests=root().requests, status=201)

A door keeps its own `app` and `root`; nothing here knows which door it is.
"""

from collections.abc import Callable
from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from loa import clock
from loa.foundation.officers.model import Officer, Permission, require
from loa.platform.aws.dynamodb.tables import Table
from loa.web import texts
from loa.web.api.resolver import REPEATABLE, Api
from loa.web.idempotency import StoredResponse, once
from loa.web.paging import HIGHEST_LIMIT
from loa.web.schemas import Schema

ONCE: Final[dict[str, Any]] = {REPEATABLE: True}
"""Of the routes that `do_once` makes safe to send twice."""

type Within = Annotated[str | None, Query(max_length=16, description=texts.WITHIN)]
type Limit = Annotated[int | None, Query(ge=1, le=HIGHEST_LIMIT, description=texts.LIMIT)]
type Cursor = Annotated[str | None, Query(max_length=2048, description=texts.CURSOR)]
type UnitPath = Annotated[str | None, Query(max_length=16, description=texts.UNIT_PATH)]


def scope(officer: Officer, action: Permission, path: str | None) -> str:
    """The unit that a request is about: the one it names, else the officer's own.

    Raises:
        NotFound: it lies outside their scope.
        NotAllowed: none of their roles permits the action.
    """
    chosen = path or officer.unit_path
    require(officer, action, chosen)
    return chosen


def do_once(
    app: Api, officer: Officer, work: Callable[[], Schema], *, requests: Table, status: int = 200
) -> Response[Any]:
    """Do a POST's work once per `Idempotency-Key`; whatever the work raises becomes a problem.

    Args:
        app: the door's resolver, in the middle of a request.
        officer: who asks; keys of two people never meet.
        work: does it and returns the answer's body.
        requests: the Inbox table, where answers are kept for a day.
        status: of the answer when the work is done.
    """

    def answer() -> StoredResponse:
        return StoredResponse(status, work().model_dump_json())

    return app.reply(once(app.repeatable(officer.id), answer, table=requests, now=clock.now()))
