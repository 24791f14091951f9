"""graph.zalo.me: who an end user is, their phone number and location (zalo/README.md 11.1)."""

import hmac

from infra.local.zalo.calls import Call
from infra.local.zalo.errors import graph_refusal
from infra.local.zalo.signature import appsecret_proof
from infra.local.zalo.state import Json, OneTimeCode


def me(call: Call) -> Json:
    """GET /v2.0/me?fields=id,name,picture: flat; without the user's consent only the id."""
    token, app, simulator = call.token, call.app, call.simulator
    if token is None:
        raise graph_refusal(452)
    proof = call.headers.get("appsecret_proof", "").lower()
    if not hmac.compare_digest(proof.encode(), appsecret_proof(app.app_secret, token.value).encode()):
        raise graph_refusal(-242)
    fields = [name.strip() for name in call.query.get("fields", "id").split(",")]
    person = simulator.world.person(token.owner)
    answer: Json = {
        "error": 0,
        "message": "Success",
        "id": simulator.ids.user_id_by_app(app.app_id, person.key),
    }
    if "userInfo" not in token.scopes or fields == ["id"]:
        return answer
    _check_country(call)
    if "name" in fields:
        answer["name"] = simulator.text(person.name)
    answer["is_sensitive"] = False
    if "picture" in fields:
        answer["picture"] = {"data": {"url": f"https://s120-ava-talk.zadn.vn/{answer['id']}.jpg"}}
    return answer


def me_info(call: Call) -> Json:
    """GET /v2.0/me/info: headers ``code`` (one use, two minutes) and ``secret_key``."""
    code = _one_time_code(call)
    _check_country(call)
    code.used = True
    if code.kind == "phone":
        person = call.simulator.world.person(code.resident)
        return {"data": {"number": person.phone}, "error": 0, "message": "Success"}
    place = {"provider": "gps", "latitude": "18.6733", "longitude": "105.6922", **code.location}
    place["timestamp"] = str(call.now_ms)
    if call.simulator.settings.location_types == "number":
        place |= {name: float(place[name]) for name in ("latitude", "longitude")}
        place["timestamp"] = call.now_ms
    return {"data": place, "error": 0, "message": "Success"}


def _one_time_code(call: Call) -> OneTimeCode:
    secret, value = call.headers.get("secret_key", ""), call.headers.get("code", "")
    if not value:
        raise graph_refusal(114)
    if not secret:
        raise graph_refusal(116)
    if not hmac.compare_digest(secret.encode(), call.app.app_secret.encode()):
        raise graph_refusal(117)
    code = call.simulator.world.one_time_codes.get(value)
    if code is None or call.now_ms >= code.expires_ms:
        raise graph_refusal(115)
    if code.app_id != call.app.app_id:
        raise graph_refusal(118)
    if code.used:
        raise graph_refusal(119)
    return code


def _check_country(call: Call) -> None:
    settings = call.simulator.settings
    if settings.caller_country != "VN":
        raise graph_refusal(-501, ip=settings.caller_ip)
