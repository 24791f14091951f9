"""An item of the library: its page, an event as a file for the calendar of a phone."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from loa.bootstrap import reading
from loa.errors import NotFound, Superseded
from loa.publishing.library.projection.model import PublishedItem
from loa.publishing.library.rules.kinds import KINDS, Section
from loa.publishing.library.rules.model import WithdrawalKind, split_id
from loa.web.pages.answers import kept_for
from loa.web.pages.resolver import Html
from loa.web.public import cards, item_parts
from public_pages import handbook
from public_pages.app import FRESH_SECONDS, app

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@app.get("/bai/<item_id>.ics")
def event_file(item_id: str) -> Html:
    """An event as a file that a phone puts into its calendar."""
    from loa.publishing.library.reading.feed import calendar_feed  # noqa: PLC0415 - cold start

    item = reading.library().item(item_id)
    if not KINDS[item.kind].in_calendar or item.withdrawal is not None:
        raise NotFound
    feed = calendar_feed([item.card()], "", page_url=f"{reading.public_url()}/bai/{{id}}")
    headers = {
        "cache-control": kept_for(FRESH_SECONDS),
        "content-disposition": 'attachment; filename="lich.ics"',
    }
    return Response(200, content_type=CALENDAR_TYPE, body=feed.decode(), headers=headers)


@app.get("/bai/<item_id>")
def read_item(item_id: str) -> Html:
    """An item; of one that was withdrawn, why."""
    here = reading.places().by_path(split_id(item_id)[0])
    try:
        item = reading.library().item(item_id)
    except Superseded as taken_down:
        return _gone(here=here, reason=str(taken_down))
    gone = item.withdrawal
    if gone and gone.kind is WithdrawalKind.REDIRECT:
        if split_id(gone.redirect_to)[0]:
            return app.redirect(cards.address_of(gone.redirect_to))
        return _gone(here=here, reason=gone.reason, moved_to=gone.redirect_to)
    return app.page(
        "public/library/item.html",
        fresh_seconds=FRESH_SECONDS,
        here=here,
        shown=item_parts.shown(item),
        around=_around(item),
    )


def _gone(**context: Any) -> Html:
    given = {"moved_to": "", **context}
    return app.page("public/library/gone.html", status=410, fresh_seconds=FRESH_SECONDS, **given)


def _around(item: PublishedItem) -> "handbook.Around | None":
    """What stands beside a page of the handbook; None for every other item."""
    if item.section is not Section.HANDBOOK:
        return None
    return handbook.around(reading.library().handbook(item.unit_path), item.item_id)
