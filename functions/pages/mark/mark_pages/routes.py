"""Handing in, and one's own entries."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from loa import clock
from loa.bootstrap import participation
from loa.casework.cases.rules.texts import IN_DANGER
from loa.dialogue.petitions.model import may_call_for_help
from loa.errors import Conflict, InvalidInput, NotFound
from loa.participation.campaigns.model import Campaign, Participant
from loa.participation.contests.claims import PrizeClaim, Reachable, claims_until, takes_claims
from loa.participation.contests.marking import HandedIn, OwnEntry, ReviewedQuestion
from loa.participation.contests.objections import Objection, ObjectionStore
from loa.participation.contests.playing import OpenTry
from loa.participation.contests.reviews import Hearing, about_entry, hearing
from loa.participation.contests.rounds import round_in_address, round_numbered, rounds_of
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestRound
from loa.participation.contests.rules.objecting import takes_objections
from loa.participation.contests.rules.sheets import UNANSWERED, read_choices
from loa.text.cleaning import clean, plain_signs
from loa.web.pages.formats import phone
from loa.web.pages.resolver import Html
from loa.web.public.passes import participant_of, pass_kept
from mark_pages.app import app
from mark_pages.certificates import certificate_page, has_certificate

_LARGEST_NUMBER = 10


@app.post("/thi/<campaign_id>/nop")
def hand_in(campaign_id: str) -> Html:
    """Mark a try; of what is left empty its owner is warned once, and then it is taken."""
    campaign, participant = participation.play().contest(campaign_id), visitor()
    given = {name: values[0] for name, values in app.form_data().items() if values}
    current = round_numbered(campaign, _number(given.get("dot", "")))
    attempt = _number(given.get("luot", ""))
    if participant is None or current is None or not current.seal:
        return app.redirect(f"/thi/{campaign_id}")
    service = participation.mark()
    sheet = service.sheet(current, participant, attempt)
    answers = read_choices(sheet, given)
    errors = _faults(answers, given.get("prediction", ""), is_warned=bool(given.get("da-hoi")))
    if errors:
        entry = service.own(campaign, current, participant)
        if entry is None or entry.deadline is None or entry.tries != attempt:
            return app.redirect(f"/thi/{campaign_id}/cua-toi")
        shown = OpenTry(current, attempt, entry.deadline, sheet, entry.receipt)
        return _sheet_page(campaign, shown, answers, given.get("prediction", ""), errors)
    try:
        service.hand_in(
            campaign,
            current,
            participant,
            HandedIn(attempt, answers, int(given.get("prediction") or 0)),
            clock.now(),
        )
    except Conflict as refused:
        return app.page("public/contests/late.html", status=409, contest=campaign, words=refused.message)
    return app.redirect(f"/thi/{campaign_id}/cua-toi")


@app.get("/thi/<campaign_id>/cua-toi")
def show_own(campaign_id: str) -> Html:
    """Show what somebody has handed in, and after a round what is right; `?giay=N`: a certificate of one."""
    if kept := pass_kept(app, participation.secret()(), clock.now()):
        return kept
    campaign, participant, now = participation.play().contest(campaign_id), visitor(), clock.now()
    if wanted := app.query("giay"):
        return _certificate(campaign, participant, round_in_address(campaign, wanted))
    return _own_page(campaign, participant, now)


@app.post("/thi/<campaign_id>/kien-nghi")
def object_to_question(campaign_id: str) -> Html:
    """Take an objection to a question of somebody's own sheet."""
    campaign, participant, now = participation.play().contest(campaign_id), visitor(), clock.now()
    given = {name: values[0] for name, values in app.form_data().items() if values}
    current = round_numbered(campaign, _number(given.get("dot", "")))
    if participant is None or current is None:
        return app.redirect(f"/thi/{campaign_id}/cua-toi")
    entry = participation.mark().own(campaign, current, participant)
    review = participation.mark().review(entry, current, participant, now) if entry else []
    question = given.get("cau", "")
    objection = Objection(question, clean(given.get("words", "")), now)
    if entry and may_call_for_help(objection.words):
        participation.calls().note(campaign, now)  # first: what is taken and told to nobody is worse
    if entry and question == about_entry(entry.receipt):
        return _answered(campaign, current, participant, entry, objection)
    try:
        _objections().object(
            campaign,
            current,
            participant.id,
            {each.id for each in review},
            objection,
            participation.objection_rules(),
        )
    except (Conflict, InvalidInput) as refused:
        errors = {f"kn-{question}": refused.message}
        return _own_page(campaign, participant, now, errors, objection)
    return app.redirect(f"/thi/{campaign_id}/cua-toi")


def _answered(
    campaign: Campaign,
    current: ContestRound,
    participant: Participant,
    entry: OwnEntry,
    objection: Objection,
) -> Html:
    """Take what the owner of an entry says that somebody wants excluded."""
    heard = _hearing(campaign, current, participant, entry, objection.at)
    try:
        if heard is None or not heard.takes(objection.at):
            raise Conflict(texts.HEARING_OVER)  # noqa: TRY301 - told on the page like the others
        _objections().take(campaign, current, participant.id, objection)
    except (Conflict, InvalidInput) as refused:
        errors = {f"kn-{objection.question}": refused.message}
        return _own_page(campaign, participant, objection.at, errors, objection)
    return app.redirect(f"/thi/{campaign.id}/cua-toi")


def _hearing(
    campaign: Campaign, current: ContestRound, participant: Participant, entry: OwnEntry, now: datetime
) -> Hearing | None:
    """Return what somebody learns of the review of their entry; None: there is none."""
    if not current.public_value:
        return None
    table, rules = participation.mark().table, participation.objection_rules()
    return hearing(table, campaign, current, participant.id, entry.receipt, rules, now)


@app.post("/thi/<campaign_id>/nhan-giai")
def claim_prize(campaign_id: str) -> Html:
    """Take how a winner can be reached; sent again it is the same claim."""
    campaign, participant, now = participation.play().contest(campaign_id), visitor(), clock.now()
    given = {name: values[0] for name, values in app.form_data().items() if values}
    current = round_numbered(campaign, _number(given.get("dot", "")))
    entry = participation.mark().own(campaign, current, participant) if participant and current else None
    if entry is None or current is None or current.edition == 0:
        return app.redirect(f"/thi/{campaign_id}/cua-toi")
    if given.get("xoa"):
        return _claim_taken_back(campaign, participant, current, entry, given.get("gone", ""))
    said = Reachable(
        clean(given.get("name", "")),
        phone(plain_signs(given.get("phone", ""))),
        clean(given.get("note", "")),
    )
    try:
        if participation.results().prize_of(campaign.id, current, entry.receipt) is None:
            raise Conflict(texts.NO_PRIZE)  # noqa: TRY301 - told on the page like all the others
        if not takes_claims(current, now):
            raise Conflict(texts.CLAIMS_OVER)  # noqa: TRY301 - likewise
        if not given.get("consent"):
            raise InvalidInput(texts.CLAIM_CONSENT, fields={"consent": texts.CLAIM_CONSENT})  # noqa: TRY301
        before = participation.claims().find(campaign.id, current.number, entry.receipt)
        _check_writer(before, phone(plain_signs(given.get("before", ""))))
        participation.claims().give(campaign.id, current.number, entry.receipt, said, now)
    except InvalidInput as refused:
        errors = {f"{name}-{current.number}": words for name, words in refused.fields.items()}
        return _own_page(campaign, participant, now, errors, reachable=(current.number, said))
    except Conflict as refused:
        return _own_page(campaign, participant, now, {"": refused.message}, reachable=(current.number, said))
    return app.redirect(f"/thi/{campaign_id}/cua-toi#giai-{current.number}")


def _claim_taken_back(
    campaign: Campaign,
    participant: Participant | None,
    current: ContestRound,
    entry: OwnEntry,
    typed: str,
) -> Html:
    """Erase how a winner could be reached, for who knows the number."""
    try:
        participation.claims().take_back(
            campaign.id, current.number, entry.receipt, phone(plain_signs(typed))
        )
    except InvalidInput as refused:
        errors = {f"{name}-{current.number}": words for name, words in refused.fields.items()}
        return _own_page(campaign, participant, clock.now(), errors)
    return app.redirect(f"/thi/{campaign.id}/cua-toi#giai-{current.number}")


def _certificate(campaign: Campaign, participant: Participant | None, current: ContestRound) -> Html:
    entry = participation.mark().own(campaign, current, participant) if participant else None
    if entry is None or not has_certificate(current, entry):
        raise NotFound
    return certificate_page(campaign, current, entry)


def _check_writer(before: PrizeClaim | None, typed: str) -> None:
    """Let nobody change a claim who does not know its number: a link to this page can be sent on.

    Raises:
        InvalidInput: it is another number.
    """
    if before and before.reachable and not before.reachable.is_at(typed):
        raise InvalidInput(texts.CLAIM_BEFORE, fields={"before": texts.CLAIM_BEFORE})


def _own_page(
    campaign: Campaign,
    participant: Participant | None,
    now: datetime,
    errors: Mapping[str, str] | None = None,
    typed: Objection | None = None,
    reachable: tuple[int, Reachable] | None = None,
) -> Html:
    """Return the page of one's own entries; each question with what was said against it, each prize."""
    own, rules = (
        list(_entries(campaign, participant, now)) if participant else [],
        participation.objection_rules(),
    )
    said = {
        each.number: {one.question: one for one in _objections().of(campaign, each, participant.id)}
        for each, _, review in own
        if review and participant
    }
    return app.page(
        "public/contests/own.html",
        status=422 if errors else 200,
        contest=campaign,
        own=own,
        said=said,
        now=now,
        errors=errors or {},
        typed=typed,
        prizes={each.number: won for each, entry, _ in own if (won := _won(campaign, each, entry, now))},
        reachable=reachable,
        hearings={
            each.number: heard
            for each, entry, _ in own
            if participant and (heard := _hearing(campaign, each, participant, entry, now))
        },
        objecting={each.number for each, _, _ in own if takes_objections(rules, each, now)},
        in_danger={
            question for of in said.values() for question, one in of.items() if may_call_for_help(one.words)
        },
        danger_words=IN_DANGER,
    )


def _won(
    campaign: Campaign, current: ContestRound, entry: OwnEntry, now: datetime
) -> tuple[int, PrizeClaim | None, datetime | None] | None:
    """Return which prize an entry won, what is known of it, until when one may write; None: none."""
    results = participation.results()
    found = results.prize_of(campaign.id, current, entry.receipt) if current.edition else None
    if found is None:
        return None
    claim = participation.claims().find(campaign.id, current.number, entry.receipt)
    return found[0], claim, claims_until(current) if takes_claims(current, now) else None


def _objections() -> ObjectionStore:
    return ObjectionStore(participation.mark().table)


def _entries(
    campaign: Campaign, participant: Participant, now: datetime
) -> Iterator[tuple[ContestRound, OwnEntry, list[ReviewedQuestion]]]:
    service = participation.mark()
    for each in rounds_of(campaign):
        entry = service.own(campaign, each, participant)
        if entry and entry.waits and service.mark_waiting(campaign, each, participant.id):
            entry = service.own(campaign, each, participant)
        if entry:
            yield each, entry, service.review(entry, each, participant, now)


def visitor() -> Participant | None:
    """Return who asks; None: they have no pass."""
    return participant_of(app.current_event.raw_event, participation.secret()(), clock.now())


def _sheet_page(
    campaign: Campaign, attempt: OpenTry, answers: list[int], prediction: str, errors: Mapping[str, str]
) -> Html:
    return app.page(
        "public/contests/sheet.html",
        status=422,
        contest=campaign,
        attempt=attempt,
        chosen={place: answer for place, answer in enumerate(answers) if answer != UNANSWERED},
        errors=errors,
        prediction=prediction,
        now=clock.now(),
    )


def _faults(answers: list[int], prediction: str, *, is_warned: bool) -> dict[str, str]:
    missing = [place for place, answer in enumerate(answers) if answer == UNANSWERED]
    errors = {}
    if missing and not is_warned:
        numbers = ", ".join(str(place + 1) for place in missing)
        errors[f"c{missing[0]}-0"] = texts.ANSWERS_MISSING.format(count=len(missing), numbers=numbers)
    if not prediction:
        errors |= {} if is_warned else {"prediction": texts.PREDICTION_EMPTY}
    elif not (prediction.isascii() and prediction.isdigit() and len(prediction) < _LARGEST_NUMBER):
        errors["prediction"] = texts.PREDICTION_MISSING
    return errors


def _number(text: str) -> int:
    """The number in a text of digits; 0 for any other."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LARGEST_NUMBER else 0
