"""Rows of consultations (table Participation), beside those of `campaigns.store`.

draft#ID             KEY             one version of the draft, whole, never changed; a campaign names its own
draft#ID             changes#KEY     how it differs from the version that residents read before
entry#ID#0#SHARD     PERSON#NODE     what one person says about one node
count#ID#1#SHARD     NODE            single opinions on a node
count#ID#2#SHARD     NODE            conferences on a node, never added to the line above
meeting#ID           M               the minutes of a conference
meeting#ID           M#NODE          what it said about a node
                                     (`gone`, with a `trail`: taken out, as opinions may be; `corrections`)
theme#ID             T               opinions that share one answer
"""

import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from loa.errors import Conflict, NotFound
from loa.participation.campaigns import texts
from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.store import EntryStore, existing_row, replace_row
from loa.participation.consultations.rows import (
    as_seen,
    conference_of,
    conference_opinion_of,
    meeting_shard,
    opinion_key,
    opinion_of,
    receipt_of,
    theme_of,
    theme_row,
)
from loa.participation.consultations.rules.model import (
    DraftNode,
    DraftText,
    NodeKind,
)
from loa.participation.consultations.rules.opinions import (
    Conference,
    ConferenceCounts,
    ConferenceOpinion,
    Opinion,
    SingleCounts,
    Theme,
)
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Row, Table, Update
from loa.platform.aws.dynamodb.transactions import commit

if TYPE_CHECKING:  # most drafts have one version
    from loa.participation.consultations.rules.versions import NodeChange

SINGLES: Final = 1
CONFERENCES: Final = 2
_KEPT_TEXTS: Final = 8


@dataclass(frozen=True, slots=True)
class ConsultationStore:
    """What only consultations keep.

    Attributes:
        entries: the rows of all kinds.
    """

    entries: EntryStore

    @property
    def table(self) -> Table:
        """Return Participation."""
        return self.entries.table

    def save_text(self, campaign_id: str, key: str, text: DraftText) -> None:
        """Write a version under a key that nothing else has."""
        said = json.dumps(
            {**asdict(text), "nodes": [asdict(node) for node in text.nodes]}, ensure_ascii=False
        )
        packed = zlib.compress(said.encode(), 9)
        self.table.put({"partition": f"draft#{campaign_id}", "sort": key, "text": packed}, new=True)

    def text(self, campaign_id: str, key: str) -> DraftText:
        """Return a version; read once by a process, for it never changes.

        Raises:
            NotFound: there is none.
        """
        return _text(self.table.name, campaign_id, key)

    def save_changes(self, campaign_id: str, key: str, changed: "Mapping[str, NodeChange]") -> None:
        """Write how a version differs from the one before; the same again changes nothing."""
        said = json.dumps({node: asdict(each) for node, each in changed.items()}, ensure_ascii=False)
        packed = zlib.compress(said.encode(), 9)
        self.table.put({"partition": f"draft#{campaign_id}", "sort": f"changes#{key}", "text": packed})

    def changes(self, campaign_id: str, key: str) -> "Mapping[str, NodeChange] | None":
        """Return how a version differs from the one before; None: it was adopted before that was kept."""
        try:
            return _kept_changes(self.table.name, campaign_id, key)
        except NotFound:
            return None

    def opinion(self, campaign: Campaign, person: str, node: str) -> Row | None:
        """Return the row of what somebody said about a node; None: nothing."""
        return self.table.get(*opinion_key(campaign, person, node))

    def of_person(self, campaign: Campaign, person: str) -> list[Opinion]:
        """Return what somebody said in a consultation."""
        partition, _ = opinion_key(campaign, person, "")
        rows = self.table.rows(partition, prefix=f"{person}#", consistent=True)
        return [opinion_of(campaign.id, row) for row in rows]

    def opinions(self, campaign: Campaign) -> Iterator[Opinion]:
        """Return all single opinions."""
        for shard in range(campaign.shards):
            for row in self.entries.entries(campaign, shard):
                if "gone" not in row:
                    yield opinion_of(campaign.id, row)

    def single_counts(self, campaign_id: str) -> dict[str, SingleCounts]:
        """Return how many persons said what, by node."""
        return {node: _single(each) for node, each in self.entries.counts(campaign_id, SINGLES).items()}

    def conference_counts(self, campaign_id: str) -> dict[str, ConferenceCounts]:
        """Return how many conferences said what, by node."""
        found = self.entries.counts(campaign_id, CONFERENCES)
        return {node: _conferences(each) for node, each in found.items()}

    def mark(self, row: Row, values: Row) -> None:
        """Set the group of an opinion, or why it is set aside, in the version that was read.

        Raises:
            Conflict: somebody else has changed it meanwhile.
        """
        key = row["partition"], row["sort"]
        try:
            self.table.update(*key, set=values, add={"version": 1}, only_if=as_seen(row))
        except ConditionFailed as failed:
            raise Conflict(texts.CHANGED_MEANWHILE) from failed

    def themes(self, campaign_id: str) -> list[Theme]:
        """Return the groups, oldest first."""
        return [theme_of(row) for row in self.table.rows(f"theme#{campaign_id}", consistent=True)]

    def theme(self, campaign_id: str, theme_id: str) -> Theme:
        """Return a group.

        Raises:
            NotFound: there is none.
        """
        return theme_of(existing_row(self.table, f"theme#{campaign_id}", theme_id))

    def adding_theme(self, campaign_id: str, theme: Theme) -> Put:
        """Return the write of a new group."""
        return Put(self.table, theme_row(campaign_id, theme), new=True)

    def turn_theme(self, campaign_id: str, before: Theme, after: Theme) -> None:
        """Write a changed group.

        Raises:
            Conflict: somebody else has changed it meanwhile.
        """
        replace_row(self.table, theme_row(campaign_id, after), seen=before.version)

    def add_conference(self, campaign_id: str, held: Conference) -> None:
        """Write the minutes of a conference; the same again changes nothing."""
        row = {**asdict(held), "held_on": held.held_on.isoformat()}
        try:
            self.table.put({"partition": f"meeting#{campaign_id}", "sort": row.pop("id"), **row}, new=True)
        except ConditionFailed:
            return

    def conference(self, campaign_id: str, conference_id: str) -> Conference:
        """Return a conference; raises as `minutes` does."""
        return conference_of(self.minutes(campaign_id, conference_id))

    def minutes(self, campaign_id: str, conference_id: str) -> Row:
        """Return the row of a conference.

        Raises:
            NotFound: there is none, or it was taken out.
        """
        row = existing_row(self.table, f"meeting#{campaign_id}", conference_id)
        if "gone" in row:
            raise NotFound
        return row

    def conferences(self, campaign_id: str) -> tuple[list[Conference], list[ConferenceOpinion]]:
        """Return all conferences, and what they said."""
        kept = self.table.rows(f"meeting#{campaign_id}", consistent=True)
        rows = [row for row in kept if "gone" not in row]
        held = [conference_of(row) for row in rows if "#" not in row["sort"]]
        said = [conference_opinion_of(campaign_id, row) for row in rows if "#" in row["sort"]]
        return held, said

    def add_conference_opinion(self, campaign_id: str, held: Conference, said: ConferenceOpinion) -> None:
        """Write what a conference said about a node, and count it.

        Whoever corrects or takes out the minutes just then does it again: they get another version.

        Raises:
            ConditionFailed: it has said something about it already; or (`index` 0) the minutes have changed.
        """
        numbers = {"agree": said.agree, "disagree": said.disagree, "other": said.other}
        row: Row = {
            "partition": f"meeting#{campaign_id}",
            "sort": f"{said.conference}#{said.node}",
            "node": said.node,
            "words": said.words,
            "theme": said.theme,
            "aside": "",
            **numbers,
        }
        before = self.table.get(row["partition"], row["sort"])
        if before and "gone" in before:  # what was taken out may be written anew
            row |= {"trail": before["trail"], "version": before["version"] + 1}
            put = Put(self.table, row, only_if=Attr("version").eq(before["version"]) & Attr("gone").exists())
        else:
            put = Put(self.table, row, new=True)
        counted = self.entries.counting(
            campaign_id, meeting_shard(said.conference), said.node, {"conferences": 1, **numbers}, CONFERENCES
        )
        meeting = Update(
            self.table,
            row["partition"],
            held.id,
            add={"version": 1},
            only_if=Attr("persons").eq(held.persons) & Attr("gone").not_exists(),
        )
        commit([meeting, put, counted])

    def rows(self, campaign: Campaign, receipts: Collection[str]) -> dict[str, Row]:
        """Return the rows of opinions by receipt: of persons and of conferences."""
        partitions = [
            *(f"entry#{campaign.id}#0#{shard}" for shard in range(campaign.shards)),
            f"meeting#{campaign.id}",
        ]
        return {
            receipt: row
            for partition in partitions
            for row in self.table.rows(partition, consistent=True)
            if "node" in row and "gone" not in row
            if (receipt := receipt_of(campaign.id, row["sort"])) in receipts
        }

    def row_of(self, campaign: Campaign, shard: int, receipt: str) -> Row | None:
        """Return the row of an opinion of one shard; None: there is none."""
        partition = f"entry#{campaign.id}#0#{shard}"
        sorts = (row["sort"] for row in self.table.rows(partition, consistent=True, only=("sort",)))
        named = next((sort for sort in sorts if receipt_of(campaign.id, sort) == receipt), None)
        return self.table.get(partition, named) if named else None

    def counting(self, campaign_id: str, person: str, node: str, numbers: Mapping[str, int]) -> Update:
        """Return the write that counts a single opinion on a node."""
        return self.entries.counting(campaign_id, person, node, numbers, SINGLES)


@lru_cache(maxsize=_KEPT_TEXTS)
def _text(table: str, campaign_id: str, key: str) -> DraftText:
    row = existing_row(Table(table), f"draft#{campaign_id}", key)
    known: dict[str, Any] = json.loads(zlib.decompress(row["text"]))
    nodes = tuple(DraftNode(**{**node, "kind": NodeKind(node["kind"])}) for node in known["nodes"])
    return DraftText(known["version"], nodes, known["gone"], known["used"])


@lru_cache(maxsize=_KEPT_TEXTS)
def _kept_changes(table: str, campaign_id: str, key: str) -> "Mapping[str, NodeChange]":
    from loa.participation.consultations.rules.versions import Fate, NodeChange  # noqa: PLC0415 - as above

    row = existing_row(Table(table), f"draft#{campaign_id}", f"changes#{key}")
    known: dict[str, Any] = json.loads(zlib.decompress(row["text"]))
    return {
        node: NodeChange(
            Fate(each["fate"]),
            each["label_before"],
            tuple((Fate(fate), words) for fate, words in each["words"]),
            each["article"],
        )
        for node, each in known.items()
    }


def version_in(key: str) -> int:
    """Return the number of the version that a key names."""
    return int(key.partition("#")[0])


def _single(numbers: Counter[str]) -> SingleCounts:
    return SingleCounts(
        numbers["opinions"], numbers["agree"], numbers["disagree"], numbers["other"], numbers["desk"]
    )


def _conferences(numbers: Counter[str]) -> ConferenceCounts:
    return ConferenceCounts(numbers["conferences"], numbers["agree"], numbers["disagree"], numbers["other"])
