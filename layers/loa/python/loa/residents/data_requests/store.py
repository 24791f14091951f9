"""Rows of requests (table Privacy).

request#ID          request             the request and what was erased; expires with its record
requests#PROVINCE   PATH#INSTANT#ID     a unit and all below it, by day
due#PROVINCE        INSTANT#ID          the next step of an erasure; goes when there is none
open#PROVINCE       INSTANT#ID          requests that are not answered yet, by deadline
erasing#OA#USER     ID                  erasures of a resident that have not begun, and can be called off
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from loa import clock
from loa.errors import Conflict
from loa.foundation.units.model import province_of, subtree_range
from loa.personal_data import Person, Retained
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Page, Put, Row, Table, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.data_requests import texts
from loa.residents.data_requests.model import (
    RECORD_KEPT,
    DataRequest,
    RequestCause,
    RequestKind,
    RequestState,
)

_SORT: Final = "request"
LISTED: Final = RECORD_KEPT * 4
"""Longer than the longest retention of a case and the record after it."""
KEPT_AT_MOST: Final = 200
"""So many lines of what stayed are written down; a person with more cases has them in the list of cases."""


def request_row(request: DataRequest) -> Row:
    """The row of a request."""
    return {
        "partition": f"request#{request.id}",
        "sort": _SORT,
        "kind": request.kind.value,
        "cause": request.cause.value,
        "state": request.state.value,
        "person": [request.person.oa_id, request.person.user_id],
        "unit_path": request.unit_path,
        "requested_at": clock.to_text(request.requested_at),
        "due": clock.to_text(request.due),
        "rows": request.rows,
        "files": request.files,
        "kept": [_kept_row(kept) for kept in request.kept[:KEPT_AT_MOST]],
        "version": request.version,
        **({"by": request.by, "by_name": request.by_name} if request.by else {}),
        **(
            {"confirmed_by": request.confirmed_by, "confirmed_by_name": request.confirmed_by_name}
            if request.confirmed_by
            else {}
        ),
        **({"takes_part_as": request.takes_part_as} if request.takes_part_as else {}),
        **({"next_at": clock.to_text(request.next_at)} if request.next_at else {}),
        **({"done_at": clock.to_text(request.done_at)} if request.done_at else {}),
        **(
            {"expires_at": clock.epoch_seconds(request.done_at + RECORD_KEPT)}
            if request.done_at and request.next_at is None
            else {}
        ),
    }


def request_from(row: Row) -> DataRequest:
    """The request of a row."""
    return DataRequest(
        id=row["partition"].removeprefix("request#"),
        kind=RequestKind(row["kind"]),
        cause=RequestCause(row["cause"]),
        state=RequestState(row["state"]),
        person=Person(*row["person"]),
        unit_path=row["unit_path"],
        requested_at=clock.from_text(row["requested_at"]),
        due=clock.from_text(row["due"]),
        by=row.get("by", ""),
        by_name=row.get("by_name", ""),
        confirmed_by=row.get("confirmed_by", ""),
        confirmed_by_name=row.get("confirmed_by_name", ""),
        next_at=clock.from_text(row["next_at"]) if "next_at" in row else None,
        rows=row["rows"],
        files=row["files"],
        kept=tuple(_kept_from(kept) for kept in row["kept"]),
        done_at=clock.from_text(row["done_at"]) if "done_at" in row else None,
        version=row["version"],
        takes_part_as=row.get("takes_part_as", ""),
    )


def _kept_row(kept: Retained) -> list[str]:
    return [kept.what, clock.to_text(kept.until) if kept.until else "", kept.reference]


def _kept_from(row: list[str]) -> Retained:
    what, until, reference = row
    return Retained(what, clock.from_text(until) if until else None, reference)


class DataRequestStore:
    """Requests of residents about their data."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def get(self, request_id: str) -> DataRequest | None:
        """A request; None: there is none."""
        row = self.table.get(f"request#{request_id}", _SORT)
        return request_from(row) if row else None

    def add(self, request: DataRequest) -> bool:
        """Keep a new request; False: it was kept before."""
        actions = [Put(self.table, request_row(request), new=True), Put(self.table, _listed_row(request))]
        try:
            commit([*actions, *self._marks(None, request)])
        except ConditionFailed:
            return False
        return True

    def turn(self, before: DataRequest, after: DataRequest) -> None:
        """Write a request anew, unless somebody else has.

        Raises:
            Conflict: somebody was faster.
        """
        write = Put(self.table, request_row(after), only_if=Attr("version").eq(before.version))
        try:
            commit([write, *self._marks(before, after)])
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED) from failure

    def of_unit(self, province: str, path: str) -> Iterator[Row]:
        """Requests of exactly one unit, oldest first; rows for `id_of`."""
        return self.table.rows(f"requests#{province}", prefix=f"{path}#", consistent=True)

    def give_to(self, before: DataRequest, after: DataRequest) -> None:
        """Write a request that belongs to another unit from now on, in its list, too.

        Raises:
            Conflict: somebody was faster.
        """
        unlisted = _listed_row(before)
        commit(
            [
                Put(self.table, request_row(after), only_if=Attr("version").eq(before.version)),
                Put(self.table, _listed_row(after)),
                Delete(self.table, unlisted["partition"], unlisted["sort"]),
            ]
        )

    def _marks(self, before: DataRequest | None, after: DataRequest) -> list[Write]:
        """Its places among what is due and what is unanswered."""
        old, new = _places(before) if before else set(), _places(after)
        return [
            *(Delete(self.table, *place) for place in sorted(old - new)),
            *(Put(self.table, {"partition": place[0], "sort": place[1]}) for place in sorted(new - old)),
        ]

    def page(self, province: str, path: str, *, limit: int, start: Row | None = None) -> Page:
        """Requests of a unit and all below it; rows for `id_of`."""
        return self.table.page(
            f"requests#{province}", between=subtree_range(path), limit=limit, newest_first=True, start=start
        )

    def due(self, province: str, now: datetime) -> Iterator[str]:
        """Requests whose next step is due, longest waiting first."""
        return self._until(f"due#{province}", now)

    def overdue(self, province: str, now: datetime) -> Iterator[str]:
        """Requests that should have been answered by now."""
        return self._until(f"open#{province}", now)

    def waiting(self, person: Person) -> list[str]:
        """Ids of the erasures of a resident that have not begun."""
        page = self.table.page(_erasing(person))
        return [str(row["sort"]) for row in page.rows]

    def _until(self, partition: str, now: datetime) -> Iterator[str]:
        between = ("0", f"{clock.to_text(now)}#\uffff")
        for row in self.table.rows(partition, between=between, consistent=True):
            yield id_of(row)


def id_of(row: Row) -> str:
    """The request that a row of a list is about."""
    return str(row["sort"]).rpartition("#")[2]


def _listed_row(request: DataRequest) -> Row:
    return {
        "partition": f"requests#{province_of(request.unit_path)}",
        "sort": f"{request.unit_path}#{clock.to_text(request.requested_at)}#{request.id}",
        "expires_at": clock.epoch_seconds(request.requested_at + LISTED),
    }


def _erasing(person: Person) -> str:
    return f"erasing#{person.oa_id}#{person.user_id}"


def _places(request: DataRequest) -> set[tuple[str, str]]:
    province = province_of(request.unit_path)
    found = set()
    if request.next_at:
        found.add((f"due#{province}", f"{clock.to_text(request.next_at)}#{request.id}"))
    if request.state is RequestState.WAITING:
        found.add((_erasing(request.person), request.id))
    if not request.state.is_answered:
        found.add((f"open#{province}", f"{clock.to_text(request.due)}#{request.id}"))
    return found
