"""Settings of the webhook."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The webhook's environment."""

    inbox_queue_url: str
    zalo_app_id: str
    zalo_webhook_secret_id: str
    zalo_mini_app_secret_id: str
