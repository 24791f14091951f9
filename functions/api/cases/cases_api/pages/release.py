"""Releasing an answered case to the public: words and pictures that a person has covered and read again."""

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response

from cases_api.pages import forms, texts
from cases_api.pages.app import AREA, address_of, app, note_reading
from loa import clock
from loa.bootstrap import casework, residents
from loa.casework.cases import access
from loa.casework.cases.rows.files import CaseFile, files_of
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rows.public_list import Chosen
from loa.casework.cases.rules.fields import MAXIMUM_TEXT
from loa.casework.publication import release
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Permission
from loa.foundation.readings.model import ReadKind
from loa.residents.attachments.files import is_picture
from loa.residents.attachments.service import redacted_key
from loa.web.pages.forms import Form, FormField
from loa.web.pages.resolver import Html
from loa.web.shapes.choices import Choice

if TYPE_CHECKING:
    from loa.casework.publication.redaction import MarkKind


@app.get(f"{AREA}/<case_id>/cong-khai")
def ask(case_id: str) -> Html:
    """Show what would be public, with everything that may be personal covered."""
    stored = _stored(case_id)
    proposed = _proposed(stored)
    form = Form.empty(forms.ReleaseForm, **proposed, version=str(stored.case.version))
    page, agreed = _page(stored, form), app.query("anh")
    values = {one["value"] for one in page["pictures"]}
    # Who comes from a covered picture with "this one will do" has chosen it.
    page["chosen"] = {value for value in values if agreed and value.rpartition("|")[0] == agreed}
    return app.page("console/cases/release.html", **page)


@app.post(f"{AREA}/<case_id>/cong-khai")
def release_answer(case_id: str) -> Html:
    """Release the case as it was read again."""
    stored, form = _stored(case_id), app.sent(forms.ReleaseForm)
    if form.value is None:
        return app.page("console/cases/release.html", status=422, **_page(stored, form))
    wanted = form.value
    pictures = [Chosen(*one.rsplit("|", 1)) for one in wanted.picture if "|" in one]

    def work() -> None:
        release.release(
            stored,
            wanted.text,
            wanted.answer,
            by=app.officer().id,
            service=casework.cases(),
            gallery=casework.pictures(),
            confirmed=wanted.keep,
            pictures=pictures,
            expected_version=wanted.version,
            idempotency_key=app.key(),
        )

    try:
        return app.done(work, to=address_of(case_id), say=texts.RELEASED)
    except InvalidInput as refused:
        faults = {
            name.partition("[")[0].replace("pictures", "picture"): text
            for name, text in refused.fields.items()
        }
        return app.page("console/cases/release.html", status=422, **_page(stored, form.refused(faults)))
    except Conflict as conflict:
        fresh = _stored(case_id)
        again = replace(form, data={**form.data, "version": (str(fresh.case.version),)})
        page = _page(fresh, again.refused({"": conflict.message}))
        return app.page("console/cases/release.html", status=409, **page)


@app.post(f"{AREA}/<case_id>/thoi-cong-khai")
def withdraw(case_id: str) -> Html:
    """Take the case off the public list."""
    stored = casework.cases().load(case_id)
    access.withdrawable(app.officer(), stored)

    def work() -> None:
        release.withdraw_release(
            stored, by=app.officer().id, service=casework.cases(), gallery=casework.pictures()
        )

    return app.done(work, to=address_of(case_id), say=texts.UNRELEASED)


@app.get(f"{AREA}/<case_id>/da-che")
def show_covered(case_id: str) -> Response[Any]:
    """Show a picture as everybody would see it."""
    stored = _stored(case_id)
    note_reading(app.officer(), stored.case, ReadKind.FILES)
    content = next(
        (
            _covered(file)
            for file in _files(stored)
            if file.reference == app.query("ten") and "key" in file.copy
        ),
        None,
    )
    if content is None:
        raise NotFound
    return Response(200, content_type="image/jpeg", body=content, headers={"cache-control": "no-store"})


def _stored(case_id: str) -> StoredCase:
    stored = casework.cases().load(case_id)
    access.workable(app.officer(), stored.case, Permission.RELEASE_CASE)
    note_reading(app.officer(), stored.case)
    if not stored.case.has_standing_answer:
        raise Conflict(texts.NOT_ANSWERED)
    return stored


def _files(stored: StoredCase) -> list[CaseFile]:
    return files_of(stored.case, stored.history, conversations=casework.cases().outbox.table)


def _covered(file: CaseFile) -> bytes | None:
    return residents.attachments().get(redacted_key(str(file.copy["key"])))


def _words(stored: StoredCase) -> dict[str, str]:
    from loa.casework.publication import redaction  # noqa: PLC0415 - cold start

    people = release.people_in(stored.case, casework.cases())
    beginning = redaction.beginning(stored.case.details.what, MAXIMUM_TEXT, people)
    return {"text": beginning, "answer": stored.case.answer}


def _proposed(stored: StoredCase) -> dict[str, str]:
    from loa.casework.publication import redaction  # noqa: PLC0415 - cold start

    people = release.people_in(stored.case, casework.cases())
    return {
        name: redaction.redacted(words, redaction.marks(words, people))
        for name, words in _words(stored).items()
    }


def _page(stored: StoredCase, form: Form[forms.ReleaseForm]) -> dict[str, Any]:
    from loa.casework.publication import redaction  # noqa: PLC0415 - cold start

    people = release.people_in(stored.case, casework.cases())
    found = {
        words[mark.start : mark.end]: mark.kind
        for words in _words(stored).values()
        for mark in redaction.marks(words, people)
    }
    pictures = []
    for number, file in enumerate(_files(stored), 1):
        if "key" not in file.copy or not is_picture(str(file.copy.get("type", ""))):
            continue
        content = _covered(file)
        name = f"{hashlib.sha256(content).hexdigest()}.jpg" if content else ""
        at = quote(file.reference, safe="")
        pictures.append(
            {
                "name": texts.picture(number),
                "value": f"{file.reference}|{name}" if name else "",
                "shown": f"{address_of(stored.case.id)}/da-che?ten={at}&ban={name[:8]}" if name else "",
                "cover": f"{address_of(stored.case.id)}/che-anh?anh={at}",
            }
        )
    return {
        "form": form,
        "case": stored.case,
        "address": address_of(stored.case.id),
        "original": _marked(stored, people),
        "keep": _keep(form, found),
        "pictures": pictures,
        "chosen": set(form.data.get("picture", ())),
        "now": clock.now(),
    }


def _marked(stored: StoredCase, people: Any) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Return the original words in pieces: each with whether it may be personal."""
    from loa.casework.publication import redaction  # noqa: PLC0415 - cold start

    shown_words = []
    for name, words in _words(stored).items():
        pieces, at = [], 0
        for mark in redaction.marks(words, people):
            pieces += [(words[at : mark.start], False), (words[mark.start : mark.end], True)]
            at = mark.end
        shown_words.append((name, [*pieces, (words[at:], False)]))
    return shown_words


def _keep(form: Form[forms.ReleaseForm], found: "dict[str, MarkKind]") -> FormField:
    from loa.casework.publication import redaction  # noqa: PLC0415 - cold start

    must = [
        Choice(words, words, kind.placeholder) for words, kind in found.items() if kind in redaction.MUST_GO
    ]
    return replace(form.field("keep"), choices=must)
