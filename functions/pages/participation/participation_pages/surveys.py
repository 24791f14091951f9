"""Surveys: questions, how many have answered, the tables that are published."""

from loa import clock
from loa.bootstrap import participation
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, allowed
from loa.participation.campaigns.model import Phase
from loa.participation.surveys.model import SurveyQuestion, questions_of
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.app import AREA, app, seen_version, whole_number
from participation_pages.forms import SurveyQuestionForm

_FORM = "console/participation/survey-question.html"


def show(campaign_id: str) -> Html:
    """Show a survey; after its end what will be published."""
    officer, desk, now = app.officer(), participation.survey_desk(), clock.now()
    campaign = participation.campaigns().read(officer, campaign_id)
    phase = campaign.phase(now)
    is_over = phase in {Phase.ENDED, Phase.REPORTED}
    tables = desk.tables(campaign) if is_over else []
    return app.page(
        "console/participation/survey.html",
        campaign=campaign,
        phase=phase,
        questions=questions_of(campaign),
        answered=desk.answered(campaign),
        tables=[
            {**table, "shown": list(zip(table["columns"], map(str, table["total"]), strict=True))}
            for table in tables
        ],
        words=desk.words(campaign) if is_over else [],
        may_write=allowed(officer, Permission.WRITE_PARTICIPATION, campaign.unit_path),
        may_publish=allowed(officer, Permission.APPROVE_PARTICIPATION, campaign.unit_path),
        had_a_hand=officer.id in campaign.hands,
    )


@app.get(f"{AREA}/<campaign_id>/cau")
def ask_survey_question(campaign_id: str) -> Html:
    """Ask for a question."""
    campaign = participation.campaigns().write(app.officer(), campaign_id)
    return app.page(_FORM, form=Form.empty(SurveyQuestionForm, is_required="true"), campaign=campaign)


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
