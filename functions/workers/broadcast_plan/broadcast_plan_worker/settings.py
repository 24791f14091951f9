"""Settings of the function broadcast_plan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    units_as_of: str
    quiet_hours: str
    units_table: str
    broadcasts_table: str
    statistics_table: str
    deliveries_queue_url: str
    urgent_queue_url: str
    schedule_group: str
    schedule_prefix: str
    scheduler_role_arn: str
    schedule_dlq_arn: str
