"""Who may see, write and publish campaigns."""

from loa.foundation.officers.model import Officer, Permission, in_scope, require
from loa.participation.campaigns.model import Campaign


def may_see(officer: Officer, campaign: Campaign) -> bool:
    """Return whether an officer's list shows it: it is their unit's, or of one below."""
    return in_scope(officer, campaign.unit_path)


def require_reading(officer: Officer, unit_path: str) -> None:
    """Check that an officer may see what concerns a unit; raises as `require` does."""
    require(officer, Permission.READ_PARTICIPATION, unit_path)


def require_writing(officer: Officer, unit_path: str) -> None:
    """Check that an officer may prepare something for a unit; raises as `require` does."""
    require(officer, Permission.WRITE_PARTICIPATION, unit_path)


def require_publishing(officer: Officer, unit_path: str) -> None:
    """Check that an officer may let residents see something; raises as `require` does."""
    require(officer, Permission.APPROVE_PARTICIPATION, unit_path)
