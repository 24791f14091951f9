"""What was adopted beside what residents were asked about: article by article, with opinions and answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loa.bootstrap import participation
from loa.errors import NotFound
from loa.participation.campaigns.model import Campaign, CampaignKind
from loa.participation.campaigns.store import shown_to_residents
from loa.participation.consultations.rules.model import DraftNode, DraftText
from loa.web.pages.resolver import Html
from opinions_pages import texts
from opinions_pages.app import app

if TYPE_CHECKING:
    from loa.participation.consultations.rules.versions import NodeChange


@dataclass(frozen=True, slots=True)
class FinalArticle:
    """An article of either text, with what became of it, and how many opinions it had."""

    id: str
    label: str
    fate: str
    opinions: int


@dataclass(frozen=True, slots=True)
class NodePair:
    """A part of both texts: what it was called and said, and what it is called and says now.

    Attributes:
        label: how it is called now, or was.
        before, after, old, new: empty where there is none.
        change: how the words differ; None: they do not.
    """

    label: str
    before: str
    after: str
    old: str
    new: str
    change: "NodeChange | None"


def final_articles(campaign: Campaign, text: DraftText) -> list[FinalArticle]:
    """Return the articles that were adopted, then those that are no more; empty: nobody has said so yet."""
    service = participation.consultations()
    final = service.final(campaign)
    if final is None:
        return []
    differing = {
        article.id
        for node in service.final_changes(campaign)
        if (article := final.article_of(node) or text.article_of(node))
    }
    counts = campaign.content["by_article"]
    return [
        FinalArticle(
            each.id,
            _name(each, final if each.id in final.by_id else text),
            _fate(each.id, text, final, is_same=each.id not in differing),
            int(counts.get(each.id, 0)),
        )
        for each in _articles(text, final)
    ]


@app.get("/gop-y/<campaign_id>/ban-hanh/<node>")
def show_final(campaign_id: str, node: str) -> Html:
    """Show an article of both texts side by side."""
    found = participation.campaign_store().find(campaign_id)
    campaign, service = shown_to_residents(found, CampaignKind.CONSULTATION), participation.consultations()
    final = service.final(campaign)
    if final is None:
        raise NotFound
    text = service.text(campaign)
    places = [each.id for each in _articles(text, final)]
    if node not in places:
        raise NotFound
    place, start = places.index(node), f"/gop-y/{campaign_id}/ban-hanh/"
    nodes = final.within(node)
    gone = [each for each in text.within(node) if each.id not in final.by_id]
    changed = service.final_changes(campaign)
    own = final if node in final.by_id else text
    return app.page(
        "public/consultations/final.html",
        draft=campaign,
        label=_name(own.by_id[node], own),
        pairs=[_pair(each.id, text, final, changed) for each in (*nodes, *gone)],
        opinions=int(campaign.content["by_article"].get(node, 0)),
        answers=[
            each
            for each in service.answers(campaign)
            if any((article := text.article_of(one)) and article.id == node for one in each.nodes)
        ],
        previous=f"{start}{places[place - 1]}" if place else "",
        next=f"{start}{places[place + 1]}" if place + 1 < len(places) else "",
    )


def _articles(text: DraftText, final: DraftText) -> list[DraftNode]:
    return [*final.articles, *(each for each in text.articles if each.id not in final.by_id)]


def _name(node: DraftNode, text: DraftText) -> str:
    label = text.label(node.id)
    return f"{label}. {node.title}" if node.title else label


def _fate(node: str, text: DraftText, final: DraftText, *, is_same: bool) -> str:
    if node not in final.by_id:
        return texts.GONE
    if node not in text.by_id:
        return texts.NEW
    return texts.SAME if is_same else texts.CHANGED


def _pair(node: str, text: DraftText, final: DraftText, changed: "Mapping[str, NodeChange]") -> NodePair:
    old, new = text.by_id.get(node), final.by_id.get(node)
    before, after = text.label(node) if old else "", final.label(node) if new else ""
    return NodePair(
        after or before, before, after, old.words if old else "", new.words if new else "", changed.get(node)
    )
