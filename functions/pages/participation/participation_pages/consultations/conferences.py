"""Conferences: their minutes, and what they said about each part of a draft."""

from typing import Final

from loa import clock
from loa.bootstrap import foundation, participation, reading
from loa.errors import InvalidInput
from loa.foundation.units.model import is_within
from loa.ids import new_id
from loa.participation.campaigns.access import require_helping
from loa.participation.campaigns.model import Campaign, CampaignKind
from loa.participation.campaigns.texts import UNIT_MISSING
from loa.participation.consultations.rules.opinions import Conference, ConferenceOpinion
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.shapes.choices import Choice
from participation_pages import texts
from participation_pages.app import AREA, app
from participation_pages.consultations.forms import ConferenceForm, ConferenceOpinionForm
from participation_pages.helping import communes_for, helped

_LIST: Final = f"{AREA}/<campaign_id>/hoi-nghi"
_ONE: Final = f"{_LIST}/<conference_id>"


@app.get(_LIST)
def show_conferences(campaign_id: str) -> Html:
    """Show the conferences that an officer may see, and ask for one more."""
    campaign = helped(campaign_id, CampaignKind.CONSULTATION)
    return _list_page(campaign, Form.empty(ConferenceForm))


@app.post(_LIST)
def add_conference(campaign_id: str) -> Html:
    """Write the minutes of a conference."""
    officer, campaign = app.officer(), helped(campaign_id, CampaignKind.CONSULTATION)
    form = app.sent(ConferenceForm)
    if form.value is None:
        return _list_page(campaign, form, status=422)
    given, now = form.value, clock.now()
    if given.unit not in {choice.value for choice in _hosts(campaign)}:
        return _list_page(campaign, form.refused({"unit": UNIT_MISSING}), status=422)
    held = Conference(
        new_id(now), given.unit, given.held_on, given.persons, given.chair, given.words, officer.id
    )
    try:
        return app.done(
            lambda: participation.consultation_desk().add_conference(officer, campaign_id, held, now),
            to=f"{AREA}/{campaign_id}/hoi-nghi/{held.id}",
            say=texts.CONFERENCE_ADDED,
        )
    except InvalidInput as error:
        return _list_page(campaign, form.refused(error.fields), status=422)


@app.get(_ONE)
def show_conference(campaign_id: str, conference_id: str) -> Html:
    """Show a conference with what it said, and ask for more."""
    form = Form.empty(ConferenceOpinionForm)
    return _one_page(helped(campaign_id, CampaignKind.CONSULTATION), conference_id, form)


@app.post(_ONE)
def add_conference_opinion(campaign_id: str, conference_id: str) -> Html:
    """Write what a conference said about a part of the draft."""
    officer, campaign = app.officer(), helped(campaign_id, CampaignKind.CONSULTATION)
    form = app.sent(ConferenceOpinionForm)
    if form.value is None:
        return _one_page(campaign, conference_id, form, status=422)
    given = form.value
    said = ConferenceOpinion(
        "", conference_id, given.node, given.agree, given.disagree, given.other, given.words
    )
    try:
        return app.done(
            lambda: participation.consultation_desk().add_conference_opinion(officer, campaign_id, said),
            to=f"{AREA}/{campaign_id}/hoi-nghi/{conference_id}",
            say=texts.CONFERENCE_SAID,
        )
    except InvalidInput as error:
        return _one_page(campaign, conference_id, form.refused(error.fields), status=422)


def _hosts(campaign: Campaign) -> list[Choice]:
    """Their own unit, and the communes and wards below it."""
    own, below = app.officer().unit_path, communes_for(campaign)
    if any(choice.value == own for choice in below):
        return below
    return [Choice(own, reading.places().by_path(own).name), *below]


def _list_page(campaign: Campaign, form: Form[ConferenceForm], *, status: int = 200) -> Html:
    held, _ = participation.consultation_desk().store.conferences(campaign.id)
    own, name = app.officer().unit_path, foundation.unit_names().name
    return app.page(
        "console/consultations/conferences.html",
        status=status,
        campaign=campaign,
        held=[(each, name(each.unit_path)) for each in held if is_within(each.unit_path, own)],
        form=form,
        hosts=_hosts(campaign),
    )


def _one_page(
    campaign: Campaign, conference_id: str, form: Form[ConferenceOpinionForm], *, status: int = 200
) -> Html:
    desk = participation.consultation_desk()
    held = desk.store.conference(campaign.id, conference_id)
    require_helping(app.officer(), campaign, held.unit_path)
    _, said = desk.store.conferences(campaign.id)
    text = desk.present(campaign)
    return app.page(
        "console/consultations/conference.html",
        status=status,
        campaign=campaign,
        text=text,
        held=held,
        unit=foundation.unit_names().name(held.unit_path),
        spoken=[each for each in said if each.conference == conference_id],
        form=form,
    )
