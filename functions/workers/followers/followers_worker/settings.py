"""Settings of the function followers."""

from dataclasses import dataclass

from loa.foundation.accounts.access import AccessSettings


@dataclass(frozen=True, slots=True)
class Settings(AccessSettings):
    """The function's environment."""

    province_code: str
    audience_table: str
    statistics_table: str
    followers_queue_url: str
    inbox_table: str
    inbox_queue_url: str
    follower_calls_per_minute: str
    follower_workers: str
    profiles_a_night: str
