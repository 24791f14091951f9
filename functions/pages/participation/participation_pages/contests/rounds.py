"""Contests: rounds, sealing, the lot, the result."""

from loa import clock
from loa.bootstrap import participation
from loa.dialogue.petitions.model import may_call_for_help
from loa.errors import InvalidInput, NotFound
from loa.foundation.officers.model import Permission, allowed
from loa.foundation.officers.store import KnownOfficer
from loa.participation.campaigns.access import require_writing
from loa.participation.campaigns.model import Campaign, CampaignKind
from loa.participation.contests.desk.service import NewRound, QuestionDecision, ValueCorrection
from loa.participation.contests.objections import Objection
from loa.participation.contests.reviews import EntryReview, is_about_entry
from loa.participation.contests.rounds import round_numbered, rounds_of
from loa.participation.contests.rules.model import ContestRound, RoundState
from loa.participation.contests.rules.objecting import objection_words
from loa.participation.contests.rules.sheets import read_shares
from loa.participation.contests.rules.signals import SeenEntry
from loa.text.hours import typed_instant
from loa.web.pages import formats
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.announcing import invitation, may_announce, result_of_round
from participation_pages.app import AREA, app, seen_version, whole_number
from participation_pages.forms import (
    CorrectionForm,
    QuestionDecisionForm,
    RoundForm,
    ValueForm,
)

ROUND = f"{AREA}/<campaign_id>/dot/<number>"


def show(campaign_id: str) -> Html:
    """Show a contest with its rounds, what speaks against sealing them, and live counts."""
    return _contest_page(campaign_id, {})


@app.get(f"{AREA}/<campaign_id>/dot")
def ask_round(campaign_id: str) -> Html:
    """Ask for a round."""
    campaign = participation.campaigns().write(app.officer(), campaign_id)
    opens, closes = (moment.astimezone(clock.VIETNAM) for moment in (campaign.opens, campaign.closes))
    form = Form.empty(
        RoundForm,
        opens_on=opens.date().isoformat(),
        opens_at=f"{opens:%H:%M}",
        closes_on=closes.date().isoformat(),
        closes_at=f"{closes:%H:%M}",
        per_sheet="15",
        minutes="20",
        tries="3",
        prizes="9",
    )
    return app.page("console/participation/round.html", form=form, campaign=campaign)


@app.post(f"{AREA}/<campaign_id>/dot")
def add_round(campaign_id: str) -> Html:
    """Add a round."""
    officer = app.officer()
    campaign = participation.campaigns().write(officer, campaign_id)
    form = app.sent(RoundForm)
    if form.value is None:
        return app.page("console/participation/round.html", status=422, form=form, campaign=campaign)
    given = form.value
    try:
        shares = read_shares(given.shares)
    except ValueError as error:
        refused = form.refused({"shares": str(error)})
        return app.page("console/participation/round.html", status=422, form=refused, campaign=campaign)
    new = NewRound(
        typed_instant(given.opens_on, given.opens_at), typed_instant(given.closes_on, given.closes_at),
        given.per_sheet, given.minutes, given.tries, given.prizes, given.value_source, shares,
    )  # fmt: skip
    try:
        return app.done(
            lambda: participation.contests().add_round(officer, campaign_id, new, clock.now()),
            to=f"{AREA}/{campaign_id}",
            say=texts.ROUND_ADDED,
        )
    except InvalidInput as error:
        times = {"opens": "opens_on", "closes": "closes_on"}
        fields = {times.get(name, name): words for name, words in error.fields.items()}
        return app.page(
            "console/participation/round.html", status=422, form=form.refused(fields), campaign=campaign
        )


@app.post(f"{ROUND}/bo")
def remove_round(campaign_id: str, number: str) -> Html:
    """Take out a round that nobody has sealed."""
    officer = app.officer()
    participation.campaigns().write(officer, campaign_id)
    return app.done(
        lambda: participation.contests().remove_round(
            officer, campaign_id, whole_number(number), seen_version()
        ),
        to=f"{AREA}/{campaign_id}",
        say=texts.ROUND_REMOVED,
    )


@app.post(f"{ROUND}/niem-phong")
def seal(campaign_id: str, number: str) -> Html:
    """Draw the sheets, keep the key, commit to the seed."""
    officer = app.officer()
    participation.campaigns().approver(officer, campaign_id)
    return app.done(
        lambda: participation.contests().seal(
            officer, campaign_id, whole_number(number), seen_version(), clock.now()
        ),
        to=f"{AREA}/{campaign_id}",
        say=texts.ROUND_SEALED,
    )


@app.post(f"{ROUND}/boc-tham")
def enter_value(campaign_id: str, number: str) -> Html:
    """Enter the public value of the lot."""
    officer = app.officer()
    participation.campaigns().write(officer, campaign_id)
    form = app.sent(ValueForm)
    if form.value is None:
        return _contest_page(campaign_id, {whole_number(number): form}, status=422)
    value = form.value.value
    return app.done(
        lambda: participation.contests().enter_value(
            officer, campaign_id, whole_number(number), value, clock.now()
        ),
        to=f"{AREA}/{campaign_id}",
        say=texts.VALUE_ENTERED,
    )


@app.post(f"{ROUND}/xac-nhan")
def confirm(campaign_id: str, number: str) -> Html:
    """Make the result of a round public."""
    officer = app.officer()
    participation.campaigns().approver(officer, campaign_id)
    return app.done(
        lambda: participation.reviews().confirm(officer, campaign_id, whole_number(number), seen_version()),
        to=f"{AREA}/{campaign_id}",
        say=texts.CONFIRMED,
    )


@app.get(f"{ROUND}/xem-lai")
def show_review(campaign_id: str, number: str) -> Html:
    """Show what residents object to, and what was changed of a round."""
    return _review_page(campaign_id, number)


@app.post(f"{ROUND}/cau")
def decide_question(campaign_id: str, number: str) -> Html:
    """Keep a question of a round, or withdraw it."""
    officer, seen = app.officer(), seen_version()
    participation.campaigns().write(officer, campaign_id)
    form = app.sent(QuestionDecisionForm)
    if form.value is None:
        return _review_page(campaign_id, number, decision=form, status=422)
    given = form.value
    decision = QuestionDecision(given.question, given.outcome, given.reason, seen)
    try:
        return app.done(
            lambda: participation.contests().decide(
                officer, campaign_id, whole_number(number), decision, clock.now()
            ),
            to=f"{AREA}/{campaign_id}/dot/{number}/xem-lai",
            say=texts.QUESTION_DECIDED,
        )
    except InvalidInput as error:
        return _review_page(campaign_id, number, decision=form.refused(error.fields), status=422)


@app.post(f"{ROUND}/sua-so")
def correct_value(campaign_id: str, number: str) -> Html:
    """Correct a public value that was mistyped."""
    officer, seen = app.officer(), seen_version()
    participation.campaigns().write(officer, campaign_id)
    form = app.sent(CorrectionForm)
    if form.value is None:
        return _review_page(campaign_id, number, correction=form, status=422)
    given = ValueCorrection(form.value.value, form.value.why, seen)
    return app.done(
        lambda: participation.contests().correct_value(
            officer, campaign_id, whole_number(number), given, clock.now()
        ),
        to=f"{AREA}/{campaign_id}/dot/{number}/xem-lai",
        say=texts.VALUE_CORRECTED,
    )


def _review_page(
    campaign_id: str,
    number: str,
    *,
    decision: Form[QuestionDecisionForm] | None = None,
    correction: Form[CorrectionForm] | None = None,
    status: int = 200,
) -> Html:
    officer, desk = app.officer(), participation.contests()
    campaign = participation.campaigns().read(officer, campaign_id)
    current = round_numbered(campaign, whole_number(number))
    if current is None or not current.seal:
        raise NotFound
    said: dict[str, list[Objection]] = {}
    for each in desk.objections(campaign, current):
        if is_about_entry(each):
            continue
        said.setdefault(each.question, []).append(each)
    asked = {each.id: each for each in desk.asked(current)}
    return app.page(
        "console/participation/review.html",
        status=status,
        campaign=campaign,
        round=current,
        questions=asked,
        objections=sorted(said.items(), key=lambda each: -len(each[1])),
        in_danger={one.words for many in said.values() for one in many if may_call_for_help(one.words)},
        objection_words=objection_words(participation.objection_rules(), current),
        changes=[(each, asked.get(each.before)) for each in current.changes],
        decision=decision or Form.empty(QuestionDecisionForm),
        correction=correction or Form.empty(CorrectionForm),
        may_write=allowed(officer, Permission.WRITE_PARTICIPATION, campaign.unit_path),
    )


def to_look_at(campaign: Campaign, current: ContestRound) -> tuple[int, list[EntryReview]]:
    """Return how many entries of which something was seen nobody has looked at, and what is proposed."""
    reviews, number = participation.reviews().reviews, current.number
    known = reviews.of(campaign.id, number)

    def is_decided(seen: SeenEntry) -> bool:
        review = known.get(seen.entry.receipt)
        return review is not None and review.holds_for(seen.digest)

    proposed = [each for each in known.values() if each.state.waits]
    return sum(not is_decided(each) for each in reviews.seen(campaign.id, number)), proposed


def own_round(
    campaign_id: str, number: str, *, writes: bool = False
) -> tuple[KnownOfficer, Campaign, ContestRound]:
    """Return a sealed round, and the officer, of the unit that holds it.

    Raises:
        NotAllowed: with `writes`, they may only look at contests.
        NotFound: there is none, or it is another unit's.
    """
    officer = app.officer()
    campaign = participation.campaigns().read(officer, campaign_id)
    if writes:
        require_writing(officer, campaign.unit_path)
    current = round_numbered(campaign, whole_number(number))
    is_theirs = campaign.kind is CampaignKind.CONTEST and campaign.unit_path == officer.unit_path
    if not is_theirs or current is None or not current.seal:
        raise NotFound
    return officer, campaign, current


def still_looked_at(campaign: Campaign, current: ContestRound) -> str:
    """Return how far the look at the entries that lead is, in words; empty: it has ended."""
    read = participation.reviews().reviews.looked(campaign.id, current.number)
    if read is None:
        return ""
    counts = participation.contests().counts(campaign, current.number).values()
    persons = sum(each["persons"] for each in counts)
    return texts.LOOKED_AT.format(read=formats.number(read), all=formats.number(persons))


def _contest_page(campaign_id: str, forms: dict[int, Form[ValueForm]], *, status: int = 200) -> Html:
    officer, desk, now = app.officer(), participation.contests(), clock.now()
    campaign = participation.campaigns().read(officer, campaign_id)
    phase = campaign.phase(now)
    rounds = []
    for each in rounds_of(campaign):
        counts = desk.counts(campaign, each.number) if each.seal else {}
        total = {
            name: sum(unit[name] for unit in counts.values())
            for name in ("persons", "known", "ranked", "assisted", "submits")
        }
        faults = desk.faults(each, now) if not each.seal else []
        form = forms.get(each.number, Form.empty(ValueForm))
        look = to_look_at(campaign, each) if each.state is RoundState.DRAWN else (0, [])
        looking = still_looked_at(campaign, each) if each.state is RoundState.DRAWN else ""
        rounds.append((each, total, len(counts), faults, form, desk.result(campaign, each), look, looking))
    return app.page(
        "console/participation/contest.html",
        status=status,
        campaign=campaign,
        phase=phase,
        rounds=rounds,
        out_of_force=desk.out_of_force(campaign),
        now=now,
        invitation=invitation(campaign, phase),
        announced={
            each.number: result_of_round(campaign, each, result)
            for each, *_, result, _, _ in rounds
            if each.state is RoundState.CONFIRMED and result and campaign.is_public
        },
        **may_announce(officer, campaign),
        may_write=allowed(officer, Permission.WRITE_PARTICIPATION, campaign.unit_path),
        may_publish=allowed(officer, Permission.APPROVE_PARTICIPATION, campaign.unit_path),
        had_a_hand=officer.id in campaign.hands,
    )
