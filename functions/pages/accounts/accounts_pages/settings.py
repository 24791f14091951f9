"""Settings of the function accounts."""

from dataclasses import dataclass

from loa.foundation.accounts.access import AccessSettings


@dataclass(frozen=True, slots=True)
class Settings(AccessSettings):
    """The function's environment."""

    province_code: str
    public_url: str
    statistics_table: str
    inbox_table: str
    consent_secret_id: str
