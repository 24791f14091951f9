"""Settings of the function broadcast_send."""

from dataclasses import dataclass

from loa.foundation.accounts.access import AccessSettings


@dataclass(frozen=True, slots=True)
class Settings(AccessSettings):
    """The function's environment."""

    public_url: str
    quiet_hours: str
    broadcasts_table: str
    statistics_table: str
    deliveries_queue_url: str
    urgent_queue_url: str
    broadcast_calls_per_minute: str
    article_calls_per_minute: str
    send_workers: str
