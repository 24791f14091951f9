"""Publishing alone, because waiting would do harm."""

from library_api import texts
from library_api.pages import forms
from library_api.pages.app import AREA, address_of, app
from library_api.pages.item.one import with_own_files
from loa.bootstrap import publishing, reading
from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Permission
from loa.publishing.library.editing.access import unit_of
from loa.publishing.library.rules.findings import faults
from loa.publishing.library.transitions.work import Work
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.public import item_parts


@app.get(f"{AREA}/<item_id>/khan-cap")
def ask_why(item_id: str) -> Html:
    """Ask why it cannot wait."""
    work = _work(item_id)
    return _page(work, Form.empty(forms.UrgentForm, revision=str(work.draft().revision)))


@app.post(f"{AREA}/<item_id>/khan-cap")
def publish_urgently(item_id: str) -> Html:
    """Publish it at once."""
    work, form, officer = _work(item_id), app.sent(forms.UrgentForm), app.officer()
    if form.value is None:
        return _page(work, form, status=422)
    asked = form.value
    try:
        return app.done(
            lambda: publishing.library().publish_urgently(officer, item_id, asked.revision, asked.reason),
            to=address_of(item_id),
            say=texts.URGENTLY_PUBLISHED,
        )
    except InvalidInput as refused:
        return _page(work, form.refused({"": " ".join(refused.fields.values())}), status=422)
    except Conflict as conflict:
        return _page(_work(item_id), form, status=409, conflict=conflict.message)


def _work(item_id: str) -> Work:
    unit_of(app.officer(), Permission.DECLARE_EMERGENCY, item_id)
    app.require_recent_factor()
    return publishing.library().reader.work(app.officer(), item_id)


def _page(work: Work, form: Form[forms.UrgentForm], *, status: int = 200, conflict: str = "") -> Html:
    reader = publishing.library().reader
    return app.page(
        "console/library/urgent.html",
        status=status,
        address=address_of(work.item.item_id),
        title=work.item.title,
        revision=work.draft().revision,
        form=form,
        conflict=conflict,
        wrong=faults(reader.findings(work)).values(),
        here=reading.places().by_path(work.item.unit_path),
        shown=with_own_files(item_parts.shown(reader.as_shown(work))),
    )
