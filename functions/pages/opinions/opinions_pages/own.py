"""What a browser without Zalo took part in: to be seen, taken along, erased.

Its pass is all that leads to it. Whom Zalo knows is led to `/cua-toi`, for a pass in a link may be passed on.
"""

import json
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa.bootstrap import participation
from loa.participation.campaigns import texts
from loa.participation.campaigns.model import Participant
from loa.web.pages.formats import day
from loa.web.pages.resolver import Html
from loa.web.public.passes import no_pass
from opinions_pages.app import app
from opinions_pages.visitors import visitor

_PAGE: Final = "/gop-y/cua-toi"
_FILE: Final = "toi-da-tham-gia.json"


@app.get(_PAGE)
def show_own() -> Html:
    """Show what the pass of this browser leads to."""
    participant = visitor()
    return app.page(
        "public/participation/own.html",
        things=_things(participant),
        is_known=bool(participant and participant.is_known),
        is_erased=bool(app.query("xong")),
    )


@app.get(f"{_PAGE}/tep")
def take_along() -> Response[str]:
    """Give the same as a file."""
    text = json.dumps(_things(visitor()), ensure_ascii=False, indent=1)
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{_FILE}"'}
    return Response(HTTPStatus.OK, content_type="application/json; charset=utf-8", body=text, headers=headers)


@app.post(f"{_PAGE}/xoa")
def erase() -> Html:
    """Take words and name out of everything; numbers stay as they are, and nothing leads back."""
    participant = visitor()
    if participant:
        participation.taking_part().erase_browser(participant)
    return app.redirect(f"{_PAGE}?xong=1", cookies=[no_pass(app.current_event.raw_event)])


def _things(participant: Participant | None) -> list[Mapping[str, Any]]:
    if participant is None or participant.is_known:
        return []
    found = participation.taking_part().held_by(participant.id)
    return [{texts.HELD[name]: _readable(name, value) for name, value in what.items()} for _, what in found]


def _readable(name: str, value: str) -> str:
    if name == "purpose":
        return texts.KINDS[value]
    return day(date.fromisoformat(value)) if name == "agreed_on" else value
