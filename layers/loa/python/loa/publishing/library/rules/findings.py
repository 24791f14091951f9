"""What is looked at before an item is submitted and published. Pure rules.

A *blocking* finding stops the submission; any other one is advice, which the approver sees as well.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loa.clock import local_day, to_text
from loa.publishing.articles.placeholders import gaps_in
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.fields import host_of, missing_fields
from loa.publishing.library.rules.kinds import KINDS, ItemKind
from loa.publishing.library.rules.model import Item, LibraryContent, split_id
from loa.publishing.library.rules.plain import plain, plain_words, sentences
from loa.publishing.library.rules.spoken import speaking_other_words

LONG_TITLE: Final = 90
"""Letters that three lines of a phone hold."""
LONG_TEXT: Final = 600
"""Words, after which a reader looks for headings."""
LONG_SENTENCE: Final = 45
"""Words; a few long sentences are no fault, a third of them is."""

LEADS_NOWHERE: Final = 3
"""So often in a row an address has to fail before it counts as dead; one that says so itself is at once."""

_HEADING: Final = re.compile(r"<h([23])>", re.IGNORECASE)
_LINK: Final = re.compile(r'<a\s[^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """Something that a check found.

    Attributes:
        field: where, such as `blocks[2].alt`; empty: in the whole.
        message: for the officer.
        blocking: whether it stops the submission.
    """

    field: str
    message: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the checks have to know besides the content.

    Attributes:
        now: the instant of the check.
        hosts: the hosts that an administrator approved for links.
        gone: addresses in the content that lead nowhere, as far as somebody has looked.
    """

    now: datetime
    hosts: Collection[str] = ()
    gone: Collection[str] = ()


def findings(item: Item, content: LibraryContent, around: Surroundings) -> list[CheckFinding]:
    """Everything that is to be said about an item before residents read it, what blocks first."""
    blocking = {
        **missing_fields(item.kind, content.fields),
        **_missing_content(item.kind, content),
        **_pictures_without_words(content),
        **_links_not_approved(item.kind, content, around),
        **_gaps(content),
        **_old_words(content),
        **_parent_elsewhere(item, content),
        **_over(item.kind, content, around.now),
    }
    if item.placement.urgent and item.placement.expires_at is None and KINDS[item.kind].lifetime_days is None:
        blocking["placement.expires_at"] = texts.EXPIRY_NEEDED
    if item.placement.expires_at is not None and item.placement.expires_at <= around.now:
        blocking["placement.expires_at"] = texts.EXPIRY_IN_PAST
    found = [CheckFinding(field, message, blocking=True) for field, message in blocking.items()]
    return found + [
        CheckFinding(field, message, blocking=False) for field, message in _advice(content, around)
    ]


def faults(found: list[CheckFinding]) -> dict[str, str]:
    """The messages of what blocks, by field."""
    return {finding.field: finding.message for finding in found if finding.blocking}


def links_in(content: LibraryContent) -> dict[str, str]:
    """Every address that the content leads to, with the field where it stands."""
    found: dict[str, str] = {}
    for place, block in enumerate(content.blocks):
        at = f"blocks[{place}]"
        if block.get("type") == "text":
            found |= {url: at for url, _ in _LINK.findall(str(block["content"]))}
        elif block.get("type") == "video":
            found[str(block["url"])] = at
    for name in ("url", "online_url"):
        if url := content.fields.get(name):
            found[str(url)] = f"fields.{name}"
    return found


def pictures_in(content: LibraryContent) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every picture of the content with the field where it stands, the cover first."""
    if content.cover:
        cover = content.cover
        yield "cover", {"url": cover.url, "alt": cover.alt, "decorative": cover.decorative}
    for place, block in enumerate(content.blocks):
        if block.get("type") == "image":
            yield f"blocks[{place}]", block
        for number, picture in enumerate(block.get("images") or ()):
            yield f"blocks[{place}].images[{number}]", picture


def _missing_content(kind: ItemKind, content: LibraryContent) -> dict[str, str]:
    rule, types = KINDS[kind], {block.get("type") for block in content.blocks}
    if rule.needs_file and not types & {"file", "text"}:
        return {"blocks": texts.NO_FILE}
    if rule.needs_blocks and not content.blocks:
        return {"blocks": texts.NO_BLOCKS}
    return {
        f"blocks[{place}].content": texts.BLOCK_EMPTY
        for place, block in enumerate(content.blocks)
        if block.get("type") == "text" and not plain(str(block["content"])).strip()
    }


def _pictures_without_words(content: LibraryContent) -> dict[str, str]:
    return {
        f"{at}.alt": texts.ALT_NEEDED
        for at, picture in pictures_in(content)
        if not picture.get("alt") and not picture.get("decorative")
    }


def _links_not_approved(kind: ItemKind, content: LibraryContent, around: Surroundings) -> dict[str, str]:
    host = host_of(str(content.fields.get("url", "")))
    if not KINDS[kind].by_administrator or not host or is_approved(host, around.hosts):
        return {}
    return {"fields.url": texts.HOST_NOT_APPROVED.format(host=host)}


def _parent_elsewhere(item: Item, content: LibraryContent) -> dict[str, str]:
    """Whether a page is put below itself, or below one of another unit, whose tree does not show it."""
    parent = str(content.fields.get("parent", ""))
    if not parent or (parent != item.item_id and split_id(parent)[0] == item.unit_path):
        return {}
    return {"fields.parent": texts.PARENT_ELSEWHERE}


def is_approved(host: str, hosts: Collection[str]) -> bool:
    """Whether a host is on the list, or lies below one that is (`a.nghean.gov.vn`, `nghean.gov.vn`)."""
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def _gaps(content: LibraryContent) -> dict[str, str]:
    written = {"title": content.title, "summary": content.summary}
    for place, block in enumerate(content.blocks):
        if block.get("type") == "text":
            written[f"blocks[{place}].content"] = str(block["content"])
    found = {field: ", ".join(gaps_in(text)) for field, text in written.items()}
    return {field: texts.SAMPLE_TEXT.format(text=gaps) for field, gaps in found.items() if gaps}


def _old_words(content: LibraryContent) -> dict[str, str]:
    names = texts.AND.join(texts.LANGUAGES[audio.language] for audio in speaking_other_words(content))
    return {"audio": texts.OLD_WORDS.format(languages=names)} if names else {}


def _over(kind: ItemKind, content: LibraryContent, now: datetime) -> dict[str, str]:
    """Whether a date says that nobody needs to read it any more."""
    ends = [occasion["ends_at"] for occasion in content.fields.get("occasions", ())]
    if ends and max(ends) <= to_text(now):
        return {"fields.occasions": texts.EVENT_OVER}
    if kind is ItemKind.NOTICE and content.fields.get("valid_to", "9999") < local_day(now).isoformat():
        return {"fields.valid_to": texts.NOTICE_OVER}
    return {}


def _advice(content: LibraryContent, around: Surroundings) -> Iterator[tuple[str, str]]:
    title = content.title
    if len(title) > LONG_TITLE:
        yield "title", texts.LONG_TITLE.format(maximum=LONG_TITLE)
    if title.isupper() and len(title.split()) > 2:  # noqa: PLR2004 - "UBND" and "HĐND" are words
        yield "title", texts.SHOUTING
    if not content.summary:
        yield "summary", texts.NO_SUMMARY
    yield from _advice_on_text(content)
    for url, at in links_in(content).items():
        if url in around.gone:
            yield at, texts.DEAD_LINK.format(url=url)


def _advice_on_text(content: LibraryContent) -> Iterator[tuple[str, str]]:
    whole = "\n".join(str(block["content"]) for block in content.blocks if block.get("type") == "text")
    levels = _HEADING.findall(whole)
    if levels and levels[0] == "3":
        yield "blocks", texts.HEADING_ORDER
    words = plain_words(content)
    if len(words) > LONG_TEXT and not levels:
        yield "blocks", texts.LONG_WITHOUT_HEADINGS.format(maximum=LONG_TEXT)
    lengths = [len(sentence.split()) for sentence in sentences(content)]
    if sum(length > LONG_SENTENCE for length in lengths) * 3 > len(lengths):
        yield "blocks", texts.LONG_SENTENCES.format(maximum=LONG_SENTENCE)
    for url, words_of_link in _LINK.findall(whole):
        text = re.sub(r"<[^>]*>", "", words_of_link).strip()
        if text.casefold() in texts.VAGUE_LINKS:
            yield "blocks", texts.LINK_TEXT.format(text=text)
        if url.startswith("http://"):
            yield "blocks", texts.PLAIN_HTTP.format(url=url)
