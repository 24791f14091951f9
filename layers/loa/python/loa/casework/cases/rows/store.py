"""Reading and writing cases; the rows are described in `loa.casework.cases.rows.rows`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import batched
from typing import Any, Final

from loa import clock
from loa.casework.cases.rows.keys import (
    CASE,
    DETAILS,
    LOG,
    NOTIFICATION,
    REPORTER,
    case_key,
    code_key,
    listed_order,
    notification_key,
    parse_case_key,
    reminders_partition,
    resident_key,
    written_partition,
)
from loa.casework.cases.rows.models import (
    CasePage,
    CaseReminder,
    CaseSummary,
    DueItem,
    Member,
    PendingNotification,
    StoredCase,
    due_of,
)
from loa.casework.cases.rows.rows import (
    case_from,
    details_row,
    entry_from,
    entry_row,
    head_row,
    listed_from,
    reminder_from,
    reminder_row,
)
from loa.casework.cases.rules.model import Case, Entry, Reporter
from loa.foundation.units.model import is_lowest, subtree_range
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Put, Row, Table, Write
from loa.platform.aws.dynamodb.transactions import get_many

__all__ = ["CasePage", "CaseStore", "CaseSummary", "due_of", "publishing"]

OPEN_CASES: Final = "worklist:open_in:open_order"
"""The index, as `Table.rows` wants it."""
_OWNED: Final = "owned:owner:open_order"
ALL_CASES: Final = "listing:listed_in:listed_order"
_ATTENTION: Final = "attention:attention_in:attention_order"
_AT_ONCE: Final = 50

LOOKED_AT_MOST: Final = 1_000
"""Maximum number of lines a filtered list reads for one page; the next page continues after them."""
_LOOKED_AT_ONCE: Final = 200

type CaseFilter = Callable[[CaseSummary], bool]
"""Tells whether a line belongs in the requested list."""


class CaseStore:
    """Cases, their history and their lists."""

    def __init__(self, table: Table) -> None:
        self.table = table

    # Reading

    def read(self, case_id: str) -> StoredCase | None:
        """Return a case with its whole history; one Query, consistent."""
        head: Row | None = None
        details: Row | None = None
        lines: list[Entry] = []
        between = (CASE, f"{LOG}\uffff")
        for row in self.table.rows(case_key(case_id)[0], between=between, consistent=True):
            if row["sort"] == CASE:
                head = row
            elif row["sort"] == DETAILS:
                details = row
            else:
                lines.append(entry_from(row))
        if head is None:
            return None
        said: dict[str, int] = head.get("said", {})
        texts = {line.version: line.text for line in lines}
        case = case_from(head, details, {name: texts.get(version, "") for name, version in said.items()})
        return StoredCase(case, said, tuple(lines))

    def read_many(self, case_ids: Sequence[str]) -> list[Case]:
        """Return cases in the order given, without those that do not exist. Two requests per 50."""
        found: list[Case] = []
        wanted = list(dict.fromkeys(case_ids))  # DynamoDB rejects duplicate keys
        for first in range(0, len(wanted), _AT_ONCE):
            found += self._read_some(wanted[first : first + _AT_ONCE])
        return found

    def _read_some(self, case_ids: Sequence[str]) -> list[Case]:
        places = [(self.table, f"case#{case_id}", sort) for case_id in case_ids for sort in (CASE, DETAILS)]
        rows = get_many(places)
        pairs = [(head, rows[place * 2 + 1]) for place, head in enumerate(rows[::2]) if head]
        wanted = [
            (head["partition"], name, f"{LOG}{version:08}")
            for head, _ in pairs
            for name, version in head.get("said", {}).items()
        ]
        places = [(self.table, partition, sort) for partition, sort in sorted({(p, s) for p, _, s in wanted})]
        texts: dict[tuple[str, str], str] = {}
        for first in range(0, len(places), 100):
            for row in get_many(places[first : first + 100]):
                if row:
                    texts[row["partition"], row["sort"]] = row.get("text", "")
        said: dict[str, dict[str, str]] = {}
        for partition, name, sort in wanted:
            said.setdefault(partition, {})[name] = texts.get((partition, sort), "")
        return [case_from(head, details, said.get(head["partition"], {})) for head, details in pairs]

    def matters(self, case_ids: Sequence[str]) -> dict[str, Row]:
        """Return the rows of the matter (`rows.details_row`) by case; one request per hundred."""
        found: dict[str, Row] = {}
        for batch in batched(dict.fromkeys(case_ids), 100, strict=False):
            for row in get_many([(self.table, case_key(case_id)[0], DETAILS) for case_id in batch]):
                if row:
                    found[parse_case_key(row["partition"])] = row
        return found

    def id_of_code(self, code: str) -> str | None:
        """Return the id of the case with a code."""
        row = self.table.get(*code_key(code))
        return row["case_id"] if row else None

    def ids_of(self, oa_id: str, user_id: str, limit: int) -> list[str]:
        """List the newest cases of a conversation."""
        page = self.table.page(f"resident#{oa_id}#{user_id}", limit=limit, newest_first=True, consistent=True)
        return [row["sort"].partition("#")[2] for row in page.rows]

    def reporters(self, case_id: str) -> list[Member]:
        """List the cases that are part of this one, with their reporters."""
        rows = self.table.rows(case_key(case_id)[0], prefix=REPORTER, consistent=True)
        return [
            Member(
                row["sort"].removeprefix(REPORTER),
                row["code"],
                Reporter(row.get("oa_id", ""), row.get("user_id", ""), row.get("account_path", "")),
            )
            for row in rows
        ]

    def worklist(
        self,
        province: str,
        path: str,
        *,
        limit: int,
        start: Row | None = None,
        fits: CaseFilter | None = None,
    ) -> CasePage:
        """List open cases of a unit and those below: by unit, then priority, then deadline."""
        return self._listed(OPEN_CASES, province, path, limit=limit, start=start, fits=fits)

    def worklist_of_unit(self, province: str, path: str, *, limit: int) -> CasePage:
        """List open cases of exactly one unit; one Query."""
        page = self.table.page(province, index=OPEN_CASES, prefix=f"{path}#", limit=limit)
        return CasePage(tuple(listed_from(row) for row in page.rows), page.next_start)

    def open_ids(
        self, province: str, *, limit: int, start: Row | None = None
    ) -> tuple[list[str], Row | None]:
        """List a province's open cases by key only, readable or not, and where the next page starts."""
        page = self.table.page(province, index=OPEN_CASES, limit=limit, start=start)
        return [parse_case_key(row["partition"]) for row in page.rows], page.next_start

    def owned(
        self, owner: str, path: str, *, limit: int, start: Row | None = None, fits: CaseFilter | None = None
    ) -> CasePage:
        """List open cases of one officer in a unit and those below, in worklist order."""
        return self._listed(_OWNED, owner, path, limit=limit, start=start, fits=fits)

    def listing(
        self,
        province: str,
        path: str,
        *,
        limit: int,
        start: Row | None = None,
        fits: CaseFilter | None = None,
        received: tuple[datetime | None, datetime | None] = (None, None),
    ) -> CasePage:
        """List all cases of a unit and those below, newest first within a unit.

        `received` bounds what is read (from, and before) where the unit has none below it; elsewhere `fits`
        must say the same.
        """
        between = _days_of(path, received) if any(received) and is_lowest(path) else subtree_range(path)
        return self._read_list(ALL_CASES, province, between, limit=limit, start=start, fits=fits)

    def all_of_unit(
        self, province: str, path: str, *, limit: int, start: Row | None = None
    ) -> tuple[list[str], Row | None]:
        """List the ids of all cases of exactly one unit, and where the next page starts."""
        page = self.table.page(province, index=ALL_CASES, prefix=f"{path}#", limit=limit, start=start)
        return [parse_case_key(row["partition"]) for row in page.rows], page.next_start

    def written_since(self, province: str, at: datetime) -> list[str]:
        """List the ids of a province's cases of which anything was written since an instant."""
        between = (clock.to_text(at), "\uffff")
        rows = self.table.rows(written_partition(province), index=_ATTENTION, between=between)
        return list(dict.fromkeys(parse_case_key(row["partition"]) for row in rows))

    def start_after(self, line: CaseSummary, province: str) -> Row:
        """Return where a listing continues after one of its lines."""
        partition, sort = case_key(line.id)
        order = listed_order(line.unit_path, line.received_at, line.id)
        return {"partition": partition, "sort": sort, "listed_in": province, "listed_order": order}

    def _listed(
        self, index: str, partition: str, path: str, *, limit: int, start: Row | None, fits: CaseFilter | None
    ) -> CasePage:
        return self._read_list(index, partition, subtree_range(path), limit=limit, start=start, fits=fits)

    def _read_list(
        self,
        index: str,
        partition: str,
        between: tuple[str, str],
        *,
        limit: int,
        start: Row | None,
        fits: CaseFilter | None,
    ) -> CasePage:
        """Return a page of an index: one Query, or, with a filter, as many as fill it or the limit allows."""
        found: list[CaseSummary] = []
        looked_at = 0
        while True:
            page = self.table.page(
                partition,
                index=index,
                between=between,
                limit=limit if fits is None else _LOOKED_AT_ONCE,
                newest_first=index == ALL_CASES,
                start=start,
            )
            for row in page.rows:
                line = listed_from(row)
                if fits is None or fits(line):
                    found.append(line)
                if len(found) == limit:
                    is_last = row is page.rows[-1]
                    return CasePage(tuple(found), page.next_start if is_last else _place(row, index))
            looked_at += len(page.rows)
            start = page.next_start
            if start is None or fits is None or looked_at >= LOOKED_AT_MOST:
                return CasePage(tuple(found), start)

    def attention(
        self, province: str, now: datetime, *, limit: int, start: Row | None = None
    ) -> tuple[list[DueItem], Row | None]:
        """List what is due for the sweep, longest waiting first; one Query (some seconds behind)."""
        page = self.table.page(
            province,
            index=_ATTENTION,
            between=("0", f"{clock.to_text(now)}#\uffff"),
            limit=limit,
            start=start,
        )
        return [_attention_from(row) for row in page.rows], page.next_start

    def pending_notification(self, case_id: str, version: int) -> PendingNotification | None:
        """Return a message that not every reporter has received yet."""
        row = self.table.get(*notification_key(case_id, version))
        return PendingNotification(case_id, version, row["text"], row.get("up_to", "")) if row else None

    def reminders(
        self, path: str, *, limit: int, start: Row | None = None
    ) -> tuple[list[CaseReminder], Row | None]:
        """List the reminders of a unit, newest first."""
        page = self.table.page(reminders_partition(path), limit=limit, newest_first=True, start=start)
        return [reminder_from(row) for row in page.rows], page.next_start

    # Writing

    def adding(self, kept: StoredCase, entries: Iterable[Entry]) -> list[Write]:
        """Return the writes of a new case: head, matter, code, pointer of its conversation, first lines.

        The first of them fails if the case exists, the third if its code does.
        """
        case = kept.case
        reporter = case.reporter
        pointer: list[Write] = []
        if reporter.user_id:
            partition, sort = resident_key(reporter.oa_id, reporter.user_id, case.received_at, case.id)
            pointer = [Put(self.table, {"partition": partition, "sort": sort})]
        partition, sort = code_key(case.code)
        return [
            Put(self.table, head_row(kept), new=True),
            Put(self.table, details_row(case)),
            Put(self.table, {"partition": partition, "sort": sort, "case_id": case.id}, new=True),
            *pointer,
            *(Put(self.table, entry_row(entry), new=True) for entry in entries),
        ]

    def changing(self, kept: StoredCase, before: int, entries: Iterable[Entry]) -> list[Write]:
        """Return the writes of a change: they fail if the case no longer has the version of `before`."""
        return [
            Put(self.table, head_row(kept), only_if=Attr("version").eq(before)),
            *(Put(self.table, entry_row(entry), new=True) for entry in entries),
        ]

    def adding_reporter(self, case_id: str, member: Member) -> Write:
        """Return the write that subscribes a merged case's reporter to notifications about this one."""
        reporter = member.reporter
        known = {"oa_id": reporter.oa_id, "user_id": reporter.user_id, "account_path": reporter.account_path}
        return Put(
            self.table,
            {
                "partition": case_key(case_id)[0],
                "sort": f"{REPORTER}{member.case_id}",
                "code": member.code,
                **{name: value for name, value in known.items() if value},
            },
        )

    def removing_reporter(self, case_id: str, member_id: str) -> Write:
        """Return the write that ends these notifications."""
        return Delete(self.table, case_key(case_id)[0], f"{REPORTER}{member_id}")

    def adding_notification(self, case: Case, pending: PendingNotification, again_at: datetime) -> Write:
        """Return the write of a message to many reporters; the sweep takes it up again from that instant."""
        partition, sort = notification_key(pending.case_id, pending.version)
        return Put(
            self.table,
            {
                "partition": partition,
                "sort": sort,
                "text": pending.text,
                "attention_in": case.province,
                "attention_order": f"{clock.to_text(again_at)}#{pending.case_id}",
            },
        )

    def notified(self, pending: PendingNotification) -> None:
        """Record that everybody has received the message."""
        self.table.delete(*notification_key(pending.case_id, pending.version))

    def notified_up_to(self, pending: PendingNotification, member_id: str) -> None:
        """Record that everybody up to this member has received the message."""
        with suppress(ConditionFailed):  # another process has finished already
            self.table.update(
                *notification_key(pending.case_id, pending.version),
                set={"up_to": member_id},
                only_if=Attr("text").exists(),
            )

    def adding_reminder(self, reminder: CaseReminder) -> Write:
        """Return the write of a reminder."""
        return Put(self.table, reminder_row(reminder))

    def defer(self, item: DueItem, until: datetime) -> None:
        """Defer a row that cannot be read or moved until a later instant, and change nothing else."""
        sort = notification_key(item.case_id, item.notification)[1] if item.notification else CASE
        instant = clock.to_text(until)
        more = {} if item.notification else {"attention_at": instant}
        with suppress(ConditionFailed):  # it was changed meanwhile
            self.table.update(
                case_key(item.case_id)[0],
                sort,
                set={"attention_order": f"{instant}#{item.case_id}", **more},
                only_if=Attr("attention_order").eq(f"{clock.to_text(item.at)}#{item.case_id}"),
            )


def _days_of(path: str, received: tuple[datetime | None, datetime | None]) -> tuple[str, str]:
    """Return the range of a unit's own cases that were received from an instant on, and before another."""
    first, end = received
    return (
        f"{path}#{clock.to_text(first) if first else ''}",
        f"{path}#{clock.to_text(end) if end else chr(0xFFFF)}",
    )


def _place(row: Row, index: str) -> Row:
    """Return where the list continues after an index row."""
    return {name: row[name] for name in ("partition", "sort", *index.split(":")[1:])}


def _attention_from(row: Row) -> DueItem:
    at = clock.from_text(row["attention_order"].partition("#")[0])
    sort: str = row["sort"]
    version = int(sort.removeprefix(NOTIFICATION)) if sort.startswith(NOTIFICATION) else 0
    return DueItem(parse_case_key(row["partition"]), at, version)


def publishing(table: Table, row: Mapping[str, Any], partitions: Iterable[str]) -> list[Write]:
    """Return the writes that put a case on the public lists."""
    return [Put(table, {**row, "partition": partition}) for partition in partitions]
