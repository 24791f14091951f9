"""Opinions that were spoken: listened to, and written down; each look is noted."""

from typing import Final

from loa import clock
from loa.bootstrap import foundation, participation
from loa.errors import Conflict, InvalidInput
from loa.foundation.readings.model import ReadKind
from loa.participation.consultations.recordings import RECORDING_KEPT, SpokenOpinion
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.app import AREA, app
from participation_pages.consultations.forms import ListeningForm

_ONE: Final = f"{AREA}/<campaign_id>/loi-noi/<receipt>"


@app.get(_ONE)
def show_recording(campaign_id: str, receipt: str) -> Html:
    """Give the links to what was spoken, and ask for its words."""
    spoken = participation.listening().spoken(app.officer(), campaign_id, receipt)
    said = spoken.said
    given = {"stance": said.stance.value}
    if said.recording and said.recording.language:
        given |= {"language": said.recording.language.value, "words": said.recording.words}
    return _page(spoken, receipt, Form.empty(ListeningForm, **given))


@app.post(_ONE)
def write_down(campaign_id: str, receipt: str) -> Html:
    """Write down what was spoken."""
    officer, desk = app.officer(), participation.listening()
    spoken = desk.spoken(officer, campaign_id, receipt)
    form = app.sent(ListeningForm)
    if form.value is None:
        return _page(spoken, receipt, form, status=422)
    given = form.value
    try:
        return app.done(
            lambda: desk.write_down(
                officer,
                spoken,
                heard=given.heard,
                language=given.language,
                words=given.words,
                stance=given.stance,
            ),
            to=f"{AREA}/{campaign_id}/y-kien",
            say=texts.WRITTEN_DOWN,
        )
    except InvalidInput as error:
        return _page(spoken, receipt, form.refused(error.fields), status=422)
    except Conflict as refused:
        return _page(spoken, receipt, form.refused({"": refused.message}), status=409)


def _page(spoken: SpokenOpinion, name: str, form: Form[ListeningForm], *, status: int = 200) -> Html:
    officer, desk, now = app.officer(), participation.listening(), clock.now()
    campaign, said = spoken.campaign, spoken.said
    foundation.readings().note(
        officer,
        ReadKind.RECORDINGS,
        f"{campaign.id}/loi-noi/{name}",
        unit_path=campaign.unit_path,
        now=now,
    )
    recording = said.recording
    kept = recording is not None and clock.local_day(now) - recording.sent_on < RECORDING_KEPT
    count = len(recording.files) if recording else 0
    return app.page(
        "console/consultations/recording.html",
        status=status,
        campaign=campaign,
        text=desk.desk.present(campaign),
        opinion=said,
        links=[desk.link(said, number) for number in range(1, count + 1)] if kept else [],
        form=form,
        may_work=campaign.is_public and campaign.state.value != "reported",
        unit=foundation.unit_names().name,
    )
