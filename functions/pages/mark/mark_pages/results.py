"""Results of rounds, and what anybody needs to draw the lot again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.bootstrap import foundation, participation
from loa.errors import NotFound
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.store import EntryStore
from loa.participation.contests.claims import claims_until
from loa.participation.contests.rounds import round_in_address, rounds_of, shown_changes
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.certificates import certified
from loa.participation.contests.rules.lot import ranked_entries
from loa.participation.contests.rules.model import SETTLED, ContestRound, RoundChange
from loa.participation.contests.rules.standing import FEWEST_FOR_AVERAGE
from loa.web.pages import formats
from loa.web.pages.answers import kept_for
from loa.web.pages.resolver import Html
from mark_pages.app import app
from mark_pages.certificates import checked_page

NEWEST_SECONDS: Final = 60
KEPT_SECONDS: Final = 3_600
"""What belongs to one edition never changes."""
_TENTHS: Final = 10
_HUNDREDTHS: Final = 100


_ROUND: Final = "/thi/<campaign_id>/ket-qua/<number>"


@app.get(_ROUND)
def show_result(campaign_id: str, number: str) -> Html:
    """Show who won and which communes took part."""
    return _result_page(_public(campaign_id, number))


@app.get(f"{_ROUND}/ban/<edition>")
def show_edition(campaign_id: str, number: str, edition: str) -> Html:
    """Show an edition of the result, which may have been replaced."""
    return _result_page(_public(campaign_id, number, edition))


@app.get(f"{_ROUND}/du-lieu.json")
def give_data(campaign_id: str, number: str) -> Html:
    """Give what the newest edition of the result is made of."""
    return _data(_public(campaign_id, number), NEWEST_SECONDS)


@app.get(f"{_ROUND}/ban/<edition>/du-lieu.json")
def give_data_of_edition(campaign_id: str, number: str, edition: str) -> Html:
    """Give what an edition of the result is made of."""
    return _data(_public(campaign_id, number, edition), NEWEST_SECONDS)


@app.get(f"{_ROUND}/du-lieu/<part>")
def give_entries(campaign_id: str, number: str, part: str) -> Html:
    """Give the entries of one part, as they count in the newest edition."""
    return _entries(_public(campaign_id, number), part, NEWEST_SECONDS)


@app.get(f"{_ROUND}/ban/<edition>/du-lieu/<part>")
def give_entries_of_edition(campaign_id: str, number: str, edition: str, part: str) -> Html:
    """Give the entries of one part, as they count in an edition."""
    return _entries(_public(campaign_id, number, edition), part, KEPT_SECONDS)


@app.get(f"{_ROUND}/de.json")
def give_sealed(campaign_id: str, number: str) -> Html:
    """Give all that was sealed before the round: the digest that was published then is the SHA-256 of it.

    Only once no contest of the province is open: all ask questions of the same bank.
    """
    found = _public(campaign_id, number)
    if not found.round.digest or not _may_be_opened():
        raise NotFound
    return _json_text(participation.mark().sealed(found.round), KEPT_SECONDS)


@app.get(f"{_ROUND}/giay/<code>")
def check_certificate(campaign_id: str, number: str, code: str) -> Html:
    """Tell whoever holds a certificate what it proves."""
    found = _public(campaign_id, number)
    receipt = certified(code, participation.secret()(), campaign_id, found.round.number)
    return checked_page(found.campaign, found.round, code, receipt)


@dataclass(frozen=True, slots=True)
class _Published:
    """A public edition of the result of a round."""

    campaign: Campaign
    round: ContestRound
    edition: int
    result: Mapping[str, Any]

    @property
    def address(self) -> str:
        return f"/thi/{self.campaign.id}/ket-qua/{self.round.number}/ban/{self.edition}"

    @property
    def changes(self) -> list[RoundChange]:
        """What makes this edition differ from the one before."""
        return self.changes_in(self.edition)

    def changes_in(self, edition: int) -> list[RoundChange]:
        return shown_changes(each for each in self.round.changes if each.edition == edition)


def _public(campaign_id: str, number: str, edition: str = "") -> _Published:
    """Return an edition of the result of a round; without its number the newest.

    Raises:
        NotFound: it is not public.
    """
    campaign = participation.play().contest(campaign_id)
    current = round_in_address(campaign, number)
    wanted = edition or str(current.edition)
    if wanted not in map(str, range(1, current.edition + 1)):
        raise NotFound
    result = participation.results().find(campaign_id, current.number, int(wanted))
    if result is None:
        raise NotFound
    return _Published(campaign, current, int(wanted), result)


def _may_be_opened() -> bool:
    """Whether nobody can be asked any more, in this contest or another, what a sealed round holds."""
    now = clock.now()
    return not any(
        each.closes + SETTLED > now
        for each in participation.campaign_store().all()
        if each.kind is CampaignKind.CONTEST and each.state is not CampaignState.WITHDRAWN
        if any(one.seal for one in rounds_of(each))
    )


def _result_page(found: _Published) -> Html:
    name = foundation.unit_names().name
    won, units = found.result["winners"], found.result["units"]
    return app.page(
        "public/contests/result.html",
        contest=found.campaign,
        round=found.round,
        edition=found.edition,
        address=found.address,
        is_opened=bool(found.round.digest) and _may_be_opened(),
        changes=found.changes,
        next_changes=found.changes_in(found.edition + 1),
        result=found.result,
        winners=won,
        claims_until=claims_until(found.round),
        rows=[
            [
                each["receipt"],
                name(each["unit_path"]),
                int(each["score"]),
                formats.number(int(each["prediction"])),
            ]
            for each in won
        ],
        standings=[
            [name(each["unit_path"]), formats.number(int(each["persons"])), _per_thousand(each)]
            for each in units
        ],
        averages=[
            [name(each["unit_path"]), formats.number(int(each["persons"])), _average(each)]
            for each in found.result.get("averages", ())
        ],
        fewest=FEWEST_FOR_AVERAGE,
    )


def _data(found: _Published, seconds: int) -> Html:
    result = found.result
    return _json(
        {
            "edition": found.edition,
            "commitment": found.round.commitment,
            "digest": found.round.digest,
            "sealed": f"/thi/{found.campaign.id}/ket-qua/{found.round.number}/de.json",
            "seed": result["seed"],
            "value_source": found.round.value_source,
            "value": result["value"],
            "prizes": found.round.prizes,
            "persons": int(result["persons"]),
            "known": int(result["known"]),
            "perfect": int(result["perfect"]),
            "winners": [each["receipt"] for each in result["winners"]],
            "withdrawn": sorted(found.round.withdrawn_in(found.edition)),
            "excluded": sorted(found.round.excluded_in(found.edition)),
            "adults_verified": result["adults_verified"],
            "parts": found.campaign.shards,
            "entries": f"{found.address}/du-lieu/PART.json",
        },
        seconds,
    )


def _entries(found: _Published, part: str, seconds: int) -> Html:
    """Give entries in the order of their receipts: nothing of who or where."""
    shard, service = part.removesuffix(".json"), participation.mark()
    if shard not in map(str, range(found.campaign.shards)):
        raise NotFound
    rows = EntryStore(service.table).entries(found.campaign, int(shard), found.round.number)
    more = service.points_back(found.round, found.round.withdrawn_in(found.edition))
    excluded = found.round.excluded_in(found.edition)
    entries = ranked_entries(rows, more, excluded)
    return _json(sorted([each.receipt, each.score, each.prediction] for each in entries), seconds)


def _per_thousand(standing: Mapping[str, Any]) -> str:
    tenths = standing["per_thousand"]
    return texts.NO_ADULTS if tenths is None else f"{int(tenths) // _TENTHS},{int(tenths) % _TENTHS}"


def _average(standing: Mapping[str, Any]) -> str:
    return "{},{:02d}".format(*divmod(int(standing["hundredths"]), _HUNDREDTHS))


def _json(data: Any, seconds: int) -> Html:
    return _json_text(json.dumps(data, ensure_ascii=False), seconds)


def _json_text(body: str, seconds: int) -> Html:
    headers = {"cache-control": kept_for(seconds)}
    return Response(200, content_type="application/json", body=body, headers=headers)
