"""The list of what residents are invited to, new drafts, and the steps that all kinds share."""

from collections.abc import Callable, Mapping
from typing import Final

from loa import clock
from loa.bootstrap import participation
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Permission, allowed
from loa.participation.campaigns.access import may_see, require_reading, require_writing
from loa.participation.campaigns.model import Campaign, CampaignKind
from loa.participation.campaigns.service import Moving, NewCampaign, unmoved
from loa.participation.contests.rounds import moved
from loa.text.hours import typed_instant
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.app import AREA, app, seen_version
from participation_pages.consultations import draft
from participation_pages.contests import rounds
from participation_pages.forms import CampaignForm, DraftForm, SuspensionForm
from participation_pages.helping import to_help
from participation_pages.surveys import survey


@app.get(AREA)
def show_list() -> Html:
    """Show what officers may see, newest first."""
    officer, now = app.officer(), clock.now()
    require_reading(officer, officer.unit_path)
    every = participation.campaign_store().all()
    return app.page(
        "console/participation/list.html",
        campaigns=[(each, app.unit_name(each.unit_path)) for each in every if may_see(officer, each)],
        helping=[(each, app.unit_name(each.unit_path), href) for each, href in to_help(officer, every, now)],
        may_write=allowed(officer, Permission.WRITE_PARTICIPATION, officer.unit_path),
        now=now,
    )


@app.get(f"{AREA}/moi")
def ask_new() -> Html:
    """Ask for a draft."""
    officer = app.officer()
    require_writing(officer, officer.unit_path)
    kind = (app.current_event.query_string_parameters or {}).get("loai", "contest")
    day = clock.local_day(clock.now()).isoformat()
    form = Form.empty(CampaignForm, kind=kind, opens_on=day, opens_at="8:00", closes_at="20:00")
    return _new_page(form)


@app.post(f"{AREA}/moi")
def add() -> Html:
    """Write a draft."""
    officer = app.officer()
    require_writing(officer, officer.unit_path)
    form = app.sent(CampaignForm)
    if form.value is None:
        return _new_page(form, status=422)
    new = _written(form.value.kind, form.value)
    try:
        return app.done(
            lambda: participation.campaigns().add(officer, new, clock.now()),
            to=lambda made: f"{AREA}/{made.id}",
            say=texts.ADDED,
        )
    except InvalidInput as error:
        return _new_page(form.refused(_at_fields(error)), status=422)


_SHOWN: Final[Mapping[CampaignKind, Callable[[str], Html]]] = {
    CampaignKind.CONTEST: rounds.show,
    CampaignKind.CONSULTATION: draft.show,
    CampaignKind.SURVEY: survey.show,
}


_MOVING: Final[Mapping[CampaignKind, Moving]] = {CampaignKind.CONTEST: moved}


@app.get(f"{AREA}/<campaign_id>")
def show(campaign_id: str) -> Html:
    """Show one of them."""
    kind = participation.campaigns().read(app.officer(), campaign_id).kind
    return _SHOWN[kind](campaign_id)


@app.get(f"{AREA}/<campaign_id>/sua")
def ask_changes(campaign_id: str) -> Html:
    """Show a draft to be edited."""
    campaign = participation.campaigns().write(app.officer(), campaign_id)
    opens, closes = (moment.astimezone(clock.VIETNAM) for moment in (campaign.opens, campaign.closes))
    form = Form.empty(
        DraftForm,
        title=campaign.title,
        about=campaign.about,
        opens_on=opens.date().isoformat(),
        opens_at=f"{opens:%H:%M}",
        closes_on=closes.date().isoformat(),
        closes_at=f"{closes:%H:%M}",
    )
    return _edit_page(campaign, campaign.version, form)


@app.post(f"{AREA}/<campaign_id>/sua")
def change(campaign_id: str) -> Html:
    """Write other words and times into a draft."""
    officer, service = app.officer(), participation.campaigns()
    campaign, seen = service.write(officer, campaign_id), seen_version()
    form = app.sent(DraftForm)
    if form.value is None:
        return _edit_page(campaign, seen, form, status=422)
    new = _written(campaign.kind, form.value)
    edit = participation.contests().edit if campaign.kind is CampaignKind.CONTEST else service.edit
    try:
        return app.done(
            lambda: edit(officer, campaign_id, seen, new, clock.now()),
            to=f"{AREA}/{campaign_id}",
            say=texts.CHANGED,
        )
    except InvalidInput as error:
        return _edit_page(campaign, seen, form.refused(_at_fields(error)), status=422)
    except Conflict as conflict:
        return _edit_page(campaign, campaign.version, form.refused({"": conflict.message}), status=409)


@app.post(f"{AREA}/<campaign_id>/bo")
def discard(campaign_id: str) -> Html:
    """Give a draft up."""
    officer = app.officer()
    participation.campaigns().write(officer, campaign_id)
    return app.done(
        lambda: participation.campaigns().discard(officer, campaign_id), to=AREA, say=texts.DISCARDED
    )


@app.post(f"{AREA}/<campaign_id>/dang")
def publish(campaign_id: str) -> Html:
    """Let residents find it."""
    officer, service = app.officer(), participation.campaigns()
    campaign = service.approver(officer, campaign_id)
    work = {
        CampaignKind.CONTEST: participation.contests().publish,
        CampaignKind.CONSULTATION: participation.consultation_desk().publish,
        CampaignKind.SURVEY: participation.survey_desk().publish,
    }.get(campaign.kind, service.publish)
    return app.done(
        lambda: work(officer, campaign_id, seen_version(), clock.now()),
        to=f"{AREA}/{campaign_id}",
        say=texts.PUBLISHED,
    )


@app.post(f"{AREA}/<campaign_id>/cong-bo")
def report(campaign_id: str) -> Html:
    """Publish what came of it: tables of a survey, answers of a consultation."""
    officer = app.officer()
    campaign = participation.campaigns().approver(officer, campaign_id)
    work = {
        CampaignKind.CONSULTATION: participation.consultation_desk().report,
        CampaignKind.SURVEY: participation.survey_desk().report,
    }.get(campaign.kind)
    if work is None:
        raise NotFound
    return app.done(
        lambda: work(officer, campaign_id, seen_version(), clock.now()),
        to=f"{AREA}/{campaign_id}",
        say=texts.REPORTED,
    )


@app.post(f"{AREA}/<campaign_id>/ket-thuc")
def end_early(campaign_id: str) -> Html:
    """Close it now."""
    officer = app.officer()
    participation.campaigns().approver(officer, campaign_id)
    return app.done(
        lambda: participation.campaigns().end_early(officer, campaign_id, clock.now()),
        to=f"{AREA}/{campaign_id}",
        say=texts.ENDED,
    )


@app.get(f"{AREA}/<campaign_id>/tam-dung")
def ask_reason(campaign_id: str) -> Html:
    """Ask why it is to be suspended."""
    campaign = participation.campaigns().approver(app.officer(), campaign_id)
    return _suspension_page(campaign, Form.empty(SuspensionForm))


@app.post(f"{AREA}/<campaign_id>/tam-dung")
def suspend(campaign_id: str) -> Html:
    """Bring it to a standstill."""
    officer = app.officer()
    campaign = participation.campaigns().approver(officer, campaign_id)
    form = app.sent(SuspensionForm)
    if form.value is None:
        return _suspension_page(campaign, form, status=422)
    reason = form.value.reason
    return app.done(
        lambda: participation.campaigns().suspend(
            officer, campaign_id, reason, clock.now(), _MOVING.get(campaign.kind, unmoved)
        ),
        to=f"{AREA}/{campaign_id}",
        say=texts.SUSPENDED,
    )


@app.post(f"{AREA}/<campaign_id>/mo-tiep")
def resume(campaign_id: str) -> Html:
    """Open it again."""
    officer = app.officer()
    campaign = participation.campaigns().approver(officer, campaign_id)
    return app.done(
        lambda: participation.campaigns().resume(
            officer, campaign_id, clock.now(), _MOVING.get(campaign.kind, unmoved)
        ),
        to=f"{AREA}/{campaign_id}",
        say=texts.RESUMED,
    )


def _suspension_page(campaign: Campaign, form: Form[SuspensionForm], *, status: int = 200) -> Html:
    return app.page("console/participation/suspend.html", status=status, form=form, campaign=campaign)


@app.post(f"{AREA}/<campaign_id>/rut")
def withdraw(campaign_id: str) -> Html:
    """Take it from residents' pages."""
    officer = app.officer()
    participation.campaigns().approver(officer, campaign_id)
    return app.done(
        lambda: participation.campaigns().withdraw(officer, campaign_id),
        to=f"{AREA}/{campaign_id}",
        say=texts.WITHDRAWN,
    )


def _written(kind: CampaignKind, given: DraftForm) -> NewCampaign:
    return NewCampaign(
        kind,
        given.title,
        given.about,
        typed_instant(given.opens_on, given.opens_at),
        typed_instant(given.closes_on, given.closes_at),
    )


def _at_fields(error: InvalidInput) -> dict[str, str]:
    return {name.replace("closes", "closes_on"): words for name, words in error.fields.items()}


def _edit_page(campaign: Campaign, seen: int, form: Form[DraftForm], *, status: int = 200) -> Html:
    return app.page(
        "console/participation/edit.html", status=status, form=form, campaign=campaign, version=seen
    )


def _new_page(form: Form[CampaignForm], *, status: int = 200) -> Html:
    return app.page("console/participation/new.html", status=status, form=form)
