"""Prizes of a round: how winners can be reached, and which were handed over.

Only officers of the unit that holds the contest see it, and each look is written down.
"""

from collections.abc import Iterable
from typing import Final

from loa import clock
from loa.bootstrap import foundation, participation
from loa.errors import NotFound
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.readings.model import ReadKind
from loa.participation.campaigns.model import Campaign
from loa.participation.contests.claims import PrizeClaim, Reachable, claims_until, takes_claims
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules.model import ContestRound
from loa.participation.telling.store import ToldRow, winners_name
from loa.residents.messages.model import MessageState
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.app import AREA, app
from participation_pages.contests.rounds import ROUND, own_round

_PRIZES: Final = f"{ROUND}/trao-giai"


@app.get(_PRIZES)
def show_prizes(campaign_id: str, number: str) -> Html:
    """Show the receipts that won, with how their owners can be reached."""
    officer, campaign, current = _round(campaign_id, number)
    reference = f"{campaign.id}/dot/{current.number}/trao-giai"
    foundation.readings().note(
        officer, ReadKind.CLAIMS, reference, unit_path=campaign.unit_path, now=clock.now()
    )
    store = participation.claims()
    every = {each.number: store.of(campaign.id, each.number) for each in rounds_of(campaign) if each.edition}
    claims = every[current.number]
    given = [
        (receipt, claim.reachable)
        for of_round in every.values()
        for receipt, claim in of_round.items()
        if claim.reachable
    ]
    winners, told = _winners(campaign, current), _told(campaign, current)
    looking = takes_claims(current, clock.now())
    return app.page(
        "console/participation/prizes.html",
        campaign=campaign,
        round=current,
        until=claims_until(current),
        told={
            receipt: texts.WINNER_TOLD[one.state.value]
            for receipt, one in told.items()
            if one.key or one.state is MessageState.SKIPPED
        },
        no_more=[
            (receipt, texts.NO_MORE_TOLD[one.state.value] if one.place == 0 else texts.NO_MORE_UNTOLD)
            for receipt, one in sorted(told.items())
            if (one.is_heard or one.place == 0) and receipt not in {each["receipt"] for each in winners}
        ],
        untold=texts.WINNER_LOOKED_FOR if looking else texts.WINNER_UNTOLD,
        winners=[
            (
                place,
                one["receipt"],
                foundation.unit_names().name(one["unit_path"]),
                claims.get(one["receipt"]),
                _same_number(one["receipt"], claims.get(one["receipt"]), given),
            )
            for place, one in enumerate(winners, 1)
        ],
    )


def _told(campaign: Campaign, current: ContestRound) -> dict[str, ToldRow]:
    """Return by receipt the newest of what somebody was told."""
    rows = participation.told().told(winners_name(campaign.id, current.number))
    return {one.receipt: one for one in sorted(rows, key=lambda one: one.edition)}


def _same_number(receipt: str, claim: PrizeClaim | None, given: Iterable[tuple[str, Reachable]]) -> list[str]:
    """Return the contest's other receipts with the same number; officers judge what that means."""
    if claim is None or claim.reachable is None:
        return []
    return [other for other, said in given if other != receipt and said.is_at(claim.reachable.phone)]


@app.post(_PRIZES)
def hand_over(campaign_id: str, number: str) -> Html:
    """Note that a prize was handed over."""
    officer, campaign, current = _round(campaign_id, number)
    receipt = next(iter(app.form_data().get("receipt", ())), "")
    if receipt not in {one["receipt"] for one in _winners(campaign, current)}:
        raise NotFound
    return app.done(
        lambda: participation.claims().hand_over(
            campaign.id, current.number, receipt, officer.id, clock.now()
        ),
        to=f"{AREA}/{campaign_id}/dot/{current.number}/trao-giai",
        say=texts.HANDED_OVER.format(receipt=receipt),
    )


def _round(campaign_id: str, number: str) -> tuple[KnownOfficer, Campaign, ContestRound]:
    """Return a round with a public result as `own_round` does; raises NotFound where there is none."""
    officer, campaign, current = own_round(campaign_id, number, writes=True)
    if not current.edition:
        raise NotFound
    return officer, campaign, current


def _winners(campaign: Campaign, current: ContestRound) -> list[dict[str, str]]:
    result = participation.contests().results.find(campaign.id, current.number, current.edition)
    return list(result["winners"]) if result else []
