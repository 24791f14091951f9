"""What all routes of the officer API share: the resolver, the one question of scope, POSTs done once."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from loa import moments
from loa.officers.model import Action, Officer, require
from loa.web.idempotency import Answer, once
from loa.web.resolver import REPEATABLE, api
from loa.web.wire import WireModel

from wiring import root

app = api("officer")

ONCE: Final[dict[str, Any]] = {REPEATABLE: True}
"""Of the routes that `do_once` makes safe to send twice."""

type Within = Annotated[
    str | None, Query(max_length=16, description="Chỉ đơn vị này và các đơn vị bên dưới.")
]
type Limit = Annotated[int | None, Query(description="Số dòng mỗi trang, 1 đến 200.")]
type Cursor = Annotated[str | None, Query(max_length=2048, description="Trang tiếp theo.")]
type UnitPath = Annotated[str | None, Query(max_length=16, description="Mặc định: đơn vị của cán bộ.")]


def scope(officer: Officer, action: Action, path: str | None) -> str:
    """The unit that a request is about: the one it names, else the officer's own."""
    chosen = path or officer.unit_path
    require(officer, action, chosen)
    return chosen


def do_once(officer: Officer, work: Callable[[], WireModel], status: int = 200) -> Response[Any]:
    """Do a POST's work once per `Idempotency-Key`."""

    def answer() -> Answer:
        return Answer(status, work().model_dump_json())

    return app.reply(once(app.repeatable(officer.id), answer, table=root().requests, now=moments.now()))
