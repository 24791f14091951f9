"""Sheets on paper for people without a telephone: given out, printed, typed in. No key is read here."""

from contextlib import suppress
from typing import Final

from loa import clock
from loa.bootstrap import foundation, participation
from loa.errors import InvalidInput, NotFound
from loa.participation.campaigns.model import Campaign, CampaignKind
from loa.participation.campaigns.texts import UNIT_MISSING
from loa.participation.contests.desk.assisted import PaperSheet
from loa.participation.contests.rounds import round_numbered
from loa.participation.contests.rules.model import ContestRound
from loa.participation.contests.rules.sheets import read_choices
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.app import AREA, app, whole_number
from participation_pages.contests.rounds import ROUND
from participation_pages.forms import AssistedForm
from participation_pages.helping import communes_for, helped

_DESK: Final = f"{ROUND}/nhap-ho"
_SHEET: Final = f"{_DESK}/<code>"


@app.get(_DESK)
def ask_for_sheet(campaign_id: str, number: str) -> Html:
    """Ask for whom a sheet is, or which one comes back; `?phieu=CODE` leads to that."""
    campaign, current = _round(campaign_id, number)
    code = app.query("phieu").strip().upper()
    if code:
        with suppress(NotFound):  # mistyped, as a rule: what they typed stays, and may be put right
            participation.assisted().find(app.officer(), campaign, current, code, clock.now())
            return app.redirect(f"{_here(campaign, current)}/{code}")
    communes = communes_for(campaign)
    unit = communes[0].value if len(communes) == 1 else ""
    form = Form.empty(AssistedForm, unit=unit)
    return _desk_page(campaign, current, form, unknown=code, status=404 if code else 200)


@app.post(_DESK)
def give_sheet(campaign_id: str, number: str) -> Html:
    """Give out a sheet."""
    campaign, current = _round(campaign_id, number)
    form = app.sent(AssistedForm)
    if form.value is None:
        return _desk_page(campaign, current, form, status=422)
    unit, officer, key = form.value.unit, app.officer(), app.key()
    if unit not in {choice.value for choice in communes_for(campaign)}:
        return _desk_page(campaign, current, form.refused({"unit": UNIT_MISSING}), status=422)
    return app.done(
        lambda: participation.assisted().give_out(officer, campaign, current.number, unit, key, clock.now()),
        to=lambda code: f"{_here(campaign, current)}/{code}",
        say=texts.SHEET_GIVEN,
    )


@app.get(_SHEET)
def show_paper(campaign_id: str, number: str, code: str) -> Html:
    """Show a sheet that was given out, to be typed in."""
    return _sheet_page(*_found(campaign_id, number, code), {}, {})


@app.get(f"{_SHEET}/in")
def print_paper(campaign_id: str, number: str, code: str) -> Html:
    """Show a sheet as it is printed."""
    campaign, current, paper = _found(campaign_id, number, code)
    return app.page(
        "console/participation/assisted-print.html",
        campaign=campaign,
        round=current,
        paper=paper,
        unit=foundation.unit_names().name(paper.unit_path),
    )


@app.post(_SHEET)
def hand_in_paper(campaign_id: str, number: str, code: str) -> Html:
    """Hand in what stands on a sheet."""
    campaign, current, paper = _found(campaign_id, number, code)
    officer = app.officer()
    given = {name: values[0] for name, values in app.form_data().items() if values}
    answers = read_choices(paper.sheet, given)
    try:
        return app.done(
            lambda: participation.assisted().hand_in(
                officer, campaign, current.number, code, answers, clock.now()
            ),
            to=_here(campaign, current),
            say=texts.SHEET_TYPED.format(code=code),
        )
    except InvalidInput as error:
        return _sheet_page(campaign, current, paper, dict(enumerate(answers)), error.fields)


def _here(campaign: Campaign, current: ContestRound) -> str:
    return f"{AREA}/{campaign.id}/dot/{current.number}/nhap-ho"


def _round(campaign_id: str, number: str) -> tuple[Campaign, ContestRound]:
    campaign = helped(campaign_id, CampaignKind.CONTEST)
    current = round_numbered(campaign, whole_number(number))
    if current is None or not current.seal:
        raise NotFound
    return campaign, current


def _found(campaign_id: str, number: str, code: str) -> tuple[Campaign, ContestRound, PaperSheet]:
    campaign, current = _round(campaign_id, number)
    return (
        campaign,
        current,
        participation.assisted().find(app.officer(), campaign, current, code, clock.now()),
    )


def _desk_page(
    campaign: Campaign,
    current: ContestRound,
    form: Form[AssistedForm],
    *,
    unknown: str = "",
    status: int = 200,
) -> Html:
    return app.page(
        "console/participation/assisted.html",
        status=status,
        campaign=campaign,
        round=current,
        form=form,
        communes=communes_for(campaign),
        is_open=current.is_open(clock.now()),
        unknown=unknown,
        missing=texts.NO_PAPER,
    )


def _sheet_page(
    campaign: Campaign,
    current: ContestRound,
    paper: PaperSheet,
    chosen: dict[int, int],
    errors: dict[str, str],
) -> Html:
    return app.page(
        "console/participation/assisted-sheet.html",
        status=422 if errors else 200,
        campaign=campaign,
        round=current,
        paper=paper,
        unit=foundation.unit_names().name(paper.unit_path),
        chosen=chosen,
        errors=errors,
        is_open=current.is_open(clock.now()),
    )
