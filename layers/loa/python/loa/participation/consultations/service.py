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
from loa.participation.consultations.rows import (
    opinion_key,
    opinion_of,
    recording_of,
    recording_row,
)
from loa.participation.consultations.rules.model import DraftText, SetAside, Stance
from loa.participation.consultations.rules.opinions import GivenOpinion, Opinion, Recording, ThemeShare
from loa.participation.consultations.rules.texts import SEALED_PART
from loa.participation.consultations.store import ConsultationStore, version_in
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Row, Write
from loa.platform.aws.dynamodb.transactions import commit

if TYPE_CHECKING:
    from loa.participation.consultations.rules.versions import NodeChange

_TRIES: Final = 3
_KEPT_CHANGES: Final = 10
_WRITTEN: Final = ("stance", "words", "wording")


@dataclass(frozen=True, slots=True)
class _Contribution:
    """What comes of somebody about a node: what they state, or recordings of what they say."""

    campaign: Campaign
    participant: Participant
    unit_path: str
    node: str
    now: datetime
    given: GivenOpinion | None = None
    files: Sequence[str] = ()
    by: str = ""


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

    def final(self, campaign: Campaign) -> DraftText | None:
        """Return the text as it was adopted; None: nobody has said so."""
        key = campaign.content.get("final")
        return self.store.text(campaign.id, key) if key else None

    def final_changes(self, campaign: Campaign) -> "Mapping[str, NodeChange]":
        """Return how what was adopted differs from what residents were asked about, by node."""
        key = campaign.content.get("final")
        return (self.store.changes(campaign.id, key) or {}) if key else {}

    def own(self, campaign: Campaign, participant: Participant) -> dict[str, Opinion]:
        """Return what somebody has said, by node."""
        return {each.node: each for each in self.store.of_person(campaign, participant.id)}

    def said_about(self, campaign: Campaign, participant: Participant, node: str) -> Opinion | None:
        """Return what somebody has said about a node, hidden words too, to be kept on; None: nothing."""
        row = self.store.opinion(campaign, participant.id, node)
        return opinion_of(campaign.id, row, whole=True) if row else None

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
            Conflict: it is not open, changed at the same instant, or its words have left as a denunciation.
            NotFound: the draft has no such node.
        """
        return self._take(_Contribution(campaign, participant, unit_path, node, now, given=given, by=by))

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
        return self._take(_Contribution(campaign, participant, unit_path, node, now, files=files))

    def _take(self, what: _Contribution) -> Opinion:
        campaign, person = what.campaign, what.participant.id
        if campaign.phase(what.now) is not Phase.OPEN:
            raise Conflict(NOT_OPEN)
        if not self.text(campaign).knows(what.node):
            raise NotFound
        for _ in range(_TRIES):
            before = self.store.opinion(campaign, person, what.node)
            if before and "trail" in before:
                # An old form comes again: officers have corrected it since, or taken it out.
                return opinion_of(campaign.id, before)
            if before and before["aside"] == SetAside.DENUNCIATION.value:
                raise Conflict(SEALED_PART)  # an old form would bring the words back
            row = self._row(what, before)
            if before and all(before.get(name, {}) == row[name] for name in (*_WRITTEN, "recording")):
                return opinion_of(campaign.id, before)
            try:
                commit(self._writes(campaign.id, person, row, before, what.now))
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

    def _row(self, what: _Contribution, before: Row | None) -> Row:
        partition, sort = opinion_key(what.campaign, what.participant.id, what.node)
        kept = [{name: before[name] for name in (*_WRITTEN, "on")}] if before else []
        given = what.given
        if given is None:
            given = GivenOpinion(Stance.OTHER)
            if before:
                said = opinion_of(what.campaign.id, before, whole=True)
                given = GivenOpinion(said.stance, said.words, said.wording, said.calls)
        return {
            "partition": partition,
            "sort": sort,
            "node": what.node,
            "stance": given.stance.value,
            "words": given.words,
            "wording": given.wording,
            "calls": given.calls,
            "unit_path": before["unit_path"] if before else what.unit_path,
            "by": before["by"] if before else what.by,
            "on": clock.local_day(what.now).isoformat(),
            "draft": self.text(what.campaign).version,
            "known": what.participant.is_known,
            "recording": recording_row(_recorded(what, before)),
            # Other words have to be read again.
            "theme": "",
            "aside": "",
            "before": ([*before["before"], *kept] if before else [])[-_KEPT_CHANGES:],
            "version": before["version"] + 1 if before else 1,
        }

    def _writes(
        self, campaign_id: str, person: str, row: Row, before: Row | None, now: datetime
    ) -> list[Write]:
        store, entries = self.store, self.store.entries
        if before:
            moved = {before["stance"]: -1, row["stance"]: 1}
            return [
                Put(store.table, row, only_if=Attr("version").eq(before["version"])),
                *(
                    [store.counting(campaign_id, person, row["node"], moved)]
                    if before["stance"] != row["stance"]
                    else []
                ),
            ]
        remembered = entries.remembering(campaign_id, person, CampaignKind.CONSULTATION.value, now)
        is_first = store.table.get(remembered.row["partition"], remembered.row["sort"]) is None
        numbers = {"opinions": 1, row["stance"]: 1, **({"desk": 1} if row["by"] else {})}
        unit_numbers = {"opinions": 1, **({"persons": 1} if is_first else {})}
        return [
            Put(store.table, row, new=True),
            store.counting(campaign_id, person, row["node"], numbers),
            entries.counting(campaign_id, person, row["unit_path"], unit_numbers),
            *([replace(remembered, new=True)] if is_first else []),
        ]


def _recorded(what: _Contribution, before: Row | None) -> Recording | None:
    """Return what was spoken with what comes now; who gives a stance in a form or line has stated it."""
    known, day = recording_of(before and before.get("recording")), clock.local_day(what.now)
    new = [each for each in what.files if known is None or each not in known.files]
    if known is None:
        return Recording(tuple(new), day, is_stated=before is not None) if new else None
    if new:
        known = replace(known, files=(*known.files, *new), sent_on=day)
    return replace(known, is_stated=True) if what.given else known
