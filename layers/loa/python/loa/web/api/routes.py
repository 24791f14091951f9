"""What the routes of officers' APIs share: parameters of lists, and the one question of scope.

app = api("cases", requests=foundation.requests)

@app.post("/cases", openapi_extensions=ONCE)
def enter_case(body: case_schemas.NewCase) -> Response[common_schemas.ShownCase]:
path = scope(app.officer(), Permission.WORK_ON_CASE, body.unit)
return app.once(lambda: …, status=201)
"""

from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler.openapi.params import Query

from loa.foundation.officers.model import Officer, Permission, require
from loa.web import texts
from loa.web.api.resolver import CHANGES_NOTHING, REPEATABLE
from loa.web.paging import HIGHEST_LIMIT

ONCE: Final[dict[str, Any]] = {REPEATABLE: True}
"""Of the routes that `Api.once` makes safe to send twice."""

NOTHING_DONE: Final[dict[str, Any]] = {CHANGES_NOTHING: True}
"""Of the routes that are no GET and of which there is nothing to write down."""

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
