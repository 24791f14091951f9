"""The draft: pasted or from a file, read, compared by a person, replaced by a next version."""

from loa import clock
from loa.bootstrap import participation
from loa.errors import InvalidInput, NotFound
from loa.foundation.officers.model import Permission, allowed
from loa.participation.campaigns.model import Campaign, CampaignState, Phase
from loa.participation.consultations.rules.model import WHOLE, ParsedNode, written
from loa.participation.consultations.rules.opinions import ConferenceCounts, SingleCounts
from loa.participation.consultations.rules.parsing import LONGEST, faults
from loa.participation.consultations.rules.periods import warning
from loa.participation.consultations.sending import overdue_since, sending_of
from loa.publishing.documents.inspection import MAXIMUM_REQUEST, inspected
from loa.web.pages.formats import number
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.announcing import announced_of, may_announce
from participation_pages.app import AREA, app, seen_version
from participation_pages.consultations.forms import DraftForm

_DRAFT = f"{AREA}/<campaign_id>/van-ban"
_CHECK = f"{AREA}/<campaign_id>/doi-chieu"


def show(campaign_id: str) -> Html:
    """Show a consultation: what is to be done, and what was said so far, node by node."""
    officer, desk, now = app.officer(), participation.consultation_desk(), clock.now()
    campaign = desk.invited(officer, campaign_id)
    text, prepared = desk.shown(campaign), desk.prepared(campaign)
    singles, held = desk.store.single_counts(campaign_id), desk.store.conference_counts(campaign_id)
    is_own = allowed(officer, Permission.READ_PARTICIPATION, campaign.unit_path)
    phase = campaign.phase(now)
    is_asked = phase is not Phase.DRAFT
    said = desk.said(campaign) if is_own and is_asked else None  # whom it only invites reads numbers
    meetings = said.conferences if said else desk.store.conferences(campaign_id)[0] if is_asked else []
    nodes = text.ordered({*singles, *held}) if text else []
    units = desk.campaigns.entries.counts(campaign_id)
    persons = sum(each["persons"] for each in units.values())
    opinions = sum(each["opinions"] for each in units.values())
    facts = texts.CONSULTATION_FACTS.format(
        persons=number(persons), opinions=number(opinions), conferences=number(len(meetings))
    )
    return app.page(
        "console/consultations/consultation.html",
        campaign=campaign,
        phase=phase,
        text=text,
        prepared=prepared,
        counts=[
            (text.label(node), singles.get(node, SingleCounts()), held.get(node, ConferenceCounts()))
            for node in nodes
        ] if text else [],
        warning=warning(participation.period_rules(), campaign.opens, campaign.closes),
        persons=persons,
        opinions=opinions,
        announced=announced_of(campaign, phase, facts),
        **may_announce(officer, campaign),
        units=len(units),
        spoken=said,
        meetings=meetings,
        told=participation.told().ledger(campaign_id) if phase is Phase.REPORTED else None,
        shares=desk.shares(campaign, said) if said else [],
        sending=sending_of(campaign),
        overdue=overdue_since(campaign, said.themes, clock.local_day(now)) if said else None,
        is_own=is_own,
        may_write=allowed(officer, Permission.WRITE_PARTICIPATION, campaign.unit_path),
        may_help=allowed(officer, Permission.WRITE_PARTICIPATION, officer.unit_path),
        may_publish=allowed(officer, Permission.APPROVE_PARTICIPATION, campaign.unit_path),
        had_a_hand=officer.id in campaign.hands,
    )  # fmt: skip


@app.get(_DRAFT)
def ask_draft(campaign_id: str) -> Html:
    """Ask for the draft, or for its next version."""
    campaign = participation.campaigns().write(app.officer(), campaign_id)
    desk = participation.consultation_desk()
    prepared = desk.prepared(campaign) or desk.shown(campaign)
    body = str(campaign.content.get("body", ""))
    form = Form.empty(DraftForm, body=body, text=written(prepared.nodes) if prepared else "")
    return _draft_page(campaign, form)


@app.post(_DRAFT)
def write_draft(campaign_id: str) -> Html:
    """Read the draft."""
    officer = app.officer()
    campaign = participation.campaigns().write(officer, campaign_id)
    form = app.sent(DraftForm)
    if form.value is None:
        return _draft_page(campaign, form, status=422)
    given = form.value
    try:
        text = _text_of_file() or given.text
        return app.done(
            lambda: participation.consultation_desk().write_text(
                officer, campaign_id, given.body, text, clock.now()
            ),
            to=f"{AREA}/{campaign_id}/doi-chieu",
            say=texts.DRAFT_READ,
        )
    except InvalidInput as error:
        fields = {name.replace("content_base64", "file"): words for name, words in error.fields.items()}
        return _draft_page(campaign, form.refused(fields), status=422)


@app.get(_CHECK)
def show_check(campaign_id: str) -> Html:
    """Show the draft as it was read, with what looks wrong."""
    officer, desk = app.officer(), participation.consultation_desk()
    campaign = participation.campaigns().write(officer, campaign_id)
    text, before = desk.prepared(campaign), desk.before(campaign)
    if text is None:
        raise NotFound
    places = {node.id: place for place, node in enumerate(text.nodes)}
    read = [
        ParsedNode(node.kind, node.number, node.title, node.text, places.get(node.parent, -1))
        for node in text.nodes
    ]
    singles, known = desk.store.single_counts(campaign_id), before.by_id if before else {}
    lost = [
        (text.label(node), singles[node].opinions if node in singles else 0)
        for node in text.gone
        if node != WHOLE and node in known
    ]
    return app.page(
        "console/consultations/check.html",
        campaign=campaign,
        text=text,
        faults=list(faults(read)),
        doubtful=[(node, known.get(node.id)) for node in text.doubtful()],
        new=[node for node in text.nodes if not node.likeness] if before else [],
        lost=lost,
        is_checked=campaign.content.get("checked") == campaign.content.get("prepared"),
    )


@app.post(_CHECK)
def check_draft(campaign_id: str) -> Html:
    """Note that it was compared with the draft."""
    officer = app.officer()
    participation.campaigns().write(officer, campaign_id)
    new = app.form_data().get("new", [])
    return app.done(
        lambda: participation.consultation_desk().check_text(officer, campaign_id, new, clock.now()),
        to=f"{AREA}/{campaign_id}",
        say=texts.DRAFT_CHECKED,
    )


@app.post(f"{AREA}/<campaign_id>/ban-moi")
def adopt_draft(campaign_id: str) -> Html:
    """Let residents see the next version, or what was adopted after all."""
    officer = app.officer()
    campaign = participation.campaigns().approver(officer, campaign_id)
    is_final = campaign.state is CampaignState.REPORTED

    def work() -> Campaign:
        if is_final:
            return participation.answering().adopt_final(officer, campaign_id, seen_version())
        return participation.consultation_desk().adopt_text(officer, campaign_id, seen_version(), clock.now())

    said = texts.FINAL_ADOPTED if is_final else texts.DRAFT_ADOPTED
    return app.done(work, to=f"{AREA}/{campaign_id}", say=said)


def _text_of_file() -> str:
    content = next((each.content for each in app.sent_form().files.get("file", ()) if each.content), b"")
    if not content:
        return ""
    found = inspected(content, maximum=MAXIMUM_REQUEST)
    if found.ending != "docx":
        raise InvalidInput(texts.NO_DOCX, fields={"file": texts.NO_DOCX})
    if len(found.text) >= LONGEST:
        raise InvalidInput(texts.DRAFT_TOO_LONG, fields={"file": texts.DRAFT_TOO_LONG})
    return found.text


def _draft_page(campaign: Campaign, form: Form[DraftForm], *, status: int = 200) -> Html:
    return app.page("console/consultations/draft.html", status=status, campaign=campaign, form=form)
