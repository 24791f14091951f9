"""The ledger of a broadcast as a sheet: who got it, who did not, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from loa import clock
from loa.clock import VIETNAM
from loa.errors import NotFound
from loa.foundation.units.model import existing_on, is_path, is_within
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rules import texts as broadcast_texts
from loa.publishing.broadcasts.rules.delivery import Delivery, LedgerTotals, ledger
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.reports import texts
from loa.reports.files import LINK_SECONDS, XLSX, Finished, ReportBucket, keep


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
    return broadcast_texts.reason_text(reason) or reason


def ledger_report(
    broadcast: Broadcast,
    within: str | None = None,
    *,
    deliveries: DeliveryStore,
    units: UnitStore,
    blobs: ReportBucket,
    now: datetime,
    units_on: date | None = None,
    link_seconds: int = LINK_SECONDS,
) -> Finished[LedgerTable]:
    """Make the sheet, keep it, and hand out a link. One Query for the deliveries, two for names.

    Args:
        broadcast: the broadcast; who asks may read it.
        within: only this unit and those below it; None: everything.
        deliveries: the ledger.
        units: for names.
        blobs: where the file is kept.
        now: when it is made, aware UTC.
        units_on: the day whose units count; that of the plan unless said otherwise.
        link_seconds: how long the link works.

    Raises:
        NotFound: `within` lies outside the broadcast's target.
    """
    from loa.reports.render.ledger_sheet import to_xlsx  # noqa: PLC0415 - who is refused does not wait for xlsxwriter

    root = within or broadcast.content.target.root
    if not is_path(root) or not is_within(root, broadcast.content.target.root):
        raise NotFound
    day = units_on or clock.local_day(broadcast.planned_at or now)
    table = LedgerTable(
        broadcast=broadcast,
        sender=_name(broadcast.unit_path, day, units),
        within=_name(root, day, units),
        made_at=now,
        lines=tuple(
            LedgerLine(delivery, tuple(history))
            for delivery, history in deliveries.with_history(broadcast.broadcast_id, root)
        ),
    )
    return keep(
        table,
        to_xlsx(table),
        folder=f"ledger/{broadcast.broadcast_id}/{root}",
        file_name=texts.ledger_file_name(broadcast.title, now.astimezone(VIETNAM)),
        content_type=XLSX,
        blobs=blobs,
        now=now,
        link_seconds=link_seconds,
    )


def _name(path: str, day: date, units: UnitStore) -> str:
    """The name of the unit there on that day; the path when there is none."""
    found = existing_on(units.at(path), day)
    return found[0].name if found else path
