"""The ledger of a broadcast as a sheet: who got it, who did not, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from loa import clock
from loa.clock import VIETNAM
from loa.errors import NotFound
from loa.foundation.units.model import depth, existing_on, is_path, is_within
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState, LedgerTotals, ledger
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.publishing.broadcasts.rules.texts import BROADCAST_STATES, DELIVERY_STATES, reason_text
from loa.reports.tables import texts
from loa.reports.tables.model import ColumnKind, ReportColumn, ReportDocument, ReportRow, ReportTable


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One delivery.

    Attributes:
        delivery: as it stands.
        history: what happened to it, oldest first: `at`, `what`, and details (`rows.delivery_store`).
    """

    delivery: Delivery
    history: tuple[Mapping[str, str], ...]

    @property
    def first_try(self) -> datetime | None:
        """When a worker first took it; None if none has."""
        tries = (line["at"] for line in self.history if line["what"] == "attempt")
        first = next(tries, None)
        return clock.from_text(first) if first else None


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """The deliveries of a broadcast in a subtree.

    Attributes:
        broadcast: the broadcast.
        sender: name of the unit that sends it.
        within: name of the unit whose subtree is listed.
        made_at: when, in UTC.
        lines: in tree order.
    """

    broadcast: Broadcast
    sender: str
    within: str
    made_at: datetime
    lines: tuple[LedgerLine, ...]

    @property
    def totals(self) -> LedgerTotals:
        """How many of the lines are in each state."""
        return ledger(line.delivery for line in self.lines)


def reason_words(reason: str) -> str:
    """A reason for people: ours, Zalo's, or the key itself where neither has words."""
    return reason_text(reason) or reason


def ledger_table(
    broadcast: Broadcast, root: str, *, deliveries: DeliveryStore, units: UnitStore, now: datetime, day: date
) -> LedgerTable:
    """Gather the deliveries: one Query for them, two for names.

    Args:
        broadcast: who asks may read it.
        root: only this unit and those below it.
        deliveries: the ledger.
        units: for names.
        now: when the table is made, aware UTC.
        day: the day whose units count.

    Raises:
        NotFound: the root lies outside the broadcast's target.
    """
    if not is_path(root) or not is_within(root, broadcast.content.target.root):
        raise NotFound
    return LedgerTable(
        broadcast=broadcast,
        sender=_name(broadcast.unit_path, day, units),
        within=_name(root, day, units),
        made_at=now,
        lines=tuple(
            LedgerLine(delivery, tuple(history))
            for delivery, history in deliveries.with_history(broadcast.broadcast_id, root)
        ),
    )


def _name(path: str, day: date, units: UnitStore) -> str:
    """The name of the unit there on that day; the path when there is none."""
    found = existing_on(units.at(path), day)
    return found[0].name if found else path


_COLUMNS: Final = (
    ReportColumn(texts.NUMBER, 7.0, ColumnKind.RUNNING),
    ReportColumn(texts.UNIT, 32.0, indented=True),
    ReportColumn(texts.LEDGER_STATE, 13.0),
    ReportColumn(texts.LEDGER_REASON, 38.0),
    ReportColumn(texts.LEDGER_ATTEMPTS, 9.0, ColumnKind.NUMBER),
    ReportColumn(texts.LEDGER_FIRST_TRY, 20.0, ColumnKind.SECOND),
    ReportColumn(texts.LEDGER_CHANGED, 20.0, ColumnKind.SECOND),
    ReportColumn(texts.LEDGER_HELD_UNTIL, 20.0, ColumnKind.SECOND),
    ReportColumn(texts.LEDGER_OA_ID, 22.0, fits=False),
    ReportColumn(texts.LEDGER_ARTICLE_ID, 23.0, fits=False),
    ReportColumn(texts.LEDGER_MESSAGE_ID, 23.0, fits=False),
)
_STATE: Final = 2
_HISTORY_COLUMNS: Final = (
    ReportColumn(texts.NUMBER, 7.0, ColumnKind.RUNNING),
    ReportColumn(texts.UNIT, 32.0),
    ReportColumn(texts.LEDGER_TIME, 20.0, ColumnKind.SECOND),
    ReportColumn(texts.LEDGER_WHAT, 34.0),
    ReportColumn(texts.LEDGER_REASON, 40.0),
    ReportColumn(texts.LEDGER_ANSWER, 34.0),
    ReportColumn(texts.LEDGER_ARTICLE_ID, 23.0),
    ReportColumn(texts.LEDGER_MESSAGE_ID, 23.0),
    ReportColumn(texts.LEDGER_OFFICER, 30.0),
)
_ALARMING: Final = frozenset({DeliveryState.FAILED, DeliveryState.UNKNOWN})


def ledger_document(table: LedgerTable) -> ReportDocument:
    """Return the ledger as a report: every delivery and why it ended so, and what happened to each."""
    tables = (_deliveries(table), _history(table))
    return ReportDocument(texts.LEDGER_TITLE, table.broadcast.title, table.made_at, tables)


def _head(table: LedgerTable, title: str) -> tuple[str, ...]:
    broadcast = table.broadcast
    state = BROADCAST_STATES[broadcast.state.value]
    planned, finished = (
        instant.astimezone(VIETNAM) if instant else None
        for instant in (broadcast.planned_at, broadcast.finished_at)
    )
    return (
        title,
        texts.ledger_broadcast_line(broadcast.title),
        texts.ledger_scope_line(table.sender, table.within),
        texts.ledger_state_line(state, planned, finished),
        texts.ledger_made_line(table.made_at.astimezone(VIETNAM)),
    )


def _deliveries(table: LedgerTable) -> ReportTable:
    totals = table.totals
    top = min((depth(line.delivery.unit_path) for line in table.lines), default=0)
    return ReportTable(
        name=texts.LEDGER_SHEET,
        lines=_head(table, texts.LEDGER_TITLE),
        figures=(
            (texts.LEDGER_PLANNED, totals.planned),
            *((_state_words(state), totals.counts[state]) for state in DeliveryState),
        ),
        columns=_COLUMNS,
        rows=tuple(_row(running, line, top) for running, line in enumerate(table.lines, 1)),
        total=texts.ledger_total_line(len(table.lines)) if table.lines else texts.LEDGER_EMPTY,
    )


def _row(running: int, line: LedgerLine, top: int) -> ReportRow:
    delivery = line.delivery
    cells = (
        running,
        delivery.unit_name,
        _state_words(delivery.state),
        reason_words(delivery.reason),
        delivery.attempts,
        line.first_try,
        delivery.updated_at,
        delivery.held_until,
        delivery.oa_id,
        delivery.article_id,
        delivery.message_id,
    )
    alarms = frozenset({_STATE} if delivery.state in _ALARMING else ())
    return ReportRow(cells, level=depth(delivery.unit_path) - top, alarms=alarms)


def _history(table: LedgerTable) -> ReportTable:
    events = [(line.delivery.unit_name, event) for line in table.lines for event in line.history]
    return ReportTable(
        name=texts.LEDGER_HISTORY_SHEET,
        lines=_head(table, texts.LEDGER_HISTORY_TITLE),
        columns=_HISTORY_COLUMNS,
        rows=tuple(
            ReportRow(
                (
                    running,
                    unit_name,
                    clock.from_text(event["at"]),
                    _event_words(event["what"]),
                    reason_words(event.get("reason", "")),
                    event.get("answer", ""),
                    event.get("article_id", ""),
                    event.get("message_id", ""),
                    event.get("by", ""),
                )
            )
            for running, (unit_name, event) in enumerate(events, 1)
        ),
    )


def _state_words(state: DeliveryState) -> str:
    """A state with a capital letter."""
    words = DELIVERY_STATES[state.value]
    return words[:1].upper() + words[1:]


def _event_words(what: str) -> str:
    """What happened, in words: a new state, or a step on the way."""
    if what in list(DeliveryState):
        return _state_words(DeliveryState(what))
    return texts.LEDGER_EVENTS.get(what, what)
