"""Who may reorganise: administrators of the province, for it is all of its units that change."""

from loa.foundation.officers.model import Officer, Permission, require


def may_reorganise(officer: Officer, province: str) -> None:
    """Go on only when the officer may plan, approve and run a reorganisation of the province.

    Raises:
        NotFound, NotAllowed: they may not.
    """
    require(officer, Permission.REORGANISE, province)
