"""Consultations: the list, a draft by article, what somebody thinks of a part of it, the answers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loa import clock
from loa.bootstrap import foundation, participation, reading
from loa.casework.cases.rules.texts import IN_DANGER
from loa.dialogue.petitions.model import may_call_for_help
from loa.errors import Conflict, NotFound
from loa.foundation.units.model import is_within
from loa.participation.campaigns import texts
from loa.participation.campaigns.model import Campaign, CampaignKind, Phase
from loa.participation.campaigns.store import shown_to_residents
from loa.participation.consultations.rules.model import WHOLE, DraftText
from loa.participation.consultations.rules.opinions import Opinion
from loa.participation.consultations.rules.reading import ReadOpinion, read_opinion
from loa.participation.consultations.sending import overdue_since, sending_of
from loa.web.pages.resolver import Html
from loa.web.public.passes import new_participant, pass_kept
from opinions_pages.app import app
from opinions_pages.final import final_articles
from opinions_pages.visitors import communes_of, is_invited, known_at, visitor

if TYPE_CHECKING:
    from loa.participation.consultations.rules.versions import NodeChange

_OVER: Final = frozenset({Phase.ENDED, Phase.REPORTED})


@app.get("/gop-y")
def list_consultations() -> Html:
    """Show all consultations, those that are open first; with `?xa=` those that invite one unit."""
    now = clock.now()
    if kept := pass_kept(app, participation.secret()(), now):
        return kept
    code = (app.current_event.query_string_parameters or {}).get("xa", "")
    unit = reading.places().at(code, foundation.today()).unit if code else None
    found = [
        each
        for each in participation.campaign_store().public(CampaignKind.CONSULTATION)
        if unit is None or is_within(unit.path, each.unit_path)
    ]
    found.sort(key=lambda each: each.phase(now) is not Phase.OPEN)
    name = foundation.unit_names().name
    return app.page(
        "public/consultations/list.html",
        consultations=[(each, name(each.unit_path)) for each in found],
        unit=unit,
        now=now,
    )


@app.get("/gop-y/<campaign_id>")
def show_consultation(campaign_id: str) -> Html:
    """Show a draft, what its reader has said, and the answers; a pass in the address leaves it."""
    campaign, now = _consultation(campaign_id), clock.now()
    if kept := pass_kept(app, participation.secret()(), now):
        return kept
    service = participation.consultations()
    text, own = service.text(campaign), _own(campaign)
    before, changed = service.changes(campaign)
    phase = campaign.phase(now)
    answers = service.answers(campaign) if phase is Phase.REPORTED else []
    themes = service.store.themes(campaign.id) if phase is Phase.ENDED and sending_of(campaign) else []
    return app.page(
        "public/consultations/consultation.html",
        draft=campaign,
        unit=foundation.unit_names().name(campaign.unit_path),
        phase=phase,
        text=text,
        whole=WHOLE,
        sending=sending_of(campaign),
        overdue=overdue_since(campaign, themes, clock.local_day(now)),
        before=before,
        marks=_marks(text, changed),
        gone=[each.label_before for node, each in changed.items() if each.article == node],
        own=[own[node] for node in text.ordered(own)],
        danger=IN_DANGER if any(each.calls for each in own.values()) else "",
        answers=answers,
        final=final_articles(campaign, text),
        answer_of={each.theme.id: each.theme for each in answers},
    )


@app.get("/gop-y/<campaign_id>/dieu/<node>")
def show_article(campaign_id: str, node: str) -> Html:
    """Show an article with all that stands in it."""
    campaign = _consultation(campaign_id)
    text = participation.consultations().text(campaign)
    if node not in {each.id for each in text.articles}:
        raise NotFound
    before, changed = participation.consultations().changes(campaign, node, app.query("voi"))
    nodes = text.within(node)
    here = {each.id for each in nodes}
    own = {each: said for each, said in _own(campaign).items() if each in here}
    places = [each.id for each in text.articles]
    place = places.index(node)
    start = f"/gop-y/{campaign_id}/dieu/"
    return app.page(
        "public/consultations/article.html",
        draft=campaign,
        phase=campaign.phase(clock.now()),
        text=text,
        nodes=nodes,
        before=before,
        changed=changed,
        versions=participation.consultations().earlier(campaign),
        danger=IN_DANGER if any(each.calls for each in own.values()) else "",
        gone=[each for each in changed.values() if each.article == node],
        own=own,
        previous=f"{start}{places[place - 1]}" if place else "",
        next=f"{start}{places[place + 1]}" if place + 1 < len(places) else "",
    )


@app.get("/gop-y/<campaign_id>/y-kien/<node>")
def ask_opinion(campaign_id: str, node: str) -> Html:
    """Ask what somebody thinks of a part of a draft, or show what they said to be changed."""
    campaign = _consultation(campaign_id)
    own = _own(campaign)
    before = own.get(node)
    given = (
        {"stance": before.stance.value, "words": before.words, "wording": before.wording} if before else {}
    )
    return _form_page(campaign, node, own, given, {})


@app.post("/gop-y/<campaign_id>/y-kien/<node>")
def give_opinion(campaign_id: str, node: str) -> Html:
    """Take what somebody thinks."""
    campaign, participant = _consultation(campaign_id), visitor()
    service = participation.consultations()
    given = {name: values[0] for name, values in app.form_data().items() if values}
    read: ReadOpinion = read_opinion(given)
    own = _own(campaign)
    errors, unit = dict(read.errors), _unit_of(own)
    if not unit:
        unit = given.get("unit", "")
        if not is_invited(campaign, unit):
            errors["unit"] = texts.UNIT_MISSING
        if not given.get("consent"):
            errors["consent"] = texts.CONSENT_MISSING
    if errors or read.opinion is None:
        return _form_page(campaign, node, own, given, errors)
    known = participant or new_participant(participation.secret()())
    opinion = replace(read.opinion, calls=_calls(read.opinion.words, read.opinion.wording))
    if opinion.calls and campaign.phase(clock.now()) is Phase.OPEN:
        participation.calls().note(campaign, clock.now())  # first: what is taken and told to nobody is worse
    try:
        service.give(campaign, known, unit, node, opinion, clock.now())
    except Conflict as refused:
        return _form_page(campaign, node, own, given, {"": refused.message})
    return known_at(_page_of(campaign, service.text(campaign), node), known)


def _marks(text: DraftText, changed: "Mapping[str, NodeChange]") -> dict[str, str]:
    """Return for each article in which something differs whether it is new, or an earlier one was kept."""
    differing = [text.article_of(node) for node, each in changed.items() if each.is_reworded]
    return {
        article.id: changed[article.id].fate.value if article.id in changed else "kept"
        for article in differing
        if article
    }


def _consultation(campaign_id: str) -> Campaign:
    return shown_to_residents(participation.campaign_store().find(campaign_id), CampaignKind.CONSULTATION)


def _own(campaign: Campaign) -> dict[str, Opinion]:
    participant = visitor()
    return participation.consultations().own(campaign, participant) if participant else {}


def _calls(*words: str) -> bool:
    """Whether words may be a call for help."""
    said = "\n".join(each for each in words if each)
    return bool(said) and may_call_for_help(said)  # who only agrees loads no rules of the chat


def _unit_of(own: Mapping[str, Opinion]) -> str:
    return next((each.unit_path for each in own.values()), "")


def _page_of(campaign: Campaign, text: DraftText, node: str) -> str:
    article = text.article_of(node)
    return f"/gop-y/{campaign.id}/dieu/{article.id}" if article else f"/gop-y/{campaign.id}"


def _form_page(
    campaign: Campaign,
    node: str,
    own: Mapping[str, Opinion],
    given: Mapping[str, str],
    errors: Mapping[str, str],
) -> Html:
    text = participation.consultations().text(campaign)
    if not text.knows(node):
        raise NotFound
    phase = campaign.phase(clock.now())
    if phase in _OVER and not errors:
        raise NotFound
    is_first = not own
    return app.page(
        "public/consultations/opinion.html",
        status=422 if errors else 200,
        draft=campaign,
        phase=phase,
        text=text,
        node=node,
        nodes=text.within(node) if node != WHOLE else [],
        back=_page_of(campaign, text, node),
        before=own.get(node),
        given=given,
        errors=errors,
        communes=communes_of(campaign) if is_first else [],
        is_first=is_first,
        consent=texts.PURPOSES["consultation"],
    )
