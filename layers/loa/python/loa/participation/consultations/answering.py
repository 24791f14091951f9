"""What officers note of the drafting body: that it has what was said, and what it answers."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from loa import clock
from loa.dated_rules import nearest
from loa.errors import Conflict
from loa.foundation.officers.model import Officer
from loa.participation.campaigns.model import Campaign, Phase
from loa.participation.consultations.desk import ConsultationDesk
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import ThemeOutcome
from loa.participation.consultations.rules.opinions import Theme
from loa.participation.consultations.rules.periods import AnswerRule
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
        day = sending.received_on or sending.sent_on
        noted = replace(sending, due_on=sending.due_on or nearest(self.rules, day).due_on(day))
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
        body: str,
        document: str = "",
    ) -> Theme:
        """Note the answer to a group; who did cannot publish the result.

        Args:
            officer: who notes it.
            campaign_id: of the consultation.
            theme_id: of the group.
            outcome: what became of it.
            words: why.
            body: whose answer it is.
            document: the paper in which it stands.

        Raises:
            Conflict: the result is public, or somebody else has just changed it.
        """
        campaign = self.desk.working(officer, campaign_id)
        before = self.desk.store.theme(campaign_id, theme_id)
        # Whoever publishes has seen this answer, for each changes the version that they publish.
        self.desk.campaigns.turn(campaign, campaign.with_content(campaign.content, officer.id))
        after = replace(
            before, outcome=outcome, answer=words, body=body, document=document, version=before.version + 1
        )
        self.desk.store.turn_theme(campaign_id, before, after)
        return after

    def term(self, day: date) -> str:
        """Return what officers are told about the term of an answer."""
        rule = nearest(self.rules, day)
        said = texts.ANSWER_TERM if rule.verified else texts.ANSWER_UNVERIFIED
        return said.format(days=rule.days, article=rule.article)
