"""The list of broadcasts with its tabs; the part of *Việc hôm nay*."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from broadcasts_api import lookup
from broadcasts_api.pages import shown, texts
from broadcasts_api.pages.app import AREA, address_of, app, may
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.errors import NotFound
from loa.foundation.officers.model import Officer, Permission, allowed, require
from loa.foundation.units.model import is_lowest
from loa.publishing.articles.notices import templates
from loa.publishing.broadcasts.rows.broadcast_rows import broadcast_from
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.publishing.broadcasts.rules.quota import room
from loa.web.console.lists import SHOWN_TODAY, Tag, of_today, unit_asked_for, units_below
from loa.web.pages.resolver import Html

NEWEST: Final = 100
"""So many of a unit's newest broadcasts are on its list."""
_SECONDS: Final = 300
_LATELY: Final = timedelta(days=7)

_STATES: Final = {
    "soan": {BroadcastState.DRAFT},
    "cho-duyet": {BroadcastState.SUBMITTED},
    "gui": {
        BroadcastState.APPROVED,
        BroadcastState.SCHEDULED,
        BroadcastState.PLANNING,
        BroadcastState.SENDING,
        BroadcastState.PAUSED,
        BroadcastState.STOPPED,
    },
    "xong": {BroadcastState.FINISHED, BroadcastState.CANCELLED, BroadcastState.WITHDRAWN},
}

_BEFORE: Final = _STATES["soan"] | _STATES["cho-duyet"] | {BroadcastState.APPROVED}
"""Not under way yet: the hour that its author wishes may come too early."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    href: str
    title: str
    tag: Tag
    unit: str
    about: str
    due: datetime | None = None


@app.get(AREA)
def show_list() -> Html:
    """Show the broadcasts of a unit, by what is to be done with them."""
    officer, path = app.officer(), unit_asked_for(app)
    require(officer, Permission.READ_BROADCASTS, path)
    tab = app.query("muc") if app.query("muc") in _STATES else ""
    found = {name: [one for one in _of(path) if one.state in states] for name, states in _STATES.items()}
    found["cho-duyet"] = _waiting(officer, path)
    tab = tab or next((name for name in found if found[name]), "soan")
    return app.page(
        "console/broadcasts/list.html",
        rows=_rows(found[tab], many_units=not is_lowest(path)),
        tabs=[(_tab(name), words, len(found[name]), name == tab) for name, words in texts.TABS.items()],
        tab=tab,
        empty=texts.EMPTY[tab],
        notices=[notice.label for notice in templates()],
        may_write=allowed(officer, Permission.DRAFT_BROADCAST, officer.unit_path),
        invited=len(_invitations(officer)),
        units=units_below(officer.unit_path, subtree=foundation.units().subtree, today=foundation.today()),
        unit=app.query("don-vi"),
    )


@app.get(f"{AREA}/o-viec")
def show_part() -> Html:
    """Show what waits for this officer, for *Việc hôm nay*."""
    officer = app.officer()
    require(officer, Permission.READ_BROADCASTS, officer.unit_path)
    approves = allowed(officer, Permission.APPROVE_BROADCAST, officer.unit_path)
    writes = allowed(officer, Permission.DRAFT_BROADCAST, officer.unit_path)
    own = _of(officer.unit_path)
    waiting = _waiting(officer, officer.unit_path) if approves else []
    to_approve = [one for one in waiting if officer.id not in one.contributors | {one.author}]
    trouble = [one for one in own if one.state is BroadcastState.STOPPED]
    without_hour = [one for one in own if one.state is BroadcastState.APPROVED] if approves else []
    returned = [one for one in own if one.state is BroadcastState.DRAFT and one.returned] if writes else []
    invited = _invitations(officer)
    emergencies = _emergencies(officer.unit_path) if approves else []
    groups = [
        (texts.EMERGENCIES, emergencies[:SHOWN_TODAY], len(emergencies)),
        (texts.TO_APPROVE, of_today(_rows(to_approve, many_units=True)), len(to_approve)),
        (texts.TO_MEND, of_today(_rows(returned)), len(returned)),
        (texts.TO_LOCALISE, of_today(_invited_rows(invited)), len(invited)),
        (texts.IN_TROUBLE, _rows(trouble[:SHOWN_TODAY]), len(trouble)),
        (texts.WITHOUT_HOUR, of_today(_rows(without_hour)), len(without_hour)),
    ]
    return app.live(
        "console/broadcasts/today.html",
        seconds=_SECONDS,
        groups=[group for group in groups if group[2]],
        now=clock.now(),
    )


@app.get(f"{AREA}/han-muc")
def show_quota() -> Html:
    """Show how many broadcasts the account of a unit may still send, for the account's page."""
    officer, path, now = app.officer(), unit_asked_for(app), clock.now()
    require(officer, Permission.READ_BROADCASTS, path)
    account = foundation.accounts().of_unit(foundation.province(), path)
    if account is None:
        raise NotFound
    used = publishing.quotas().used(foundation.province(), clock.local_day(now)).get(path, {})
    left = room(publishing.quota_rules(), account.oa_type, used, emergency=False, at=now)
    return app.live("console/broadcasts/quota.html", seconds=0, room=left)


def _of(path: str) -> list[Broadcast]:
    """The newest broadcasts of a unit; one Query."""
    return [broadcast_from(row) for row in publishing.broadcasts().of_unit(path, limit=NEWEST).rows]


def _waiting(officer: Officer, path: str) -> list[Broadcast]:
    """What waits for approval in a subtree."""
    page = publishing.broadcasts().waiting(foundation.province(), path, limit=NEWEST)
    return lookup.waiting(officer, page.rows)


def _emergencies(path: str) -> list[Row]:
    """What went out below lately by one person's decision, newest first."""
    since = clock.now() - _LATELY
    found = publishing.broadcasts().emergencies(path, limit=NEWEST).rows
    return [
        Row(
            f"{AREA}/{row['broadcast_id']}",
            row["title"],
            Tag(texts.EMERGENCY, "bad", "bad"),
            app.unit_name(row["from_unit"]),
            f"“{row['why']}”",
        )
        for row in found
        if clock.from_text(row["sort"].partition("#")[0]) >= since and row["from_unit"] != path
    ]


def _invitations(officer: Officer) -> list[Any]:
    """Broadcasts from above that still ask for the unit's words, or whose words wait for approval."""
    speaks = allowed(officer, Permission.LOCALISE_BROADCAST, officer.unit_path)
    approves = allowed(officer, Permission.APPROVE_LOCALISATION, officer.unit_path)
    if not (speaks or approves):
        return []
    return [
        each
        for each in lookup.invitations(officer.unit_path)
        if (each[1] is None and speaks) or (each[1] is not None and each[1].state == "proposed" and approves)
    ]


def _invited_rows(found: Sequence[Any]) -> list[Row]:
    return [
        Row(
            f"{AREA}/gop-loi/{broadcast.broadcast_id}",
            shown.title_of(broadcast),
            Tag(texts.until(shown.when(broadcast.content.localise_until)), "warn", "hourglass"),
            app.unit_name(broadcast.unit_path),
            texts.WORDS_WAIT if mine else texts.NO_WORDS_YET,
            broadcast.content.localise_until,
        )
        for broadcast, mine in found
    ]


def _rows(found: Iterable[Broadcast], *, many_units: bool = False) -> list[Row]:
    return [
        Row(
            _href(one),
            shown.title_of(one),
            shown.state_tag(one),
            app.unit_name(one.unit_path) if many_units else "",
            _about(one),
            one.suggested_at if one.state in _BEFORE else None,
        )
        for one in found
    ]


def _href(one: Broadcast) -> str:
    """Return where the officer goes on with a broadcast: writing it, approving it, or following it."""
    officer, here = app.officer(), address_of(one)
    if one.state is BroadcastState.DRAFT and may(Permission.DRAFT_BROADCAST, one):
        return f"{here}/noi-dung" if one.returned or not one.title else f"{here}/xem-lai"
    own_hand = officer.id in one.contributors | {one.author}
    if one.state is BroadcastState.SUBMITTED and not own_hand and may(Permission.APPROVE_BROADCAST, one):
        return f"{here}/duyet"
    return here


def _about(one: Broadcast) -> str:
    """Return what matters about a broadcast where it stands."""
    if one.state is BroadcastState.DRAFT and one.returned:
        return f"“{one.returned.reason}”"
    if one.state in _STATES["soan"] | _STATES["cho-duyet"]:
        return texts.sent_at(shown.when(one.suggested_at))
    at = one.finished_at or one.send_at
    return shown.when(at) if at else ""


def _tab(name: str) -> str:
    unit = app.query("don-vi")
    return f"{AREA}?muc={name}{f'&don-vi={unit}' if unit else ''}"
