"""Results of rounds, and what anybody needs to draw the lot again."""

import json
from collections.abc import Mapping
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa.bootstrap import foundation, participation
from loa.errors import NotFound
from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.store import EntryStore
from loa.participation.contests.closing import ranked_entries
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestRound, RoundState
from loa.participation.contests.store import ResultStore
from loa.web.pages.answers import kept_for
from loa.web.pages.formats import number as grouped
from loa.web.pages.resolver import Html
from mark_pages.app import app
from mark_pages.routes import sealed_round

KEPT_SECONDS: Final = 3_600
_TENTHS: Final = 10


@app.get("/thi/<campaign_id>/ket-qua/<number>")
def show_result(campaign_id: str, number: str) -> Html:
    """Show who won and which communes took part."""
    campaign, current, result = _public(campaign_id, number)
    name = foundation.unit_names().name
    won, units = result["winners"], result["units"]
    return app.page(
        "public/contests/result.html",
        contest=campaign,
        round=current,
        result=result,
        winners=won,
        rows=[
            [each["receipt"], name(each["unit_path"]), int(each["score"]), grouped(int(each["prediction"]))]
            for each in won
        ],
        standings=[
            [name(each["unit_path"]), grouped(int(each["persons"])), _per_thousand(each)] for each in units
        ],
    )


@app.get("/thi/<campaign_id>/ket-qua/<number>/du-lieu.json")
def give_data(campaign_id: str, number: str) -> Html:
    """Give the rules of the lot, the winners, and how many parts the entries have."""
    campaign, current, result = _public(campaign_id, number)
    return _json(
        {
            "commitment": current.commitment,
            "seed": result["seed"],
            "value_source": current.value_source,
            "value": result["value"],
            "prizes": current.prizes,
            "perfect": int(result["perfect"]),
            "winners": [each["receipt"] for each in result["winners"]],
            "parts": campaign.shards,
            "entries": f"/thi/{campaign_id}/ket-qua/{current.number}/du-lieu/PART.json",
        }
    )


@app.get("/thi/<campaign_id>/ket-qua/<number>/du-lieu/<part>")
def give_entries(campaign_id: str, number: str, part: str) -> Html:
    """Give the entries of one part, in the order of their receipts: nothing of who or where."""
    campaign, current, _ = _public(campaign_id, number)
    shard = part.removesuffix(".json")
    if shard not in map(str, range(campaign.shards)):
        raise NotFound
    rows = EntryStore(participation.mark().table).entries(campaign, int(shard), current.number)
    entries = sorted(ranked_entries(rows), key=lambda each: each.receipt)
    return _json([[each.receipt, each.score, each.prediction] for each in entries])


def _public(campaign_id: str, number: str) -> tuple[Campaign, ContestRound, Mapping[str, Any]]:
    """Return a round whose result is public.

    Raises:
        NotFound: it is none.
    """
    campaign = participation.play().contest(campaign_id)
    current = sealed_round(campaign, number)
    result = ResultStore(participation.mark().table).find(campaign_id, current.number)
    if current.state is not RoundState.CONFIRMED or result is None:
        raise NotFound
    return campaign, current, result


def _per_thousand(standing: Mapping[str, Any]) -> str:
    tenths = standing["per_thousand"]
    return texts.NO_ADULTS if tenths is None else f"{int(tenths) // _TENTHS},{int(tenths) % _TENTHS}"


def _json(data: Any) -> Html:
    body = json.dumps(data, ensure_ascii=False)
    headers = {"cache-control": kept_for(KEPT_SECONDS)}
    return Response(200, content_type="application/json", body=body, headers=headers)
