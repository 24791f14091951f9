"""The routes of the template that this function answers, and what they show of a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from loa.bootstrap import dialogue, foundation, reading
from loa.casework.cases.rows.public_list import PublicCase
from loa.casework.cases.rules.model import Case, CaseState
from loa.dialogue.petitions.model import phone_end
from loa.dialogue.petitions.texts import STEPS
from loa.errors import Busy
from loa.web.problems import Unauthenticated
from loa.web.public.civic_template import (
    MOST,
    TemplateRequest,
    answered,
    milliseconds,
    numeric,
    paged,
    query_of,
)
from petitions_pages.template import texts
from petitions_pages.template.rules import Appointment, american
from petitions_pages.template.sending import (
    address_of,
    create_feedback,
    create_schedule,
    resident_of,
    upload_image,
)

_REJECTED: Final = frozenset({CaseState.REFUSED, CaseState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class _OwnCase:
    """A case in somebody's list.

    Attributes:
        case: with its own words. Whose they are is not known: a link may have been passed on.
        told: the state and the answer that its reporter sees; merged, everything else in it is another's.
        link: of its page.
    """

    case: Case
    told: Case
    link: str


def answer(event: TemplateRequest) -> dict[str, Any] | None:
    """The answer to an event of API Gateway (payload 2.0); None: the address is not one of the template's."""
    return answered(event, _ROUTES)


def _feedbacks(event: TemplateRequest) -> dict[str, Any]:
    """Whose token is shown sees their own cases first; the rest of the list is public."""
    own = [_own_feedback(each) for each in _own(event)]
    released = reading.answered_cases().page(foundation.province(), limit=MOST).cases
    return paged([*own, *map(_feedback, released)], query_of(event), dict)


def _feedback(case: PublicCase) -> dict[str, Any]:
    pictures = f"{reading.public_url()}/answered-cases/{case.reference}/pictures"
    return {
        "id": numeric(case.reference),
        "title": case.text.partition("\n")[0][:100],
        "content": case.text,
        "response": case.answer,
        "creationTime": milliseconds(case.received_at),
        "responseTime": milliseconds(case.answered_at),
        "type": case.kind.label,
        "imageUrls": [f"{pictures}/{picture.name}" for picture in case.pictures],
    }


def _own_feedback(own: _OwnCase) -> dict[str, Any]:
    """A case as its reporter reads it: the code in the title, the address of its page below the words."""
    case, told = own.case, own.told
    words, response = case.details.what, _said(told)
    answered_at = told.changed_at if response else case.received_at
    return {
        "id": numeric(case.code),
        "title": f"{case.code}: {words.partition('\n')[0][:80]}",
        "content": texts.OWN_CASE.format(
            what=words, code=case.code, state=told.told_state, address=address_of(own.link)
        ),
        "response": response,
        "creationTime": milliseconds(case.received_at),
        "responseTime": milliseconds(answered_at),
        "type": case.kind.label,
        "imageUrls": [],
    }


def _schedule(event: TemplateRequest) -> dict[str, Any] | None:
    """Their newest wish to be received; None, which the program takes for an error: it shows its form.

    Name and number stand in it as on the page of a case, where a link alone shows neither.
    """
    for own in _own(event):
        if wish := Appointment.of(own.case.details.what):
            name, end = texts.SENDER.format(code=own.case.code), phone_end(own.case.reporter.phone)
            return _shown(own, wish, name=name, phone=f"…{end}")
    return None


def _created_schedule(event: TemplateRequest) -> tuple[dict[str, Any], str]:
    followed, wish = create_schedule(event)
    own = _OwnCase(followed.case, followed.told, followed.access.link)
    received = texts.RECEIVED.format(code=own.case.code, address=address_of(own.link))
    reporter = own.case.reporter  # as it was just typed
    return _shown(own, wish, name=reporter.name, phone=reporter.phone), received


def _shown(own: _OwnCase, wish: Appointment, *, name: str, phone: str) -> dict[str, Any]:
    """A wish as the program shows it: nobody queues at a committee, so there are no numbers."""
    told, address, said = own.told, address_of(own.link), _said(own.told)
    status = "pending" if told.state.is_open else "approved"
    rejected = {}
    if told.state in _REJECTED:
        status = "rejected"
        why = said or STEPS["withdraw"]
        rejected = {"rejectedInfo": texts.REFUSED.format(why=why, code=own.case.code, address=address)}
    content = texts.OWN_CASE.format(
        what="\n".join(part for part in (wish.content, said) if part),
        code=own.case.code,
        state=told.told_state,
        address=address,
    )
    return {
        "fullName": name,
        "yourNumber": 0,
        "currentNumber": 0,
        "date": american(wish.day),
        "content": content,
        "phoneNumber": phone,
        "status": status,
        **rejected,
    }


def _said(case: Case) -> str:
    """Return what the unit has said to the reporter last: an answer, a refusal, a question."""
    if case.state is CaseState.RETURNED:
        return case.asked_for
    return "" if case.state.is_open else case.answer or case.refusal_reason


def _own(event: TemplateRequest) -> list[_OwnCase]:
    """Return the cases that whoever shows a token has sent from a Mini App, or put into their list."""
    try:
        profile = resident_of(event.get("headers") or {})
    except (Unauthenticated, Busy):  # the public list is there all the same
        return []
    own = dialogue.own_cases()
    return [
        _OwnCase(case, own.cases.as_told(case), own.access.found_or_made(case.id).link)
        for case in (own.newest([profile.person]) if profile else [])
    ]


_ROUTES: Final[Mapping[str, Callable[[TemplateRequest], Any]]] = {
    "GET /feedback_api": _feedbacks,
    "POST /feedback_api": create_feedback,
    "POST /upload_image_api": upload_image,
    "GET /get_schedule_api": _schedule,
    "POST /create_schedule_api": _created_schedule,
}
