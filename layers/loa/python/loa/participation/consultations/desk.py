"""What officers do with consultations: the draft, groups, answers, conferences, the result."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from loa import clock
from loa.errors import Conflict, InvalidInput, NotAllowed, NotFound
from loa.foundation.officers.model import Officer
from loa.ids import new_id
from loa.participation.campaigns.access import require_helping, require_reading
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState, Participant, Phase
from loa.participation.campaigns.service import CampaignService
from loa.participation.campaigns.texts import CHANGED_MEANWHILE, IS_PUBLIC, SECOND_PERSON
from loa.participation.consultations.rows import recording_of
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import DraftText, SetAside
from loa.participation.consultations.rules.opinions import (
    Conference,
    ConferenceOpinion,
    GivenOpinion,
    Opinion,
    Theme,
    ThemeShare,
    shares,
)
from loa.participation.consultations.rules.parsing import parsed
from loa.participation.consultations.rules.versions import changes, first_text, next_text, parted
from loa.participation.consultations.service import ConsultationService
from loa.participation.consultations.store import ConsultationStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row, Write


@dataclass(frozen=True, slots=True)
class Said:
    """All that was said in a consultation, and the groups that it was put into."""

    singles: list[Opinion]
    conferences: list[Conference]
    by_conferences: list[ConferenceOpinion]
    themes: list[Theme]

    @property
    def waiting(self) -> int:
        """Return how many opinions are in no group yet."""
        singles = sum(each.waits for each in self.singles)
        return singles + sum(each.waits for each in self.by_conferences)


@dataclass(frozen=True, slots=True)
class ConsultationDesk:
    """Use cases of officers.

    Attributes:
        campaigns: of every kind.
        residents: takes opinions.
    """

    campaigns: CampaignService
    residents: ConsultationService

    @property
    def store(self) -> ConsultationStore:
        """Return what only consultations keep."""
        return self.residents.store

    def shown(self, campaign: Campaign) -> DraftText | None:
        """Return the draft that residents see, or will; None: there is none yet."""
        return self._text(campaign, "text")

    def present(self, campaign: Campaign) -> DraftText:
        """Return the draft that residents see.

        Raises:
            NotFound: there is none yet.
        """
        return self.residents.text(campaign)

    def prepared(self, campaign: Campaign) -> DraftText | None:
        """Return the version, or once the answers are public what was adopted, as written last, or None."""
        is_public = campaign.state is CampaignState.REPORTED
        return self._text(campaign, "final_prepared" if is_public else "prepared")

    def before(self, campaign: Campaign) -> DraftText | None:
        """Return the version that the last one was compared with; None: there was none."""
        return self._text(campaign, "compared")

    def write_text(self, officer: Officer, campaign_id: str, body: str, text: str, now: datetime) -> Campaign:
        """Read a draft, its next version, or what was adopted; a person checks it before others see it.

        Args:
            officer: who writes.
            campaign_id: of the consultation.
            body: who drafts it.
            text: the whole draft; once the answers are public, as it was adopted.
            now: the present instant.

        Raises:
            InvalidInput: it is no draft of a law.
            Conflict: the consultation has closed, and its answers are not public.
        """
        campaign = self._changing(officer, campaign_id, now)
        nodes = parsed(text)
        base = "prepared" if campaign.state is CampaignState.DRAFT else "text"
        before = self._text(campaign, base)
        written = next_text(nodes, before) if before else first_text(nodes)
        compared = str(campaign.content.get(base, ""))
        return self._prepare(officer, campaign, written, {"body": body, "compared": compared, "checked": ""})

    def check_text(self, officer: Officer, campaign_id: str, new: Sequence[str], now: datetime) -> Campaign:
        """Note that somebody compared the tree with the draft; some nodes may be new after all.

        Raises:
            Conflict: there is nothing to check, or as in `write_text`.
        """
        campaign = self._changing(officer, campaign_id, now)
        text, before = self.prepared(campaign), self.before(campaign)
        if text is None:
            raise Conflict(texts.NO_TEXT)
        if before and new:
            campaign = self._prepare(officer, campaign, parted(text, before, new), {})
        key = campaign.content["prepared"]
        content = {**campaign.content, "checked": key}
        if campaign.state is CampaignState.DRAFT:
            content["text"] = key
        return self.campaigns.turn(campaign, campaign.with_content(content, officer.id))

    def adopt_text(self, officer: Officer, campaign_id: str, seen: int, now: datetime) -> Campaign:
        """Let residents see the new version; opinions stay with their nodes.

        Raises:
            Conflict: there is none that was checked, or none as they saw it, or the consultation is over.
            NotAllowed: the officer had a hand in it.
        """
        campaign = self._consultation(self.campaigns.approving(officer, campaign_id, seen))
        content = campaign.content
        if campaign.phase(now) not in {Phase.COMING, Phase.OPEN} or content["prepared"] == content["text"]:
            raise Conflict(texts.NO_NEW_TEXT)
        if content["checked"] != content["prepared"]:
            raise Conflict(texts.NOT_CHECKED)
        if officer.id in campaign.hands:
            raise NotAllowed(SECOND_PERSON)
        after = replace(
            campaign,
            content={
                **content,
                "text": content["prepared"],
                "shown": [*content.get("shown", ()), content["text"]],
            },
            version=campaign.version + 1,
        )
        adopted, before = self.store.text(campaign.id, content["prepared"]), self.present(campaign)
        # First: it is the same at each try, and pages need not compare a whole law for each reader.
        self.store.save_changes(campaign.id, content["prepared"], changes(adopted, before))
        return self.campaigns.turn(campaign, after)

    def publish(self, officer: Officer, campaign_id: str, seen: int, now: datetime) -> Campaign:
        """Let residents find it; raises as `CampaignService.publish` does, and without a checked draft."""
        content = self._consultation(self.campaigns.approver(officer, campaign_id)).content
        if not content.get("text") or content["text"] != content["prepared"]:
            raise Conflict(texts.NO_TEXT if not content.get("text") else texts.NOT_CHECKED)
        return self.campaigns.publish(officer, campaign_id, seen, now)

    def said(self, campaign: Campaign) -> Said:
        """Return all that was said."""
        held, by_conferences = self.store.conferences(campaign.id)
        return Said(list(self.store.opinions(campaign)), held, by_conferences, self.store.themes(campaign.id))

    def group(
        self,
        officer: Officer,
        campaign_id: str,
        receipts: Sequence[str],
        theme_id: str,
        title: str,
        now: datetime,
    ) -> Theme:
        """Put opinions into a group, or into a new one; done again, it is the same.

        Raises:
            InvalidInput: no opinion, or neither a group nor the name of one; says at which field.
            Conflict: the result is public, or somebody has just changed an opinion.
        """
        campaign = self.working(officer, campaign_id)
        rows = self.chosen(campaign, receipts)
        if not theme_id and not title:
            raise InvalidInput(texts.THEME_MISSING, fields={"theme": texts.THEME_MISSING})
        if theme_id:
            known: Theme | None = self.store.theme(campaign_id, theme_id)
        else:  # a press that failed between two opinions goes on with its group
            known = next((each for each in self.store.themes(campaign_id) if each.title == title), None)
        theme = known or Theme(new_id(now), title)
        self.change(campaign, [] if known else [self.store.adding_theme(campaign_id, theme)])
        for row in rows:
            self.store.mark(row, {"theme": theme.id, "aside": ""})
        return theme

    def set_aside(
        self, officer: Officer, campaign_id: str, receipts: Sequence[str], reason: SetAside
    ) -> None:
        """Pass the words of opinions on to nobody; they stay counted, and their writers read why.

        Raises:
            InvalidInput: no opinion.
            Conflict: the result is public.
        """
        campaign = self.working(officer, campaign_id)
        rows = self.chosen(campaign, receipts)
        self.change(campaign)
        for row in rows:
            self.store.mark(row, {"theme": "", "aside": reason.value})

    def enter(
        self,
        officer: Officer,
        campaign_id: str,
        key: str,
        unit_path: str,
        node: str,
        given: GivenOpinion,
        now: datetime,
    ) -> Opinion:
        """Write down what somebody says who has no telephone; the same key again is the same person.

        Raises:
            NotFound, NotAllowed: as in `require_helping`; or the draft has no such node.
            Conflict: it is not open.
        """
        campaign = self._consultation(self.campaigns.campaigns.find(campaign_id))
        require_helping(officer, campaign, unit_path)
        person = Participant(hashlib.sha256(key.encode()).hexdigest()[:32], is_known=False)
        return self.residents.give(campaign, person, unit_path, node, given, now, officer.id)

    def add_conference(self, officer: Officer, campaign_id: str, held: Conference, now: datetime) -> None:
        """Write the minutes of a conference of the officer's unit, or of one below.

        Raises:
            InvalidInput: it has not been held yet.
            NotFound, NotAllowed: as in `require_helping`.
            Conflict: the result is public.
        """
        self._helping(officer, campaign_id, held.unit_path)
        if held.held_on > clock.local_day(now):
            raise InvalidInput(texts.DAY_AHEAD, fields={"held_on": texts.DAY_AHEAD})
        self.store.add_conference(campaign_id, held)

    def add_conference_opinion(self, officer: Officer, campaign_id: str, said: ConferenceOpinion) -> None:
        """Write what a conference said about a node, and count it beside single opinions.

        Raises:
            InvalidInput: nobody voted, more than were present, or it was written already.
            Conflict: the minutes have just been corrected, or taken out.
        """
        held = self.store.conference(campaign_id, said.conference)
        campaign = self._helping(officer, campaign_id, held.unit_path)
        text = self.shown(campaign)
        fault, field = "", ""
        if text is None or not text.knows(said.node):
            fault, field = texts.NODE_UNKNOWN, "node"
        elif said.agree + said.disagree + said.other > held.persons:
            fault, field = texts.MORE_THAN_PRESENT, "agree"
        elif not (said.words or said.agree + said.disagree + said.other):
            fault, field = texts.NOBODY_VOTED, "agree"
        if fault:
            raise InvalidInput(fault, fields={field: fault})
        try:
            self.store.add_conference_opinion(campaign_id, held, said)
        except ConditionFailed as failed:
            if failed.index == 0:
                raise Conflict(CHANGED_MEANWHILE) from failed
            raise InvalidInput(texts.SAID_ALREADY, fields={"node": texts.SAID_ALREADY}) from failed

    def report(self, officer: Officer, campaign_id: str, seen: int, now: datetime) -> Campaign:
        """Publish the answers; raises as `Campaign.reported` and `approving` do.

        Raises:
            Conflict: an opinion is in no group, or a group has no answer.
        """
        campaign = self._consultation(self.campaigns.approving(officer, campaign_id, seen))
        said = self.said(campaign)
        if said.waiting:
            raise Conflict(texts.WAITING.format(count=said.waiting))
        found = self.shares(campaign, said)
        for each in found:
            if each.theme.outcome is None and (each.opinions or each.conferences):
                raise Conflict(texts.UNANSWERED.format(title=each.theme.title))
        units = self.campaigns.entries.counts(campaign_id).values()
        content: dict[str, Any] = {
            **campaign.content,
            "prepared": campaign.content["text"],  # a version that nobody read is no more
            "reported_on": clock.local_day(now).isoformat(),
            "themes": {
                each.theme.id: {
                    "opinions": each.opinions,
                    "conferences": each.conferences,
                    "nodes": list(each.nodes),
                }
                for each in found
                if each.theme.outcome
            },
            "persons": sum(each["persons"] for each in units),
            "opinions": len(said.singles),
            "conferences": len(said.conferences),
            "present": sum(each.persons for each in said.conferences),
        }
        return self.campaigns.turn(campaign, campaign.reported(officer.id, content, now))

    def shares(self, campaign: Campaign, said: Said) -> list[ThemeShare]:
        """Return the groups with what stands behind each."""
        text = self.shown(campaign)
        return shares(text, said.themes, said.singles, said.by_conferences) if text else []

    def owned(self, officer: Officer, campaign_id: str) -> Campaign:
        """Return a consultation whose opinions an officer may read; raises as `require_reading` does."""
        campaign = self._consultation(self.campaigns.campaigns.find(campaign_id))
        require_reading(officer, campaign.unit_path)
        return campaign

    def invited(self, officer: Officer, campaign_id: str) -> Campaign:
        """Return a consultation that an officer may see; raises as `CampaignService.read` does."""
        return self._consultation(self.campaigns.read(officer, campaign_id))

    def _text(self, campaign: Campaign, name: str) -> DraftText | None:
        key = campaign.content.get(name)
        return self.store.text(campaign.id, key) if key else None

    def _prepare(
        self, officer: Officer, campaign: Campaign, text: DraftText, content: Mapping[str, str]
    ) -> Campaign:
        # The key is new each time: a version that nothing names harms nobody.
        key = f"{text.version:04}#{new_id(clock.now())}"  # as `version_in` reads it
        self.store.save_text(campaign.id, key, text)
        changed = {"text": "", **campaign.content, **content, "prepared": key}
        if campaign.state is CampaignState.REPORTED:
            changed["final_prepared"] = key  # what was prepared before, nobody has adopted
        return self.campaigns.turn(campaign, campaign.with_content(changed, officer.id))

    def chosen(self, campaign: Campaign, receipts: Sequence[str], *, sealed: bool = False) -> list[Row]:
        """Return the rows of opinions whose words somebody has read or heard, or (`sealed`) that have left.

        Raises:
            InvalidInput: there is no receipt, somebody has still to listen, or the words have left.
            NotFound: nothing has such a receipt.
        """
        if not receipts:
            raise InvalidInput(texts.OPINION_MISSING, fields={"opinions": texts.OPINION_MISSING})
        wanted = set(receipts)
        rows = self.store.rows(campaign, wanted)
        if rows.keys() != wanted:
            raise NotFound
        if not sealed and any(row["aside"] == SetAside.DENUNCIATION.value for row in rows.values()):
            raise InvalidInput(texts.SEALED_ALREADY, fields={"opinions": texts.SEALED_ALREADY})
        recordings = (recording_of(row.get("recording")) for row in rows.values())
        if any(each is not None and not each.is_heard for each in recordings):
            raise InvalidInput(texts.HEAR_FIRST, fields={"opinions": texts.HEAR_FIRST})
        return list(rows.values())

    def change(self, campaign: Campaign, also: Sequence[Write] = ()) -> None:
        """Let whoever publishes see the groups as they are: each change makes another version."""
        self.campaigns.turn(campaign, replace(campaign, version=campaign.version + 1), also=also)

    def _helping(self, officer: Officer, campaign_id: str, unit_path: str) -> Campaign:
        campaign = self._consultation(self.campaigns.campaigns.find(campaign_id))
        require_helping(officer, campaign, unit_path)
        if campaign.state is not CampaignState.PUBLISHED:
            raise Conflict(IS_PUBLIC)
        return campaign

    def _changing(self, officer: Officer, campaign_id: str, now: datetime) -> Campaign:
        campaign = self.writing(officer, campaign_id)
        if campaign.phase(now) not in {Phase.DRAFT, Phase.COMING, Phase.OPEN, Phase.REPORTED}:
            raise Conflict(IS_PUBLIC)
        return campaign

    def working(self, officer: Officer, campaign_id: str) -> Campaign:
        """Return a consultation that an officer may write on and whose result is not public.

        Raises:
            NotFound, NotAllowed: as in `CampaignService.write`.
            Conflict: the result is public.
        """
        campaign = self.writing(officer, campaign_id)
        if campaign.state not in {CampaignState.DRAFT, CampaignState.PUBLISHED}:
            raise Conflict(IS_PUBLIC)
        return campaign

    def writing(self, officer: Officer, campaign_id: str) -> Campaign:
        """Return a consultation that an officer may write on; raises as `CampaignService.write` does."""
        return self._consultation(self.campaigns.write(officer, campaign_id))

    def _consultation(self, campaign: Campaign) -> Campaign:
        if campaign.kind is not CampaignKind.CONSULTATION:
            raise NotFound
        return campaign
