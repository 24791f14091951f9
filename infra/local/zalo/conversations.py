"""What was said: recent chats and conversations (zalo/README.md 7, sample 2)."""

from typing import Final

from infra.local.zalo.calls import Call, success, whole_number
from infra.local.zalo.errors import Refusal
from infra.local.zalo.state import Json, Message, User

_LARGEST_COUNT: Final = 10
_ROW_KINDS: Final = {"image": "photo", "business_card": "link"}


def recent_chats(call: Call) -> Json:
    """GET /v2.0/oa/listrecentchat: the last message of each user, newest first."""
    offset, count = _page(call.data())
    users = [user for user in call.account.users.values() if user.messages]
    users.sort(key=lambda user: user.messages[-1].time_ms, reverse=True)
    return success([_row(call, user, user.messages[-1]) for user in users[offset : offset + count]])


def conversation(call: Call) -> Json:
    """GET /v2.0/oa/conversation: the messages with one user, newest first."""
    data = call.data()
    user = call.simulator.known_user(call.account, data.get("user_id"))
    offset, count = _page(data)
    newest_first = user.messages[::-1]
    return success([_row(call, user, message) for message in newest_first[offset : offset + count]])


def _page(data: Json) -> tuple[int, int]:
    offset, count = whole_number(data, "offset", 0), whole_number(data, "count", _LARGEST_COUNT)
    if count > _LARGEST_COUNT:
        raise Refusal(-210)
    return offset, count


def _row(call: Call, user: User, message: Message) -> Json:
    name = call.simulator.text(user.person.name)
    avatar = f"https://s120-ava-talk.zadn.vn/{user.user_id[:2]}/{user.user_id}.jpg"
    account_avatar = f"https://s160-ava-talk.zadn.vn/oa/{call.account.oa_id}.jpg"
    sides = [(call.account.oa_id, call.account.name, account_avatar), (user.user_id, name, avatar)]
    if message.source == 1:
        sides.reverse()
    row: Json = {
        "src": message.source,
        "time": message.time_ms,
        "type": _ROW_KINDS.get(message.kind, message.kind),
        "message": message.text,
        "message_id": message.message_id,
        "from_id": sides[0][0],
        "to_id": sides[1][0],
        "from_display_name": sides[0][1],
        "from_avatar": sides[0][2],
        "to_display_name": sides[1][1],
        "to_avatar": sides[1][2],
    }
    for attachment in message.attachments:
        payload = attachment["payload"]
        if attachment["type"] == "location":
            row["location"] = payload["coordinates"]
        elif "url" in payload:
            row |= {"url": payload["url"], "thumb": payload.get("thumbnail", "")}
            row |= {"description": payload["description"]} if "description" in payload else {}
    return row
