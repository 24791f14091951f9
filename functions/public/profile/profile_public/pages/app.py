"""What the pages share: the resolver, who asks, and forms that are done once."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from loa import clock
from loa.bootstrap import foundation, reading
from loa.dialogue.petitions.model import is_form_key
from loa.residents.profiles.model import Profile
from loa.text.cleaning import clean
from loa.web.idempotency import RepeatableRequest, StoredResponse, once, stable_id
from loa.web.pages.resolver import Html, pages
from loa.web.problems import BadRequest, Unauthenticated
from loa.web.public.places import PROVINCE, Place
from profile_public.identity import resident_of

HOME: Final = "/cua-toi"
KEY: Final = "khoa"
DONE: Final = "da"
LARGEST_REQUEST: Final = 32 * 1024


def _shared() -> dict[str, Any]:
    return {"here": PROVINCE, "public_url": reading.public_url()}


app = pages(
    "profile",
    layout="public/layout.html",
    context=_shared,
    private=True,
    in_shell=True,  # forms act for whoever holds the token, which no other page can send along
    max_body_bytes=LARGEST_REQUEST,
)


def of_resident(answer: Callable[[Profile], Html]) -> Html:
    """Answer whoever shows their token; tell everybody else how to.

    Raises:
        Busy: Zalo cannot be asked now.
    """
    authorization = app.current_event.headers.get("authorization", "")
    try:
        profile = resident_of(authorization)
    except Unauthenticated:
        # Who comes without a token asks what this is; a token that Zalo does not take is refused.
        asks = app.current_event.http_method == "GET" and not authorization
        status = HTTPStatus.OK if asks else HTTPStatus.UNAUTHORIZED
        return app.page("public/profile/unknown.html", status=status)
    return answer(profile)


def home_of(profile: Profile) -> Place:
    """Return the unit under whose name the pages stand."""
    return reading.places().by_path(profile.home_unit) if profile.home_unit else PROVINCE


def fields() -> dict[str, list[str]]:
    """Return what a form of ours says, cleaned.

    Raises:
        NotAllowed, BadRequest: it is none.
    """
    sent = {name: [clean(value) for value in values] for name, values in app.form_data().items()}
    if not is_form_key(sent.get(KEY, [""])[0]):
        raise BadRequest
    return sent


def done(profile: Profile, work: Callable[[str], object], *, to: str) -> Html:
    """Do what a form asks for, once however often it is sent, and lead on.

    The form's own key and all that was typed name it: who goes back and writes something else means that.

    Args:
        profile: whose form.
        work: does it; takes what names it for ever.
        to: where it leads.
    """
    event = app.current_event
    body = event.decoded_body or ""
    request = RepeatableRequest(None, f"resident {profile.user_id} POST {event.path}", body)
    request = replace(request, key=hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest())

    def answer() -> StoredResponse:
        work(f"profile#{stable_id(request)}")
        return StoredResponse(HTTPStatus.SEE_OTHER, "{}")

    once(request, answer, table=foundation.requests(), now=clock.now())
    return app.redirect(to)
