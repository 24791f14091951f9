"""Consultation messages as Zalo wants them, with their limits.

Each function returns the value for `OfficialAccountApi.send_message` or raises `InvalidInput`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from loa.platform.zalo import texts
from loa.platform.zalo.checks import Checks

MAX_TEXT = 2000
MAX_BUTTONS = 5
MAX_BUTTON_TITLE = 20
"""Zalo takes 100; some clients show 20."""


def text_message(text: str, *, quote_message_id: str | None = None) -> dict[str, Any]:
    """Return a text of at most 2,000 characters, as an answer to a message when one is quoted."""
    checks = Checks()
    message = {"text": checks.text({"text": text}, "text", at="text", limit=MAX_TEXT)}
    checks.done(texts.INVALID_MESSAGE)
    return {**message, "quote_message_id": quote_message_id} if quote_message_id else message


def image_message(
    *, attachment_id: str | None = None, url: str | None = None, caption: str = ""
) -> dict[str, Any]:
    """Return an image by the id of an upload or by its address, never both."""
    checks = Checks()
    if bool(attachment_id) == bool(url):
        checks.fault("url", texts.ONE_OF_URL_OR_ID)
    text = checks.text({"caption": caption}, "caption", at="caption", limit=MAX_TEXT, required=False)
    element = {"media_type": "image"}
    if url:
        element["url"] = checks.https({"url": url}, "url", at="url")
    else:
        element["attachment_id"] = attachment_id or ""
    checks.done(texts.INVALID_MESSAGE)
    message = _template({"template_type": "media", "elements": [element]})
    return {"text": text, **message} if text else message


def file_message(token: str) -> dict[str, Any]:
    """Return a file by the token of its upload."""
    checks = Checks()
    payload = {"token": checks.text({"token": token}, "token", at="token", limit=2048)}
    checks.done(texts.INVALID_MESSAGE)
    return {"attachment": {"type": "file", "payload": payload}}


def request_info_message(*, title: str, subtitle: str, image_url: str) -> dict[str, Any]:
    """Return the form that asks a resident for name and phone; the answer is `user_submit_info`."""
    checks = Checks()
    source = {"title": title, "subtitle": subtitle, "image_url": image_url}
    element = {
        "title": checks.text(source, "title", at="title", limit=100),
        "subtitle": checks.text(source, "subtitle", at="subtitle", limit=500),
        "image_url": checks.https(source, "image_url", at="image_url"),
    }
    checks.done(texts.INVALID_MESSAGE)
    return _template({"template_type": "request_user_info", "elements": [element]})


def buttons_message(text: str, buttons: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return a text with one to five buttons.

    Args:
        text: what stands above the buttons.
        buttons: each `{"title": …, "url": …}` to open a page, or `{"title": …, "answer": …}` to send that
            answer in the resident's name without showing it; it arrives as an ordinary text.
    """
    checks = Checks()
    message = {"text": checks.text({"text": text}, "text", at="text", limit=MAX_TEXT)}
    if not buttons:
        checks.fault("buttons", texts.REQUIRED)
    if len(buttons) > MAX_BUTTONS:
        checks.fault("buttons", texts.too_many(MAX_BUTTONS))
    made = [_button(button, f"buttons[{index}]", checks) for index, button in enumerate(buttons)]
    checks.done(texts.INVALID_MESSAGE)
    return {**message, **_template({"buttons": made})}


def _button(button: Mapping[str, str], at: str, checks: Checks) -> dict[str, Any]:
    """Return one button."""
    title = checks.text(button, "title", at=f"{at}.title", limit=MAX_BUTTON_TITLE)
    if "url" in button:
        url = checks.https(button, "url", at=f"{at}.url")
        return {"title": title, "type": "oa.open.url", "payload": {"url": url}}
    answer = checks.text(button, "answer", at=f"{at}.answer", limit=1000)
    return {"title": title, "type": "oa.query.hide", "payload": answer}


def _template(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return an attachment of the type template."""
    return {"attachment": {"type": "template", "payload": dict(payload)}}
