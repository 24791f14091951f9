"""The part of *Việc hôm nay*: what waits for an officer in what their unit invites to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from loa import clock
from loa.bootstrap import participation
from loa.dialogue.petitions.model import may_call_for_help
from loa.foundation.officers.model import Officer, Permission, allowed
from loa.participation.campaigns.access import require_reading
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState, Phase
from loa.participation.consultations.recordings import unheard
from loa.participation.consultations.rules.opinions import Theme
from loa.participation.consultations.sending import overdue_since, sending_of
from loa.participation.contests.objections import ObjectionOutcome
from loa.participation.contests.reviews import is_about_entry
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules.model import SETTLED, ContestRound, RoundState
from loa.participation.surveys.model import questions_of
from loa.web.console.lists import of_today
from loa.web.pages.formats import day
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.app import AREA, app
from participation_pages.bank.questions import BANK
from participation_pages.contests.rounds import to_look_at


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something that waits: what, of which campaign, where it is done, until when if there is a day."""

    words: str
    about: str
    href: str
    is_urgent: bool = False
    due: datetime | None = None


@app.get(f"{AREA}/o-viec")
def show_panel() -> Html:
    """Show objections, questions, rounds, results and groups that wait for this officer."""
    officer, now = app.officer(), clock.now()
    require_reading(officer, officer.unit_path)
    lines = sorted([*_questions(officer), *_of_campaigns(officer, now)], key=lambda each: not each.is_urgent)
    shown = of_today(lines)
    return app.live(
        "console/participation/panel.html",
        seconds=0,  # it reads the bank: once for each time somebody opens their home is enough
        lines=shown,
        more=len(lines) - len(shown),
    )


def _questions(officer: Officer) -> Iterator[WaitingLine]:
    if not allowed(officer, Permission.APPROVE_PARTICIPATION, officer.unit_path):
        return
    count = sum(
        not each.checked_by and each.written_by != officer.id
        for each in participation.contests().questions(officer)
    )
    if count:
        yield WaitingLine(texts.QUESTIONS_WAIT.format(count=count), texts.BANK, BANK)


def _of_campaigns(officer: Officer, now: datetime) -> Iterator[WaitingLine]:
    """Of the officer's own unit: other units have officers of their own."""
    writes = allowed(officer, Permission.WRITE_PARTICIPATION, officer.unit_path)
    approves = allowed(officer, Permission.APPROVE_PARTICIPATION, officer.unit_path)
    for campaign in participation.campaigns().all(officer):
        if campaign.unit_path != officer.unit_path or campaign.state is CampaignState.WITHDRAWN:
            continue
        may_publish = approves and officer.id not in campaign.hands
        if approves and campaign.suspension and officer.id != campaign.suspension.by:
            yield WaitingLine(texts.SUSPENSION_WAITS, campaign.title, f"{AREA}/{campaign.id}")
        if campaign.kind is CampaignKind.CONTEST:
            yield from _of_contest(officer, campaign, now, writes=writes, approves=approves)
        elif campaign.state is CampaignState.PUBLISHED:
            themes = _themes(campaign)
            open_groups = sum(theme.outcome is None for theme in themes)
            if open_groups and writes:
                yield from _of_answers(campaign, themes, open_groups, now)
            if writes and campaign.kind is CampaignKind.CONSULTATION:
                yield from _of_opinions(campaign)
            if campaign.phase(now) is Phase.ENDED and may_publish and not open_groups:
                yield WaitingLine(texts.RESULT_WAITS, campaign.title, f"{AREA}/{campaign.id}")
        if may_publish and _is_ready(campaign):
            yield WaitingLine(texts.DRAFT_WAITS, campaign.title, f"{AREA}/{campaign.id}")


def _is_ready(campaign: Campaign) -> bool:
    """Whether nothing is missing of a draft but somebody who publishes it."""
    content = campaign.content
    is_read = bool(content.get("text")) and content["text"] == content.get("prepared")
    is_sealed = campaign.kind is CampaignKind.CONTEST and any(each.seal for each in rounds_of(campaign))
    asks = campaign.kind is CampaignKind.SURVEY and bool(questions_of(campaign))
    return campaign.state is CampaignState.DRAFT and (is_read or is_sealed or asks)


def _of_contest(
    officer: Officer, campaign: Campaign, now: datetime, *, writes: bool, approves: bool
) -> Iterator[WaitingLine]:
    ended = participation.contests().out_of_force(campaign) if writes else {}
    for each in rounds_of(campaign):
        if count := len(ended.get(each.number, ())):
            about = texts.ROUND_OF.format(number=each.number, title=campaign.title)
            words = texts.OUT_OF_FORCE.format(count=count)
            yield WaitingLine(words, about, f"{AREA}/{campaign.id}#dot-{each.number}")
        yield from _of_round(officer, campaign, each, now, writes=writes, approves=approves)


def _of_round(
    officer: Officer, campaign: Campaign, each: ContestRound, now: datetime, *, writes: bool, approves: bool
) -> Iterator[WaitingLine]:
    about = texts.ROUND_OF.format(number=each.number, title=campaign.title)
    here, is_over = f"{AREA}/{campaign.id}", each.closes + SETTLED <= now
    if writes and each.seal and is_over:
        said = participation.contests().objections(campaign, each)
        waiting = [one for one in said if one.outcome is ObjectionOutcome.OPEN]
        for page in ("xem-lai", "can-xem"):
            there = [one for one in waiting if is_about_entry(one) == (page == "can-xem")]
            calls = any(may_call_for_help(one.words) for one in there)
            told = texts.ANSWERS_WAIT if page == "can-xem" else texts.OBJECTIONS_WAIT
            words = (texts.OBJECTION_CALLS if calls else told).format(count=len(there))
            if there:
                yield WaitingLine(words, about, f"{here}/dot/{each.number}/{page}", is_urgent=calls)
    if writes and each.state is RoundState.SEALED and is_over:
        yield WaitingLine(texts.VALUE_WAITS, about, f"{here}#dot-{each.number}")
    if each.state is RoundState.DRAWN and (writes or approves):
        to_look, proposed = to_look_at(campaign, each)
        entries = f"{here}/dot/{each.number}/can-xem"
        if writes and to_look:
            yield WaitingLine(texts.ENTRIES_WAIT.format(count=to_look), about, entries)
        if approves and (count := sum(one.proposer != officer.id for one in proposed)):
            yield WaitingLine(texts.PROPOSALS_WAIT.format(count=count), about, entries)
        may_confirm = approves and officer.id not in each.hands_in_result and not proposed
        if may_confirm and participation.reviews().reviews.looked(campaign.id, each.number) is None:
            yield WaitingLine(texts.RESULT_WAITS, about, f"{here}#dot-{each.number}")
    may_seal = approves and not each.seal and not campaign.suspension
    if may_seal and officer.id not in each.hands and now < each.closes:
        yield WaitingLine(texts.ROUND_WAITS, about, f"{here}#dot-{each.number}", due=each.opens)


def _of_opinions(campaign: Campaign) -> Iterator[WaitingLine]:
    """What may call for help and waits to be read, then what was spoken and waits to be heard."""
    waiting = [each for each in participation.consultation_desk().store.opinions(campaign) if each.waits]
    here = f"{AREA}/{campaign.id}/y-kien"
    if calls := sum(each.calls for each in waiting):
        yield WaitingLine(texts.OPINIONS_CALL.format(count=calls), campaign.title, here, is_urgent=True)
    if count := unheard(waiting):
        yield WaitingLine(texts.UNHEARD.format(count=count), campaign.title, here)


def _of_answers(
    campaign: Campaign, themes: Sequence[Theme], open_groups: int, now: datetime
) -> Iterator[WaitingLine]:
    """What the drafting body still owes, or has not even got."""
    here, sending = f"{AREA}/{campaign.id}", sending_of(campaign)
    due = _last_instant(sending.due_on) if sending and sending.due_on else None
    groups = texts.GROUPS_WAIT.format(count=open_groups)
    if since := overdue_since(campaign, themes, clock.local_day(now)):
        words = texts.OVERDUE.format(day=day(since))
        yield WaitingLine(words, campaign.title, f"{here}/gui-di", is_urgent=True, due=due)
        yield WaitingLine(groups, campaign.title, f"{here}#nhom")  # one matter, one day
        return
    if campaign.phase(now) is Phase.ENDED and sending is None:
        yield WaitingLine(texts.SEND_WAITS, campaign.title, f"{here}/gui-di")
    if sending and sending.due_on:
        groups = texts.GROUPS_WAIT_UNTIL.format(count=open_groups, day=day(sending.due_on))
    yield WaitingLine(groups, campaign.title, f"{here}#nhom", due=due)


def _last_instant(last: date) -> datetime:
    """Return when a day ends in Vietnam."""
    return datetime.combine(last, time.max, clock.VIETNAM)


def _themes(campaign: Campaign) -> Sequence[Theme]:
    if campaign.kind is not CampaignKind.CONSULTATION:
        return ()
    return participation.consultation_desk().store.themes(campaign.id)
