"""What residents do in consultations: say what they think of a node, once, and change it until the end.

An opinion, its counts and the note of where somebody took part are one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from loa import clock
from loa.errors import Conflict, NotFound
from loa.participation.campaigns.model import Campaign, CampaignKind, Participant, Phase
from loa.participation.campaigns.texts import CHANGED_MEANWHILE, NOT_OPEN
from loa.participation.consultations.rules.model import DraftText, Stance
from loa.participation.consultations.rules.opinions import GivenOpinion, Opinion, Recording, ThemeShare
from loa.participation.consultations.store import (
    ConsultationStore,
    opinion_key,
    opinion_of,
    recording_of,
    recording_row,
    version_in,
)
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Row, Write
from loa.platform.aws.dynamodb.transactions import commit

if TYPE_CHECKING:
    from loa.participation.consultations.rules.versions import NodeChange

_TRIES: Final = 3
_KEPT_CHANGES: Final = 10
_WRITTEN: Final = ("stance", "words", "wording")


@dataclass(frozen=True, slots=True)
class ConsultationService:
    """Use cases of residents.

    Attributes:
        store: the rows.
    """

    store: ConsultationStore

    def text(self, campaign: Campaign) -> DraftText:
        """Return the draft as residents see it.

        Raises:
            NotFound: there is none.
        """
        key = str(campaign.content.get("text", ""))
        if not key:
            raise NotFound
        return self.store.text(campaign.id, key)

    def earlier(self, campaign: Campaign) -> list[int]:
        """Return the numbers of the versions that residents read before the present one, newest first."""
        return [version_in(key) for key in reversed(campaign.content.get("shown", ()))]

    def changes(
        self, campaign: Campaign, article: str = "", than: str = ""
    ) -> "tuple[int, Mapping[str, NodeChange]]":
        """Return how the draft differs from an earlier version, by node, and from which.

        Args:
            campaign: what.
            article: word by word at least in this one; empty: perhaps only which nodes differ.
            than: the number of the version; of another, or none, it is the one before.

        Returns:
            The number of the version, and what differs; 0: there is only one.
        """
        shown: Sequence[str] = campaign.content.get("shown", ())
        if not shown:
            return 0, {}
        key = next((each for each in shown if str(version_in(each)) == than), shown[-1])
        if key == shown[-1]:
            kept = self.store.changes(campaign.id, campaign.content["text"])
            if kept is not None:
                return version_in(key), kept
        from loa.participation.consultations.rules import versions  # noqa: PLC0415 - few ask for older ones

        text, before = self.text(campaign), self.store.text(campaign.id, key)
        if article:
            return before.version, versions.changes(text, before, article)
        return before.version, versions.rough_changes(text, before)

    def own(self, campaign: Campaign, participant: Participant) -> dict[str, Opinion]:
        """Return what somebody has said, by node."""
        return {each.node: each for each in self.store.of_person(campaign, participant.id)}

    def give(
        self,
        campaign: Campaign,
        participant: Participant,
        unit_path: str,
        node: str,
        given: GivenOpinion,
        now: datetime,
        by: str = "",
    ) -> Opinion:
        """Take what somebody says about a node; the same again changes nothing, other words replace it.

        Args:
            campaign: what.
            participant: who.
            unit_path: where they live.
            node: the id of the node.
            given: what they say.
            now: the present instant.
            by: the officer who writes it down for them.

        Raises:
            Conflict: it is not open, or changed at the same instant.
            NotFound: the draft has no such node.
        """
        return self._said(campaign, participant, unit_path, node, given, (), now, by)

    def speak(
        self,
        campaign: Campaign,
        participant: Participant,
        unit_path: str,
        node: str,
        files: Sequence[str],
        now: datetime,
    ) -> Opinion:
        """Take what somebody says aloud about a node; the same files again change nothing.

        It joins what they wrote there, and what they spoke before: `files` are keys of recordings in the
        bucket of residents' files. Other arguments and errors as for `give`.
        """
        return self._said(campaign, participant, unit_path, node, None, files, now, "")

    def _said(
        self,
        campaign: Campaign,
        participant: Participant,
        unit_path: str,
        node: str,
        given: GivenOpinion | None,
        files: Sequence[str],
        now: datetime,
        by: str,
    ) -> Opinion:
        if campaign.phase(now) is not Phase.OPEN:
            raise Conflict(NOT_OPEN)
        if not self.text(campaign).knows(node):
            raise NotFound
        for _ in range(_TRIES):
            before = self.store.opinion(campaign, participant.id, node)
            row = self._row(campaign, participant, unit_path, node, given, files, now, by, before)
            if before and all(before.get(name, {}) == row[name] for name in (*_WRITTEN, "recording")):
                return opinion_of(campaign.id, before)
            try:
                commit(self._writes(campaign, participant.id, row, before, now))
            except ConditionFailed:
                continue
            return opinion_of(campaign.id, row)
        raise Conflict(CHANGED_MEANWHILE)

    def answers(self, campaign: Campaign) -> list[ThemeShare]:
        """Return the themes with their answers, as they were published."""
        frozen: Mapping[str, Any] = campaign.content.get("themes", {})
        return [
            ThemeShare(
                theme,
                int(frozen[theme.id]["opinions"]),
                int(frozen[theme.id]["conferences"]),
                tuple(frozen[theme.id]["nodes"]),
            )
            for theme in self.store.themes(campaign.id)
            if theme.id in frozen
        ]

    def _row(
        self,
        campaign: Campaign,
        participant: Participant,
        unit_path: str,
        node: str,
        given: GivenOpinion | None,
        files: Sequence[str],
        now: datetime,
        by: str,
        before: Row | None,
    ) -> Row:
        partition, sort = opinion_key(campaign, participant.id, node)
        kept = [{name: before[name] for name in (*_WRITTEN, "on")}] if before else []
        recording = _recorded(recording_of(before and before.get("recording")), files, given, before, now)
        if given is None:
            given = GivenOpinion(Stance.OTHER)
            if before:
                said = opinion_of(campaign.id, before)
                given = GivenOpinion(said.stance, said.words, said.wording, said.calls)
        return {
            "partition": partition,
            "sort": sort,
            "node": node,
            "stance": given.stance.value,
            "words": given.words,
            "wording": given.wording,
            "calls": given.calls,
            "unit_path": before["unit_path"] if before else unit_path,
            "by": before["by"] if before else by,
            "on": clock.local_day(now).isoformat(),
            "draft": self.text(campaign).version,
            "known": participant.is_known,
            "recording": recording_row(recording),
            # Other words have to be read again.
            "theme": "",
            "aside": "",
            "before": ([*before["before"], *kept] if before else [])[-_KEPT_CHANGES:],
            "version": before["version"] + 1 if before else 1,
        }

    def _writes(
        self, campaign: Campaign, person: str, row: Row, before: Row | None, now: datetime
    ) -> list[Write]:
        store, entries = self.store, self.store.entries
        if before:
            moved = {before["stance"]: -1, row["stance"]: 1}
            return [
                Put(store.table, row, only_if=Attr("version").eq(before["version"])),
                *(
                    [store.counting(campaign.id, person, row["node"], moved)]
                    if before["stance"] != row["stance"]
                    else []
                ),
            ]
        remembered = entries.remembering(campaign.id, person, CampaignKind.CONSULTATION.value, now)
        is_first = store.table.get(remembered.row["partition"], remembered.row["sort"]) is None
        numbers = {"opinions": 1, row["stance"]: 1, **({"desk": 1} if row["by"] else {})}
        unit_numbers = {"opinions": 1, **({"persons": 1} if is_first else {})}
        return [
            Put(store.table, row, new=True),
            store.counting(campaign.id, person, row["node"], numbers),
            entries.counting(campaign.id, person, row["unit_path"], unit_numbers),
            *([replace(remembered, new=True)] if is_first else []),
        ]


def _recorded(
    known: Recording | None,
    files: Sequence[str],
    given: GivenOpinion | None,
    before: Row | None,
    now: datetime,
) -> Recording | None:
    """Return what was spoken with what comes now; who gives a stance in a form or line has stated it."""
    new = [each for each in files if known is None or each not in known.files]
    if known is None:
        stated = before is not None
        return Recording(tuple(new), clock.local_day(now), is_stated=stated) if new else None
    if new:
        known = replace(known, files=(*known.files, *new), sent_on=clock.local_day(now))
    return replace(known, is_stated=True) if given else known
