"""Rows of campaigns and entries (table Participation).

campaigns#PROVINCE       ID              the campaign with what only its kind has
entry#ID#PART#SHARD      PERSON          one entry a person; PART is a round of a contest, else 0
count#ID#PART#SHARD      UNIT            persons who took part there, and sums of the kind
person#PERSON            ID#PART         where somebody took part, and what they agreed to
asking#PERSON            opinion         words in the chat that were asked back and are no opinion yet
claim#ID#PART            RECEIPT         how a winner can be reached, until its day; if it was handed over
told#ID                  PERSON          that somebody was told of the result (`telling`)

An entry and its count are one transaction: who comes twice finds that they came.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loa import clock
from loa.errors import Conflict, NotFound
from loa.participation.campaigns import texts
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState, Suspension
from loa.platform.aws.dynamodb.tables import (
    Attr,
    ConditionFailed,
    Delete,
    Page,
    Put,
    Row,
    Table,
    Update,
    Write,
)
from loa.platform.aws.dynamodb.transactions import commit

COUNT_SHARDS: Final = 8
_KEYS: Final = frozenset({"partition", "sort"})
CLAIMED: Final = ("name", "phone", "note", "kept_until")
"""What a claim says of a person."""


def shard_of(person: str, shards: int) -> int:
    """Return the partition of a person's entries: calculated, because it is read back."""
    return int(person[:8], 16) % shards


def entry_key(campaign_id: str, part: int, shard: int, person: str) -> tuple[str, str]:
    """Return the key of a person's entry."""
    return f"entry#{campaign_id}#{part}#{shard}", person


def objection_partition(campaign_id: str, part: int) -> str:
    """Return the partition of what people say against questions of a round."""
    return f"objection#{campaign_id}#{part}"


def claim_partition(campaign_id: str, part: int) -> str:
    """Return the partition of how the winners of a round can be reached."""
    return f"claim#{campaign_id}#{part}"


def forget_claim(table: Table, row: Row) -> bool:
    """Erase what a winner wrote, unless they have just written it anew; return whether it went.

    That their prize was handed over stays, and names nobody.
    """
    as_read = Attr("kept_until").eq(row["kept_until"])
    left = {name: value for name, value in row.items() if name not in CLAIMED}
    change: Write = Delete(table, row["partition"], row["sort"], only_if=as_read)
    if "handed_at" in row:
        change = Put(table, left, only_if=as_read)
    try:
        commit([change])
    except ConditionFailed:
        return False
    return True


def asking_key(person: str) -> tuple[str, str]:
    """Return the key of what somebody said in the chat and was asked back."""
    return f"asking#{person}", "opinion"


def told_partition(campaign_id: str) -> str:
    """Return the partition of who was told of a result."""
    return f"told#{campaign_id}"


def existing_row(table: Table, partition: str, sort: str, *, consistent: bool = True) -> Row:
    """Return a row.

    Raises:
        NotFound: there is none.
    """
    row = table.get(partition, sort, consistent=consistent)
    if row is None:
        raise NotFound
    return row


def replace_row(table: Table, row: Row, *, seen: int) -> None:
    """Write a changed row whose version was `seen`.

    Raises:
        Conflict: somebody else has changed it meanwhile.
    """
    try:
        table.put(row, only_if=Attr("version").eq(seen))
    except ConditionFailed as failed:
        raise Conflict(texts.CHANGED_MEANWHILE) from failed


def shown_to_residents(campaign: Campaign, kind: CampaignKind) -> Campaign:
    """Return a campaign that residents may see.

    Raises:
        NotFound: it is of another kind, or not public.
    """
    if campaign.kind is not kind or not campaign.is_public:
        raise NotFound
    return campaign


@dataclass(frozen=True, slots=True)
class CampaignStore:
    """Campaigns of one province.

    Attributes:
        table: Participation.
        province: its code.
    """

    table: Table
    province: str

    def add(self, campaign: Campaign) -> None:
        """Write a new campaign; the same again changes nothing."""
        try:
            self.table.put(self._row(campaign), new=True)
        except ConditionFailed:
            return

    def find(self, campaign_id: str) -> Campaign:
        """Return a campaign.

        Raises:
            NotFound: there is none.
        """
        return _campaign(existing_row(self.table, f"campaigns#{self.province}", campaign_id))

    def all(self) -> list[Campaign]:
        """Return all campaigns, newest first."""
        rows = self.table.rows(f"campaigns#{self.province}", newest_first=True, consistent=True)
        return [_campaign(row) for row in rows]

    def public(self, kind: CampaignKind) -> list[Campaign]:
        """Return the campaigns of a kind that residents may see, newest first."""
        return [each for each in self.all() if each.kind is kind and each.is_public]

    def turn(self, before: Campaign, after: Campaign, *, also: Sequence[Write] = ()) -> None:
        """Write a changed campaign, and in the same transaction what follows from it.

        Raises:
            Conflict: somebody else has changed it meanwhile.
        """
        changed = Put(self.table, self._row(after), only_if=Attr("version").eq(before.version))
        try:
            commit([changed, *also])
        except ConditionFailed as failed:
            raise Conflict(texts.CHANGED_MEANWHILE) from failed

    def _row(self, campaign: Campaign) -> Row:
        return {
            "partition": f"campaigns#{self.province}",
            "sort": campaign.id,
            "kind": campaign.kind.value,
            "unit_path": campaign.unit_path,
            "title": campaign.title,
            "about": campaign.about,
            "opens": clock.to_text(campaign.opens),
            "closes": clock.to_text(campaign.closes),
            "hands": list(campaign.hands),
            "state": campaign.state.value,
            "published_by": campaign.published_by,
            "reported_by": campaign.reported_by,
            "shards": campaign.shards,
            "content": dict(campaign.content),
            "suspensions": [
                {
                    "at": clock.to_text(each.at),
                    "reason": each.reason,
                    "by": each.by,
                    "until": clock.to_text(each.until) if each.until else "",
                }
                for each in campaign.suspensions
            ],
            "version": campaign.version,
        }


def _campaign(row: Row) -> Campaign:
    return Campaign(
        id=row["sort"],
        kind=CampaignKind(row["kind"]),
        unit_path=row["unit_path"],
        title=row["title"],
        about=row["about"],
        opens=clock.from_text(row["opens"]),
        closes=clock.from_text(row["closes"]),
        hands=tuple(row["hands"]),
        state=CampaignState(row["state"]),
        published_by=row["published_by"],
        reported_by=row["reported_by"],
        shards=row["shards"],
        content=row["content"],
        suspensions=tuple(_suspension(each) for each in row.get("suspensions", ())),
        version=row["version"],
    )


def _suspension(row: Row) -> Suspension:
    until = clock.from_text(row["until"]) if row["until"] else None
    return Suspension(clock.from_text(row["at"]), row["reason"], row["by"], until)


@dataclass(frozen=True, slots=True)
class EntryStore:
    """Entries and their counts."""

    table: Table

    def find(self, campaign: Campaign, person: str, part: int = 0) -> Row | None:
        """Return a person's entry; None: they have none."""
        return self.table.get(*entry_key(campaign.id, part, shard_of(person, campaign.shards), person))

    def entering(self, campaign: Campaign, person: str, values: Mapping[str, Any]) -> Put:
        """Return the write of a person's only entry; it fails where there is one."""
        partition, sort = entry_key(campaign.id, 0, shard_of(person, campaign.shards), person)
        return Put(self.table, {"partition": partition, "sort": sort, **values}, new=True)

    def counting(
        self, campaign_id: str, person: str, unit_path: str, numbers: Mapping[str, int], part: int = 0
    ) -> Update:
        """Return the write that adds numbers to those of a unit."""
        shard = shard_of(person, COUNT_SHARDS)
        return Update(self.table, f"count#{campaign_id}#{part}#{shard}", unit_path, add=numbers)

    def remembering(self, campaign_id: str, person: str, purpose: str, now: datetime, part: int = 0) -> Put:
        """Return the write by which a person finds again where they took part, and what they agreed to."""
        row = {
            "partition": f"person#{person}",
            "sort": f"{campaign_id}#{part}",
            "purpose": purpose,
            "agreed_on": clock.local_day(now).isoformat(),
        }
        return Put(self.table, row)

    def counts(self, campaign_id: str, part: int = 0) -> dict[str, Counter[str]]:
        """Return the numbers by unit."""
        found: dict[str, Counter[str]] = {}
        for shard in range(COUNT_SHARDS):
            for row in self.table.rows(f"count#{campaign_id}#{part}#{shard}", consistent=True):
                numbers = {name: int(value) for name, value in row.items() if name not in _KEYS}
                found.setdefault(row["sort"], Counter()).update(numbers)
        return found

    def entries(
        self, campaign: Campaign, shard: int, part: int = 0, only: Sequence[str] = ()
    ) -> Iterator[Row]:
        """Return the entries of one partition; of each `only` these attributes, if any are named."""
        return self.table.rows(f"entry#{campaign.id}#{part}#{shard}", consistent=True, only=only)

    def page(self, campaign: Campaign, shard: int, part: int, after: str, only: Sequence[str] = ()) -> Page:
        """Return a page of the entries of one partition: those behind a person, or the first ones.

        Of each `only` these attributes, if any are named.
        """
        partition = f"entry#{campaign.id}#{part}#{shard}"
        start = {"partition": partition, "sort": after} if after else None
        return self.table.page(partition, start=start, consistent=True, only=only)

    def of_person(self, person: str) -> list[Row]:
        """Return where somebody took part."""
        return list(self.table.rows(f"person#{person}", consistent=True))


def read_on(row: Row, page: Page) -> Row:
    """Return how far a reading of all partitions (`pages`, `shard`, `start`) is behind one more page."""
    start = page.next_start["sort"] if page.next_start else ""
    return {"pages": row["pages"] + 1, "shard": row["shard"] + (0 if start else 1), "start": start}
