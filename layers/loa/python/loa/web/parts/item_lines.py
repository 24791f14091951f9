"""How items of the library look in the console: words of state, lines of a history, rows of lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.clock import local_day
from loa.publishing.library.editing.access import sections_for
from loa.publishing.library.rules.kinds import KINDS, SECTIONS, ItemKind
from loa.publishing.library.rules.model import EditionState, Item, Step, WithdrawalKind
from loa.publishing.library.transitions import texts
from loa.web.console.lists import Tag
from loa.web.pages.formats import clock_time, near_day, number
from loa.web.parts.texts import READ_AT_LEAST, READ_BY_FEW, READ_BY_NOBODY
from loa.web.shapes.choices import Choice


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A line of a list of items."""

    item_id: str
    title: str
    about: str
    tags: tuple[Tag, ...]
    due: datetime | None = None


_FEW: Final = 10
"""Reads of a month, below which a number would say more than is known."""
_WORKING: Final[Mapping[EditionState, Tag]] = {
    EditionState.DRAFT: Tag(texts.DRAFT, "wait", "pen"),
    EditionState.SUBMITTED: Tag(texts.SUBMITTED, "warn", "hourglass"),
    EditionState.APPROVED: Tag(texts.APPROVED, "do", "check"),
    EditionState.SCHEDULED: Tag(texts.SCHEDULED, "do", "clock"),
}


def tags_of(item: Item, now: datetime) -> tuple[Tag, ...]:
    """Return the words of state of an item: of what residents read, then of the edition in work."""
    if item.binned_at is not None:
        return (Tag(texts.BINNED, "wait", "x"),)
    found = [Tag(texts.NOBODY_LOOKED, "bad", "warn")] if item.urgent_by else []
    if item.withdrawal:
        expired = item.withdrawal.kind is WithdrawalKind.EXPIRED
        found.append(Tag(texts.EXPIRED if expired else texts.WITHDRAWN, "wait", "x"))
    elif item.live:
        found.append(Tag(texts.PUBLISHED, "ok", "eye"))
    if item.returned:
        found.append(Tag(texts.RETURNED, "bad", "bad"))
    elif item.working_state is EditionState.SCHEDULED and item.scheduled_for:
        found.append(Tag(texts.scheduled(when(item.scheduled_for, now)), "do", "clock"))
    elif item.working_state:
        found.append(_WORKING[item.working_state])
    return tuple(found)


def when(instant: datetime, now: datetime) -> str:
    """Return `14:05 hôm nay`, `8:00 30/11`."""
    return f"{clock_time(instant)} {near_day(instant, local_day(now))}"


def row_of(item: Item, now: datetime, *, unit: str = "", why: str = "") -> ItemLine:
    """Return the line of an item.

    Args:
        item: the item.
        now: the present instant.
        unit: the name of its unit, where several stand in the list.
        why: what is to be said first, such as why it stands there; may say `{expires_at}`,
            `{review_by}`, `{published_at}`; of the first two the row says when it is due.
    """
    ends = {"expires_at": item.placement.expires_at, "review_by": item.placement.review_by}
    named = ends | {"published_at": item.published_at}
    due = next((at for name, at in ends.items() if f"{{{name}}}" in why), None)
    about = (
        why.format(**{name: when(at or now, now) for name, at in named.items()}),
        unit,
        KINDS[item.kind].label,
        SECTIONS[item.placement.section].label,
        when(item.updated_at, now),
    )
    words = " · ".join(word for word in about if word)
    return ItemLine(item.item_id, item.title or texts.UNTITLED, words, tags_of(item, now), due)


def section_choices(unit_path: str, kind: ItemKind) -> list[Choice]:
    """Return the sections that take such an item from a unit."""
    return [Choice(rule.section.value, rule.label) for rule in sections_for(unit_path, kind)]


def line_of(step: Step, names: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Return a line of a history for `parts/lists.html: timeline`."""
    who = names.get(step.by, texts.SOMEBODY) if step.by else texts.BY_ITSELF
    title = texts.STEPS.get(step.what, step.what)
    note = "" if step.what in {"restore", "show_elsewhere", "announce", "reorganised"} else step.note
    about = f"{who}, {when(step.at, now)}"
    return {"state": "done", "title": title, "about": f"{about}: {note}" if note else about}


def reads_of(month: str, count: int) -> str:
    """Return how often something was read in a month such as `2026-12`; small numbers in words."""
    year, _, name = month.partition("-")
    words = READ_AT_LEAST if count >= _FEW else READ_BY_FEW if count else READ_BY_NOBODY
    return words.format(month=int(name), year=year, few=_FEW, count=number(count))
