"""Surveys: the list, the questions, answers, tables."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Final

from loa import clock
from loa.bootstrap import foundation, participation
from loa.errors import Conflict, NotFound
from loa.participation.campaigns import texts
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState, Participant, Phase
from loa.participation.campaigns.store import shown_to_residents
from loa.participation.surveys.model import SCALE, questions_of, read_answers
from loa.participation.surveys.pilot import is_pilot
from loa.participation.surveys.texts import REST
from loa.web.pages.resolver import Html
from loa.web.public.passes import new_participant, pass_kept
from opinions_pages.app import app
from opinions_pages.visitors import communes_of, is_invited, known_at, visitor

type Given = Mapping[str, Sequence[str]]

_LONGEST_KEY: Final = 40


@app.get("/khao-sat")
def list_surveys() -> Html:
    """Show all surveys, those that are open first."""
    now = clock.now()
    if kept := pass_kept(app, participation.secret()(), now):
        return kept
    found = participation.campaign_store().public(CampaignKind.SURVEY)
    found.sort(key=lambda each: each.phase(now) is not Phase.OPEN)
    return app.page("public/surveys/list.html", surveys=found, now=now)


@app.get("/khao-sat/<campaign_id>")
def show_survey(campaign_id: str) -> Html:
    """Show the questions, or their result; a pass in the address leaves it, and `?thu=` tries a draft."""
    if key := app.query("thu"):
        return _pilot_page(_draft(campaign_id, key), key, {}, {}, is_done=app.query("xong") == "1")
    campaign = _survey(campaign_id)
    if campaign.state is CampaignState.REPORTED:
        return _tables_page(campaign)
    if kept := pass_kept(app, participation.secret()(), clock.now()):
        return kept
    return _questions_page(campaign, visitor(), {}, {})


@app.post("/khao-sat/<campaign_id>")
def answer(campaign_id: str) -> Html:
    """Take somebody's answers; of a draft that is tried nothing but what they found hard."""
    if key := next(iter(app.form_data().get("thu", ())), ""):
        return _try(_draft(campaign_id, key), key)
    campaign, participant, now = _survey(campaign_id), visitor(), clock.now()
    given = app.form_data()
    answers, errors = read_answers(questions_of(campaign), given)
    unit = next(iter(given.get("unit", ())), "")
    if not is_invited(campaign, unit):
        errors = {"unit": texts.UNIT_MISSING, **errors}
    if not given.get("consent"):
        errors["consent"] = texts.CONSENT_MISSING
    if errors:
        return _questions_page(campaign, participant, given, errors)
    known = participant or new_participant(participation.secret()())
    try:
        participation.surveys().answer(campaign, known, unit, answers, now)
    except Conflict as refused:
        return _questions_page(campaign, participant, given, {"": refused.message})
    return known_at(f"/khao-sat/{campaign_id}", known)


def _draft(campaign_id: str, key: str) -> Campaign:
    campaign = participation.campaign_store().find(campaign_id)
    if campaign.kind is not CampaignKind.SURVEY or not is_pilot(campaign, key):
        raise NotFound
    return campaign


def _try(campaign: Campaign, key: str) -> Html:
    given = app.form_data()
    _, errors = read_answers(questions_of(campaign), given)
    once, note = (next(iter(given.get(name, ())), "").strip() for name in ("luot", "kho"))
    if errors or not once:
        return _pilot_page(campaign, key, given, errors)
    try:
        participation.pilots().note(campaign, once[:_LONGEST_KEY], note, clock.now())
    except Conflict as refused:
        return _pilot_page(campaign, key, given, {"": refused.message})
    return app.redirect(f"/khao-sat/{campaign.id}?thu={key}&xong=1")


def _pilot_page(
    campaign: Campaign, key: str, given: Given, errors: Mapping[str, str], *, is_done: bool = False
) -> Html:
    first = {name: values[0] for name, values in given.items() if values}
    return app.page(
        "public/surveys/pilot.html",
        status=422 if errors else 200,
        survey=campaign,
        questions=questions_of(campaign),
        scale=SCALE,
        given=first,
        chosen=given,
        errors=errors,
        key=key,
        once=first.get("luot") or secrets.token_hex(8),
        is_done=is_done,
    )


def _survey(campaign_id: str) -> Campaign:
    return shown_to_residents(participation.campaign_store().find(campaign_id), CampaignKind.SURVEY)


def _questions_page(
    campaign: Campaign, participant: Participant | None, given: Given, errors: Mapping[str, str]
) -> Html:
    now = clock.now()
    return app.page(
        "public/surveys/survey.html",
        status=422 if errors else 200,
        survey=campaign,
        phase=campaign.phase(now),
        has_answered=bool(participant and participation.surveys().has_answered(campaign, participant)),
        questions=questions_of(campaign),
        scale=SCALE,
        communes=communes_of(campaign),
        given={name: values[0] for name, values in given.items() if values},
        chosen=given,
        errors=errors,
        consent=texts.PURPOSES["survey"],
    )


def _tables_page(campaign: Campaign) -> Html:
    name = foundation.unit_names().name
    shown = [
        {
            "words": table["words"],
            "answered": int(table["answered"]),
            "columns": list(zip(table["columns"], map(int, table["total"]), strict=True)),
            "untold": table.get("untold", ()),
            "headings": [("", ""), *((column, "n") for column in table["columns"])],
            "rows": [
                [
                    name(each["unit_path"]) if each["unit_path"] else REST,
                    *map(int, each["numbers"]),
                ]
                for each in table["units"]
            ],
        }
        for table in participation.published_tables().read(campaign.id)
    ]
    return app.page("public/surveys/tables.html", survey=campaign, tables=shown)
