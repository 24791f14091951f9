"""openapi.mini.zalo.me: notifications to users of a Mini App (zalo/README.md 11.4)."""

from infra.local.zalo.calls import Call
from infra.local.zalo.errors import mini_app_refusal
from infra.local.zalo.state import App, Json


def notify(call: Call) -> Json:
    """POST /notification/template: key, scope, address, Mini App and the user's consent are checked."""
    simulator, headers = call.simulator, call.headers
    app = _app(call)
    if "apps.send.notification" not in app.mini_app_scopes:
        raise mini_app_refusal(-112)
    allowed = simulator.settings.mini_app_allowed_ips
    if allowed and simulator.settings.caller_ip not in allowed:
        raise mini_app_refusal(-113)
    if headers.get("x-miniapp-id", "") != app.mini_app_id:
        raise mini_app_refusal(-114)
    user_id = headers.get("x-user-id", "")
    known = {simulator.ids.user_id_by_app(app.app_id, key): key for key in simulator.world.people}
    if user_id not in known:
        raise mini_app_refusal(-110)
    if f"{app.app_id} {known[user_id]}" not in simulator.world.notification_consents:
        raise mini_app_refusal(-111)
    body = call.body()
    if not isinstance(body.get("templateId"), str) or not isinstance(body.get("templateData"), dict):
        raise mini_app_refusal(-115)
    simulator.world.notifications.append(
        {"app_id": app.app_id, "user_id": user_id, "time_ms": call.now_ms, **body}
    )
    simulator.count("notifications_sent")
    return {"error": 0, "message": "Success"}


def _app(call: Call) -> App:
    key = call.headers.get("x-api-key", "").removeprefix("Bearer ").strip()
    for app in call.simulator.world.apps.values():
        if key and app.mini_app_key == key:
            return app
    raise mini_app_refusal(-100)
