"""Prizes of a round: how winners can be reached, and which were handed over.

Only officers of the unit that holds the contest see it, and each look is written down.
"""

from collections.abc import Iterable
from typing import Final

from loa import clock
from loa.bootstrap import foundation, participation
from loa.errors import Conflict, NotFound
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.readings.model import ReadKind
from loa.participation.campaigns.model import Campaign
from loa.participation.contests.claims import PrizeClaim, Reachable, claims_until
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules.model import ContestRound
from loa.participation.telling.store import ToldRow, winners_name
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.app import AREA, app, whole_number
from participation_pages.contests.knowledge import PrizeKnowledge
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
    winners, told, now = _winners(campaign, current), _told(campaign, current), clock.now()

    def known(receipt: str) -> PrizeKnowledge:
        return PrizeKnowledge(campaign, current, told.get(receipt, ()), claims.get(receipt), now)

    no_more = {receipt: known(receipt).of_no_winner() for receipt in sorted({*told, *claims} - set(winners))}
    return app.page(
        "console/participation/prizes.html",
        campaign=campaign,
        round=current,
        until=claims_until(current),
        no_more=[(receipt, words) for receipt, words in no_more.items() if words],
        winners=[
            (
                place,
                receipt,
                foundation.unit_names().name(unit_path),
                claims.get(receipt),
                _same_number(receipt, claims.get(receipt), given),
                known(receipt).of_winner(place),
                known(receipt).other_in_hand(place),
            )
            for receipt, (place, unit_path) in winners.items()
        ],
    )


def _told(campaign: Campaign, current: ContestRound) -> dict[str, tuple[ToldRow, ...]]:
    """Return by receipt what its owner was told, by edition."""
    told: dict[str, tuple[ToldRow, ...]] = {}
    rows = participation.told().told(winners_name(campaign.id, current.number))
    for one in sorted(rows, key=lambda one: one.edition):
        told[one.receipt] = (*told.get(one.receipt, ()), one)
    return told


def _same_number(receipt: str, claim: PrizeClaim | None, given: Iterable[tuple[str, Reachable]]) -> list[str]:
    """Return the contest's other receipts with the same number; officers judge what that means."""
    if claim is None or claim.reachable is None:
        return []
    return [other for other, said in given if other != receipt and said.is_at(claim.reachable.phone)]


@app.post(_PRIZES)
def hand_over(campaign_id: str, number: str) -> Html:
    """Note that a prize was handed over.

    Raises:
        NotFound: the entry has won none.
        Conflict: after a recount it is another one than the page has shown.
    """
    officer, campaign, current = _round(campaign_id, number)
    receipt, seen = (next(iter(app.form_data().get(name, ())), "") for name in ("receipt", "place"))
    winners = _winners(campaign, current)
    if receipt not in winners:
        raise NotFound
    place, _ = winners[receipt]
    if place != whole_number(seen):
        raise Conflict(texts.RESULT_CHANGED)
    return app.done(
        lambda: participation.claims().hand_over(
            campaign.id, current.number, receipt, place, officer.id, clock.now()
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


def _winners(campaign: Campaign, current: ContestRound) -> dict[str, tuple[int, str]]:
    """Return by receipt which place won, and for which unit."""
    result = participation.contests().results.find(campaign.id, current.number, current.edition)
    won = result["winners"] if result else ()
    return {one["receipt"]: (place, one["unit_path"]) for place, one in enumerate(won, 1)}
