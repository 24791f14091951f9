"""A consultation as a report of its committee: the letter of Decree 30/2020, and its tables as annexes. Pure.

The letter follows the outline of Công văn 2441/BTP-PLHSHC as far as it is known (`rules.forms`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loa.clock import VIETNAM, local_day
from loa.foundation.units.model import Unit
from loa.participation.campaigns.model import Campaign
from loa.participation.consultations.desk import Said
from loa.participation.consultations.rules.model import DraftText, ThemeOutcome
from loa.participation.consultations.sending import overdue_since, sending_of
from loa.reports.campaign_units import CampaignUnits, last_day, named
from loa.reports.consultations import texts
from loa.reports.consultations.outline import article_table, missing_table, organiser_table
from loa.reports.consultations.tables import answer_table, meeting_table, stance_table, unit_table
from loa.reports.summary.letters import letter_from
from loa.reports.tables.model import ReportDocument
from loa.reports.tables.texts import day


@dataclass(frozen=True, slots=True)
class ConsultationFacts:
    """What a report about a consultation is made from.

    Attributes:
        campaign, text, said: the consultation, its draft as residents see it, all that was said.
        units: those of today: who reports, who was invited.
        counts: persons and opinions, by unit of today.
        warning: what has to be checked before somebody signs it; empty: nothing.
        now: when it is made.
    """

    campaign: Campaign
    text: DraftText
    said: Said
    units: CampaignUnits
    counts: Mapping[str, Mapping[str, int]]
    warning: str
    now: datetime

    @property
    def missing(self) -> list[Unit]:
        """Return the communes and wards from which nothing came."""
        came = {path for path, numbers in self.counts.items() if numbers.get("opinions")}
        return self.units.missing(came)


def consultation_document(facts: ConsultationFacts) -> ReportDocument:
    """Return a consultation as a report."""
    about = texts.ABOUT.format(title=facts.campaign.title)
    made = texts.MADE.format(
        body=facts.campaign.content.get("body", ""),
        made=facts.now.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y"),
    )
    return ReportDocument(
        title=about,
        subject=texts.SUBJECT,
        made_at=facts.now,
        tables=(
            stance_table(facts.text, facts.said, made),
            answer_table(facts.text, facts.said, made),
            meeting_table(facts.text, facts.said, facts.units.names, made),
            unit_table(facts.units, facts.counts, facts.said.conferences, made),
            article_table(facts.text, facts.said, made),
            organiser_table(facts.units, facts.said, made),
            missing_table(facts.missing, made),
        ),
        letter=letter_from(
            facts.units.unit,
            facts.units.above,
            facts.now.astimezone(VIETNAM).year,
            about=about,
            opening=tuple(paragraph for paragraph in _opening(facts) if paragraph),
        ),
    )


def _opening(facts: ConsultationFacts) -> list[str]:
    said, campaign = facts.said, facts.campaign
    stances = Counter(each.stance.value for each in said.singles)
    total = len(said.singles)
    outcomes = Counter(theme.outcome for theme in said.themes)
    reached = len(facts.units.lowest) - len(facts.missing)
    return [
        texts.ORGANISED.format(
            body=campaign.content.get("body", ""),
            opens=day(local_day(campaign.opens)),
            closes=last_day(campaign),
            conferences=len(said.conferences),
            present=sum(each.persons for each in said.conferences),
        ),
        texts.COUNTED.format(
            opinions=total,
            persons=sum(each.get("persons", 0) for each in facts.counts.values()),
            desk=sum(each.by_officer for each in said.singles),
            spoken=sum(each.recording is not None for each in said.singles),
            **{name: _with_percent(stances[name], total) for name in ("agree", "disagree", "other")},
        ),
        " ".join(
            [
                texts.COVERED.format(reached=reached, all=len(facts.units.lowest)),
                named(facts.missing, texts.MISSING, texts.AND_MORE),
            ]
        ),
        texts.PROPOSALS.format(
            themes=len(said.themes),
            unanswered=outcomes[None],
            **{outcome.value: outcomes[outcome] for outcome in ThemeOutcome},
        ),
        _sent(facts),
        f"[{facts.warning}]" if facts.warning else "",
    ]


def _sent(facts: ConsultationFacts) -> str:
    sending = sending_of(facts.campaign)
    if sending is None or sending.due_on is None:
        return ""
    late = overdue_since(facts.campaign, facts.said.themes, local_day(facts.now))
    return texts.SENT.format(
        body=sending.body,
        sent=day(sending.sent_on),
        number=sending.number,
        due=day(sending.due_on),
        late=texts.LATE.format(day=day(late)) if late else "",
    ).strip()


def _with_percent(number: int, total: int) -> str:
    if not total:
        return str(number)
    return texts.WITH_PERCENT.format(
        number=number, percent=f"{100 * number / total:.1f}".replace(".", ",").removesuffix(",0")
    )
