"""What was being written comes back: forms kept at a session's end, and words kept while they are typed.

A form whose template names the page it stands on (a hidden field `PAGE`) is kept by `console.js` as it is
typed; the page shows it filled in again, and a form that was done is forgotten.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from loa.clock import VIETNAM
from loa.foundation.sessions.drafts import DraftStore
from loa.web.console import texts
from loa.web.console.navigation import DRAFT
from loa.web.pages.forms import Form

PAGE: Final = "trang"
"""The field that names the page on which a form stands: its path."""
KEEP: Final = "/console/giu-nhap"
"""Where words go while they are typed."""
NEVER: Final = frozenset({PAGE, "csrf", "khoa", "current", "password", "again", "code"})
"""Fields that are not kept: what proves a form, and whatever is secret."""
_AS_OF: Final = frozenset({"version", "seen", "sheet", "kept", "resident", "unit", "alike_seen", "insists"})
"""Fields that say what the page showed: of the page as it is now, not as it was."""


def filled(
    store: DraftStore, officer_id: str, path: str, query: Mapping[str, str], context: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the forms of a page that were being written, filled in, and `said` about them.

    Args:
        store: of drafts.
        officer_id: whose.
        path: of the page.
        query: of its address; a page of which something else is asked shows no words that were kept.
        context: the names of its template.
    """
    forms = {name: value for name, value in context.items() if isinstance(value, Form)}
    if query.get(DRAFT):
        kept, said = store.find(officer_id, query[DRAFT]), texts.DRAFT_BACK
    elif not query and any(form.model.is_kept for form in forms.values()):
        forms = {name: form for name, form in forms.items() if form.model.is_kept}
        found = store.words(officer_id, path)
        if found is None:
            return {}
        kept = {
            name: values
            for name, values in found.fields.items()
            if name not in _AS_OF and any(value.strip() for value in values)
        }
        said = texts.WORDS_BACK.format(at=f"{found.at.astimezone(VIETNAM):%H:%M %d/%m}")
    else:
        return {}
    back = {
        name: form.filled(kept)
        for name, form in forms.items()
        if not kept.keys().isdisjoint(form.model.model_fields)
    }
    return {**back, "said": said} if back else {}


def forget(store: DraftStore, officer_id: str, fields: Mapping[str, Sequence[str]]) -> None:
    """Forget the words of a form that was done."""
    for page in fields.get(PAGE, ())[:1]:
        store.forget_words(officer_id, page, fields)
