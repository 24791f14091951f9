"""What the simulator tells by webhook, and our Zalo room: signed, understood, told once."""

import pytest

from loa.platform.zalo.api.messages import text_message
from loa.platform.zalo.webhooks.envelope import envelope, parse_json
from loa.platform.zalo.webhooks.events import EventKind, MessageKind, parse_event
from loa.platform.zalo.webhooks.signature import is_signed, near_miss
from tests.contract.conftest import APP, OA, OA_SECRET, SECRET, World
from tests.worlds.zalo_server import Reply, Server

pytestmark = [pytest.mark.enable_socket]


ACTS: dict[str, tuple[EventKind, MessageKind | None]] = {
    "follow": (EventKind.FOLLOW, None),
    "send_text": (EventKind.MESSAGE_IN, MessageKind.TEXT),
    "send_image": (EventKind.MESSAGE_IN, MessageKind.IMAGE),
    "send_gif": (EventKind.MESSAGE_IN, MessageKind.GIF),
    "send_link": (EventKind.MESSAGE_IN, MessageKind.LINK),
    "send_video": (EventKind.MESSAGE_IN, MessageKind.VIDEO),
    "send_audio": (EventKind.MESSAGE_IN, MessageKind.AUDIO),
    "send_sticker": (EventKind.MESSAGE_IN, MessageKind.STICKER),
    "send_location": (EventKind.MESSAGE_IN, MessageKind.LOCATION),
    "send_file": (EventKind.MESSAGE_IN, MessageKind.FILE),
    "send_business_card": (EventKind.MESSAGE_IN, MessageKind.BUSINESS_CARD),
    "click_chatnow": (EventKind.CLICK_CHATNOW, None),
    "submit_info": (EventKind.SUBMIT_INFO, MessageKind.SUBMITTED_INFO),
    "react": (EventKind.REACTION, None),
    "seen": (EventKind.SEEN, None),
    "received": (EventKind.RECEIVED, None),
    "admin_send_text": (EventKind.MESSAGE_OUT_HUMAN, MessageKind.TEXT),
    "withdraw": (EventKind.WITHDRAW, None),
    "unfollow": (EventKind.UNFOLLOW, None),
}


def test_every_event_is_signed_and_understood(world: World, server: Server) -> None:
    server.reply = lambda _: Reply(body=b"{}")
    world.control("settings", {"webhook_events_off": [], "webhook_concurrency": 1})
    world.control("apps", {"app_id": APP, "webhook_url": server.url})
    (test_post,) = server.seen
    assert "X-ZEvent-Signature" not in test_post.headers
    server.seen.clear()
    world.connect()
    user_ids = set()
    for act, (kind, message_kind) in ACTS.items():
        server.seen.clear()
        (told,) = world.control("act", {"act": act, "oa_id": OA, "resident": "an", "text": "Chào xã"})[
            "results"
        ]
        assert world.control("events/flush", {})["idle"]
        (seen,) = server.seen
        outside = envelope(parse_json(seen.body), seen.body)
        header = seen.headers["X-ZEvent-Signature"]
        assert is_signed(header, APP, seen.body, outside.timestamp, OA_SECRET), act
        assert not is_signed(header, APP, seen.body, outside.timestamp, SECRET)
        event = parse_event(seen.body)
        assert (event.kind, event.message_kind) == (kind, message_kind), act
        assert event.user_id == told["user_id"], act
        assert event.oa_id in {OA, ""}, act
        assert event.user_id_by_app or act == "admin_send_text"
        user_ids.add(event.user_id)
    assert len(user_ids) == 1


def test_an_own_message_comes_back_as_an_echo(world: World, server: Server) -> None:
    (told,) = world.control("act", {"act": "send_text", "oa_id": OA, "resident": "an", "text": "a"})[
        "results"
    ]
    oa = world.oa()
    world.control("apps", {"app_id": APP, "webhook_url": server.url})
    server.seen.clear()
    sent = oa.send_message(told["user_id"], text_message("Chào bà con"))
    world.control("events/flush", {})
    (seen,) = server.seen
    event = parse_event(seen.body)
    assert (event.kind, event.message_id, event.user_id) == (
        EventKind.ECHO,
        sent.message_id,
        told["user_id"],
    )


@pytest.mark.parametrize(
    ("variant", "name"), [("oa_id", "oa_id_first"), ("hmac", None), ("app_secret", "app_secret")]
)
def test_another_recipe_is_refused_and_named(
    variant: str, name: str | None, world: World, server: Server
) -> None:
    world.connect()
    world.control("apps", {"app_id": APP, "webhook_url": server.url})
    server.seen.clear()
    world.control("settings", {"signature_variant": variant})
    world.control("act", {"act": "follow", "oa_id": OA, "resident": "binh"})
    world.control("events/flush", {})
    (seen,) = server.seen
    outside = envelope(parse_json(seen.body), seen.body)
    header = seen.headers["X-ZEvent-Signature"]
    assert not is_signed(header, APP, seen.body, outside.timestamp, OA_SECRET)
    found = near_miss(
        header,
        app_id=APP,
        raw_body=seen.body,
        timestamp=outside.timestamp,
        secret=OA_SECRET,
        oa_id=outside.oa_id,
        app_secret=SECRET,
    )
    assert found is not None
    assert name is None or found == name


def test_two_deliveries_of_one_event_have_one_id(world: World, server: Server) -> None:
    world.connect()
    world.control("apps", {"app_id": APP, "webhook_url": server.url})
    server.seen.clear()
    world.control("settings", {"webhook_copies": 2})
    world.control(
        "act",
        [
            {"act": "send_text", "oa_id": OA, "resident": "an", "text": "a"},
            {"act": "follow", "oa_id": OA, "resident": "binh"},
        ],
    )
    world.control("events/flush", {})
    assert len(server.seen) == 4
    assert len({parse_event(seen.body).event_id for seen in server.seen}) == 2
