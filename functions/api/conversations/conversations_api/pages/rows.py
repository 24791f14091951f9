"""Conversations as lists show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from conversations_api import texts
from conversations_api.moments import moment, span
from conversations_api.pages.app import AREA, pages
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.previews import first_words
from loa.dialogue.desk.model import CLOSING_WITHIN, Answering, ConversationAccess, ListedConversation
from loa.web.console.lists import Tag

TAGS: Final = {"warn": "hourglass", "bad": "bad", "wait": "lock", "do": "user", "ok": "check"}
"""The icon of a tag, by its kind."""


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A line of a list.

    Attributes:
        href: where its page is.
        name: of the resident.
        words: their last ones; empty: no longer kept.
        since: since when they wait; empty: they do not.
        end: until when they can be answered.
        tags: the time left, and what else matters.
        unit: who handles it, where the list holds several units; else empty.
        due: until when answering them is possible, or free.
    """

    href: str
    name: str
    words: str
    since: str
    end: str
    tags: tuple[Tag, ...]
    unit: str = ""
    due: datetime | None = None

    @classmethod
    def of(cls, item: ListedConversation, now: datetime) -> "ConversationRow":
        """From a line of a list."""
        head = item.found.head
        waits = head.unanswered.since if head.unanswered else None
        own = item.found.path == pages.officer().unit_path
        return cls(
            href=f"{AREA}/{head.oa_id}/{head.user_id}",
            name=name_of(item.found),
            words=first_words(item.last) if item.last else "",
            since=texts.SINCE.format(span=span(now - waits)) if waits and waits < now else "",
            end=ends(item.answering, now),
            tags=tuple(_tags(item, now)),
            unit="" if own else pages.unit_name(item.found.path),
            due=item.closes_at(now),
        )


def name_of(conversation: ConversationAccess) -> str:
    """Return the name of the resident."""
    return conversation.head.display_name or texts.NO_NAME


def time_left(item: ListedConversation, now: datetime) -> Tag:
    """Return how long the resident can still be answered."""
    end = item.closes_at(now)
    if item.answering.refused:
        return _tag(texts.CANNOT_ANSWER, "wait")
    if end is None:
        return _tag(texts.NO_LIMIT)
    free = item.answering.free_until
    words = texts.LEFT_PAID if free and free < now else texts.LEFT
    return _tag(words.format(span=span(end - now)), "warn" if end - now <= CLOSING_WITHIN else "")


def danger(head: Conversation) -> list[Tag]:
    """Return that the resident calls for help, or may; or that they may accuse somebody in office."""
    if head.is_urgent:
        return [_tag(texts.CALLS_FOR_HELP, "bad")]
    if head.is_watched:
        return [_tag(texts.MAY_ACCUSE if head.first_reader else texts.MAY_NEED_HELP, "warn")]
    return []


def ends(answering: Answering, now: datetime) -> str:
    """Return until when the resident can be answered, in words; empty: nobody knows, or it is over."""
    if answering.refused:
        return ""
    if answering.free_until and answering.free_until >= now:
        return texts.WINDOW_ENDS_FREE.format(end=moment(answering.free_until, now))
    if answering.allowed_until:
        return texts.WINDOW_ENDS.format(end=moment(answering.allowed_until, now))
    return ""


def _tags(item: ListedConversation, now: datetime) -> list[Tag]:
    head = item.found.head
    found = danger(head)
    if head.unanswered:
        found.append(time_left(item, now))
    if head.lease_until and head.lease_until > now:
        mine = head.lease_officer == pages.officer().id
        found.append(_tag(texts.WRITING_MYSELF if mine else texts.WRITING.format(name=head.lease_name), "do"))
    elif head.assigned_to:
        mine = head.assigned_to == pages.officer().id
        found.append(
            _tag(texts.GIVEN_TO_ME if mine else texts.GIVEN_TO.format(name=head.assigned_name), "do")
        )
    return found


def listed(rows: list[ListedConversation], now: datetime) -> list[Any]:
    """Return lines of a list for its template."""
    return [ConversationRow.of(row, now) for row in rows]


def _tag(words: str, kind: str = "") -> Tag:
    return Tag(words, kind, TAGS.get(kind, "clock"))
