"""Settings of the function reconcile."""

from dataclasses import dataclass

from loa.foundation.accounts.access import AccessSettings


@dataclass(frozen=True, slots=True)
class Settings(AccessSettings):
    """The function's environment."""

    province_code: str
    broadcasts_table: str
    reconcile_calls_per_minute: str
