"""The calendar of a unit: by weeks and months, and as a file that phones follow."""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.bootstrap import foundation, reading
from loa.publishing.library.projection.model import Card
from loa.web.pages.answers import kept_for
from loa.web.pages.resolver import Html
from loa.web.public.cards import occasions
from loa.web.public.places import Place
from public_pages import texts
from public_pages.app import FRESH_SECONDS, app, place_at, province
from public_pages.routes.items import CALENDAR_TYPE

EVENTS: Final = 50
SHOWN: Final = 40
"""Occasions on the page; who follows the calendar gets all."""
MONTHS: Final = 2
WEEK: Final = 7


@app.get("/lich")
def province_calendar() -> Html:
    """The events of the province."""
    return _calendar(province())


@app.get("/d/<unit>/lich")
def unit_calendar(unit: str) -> Html:
    """The events of a unit."""
    return _calendar(place_at(unit))


@app.get("/lich.ics")
def province_feed() -> Html:
    """The calendar of the province for phones."""
    return _feed(province())


@app.get("/d/<unit>/lich.ics")
def unit_feed(unit: str) -> Html:
    """The calendar of a unit for phones."""
    return _feed(place_at(unit))


def _events(here: Place) -> list[Card]:
    """The events of a unit and of the province that are not over, each once."""
    paths = dict.fromkeys([here.path, foundation.province()])
    found = [card for path in paths for card in reading.library().events(path, limit=EVENTS).cards]
    return list({card.item_id: card for card in found}.values())


def _calendar(here: Place) -> Html:
    now = clock.now()
    today = clock.local_day(now)
    rows = occasions(_events(here), now)[:SHOWN]
    return app.page(
        "public/library/calendar.html",
        fresh_seconds=FRESH_SECONDS,
        here=here,
        today=today,
        weeks=_by_week(rows, today),
        months=_months([clock.local_day(row["start"]) for row in rows], today),
        province=province(),
    )


def _by_week(rows: Iterable[dict[str, Any]], today: date) -> list[tuple[str, list[dict[str, Any]]]]:
    """The occasions by the words for their week, in order."""
    monday = today - timedelta(days=today.weekday())
    weeks: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        ahead = (clock.local_day(row["start"]) - monday).days // WEEK
        weeks.setdefault(texts.WEEKS[min(max(ahead, 0), len(texts.WEEKS) - 1)], []).append(row)
    return list(weeks.items())


def _months(days: list[date], today: date) -> list[dict[str, Any]]:
    """The first months in which something takes place, as weeks of days; a day of another month is None."""
    first = list(dict.fromkeys((day.year, day.month) for day in days if day >= today))[:MONTHS]
    marked = set(days)
    return [
        {
            "month": month,
            "year": year,
            "weeks": [
                [day if day.month == month else None for day in week]
                for week in Calendar().monthdatescalendar(year, month)
            ],
            "marked": marked,
        }
        for year, month in first
    ]


def _feed(here: Place) -> Html:
    from loa.publishing.library.reading.feed import calendar_feed  # noqa: PLC0415 - cold start

    name = here.name if here.start else ""
    feed = calendar_feed(_events(here), name, page_url=f"{reading.public_url()}/bai/{{id}}")
    headers = {"cache-control": kept_for(FRESH_SECONDS)}
    return Response(200, content_type=CALENDAR_TYPE, body=feed.decode(), headers=headers)
