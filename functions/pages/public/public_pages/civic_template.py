"""The dialect of Zalo's official template for Mini Apps of authorities, where everybody reads the same.

Over the same services as our own pages, so that a Mini App made from it shows a province's library. What it
says of somebody's own cases, and what it sends, is answered by the function `petitions`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from loa import clock
from loa.bootstrap import foundation, reading
from loa.publishing.library.projection.model import Card
from loa.publishing.library.reading.addresses import url_of
from loa.publishing.library.reading.service import HandbookPage
from loa.publishing.library.rules.plain import plain
from loa.web.public.civic_template import (
    KINDS,
    TemplateRefused,
    TemplateRequest,
    answered,
    milliseconds,
    numeric,
    paged,
    query_of,
)
from public_pages import texts


def answer(event: TemplateRequest) -> dict[str, Any] | None:
    """The answer to an event of API Gateway (payload 2.0); None: the address is not one of the template's."""
    return answered(event, _ROUTES)


def _organization(_: TemplateRequest) -> dict[str, Any]:
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


def _articles(event: TemplateRequest) -> dict[str, Any]:
    home = reading.library().home(foundation.province())
    now = clock.now()
    cards = [card for section in home.sections.values() for card in section if card.is_shown(now)]
    newest = sorted(cards, key=lambda card: card.published_at, reverse=True)
    return paged(newest, query_of(event), _article)


def _article(card: Card) -> dict[str, Any]:
    picture = {"thumb": url_of(card.cover.url, reading.public_url())} if card.cover else {}
    return {
        "id": card.item_id,
        "title": card.title,
        "desc": card.summary,
        "link": f"{reading.public_url()}/bai/{card.item_id}",
        "createdAt": milliseconds(card.published_at),
        **picture,
    }


def _feedback_types(_: TemplateRequest) -> list[dict[str, Any]]:
    return [{"id": place, "title": kind.label, "order": place} for place, kind in enumerate(KINDS, start=1)]


def _guides(event: TemplateRequest) -> dict[str, Any]:
    """The handbook as questions and answers; only those of the page asked for are read."""
    leaves = _leaves(reading.library().handbook(foundation.province()))
    return paged(leaves, query_of(event), _guide)


def _leaves(pages: Sequence[HandbookPage]) -> list[Card]:
    return [card for page in pages for card in (_leaves(page.below) if page.below else [page.card])]


def _guide(card: Card) -> dict[str, Any]:
    content = reading.library().item(card.item_id).content
    texts_of = [plain(str(block["content"])) for block in content.blocks if block.get("type") == "text"]
    answer_text = "\n".join([content.summary, *texts_of]).strip()
    return {"id": numeric(card.item_id), "question": card.title, "answer": answer_text}


def _profiles(_: TemplateRequest) -> Any:
    """A code alone opens nobody's case: that needs the number which came with it."""
    raise TemplateRefused(texts.TEMPLATE_PROGRESS.format(address=f"{reading.public_url()}/theo-doi"))


_ROUTES: Final[Mapping[str, Callable[[TemplateRequest], Any]]] = {
    "GET /get_organization_api": _organization,
    "GET /get_articles_api": _articles,
    "GET /feedback_types_api": _feedback_types,
    "GET /information_guide_api": _guides,
    "GET /search_profiles_api": _profiles,
}
