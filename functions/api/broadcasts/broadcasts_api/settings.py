"""Settings of the function broadcasts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    public_url: str
    quiet_hours: str
    units_table: str
    content_table: str
    broadcasts_table: str
    statistics_table: str
    audience_table: str
    messages_queue_url: str
    inbox_table: str
    sessions_table: str
    privacy_table: str
    media_bucket: str
    deliveries_queue_url: str
    urgent_queue_url: str
    schedule_group: str
    schedule_prefix: str
    plan_function_arn: str
    scheduler_role_arn: str
    schedule_dlq_arn: str
