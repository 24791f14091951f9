"""What contests there are, and how a try begins."""

from collections.abc import Mapping

from loa import clock
from loa.bootstrap import foundation, participation, reading
from loa.errors import Conflict
from loa.participation.campaigns import texts
from loa.participation.campaigns.model import Campaign, CampaignKind, Participant, Phase
from loa.participation.contests.playing import open_round
from loa.participation.contests.rounds import organises, rounds_of
from loa.participation.contests.rules.model import RoundState
from loa.web.pages.resolver import Html
from loa.web.public.passes import new_participant, participant_of, pass_cookie, pass_kept
from loa.web.shapes.choices import Choice
from play_pages.app import app


@app.get("/thi")
def list_contests() -> Html:
    """Show all contests, those that are open first."""
    now = clock.now()
    if kept := pass_kept(app, participation.secret()(), now):
        return kept
    found = participation.play().campaigns.public(CampaignKind.CONTEST)
    found.sort(key=lambda each: each.phase(now) is not Phase.OPEN)
    return app.page("public/contests/list.html", contests=found, now=now)


@app.get("/thi/<campaign_id>")
def show_contest(campaign_id: str) -> Html:
    """Show a contest; a pass in the address is kept in a cookie, and leaves the address."""
    campaign = participation.play().contest(campaign_id)
    if kept := pass_kept(app, participation.secret()(), clock.now()):
        return kept
    return _contest_page(campaign, visitor(), {}, {})


@app.post("/thi/<campaign_id>/bat-dau")
def start(campaign_id: str) -> Html:
    """Begin a try."""
    campaign, now = participation.play().contest(campaign_id), clock.now()
    given = {name: values[0] for name, values in app.form_data().items() if values}
    errors = {}
    unit = given.get("unit", "")
    if not reading.places().is_commune(unit, campaign.unit_path, foundation.today()):
        errors["unit"] = texts.UNIT_MISSING
    if not given.get("consent"):
        errors["consent"] = texts.CONSENT_MISSING
    participant = visitor()
    if errors:
        return _contest_page(campaign, participant, given, errors)
    known = participant or new_participant(participation.secret()())
    try:
        participation.play().start(campaign, known, unit, now, is_adult=bool(given.get("adult")))
    except Conflict as refused:
        return _contest_page(campaign, participant, given, {"": refused.message})
    cookie = pass_cookie(app.current_event.raw_event, known, participation.secret()(), now)
    return app.redirect(f"/thi/{campaign_id}/bai", cookies=[cookie])


@app.get("/thi/<campaign_id>/bai")
def show_sheet(campaign_id: str) -> Html:
    """Show the questions of the try that is open, with what was answered in the chat."""
    if kept := pass_kept(app, participation.secret()(), clock.now()):
        return kept
    campaign, participant = participation.play().contest(campaign_id), visitor()
    current = participation.play().current(campaign, participant, clock.now()) if participant else None
    if current is None:
        return app.redirect(f"/thi/{campaign_id}")
    return app.page(
        "public/contests/sheet.html",
        contest=campaign,
        attempt=current,
        chosen=dict(enumerate(current.draft)),
        errors={},
        prediction="",
        now=clock.now(),
    )


def visitor() -> Participant | None:
    """Return who asks; None: they have no pass yet."""
    return participant_of(app.current_event.raw_event, participation.secret()(), clock.now())


def communes_of(campaign: Campaign) -> list[Choice]:
    """Return the communes whose residents are invited, by name."""
    return reading.places().communes(campaign.unit_path, foundation.today())


def _contest_page(
    campaign: Campaign, participant: Participant | None, given: Mapping[str, str], errors: Mapping[str, str]
) -> Html:
    now = clock.now()
    current = participation.play().current(campaign, participant, now) if participant else None
    return app.page(
        "public/contests/contest.html",
        status=422 if errors else 200,
        contest=campaign,
        phase=campaign.phase(now),
        rounds=[each for each in rounds_of(campaign) if each.state is not RoundState.DRAFT],
        open_round=open_round(campaign, now),
        attempt=current,
        participant=participant,
        is_organiser=participant is not None and organises(campaign, participant.id),
        communes=communes_of(campaign),
        given=given,
        errors=errors,
        consent=texts.PURPOSES["contest"],
        now=now,
    )
