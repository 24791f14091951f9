"""The dialect of Zalo's official template for Mini Apps of authorities, as far as residents read.

Seven of its ten addresses, over the same services as our own pages, so that a Mini App made from it shows
a province's library and released cases. Its program ignores the status of HTTP, takes an answer without
data for an error, counts pages from 0 until `total` is reached, writes `pargeSize`, and compares ids as
numbers. What it writes (feedback, pictures, appointments) is not taken here: residents use our own form.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from loa import clock
from loa.bootstrap import foundation, reading
from loa.casework.cases.rows.public_list import PublicCase
from loa.casework.cases.rules.model import CaseKind
from loa.errors import LoaError
from loa.publishing.library.projection.model import Card
from loa.publishing.library.reading.addresses import url_of
from loa.publishing.library.reading.service import HandbookPage
from loa.publishing.library.rules.plain import plain
from loa.web.problems import problem_of
from public_pages import texts

PAGE: Final = 10
LARGEST_PAGE: Final = 20
MOST: Final = 100
"""Rows that are counted: `total` must be exact, and nobody turns the eleventh page."""

REFUSED: Final = -1
"""The `err` of whatever is wrong: the program shows its own general words, or ours."""
_SAFE_BITS: Final = 52
_KINDS: Final = (
    CaseKind.REPORT,
    CaseKind.RECOMMENDATION,
    CaseKind.COMMENT,
    CaseKind.QUESTION,
    CaseKind.COMPLAINT,
    CaseKind.PROPOSAL,
)

type Query = Mapping[str, str]


class TemplateRefused(Exception):  # noqa: N818 - read as an outcome
    """What is asked for is not given here; the message is for the resident."""


def answer(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answer to an event of API Gateway (payload 2.0); None: the address is not one of the template's."""
    given = _ROUTES.get(str(event.get("rawPath", "")))
    method = str(event.get("requestContext", {}).get("http", {}).get("method", ""))
    if given is None or method != "GET":
        return None
    try:
        envelope = {"err": 0, "message": "", "data": given(event.get("queryStringParameters") or {})}
    except TemplateRefused as refused:
        envelope = {"err": REFUSED, "message": str(refused), "data": None}
    except LoaError as error:
        envelope = {"err": REFUSED, "message": problem_of(error).detail, "data": None}
    headers = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(envelope, ensure_ascii=False)}


def numeric(name: str) -> int:
    """A number that stands for a name, small enough for JavaScript."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()) >> (256 - _SAFE_BITS)


def _organization(_: Query) -> dict[str, Any]:
    """The province: who asks has told us nothing of their commune."""
    province = foundation.province()
    account = foundation.accounts().of_unit(province, province)
    accounts = [{"oaId": account.oa_id, "name": account.name, "follow": False}] if account else []
    return {
        "id": province,
        "name": texts.TEMPLATE_NAME,
        "description": texts.TEMPLATE_ABOUT,
        "officialAccounts": accounts,
    }


def _articles(query: Query) -> dict[str, Any]:
    home = reading.library().home(foundation.province())
    now = clock.now()
    cards = [card for section in home.sections.values() for card in section if card.is_shown(now)]
    newest = sorted(cards, key=lambda card: card.published_at, reverse=True)
    return _paged(newest, query, _article)


def _article(card: Card) -> dict[str, Any]:
    picture = {"thumb": url_of(card.cover.url, reading.public_url())} if card.cover else {}
    return {
        "id": card.item_id,
        "title": card.title,
        "desc": card.summary,
        "link": f"{reading.public_url()}/bai/{card.item_id}",
        "createdAt": _milliseconds(card.published_at),
        **picture,
    }


def _feedbacks(query: Query) -> dict[str, Any]:
    """Released cases; the template's list is public."""
    released = reading.answered_cases().page(foundation.province(), limit=MOST).cases
    return _paged(released, query, _feedback)


def _feedback(case: PublicCase) -> dict[str, Any]:
    pictures = f"{reading.public_url()}/answered-cases/{case.reference}/pictures"
    return {
        "id": numeric(case.reference),
        "title": case.text.splitlines()[0][:100],
        "content": case.text,
        "response": case.answer,
        "creationTime": _milliseconds(case.received_at),
        "responseTime": _milliseconds(case.answered_at),
        "type": case.kind.label,
        "imageUrls": [f"{pictures}/{picture.name}" for picture in case.pictures],
    }


def _feedback_types(_: Query) -> list[dict[str, Any]]:
    return [{"id": place, "title": kind.label, "order": place} for place, kind in enumerate(_KINDS, start=1)]


def _guides(query: Query) -> dict[str, Any]:
    """The handbook as questions and answers; only those of the page asked for are read."""
    return _paged(_leaves(reading.library().handbook(foundation.province())), query, _guide)


def _leaves(pages: Sequence[HandbookPage]) -> list[Card]:
    return [card for page in pages for card in (_leaves(page.below) if page.below else [page.card])]


def _guide(card: Card) -> dict[str, Any]:
    content = reading.library().item(card.item_id).content
    texts_of = [plain(str(block["content"])) for block in content.blocks if block.get("type") == "text"]
    answer_text = "\n".join([content.summary, *texts_of]).strip()
    return {"id": numeric(card.item_id), "question": card.title, "answer": answer_text}


def _schedule(_: Query) -> None:
    """Nobody has an appointment: none are made here. The program takes this for an error, shows its form."""


def _profiles(_: Query) -> Any:
    """A code alone opens nobody's case: that needs the number which came with it."""
    raise TemplateRefused(texts.TEMPLATE_PROGRESS.format(address=f"{reading.public_url()}/theo-doi"))


def _paged[Row](rows: Sequence[Row], query: Query, shown: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
    """One page; `current` is the number that was asked for, `total` how many rows there are in all.

    Raises:
        TemplateRefused: the numbers are none.
    """
    try:
        page = int(query.get("page") or 0)
        size = int(query.get("pargeSize") or query.get("pageSize") or PAGE)
    except ValueError as error:
        raise TemplateRefused(texts.TEMPLATE_NUMBERS) from error
    if page < 0 or size < 1:
        raise TemplateRefused(texts.TEMPLATE_NUMBERS)
    size = min(size, LARGEST_PAGE)
    wanted = rows[:MOST][page * size : (page + 1) * size]
    data = [shown(row) for row in wanted]
    return {"current": page, "pageSize": size, "total": min(len(rows), MOST), "data": data}


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


_ROUTES: Final[Mapping[str, Callable[[Query], Any]]] = {
    "/get_organization_api": _organization,
    "/get_articles_api": _articles,
    "/feedback_api": _feedbacks,
    "/feedback_types_api": _feedback_types,
    "/information_guide_api": _guides,
    "/get_schedule_api": _schedule,
    "/search_profiles_api": _profiles,
}
