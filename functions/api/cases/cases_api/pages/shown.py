"""How cases look on pages: words of state and time left, lines of a history, files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from cases_api.pages import texts
from loa.casework.cases.rows.files import CaseFile
from loa.casework.cases.rows.models import CaseSummary, StoredCase, due_of
from loa.casework.cases.rules.model import Case, CaseState, Entry
from loa.clock import VIETNAM, local_day
from loa.residents.attachments.files import is_picture
from loa.residents.attachments.texts import FAILURES
from loa.residents.messages.model import MessageState, Outgoing, is_owed
from loa.residents.messages.service import reason_text
from loa.web.console.lists import Tag

_SOON: Final = timedelta(days=2)
_HOUR: Final = timedelta(hours=1)


_STATES: Final[Mapping[CaseState, tuple[str, str]]] = {
    CaseState.RECEIVED: ("wait", "clock"),
    CaseState.TRANSFERRED: ("wait", "clock"),
    CaseState.RETURNED: ("wait", "question"),
    CaseState.OUTSIDE: ("wait", "out"),
    CaseState.ACCEPTED: ("do", "hourglass"),
    CaseState.IN_PROGRESS: ("do", "hourglass"),
    CaseState.REOPENED: ("warn", "refresh"),
    CaseState.ANSWERED: ("ok", "check"),
    CaseState.CONFIRMED: ("ok", "check"),
}


def state_tag(state: CaseState) -> Tag:
    """Return the word of a state."""
    kind, picture = _STATES.get(state, ("", ""))
    return Tag(state.label, kind, picture)


def due_tag(state: CaseState, due: datetime, now: datetime) -> Tag | None:
    """Return how much time is left, as people say it; None: nothing runs any more."""
    if not state.is_open:
        return None
    if state.is_paused:
        return Tag(texts.PAUSED, "wait", "clock")
    left = due - now
    if left <= timedelta(0):
        return Tag(texts.late(_span(-left)), "bad", "bad")
    days = (local_day(due) - local_day(now)).days
    if days < 1:
        return Tag(texts.left_today(_span(left)), "warn", "hourglass")
    soon = left <= _SOON
    return Tag(texts.left(days, short_day(due)), "warn" if soon else "", "hourglass" if soon else "clock")


def due_of_case(case: Case, now: datetime) -> Tag | None:
    """Return how much time a case has."""
    return due_tag(case.state, due_of(case), now)


def due_of_line(line: CaseSummary, now: datetime) -> Tag | None:
    """Return how much time a listed case has."""
    return due_tag(line.state, line.due, now)


def _span(length: timedelta) -> str:
    if length >= timedelta(days=1):
        return texts.days(length.days)
    return texts.hours(max(1, length // _HOUR))


def short_day(instant: datetime) -> str:
    """`11/12`."""
    own = local_day(instant)
    return f"{own.day}/{own.month}"


def at(instant: datetime) -> str:
    """`14:05, 2/12`."""
    own = instant.astimezone(VIETNAM)
    return f"{own:%H:%M}, {own.day}/{own.month}/{own.year}"


def clock_time(instant: datetime, now: datetime) -> str:
    """`14:05`; with the day where it was another."""
    return f"{instant.astimezone(VIETNAM):%H:%M}" if local_day(instant) == local_day(now) else at(instant)


_NOT_TOLD: Final = frozenset({MessageState.FAILED, MessageState.SKIPPED, MessageState.UNKNOWN})


def told(message: Outgoing | None, stored: StoredCase) -> tuple[Tag, str] | None:
    """Return what became of the newest message to the reporter, and why they have not been told."""
    if message is None:
        return None
    if stored.case.told_until >= max(stored.said.values(), default=0) and stored.case.told_until:
        return Tag(texts.TOLD_BY_PHONE, "ok", "phone"), ""
    if message.state is MessageState.SENT:
        return Tag(texts.told_at(at(message.updated_at)), "ok", "check"), ""
    if message.state in _NOT_TOLD:
        if is_owed(message.matter, message.state, message.reason):
            is_late = message.reason == "window_closed"
            why = texts.WINDOW_CLOSED if is_late else reason_text(message.reason)
            return Tag(texts.NOT_TOLD, "bad", "bad"), f"{why} {texts.TOLD_LATER}".strip()
        return Tag(texts.NOT_TOLD, "bad", "bad"), reason_text(message.reason)
    return Tag(texts.BEING_TOLD, "wait", "clock"), reason_text(message.reason)


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the history: for `parts/lists.html` `timeline`, with the words that were said."""

    state: str
    title: str
    about: str
    words: str


def history_of(history: Iterable[Entry], people: Mapping[str, str], units: Mapping[str, str]) -> list[Step]:
    """Return what was done, oldest first; notes stand elsewhere."""
    lines = [line for line in history if line.what != "noted"]
    return [
        Step(
            "done",
            texts.done(line.what, line.facts, units),
            texts.told_by(who(line.by, people), at(line.at), texts.more_of(line.facts)),
            line.text,
        )
        for line in lines
    ]


def who(by: str, people: Mapping[str, str]) -> str:
    """Return who did something."""
    return texts.OTHERS.get(by) or people.get(by) or texts.SOMEBODY


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of a case on a page; `href` is empty while there is none."""

    reference: str
    name: str
    href: str
    is_picture: bool
    fault: str
    covered: bool = False


def files_on_page(files: Iterable[CaseFile], address: str) -> list[ShownFile]:
    """Return the files of a case; `address`: of the case."""
    shown = []
    for number, file in enumerate(files, 1):
        reason = file.copy.get("failed")
        coming = "" if file.copy else texts.COMING
        fault = FAILURES.get(str(reason), "") if reason else coming
        picture = is_picture(str(file.copy.get("type", "")))
        has_copy = "key" in file.copy
        shown.append(
            ShownFile(
                file.reference,
                texts.picture(number) if picture else str(file.copy.get("name") or texts.file(number)),
                f"{address}/tep?ten={quote(file.reference, safe='')}" if has_copy else "",
                picture and has_copy,
                fault,
            )
        )
    return shown
