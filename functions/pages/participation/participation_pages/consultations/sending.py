"""What is sent to the drafting body: noted with its receipt, and until when an answer is owed."""

from typing import Final

from loa import clock
from loa.bootstrap import participation
from loa.errors import Conflict, InvalidInput
from loa.participation.campaigns.model import Campaign, Phase
from loa.participation.consultations.sending import Sending, sending_of
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.app import AREA, app
from participation_pages.consultations.forms import SendingForm

_SENDING: Final = f"{AREA}/<campaign_id>/gui-di"


@app.get(_SENDING)
def ask_sending(campaign_id: str) -> Html:
    """Ask what was sent, or show it to be completed."""
    campaign = participation.consultation_desk().writing(app.officer(), campaign_id)
    noted, body = sending_of(campaign), str(campaign.content.get("body", ""))
    given = {"body": body, "sent_on": clock.local_day(clock.now()).isoformat()}
    if noted:
        given = {
            "sent_on": noted.sent_on.isoformat(),
            "number": noted.number,
            "body": noted.body,
            "way": noted.way.value,
            "received_on": noted.received_on.isoformat() if noted.received_on else "",
            "due_on": _stated(noted),
        }
    return _page(campaign, Form.empty(SendingForm, **given))


@app.post(_SENDING)
def note_sending(campaign_id: str) -> Html:
    """Note what was sent."""
    officer = app.officer()
    campaign = participation.consultation_desk().writing(officer, campaign_id)
    form = app.sent(SendingForm)
    if form.value is None:
        return _page(campaign, form, status=422)
    given = form.value
    sending = Sending(given.sent_on, given.number, given.body, given.way, given.received_on, given.due_on)
    try:
        return app.done(
            lambda: participation.answering().note_sending(officer, campaign_id, sending, clock.now()),
            to=f"{AREA}/{campaign_id}#nhom",
            say=texts.SENDING_NOTED,
        )
    except InvalidInput as error:
        return _page(campaign, form.refused(error.fields), status=422)
    except Conflict as refused:
        changed = participation.consultation_desk().writing(officer, campaign_id)
        return _page(changed, form.refused({"": refused.message}), status=409)


def _stated(noted: Sending) -> str:
    """The term that the letter names: one that follows from the rule moves with the receipt."""
    due = noted.due_on
    return due.isoformat() if due and due != participation.answering().owed_on(noted) else ""


def _page(campaign: Campaign, form: Form[SendingForm], *, status: int = 200) -> Html:
    now = clock.now()
    return app.page(
        "console/consultations/sending.html",
        status=status,
        campaign=campaign,
        form=form,
        term=participation.answering().term(clock.local_day(now)),
        may_send=campaign.phase(now) is Phase.ENDED,
    )
