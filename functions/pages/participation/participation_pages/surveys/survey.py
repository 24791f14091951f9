"""Surveys: questions, how many have answered, the tables that are published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from loa import clock
from loa.bootstrap import foundation, participation, reading
from loa.errors import InvalidInput, NotFound
from loa.foundation.officers.model import Permission, allowed
from loa.participation.campaigns.model import Campaign, CampaignKind, Phase
from loa.participation.contests.rules.standing import carried
from loa.participation.surveys.model import (
    SCALE,
    AnswerKind,
    SurveyQuestion,
    questions_of,
    read_answers,
)
from loa.participation.surveys.service import MOST_COUNTED
from loa.participation.surveys.targets import TargetReach, coverage, target_of, wanted_of
from loa.participation.surveys.texts import PREPARED
from loa.web.pages.formats import number
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.announcing import announced_of, may_announce
from participation_pages.app import AREA, app, seen_version, whole_number
from participation_pages.forms import SurveyQuestionForm, TargetForm
from participation_pages.helping import communes_for, helped

_PAPER: Final = f"{AREA}/<campaign_id>/phieu-giay"
_FORM: Final = "console/participation/survey-question.html"


def show(campaign_id: str) -> Html:
    """Show a survey; after its end what will be published."""
    return _survey_page(campaign_id)


@app.post(f"{AREA}/<campaign_id>/muc-tieu")
def set_target(campaign_id: str) -> Html:
    """Say how many people of each commune are wanted."""
    officer, seen = app.officer(), seen_version()
    campaign = participation.campaigns().write(officer, campaign_id)
    if campaign.kind is not CampaignKind.SURVEY:
        raise NotFound
    form = app.sent(TargetForm)
    if form.value is None:
        return _survey_page(campaign_id, form, status=422)
    target = form.value.target
    return app.done(
        lambda: participation.survey_desk().set_target(officer, campaign_id, target, seen),
        to=f"{AREA}/{campaign_id}#muc-tieu",
        say=texts.TARGET_SET,
    )


@app.post(f"{AREA}/<campaign_id>/cau/<number>/muc-tieu")
def set_wanted(campaign_id: str, number: str) -> Html:
    """Say how many people should choose each option of a question."""
    officer, seen = app.officer(), seen_version()
    campaign = participation.campaigns().write(officer, campaign_id)
    question, wanted, faults = wanted_of(campaign, whole_number(number), app.form_data())
    if faults:
        return _survey_page(campaign_id, wrong=faults, wrong_at=question.number, status=422)
    return app.done(
        lambda: participation.survey_desk().set_wanted(officer, campaign_id, question.number, wanted, seen),
        to=f"{AREA}/{campaign_id}#cau-{question.number}",
        say=texts.TARGET_SET,
    )


@app.post(f"{AREA}/<campaign_id>/thu")
def open_pilot(campaign_id: str) -> Html:
    """Make the link by which people try a draft."""
    officer = app.officer()
    campaign = participation.campaigns().write(officer, campaign_id)
    if campaign.kind is not CampaignKind.SURVEY:
        raise NotFound
    return app.done(
        lambda: participation.survey_desk().open_pilot(officer, campaign_id),
        to=f"{AREA}/{campaign_id}#thu",
        say=texts.PILOT_OPEN,
    )


@app.get(_PAPER)
def ask_for_paper(campaign_id: str) -> Html:
    """Ask what stands on a sheet of paper."""
    return _paper_page(helped(campaign_id, CampaignKind.SURVEY), {}, {})


@app.post(_PAPER)
def type_in_paper(campaign_id: str) -> Html:
    """Keep what stands on a sheet of paper."""
    officer, campaign = app.officer(), helped(campaign_id, CampaignKind.SURVEY)
    given, key = app.form_data(), app.key()
    answers, errors = read_answers(questions_of(campaign), given)
    unit = next(iter(given.get("unit", ())), "")
    if unit not in {choice.value for choice in communes_for(campaign)}:
        errors["unit"] = texts.PAPER_UNIT_MISSING
    if not given.get("consent"):
        errors["consent"] = texts.PAPER_CONSENT_MISSING
    if errors:
        return _paper_page(campaign, given, errors)
    return app.done(
        lambda: participation.surveys().answer_on_paper(officer, campaign, key, unit, answers, clock.now()),
        to=f"{AREA}/{campaign_id}/phieu-giay",
        say=texts.PAPER_TYPED,
    )


def _paper_page(campaign: Campaign, given: Mapping[str, Sequence[str]], errors: Mapping[str, str]) -> Html:
    communes = communes_for(campaign)
    first = {name: values[0] for name, values in given.items() if values}
    return app.page(
        "console/participation/paper.html",
        status=422 if errors else 200,
        campaign=campaign,
        is_open=campaign.phase(clock.now()) is Phase.OPEN,
        questions=questions_of(campaign),
        scale=SCALE,
        communes=communes,
        given={"unit": communes[0].value if len(communes) == 1 else "", **first},
        chosen=given,
        errors=errors,
    )


def _coverage(
    campaign: Campaign, counts: Mapping[str, Counter[str]]
) -> tuple[TargetReach | None, dict[str, str]]:
    """Return where the survey was not heard enough, and the names of communes; None: no target is set."""
    target, today = target_of(campaign), foundation.today()
    if not target:
        return None, {}
    communes = reading.places().communes(campaign.unit_path, today)
    answered = carried({path: each["persons"] for path, each in counts.items()}, participation.heirs(today))
    names = {each.value: each.label for each in communes}
    return coverage(target, names, answered), names


def _survey_page(
    campaign_id: str,
    target: Form[TargetForm] | None = None,
    *,
    wrong: Mapping[str, str] = MappingProxyType({}),
    wrong_at: int = 0,
    status: int = 200,
) -> Html:
    officer, desk, now = app.officer(), participation.survey_desk(), clock.now()
    campaign = participation.campaigns().read(officer, campaign_id)
    phase = campaign.phase(now)
    is_over = phase in {Phase.ENDED, Phase.REPORTED}
    counts = desk.counts(campaign)
    total = sum(counts.values(), Counter())
    tables, (found, names) = desk.tables(campaign) if is_over else [], _coverage(campaign, counts)
    return app.page(
        "console/participation/survey.html",
        status=status,
        campaign=campaign,
        phase=phase,
        questions=questions_of(campaign),
        answered=total["persons"],
        on_paper=total["paper"],
        tables=[
            {**table, "shown": list(zip(table["columns"], map(str, table["total"]), strict=True))}
            for table in tables
        ],
        words=desk.words(campaign) if is_over else [],
        may_write=allowed(officer, Permission.WRITE_PARTICIPATION, campaign.unit_path),
        may_publish=allowed(officer, Permission.APPROVE_PARTICIPATION, campaign.unit_path),
        had_a_hand=officer.id in campaign.hands,
        tried=participation.pilots().notes(campaign_id) if "pilot" in campaign.content else [],
        pilot_link=f"{reading.public_url()}/khao-sat/{campaign_id}?thu={campaign.content.get('pilot', '')}",
        target=target or Form.empty(TargetForm, target=str(target_of(campaign) or "")),
        coverage=found,
        names=names,
        heard=desk.heard(campaign, counts),
        most_counted=MOST_COUNTED,
        announced=announced_of(campaign, phase, texts.SURVEY_FACTS.format(persons=number(total["persons"]))),
        **may_announce(officer, campaign),
        sent=app.form_data() if wrong_at else {},
        wrong=wrong,
        wrong_at=wrong_at,
    )


@app.get(f"{AREA}/<campaign_id>/cau")
def ask_survey_question(campaign_id: str) -> Html:
    """Ask for a question; one that is often asked has been written already."""
    campaign = participation.campaigns().write(app.officer(), campaign_id)
    words, options = PREPARED.get(app.query("mau"), ("", ()))
    form = Form.empty(
        SurveyQuestionForm,
        is_required="true",
        words=words,
        options="\n".join(options),
        kind=AnswerKind.SINGLE.value,
    )
    return app.page(_FORM, form=form, campaign=campaign)


@app.post(f"{AREA}/<campaign_id>/cau")
def add_survey_question(campaign_id: str) -> Html:
    """Add a question."""
    officer = app.officer()
    campaign = participation.campaigns().write(officer, campaign_id)
    form = app.sent(SurveyQuestionForm)
    if form.value is None:
        return app.page(_FORM, status=422, form=form, campaign=campaign)
    given = form.value
    has_condition = given.if_question is not None and given.if_option is not None
    added = SurveyQuestion(
        number=0,
        kind=given.kind,
        words=given.words,
        options=tuple(line.strip() for line in given.options.splitlines() if line.strip()),
        is_required=given.is_required,
        only_if=(given.if_question or 0, (given.if_option or 0) - 1) if has_condition else None,
    )
    try:
        return app.done(
            lambda: participation.survey_desk().add_question(officer, campaign_id, added),
            to=f"{AREA}/{campaign_id}",
            say=texts.SURVEY_QUESTION_ADDED,
        )
    except InvalidInput as error:
        return app.page(_FORM, status=422, form=form.refused(error.fields), campaign=campaign)


@app.post(f"{AREA}/<campaign_id>/cau/<number>/bo")
def remove_survey_question(campaign_id: str, number: str) -> Html:
    """Take a question out of a draft."""
    officer = app.officer()
    participation.campaigns().write(officer, campaign_id)
    return app.done(
        lambda: participation.survey_desk().remove_question(
            officer, campaign_id, whole_number(number), seen_version()
        ),
        to=f"{AREA}/{campaign_id}",
        say=texts.SURVEY_QUESTION_REMOVED,
    )
