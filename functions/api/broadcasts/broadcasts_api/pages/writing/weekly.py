"""Weekly bulletins: what comes out next, a week off, a pause, an end; a broadcast that is to be one."""

from dataclasses import replace
from typing import Final

from broadcasts_api.lookup import existing
from broadcasts_api.pages import shown
from broadcasts_api.pages.app import AREA, address_of, app
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Permission, allowed, require
from loa.ids import is_id
from loa.publishing.broadcasts.access import allows_all, repeatable, require_all
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.publishing.broadcasts.rules.series import Series
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.parts import texts
from loa.web.parts.bulletins import BulletinRow, RhythmForm, SeriesActForm
from loa.web.problems import BadRequest

LIST: Final = f"{AREA}/hang-tuan"


@app.get(LIST)
def show_bulletins() -> Html:
    """Show the weekly bulletins of one's unit, and what comes out next."""
    require(app.officer(), Permission.READ_BROADCASTS, app.officer().unit_path)
    return _list()


@app.post(f"{LIST}/<series_id>")
def change_bulletin(series_id: str) -> Html:
    """Leave out an issue or bring it back, pause, go on, or end."""
    officer = app.officer()
    require(officer, Permission.SCHEDULE_BROADCAST, officer.unit_path)
    if not is_id(series_id):
        raise NotFound
    found = publishing.series().get(foundation.province(), series_id)
    require_all(officer, Permission.SCHEDULE_BROADCAST, found.unit_path, found.content.target)
    sent = app.sent(SeriesActForm).value
    if sent is None:
        raise BadRequest
    seen = replace(found, version=sent.version)
    try:
        return app.done(
            lambda: publishing.broadcast_service().change_series(seen, sent.applied(seen)),
            to=LIST,
            say=texts.SERIES_DONE[sent.act],
            step=sent.act,
        )
    except (Conflict, InvalidInput) as refused:
        return _list(refused.message)


@app.get(f"{AREA}/<broadcast_id>/hang-tuan")
def ask_rhythm(broadcast_id: str) -> Html:
    """Ask when a broadcast is to come out every week."""
    found = _sample(broadcast_id)
    return _begin_page(found, Form.empty(RhythmForm, localise_hours="0"))


@app.post(f"{AREA}/<broadcast_id>/hang-tuan")
def begin_bulletin(broadcast_id: str) -> Html:
    """Let a broadcast come out every week from now on."""
    found = _sample(broadcast_id)
    form = app.sent(RhythmForm)
    if form.value is None:
        return _begin_page(found, form)
    sent = form.value

    def work() -> Series:
        return publishing.broadcast_service().begin_series(
            found,
            weekday=int(sent.weekday),
            at=sent.at,
            until=sent.until,
            localise_hours=sent.localise_hours,
        )

    try:
        return app.done(work, to=LIST, say=texts.SERIES_BEGUN)
    except InvalidInput as refused:
        named = {"hour" if name == "at" else name: words for name, words in refused.fields.items()}
        return _begin_page(found, form.refused(named))


def _sample(broadcast_id: str) -> Broadcast:
    found = existing(broadcast_id)
    repeatable(app.officer(), found)
    return found


def _list(fault: str = "") -> Html:
    officer, now = app.officer(), clock.now()
    found = [
        each for each in publishing.series().all(foundation.province()) if each.unit_path == officer.unit_path
    ]
    rows = [
        (
            BulletinRow.of(each, now),
            shown.target_words(each.content.target, app.unit_name),
            allows_all(officer, Permission.SCHEDULE_BROADCAST, each.unit_path, each.content.target),
        )
        for each in sorted(found, key=lambda each: (each.state == "cancelled", each.series_id))
    ]
    return app.page(
        "console/broadcasts/weekly.html",
        status=409 if fault else 200,
        rows=rows,
        fault=fault,
        begins=allowed(officer, Permission.SCHEDULE_BROADCAST, officer.unit_path),
    )


def _begin_page(found: Broadcast, form: Form[RhythmForm]) -> Html:
    quiet = publishing.quiet_hours()
    return app.page(
        "console/broadcasts/weekly-new.html",
        status=422 if form.errors else 200,
        form=form,
        title=shown.title_of(found),
        address=address_of(found),
        target=shown.target_words(found.content.target, app.unit_name),
        quiet=(f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}") if quiet.start != quiet.end else None,
    )
