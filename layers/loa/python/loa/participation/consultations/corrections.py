"""What officers typed in, corrected or taken out until the result is public: with a reason, and sums follow.

A row that was changed keeps a `trail`: why, by whom, when, and what was there before; one that was taken out
is `gone`, and counted no more. Words that a person wants erased go at any time, as when they erase them
themselves: what was counted stays counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from loa import clock
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Officer
from loa.participation.campaigns.access import require_helping
from loa.participation.campaigns.model import Campaign, CampaignState
from loa.participation.campaigns.texts import CHANGED_MEANWHILE, IS_PUBLIC
from loa.participation.consultations.desk import ConsultationDesk
from loa.participation.consultations.rows import (
    as_seen,
    conference_of,
    meeting_shard,
    opinion_of,
    receipt_of,
)
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import SetAside
from loa.participation.consultations.rules.opinions import Conference, GivenOpinion, Opinion
from loa.participation.consultations.store import CONFERENCES
from loa.platform.aws.dynamodb.tables import ConditionFailed, Put, Row, Write
from loa.platform.aws.dynamodb.transactions import commit

_NUMBERS: Final = ("agree", "disagree", "other")
_OF_TRAIL: Final = ("sort", "unit_path", "trail", "gone")
_WORDLESS: Final[Row] = {"words": "", "wording": "", "calls": False, "before": [], "recording": {}}


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """A change, for officers to read.

    Attributes:
        name: the receipt of an opinion, or empty: of a conference.
        unit_path: where it was said.
        reason, by, at: why, by whom, when.
        is_gone: it was taken out.
        before: what was there, by name.
    """

    name: str
    unit_path: str
    reason: str
    by: str
    at: datetime
    is_gone: bool
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TypedOpinion:
    """An opinion that an officer typed in for somebody.

    Attributes:
        campaign: about which it was given.
        said: the opinion.
        is_gone: it was taken out.
        row: in which it is kept.
    """

    campaign: Campaign
    said: Opinion
    is_gone: bool
    row: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Minutes:
    """What minutes of a conference should say."""

    held_on: date
    persons: int
    chair: str
    words: str


@dataclass(frozen=True, slots=True)
class CorrectionDesk:
    """Use cases of officers.

    Attributes:
        desk: the rest of their work.
    """

    desk: ConsultationDesk

    def typed(self, officer: Officer, campaign: Campaign, receipt: str) -> TypedOpinion:
        """Return an opinion that was typed in where an officer helps.

        Raises:
            NotFound, NotAllowed: there is none of that receipt, or as in `require_helping`.
        """
        for shard in range(campaign.shards):
            row = self.desk.store.row_of(campaign, shard, receipt)
            if row and row["by"]:
                require_helping(officer, campaign, row["unit_path"])
                return TypedOpinion(campaign, opinion_of(campaign.id, row), "gone" in row, row)
        raise NotFound

    def correct_opinion(
        self, officer: Officer, typed: TypedOpinion, given: GivenOpinion, reason: str, now: datetime
    ) -> None:
        """Write what somebody has really said; it has to be read again.

        Raises:
            Conflict: the result is public, it was taken out or sealed, or somebody has just changed it.
        """
        self._changeable(typed)
        row, said = typed.row, typed.said
        if said.aside is SetAside.DENUNCIATION:
            raise Conflict(texts.SEALED_ALREADY)
        kept = {name: row[name] for name in ("stance", "words", "wording", "on")}
        after = {
            **row,
            "stance": given.stance.value,
            "words": given.words,
            "wording": given.wording,
            "calls": given.calls,
            "theme": "",
            "aside": "",
            "before": [*row["before"], kept],
        }
        moved = {said.stance.value: -1, given.stance.value: 1}
        counted = [self._counting(typed, moved)] if given.stance is not said.stance else []
        self._turn(officer, typed.campaign, row, after, {"stance": row["stance"]}, reason, now, counted)

    def take_out_opinion(self, officer: Officer, typed: TypedOpinion, reason: str, now: datetime) -> None:
        """Take out an opinion that nobody has given, and its number.

        Raises:
            Conflict: as in `correct_opinion`.
        """
        self._changeable(typed)
        row, campaign = typed.row, typed.campaign
        person, unit = row["sort"].partition("#")[0], row["unit_path"]
        numbers = {"opinions": -1, row["stance"]: -1, "desk": -1}
        counted = [
            self._counting(typed, numbers),
            self.desk.store.entries.counting(campaign.id, person, unit, {"opinions": -1, "persons": -1}),
        ]
        after = {**row, **_WORDLESS, "theme": "", "aside": "", "gone": True}
        self._turn(officer, campaign, row, after, {"stance": row["stance"]}, reason, now, counted)

    def erase_words(self, officer: Officer, typed: TypedOpinion, reason: str, now: datetime) -> None:
        """Erase the words of an opinion, as whoever gave it wants; its number stays, and who did it, and why.

        Raises:
            Conflict: somebody has just changed it.
        """
        row = typed.row
        changed = _changed(row, {**row, **_WORDLESS}, officer, {"stance": row["stance"]}, reason, now)
        try:
            commit([Put(self.desk.store.table, changed, only_if=as_seen(row))])
        except ConditionFailed as failed:
            raise Conflict(CHANGED_MEANWHILE) from failed

    def conference(self, officer: Officer, campaign: Campaign, conference_id: str) -> Conference:
        """Return a conference whose minutes an officer may correct.

        Raises:
            NotFound, NotAllowed: there is none, or as in `require_helping`.
            Conflict: the result is public.
        """
        return conference_of(self._meeting(officer, campaign, conference_id))

    def correct_conference(
        self,
        officer: Officer,
        campaign: Campaign,
        conference_id: str,
        minutes: Minutes,
        reason: str,
        now: datetime,
    ) -> None:
        """Correct the minutes of a conference.

        Raises:
            InvalidInput: it has not been held yet, or more have voted than were present.
            NotFound, NotAllowed: as in `require_helping`.
            Conflict: the result is public, or somebody has just changed it.
        """
        row = self._meeting(officer, campaign, conference_id)
        if minutes.held_on > clock.local_day(now):
            raise InvalidInput(texts.DAY_AHEAD, fields={"held_on": texts.DAY_AHEAD})
        votes = [sum(int(each[name]) for name in _NUMBERS) for each in self._spoken(campaign, conference_id)]
        if max(votes, default=0) > minutes.persons:
            raise InvalidInput(texts.MORE_THAN_PRESENT, fields={"persons": texts.MORE_THAN_PRESENT})
        given = {
            "held_on": minutes.held_on.isoformat(),
            "persons": minutes.persons,
            "chair": minutes.chair,
            "words": minutes.words,
        }
        before = {name: row[name] for name in given if row[name] != given[name]}
        if before:
            self._turn(officer, campaign, row, {**row, **given}, before, reason, now)

    def take_out_conference(
        self, officer: Officer, campaign: Campaign, conference_id: str, node: str, reason: str, now: datetime
    ) -> None:
        """Take out what a conference said about a node; with no node, all of it and the conference.

        Safe to repeat: what was taken out stays so.

        Raises:
            NotFound, NotAllowed: there is none, or as in `require_helping`.
            Conflict: as in `correct_conference`.
        """
        meeting = self._meeting(officer, campaign, conference_id)
        spoken = [each for each in self._spoken(campaign, conference_id) if node in {"", each["node"]}]
        if node and not spoken:
            raise NotFound
        for row in spoken:
            numbers = {name: -int(row[name]) for name in _NUMBERS}
            shard = meeting_shard(conference_id)
            counted = self.desk.store.entries.counting(
                campaign.id, shard, row["node"], {"conferences": -1, **numbers}, CONFERENCES
            )
            before = {name: row[name] for name in _NUMBERS}  # words may be hidden: they stay in the row
            campaign = self._turn(
                officer, campaign, row, {**row, "gone": True}, before, reason, now, [counted]
            )
        if not node:
            before = {"persons": meeting["persons"]}
            self._turn(officer, campaign, meeting, {**meeting, "gone": True}, before, reason, now)

    def trail(self, campaign: Campaign) -> list[TrailEntry]:
        """Return what was corrected and taken out, newest first."""
        store, found = self.desk.store, []
        held = store.table.rows(f"meeting#{campaign.id}", consistent=True, only=_OF_TRAIL)
        meetings = {row["sort"]: row for row in held}
        rows = [
            row
            for shard in range(campaign.shards)
            for row in store.entries.entries(campaign, shard, only=_OF_TRAIL)
        ]
        for row in [*rows, *meetings.values()]:
            changes: Sequence[Row] = row.get("trail", ())
            of_meeting = row["sort"] in meetings
            place = meetings[row["sort"].partition("#")[0]] if of_meeting else row
            name = "" if of_meeting else receipt_of(campaign.id, row["sort"])
            for number, one in enumerate(changes, 1):
                is_gone = one.get("gone", "gone" in row and number == len(changes))
                at = clock.from_text(one["at"])
                before = one["before"]
                found.append(
                    TrailEntry(name, place["unit_path"], one["reason"], one["by"], at, is_gone, before)
                )
        return sorted(found, key=lambda each: each.at, reverse=True)

    def _changeable(self, typed: TypedOpinion) -> None:
        if typed.is_gone:
            raise Conflict(texts.TAKEN_OUT)
        if typed.campaign.state is not CampaignState.PUBLISHED:
            raise Conflict(IS_PUBLIC)

    def _meeting(self, officer: Officer, campaign: Campaign, conference_id: str) -> Row:
        row = self.desk.store.minutes(campaign.id, conference_id)
        require_helping(officer, campaign, row["unit_path"])
        if campaign.state is not CampaignState.PUBLISHED:
            raise Conflict(IS_PUBLIC)
        return row

    def _spoken(self, campaign: Campaign, conference_id: str) -> list[Row]:
        partition, prefix = f"meeting#{campaign.id}", f"{conference_id}#"
        rows = self.desk.store.table.rows(partition, prefix=prefix, consistent=True)
        return [row for row in rows if "gone" not in row]

    def _counting(self, typed: TypedOpinion, numbers: Mapping[str, int]) -> Write:
        person = typed.row["sort"].partition("#")[0]
        return self.desk.store.counting(typed.campaign.id, person, typed.said.node, numbers)

    def _turn(
        self,
        officer: Officer,
        campaign: Campaign,
        row: Row,
        after: Row,
        before: Row,
        reason: str,
        now: datetime,
        counted: Sequence[Write] = (),
    ) -> Campaign:
        """Write a changed row with its trail and sums; whoever publishes sees another version."""
        kept = _changed(row, after, officer, before, reason, now)
        turned = replace(campaign, version=campaign.version + 1)
        put = Put(self.desk.store.table, kept, only_if=as_seen(row))
        return self.desk.campaigns.turn(campaign, turned, also=[put, *counted])


def _changed(row: Row, after: Row, officer: Officer, before: Row, reason: str, now: datetime) -> Row:
    """Return a changed row with one more change in its trail, as its next version."""
    is_gone = "gone" in after and "gone" not in row  # its words may still be erased later
    said = {"reason": reason, "by": officer.id, "at": clock.to_text(now), "gone": is_gone, "before": before}
    return {**after, "trail": [*row.get("trail", ()), said], "version": int(row.get("version", 0)) + 1}
