"""What officers note of the drafting body: that it has what was said, what it answers, what was adopted."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from loa import clock
from loa.dated_rules import nearest
from loa.errors import Conflict, NotAllowed
from loa.foundation.officers.model import Officer
from loa.participation.campaigns.model import Campaign, CampaignState, Phase
from loa.participation.campaigns.texts import SECOND_PERSON
from loa.participation.consultations.desk import ConsultationDesk
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import ThemeOutcome
from loa.participation.consultations.rules.opinions import Theme
from loa.participation.consultations.rules.periods import AnswerRule
from loa.participation.consultations.rules.versions import changes
from loa.participation.consultations.sending import Sending, check_days, content_of, sending_of


@dataclass(frozen=True, slots=True)
class AnsweringDesk:
    """Use cases of officers.

    Attributes:
        desk: the rest of their work.
        rules: until when an answer is owed.
    """

    desk: ConsultationDesk
    rules: tuple[AnswerRule, ...]

    def note_sending(self, officer: Officer, campaign_id: str, sending: Sending, now: datetime) -> Campaign:
        """Note what was sent; again, it replaces what was noted, as when the receipt comes.

        Raises:
            InvalidInput: days that cannot follow each other; says at which field.
            Conflict: it is not closed, the result is public, or an opinion is in no group yet.
        """
        campaign = self.desk.working(officer, campaign_id)
        if campaign.phase(now) is not Phase.ENDED:
            raise Conflict(texts.NOT_CLOSED)
        if sending_of(campaign) is None and (waiting := self.desk.said(campaign).waiting):
            raise Conflict(texts.WAITING.format(count=waiting))
        noted = replace(sending, due_on=sending.due_on or self.owed_on(sending))
        check_days(campaign, noted, clock.local_day(now))
        content = {**campaign.content, "sending": content_of(noted)}
        return self.desk.campaigns.turn(campaign, campaign.with_content(content, officer.id))

    def answer(
        self,
        officer: Officer,
        campaign_id: str,
        theme_id: str,
        outcome: ThemeOutcome,
        words: str,
        *,
        body: str = "",
        document: str = "",
    ) -> Theme:
        """Note the answer to a group; who did cannot publish the result.

        Args:
            officer: who notes it.
            campaign_id: of the consultation.
            theme_id: of the group.
            outcome: what became of it.
            words: why.
            body: whose answer it is; empty: the drafting body's.
            document: the paper in which it stands.

        Raises:
            Conflict: the result is public, or somebody else has just changed it.
        """
        campaign = self.desk.working(officer, campaign_id)
        before = self.desk.store.theme(campaign_id, theme_id)
        # Whoever publishes has seen this answer, for each changes the version that they publish.
        self.desk.campaigns.turn(campaign, campaign.with_content(campaign.content, officer.id))
        whose = body or str(campaign.content.get("body", ""))
        after = replace(
            before, outcome=outcome, answer=words, body=whose, document=document, version=before.version + 1
        )
        self.desk.store.turn_theme(campaign_id, before, after)
        return after

    def adopt_final(self, officer: Officer, campaign_id: str, seen: int) -> Campaign:
        """Let residents read what was adopted beside what they were asked about.

        Raises:
            Conflict: there is none that was checked, or none as they saw it.
            NotAllowed: the officer had a hand in it.
        """
        campaign = self.desk.campaigns.approving(officer, campaign_id, seen)
        content, text = campaign.content, self.desk.present(campaign)
        key = content.get("final_prepared")
        if campaign.state is not CampaignState.REPORTED or key in {None, content.get("final")}:
            raise Conflict(texts.NO_NEW_TEXT)
        if content["checked"] != key:
            raise Conflict(texts.NOT_CHECKED)
        if officer.id in campaign.hands:
            raise NotAllowed(SECOND_PERSON)
        store = self.desk.store
        # First, as for a version: it is the same at each try.
        store.save_changes(campaign.id, key, changes(store.text(campaign.id, key), text))
        by_article: dict[str, int] = {}
        for node, each in store.single_counts(campaign.id).items():
            place = text.place_of(node)
            by_article[place] = by_article.get(place, 0) + each.opinions
        after = replace(
            campaign,
            content={**content, "final": key, "by_article": by_article},
            version=campaign.version + 1,
        )
        return self.desk.campaigns.turn(campaign, after)

    def owed_on(self, sending: Sending) -> date:
        """Return the last day of the answer by the rule; the letter may name another."""
        day = sending.received_on or sending.sent_on
        return nearest(self.rules, day).due_on(day)

    def term(self, day: date) -> str:
        """Return what officers are told about the term of an answer."""
        rule = nearest(self.rules, day)
        said = texts.ANSWER_TERM if rule.verified else texts.ANSWER_UNVERIFIED
        return said.format(days=rule.days, article=rule.article)
