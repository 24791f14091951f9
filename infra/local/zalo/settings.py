"""Every switch of the simulator, changeable while it runs (``POST /_sim/settings``).

The defaults are the behaviour that zalo/README.md 16 says to assume. Durations are seconds of the
simulator's clock unless the name says otherwise.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

CHOICES: Final[dict[str, tuple[object, ...]]] = {
    "oauth_error_shape": ("numeric", "text_only"),
    "expired_token_code": (-216, -220),
    "query_token_answer": (-216, 404),
    "user_api_versions": ("both", "v2", "v3"),
    "broadcast_over_cap": ("drop", "refuse"),
    "webhook_retry_on": ("any", "connection"),
    "webhook_test_post": ("unsigned", "empty", "off"),
    "signature_variant": ("app_id", "oa_id", "hmac", "app_secret"),
    "location_types": ("string", "number"),
    "file_payload_key": ("token", "attachment_id", "both"),
    "revoke_signal": (-219, -216, -220),
    "text_form": ("NFC", "NFD"),
    "zalo_cloud_account": ("linked", "unlinked", "empty"),
}


@dataclass(slots=True)
class Settings:
    """The switches, grouped as in zalo/README.md."""

    # Speed
    latency_ms: int = 0  # added to every platform call
    seed: int = 0  # of ids, fault dice and shuffling

    # OAuth (zalo/README.md 2)
    oauth_error_shape: str = "numeric"
    refresh_lifetime_restarts: bool = True
    refresh_grace_seconds: int = 0  # a used refresh token answers the same pair again within this time
    refresh_omits_token: bool = False
    callback_echo: bool = True  # state and code_challenge come back on the callback
    pkce_required: bool = False
    consent_ends_old_chain: bool = True
    code_seconds: int = 600
    access_token_seconds: int = 90_000
    refresh_token_seconds: int = 90 * 86_400
    token_length: int = 320

    # Gateway
    expired_token_code: int = -216
    query_token_answer: int = -216
    revoke_signal: int = -219  # what calls answer after the OA removed the app
    appsecret_proof_required: bool = False
    rate_limit: bool = True
    rate_limit_app: int = 4_000  # OA API calls per minute and app
    rate_limit_article: int = 4_000  # article API calls per minute and app
    rate_limit_graph: int = 4_000
    rate_limit_graph_user: int = 20
    rate_limit_oa: int = 0  # per minute and OA; 0 is none
    geo_block_openapi: bool = False
    caller_country: str = "VN"  # anything else makes graph.zalo.me answer -501
    caller_ip: str = "203.0.113.7"

    # Windows, hours, quotas (sections 4 and 5)
    platform_tz: str = "Asia/Ho_Chi_Minh"
    night_enforced: bool = True
    night_starts_hour: int = 22
    night_ends_hour: int = 6
    reply_needs_follow: bool = False
    sub_quota_total: int = 2_000
    zalo_cloud_account: str = "linked"
    broadcast_quota_month: int = 40  # per account; 0 is none
    broadcast_over_cap: str = "drop"
    follower_cap_day: int = 1
    follower_cap_month: int = 4
    broadcast_review_seconds: int = 1_800
    user_api_versions: str = "both"  # which user calls answer government OAs
    business_v2_user_api: bool = False
    cs_templates: bool = True  # v3 cs takes list and button templates
    button_title_max: int = 100
    file_payload_key: str = "token"
    closed_endpoint_code: int = -233

    # Articles and uploads (sections 8 and 9)
    article_delay_seconds: float = 1.0
    article_delay_polls: int = 0  # this many verify calls answer -214, whatever the time
    article_quota_day: int = 0  # per account; 0 is none
    video_delay_seconds: float = 1.0
    image_max_bytes: int = 1_048_576
    gif_max_bytes: int = 5_242_880
    file_max_bytes: int = 5_242_880
    upload_quota_month: int = 5_000
    asset_seconds: int = 7 * 86_400

    # Webhooks (section 10)
    webhook_retry_on: str = "any"
    webhook_retry: bool = True
    webhook_timeout_seconds: float = 2.0
    webhook_test_timeout_seconds: float = 8.0  # of the console's test POST; zalo/README.md names none
    webhook_retry_ladder_seconds: list[float] = field(default_factory=lambda: [30, 300, 900, 1800, 3600])
    webhook_retry_factor: float = 1.0  # 0.001 turns 30 s into 30 ms
    webhook_unsubscribes: bool = True  # after the last failed retry
    webhook_stopped: bool = False  # no event is sent any more, and none is sent later
    webhook_concurrency: int = 20
    webhook_shuffle: bool = False
    webhook_copies: int = 1  # every event is sent this many times
    webhook_duplicate_probability: float = 0.0
    webhook_without_grant: bool = False  # events reach every app, granted or not
    webhook_test_post: str = "unsigned"
    webhook_events_off: list[str] = field(
        default_factory=lambda: ["user_received_message", "user_seen_message"]
    )
    signature_variant: str = "app_id"
    send_timestamp_header: bool = False

    # Data
    location_types: str = "string"
    text_form: str = "NFC"  # of the residents' names and messages
    media_url: str = ""  # where the simulator is reached: files of residents then lie there, not at zdn.vn

    # Mini App and ZNS
    mini_app_allowed_ips: list[str] = field(default_factory=list)  # empty allows every caller
    zns_daily_quota: int = 500
    zns_night_enforced: bool = False

    def change(self, values: dict[str, Any]) -> None:
        """Change some switches at once; nothing is changed when one is wrong.

        Raises:
            ValueError: an unknown name, a wrong type or a value that is not one of the choices.
        """
        checked = {name: self._checked(name, value) for name, value in values.items()}
        for name, value in checked.items():
            setattr(self, name, value)

    def as_dict(self) -> dict[str, Any]:
        """All switches with their present values."""
        return asdict(self)

    def _checked(self, name: str, value: Any) -> Any:
        if name not in {known.name for known in fields(self)}:
            raise ValueError(f"there is no setting {name!r}")
        present = getattr(self, name)
        if isinstance(present, float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) is not type(present):
            raise ValueError(f"{name} takes a {type(present).__name__}, not {value!r}")
        if name in CHOICES and value not in CHOICES[name]:
            raise ValueError(f"{name} is one of {list(CHOICES[name])}, not {value!r}")
        if (
            isinstance(value, int | float)
            and name not in CHOICES
            and value < 0
            and name != "closed_endpoint_code"
        ):
            raise ValueError(f"{name} is not negative")
        return value
