"""The lines of a conversation as its page shows them, oldest first, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from conversations_api import texts
from conversations_api.moments import day, hour
from conversations_api.schemas.thread_schemas import ShownAttachment, ShownLine
from loa import clock
from loa.dialogue.desk.store import NOTE
from loa.residents.followers.model import Direction
from loa.residents.messages.model import MessageState
from loa.web.pages.formats import size

LARGEST_SHOWN: Final = 1_000_000
"""Bytes of a picture that is shown by itself; a larger one waits behind a link that says how large it is."""

_PICTURES: Final = frozenset({"image", "gif", "sticker"})
_NAMES: Final = {"audio": texts.SOUND, "voice": texts.SOUND, "video": texts.VIDEO, "file": texts.FILE}


@dataclass(frozen=True, slots=True)
class LinePart:
    """What came with a line: a picture that is shown (`alt`), a link (`url`), or words alone."""

    words: str
    url: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """One line.

    Attributes:
        look: the classes of its bubble.
        by, at: who and when.
        text: the words.
        parts: what came with them.
        state: what became of a reply; empty: nothing to say.
        why: the reason for that.
        key: of a reply whose outcome a person has to say, or that can be sent again.
        is_unsure, is_failed: which of the two.
        is_fresh: the resident wrote it, and nobody has answered.
    """

    look: str
    by: str
    at: str
    text: str
    parts: tuple[LinePart, ...] = ()
    state: str = ""
    why: str = ""
    key: str = ""
    is_unsure: bool = False
    is_failed: bool = False
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the lines are written.

    Attributes:
        resident: the name of who writes to us.
        unanswered_since: since when words of theirs wait; None: none do.
        saves_data: whether pictures are shown only when asked for.
    """

    resident: str
    unanswered_since: datetime | None
    saves_data: bool


@dataclass(frozen=True, slots=True)
class DayOfLines:
    """The lines of a day."""

    name: str
    lines: Sequence[LineView]


def by_day(lines: Sequence[ShownLine], reader: Reader, now: datetime) -> list[DayOfLines]:
    """Return lines by day; `lines` as the JSON route has them, newest first."""
    found: list[DayOfLines] = []
    for line in reversed(lines):
        name = day(clock.from_text(line.at), now)
        view = _line(line, reader)
        if found and found[-1].name == name:
            found[-1] = DayOfLines(name, [*found[-1].lines, view])
        else:
            found.append(DayOfLines(name, [view]))
    return found


def hosts_of(days: Sequence[DayOfLines]) -> list[str]:
    """Return the origins of the pictures that are shown, for the page's policy."""
    urls = {part.url for each in days for line in each.lines for part in line.parts if part.alt}
    return sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, urls)})


def _line(line: ShownLine, reader: Reader) -> LineView:
    at, since = clock.from_text(line.at), reader.unanswered_since
    when, state = hour(at), line.delivery.state if line.delivery else None
    theirs = line.direction is Direction.IN
    fresh = theirs and not line.automatic and since is not None and at >= since
    parts = tuple(_part(each, reader, when, is_theirs=theirs) for each in line.attachments)
    text = "\n".join(words for words in (line.text, line.unread) if words)
    if line.direction is Direction.NOTE:
        action = texts.ACTIONS.get(line.kind, "")
        return LineView("inside" if line.kind == NOTE else "act", line.by_name, when, text, state=action)
    if theirs:
        look = "said fresh" if fresh else "said"
        return LineView(look, reader.resident, when, text, parts, is_fresh=fresh)
    by = line.by_name or (texts.AUTOMATIC if line.by or line.delivery else texts.OUR_ACCOUNT)
    look = "said us" if line.by_name else "said us robot"
    unsure = state is MessageState.UNKNOWN
    failed = bool(state and state.is_given_up)
    return LineView(
        f"{look} unsure" if unsure else f"{look} fail" if failed else look,
        by,
        when,
        text,
        parts,
        state=texts.STATES.get(state or MessageState.SENT, ""),
        why=line.delivery.reason_text if line.delivery and state is not MessageState.PENDING else "",
        key=line.delivery.key if line.delivery else "",
        is_unsure=unsure,
        is_failed=failed and bool(line.by_name),
    )


def _part(attachment: ShownAttachment, reader: Reader, when: str, *, is_theirs: bool) -> LinePart:
    """Return what a line shows of an attachment."""
    weight = f" ({size(attachment.size)})" if attachment.size else ""
    if attachment.failed_text:
        return LinePart(attachment.failed_text)
    if attachment.pending:
        return LinePart(f"{_NAMES.get(attachment.kind, texts.PICTURE)}: {texts.COPYING}")
    if attachment.kind in _PICTURES and attachment.url:
        alt = texts.PICTURE_OF if is_theirs else texts.OUR_PICTURE
        shown = not reader.saves_data and (attachment.size or 0) <= LARGEST_SHOWN
        words = alt.format(name=reader.resident, at=when) if shown else ""
        return LinePart(f"{texts.PICTURE}{weight}", attachment.url, words)
    if attachment.url:
        words = attachment.name or attachment.description or _NAMES.get(attachment.kind, attachment.url)
        return LinePart(f"{words}{weight}", attachment.url)
    return LinePart(_words_of(attachment))


def _words_of(attachment: ShownAttachment) -> str:
    """Return the words of an attachment without a file."""
    if attachment.kind == "location":
        return texts.PLACE.format(latitude=attachment.latitude, longitude=attachment.longitude)
    if attachment.phone:
        return texts.PHONE.format(phone=attachment.phone)
    return texts.STICKER if attachment.kind == "sticker" else attachment.description or texts.OTHER
