"""Who may see, write and publish campaigns."""

from loa.errors import NotFound
from loa.foundation.officers.model import Officer, Permission, in_scope, require
from loa.foundation.units.model import is_within
from loa.participation.campaigns.model import Campaign, CampaignKind


def may_see(officer: Officer, campaign: Campaign) -> bool:
    """Return whether an officer's list shows it: it is of their unit or below, or asks their residents."""
    return in_scope(officer, campaign.unit_path) or is_invited(officer, campaign)


def is_invited(officer: Officer, campaign: Campaign) -> bool:
    """Return whether a unit above asks their residents for opinions, so that they help them to give some."""
    is_asked = campaign.kind is CampaignKind.CONSULTATION and campaign.is_public
    return is_asked and is_within(officer.unit_path, campaign.unit_path)


def only_helps(officer: Officer, campaign: Campaign) -> bool:
    """Return whether a contest or survey of a unit above asks their residents: they read no results."""
    is_asked = campaign.kind is not CampaignKind.CONSULTATION and campaign.is_public
    is_below = is_within(officer.unit_path, campaign.unit_path)
    return is_asked and is_below and not in_scope(officer, campaign.unit_path)


def require_helping(officer: Officer, campaign: Campaign, unit_path: str) -> None:
    """Check that an officer may write down what is said in a unit.

    Raises:
        NotFound: the campaign does not ask there.
        NotAllowed: they may not write for that unit.
    """
    if not campaign.is_public or not is_within(unit_path, campaign.unit_path):
        raise NotFound
    require(officer, Permission.WRITE_PARTICIPATION, unit_path)


def require_reading(officer: Officer, unit_path: str) -> None:
    """Check that an officer may see what concerns a unit; raises as `require` does."""
    require(officer, Permission.READ_PARTICIPATION, unit_path)


def require_writing(officer: Officer, unit_path: str) -> None:
    """Check that an officer may prepare something for a unit; raises as `require` does."""
    require(officer, Permission.WRITE_PARTICIPATION, unit_path)


def require_publishing(officer: Officer, unit_path: str) -> None:
    """Check that an officer may let residents see something; raises as `require` does."""
    require(officer, Permission.APPROVE_PARTICIPATION, unit_path)
