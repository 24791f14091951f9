"""What waits, in its tabs; who has a name; what is new since; what expires first."""

from datetime import datetime
from typing import Final

from conversations_api import texts
from conversations_api.pages.app import AREA, pages
from conversations_api.pages.rows import listed
from loa import clock
from loa.bootstrap import dialogue, foundation
from loa.dialogue.conversations.model import WorklistState
from loa.dialogue.conversations.worklist_keys import Worklist
from loa.dialogue.desk.model import CLOSING_WITHIN, counted
from loa.dialogue.desk.worklists import ListPage
from loa.foundation.officers.model import Permission, require
from loa.foundation.readings.model import ReadKind
from loa.foundation.statistics.model import Metric
from loa.foundation.units.model import ancestors
from loa.text.cleaning import clean
from loa.web.console import week
from loa.web.console.lists import SOONEST
from loa.web.pages.resolver import Html
from loa.web.paging import Span, make_cursor, read_cursor

ROWS: Final = 200
LIST_SECONDS: Final = 60
TODAY_SECONDS: Final = 300
SHORTEST_NAME: Final = 2
LONGEST_NAME: Final = 60

MINE: Final = "cua-toi"
CLOSING: Final = "sap-het"
STATES: Final = {
    "": WorklistState.WAITING,
    MINE: WorklistState.WAITING,
    CLOSING: WorklistState.WAITING,
    "da-tra-loi": WorklistState.ANSWERED,
    "ket-thuc": WorklistState.CLOSED,
}
"""The tabs by their word in the address, and the list that each shows."""


def scope() -> str:
    """Return the officer's unit, whose conversations these are.

    Raises:
        NotAllowed: none of their roles permits reading them.
    """
    officer = pages.officer()
    require(officer, Permission.READ_CONVERSATIONS, officer.unit_path)
    return officer.unit_path


@pages.get(AREA)
def show_list() -> Html:
    """The conversations of a tab, or those of residents with a name."""
    officer, path, now = pages.officer(), scope(), clock.now()
    tab = pages.query("loai") if pages.query("loai") in STATES else ""
    below, name = bool(pages.query("duoi")), clean(pages.query("ten"))[:LONGEST_NAME]
    service = dialogue.conversations().at(now)
    foundation.readings().note(officer, ReadKind.CONVERSATION, path, unit_path=path, now=now)
    waiting: ListPage | None = None
    if len(name) >= SHORTEST_NAME:
        page = service.named(path, name, subtree=below)
    else:
        assignee = officer.id if tab == MINE else ""
        listing = Worklist(path, STATES[tab], subtree=below, assignee=assignee)
        start = read_cursor(pages.query("tiep") or None, _span(listing))
        page = service.worklist(listing, limit=ROWS, start=start)
        waiting = page if tab in {"", CLOSING} and start is None else None
        page = _closing(page, now) if tab == CLOSING else page
        page = ListPage(service.with_last(page.items), page.next_start, page.complete)
    counts = service.waiting(path, subtree=below, officer_id=officer.id, page=waiting)
    more = make_cursor(page.next_start)
    return pages.page(
        "console/conversations/list.html",
        rows=listed(page.items, now),
        nothing=texts.NOTHING[tab],
        complete=page.complete,
        name=name,
        too_short=0 < len(name) < SHORTEST_NAME,
        tab=tab,
        tabs=[
            ("", texts.WAITING, counted(counts.waiting)),
            (MINE, texts.MINE, counted(counts.mine)),
            (CLOSING, texts.CLOSING, counted(counts.closing)),
            ("da-tra-loi", texts.ANSWERED, ""),
            ("ket-thuc", texts.CLOSED, ""),
        ],
        below=below,
        has_below=len(ancestors(path)) == 0,
        next=_here(tab, below=below, cursor=more) if more else "",
        here=_here(tab, below=below),
        live=f"{AREA}/co-moi?tu={clock.to_text(now)}{'&duoi=1' if below else ''}" if not name else "",
        now=now,
    )


@pages.get(f"{AREA}/co-moi")
def show_new() -> Html:
    """How many residents have written since the list was drawn: the list itself does not move."""
    path, now = scope(), clock.now()
    since = _instant(pages.query("tu")) or now
    page = (
        dialogue.conversations()
        .at(now)
        .worklist(Worklist(path, subtree=bool(pages.query("duoi"))), limit=100, start=None)
    )
    new = [item for item in page.items if (item.found.head.last_message_at or since) > since]
    return pages.live(
        "console/conversations/new.html",
        seconds=LIST_SECONDS,
        count=sum(item.found.head.unanswered.count if item.found.head.unanswered else 1 for item in new),
        urgent=any(item.found.head.is_urgent for item in new),
        here=_here("", below=bool(pages.query("duoi"))),
    )


@pages.get(f"{AREA}/o-viec")
def show_todays() -> Html:
    """What expires first, and how much waits, for the page of today's work."""
    path, now, officer = scope(), clock.now(), pages.officer()
    service = dialogue.conversations().at(now)
    page = service.worklist(Worklist(path), limit=ROWS, start=None)
    counts = service.waiting(path, subtree=False, officer_id=officer.id, page=page)
    return pages.live(
        "console/conversations/today.html",
        seconds=TODAY_SECONDS,
        rows=listed(service.with_last(page.items[:SOONEST]), now),
        count=counted(counts.waiting),
        closing=counts.closing,
    )


@pages.get(f"{AREA}/{week.PATH}")
def show_week() -> Html:
    """How many messages residents sent in the last seven days."""
    found = week.LastWeek.read(scope(), clock.local_day(clock.now()), foundation.statistics())
    figure = found.count(Metric.MESSAGES_IN, texts.MESSAGES_IN, nothing=texts.NO_MESSAGES_IN)
    return pages.live(week.TEMPLATE, seconds=0, figure=figure)


@pages.get(f"{AREA}/ke-tiep")
def show_next() -> Html:
    """Lead to the conversation that is most urgent after the one that was open."""
    path, now, after = scope(), clock.now(), pages.query("sau")
    page = dialogue.conversations().at(now).worklist(Worklist(path), limit=ROWS, start=None)
    rows = [row.href.removeprefix(f"{AREA}/") for row in listed(page.items, now)]
    rest = [*rows[rows.index(after) + 1 :], *rows[: rows.index(after)]] if after in rows else rows
    return pages.redirect(f"{AREA}/{rest[0]}" if rest else AREA)


def _closing(page: ListPage, now: datetime) -> ListPage:
    """Return those that can soon be answered no more, or no longer for nothing."""
    items = [
        item
        for item in page.items
        if (end := item.closes_at(now)) is not None and end - now <= CLOSING_WITHIN
    ]
    return ListPage(items, page.next_start, page.complete)


def _span(listing: Worklist) -> Span:
    _, *names = listing.index.split(":")
    return Span(listing.partition, *listing.between, *names)


def _here(tab: str, *, below: bool, cursor: str = "") -> str:
    parts = [("loai", tab), ("duoi", "1" if below else ""), ("tiep", cursor)]
    asked = "&".join(f"{name}={value}" for name, value in parts if value)
    return f"{AREA}?{asked}" if asked else AREA


def _instant(text: str) -> datetime | None:
    try:
        return clock.from_text(text)
    except ValueError:
        return None
