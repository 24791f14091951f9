"""Entries of a round that are worth a look: what was seen, what officers think, what their owners answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa import clock
from loa.bootstrap import foundation, participation
from loa.dialogue.petitions.model import may_call_for_help
from loa.errors import NotFound
from loa.foundation.officers.model import Permission, allowed
from loa.participation.campaigns.model import Campaign
from loa.participation.contests.objections import Objection
from loa.participation.contests.reviews import EntryReview, ReviewState, Telling, about_entry
from loa.participation.contests.rules.model import ContestRound
from loa.participation.contests.rules.signals import SeenEntry
from loa.web.pages.formats import moment
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.app import AREA, app
from participation_pages.contests.rounds import ROUND, own_round, still_looked_at
from participation_pages.forms import EXCLUDE, DecisionForm, LookForm, ReturnForm

_ENTRIES: Final = f"{ROUND}/can-xem"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """An entry on the page.

    Attributes:
        receipt: of it.
        seen: what the last draw saw; None: it leads no more.
        unit: the name of where its owner lives.
        review: what officers think; None: nobody has looked.
        answers: what its owner says.
        until: until when they may.
        untold: that they may not know of the proposal, and why; empty: they know, or there is none.
    """

    receipt: str
    seen: SeenEntry | None
    unit: str
    review: EntryReview | None
    answers: list[Objection]
    until: datetime | None
    untold: tuple[str, ...]

    @property
    def waits(self) -> bool:
        """Whether nobody has looked at what is seen of it now."""
        if self.review is None:
            return True
        return self.seen is not None and not self.review.holds_for(self.seen.digest)

    @property
    def place(self) -> int:
        """On the page."""
        order = (ReviewState.PROPOSED, ReviewState.RETURNING, ReviewState.NORMAL, ReviewState.EXCLUDED)
        return -1 if self.waits or self.review is None else order.index(self.review.state)


@app.get(_ENTRIES)
def show_entries(campaign_id: str, number: str) -> Html:
    """Show the entries that lead of which something was seen; `?phieu=RECEIPT`: one, and what can be done."""
    return _page(campaign_id, number)


@app.post(f"{_ENTRIES}/binh-thuong")
def find_entry_normal(campaign_id: str, number: str) -> Html:
    """Find an entry normal."""
    participation.campaigns().write(app.officer(), campaign_id)
    return _looked(campaign_id, number, "")


@app.post(f"{_ENTRIES}/de-nghi")
def propose_exclusion(campaign_id: str, number: str) -> Html:
    """Propose that an entry wins nothing."""
    participation.campaigns().write(app.officer(), campaign_id)
    form = app.sent(LookForm)
    if form.value is None:
        return _page(campaign_id, number, look=form, status=422)
    return _looked(campaign_id, number, form.value.reason)


def _looked(campaign_id: str, number: str, reason: str) -> Html:
    officer, campaign, current = own_round(campaign_id, number)
    receipt, signals = _receipt(), next(iter(app.form_data().get("signals", ())), "")
    return app.done(
        lambda: participation.reviews().look(
            officer, campaign.id, current.number, receipt, reason, clock.now(), signals=signals
        ),
        to=f"{AREA}/{campaign_id}/dot/{number}/can-xem",
        say=(texts.ENTRY_PROPOSED if reason else texts.ENTRY_NORMAL).format(receipt=receipt),
    )


@app.post(f"{_ENTRIES}/quyet-dinh")
def decide_entry(campaign_id: str, number: str) -> Html:
    """Let a second person decide about an entry."""
    officer = app.officer()
    participation.campaigns().approver(officer, campaign_id)
    _, campaign, current = own_round(campaign_id, number)
    form, receipt = app.sent(DecisionForm), _receipt()
    if form.value is None:
        return _page(campaign_id, number, decision=form, status=422)
    excludes, answer = form.value.outcome == EXCLUDE, form.value.answer
    return app.done(
        lambda: participation.reviews().decide(
            officer, campaign.id, current.number, receipt, excludes=excludes, answer=answer, now=clock.now()
        ),
        to=f"{AREA}/{campaign_id}/dot/{number}/can-xem",
        say=(texts.ENTRY_EXCLUDED if excludes else texts.ENTRY_KEPT).format(receipt=receipt),
    )


@app.post(f"{_ENTRIES}/xep-lai")
def propose_return(campaign_id: str, number: str) -> Html:
    """Propose that an entry which was excluded is ranked again."""
    officer = app.officer()
    participation.campaigns().write(officer, campaign_id)
    _, campaign, current = own_round(campaign_id, number)
    form, receipt = app.sent(ReturnForm), _receipt()
    if form.value is None:
        return _page(campaign_id, number, back=form, status=422)
    reason = form.value.back
    return app.done(
        lambda: participation.reviews().propose_return(
            officer, campaign.id, current.number, receipt, reason, clock.now()
        ),
        to=f"{AREA}/{campaign_id}/dot/{number}/can-xem",
        say=texts.RETURN_PROPOSED.format(receipt=receipt),
    )


@app.post(f"{_ENTRIES}/quyet-dinh-lai")
def decide_return(campaign_id: str, number: str) -> Html:
    """Let a second person rank an entry again, or leave it excluded."""
    officer = app.officer()
    participation.campaigns().approver(officer, campaign_id)
    _, campaign, current = own_round(campaign_id, number)
    receipt, returns = _receipt(), bool(app.form_data().get("returns"))
    return app.done(
        lambda: participation.reviews().decide_return(
            officer, campaign.id, current.number, receipt, returns=returns, now=clock.now()
        ),
        to=f"{AREA}/{campaign_id}/dot/{number}/can-xem",
        say=(texts.ENTRY_RETURNED if returns else texts.ENTRY_STAYS_OUT).format(receipt=receipt),
    )


def _page(
    campaign_id: str,
    number: str,
    *,
    look: Form[LookForm] | None = None,
    decision: Form[DecisionForm] | None = None,
    back: Form[ReturnForm] | None = None,
    status: int = 200,
) -> Html:
    officer, campaign, current = own_round(campaign_id, number)
    now = clock.now()
    entries, wanted = (
        looked_at(campaign, current, now),
        _receipt() if look or decision or back else app.query("phieu"),
    )
    if wanted:
        entries = [each for each in entries if each.receipt == wanted]
    if wanted and not entries:
        raise NotFound
    return app.page(
        "console/participation/entries.html",
        status=status,
        campaign=campaign,
        round=current,
        entries=entries,
        now=now,
        one=bool(wanted),
        looking=still_looked_at(campaign, current),
        in_danger={said.words for each in entries for said in each.answers if may_call_for_help(said.words)},
        look=look or Form.empty(LookForm),
        decision=decision or Form.empty(DecisionForm),
        back=back or Form.empty(ReturnForm),
        may_write=allowed(officer, Permission.WRITE_PARTICIPATION, campaign.unit_path),
        may_publish=allowed(officer, Permission.APPROVE_PARTICIPATION, campaign.unit_path),
    )


def looked_at(campaign: Campaign, current: ContestRound, now: datetime) -> list[LookedAt]:
    """Return the entries of the page: first what nobody has looked at, then what waits for a second one."""
    desk, name = participation.reviews(), foundation.unit_names().name
    seen = {each.entry.receipt: each for each in desk.reviews.seen(campaign.id, current.number)}
    reviews = desk.reviews.of(campaign.id, current.number)
    said, found = desk.all_answers(campaign, current), []
    for receipt in dict.fromkeys([*seen, *reviews]):
        one, review = seen.get(receipt), reviews.get(receipt)
        until = review.heard_until(current, desk.rules) if review else None
        answers = said.get(about_entry(receipt), []) if review and review.reason else []
        found.append(
            LookedAt(
                receipt,
                one,
                name(one.entry.unit_path) if one else "",
                review,
                answers,
                until,
                _untold(campaign, review, until, now) if review and until and not answers else (),
            )
        )
    return sorted(found, key=lambda each: each.place)


def _untold(campaign: Campaign, review: EntryReview, until: datetime, now: datetime) -> tuple[str, ...]:
    """Return that the owner of an entry may not know that somebody wants it excluded, and why."""
    if review.state is not ReviewState.PROPOSED or review.informed_at:
        return ()
    if not campaign.is_public:
        return texts.UNTOLD, texts.TELLING_WITHDRAWN
    title = texts.ARRIVAL_UNKNOWN if review.telling is Telling.UNKNOWN else texts.UNTOLD
    words = texts.TELLING[review.telling].format(until=moment(until))
    if review.telling is Telling.LOOKED_FOR and now >= until:
        words = texts.TELLING_OVER
    return title, words if review.telling is Telling.NOBODY else f"{words} {texts.TELL_IN_PERSON}"


def _receipt() -> str:
    return next(iter(app.form_data().get("receipt", ())), "")
