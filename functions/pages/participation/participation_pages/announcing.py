"""Words that are ready for a message to everybody or an item of the library: an invitation, a result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from loa.bootstrap import reading
from loa.foundation.officers.model import Officer, Permission, allowed
from loa.participation.campaigns.model import Campaign, Phase
from loa.participation.campaigns.service import page_of
from loa.participation.contests.claims import claims_until
from loa.participation.contests.rules.model import ContestRound
from loa.publishing.library.rules.model import MAXIMUM_TITLE
from loa.web.pages.formats import moment, number
from participation_pages import texts

_MOST_RECEIPTS: Final = 20


@dataclass(frozen=True, slots=True)
class Announcement:
    """What can be told to everybody.

    Attributes:
        title, summary, words: plain text; readers see the summary above the words.
        link: the public page where the rest stands.
        source: names what it is about: one item of the library for each; empty: that is for no library.
    """

    title: str
    summary: str
    words: str
    link: str
    source: str = ""


def announced_of(campaign: Campaign, phase: Phase, facts: str) -> Announcement | None:
    """Return what a survey or a consultation has to tell now: that it is open, or its result (`facts`)."""
    if phase is Phase.REPORTED:
        return result_of(campaign, facts)
    return invitation(campaign, phase)


def invitation(campaign: Campaign, phase: Phase) -> Announcement | None:
    """Return what invites to a campaign; None: it is not public, or over."""
    if phase not in {Phase.COMING, Phase.OPEN}:
        return None
    title, words = texts.INVITATIONS[campaign.kind.value]
    closes = moment(campaign.closes)
    return Announcement(
        _title(title, campaign),
        texts.INVITED_UNTIL.format(closes=closes),
        words.format(title=campaign.title, closes=closes),
        _page(campaign),
    )


def result_of(campaign: Campaign, facts: str) -> Announcement:
    """Return what tells that the result of a survey or a consultation is public; `facts`: in one sentence."""
    title, words = texts.RESULTS[campaign.kind.value]
    return Announcement(
        _title(title, campaign),
        facts,
        words.format(title=campaign.title),
        _page(campaign),
        f"ket-qua-{campaign.id.lower()}",
    )


def result_of_round(campaign: Campaign, current: ContestRound, result: Mapping[str, Any]) -> Announcement:
    """Return what tells that the result of a round of a contest is public."""
    title, words = texts.RESULTS[campaign.kind.value]
    won = [str(each["receipt"]) for each in result["winners"]]
    shown = ", ".join(won[:_MOST_RECEIPTS]) + ("…" if won[_MOST_RECEIPTS:] else "")
    facts = texts.ROUND_FACTS.format(
        number=current.number,
        persons=number(int(result["persons"])),
        submits=number(int(result["submits"])),
        perfect=number(int(result["perfect"])),
    )
    winners = texts.ROUND_WINNERS.format(receipts=shown, until=moment(claims_until(current)))
    return Announcement(
        _title(title, campaign),
        facts,
        "\n".join([*([winners] if won else []), words.format(title=campaign.title)]),
        f"{_page(campaign)}/ket-qua/{current.number}",
        f"ket-qua-{campaign.id.lower()}-{current.number}-{current.edition}",
    )


def may_announce(officer: Officer, campaign: Campaign) -> dict[str, bool]:
    """Return whether an officer may write messages, and items of the library of the unit that invites."""
    own = officer.unit_path == campaign.unit_path
    return {
        "may_send": allowed(officer, Permission.DRAFT_BROADCAST, officer.unit_path),
        "may_file": own and allowed(officer, Permission.WRITE_LIBRARY, officer.unit_path),
    }


def _page(campaign: Campaign) -> str:
    return f"{reading.public_url()}{page_of(campaign)}"


def _title(words: str, campaign: Campaign) -> str:
    said = words.format(title=campaign.title)
    return said if len(said) <= MAXIMUM_TITLE else f"{said[: MAXIMUM_TITLE - 1]}…"
