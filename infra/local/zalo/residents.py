"""What residents do with an OA: each act changes state and makes events of zalo/README.md 10.3 and 10.4."""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from infra.local.zalo.files import file_url
from infra.local.zalo.other_events import OTHER_EVENTS
from infra.local.zalo.simulator import Simulator
from infra.local.zalo.state import Account, Json, Message, User

_PHOTO: Final = "https://photo-stal-1.zdn.vn/sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: who does what at which OA; ``wish`` holds the act's own fields as they were posted."""

    simulator: Simulator
    name: str
    account: Account
    user: User
    wish: Json

    def text(self, field: str, default: str = "") -> str:
        """A text of the act in the Unicode form of the settings, or in the act's own ``form``."""
        value = str(self.wish.get(field, default))
        if self.wish.get("form") in ("NFC", "NFD"):
            return unicodedata.normalize(self.wish["form"], value)
        return self.simulator.text(value)

    def emit(self, event_name: str, fields: Json) -> list[str]:
        """Send an event about this act."""
        return self.simulator.emit(self.account, event_name, fields, resident=self.user.person.key)

    @property
    def from_user(self) -> Json:
        """Sender and recipient of something that the user sent."""
        return {"sender": {"id": self.user.user_id}, "recipient": {"id": self.account.oa_id}}

    @property
    def from_account(self) -> Json:
        """Sender and recipient of something that the OA sent."""
        return {"sender": {"id": self.account.oa_id}, "recipient": {"id": self.user.user_id}}


def perform(simulator: Simulator, wishes: list[Json]) -> list[Json]:
    """Do a list of acts in order; all are checked before the first is done.

    Returns:
        For each act ``{"act", "oa_id", "resident", "user_id", "events"}``; a message adds ``msg_id``.

    Raises:
        ValueError: an unknown act or OA, or no resident.
    """
    return [_do(act) for act in [_read(simulator, wish) for wish in wishes]]


def _read(simulator: Simulator, wish: Any) -> Act:
    if not isinstance(wish, dict):
        raise ValueError("an act is an object")  # noqa: TRY004 - all bad requests are one error to the control API
    name = str(wish.get("act", ""))
    if name not in _ACTS:
        raise ValueError(f"there is no act {name!r}; there are {sorted(_ACTS)}")
    account = simulator.world.accounts.get(str(wish.get("oa_id", "")))
    if account is None:
        raise ValueError(f"there is no account {wish.get('oa_id')!r}")
    resident = wish.get("resident", "")
    if not resident and name != "event":
        raise ValueError("an act needs a resident")
    if name == "event" and not (wish.get("event_name") and isinstance(wish.get("fields", {}), dict)):
        raise ValueError("an event needs event_name, and fields that are an object")
    user = simulator.user_of_resident(account, str(resident or "nobody"), wish.get("name"))
    return Act(simulator=simulator, name=name, account=account, user=user, wish=wish)


def _do(act: Act) -> Json:
    before = len(act.user.messages)
    events = _ACTS[act.name](act)
    result: Json = {
        "act": act.name,
        "oa_id": act.account.oa_id,
        "resident": act.user.person.key,
        "user_id": act.user.user_id,
        "events": events,
    }
    if len(act.user.messages) > before:
        result["msg_id"] = act.user.messages[-1].message_id
    return result


def _follow(act: Act) -> list[str]:
    if not act.simulator.follow(act.account, act.user):
        return []
    return act.emit("follow", _following(act))


def _unfollow(act: Act) -> list[str]:
    if not act.simulator.unfollow(act.account, act.user):
        return []
    return act.emit("unfollow", _following(act))


def _following(act: Act) -> Json:
    return {
        "oa_id": act.account.oa_id,
        "follower": {"id": act.user.user_id},
        "source": str(act.wish.get("source", "oa_profile")),
    }


def _say(act: Act, kind: str, attachment: Json | None = None, text: str | None = None) -> list[str]:
    """A message from the user: kept, counted as an interaction, sent as ``user_send_<kind>``."""
    simulator, user = act.simulator, act.user
    said = act.text("text") if text is None else text
    message = Message(
        message_id=str(act.wish.get("msg_id") or simulator.ids.message_id()),
        oa_id=act.account.oa_id,
        user_id=user.user_id,
        source=1,
        kind=kind,
        text=said,
        time_ms=simulator.now_ms(),
        channel="user",
        attachments=[attachment] if attachment else [],
        quoted=str(act.wish.get("quote_msg_id", "")),
    )
    simulator.world.messages[message.message_id] = message
    user.messages.append(message)
    _interact(act)
    user.welcome_open = False
    simulator.count("messages_received")
    body: Json = {"text": said, "msg_id": message.message_id}
    if message.quoted:
        body["quote_msg_id"] = message.quoted
    if attachment:
        body["attachments"] = [attachment]
    return act.emit(f"user_send_{kind}", {**act.from_user, "message": body})


def _interact(act: Act) -> None:
    act.user.last_interaction_ms = act.simulator.now_ms()


def _attached(kind: str, make_payload: Callable[[Act], Json]) -> Callable[[Act], list[str]]:
    def say(act: Act) -> list[str]:
        return _say(act, kind, {"type": kind, "payload": make_payload(act)})

    return say


def _picture(act: Act) -> Json:
    url = str(act.wish.get("url") or file_url(act.simulator, "anh.jpg", f"{_PHOTO}.jpg"))
    return {"thumbnail": str(act.wish.get("thumbnail", url)), "url": url}


def _film(act: Act) -> Json:
    described = _described(act)
    if "url" not in act.wish:
        described["url"] = file_url(act.simulator, "video.mp4", described["url"])
    return described


def _described(act: Act) -> Json:
    url = str(act.wish.get("url", "https://nghean.gov.vn"))
    return {
        "thumbnail": str(act.wish.get("thumbnail", f"{_PHOTO}.jpg")),
        "description": act.text("description"),
        "url": url,
    }


def _sound(act: Act) -> Json:
    usual = "https://voice-aac-dl.zdn.vn/sample.amr"
    return {"url": str(act.wish.get("url") or file_url(act.simulator, "ghi-am.amr", usual))}


def _sticker(act: Act) -> Json:
    number = str(act.wish.get("sticker_id", "18946"))
    return {"id": number, "url": f"https://zalo-api.zadn.vn/api/emoticon/sticker/webpc?eid={number}"}


def _place(act: Act) -> Json:
    return {
        "coordinates": {
            "latitude": str(act.wish.get("latitude", "18.6733")),
            "longitude": str(act.wish.get("longitude", "105.6922")),
        }
    }


def _document(act: Act) -> Json:
    name = act.text("file_name", "don-kien-nghi.pdf")
    return {
        "url": str(
            act.wish.get("url") or file_url(act.simulator, quote(name), f"https://file-dl.zdn.vn/{name}")
        ),
        "size": str(act.wish.get("size", "20480")),
        "name": name,
        "checksum": str(act.wish.get("checksum", "9e107d9d372bb6826bd81d3542a419d6")),
        "type": name.rsplit(".", 1)[-1],
    }


def _business_card(act: Act) -> list[str]:
    card = {
        "phone": str(act.wish.get("phone", act.user.person.phone)),
        "qrCodeUrl": "https://qr-talk.zdn.vn/sample",
    }
    payload = {
        "thumbnail": f"{_PHOTO}.jpg",
        "description": json.dumps(card, separators=(",", ":")),
        "url": "https://zalo.me/sample",
    }
    text = act.text("text", act.user.person.name)
    return _say(act, "business_card", {"type": "link", "payload": payload}, text)


def _click_chatnow(act: Act) -> list[str]:
    """Once per user and OA (zalo/README.md 10.4)."""
    if act.user.chatnow_seen:
        return []
    act.user.chatnow_seen = True
    act.user.welcome_open = act.user.last_interaction_ms is None
    _interact(act)
    return act.emit("user_click_chatnow", {"oa_id": act.account.oa_id, "user_id": act.user.user_id})


def _submit_info(act: Act) -> list[str]:
    person = act.user.person
    info = act.wish.get("info") or {
        "name": act.simulator.text(person.name),
        "phone": person.phone,
        "user_dob": "30/10/1999",
        "gender": "Nam" if person.gender == 1 else "Nữ",
        "full_address": {
            "user_city": "Nghệ An",
            "user_ward": "Phường Thành Vinh",
            "user_address": "Số 1, đường Trường Thi",
        },
    }
    act.user.shared_info |= {"name": info.get("name", ""), "phone": info.get("phone", "")}
    _interact(act)
    return act.emit("user_submit_info", {**act.from_user, "info": info})


def _withdraw(act: Act) -> list[str]:
    act.user.shared_info.clear()
    return act.emit("user_withdraw", {"oa_id": act.account.oa_id, "user_id": act.user.user_id})


def _react(act: Act) -> list[str]:
    message = {"msg_id": _message_id(act), "react_icon": str(act.wish.get("react_icon", "/-heart"))}
    return act.emit("user_reacted_message", {**act.from_user, "message": message})


def _seen(act: Act) -> list[str]:
    ids = act.wish.get("msg_ids") or [_message_id(act)]
    return act.emit("user_seen_message", {**act.from_account, "message": {"msg_ids": ids}})


def _received(act: Act) -> list[str]:
    return act.emit("user_received_message", {**act.from_account, "message": {"msg_id": _message_id(act)}})


def _message_id(act: Act) -> str:
    """The message an act is about: named, or the last one of the OA to this user."""
    if "msg_id" in act.wish:
        return str(act.wish["msg_id"])
    return next((sent.message_id for sent in reversed(act.user.messages) if sent.source == 0), "")


def _admin_send(act: Act) -> list[str]:
    """Somebody at the OA types by hand in OA Chat."""
    simulator = act.simulator
    message = Message(
        message_id=simulator.ids.message_id(),
        oa_id=act.account.oa_id,
        user_id=act.user.user_id,
        source=0,
        kind="text",
        text=act.text("text"),
        time_ms=simulator.now_ms(),
        channel="oa_manager",
    )
    simulator.world.messages[message.message_id] = message
    act.user.messages.append(message)
    sides = act.from_account
    sides["sender"]["admin_id"] = str(act.wish.get("admin_id", "6610000000000000001"))
    return act.emit(
        "oa_send_text", {**sides, "message": {"text": message.text, "msg_id": message.message_id}}
    )


def _anonymous(kind: str) -> Callable[[Act], list[str]]:
    def say(act: Act) -> list[str]:
        message: Json = {
            "text": act.text("text"),
            "msg_id": act.simulator.ids.message_id(),
            "conversation_id": str(act.wish.get("conversation_id") or act.simulator.ids.conversation_id()),
        }
        payloads: dict[str, Callable[[Act], Json]] = {
            "image": _picture,
            "file": _document,
            "sticker": _sticker,
        }
        if kind in payloads:
            message["attachments"] = [{"type": kind, "payload": payloads[kind](act)}]
        fields = {**act.from_user, "message": message}
        return act.simulator.emit(act.account, f"anonymous_send_{kind}", fields)

    return say


def _mark(field: str, *, value: bool) -> Callable[[Act], list[str]]:
    def mark(act: Act) -> list[str]:
        setattr(act.user, field, value)
        return []

    return mark


def _event(act: Act) -> list[str]:
    """Any other event: its usual fields (see other_events.py), replaced by the act's ``fields``."""
    event_name = str(act.wish["event_name"])
    usual = OTHER_EVENTS.get(event_name)
    fields = act.wish.get("fields", {})
    made = usual(act.account.oa_id, act.user.user_id, act.simulator.now_ms()) if usual else {}
    with_person = bool(act.wish.get("resident"))
    return act.simulator.emit(
        act.account,
        event_name,
        {**made, **fields},
        resident=act.user.person.key if with_person else "",
        headers={"X-ZEvent-Server": "ZNS"} if act.wish.get("zns") else None,
    )


_ACTS: Final[dict[str, Callable[[Act], list[str]]]] = {
    "follow": _follow,
    "unfollow": _unfollow,
    "send_text": lambda act: _say(act, "text"),
    "tap_button": lambda act: _say(act, "text", text=str(act.wish.get("payload", ""))),
    "send_image": _attached("image", _picture),
    "send_gif": _attached("gif", _picture),
    "send_link": _attached("link", _described),
    "send_video": _attached("video", _film),
    "send_audio": _attached("audio", _sound),
    "send_sticker": _attached("sticker", _sticker),
    "send_location": _attached("location", _place),
    "send_file": _attached("file", _document),
    "send_business_card": _business_card,
    "click_chatnow": _click_chatnow,
    "submit_info": _submit_info,
    "withdraw": _withdraw,
    "react": _react,
    "seen": _seen,
    "received": _received,
    "admin_send_text": _admin_send,
    "anonymous_send_text": _anonymous("text"),
    "anonymous_send_image": _anonymous("image"),
    "anonymous_send_file": _anonymous("file"),
    "anonymous_send_sticker": _anonymous("sticker"),
    "block": _mark("blocked", value=True),
    "unblock": _mark("blocked", value=False),
    "restrict": _mark("restricted", value=True),
    "unrestrict": _mark("restricted", value=False),
    "ban": _mark("banned", value=True),
    "unban": _mark("banned", value=False),
    "hide_profile": _mark("sensitive", value=True),
    "show_profile": _mark("sensitive", value=False),
    "event": _event,
}
