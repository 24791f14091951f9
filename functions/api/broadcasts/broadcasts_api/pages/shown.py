"""How broadcasts look on pages: words of state, reach, what has changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from broadcasts_api.pages import texts
from broadcasts_api.pages.forms import who_of
from loa.publishing.broadcasts.delivery.forecast import Forecast
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.quota import QuotaWarning
from loa.publishing.broadcasts.rules.targets import Target
from loa.publishing.broadcasts.rules.texts import reason_text
from loa.web.console.lists import Tag
from loa.web.pages.formats import clock_time, weekday
from loa.web.parts.article_views import PassageDifference, differences, passages

_STATES: Final[Mapping[BroadcastState, tuple[str, str]]] = {
    BroadcastState.DRAFT: ("wait", "pen"),
    BroadcastState.SUBMITTED: ("do", "hourglass"),
    BroadcastState.APPROVED: ("ok", "check"),
    BroadcastState.SCHEDULED: ("ok", "clock"),
    BroadcastState.PLANNING: ("do", "send"),
    BroadcastState.SENDING: ("do", "send"),
    BroadcastState.PAUSED: ("warn", "hourglass"),
    BroadcastState.STOPPED: ("bad", "bad"),
    BroadcastState.FINISHED: ("ok", "check"),
    BroadcastState.CANCELLED: ("wait", "x"),
    BroadcastState.WITHDRAWN: ("wait", "x"),
}


def state_tag(broadcast: Broadcast) -> Tag:
    """Return the word of a broadcast's state."""
    if broadcast.state is BroadcastState.DRAFT and broadcast.returned:
        return Tag(broadcast.state_word, "warn", "refresh")
    return Tag(broadcast.state_word, *_STATES[broadcast.state])


def title_of(broadcast: Broadcast) -> str:
    """Return its title, or that it has none yet."""
    return broadcast.title or texts.UNTITLED


def when(at: datetime | None) -> str:
    """Return when it goes out, as officers read it."""
    return f"{clock_time(at)}, {weekday(at)}" if at else texts.AT_ONCE


# Reach


@dataclass(frozen=True, slots=True)
class ExpectedReach:
    """Whom a broadcast reaches.

    Attributes:
        accounts, followers: of those that can send.
        words: both in words.
        cannot: why not, and the names of the units.
        least_left: how many broadcasts the account with the least may still send after this one; None: no
            limit.
        warned: so many accounts have used most of their quota with this one.
    """

    accounts: int
    followers: int
    words: str
    cannot: Sequence[tuple[str, Sequence[str]]]
    least_left: int | None
    warned: int

    @property
    def unreached(self) -> int:
        """How many accounts cannot send."""
        return sum(len(names) for _, names in self.cannot)


def reach_of(forecasts: Sequence[Forecast]) -> ExpectedReach:
    """Return whom a broadcast reaches."""
    able = [one for one in forecasts if not one.reason]
    groups: dict[str, list[str]] = {}
    for one in forecasts:
        if one.reason:
            groups.setdefault(reason_text(one.reason), []).append(one.unit.name)
    limited = [one.room.left for one in able if one.room.left is not None]
    followers = sum(one.followers for one in able)
    return ExpectedReach(
        len(able),
        followers,
        texts.reach(len(able), followers),
        sorted(groups.items(), key=lambda group: -len(group[1])),
        min(limited) - 1 if limited else None,
        sum(one.warning in {QuotaWarning.MOSTLY_USED, QuotaWarning.USED_UP} for one in able),
    )


# What has changed


def changes(
    before: BroadcastContent | None, after: BroadcastContent, name_of: Callable[[str], str]
) -> list[PassageDifference]:
    """Return what is different, passage by passage; nothing where there was nothing before."""
    return differences(_passages(before, name_of), _passages(after, name_of)) if before else []


def target_words(target: Target, name_of: Callable[[str], str]) -> str:
    """Return whom a broadcast is for, in words: `Chọn từng đơn vị: Xã Yên Thành; 18–24 tuổi`."""
    own = who_of(target)
    words = texts.WHO[own][0] if own != "own" else name_of(target.root)
    if own == "chosen":
        words = ", ".join(map(name_of, target.units))
    if target.root and own in {"all", "below", "communes", "wards"}:
        words = f"{words} ({name_of(target.root)})"
    ages = [texts.AGES[age] for age in target.followers.get("ages", "").split(",") if age in texts.AGES]
    gender = texts.GENDERS.get(target.followers.get("gender", ""), "")
    return "; ".join([words, *([", ".join(ages)] if ages else []), *([gender] if gender else [])])


def _passages(content: BroadcastContent, name_of: Callable[[str], str]) -> list[str]:
    until = content.localise_until
    return [
        *passages(content.article),
        texts.FOR_WHOM.format(target_words(content.target, name_of)),
        texts.WITHOUT_QUOTA.format(texts.OVER_QUOTA[content.over_quota.value][0]),
        *([texts.WORDS_UNTIL.format(when(until))] if until else []),
    ]
