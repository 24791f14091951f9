"""The campaigns of a unit go to its successor: drafts, open ones, and results that may have to be withdrawn.

Entries and counts keep the unit that people named. Residents of the successor may take part from then on.
Each campaign is one transaction under its version: safe to repeat, and to stop anywhere.
"""

from dataclasses import replace

from loa.foundation.units.moves import WILL_NOT_MOVE, Enough, UnitMoved, left_behind
from loa.participation.campaigns.service import CampaignService


def move_unit(old: str, new: str, *, campaigns: CampaignService, enough: Enough) -> UnitMoved:
    """Move the campaigns of a unit that has ended to the one that takes over.

    Args:
        old: path of the unit; not of those below it.
        new: path of its successor.
        campaigns: those of the province, and what homes show of them.
        enough: as in `Enough`.
    """
    done = UnitMoved()
    for campaign in campaigns.campaigns.all():
        if campaign.unit_path != old:
            continue
        if enough():
            return done + UnitMoved(complete=False)
        try:
            campaigns.turn(campaign, replace(campaign, unit_path=new, version=campaign.version + 1))
        except WILL_NOT_MOVE as failure:
            done += left_behind("campaign", campaign.id, old, failure)
        else:
            done += UnitMoved(1)
    return done
