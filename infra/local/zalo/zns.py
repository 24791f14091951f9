"""business.openapi.zalo.me: ZNS / ZBS templates by phone, the basics (zalo/README.md 12)."""

import re
from typing import Final

from infra.local.zalo.calls import Call, success
from infra.local.zalo.errors import Refusal, zns_refusal
from infra.local.zalo.state import Json, Template

_PHONE: Final = re.compile(r"(?:84|0)([35789]\d{8})")
_LONGEST_TRACKING: Final = 48
_LARGEST_PAGE: Final = 100


def send(call: Call) -> Json:
    """POST /message/template: by phone number."""
    body = _body(call)
    phone = body.get("phone")
    known = _PHONE.fullmatch(phone) if isinstance(phone, str) else None
    if known is None:
        raise zns_refusal(-108)
    return _send(call, body, f"84{known[1]}")


def send_to_hash(call: Call) -> Json:
    """POST /message/template/hashphone: by the SHA-256 of the phone number."""
    body = _body(call)
    hashed = body.get("phone")
    if not isinstance(hashed, str) or not re.fullmatch(r"[0-9a-f]{64}", hashed):
        raise zns_refusal(-108)
    return _send(call, body, hashed)


def status(call: Call) -> Json:
    """GET /message/status?message_id=…: 1 delivered, 0 on its way, -1 unknown."""
    message_id = call.query.get("message_id", "")
    known = next((sent for sent in call.simulator.world.zns_messages if sent["msg_id"] == message_id), None)
    if known is None:
        return success({"status": -1, "message": "The message does not exist", "delivery_time": ""})
    return success({"status": 1, "message": "The message is delivered", "delivery_time": known["sent_time"]})


def quota(call: Call) -> Json:
    """GET /message/quota."""
    daily = call.simulator.settings.zns_daily_quota
    used = call.simulator.world.usage[_usage_key(call)]
    return success({"dailyQuota": str(daily), "remainingQuota": str(max(daily - used, 0))})


def list_templates(call: Call) -> Json:
    """GET /template/all with ``offset``, ``limit`` and ``status``."""
    try:
        offset, limit = int(call.query.get("offset", "0")), int(call.query.get("limit", "10"))
        wanted = int(call.query.get("status") or "0")
    except ValueError as error:
        raise zns_refusal(-132) from error
    if not 0 <= limit <= _LARGEST_PAGE or offset < 0:
        raise zns_refusal(-132)
    found = [
        template
        for template in call.simulator.world.templates.values()
        if template.oa_id in ("", call.account.oa_id) and wanted in (0, _status_number(template))
    ]
    rows = [
        {
            "templateId": template.template_id,
            "templateName": template.name,
            "createdTime": 0,
            "status": "ENABLE" if template.enabled else "DISABLE",
            "templateQuality": "HIGH",
        }
        for template in found[offset : offset + limit]
    ]
    return success(rows, metadata={"total": len(found)})


def template_info(call: Call) -> Json:
    """GET /template/info/v2 with ``template_id``."""
    template = _template(call, call.query.get("template_id"))
    parameters = [
        {
            "name": name,
            "require": True,
            "type": "STRING",
            "maxLength": 200,
            "minLength": 0,
            "acceptNull": False,
        }
        for name in template.parameters
    ]
    return success(
        {
            "templateId": template.template_id,
            "templateName": template.name,
            "status": "ENABLE" if template.enabled else "DISABLE",
            "listParams": parameters,
            "timeout": 7_200_000,
            "templateQuality": "HIGH",
            "templateTag": "TRANSACTION",
            "price": "300",
        }
    )


def _body(call: Call) -> Json:
    try:
        return call.body()
    except Refusal as refusal:
        raise zns_refusal(-122) from refusal


def _template(call: Call, template_id: object) -> Template:
    template = call.simulator.world.templates.get(template_id) if isinstance(template_id, str) else None
    if template is None or template.oa_id not in ("", call.account.oa_id):
        raise zns_refusal(-109)
    return template


def _send(call: Call, body: Json, phone: str) -> Json:
    simulator, settings = call.simulator, call.simulator.settings
    template = _template(call, body.get("template_id"))
    if not template.enabled:
        raise zns_refusal(-131)
    values = body.get("template_data")
    if not isinstance(values, dict) or any(name not in values for name in template.parameters):
        raise zns_refusal(-1122)
    tracking = body.get("tracking_id", "")
    if not isinstance(tracking, str) or len(tracking) > _LONGEST_TRACKING:
        raise zns_refusal(-132)
    if not call.account.verified:
        raise zns_refusal(-135)
    if settings.zns_night_enforced and simulator.is_night():
        raise zns_refusal(-133)
    usage, key = simulator.world.usage, _usage_key(call)
    if usage[key] >= settings.zns_daily_quota:
        raise zns_refusal(-144)
    usage[key] += 1
    message = {
        "msg_id": simulator.ids.message_id(),
        "sent_time": str(call.now_ms),
        "oa_id": call.account.oa_id,
        "phone": phone,
        "template_id": template.template_id,
        "tracking_id": tracking,
        "development": body.get("mode") == "development",
    }
    simulator.world.zns_messages.append(message)
    simulator.count("zns_sent")
    fields = {
        "sender": {"id": call.account.oa_id},
        "recipient": {"id": phone},
        "message": {
            "delivery_time": str(call.now_ms),
            "msg_id": message["msg_id"],
            "tracking_id": tracking,
        },
    }
    simulator.emit(call.account, "user_received_message", fields, headers={"X-ZEvent-Server": "ZNS"})
    remaining = {
        "dailyQuota": str(settings.zns_daily_quota),
        "remainingQuota": str(settings.zns_daily_quota - usage[key]),
    }
    return success(
        {
            "msg_id": message["msg_id"],
            "sent_time": message["sent_time"],
            "sending_mode": str(body.get("sending_mode", "1")),
            "quota": remaining,
        }
    )


def _usage_key(call: Call) -> str:
    return f"zns {call.simulator.day()} {call.account.oa_id}"


def _status_number(template: Template) -> int:
    return 1 if template.enabled else 4
