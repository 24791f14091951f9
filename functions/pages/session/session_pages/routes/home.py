"""Việc hôm nay: the frame; each part of it is drawn by the function that may read what it shows."""

from dataclasses import dataclass
from typing import Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.foundation.officers.model import Permission, allowed_roles
from loa.foundation.sessions.drafts import DraftStore
from loa.settings import is_practice
from loa.web.console import week
from loa.web.console.cookies import is_secure, session_cookie
from loa.web.console.drafts import KEEP, NEVER, PAGE
from loa.web.console.navigation import (
    GUIDE,
    HOME,
    OWN,
    PRACTICE,
    SIGN_IN,
    SIGN_OUT,
    areas_of,
    keeps_drafts,
)
from loa.web.pages.preferences import own_path
from loa.web.pages.resolver import Html
from loa.web.problems import BadRequest
from session_pages import texts
from session_pages.app import app
from session_pages.dependencies import records, sign_in


@dataclass(frozen=True, slots=True)
class HomeButton:
    """One of the large buttons.

    Attributes:
        area: of the console that it leads into.
        path: where it leads.
        words, icon: what stands on it.
        permission: who lacks it does not see it.
    """

    area: str
    path: str
    words: str
    icon: str
    permission: Permission


BUTTONS: Final = (
    HomeButton(
        "/console/tin-nhan", "/console/tin-nhan", texts.ANSWER, "chat", Permission.ANSWER_CONVERSATION
    ),
    HomeButton("/console/vu-viec", "/console/vu-viec/moi", texts.ENTER_CASE, "pen", Permission.WORK_ON_CASE),
    HomeButton(
        "/console/truyen-thong", "/console/truyen-thong/moi", texts.WRITE, "loa", Permission.DRAFT_BROADCAST
    ),
    HomeButton(
        "/console/to-cao", "/console/to-cao", texts.DENUNCIATIONS, "lock", Permission.READ_CONFIDENTIAL
    ),
)

PARTS: Final = (
    ("/console/tin-nhan", texts.MESSAGES_PART),
    ("/console/vu-viec", texts.CASES_PART),
    ("/console/truyen-thong", texts.BROADCASTS_PART),
    ("/console/noi-dung", texts.LIBRARY_PART),
    ("/console/tham-gia", texts.PARTICIPATION_PART),
    ("/console/to-cao", texts.DENUNCIATIONS_PART),
    ("/console/du-lieu", texts.PRIVACY_PART),
    ("/console/tai-khoan", texts.ACCOUNTS_PART),
)
"""Areas with a part of their own here (`AREA/o-viec`), and what the link says while it is not there."""

FIGURES: Final = (
    ("/console/tin-nhan", texts.MESSAGES_FIGURE),
    ("/console/vu-viec", texts.CASES_FIGURE),
    ("/console/tai-khoan", texts.FOLLOWERS_FIGURE),
)
"""Areas with a number of the last seven days (`loa.web.console.week`), and what stands there before it."""

_REPORTS: Final = "/console/bao-cao"


@app.get(HOME)
def home() -> Html:
    """Show what waits for the officer."""
    officer = app.officer()
    present = {area.path: area.name for area in areas_of(officer)}
    permissions = allowed_roles(officer.roles)
    now = clock.now()
    has_factor = app.session().factor_at is not None
    return app.page(
        "console/session/home.html",
        now=now,
        changed=records().told(officer, now),
        first_steps=[]
        if officer.is_linked and has_factor
        else [
            (texts.SET_UP_FACTOR, OWN, has_factor),
            (texts.LINK_ZALO, f"{OWN}#toi-zalo", officer.is_linked),
            (texts.READ_GUIDE, GUIDE, False),
            *([(texts.PRACTISE, PRACTICE, False)] if is_practice() else []),
        ],
        buttons=[each for each in BUTTONS if each.area in present and each.permission in permissions],
        parts=[(path, words, present[path]) for path, words in PARTS if path in present],
        figures=[(f"{area}/{week.PATH}", area, words) for area, words in FIGURES if area in present],
        reports=_REPORTS if _REPORTS in present else "",
    )


@app.post(KEEP)
def keep_words() -> Response[str]:
    """Keep what is being typed on a page; answer when, as people read it."""
    data, now = app.form_data(), clock.now()
    page = own_path(next(iter(data.get(PAGE, ())), ""))
    fields = {name: values for name, values in data.items() if name not in NEVER}
    store = DraftStore(sign_in().sessions.table)
    if not keeps_drafts(page) or not store.keep_words(app.officer().id, page, fields, now):
        raise BadRequest
    return Response(
        200,
        content_type="text/plain",
        body=f"{now.astimezone(clock.VIETNAM):%H:%M}",
        headers={"cache-control": "no-store"},
    )


@app.post(SIGN_OUT)
def sign_out() -> Html:
    """End this session, and let the browser forget what it kept of it."""
    session, event = app.session(), app.current_event.raw_event
    sign_in().sessions.end(session.officer_id, session.id)
    secure = is_secure(event)
    answer = app.redirect(f"{SIGN_IN}?vi=xong", cookies=[session_cookie("", secure=secure)])
    if secure:
        answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer
