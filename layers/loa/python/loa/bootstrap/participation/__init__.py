"""Contests, consultations and surveys: what residents do in them, and officers."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap import foundation
from loa.bootstrap.wiring import FollowingRules, rules, table
from loa.settings import setting

if TYPE_CHECKING:
    from datetime import date

    from loa.participation.campaigns.calls import CallStore
    from loa.participation.campaigns.participation_of_person import TakingPart
    from loa.participation.campaigns.service import CampaignService
    from loa.participation.campaigns.store import CampaignStore
    from loa.participation.consultations.answering import AnsweringDesk
    from loa.participation.consultations.corrections import CorrectionDesk
    from loa.participation.consultations.desk import ConsultationDesk
    from loa.participation.consultations.recordings import ListeningDesk
    from loa.participation.consultations.rules.forms import FormRule
    from loa.participation.consultations.rules.periods import AnswerRule, PeriodRule
    from loa.participation.consultations.sealing import SealingDesk
    from loa.participation.consultations.service import ConsultationService
    from loa.participation.contests.claims import ClaimStore
    from loa.participation.contests.desk.assisted import AssistedDesk
    from loa.participation.contests.desk.reviews import ReviewDesk
    from loa.participation.contests.desk.service import ContestDesk
    from loa.participation.contests.draw.closing import ClosingService
    from loa.participation.contests.marking import MarkService
    from loa.participation.contests.organisers import OrganiserService
    from loa.participation.contests.playing import PlayService
    from loa.participation.contests.rules.objecting import ObjectionRule
    from loa.participation.contests.store import KeyStore, ResultStore
    from loa.participation.surveys.pilot import PilotStore
    from loa.participation.surveys.service import SurveyDesk, SurveyService, TableStore
    from loa.participation.telling.owners import OwnerTellingService
    from loa.participation.telling.service import TellingService
    from loa.participation.telling.store import TellingStore
    from loa.participation.telling.winners import WinnerTellingService
    from loa.platform.aws.secrets import Secret


@cache
def secret() -> "Secret":
    """Return what signs passes and hides who takes part."""
    from loa.platform.aws.secrets import Secret

    return Secret(setting("participation_secret_id"))


@cache
def play() -> "PlayService":
    """Return how residents start."""
    from loa.participation.contests.playing import PlayService

    return PlayService(table("participation_table"), foundation.province())


@cache
def mark() -> "MarkService":
    """Return how residents hand in."""
    from loa.participation.contests.marking import MarkService

    return MarkService(table("participation_table"), keys())


@cache
def results() -> "ResultStore":
    """Return the results of rounds."""
    from loa.participation.contests.store import ResultStore

    return ResultStore(table("participation_table"))


@cache
def claims() -> "ClaimStore":
    """Return how winners can be reached."""
    from loa.participation.contests.claims import ClaimStore

    return ClaimStore(table("participation_table"))


@cache
def keys() -> "KeyStore":
    """Return what is right."""
    from loa.participation.contests.store import KeyStore

    return KeyStore(table("answer_keys_table"))


@cache
def campaign_store() -> "CampaignStore":
    """Return the campaigns of the province."""
    from loa.participation.campaigns.store import CampaignStore

    return CampaignStore(table("participation_table"), foundation.province())


@cache
def calls() -> "CallStore":
    """Return the calls for help in what somebody wrote into a form."""
    from loa.participation.campaigns.calls import CallStore

    return CallStore(table("participation_table"), foundation.province())


@cache
def surveys() -> "SurveyService":
    """Return how residents answer surveys."""
    from loa.participation.campaigns.store import EntryStore
    from loa.participation.surveys.service import SurveyService

    return SurveyService(EntryStore(table("participation_table")))


@cache
def pilots() -> "PilotStore":
    """Return who tried surveys before they were published."""
    from loa.participation.surveys.pilot import PilotStore

    return PilotStore(table("participation_table"))


@cache
def published_tables() -> "TableStore":
    """Return the tables of surveys whose result is public."""
    from loa.participation.surveys.service import TableStore

    return TableStore(table("participation_table"))


@cache
def survey_desk() -> "SurveyDesk":
    """Return what officers do with surveys."""
    from loa.participation.surveys.service import SurveyDesk

    return SurveyDesk(campaigns())


@cache
def consultations() -> "ConsultationService":
    """Return how residents give opinions."""
    from loa.participation.campaigns.store import EntryStore
    from loa.participation.consultations.service import ConsultationService
    from loa.participation.consultations.store import ConsultationStore

    return ConsultationService(ConsultationStore(EntryStore(table("participation_table"))))


@cache
def consultation_desk() -> "ConsultationDesk":
    """Return what officers do with consultations."""
    from loa.participation.consultations.desk import ConsultationDesk

    return ConsultationDesk(campaigns(), consultations())


@cache
def corrections() -> "CorrectionDesk":
    """Return how officers correct and take out what was typed in."""
    from loa.participation.consultations.corrections import CorrectionDesk

    return CorrectionDesk(consultation_desk())


@cache
def listening() -> "ListeningDesk":
    """Return what officers do with what was spoken."""
    from loa.bootstrap import residents
    from loa.participation.consultations.recordings import ListeningDesk

    return ListeningDesk(consultation_desk(), residents.attachments())


def sealing() -> "SealingDesk":
    """Return how opinions that denounce leave for whoever settles denunciations."""
    from loa.bootstrap import casework, residents
    from loa.participation.consultations.sealing import SealingDesk

    return SealingDesk(consultation_desk(), casework.denunciation_intake(), residents.attachments())


def answering() -> "AnsweringDesk":
    """Return how officers note what a drafting body has got, and what it answers."""
    from loa.participation.consultations.answering import AnsweringDesk

    return AnsweringDesk(consultation_desk(), answer_rules())


@cache
def told() -> "TellingStore":
    """Return who was told of answers."""
    from loa.participation.campaigns.store import EntryStore
    from loa.participation.telling.store import TellingStore

    return TellingStore(EntryStore(table("participation_table")))


def telling() -> "TellingService":
    """Return what tells contributors that their opinions are answered."""
    from loa.bootstrap import publishing, residents
    from loa.participation.telling.service import TellingService

    return TellingService(
        campaigns=campaign_store(),
        residents=consultations(),
        accounts=foundation.accounts(),
        followers=residents.followers(),
        outbox=residents.outbox(),
        queue=residents.messages(),
        windows=residents.window_rules(),
        quiet_hours=publishing.quiet_hours(),
        secret=secret(),
        public_url=setting("public_url"),
    )


def owner_telling() -> "OwnerTellingService":
    """Return what tells owners of entries that somebody wants them excluded."""
    from loa.participation.contests.reviews import ReviewStore
    from loa.participation.telling.owners import OwnerTellingService

    return OwnerTellingService(telling(), ReviewStore(table("participation_table")), objection_rules())


def winner_telling() -> "WinnerTellingService":
    """Return what tells winners that they have won."""
    from loa.participation.contests.claims import ClaimStore
    from loa.participation.telling.winners import WinnerTellingService

    return WinnerTellingService(telling(), results(), ClaimStore(table("participation_table")))


def period_rules() -> "tuple[PeriodRule, ...]":
    """Return for how long drafts must be open for opinions, as it holds now."""
    from loa.foundation.rules.store import RuleName
    from loa.participation.consultations.rules.periods import read_period_rules

    return rules().read(RuleName.CONSULTATIONS, read_period_rules)


def answer_rules() -> "tuple[AnswerRule, ...]":
    """Return until when drafting bodies answer, as it holds now."""
    from loa.foundation.rules.store import RuleName
    from loa.participation.consultations.rules.periods import read_answer_rules

    return rules().read(RuleName.ANSWERS, read_answer_rules)


def form_rules() -> "tuple[FormRule, ...]":
    """Return in which outline consultations are reported, as it holds now."""
    from loa.foundation.rules.store import RuleName
    from loa.participation.consultations.rules.forms import read_form_rules

    return rules().read(RuleName.FORMS, read_form_rules)


def objection_rules() -> "tuple[ObjectionRule, ...]":
    """Return for how long residents may object to questions, as it holds now."""
    from loa.foundation.rules.store import RuleName
    from loa.participation.contests.rules.objecting import read_objection_rules

    return rules().read(RuleName.OBJECTIONS, read_objection_rules)


@cache
def campaigns() -> "CampaignService":
    """Return what officers do with campaigns of every kind."""
    from loa.participation.campaigns.service import CampaignService
    from loa.participation.campaigns.store import CampaignStore, EntryStore

    kept = table("participation_table")
    store = CampaignStore(kept, foundation.province())
    return CampaignService(store, EntryStore(kept), table("published_table"))


@cache
def taking_part() -> "TakingPart":
    """Return what of all this is about a person."""
    from loa.bootstrap import residents
    from loa.participation.campaigns.participation_of_person import TakingPart
    from loa.participation.campaigns.store import CampaignStore, EntryStore

    kept = table("participation_table")
    campaigns = CampaignStore(kept, foundation.province())
    return TakingPart(campaigns, EntryStore(kept), secret(), residents.attachments)


@cache
def contests() -> "ContestDesk":
    """Return what officers do with contests."""
    from loa.participation.contests.desk.service import ContestDesk
    from loa.participation.contests.store import BankStore, ResultStore, SheetStore

    kept = table("participation_table")
    bank = BankStore(kept, keys(), foundation.province())
    return ContestDesk(campaigns(), bank, SheetStore(kept), keys(), ResultStore(kept))


def organisers() -> "OrganiserService":
    """Return what notes who organises contests."""
    from loa.bootstrap import residents
    from loa.participation.contests.organisers import OrganiserService

    return OrganiserService(campaign_store(), foundation.officers(), residents.followers(), secret())


@cache
def assisted() -> "AssistedDesk":
    """Return how officers hand in for people without a telephone; it is given no key."""
    from loa.participation.contests.desk.assisted import AssistedDesk

    return AssistedDesk(play())


def reviews() -> "ReviewDesk":
    """Return what officers do about entries that are worth a look."""
    from loa.participation.contests.desk.reviews import ReviewDesk

    return ReviewDesk(contests(), objection_rules())


@FollowingRules
def closing() -> "ClosingService":
    """Return what draws lots."""
    from loa.foundation.rules.store import RuleName
    from loa.participation.campaigns.store import CampaignStore, EntryStore
    from loa.participation.contests.draw.closing import ClosingService
    from loa.participation.contests.rules.standing import read_adults_rules
    from loa.participation.contests.store import ResultStore

    kept = table("participation_table")
    return ClosingService(
        CampaignStore(kept, foundation.province()),
        EntryStore(kept),
        ResultStore(kept),
        keys(),
        mark(),
        rules().read(RuleName.ADULTS, read_adults_rules),
        heirs,
    )


def heirs(day: "date") -> Mapping[str, str]:
    """Return for each unit that has ended the first of those in its place on a day, by path."""
    from loa.foundation.units.model import present_units

    known = foundation.units().subtree(foundation.province())
    by_id = {unit.unit_id: unit for unit in known}
    present = {unit.path for unit in known if unit.exists_on(day)}
    found = {}
    for unit in known:
        if unit.path not in present and (after := present_units(unit, by_id, day)):
            found[unit.path] = after[0].path
    return found
