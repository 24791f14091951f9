"""What was typed in: corrected or taken out with a reason, erased for whoever hands over their receipt."""

from contextlib import suppress
from typing import Final

from loa import clock
from loa.bootstrap import foundation, participation
from loa.errors import InvalidInput, NotFound
from loa.foundation.units.model import is_within
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.consultations.corrections import Minutes, TypedOpinion
from loa.participation.consultations.rules.opinions import GivenOpinion
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.shapes.choices import Choice
from participation_pages import texts
from participation_pages.app import AREA, app
from participation_pages.consultations.forms import CorrectedOpinionForm, MinutesForm, TakeOutForm
from participation_pages.helping import helped

_RECEIPTS: Final = f"{AREA}/<campaign_id>/bien-nhan"
_ONE: Final = f"{_RECEIPTS}/<receipt>"
_MEETING: Final = f"{AREA}/<campaign_id>/hoi-nghi/<conference_id>"


@app.get(_RECEIPTS)
def ask_for_receipt(campaign_id: str) -> Html:
    """Ask for a receipt, and show what was changed before; `?so=RECEIPT` leads to that opinion."""
    campaign = helped(campaign_id, CampaignKind.CONSULTATION)
    receipt = app.query("so").strip().upper()
    if receipt:
        with suppress(NotFound):  # mistyped, as a rule: what they typed stays, and may be put right
            return _opinion_page(_typed(campaign, receipt))
    own = app.officer().unit_path
    return app.page(
        "console/consultations/receipts.html",
        status=404 if receipt else 200,
        campaign=campaign,
        unknown=receipt,
        missing=texts.NO_RECEIPT,
        trail=[
            each for each in participation.corrections().trail(campaign) if is_within(each.unit_path, own)
        ],
        unit=foundation.unit_names().name,
    )


@app.post(_ONE)
def correct_opinion(campaign_id: str, receipt: str) -> Html:
    """Correct an opinion that was mistyped."""
    officer, typed = app.officer(), _typed(helped(campaign_id, CampaignKind.CONSULTATION), receipt)
    form = app.sent(CorrectedOpinionForm)
    if form.value is None:
        return _opinion_page(typed, correction=form, status=422)
    given = form.value
    opinion = GivenOpinion(given.stance, given.words, given.wording)
    return app.done(
        lambda: participation.corrections().correct_opinion(
            officer, typed, opinion, given.reason, clock.now()
        ),
        to=f"{AREA}/{campaign_id}/bien-nhan",
        say=texts.CORRECTED,
    )


@app.post(f"{_ONE}/bo")
def take_out_opinion(campaign_id: str, receipt: str) -> Html:
    """Take out an opinion that was mistyped, or erase the words of one as its giver wants."""
    officer, typed = app.officer(), _typed(helped(campaign_id, CampaignKind.CONSULTATION), receipt)
    form = app.sent(TakeOutForm)
    if form.value is None:
        return _opinion_page(typed, removal=form, status=422)
    given, desk = form.value, participation.corrections()

    def work() -> None:
        if given.what == texts.MISTYPED:
            desk.take_out_opinion(officer, typed, given.why, clock.now())
        else:
            desk.erase_words(officer, typed, given.why, clock.now())

    said = texts.TAKEN_OUT if given.what == texts.MISTYPED else texts.WORDS_ERASED
    return app.done(work, to=f"{AREA}/{campaign_id}/bien-nhan", say=said)


@app.get(f"{_MEETING}/sua")
def ask_for_minutes(campaign_id: str, conference_id: str) -> Html:
    """Ask what the minutes of a conference should say."""
    return _minutes_page(helped(campaign_id, CampaignKind.CONSULTATION), conference_id)


@app.post(f"{_MEETING}/sua")
def correct_minutes(campaign_id: str, conference_id: str) -> Html:
    """Correct the minutes of a conference."""
    officer, campaign = app.officer(), helped(campaign_id, CampaignKind.CONSULTATION)
    form = app.sent(MinutesForm)
    if form.value is None:
        return _minutes_page(campaign, conference_id, correction=form, status=422)
    given = form.value
    minutes = Minutes(given.held_on, given.persons, given.chair, given.words)
    try:
        return app.done(
            lambda: participation.corrections().correct_conference(
                officer, campaign, conference_id, minutes, given.reason, clock.now()
            ),
            to=f"{AREA}/{campaign_id}/hoi-nghi/{conference_id}",
            say=texts.CORRECTED,
        )
    except InvalidInput as error:
        return _minutes_page(campaign, conference_id, correction=form.refused(error.fields), status=422)


@app.post(f"{_MEETING}/bo")
def take_out_conference(campaign_id: str, conference_id: str) -> Html:
    """Take out a conference, or what it said about a part of the draft."""
    officer, campaign = app.officer(), helped(campaign_id, CampaignKind.CONSULTATION)
    form = app.sent(TakeOutForm)
    if form.value is None:
        return _minutes_page(campaign, conference_id, removal=form, status=422)
    node, why = "" if form.value.what == texts.MISTYPED else form.value.what, form.value.why
    return app.done(
        lambda: participation.corrections().take_out_conference(
            officer, campaign, conference_id, node, why, clock.now()
        ),
        to=f"{AREA}/{campaign_id}/hoi-nghi",
        say=texts.TAKEN_OUT,
    )


def _typed(campaign: Campaign, receipt: str) -> TypedOpinion:
    return participation.corrections().typed(app.officer(), campaign, receipt)


def _opinion_page(
    typed: TypedOpinion,
    *,
    correction: Form[CorrectedOpinionForm] | None = None,
    removal: Form[TakeOutForm] | None = None,
    status: int = 200,
) -> Html:
    said, is_open = typed.said, typed.campaign.state is CampaignState.PUBLISHED
    given = {"stance": said.stance.value, "words": said.words, "wording": said.wording}
    return app.page(
        "console/consultations/receipt.html",
        status=status,
        campaign=typed.campaign,
        typed=typed,
        text=participation.consultation_desk().present(typed.campaign),
        unit=foundation.unit_names().name,
        correction=correction or Form.empty(CorrectedOpinionForm, **given),
        removal=removal or Form.empty(TakeOutForm),
        choices=[Choice(*each) for each in texts.OPINION_REMOVALS if is_open or each[0] != texts.MISTYPED],
        is_open=is_open,
    )


def _minutes_page(
    campaign: Campaign,
    conference_id: str,
    *,
    correction: Form[MinutesForm] | None = None,
    removal: Form[TakeOutForm] | None = None,
    status: int = 200,
) -> Html:
    desk = participation.consultation_desk()
    held = participation.corrections().conference(app.officer(), campaign, conference_id)
    text, (_, said) = desk.present(campaign), desk.store.conferences(campaign.id)
    given = {
        "held_on": held.held_on.isoformat(),
        "persons": str(held.persons),
        "chair": held.chair,
        "words": held.words,
    }
    spoken = [
        Choice(each.node, texts.ONLY_ABOUT.format(label=text.label(each.node)))
        for each in said
        if each.conference == conference_id
    ]
    return app.page(
        "console/consultations/minutes.html",
        status=status,
        campaign=campaign,
        held=held,
        unit=foundation.unit_names().name(held.unit_path),
        correction=correction or Form.empty(MinutesForm, **given),
        removal=removal or Form.empty(TakeOutForm),
        choices=[Choice(texts.MISTYPED, texts.WHOLE_CONFERENCE), *spoken],
    )
