"""The public list of answered cases: only what an officer has redacted and released.

A move that invalidates the answer takes the case off the list in its own transaction
(`CaseChanges.moving`).

A release writes its pictures first, then its rows; a withdrawal deletes the rows first. An interruption
leaves files that no row names, which nobody can get, and which the next release or withdrawal deletes.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from loa import clock
from loa.casework.cases.rows import public_list
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rows.store import publishing
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.fields import MAXIMUM_TEXT
from loa.casework.cases.rules.model import Case
from loa.casework.cases.work.changes import CaseChange, noted, published
from loa.casework.cases.work.service import CaseService
from loa.errors import Conflict, InvalidInput
from loa.foundation.units.model import ancestors
from loa.text.cleaning import clean

if TYPE_CHECKING:
    from loa.casework.publication.pictures import CasePictures
    from loa.casework.publication.redaction import NamedPerson


def release(  # noqa: PLR0913 - what is made public is named piece by piece
    case: StoredCase,
    text: str,
    answer: str,
    *,
    by: str,
    service: CaseService,
    gallery: "CasePictures",
    confirmed: Sequence[str] = (),
    pictures: Sequence[public_list.Chosen] = (),
    expected_version: int | None = None,
    idempotency_key: str = "",
) -> Case:
    """Put an answered case on the public list, with the words and pictures redacted by a person.

    Releasing it again replaces the earlier release.

    Args:
        case: the case as it was read.
        text: the public form of the matter.
        answer: the answer, likewise.
        by: id of the officer.
        service: the cases.
        gallery: its pictures.
        confirmed: marked words (`redaction.marks`) that may stay, as written in the text.
        pictures: the pictures to publish, as redacted by a person (`publication.pictures`).
        expected_version: the version that the officer saw; None: any version.
        idempotency_key: identifies the request, which is done once.

    Raises:
        InvalidInput: empty, too long, or a telephone or identity number, an e-mail address or the name of
            the reporter is left; or a picture is not the one that was redacted for this case;
            `fields` says where.
        Conflict: it is not answered.
    """
    from loa.casework.publication.pictures import bring  # noqa: PLC0415 - few cases are released

    shown = {"text": clean(text), "answer": clean(answer)}
    people = people_in(case.case, service)
    faults = {
        name: fault for name, words in shown.items() if (fault := _not_public(words, confirmed, people))
    }
    if faults:
        raise InvalidInput(texts.CHECK_INPUT, fields=faults)

    def decide(kept: StoredCase, now: datetime) -> CaseChange:
        case = kept.case
        if case.solved_at is None or not case.has_standing_answer:
            raise Conflict(texts.NOT_RELEASED_NOW)
        brought = bring(kept, pictures, gallery=gallery)
        sort = f"{clock.to_text(case.solved_at)}#{public_list.public_id(case.id)}"
        row = {
            "sort": sort,
            "kind": case.kind.value,
            "unit_path": case.unit_path,
            "received_at": clock.to_text(case.received_at),
            "answered_at": clock.to_text(case.solved_at),
            **shown,
            "pictures": brought,
        }
        paths = _lists_of(case.unit_path)
        stale = published(kept) - {(path, sort) for path in paths}
        facts = {
            "sort": sort,
            "paths": " ".join(paths),
            "confirmed": str(len(confirmed)),
            "pictures": " ".join(picture["key"].rpartition("/")[2] for picture in brought),
        }
        return CaseChange(
            noted(replace(case, released=True), "released", by, now, facts=facts),
            more=(
                *publishing(service.store.table, row, map(public_list.partition_of, paths)),
                *service.unlisting(stale),
            ),
        )

    released = service.change(
        case, decide, expected_version=expected_version, idempotency_key=idempotency_key
    )
    _tidy(released, gallery)
    return released.case


def withdraw_release(
    case: StoredCase,
    *,
    by: str,
    service: CaseService,
    gallery: "CasePictures",
    expected_version: int | None = None,
) -> Case:
    """Take a case and its pictures off the public list, if it is on it."""

    def decide(kept: StoredCase, now: datetime) -> CaseChange | None:
        if not kept.case.released:
            return None
        return CaseChange(
            noted(replace(kept.case, released=False), "unreleased", by, now),
            more=tuple(service.unlisting(published(kept))),
        )

    withdrawn = service.change(case, decide, expected_version=expected_version)
    _tidy(withdrawn, gallery)
    return withdrawn.case


def _tidy(kept: StoredCase, gallery: "CasePictures") -> None:
    """Delete pictures that are no longer public."""
    from loa.casework.publication.pictures import sweep  # noqa: PLC0415 - as above

    sweep(kept, public=gallery.public)


def people_in(case: Case, service: CaseService) -> "list[NamedPerson]":
    """Return the reporters of the case and of those that are part of it."""
    from loa.casework.publication.redaction import NamedPerson  # noqa: PLC0415 - as below

    members = [member.case_id for member in service.store.reporters(case.id)] if case.members else []
    return [
        NamedPerson(one.reporter.name, one.reporter.phone)
        for one in (case, *service.store.read_many(members))
    ]


def _not_public(words: str, confirmed: Sequence[str], people: "Sequence[NamedPerson]") -> str:
    """Return why a text must not be public; empty: it may be."""
    from loa.casework.publication import redaction  # noqa: PLC0415 - cold start: few cases are released

    if not words:
        return texts.NEEDED
    if len(words) > MAXIMUM_TEXT:
        return texts.too_long(MAXIMUM_TEXT)
    left = [
        words[mark.start : mark.end]
        for mark in redaction.marks(words, people)
        if mark.kind in redaction.MUST_GO and words[mark.start : mark.end] not in confirmed
    ]
    return texts.still_personal(", ".join(sorted(set(left)))) if left else ""


def _lists_of(path: str) -> list[str]:
    """Return the units whose public list includes a unit's case."""
    return [*ancestors(path), path]
