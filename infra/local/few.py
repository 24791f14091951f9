"""On a small machine a burst starts few processes of each function: more would only wait for each other.

On AWS 43 senders and 20 writers of messages work side by side; on two processors as many processes take each
other's time until each runs into its time-out. The calls that all senders together may make stay the same:
each of the few gets a larger share.
"""

import os
from typing import Final

from infra.local.client import session
from infra.local.state import LocalStack

_SENDERS: Final = 43
"""Among whom the template divides the calls (`SEND_WORKERS`)."""
_ARTICLE_CALLS: Final = 3_800
_BROADCAST_CALLS: Final = 1_600


AT_ONCE: Final = max(3, 2 * (os.cpu_count() or 1))
"""How many processes of a function work on one of its queues on this machine."""


def parameters(at_once: int = AT_ONCE) -> dict[str, str]:
    """The template's parameters for so many: the senders of both queues share what all 43 may ask of Zalo."""
    return {
        "MessageWorkers": str(at_once),
        "ArticleCallsPerMinute": str(_ARTICLE_CALLS * _SENDERS // (2 * at_once)),
        "BroadcastCallsPerMinute": str(_BROADCAST_CALLS * _SENDERS // (2 * at_once)),
    }


def few_at_once(stack: LocalStack, at_once: int = AT_ONCE) -> None:
    """Hold the queues of a running stack to so many; safe to repeat."""
    functions = session(stack).client("lambda")
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        if mapping.get("ScalingConfig", {}).get("MaximumConcurrency", 0) > at_once:
            functions.update_event_source_mapping(
                UUID=mapping["UUID"], ScalingConfig={"MaximumConcurrency": at_once}
            )
