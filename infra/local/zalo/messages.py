"""Messages of an OA: consultation, the v2 door with its four uses, templates by UID (zalo/README.md 3, 5)."""

from typing import Any, Final

from infra.local.zalo.attachments import REACTIONS, Content, read_content
from infra.local.zalo.broadcasts import send_broadcast
from infra.local.zalo.calls import Call, required_text, success
from infra.local.zalo.errors import Refusal, invalid
from infra.local.zalo.state import Account, Json, Message, User

_HOUR_MS: Final = 3_600_000
FREE_MS: Final = 48 * _HOUR_MS
WINDOW_MS: Final = 7 * 24 * _HOUR_MS
FREE_REPLIES: Final = "8"


def consultation(call: Call) -> Json:
    """POST /v3.0/oa/message/cs: government and personal OAs are -235."""
    body = call.body()
    if call.account.kind != "2":
        raise Refusal(-235)
    recipient = _recipient(body)
    if "anonymous_id" in recipient:
        return _to_anonymous(call, recipient, body.get("message"))
    return _to_user(call, body, channel="cs", with_quota=True)


def closed(call: Call) -> Json:
    """POST /v3.0/oa/message/transaction and /promotion: closed on 2026-03-01."""
    raise Refusal(call.simulator.settings.closed_endpoint_code)


def second_version(call: Call) -> Json:
    """POST /v2.0/oa/message: broadcast, anonymous chat, reactions; 1-1 for government OAs only."""
    body = call.body()
    recipient = _recipient(body)
    if "target" in recipient:
        return send_broadcast(call, recipient["target"], body.get("message"))
    if "anonymous_id" in recipient:
        return _to_anonymous(call, recipient, body.get("message"))
    if "sender_action" in body:
        return _react(call, recipient, body["sender_action"])
    if call.account.kind == "2":
        raise Refusal(-240)
    if call.account.kind != "4":
        raise Refusal(-235)
    return _to_user(call, body, channel="v2", with_quota=False)


def by_template(call: Call) -> Json:
    """POST /v3.0/oa/message/template: a ZBS template to a user id."""
    body = call.body()
    user = call.simulator.known_user(call.account, body.get("user_id"))
    template = call.simulator.world.templates.get(required_text(body, "template_id"))
    if template is None or template.oa_id not in ("", call.account.oa_id) or not template.enabled:
        raise invalid("template_id")
    if not template.uid_allowed:
        raise Refusal(-249)
    values = body.get("template_data", {})
    if not isinstance(values, dict) or any(name not in values for name in template.parameters):
        raise invalid("template_data")
    _refuse_unwilling(user)
    content = Content("text", template.name, [{"type": "template", "payload": {"text": template.name}}])
    message = keep_sent(call, user, content, "template")
    quota = {"quota_type": "purchase_quota", "remain": "1000"}
    answer = {"message_id": message.message_id, "user_id": user.user_id, "quota": quota}
    return {"data": answer, "sent_time": str(message.time_ms), "error": 0, "message": "Success"}


def _recipient(body: Json) -> Json:
    recipient = body.get("recipient")
    if not isinstance(recipient, dict):
        raise invalid("recipient")
    return recipient


def _to_user(call: Call, body: Json, *, channel: str, with_quota: bool) -> Json:
    user = _user(call, _recipient(body))
    content = read_content(call, body.get("message"))
    quoted = body["message"].get("quote_message_id", "")
    if quoted and str(quoted) not in call.simulator.world.messages:
        raise invalid("quote_message_id")
    quota = _spend(call, user)
    message = keep_sent(call, user, content, channel, quoted=str(quoted))
    answer: Json = {"message_id": message.message_id, "user_id": user.user_id}
    if with_quota:
        answer |= {"sent_time": str(message.time_ms), "quota": quota}
    return success(answer)


def _user(call: Call, recipient: Json) -> User:
    if "message_id" in recipient and "user_id" not in recipient:  # a reply, as the older SDKs send it
        message = call.simulator.world.messages.get(str(recipient["message_id"]))
        if message is None or message.oa_id != call.account.oa_id:
            raise invalid("message_id")
        return call.simulator.known_user(call.account, message.user_id)
    return call.simulator.known_user(call.account, recipient.get("user_id"))


def _refuse_unwilling(user: User) -> None:
    if user.banned:
        raise Refusal(-227)
    if user.blocked:
        raise Refusal(-217)
    if user.restricted:
        raise Refusal(-244)


def _spend(call: Call, user: User) -> Json:
    """Check the windows of zalo/README.md 5.1 and answer which quota pays."""
    settings, now, last = call.simulator.settings, call.now_ms, user.last_interaction_ms
    _refuse_unwilling(user)
    if user.follow != "following" and (settings.reply_needs_follow or last is None or last <= user.left_ms):
        raise Refusal(-213)
    if last is None:
        raise Refusal(-232)
    if now - last > WINDOW_MS:
        raise Refusal(-230)
    if user.welcome_open:
        user.welcome_open = False
        return {"quota_type": "welcome_msg", "remain": "0", "total": "1"}
    if now - last <= FREE_MS:
        return {"quota_type": "reply", "remain": FREE_REPLIES, "total": FREE_REPLIES}
    return _spend_package(call)


def _spend_package(call: Call) -> Json:
    settings = call.simulator.settings
    used, key = call.account.quota_used, f"cs {call.simulator.month()}"
    if used[key] < settings.sub_quota_total:
        used[key] += 1
        remain = settings.sub_quota_total - used[key]
        return {
            "quota_type": "sub_quota",
            "remain": str(remain),
            "total": str(settings.sub_quota_total),
            "owner_type": "OA",
            "owner_id": call.account.oa_id,
        }
    if settings.zalo_cloud_account == "unlinked":
        raise Refusal(-320)
    if settings.zalo_cloud_account == "empty":
        raise Refusal(-321)
    return {"quota_type": "purchase_quota", "owner_type": "App", "owner_id": call.app.app_id}


def keep_sent(call: Call, user: User, content: Content, channel: str, *, quoted: str = "") -> Message:
    """Keep what the OA sent and echo it to the apps."""
    simulator, account = call.simulator, call.account
    message = Message(
        message_id=simulator.ids.message_id(),
        oa_id=account.oa_id,
        user_id=user.user_id,
        source=0,
        kind=content.kind,
        text=content.text,
        time_ms=call.now_ms,
        channel=channel,
        attachments=content.attachments,
        quoted=quoted,
    )
    simulator.world.messages[message.message_id] = message
    user.messages.append(message)
    simulator.count("messages_sent")
    echo: Json = {"text": content.text, "msg_id": message.message_id}
    if content.attachments:
        echo["attachments"] = content.attachments
    if quoted:
        echo["quote_msg_id"] = quoted
    resident = user.person.key
    sides = _sides(account, user.user_id)
    simulator.emit(account, f"oa_send_{content.kind}", {**sides, "message": echo}, resident=resident)
    received = {"msg_id": message.message_id}
    simulator.emit(account, "user_received_message", {**sides, "message": received}, resident=resident)
    seen = {"msg_ids": [message.message_id]}
    simulator.emit(account, "user_seen_message", {**sides, "message": seen}, resident=resident)
    return message


def _sides(account: Account, user_id: str) -> Json:
    return {"sender": {"id": account.oa_id}, "recipient": {"id": user_id}}


def _to_anonymous(call: Call, recipient: Json, wish: Any) -> Json:
    anonymous, conversation = (required_text(recipient, name) for name in ("anonymous_id", "conversation_id"))
    content = read_content(call, wish)
    if content.kind not in ("text", "image", "file", "sticker"):
        raise Refusal(-233)
    simulator, account = call.simulator, call.account
    message = Message(
        message_id=simulator.ids.message_id(),
        oa_id=account.oa_id,
        user_id=anonymous,
        source=0,
        kind=content.kind,
        text=content.text,
        time_ms=call.now_ms,
        channel="anonymous",
        attachments=content.attachments,
    )
    simulator.world.messages[message.message_id] = message
    simulator.count("messages_sent")
    echo: Json = {"text": content.text, "msg_id": message.message_id, "conversation_id": conversation}
    if content.attachments:
        echo["attachments"] = content.attachments
    simulator.emit(
        account, f"oa_send_anonymous_{content.kind}", {**_sides(account, anonymous), "message": echo}
    )
    return success(
        {"message_id": message.message_id, "anonymous_id": anonymous, "conversation_id": conversation}
    )


def _react(call: Call, recipient: Json, action: Any) -> Json:
    user = call.simulator.known_user(call.account, recipient.get("user_id"))
    if not isinstance(action, dict) or action.get("react_icon") not in REACTIONS:
        raise invalid("react_icon")
    message = call.simulator.world.messages.get(str(action.get("react_message_id", "")))
    if message is None or message.user_id != user.user_id:
        raise invalid("react_message_id")
    fields = {
        **_sides(call.account, user.user_id),
        "message": {"msg_id": message.message_id, "react_icon": action["react_icon"]},
    }
    call.simulator.emit(call.account, "oa_reacted_message", fields, resident=user.person.key)
    return success({"message_id": message.message_id, "user_id": user.user_id})
