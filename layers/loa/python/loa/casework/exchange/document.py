"""The document of cases for the national platform: its form, what it says of a case, and what is wrong in it.

A document contains up to 100 cases:

    {"schema": "loa.cases", "version": 1, "cases": [
      {"id": "9f…", "system": "loa", "code": "MT-…", "unit": "40.16681", "received_unit": "40.16681",
       "kind": "report", "channel": "chat", "state": "answered", "received_at": "2026-11-21T03:00:00.000Z",
       "accept_by": …, "answer_by": …, "remote": false, "complex": false,
       "details": {"what", "where", "since", "whom", "hamlet"}, "reporter": {"name", "phone"},
       "answer": "", "refusal": {"reason", "legal_ground"}, "outside": {"body", "reference", "next_step"},
       "satisfaction": 0, "external_id": "", "revision": 7,
       "history": [{"revision", "at", "what", "by", "state", "unit", "text", "facts"}]}
    ]}

`id` identifies the case within its `system` permanently; `revision` grows with each change.
Faults are located as in `cases.3.details.what`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from loa import clock
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.checks import MoveFacts, details_faults
from loa.casework.cases.rules.fields import MAXIMUM_LINE, MAXIMUM_SAID, MAXIMUM_TEXT, kept_fields
from loa.casework.cases.rules.model import (
    Case,
    CaseKind,
    CaseState,
    Channel,
    Details,
    Entry,
    Move,
    Reporter,
)
from loa.casework.cases.work.opening import Draft, id_of
from loa.errors import InvalidInput
from loa.foundation.units.model import is_path
from loa.text.cleaning import clean

SCHEMA: Final = "loa.cases"
VERSION: Final = 1
SYSTEM: Final = "loa"
MAXIMUM_CASES: Final = 100
MAXIMUM_HISTORY: Final = 200
MAXIMUM_ID: Final = 64
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""The earliest receipt: no system that we could take cases from is older."""
_FUTURE: Final = timedelta(minutes=5)
"""Tolerance for clock differences: a receipt may be this far ahead of our clock."""


def exported(case: Case, history: Sequence[Entry]) -> dict[str, Any]:
    """Return a case in its document form."""
    details = case.details
    return {
        "id": case.id,
        "system": SYSTEM,
        "code": case.code,
        "unit": case.unit_path,
        "received_unit": case.received_path,
        "kind": case.kind.value,
        "channel": case.channel.value,
        "state": case.state.value,
        "received_at": clock.to_text(case.received_at),
        "accept_by": clock.to_text(case.accept_by),
        "answer_by": clock.to_text(case.answer_by),
        "remote": case.remote,
        "complex": case.complex,
        "details": {one.name: getattr(details, one.name) for one in kept_fields(Details)},
        "reporter": {"name": case.reporter.name, "phone": case.reporter.phone},
        "answer": case.answer,
        "refusal": {"reason": case.refusal_reason, "legal_ground": case.legal_ground},
        "outside": {
            "body": case.outside_body,
            "reference": case.outside_reference,
            "next_step": case.next_step,
        },
        "satisfaction": case.satisfaction,
        "external_id": case.external_id,
        "revision": case.version,
        "history": [
            {
                "revision": line.version,
                "at": clock.to_text(line.at),
                "what": line.what,
                "by": line.by,
                "state": line.state.value,
                "unit": line.unit_path,
                "text": line.text,
                # Ids of conversations and requests are private.
                "facts": {name: value for name, value in line.facts.items() if name != "origin"},
            }
            for line in history
        ],
    }


def rows_of(document: Any) -> list[Any]:
    """Return the cases in a document.

    Raises:
        InvalidInput: it is not one of ours, or has none or too many.
    """
    wrong = {"document": texts.NOT_OURS.format(schema=SCHEMA, version=VERSION)}
    if not isinstance(document, dict):
        raise InvalidInput(texts.CHECK_INPUT, fields=wrong)
    if document.get("schema") != SCHEMA or document.get("version") != VERSION:
        raise InvalidInput(texts.CHECK_INPUT, fields=wrong)
    rows = document.get("cases")
    if not isinstance(rows, list) or not rows or len(rows) > MAXIMUM_CASES:
        raise InvalidInput(texts.CHECK_INPUT, fields={"cases": texts.too_many_cases(MAXIMUM_CASES)})
    return rows


def text_in(row: Any, *names: str) -> str:
    """Return a text within a row; empty if there is none."""
    for name in names:
        row = row.get(name) if isinstance(row, dict) else None
    return clean(row) if isinstance(row, str) else ""


@dataclass(frozen=True, slots=True)
class ArrivingCase:
    """A case in a document.

    Attributes:
        row: its JSON object.
        place: its place in the document, for faults.
    """

    row: Any = field(repr=False)
    place: str

    @property
    def system(self) -> str:
        """Return the name of the system that the case comes from."""
        return text_in(self.row, "system")

    @property
    def unit(self) -> str:
        """Return the path of its unit."""
        return text_in(self.row, "unit")

    @property
    def idempotency_key(self) -> str:
        """Return the key under which it is stored once."""
        return f"import#{self.system}#{text_in(self.row, 'id')}"

    @property
    def case_id(self) -> str:
        """Return the id under which we store it; our own cases keep theirs."""
        own = text_in(self.row, "id")
        return own if self.system == SYSTEM else id_of(self.idempotency_key)

    @property
    def revision(self) -> int:
        """Return its revision there; 0 if it has none."""
        revision = self.row.get("revision", 0)
        return revision if isinstance(revision, int) and not isinstance(revision, bool) else 0

    @property
    def history(self) -> list[Any]:
        """Return the lines of its history, unchecked."""
        found = self.row.get("history", [])
        return found if isinstance(found, list) else []

    @property
    def details(self) -> Details:
        """Return the matter."""
        said: dict[str, Any] = {
            one.name: text_in(self.row, "details", one.name) for one in kept_fields(Details)
        }
        return Details(**said)

    def received_at(self, now: datetime) -> datetime:
        """Return when it was received; never after now."""
        return min(now, _instant(self.row.get("received_at")) or now)

    def draft(self, province: str) -> Draft:
        """Return it as a case to open here."""
        return Draft(
            province=province,
            unit_path=self.unit,
            kind=CaseKind(text_in(self.row, "kind")),
            channel=Channel.IMPORT,
            reporter=Reporter(
                name=text_in(self.row, "reporter", "name"), phone=text_in(self.row, "reporter", "phone")
            ),
            details=self.details,
            remote=self.row.get("remote") is True,
            complex=self.row.get("complex") is True,
            external_id=f"{self.system}:{text_in(self.row, 'id')}",
            notify=False,
        )

    def faults(self, province: str, scope: str, now: datetime) -> dict[str, str]:
        """Return what is malformed, by place."""
        if not isinstance(self.row, dict):
            return {self.place: texts.MALFORMED}
        found: dict[str, str] = {}

        def need(name: str, fine: bool, words: str = texts.MALFORMED) -> None:  # noqa: FBT001 - one rule each
            if not fine:
                found[f"{self.place}.{name}"] = words

        unit = self.unit
        need("system", 0 < len(self.system) <= MAXIMUM_ID and "#" not in self.system)
        need("id", 0 < len(text_in(self.row, "id")) <= MAXIMUM_ID and "#" not in text_in(self.row, "id"))
        need("unit", is_path(unit) and (unit == scope or unit.startswith(f"{scope}.")), texts.NOT_YOUR_UNIT)
        need("unit", unit == province or unit.startswith(f"{province}."), texts.NOT_YOUR_UNIT)
        need("kind", text_in(self.row, "kind") in set(CaseKind))
        need("kind", text_in(self.row, "kind") != CaseKind.DENUNCIATION.value, texts.NOT_HERE)
        need("state", text_in(self.row, "state") in set(CaseState))
        received = _instant(self.row.get("received_at"))
        need("received_at", received is not None and _EARLIEST <= received <= now + _FUTURE)
        need("revision", self.revision > 0)
        found |= {
            f"{self.place}.details.{name}": fault for name, fault in details_faults(self.details).items()
        }
        for name in ("name", "phone"):
            length = len(text_in(self.row, "reporter", name))
            need(f"reporter.{name}", length <= MAXIMUM_LINE, texts.too_long(MAXIMUM_LINE))
        need(
            "history", isinstance(self.row.get("history", []), list) and len(self.history) <= MAXIMUM_HISTORY
        )
        for place, line in enumerate(self.history[:MAXIMUM_HISTORY]):
            fine = (
                isinstance(line, dict)
                and isinstance(line.get("revision"), int)
                and _instant(line.get("at")) is not None
                and 0 < len(text_in(line, "what")) <= MAXIMUM_ID
                and len(text_in(line, "text")) <= MAXIMUM_SAID
            )
            need(f"history.{place}", fine)
        return found


def _instant(text: Any) -> datetime | None:
    try:
        return clock.from_text(text) if isinstance(text, str) else None
    except (ValueError, OverflowError):
        return None


def facts_of(step: Move, one: ArrivingCase) -> MoveFacts:
    """Return the facts of a move, as far as the document contains them."""
    unknown = texts.ELSEWHERE
    return MoveFacts(
        text=(text_in(one.row, "answer") or unknown)[:MAXIMUM_TEXT] if step is Move.ANSWER else "",
        reason=(text_in(one.row, "refusal", "reason") or unknown)[:MAXIMUM_TEXT],
        legal_ground=(text_in(one.row, "refusal", "legal_ground") or unknown)[:MAXIMUM_LINE],
        body=text_in(one.row, "outside", "body")[:MAXIMUM_LINE],
        reference=text_in(one.row, "outside", "reference")[:MAXIMUM_LINE],
        next_step=text_in(one.row, "outside", "next_step")[:MAXIMUM_LINE],
        asked_for=unknown,
    )
