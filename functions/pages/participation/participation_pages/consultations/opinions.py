"""Opinions: read, put into groups, set aside, written down for others; the answers."""

from typing import Final

from loa import clock
from loa.bootstrap import foundation, participation
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, allowed
from loa.participation.campaigns.model import Campaign, CampaignKind, Phase
from loa.participation.campaigns.texts import UNIT_MISSING
from loa.participation.consultations.rules.model import SetAside
from loa.participation.consultations.rules.opinions import GivenOpinion
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.shapes.choices import Choice
from participation_pages import texts
from participation_pages.app import AREA, app
from participation_pages.consultations.forms import AnswerForm, DeskForm, GroupForm
from participation_pages.helping import communes_for, helped

_OPINIONS: Final = f"{AREA}/<campaign_id>/y-kien"
_THEME: Final = f"{AREA}/<campaign_id>/nhom/<theme_id>"
_DESK: Final = f"{AREA}/<campaign_id>/nhap-ho"
_SHOWN: Final = 100


@app.get(_OPINIONS)
def show_opinions(campaign_id: str) -> Html:
    """Show what was said: first what is in no group yet."""
    return _opinions_page(campaign_id, Form.empty(GroupForm))


@app.post(_OPINIONS)
def group_opinions(campaign_id: str) -> Html:
    """Put opinions into a group, or set them aside."""
    officer, desk = app.officer(), participation.consultation_desk()
    participation.campaigns().write(officer, campaign_id)
    form = app.sent(GroupForm)
    if form.value is None:
        return _opinions_page(campaign_id, form, status=422)
    given = form.value

    def work() -> None:
        if given.reason is SetAside.DENUNCIATION:
            participation.sealing().seal(officer, campaign_id, given.opinions, clock.now())
        elif given.reason:
            desk.set_aside(officer, campaign_id, given.opinions, given.reason)
        else:
            desk.group(officer, campaign_id, given.opinions, given.theme, given.title, clock.now())

    try:
        said = texts.SEALED if given.reason is SetAside.DENUNCIATION else texts.GROUPED
        return app.done(work, to=f"{AREA}/{campaign_id}/y-kien", say=said)
    except InvalidInput as error:
        return _opinions_page(campaign_id, form.refused(error.fields), status=422)


@app.get(_THEME)
def show_theme(campaign_id: str, theme_id: str) -> Html:
    """Show a group with all that was said in it, and its answer."""
    desk = participation.consultation_desk()
    campaign = desk.owned(app.officer(), campaign_id)
    theme = desk.store.theme(campaign_id, theme_id)
    given = {"body": theme.body or str(campaign.content.get("body", "")), "document": theme.document}
    if theme.outcome:
        given |= {"outcome": theme.outcome.value, "answer": theme.answer}
    return _theme_page(campaign_id, theme_id, Form.empty(AnswerForm, **given))


@app.post(_THEME)
def answer_theme(campaign_id: str, theme_id: str) -> Html:
    """Answer a group."""
    officer = app.officer()
    participation.campaigns().write(officer, campaign_id)
    form = app.sent(AnswerForm)
    if form.value is None:
        return _theme_page(campaign_id, theme_id, form, status=422)
    given = form.value
    return app.done(
        lambda: participation.answering().answer(
            officer,
            campaign_id,
            theme_id,
            given.outcome,
            given.answer,
            body=given.body,
            document=given.document,
        ),
        to=f"{AREA}/{campaign_id}",
        say=texts.ANSWERED,
    )


@app.get(_DESK)
def ask_for_another(campaign_id: str) -> Html:
    """Ask what somebody says who has no telephone."""
    campaign = helped(campaign_id, CampaignKind.CONSULTATION)
    communes = communes_for(campaign)
    unit = communes[0].value if len(communes) == 1 else ""
    return _desk_page(campaign, Form.empty(DeskForm, unit=unit))


@app.post(_DESK)
def enter_for_another(campaign_id: str) -> Html:
    """Write down what somebody says."""
    officer, desk, campaign = (
        app.officer(),
        participation.consultation_desk(),
        helped(campaign_id, CampaignKind.CONSULTATION),
    )
    form = app.sent(DeskForm)
    if form.value is None:
        return _desk_page(campaign, form, status=422)
    given, key = form.value, app.key()
    if given.unit not in {choice.value for choice in communes_for(campaign)}:
        return _desk_page(campaign, form.refused({"unit": UNIT_MISSING}), status=422)
    opinion = GivenOpinion(given.stance, given.words, given.wording)
    return app.done(
        lambda: desk.enter(officer, campaign_id, key, given.unit, given.node, opinion, clock.now()),
        to=f"{AREA}/{campaign_id}/nhap-ho",
        say=lambda entered: texts.ENTERED.format(receipt=entered.receipt),
    )


def _may_work(campaign: Campaign) -> bool:
    """Whether opinions can be grouped and answered now, and by this officer."""
    may_write = allowed(app.officer(), Permission.WRITE_PARTICIPATION, campaign.unit_path)
    return may_write and campaign.phase(clock.now()) is not Phase.REPORTED


def _opinions_page(campaign_id: str, form: Form[GroupForm], *, status: int = 200) -> Html:
    desk = participation.consultation_desk()
    campaign = desk.owned(app.officer(), campaign_id)
    said, text = desk.said(campaign), desk.present(campaign)
    is_all = (app.current_event.query_string_parameters or {}).get("xem") == "het"
    singles = [each for each in said.singles if (is_all or each.waits) and not each.is_unheard]
    meetings = [each for each in said.by_conferences if is_all or each.waits]
    places = {node: place for place, node in enumerate(text.ordered({each.node for each in singles}))}
    singles.sort(key=lambda each: (not each.calls, places[each.node], each.words.casefold()))
    return app.page(
        "console/consultations/opinions.html",
        status=status,
        campaign=campaign,
        text=text,
        singles=singles[:_SHOWN],
        more=max(0, len(singles) - _SHOWN),
        unheard=[each for each in said.singles if each.is_unheard],
        meetings=meetings,
        held={each.id: each for each in said.conferences},
        themes=[Choice(each.id, each.title) for each in said.themes],
        names={each.id: each.title for each in said.themes},
        waiting=said.waiting,
        is_all=is_all,
        form=form,
        may_work=_may_work(campaign),
        unit=foundation.unit_names().name,
    )


def _theme_page(campaign_id: str, theme_id: str, form: Form[AnswerForm], *, status: int = 200) -> Html:
    desk = participation.consultation_desk()
    campaign = desk.owned(app.officer(), campaign_id)
    said, text = desk.said(campaign), desk.present(campaign)
    return app.page(
        "console/consultations/theme.html",
        status=status,
        campaign=campaign,
        text=text,
        theme=desk.store.theme(campaign_id, theme_id),
        singles=[each for each in said.singles if each.theme == theme_id],
        meetings=[each for each in said.by_conferences if each.theme == theme_id],
        held={each.id: each for each in said.conferences},
        form=form,
        may_work=_may_work(campaign),
        unit=foundation.unit_names().name,
    )


def _desk_page(campaign: Campaign, form: Form[DeskForm], *, status: int = 200) -> Html:
    return app.page(
        "console/consultations/desk.html",
        status=status,
        campaign=campaign,
        text=participation.consultation_desk().present(campaign),
        form=form,
        communes=communes_for(campaign),
    )
