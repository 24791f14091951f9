"""Rows of who was told of the answers (table Participation).

told#ID     PERSON    a message was handed over, and what became of it
told#ID#N#won   RECEIPT   the same of who has won in a round of a contest; RECEIPT#EDITION: after a recount
told#ID     search     how far the present search among followers is, and how many persons there are
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.participation_of_person import NAMELESS
from loa.participation.campaigns.store import EntryStore, told_partition
from loa.participation.telling.model import TellingLedger, ledger_of
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table
from loa.residents.messages.model import MessageState

_SEARCH: Final = "search"


@dataclass(frozen=True, slots=True)
class Search:
    """A search among the followers of all accounts.

    Attributes:
        done_on: the day on which one came last to its end.
        after: the account that the present one has come to; empty: it begins.
        follower: the last resident there who was looked at; empty: nobody yet.
        known, elsewhere: as in `TellingLedger`.
        is_settled: whether it is known what became of every message so far.
        is_over: whether everybody was told.
        receipts: of entries whose owners it looks for; empty: it looks for persons.
    """

    done_on: date | None = None
    after: str = ""
    follower: str = ""
    known: int = 0
    elsewhere: int = 0
    is_settled: bool = False
    is_over: bool = False
    receipts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A message to one contributor.

    Attributes:
        name: under which it stands: the person; of a contest the receipt of an entry, after a recount with
            the edition of the result (`name_in`).
        key: of the message; empty: nobody could be told, or they knew without one.
        state: what became of it.
        place: which prize it named, 0: none any more; None: it is no message about prizes.
    """

    name: str
    key: str
    state: MessageState
    place: int | None = None

    @property
    def receipt(self) -> str:
        """Return of which entry it speaks."""
        return self.name.partition("#")[0]

    @property
    def edition(self) -> int:
        """Return of which edition of a result it speaks."""
        return int(self.name.partition("#")[2] or 1)

    @property
    def is_heard(self) -> bool:
        """Whether its words have arrived, as far as anybody knows."""
        return self.state in {MessageState.SENT, MessageState.UNKNOWN}

    @property
    def moves(self) -> bool:
        """Whether its state may still change: what is unknown is looked up, or a person finds out."""
        return not self.state.is_final or self.state is MessageState.UNKNOWN


@dataclass(frozen=True, slots=True)
class TellingStore:
    """Who was told.

    Attributes:
        entries: the rows of all kinds of campaigns.
    """

    entries: EntryStore

    @property
    def table(self) -> Table:
        """Return Participation."""
        return self.entries.table

    def persons(self, campaign: Campaign) -> dict[str, bool]:
        """Return who gave opinions, and whether Zalo vouches for them; not who was erased."""
        found: dict[str, bool] = {}
        for shard in range(campaign.shards):
            for row in self.entries.entries(campaign, shard):
                if not row["sort"].startswith(NAMELESS):
                    found[row["sort"].partition("#")[0]] = row["known"]
        return found

    def told(self, campaign_id: str) -> Iterator[ToldRow]:
        """Return to whom a message was handed over."""
        for row in self.table.rows(told_partition(campaign_id), consistent=True):
            if row["sort"] != _SEARCH:
                place = int(row["place"]) if "place" in row else None
                yield ToldRow(row["sort"], row["key"], MessageState(row["state"]), place)

    def add(self, campaign_id: str, told: ToldRow) -> None:
        """Write that a message was handed over; again, it changes nothing."""
        try:
            self.table.put(_row(campaign_id, told), new=True)
        except ConditionFailed:
            return

    def knows(self, campaign_id: str, name: str, place: int) -> None:
        """Write that somebody knows of a prize without a message; one that never arrived gives way."""
        self.table.put(_row(campaign_id, ToldRow(name, "", MessageState.SENT, place)))

    def turn(self, campaign_id: str, told: ToldRow, state: MessageState) -> None:
        """Write what became of a message; of who was erased meanwhile nothing is written."""
        try:
            self.table.put(_row(campaign_id, replace(told, state=state)), only_if=Attr("key").exists())
        except ConditionFailed:
            return

    def progress(self, campaign_id: str) -> Search:
        """Return how far the search is."""
        row = self.table.get(told_partition(campaign_id), _SEARCH)
        if row is None:
            return Search()
        done_on = date.fromisoformat(row["done_on"]) if row["done_on"] else None
        return Search(
            done_on,
            row["after"],
            row.get("follower", ""),
            row["known"],
            row["elsewhere"],
            row["is_settled"],
            row["is_over"],
            frozenset(row.get("receipts", ())),
        )

    def save(self, campaign_id: str, progress: Search) -> None:
        """Write how far the search is."""
        self.table.put(
            {
                "partition": told_partition(campaign_id),
                "sort": _SEARCH,
                "done_on": progress.done_on.isoformat() if progress.done_on else "",
                "after": progress.after,
                "follower": progress.follower,
                "known": progress.known,
                "elsewhere": progress.elsewhere,
                "is_settled": progress.is_settled,
                "is_over": progress.is_over,
                "receipts": sorted(progress.receipts),
            }
        )

    def ledger(self, campaign_id: str) -> TellingLedger | None:
        """Return where the telling stands; None: it has not begun."""
        rows = {row["sort"]: row for row in self.table.rows(told_partition(campaign_id), consistent=True)}
        begun = rows.pop(_SEARCH, None)
        if begun is None:
            return None
        return ledger_of(begun["known"], begun["elsewhere"], (row["state"] for row in rows.values()))


def _row(campaign_id: str, told: ToldRow) -> Row:
    row = {"partition": told_partition(campaign_id), "sort": told.name, "key": told.key}
    place = {} if told.place is None else {"place": told.place}
    return {**row, "state": told.state.value, **place}


def name_in(receipt: str, edition: int) -> str:
    """Return under which name it stands that the owner of a receipt was told of an edition of a result."""
    return receipt if edition == 1 else f"{receipt}#{edition}"


def winners_name(campaign_id: str, number: int) -> str:
    """Return the name under which it is kept which winners of a round were told."""
    return f"{campaign_id}#{number}#won"
