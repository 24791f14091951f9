"""Residents: their messages, files, and what they ask about their data."""

from functools import cache
from typing import TYPE_CHECKING, Final

from loa.bootstrap.wiring import FollowingRules, rules, table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.foundation.network.service import NetworkService
    from loa.platform.aws.blobs import Bucket
    from loa.platform.aws.queues import Queue
    from loa.platform.zalo.api.users import MiniAppUsers
    from loa.residents.data_requests.store import DataRequestStore
    from loa.residents.followers.store import FollowerStore
    from loa.residents.messages.store import Outbox
    from loa.residents.messages.windows import WindowRule
    from loa.residents.profiles.store import ProfileStore

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0
"""Of a question who a user of the Mini App is."""


@cache
def followers() -> "FollowerStore":
    """Return the followers and their messages."""
    from loa.residents.followers.store import FollowerStore

    return FollowerStore(table("audience_table"))


@cache
def outbox() -> "Outbox":
    """Return the messages to residents."""
    from loa.residents.messages.store import Outbox

    return Outbox(table("audience_table"))


@cache
def messages() -> "Queue":
    """Return the queue of messages to residents."""
    from loa.platform.aws.queues import Queue

    return Queue(setting("messages_queue_url"))


@cache
def attachments() -> "Bucket":
    """Return the bucket of residents' files."""
    from loa.platform.aws.blobs import Bucket

    return Bucket(setting("attachments_bucket"))


@cache
def data_requests() -> "DataRequestStore":
    """Return what residents ask about their data."""
    from loa.residents.data_requests.store import DataRequestStore

    return DataRequestStore(table("privacy_table"))


@FollowingRules
def window_rules() -> "tuple[WindowRule, ...]":
    """Return when accounts may write to residents."""
    from loa.foundation.rules.store import RuleName
    from loa.residents.messages.windows import read_window_rules

    return rules().read(RuleName.MESSAGES, read_window_rules)


@cache
def network() -> "NetworkService":
    """Return the people of the Front's network, with when they last did something at their account."""
    from loa.foundation.network.service import NetworkService
    from loa.foundation.network.store import NetworkStore

    return NetworkService(NetworkStore(table("units_table")), followers().active_at)


@cache
def mini_app_users() -> "MiniAppUsers":
    """Return the users of the Mini App, as Zalo knows them."""
    from loa.platform.aws.secrets import Secret
    from loa.platform.zalo.api.users import MiniAppUsers
    from loa.platform.zalo.shared.client import shared_http

    http = shared_http(CONNECT_SECONDS, READ_SECONDS)
    return MiniAppUsers(http, setting("zalo_graph_url"), Secret(setting("zalo_app_secret_id")))


@cache
def profiles() -> "ProfileStore":
    """Return the profiles of the Mini App's users."""
    from loa.residents.profiles.store import ProfileStore

    return ProfileStore(table("audience_table"))
