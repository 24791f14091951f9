"""Sample residents come and answer: their events go where the webhook puts those of real ones."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from loa.dialogue.practice.scenes import Scene, answering, opening
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed
from loa.platform.aws.queues import Queue, QueueMessage
from loa.platform.zalo.practice.people import name_of
from loa.platform.zalo.webhooks.envelope import envelope
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.model import Outgoing


def let_write(scene: Scene, *, inbox: Queue, app_id: str, oa_id: str, key: str, now: datetime) -> None:
    """Let a new sample resident write to an account; arguments as those of `opening`.

    Raises:
        Busy: AWS is busy; some of it may be on the queue, and the same key goes on with it.
    """
    _queue(opening(scene, app_id=app_id, oa_id=oa_id, key=key, now=now), inbox)


def let_answer(message: Outgoing, *, inbox: Queue, app_id: str, now: datetime) -> None:
    """Let a sample resident answer what has reached them. Safe to repeat.

    Raises:
        Busy: AWS is busy: try again.
    """
    _queue(answering(message, app_id=app_id, now=now), inbox)


def name(oa_id: str, user_id: str, audience: FollowerStore) -> None:
    """Let a sample resident who has written be known by name at once; real ones are looked up at Zalo.

    Raises:
        Busy: AWS is busy: try again.
    """
    if not (known_as := name_of(user_id)):
        return
    _, partition, sort = audience.follower_place(oa_id, user_id)
    nameless = Attr("partition").exists() & Attr("display_name").not_exists()
    with suppress(ConditionFailed):  # they have it, or were erased meanwhile
        audience.table.update(partition, sort, set={"display_name": known_as}, only_if=nameless)


def _queue(events: Iterable[dict[str, Any]], inbox: Queue) -> None:
    """Put events on the queue one by one: of a batch a later one may be taken before an earlier one."""
    for event in events:
        text = json.dumps(event, separators=(",", ":"), ensure_ascii=False)
        outside = envelope(event, text.encode())
        inbox.send(QueueMessage(text, group=outside.group_key, key=outside.event_id))
