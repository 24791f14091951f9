"""A POST that can be sent twice and happens once: the `Idempotency-Key` header.

    @app.post("/broadcasts")
    def draft(body: Draft) -> Response[BroadcastAnswer]:
        def work() -> Answer:
            return Answer(201, shown(service.draft(…)).model_dump_json())

        return app.reply(once(app.repeatable(officer.id), work, table=wiring().inbox, now=moments.now()))

The first request with a key writes a row, does the work, and keeps the answer for a day. The same key with
the same body gets the kept answer; with another body 422; while the first is still at work 409. When the
work fails the key is free again. When the function dies at work, the key is free after `RUNNING_SECONDS`,
and the work is done again: so work that must not happen twice derives its ids from the key (`stable_id`).
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from loa.clock import epoch_seconds
from loa.errors import Conflict, InvalidInput
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Table
from loa.web import texts

KEPT: Final = timedelta(days=1)
RUNNING_SECONDS: Final = 60
"""Longer than any door's time-out: an answer after this long can no longer come."""

_LENGTHS = range(8, 201)
_SORT = "request"


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """What a request is answered with.

    Attributes:
        status: of HTTP.
        body: JSON text.
        at: when the request that did it came, in whole seconds: the same each time it comes again. None: it
            has no key.
    """

    status: int
    body: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RepeatableRequest:
    """One request that may come again.

    Attributes:
        key: the `Idempotency-Key` header.
        scope: who sends it and to which route, such as `"officer-1 POST /broadcasts"`; keys of different
            people never meet.
        body: the raw body.
    """

    key: str | None
    scope: str
    body: str

    @property
    def partition(self) -> str:
        """The row's partition in the Inbox table."""
        return f"idempotency#{stable_id(self)}"

    @property
    def fingerprint(self) -> str:
        """What tells two bodies apart."""
        return hashlib.sha256(self.body.encode("utf-8", "surrogatepass")).hexdigest()


def stable_id(request: RepeatableRequest) -> str:
    """Return an id that is the same each time this request comes: 32 hex digits."""
    return hashlib.sha256(f"{request.scope}\n{request.key}".encode()).hexdigest()[:32]


def once(
    request: RepeatableRequest, work: Callable[[], StoredResponse], *, table: Table, now: datetime
) -> StoredResponse:
    """Do the work, or return the answer it had. Without a key the work is simply done.

    Args:
        request: what came in.
        work: does it and returns the answer.
        table: the Inbox table.
        now: aware UTC.

    Raises:
        InvalidInput: a bad key, or the key was used with another body.
        Conflict: the first request is still at work.
    """
    if request.key is None:
        return work()
    strange = not request.key.isprintable() or any(sign.isspace() for sign in request.key)
    if len(request.key) not in _LENGTHS or strange:
        raise InvalidInput(texts.KEY_INVALID, fields={"Idempotency-Key": texts.KEY_INVALID})
    mine = secrets.token_hex(8)
    kept = _claim(request, mine, table=table, now=now)
    if kept is not None:
        return kept
    try:
        answer = work()
    except Exception:
        # It did not happen: the same key may try again at once.
        _settle(request, mine, {"running_until": 0}, table=table)
        raise
    _settle(request, mine, {"status": answer.status, "answer": answer.body, "state": "done"}, table=table)
    return replace(answer, at=now.replace(microsecond=0))


def _claim(request: RepeatableRequest, mine: str, *, table: Table, now: datetime) -> StoredResponse | None:
    """Write our claim on the key, or return the answer that is kept under it."""
    seconds = epoch_seconds(now)
    row = {
        "partition": request.partition,
        "sort": _SORT,
        "owner": mine,
        "fingerprint": request.fingerprint,
        "state": "running",
        "running_until": seconds + RUNNING_SECONDS,
        "expires_at": epoch_seconds(now + KEPT),
    }
    # Free: never used, expired but not yet swept, its work failed, or its worker died over the same body.
    lapsed = Attr("state").eq("running") & Attr("running_until").lte(seconds)
    free = (
        Attr("partition").not_exists()
        | Attr("expires_at").lte(seconds)
        | Attr("running_until").eq(0)
        | (lapsed & Attr("fingerprint").eq(request.fingerprint))
    )
    try:
        table.put(row, only_if=free)
    except ConditionFailed as taken:
        return _kept(request, taken.row or {})
    return None


def _kept(request: RepeatableRequest, row: dict[str, Any]) -> StoredResponse:
    """Return the answer that is kept, or say why there is none."""
    if row.get("fingerprint") != request.fingerprint:
        raise InvalidInput(texts.KEY_REUSED, fields={"Idempotency-Key": texts.KEY_REUSED})
    if row.get("state") != "done":
        raise Conflict(texts.STILL_RUNNING)
    at = datetime.fromtimestamp(int(row["expires_at"]), UTC) - KEPT
    return StoredResponse(int(row["status"]), str(row["answer"]), at)


def _settle(request: RepeatableRequest, mine: str, values: dict[str, Any], *, table: Table) -> None:
    """Write how it ended, unless another has taken the key over meanwhile."""
    try:
        table.update(request.partition, _SORT, set=values, only_if=Attr("owner").eq(mine))
    except ConditionFailed:
        return
