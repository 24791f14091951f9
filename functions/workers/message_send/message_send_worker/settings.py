"""Settings of the function message_send."""

from dataclasses import dataclass

from loa.foundation.accounts.access import AccessSettings


@dataclass(frozen=True, slots=True)
class Settings(AccessSettings):
    """The function's environment."""

    audience_table: str
    statistics_table: str
    own_queue: str
    messages_queue_url: str
    attachments_bucket: str
    media_bucket: str
    message_calls_per_minute: str
    send_workers: str
    practice_inbox_url: str
    """Empty but at a stage for practice."""
