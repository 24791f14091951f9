"""What a message of an OA may hold: text, attachments, templates, buttons (zalo/README.md 3.2 and 3.3)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from infra.local.zalo.calls import Call
from infra.local.zalo.errors import Refusal, invalid
from infra.local.zalo.state import Json

LONGEST_TEXT: Final = 2_000
_MOST_BUTTONS: Final = 5
_MOST_ELEMENTS: Final = 5
REACTIONS: Final = (":>", "--b", ":-((", "/-strong", "/-heart", ":-h", ":o", "/-remove")
_BUTTON_TYPES: Final = ("oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.phone", "oa.open.sms")


@dataclass(frozen=True, slots=True)
class Content:
    """A message that passed the rules. ``kind`` names its echo: ``oa_send_<kind>``."""

    kind: str
    text: str
    attachments: list[Json] = field(default_factory=list)


def read_content(call: Call, message: Any) -> Content:
    """The content of a message.

    Raises:
        Refusal: -201 for a bad field, -210 for too much, -233 for an unknown kind, -100 for an old upload.
    """
    if not isinstance(message, dict):
        raise invalid("message")
    text = message.get("text", "")
    if not isinstance(text, str):
        raise invalid("text")
    if len(text) > LONGEST_TEXT:
        raise Refusal(-210)
    attachment = message.get("attachment")
    if attachment is None:
        if not text.strip():
            raise invalid("text")
        return Content("text", text)
    if not isinstance(attachment, dict) or not isinstance(attachment.get("payload"), dict):
        raise invalid("attachment")
    payload = attachment["payload"]
    if attachment.get("type") == "file":
        return _file(call, payload, text)
    if attachment.get("type") != "template":
        raise invalid("attachment")
    kind = payload.get("template_type") or "button"
    reader = _TEMPLATES.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise Refusal(-233)
    _check_buttons(call, payload.get("buttons", []))
    return reader(call, payload, text)


def asset_of(call: Call, asset_id: Any, kinds: tuple[str, ...], field_name: str = "attachment_id") -> Json:
    """The webhook attachment of an upload.

    Raises:
        Refusal: -201 for an unknown one, -100 for one older than its lifetime.
    """
    settings = call.simulator.settings
    asset = call.simulator.world.assets.get(asset_id) if isinstance(asset_id, str) else None
    if asset is None or asset.kind not in kinds or asset.oa_id != call.account.oa_id:
        raise invalid(field_name)
    if call.now_ms >= asset.time_ms + settings.asset_seconds * 1000:
        raise Refusal(-100)
    address = f"https://f{asset.kind[0]}.zdn.vn/{asset.asset_id[:16].replace('/', '_')}"
    if asset.kind == "file":
        return {
            "type": "file",
            "payload": {
                "url": address,
                "size": str(asset.size),
                "name": asset.name,
                "checksum": asset.asset_id[:32],
                "type": asset.name.rsplit(".", 1)[-1],
            },
        }
    return {"type": asset.kind, "payload": {"thumbnail": f"{address}/thumb", "url": address}}


def _file(call: Call, payload: Json, text: str) -> Content:
    accepted = call.simulator.settings.file_payload_key
    names = ("token", "attachment_id") if accepted == "both" else (accepted,)
    for name in names:
        if name in payload:
            return Content("file", text, [asset_of(call, payload[name], ("file",), name)])
    raise invalid(names[0])


def _media(call: Call, payload: Json, text: str) -> Content:
    element = _only_element(payload)
    media = element.get("media_type")
    if media == "sticker":
        if not isinstance(element.get("attachment_id"), str) or not element["attachment_id"]:
            raise invalid("attachment_id")
        sticker = element["attachment_id"]
        return Content(
            "sticker",
            text,
            [
                {
                    "type": "sticker",
                    "payload": {"id": sticker, "url": f"https://zalo-api.zadn.vn/sticker/{sticker}"},
                }
            ],
        )
    if media not in ("image", "gif"):
        raise Refusal(-233)
    if ("url" in element) == ("attachment_id" in element):
        raise invalid("attachment_id")
    if media == "gif":
        for name in ("width", "height"):
            if isinstance(element.get(name), bool) or not isinstance(element.get(name), int):
                raise invalid(name)
    if "attachment_id" in element:
        return Content(media, text, [asset_of(call, element["attachment_id"], (media,))])
    address = element["url"]
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        raise invalid("url")
    return Content(media, text, [{"type": media, "payload": {"thumbnail": address, "url": address}}])


def _request_info(_: Call, payload: Json, text: str) -> Content:
    element = _only_element(payload)
    for name in ("title", "subtitle", "image_url"):
        if not isinstance(element.get(name), str):
            raise invalid(name)
    return Content("list", text, [_as_template(element["title"], element["image_url"])])


def _list(call: Call, payload: Json, text: str) -> Content:
    _templates_allowed(call)
    elements = payload.get("elements")
    if not isinstance(elements, list) or not elements:
        raise invalid("elements")
    if len(elements) > _MOST_ELEMENTS:
        raise Refusal(-210)
    for element in elements:
        if not isinstance(element, dict) or not isinstance(element.get("title"), str):
            raise invalid("elements")
    return Content("list", text, [_as_template(elements[0]["title"], "")])


def _button(call: Call, payload: Json, text: str) -> Content:
    _templates_allowed(call)
    if not text.strip():
        raise invalid("text")
    if not payload.get("buttons"):
        raise invalid("buttons")
    return Content("text", text, [_as_template(text, "")])


_TEMPLATES: Final[dict[str, Callable[[Call, Json, str], Content]]] = {
    "media": _media,
    "request_user_info": _request_info,
    "list": _list,
    "button": _button,
}


def _templates_allowed(call: Call) -> None:
    if call.path.startswith("/v3.0") and not call.simulator.settings.cs_templates:
        raise Refusal(-233)


def _only_element(payload: Json) -> Json:
    elements = payload.get("elements")
    if not isinstance(elements, list) or not elements or not isinstance(elements[0], dict):
        raise invalid("elements")
    if len(elements) != 1:
        raise Refusal(-210)
    return elements[0]


def _check_buttons(call: Call, buttons: Any) -> None:
    if not isinstance(buttons, list):
        raise invalid("buttons")
    if len(buttons) > _MOST_BUTTONS:
        raise Refusal(-210)
    for button in buttons:
        if not isinstance(button, dict) or button.get("type") not in _BUTTON_TYPES:
            raise invalid("buttons")
        title = button.get("title")
        if not isinstance(title, str) or not title:
            raise invalid("title")
        if len(title) > call.simulator.settings.button_title_max:
            raise Refusal(-210)
        payload = button.get("payload")
        wanted: type = str if button["type"].startswith("oa.query") else dict
        if not isinstance(payload, wanted):
            raise invalid("payload")


def _as_template(text: str, link: str) -> Json:
    return {
        "type": "template",
        "payload": {"zinstant_id": "", "text": text, "link_url": link, "checksum": ""},
    }
