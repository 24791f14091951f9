"""What officers do for people without a telephone, where they work themselves."""

from collections.abc import Iterable
from datetime import datetime

from loa.bootstrap import foundation, participation, reading
from loa.errors import NotFound
from loa.foundation.officers.model import Officer, Permission, allowed
from loa.foundation.units.model import is_within
from loa.participation.campaigns.access import only_helps, require_helping
from loa.participation.campaigns.model import Campaign, CampaignKind, Phase
from loa.participation.contests.playing import open_round
from loa.web.shapes.choices import Choice
from participation_pages.app import AREA, app


def communes_for(campaign: Campaign) -> list[Choice]:
    """Return the communes and wards for which an officer may write something down."""
    return reading.places().communes(_where(campaign), foundation.today())


def helped(campaign_id: str, kind: CampaignKind) -> Campaign:
    """Return a campaign for which an officer may write down what is said where they work.

    Raises:
        NotFound: there is none of the kind.
        NotFound, NotAllowed: as in `require_helping`.
    """
    campaign = participation.campaign_store().find(campaign_id)
    if campaign.kind is not kind:
        raise NotFound
    require_helping(app.officer(), campaign, _where(campaign))
    return campaign


def to_help(officer: Officer, every: Iterable[Campaign], now: datetime) -> list[tuple[Campaign, str]]:
    """Return of all campaigns those of units above in which this officer helps people now, and where."""
    if not allowed(officer, Permission.WRITE_PARTICIPATION, officer.unit_path):
        return []
    found = []
    for each in every:
        if not only_helps(officer, each):
            continue
        if current := open_round(each, now):
            found.append((each, f"{AREA}/{each.id}/dot/{current.number}/nhap-ho"))
        elif each.kind is CampaignKind.SURVEY and each.phase(now) is Phase.OPEN:
            found.append((each, f"{AREA}/{each.id}/phieu-giay"))
    return found


def _where(campaign: Campaign) -> str:
    own, root = app.officer().unit_path, campaign.unit_path
    return own if is_within(own, root) else root
