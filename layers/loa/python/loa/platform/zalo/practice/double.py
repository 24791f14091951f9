"""Zalo's double: answers what the OA API and the token endpoint would, and reaches nobody."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from loa.platform.zalo import wire
from loa.platform.zalo.exchange import HttpAnswer, HttpRequest
from loa.platform.zalo.practice import people

TOKENS_LIVE: Final = 90_000
"""Seconds of an access token, as Zalo's do."""

_WRONG_TOKEN: Final = -216
_NOT_HERE: Final = -201
_INVALID_CODE: Final = -14005


class PracticeZalo:
    """The `Http` of a stage for practice. It keeps nothing, so that any process answers the same."""

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Answer in Zalo's place. What it does not know it refuses, without an effect."""
        path = urlsplit(request.url).path
        if path == "/v4/oa/access_token":
            return HttpAnswer(200, _tokens(request.form or {}))
        oa_id = people.account_in(request.headers.get("access_token", ""))
        if not oa_id:
            return HttpAnswer(200, {"error": _WRONG_TOKEN, "message": "Access token is invalid"})
        answer = _answer(oa_id, path, request)
        if answer is None:
            return HttpAnswer(200, {"error": _NOT_HERE, "message": "The practice double does not do this"})
        return HttpAnswer(200, {"error": 0, "message": "Success", "data": answer})


def consent_address(redirect_uri: str, *, state: str, unit_path: str) -> str:
    """Return where a browser goes in the place of Zalo's consent page: back, with a code."""
    oa_id = people.account_of(unit_path)
    query = {"code": people.token_of(oa_id), "oa_id": oa_id, "state": state}
    return f"{redirect_uri}?{urlencode(query)}"


def _tokens(form: Mapping[str, str]) -> Mapping[str, Any]:
    oa_id = people.account_in(form.get("code") or form.get("refresh_token") or "")
    if not oa_id:
        return {"error": _INVALID_CODE, "error_name": "Code is invalid"}
    token = people.token_of(oa_id)
    return {"access_token": token, "refresh_token": token, "expires_in": str(TOKENS_LIVE)}


def _answer(oa_id: str, path: str, request: HttpRequest) -> Any:
    """Return the data of an answer; None: there is no such call here."""
    call = _CALLS.get(path.split("/", 2)[-1].removeprefix("oa/"))
    return call(oa_id, request) if call else None


def _account(oa_id: str, _: HttpRequest) -> Mapping[str, Any]:
    name, followers = people.account_name(oa_id), people.FOLLOWERS
    return {"oa_id": oa_id, "name": name, "oa_type": 4, "num_follower": followers, "is_verified": True}


def _quota(_: str, request: HttpRequest) -> Any:
    return {} if "user_id" in (request.body or {}) else []


def _article(oa_id: str, request: HttpRequest) -> Mapping[str, Any]:
    whole = json.dumps([oa_id, request.body], sort_keys=True)
    return {"token": hashlib.sha256(whole.encode()).hexdigest()}


def _verified(_: str, request: HttpRequest) -> Mapping[str, Any]:
    return {"id": f"practice{wire.text(request.body or {}, 'token')[:24]}"}


def _sent(_: str, __: HttpRequest) -> Mapping[str, Any]:
    return {"message_id": f"practice-{secrets.token_hex(12)}"}


def _uploaded(_: str, __: HttpRequest) -> Mapping[str, Any]:
    return {"attachment_id": secrets.token_hex(12), "token": secrets.token_hex(12)}


def _listed(_: str, request: HttpRequest) -> Mapping[str, Any]:
    asked, known = _asked(request), people.followers()
    offset, count = wire.count(asked, "offset"), wire.count(asked, "count")
    name = "users" if "/v3.0/" in request.url else "followers"
    return {"total": len(known), name: [{"user_id": each} for each in known[offset : offset + count]]}


def _profile(_: str, request: HttpRequest) -> Mapping[str, Any]:
    user_id = wire.text(_asked(request), "user_id")
    return {
        "user_id": user_id,
        "user_id_by_app": f"app{user_id}",
        "display_name": people.name_of(user_id),
        "user_is_follower": user_id in people.followers(),
    }


_CALLS: Final[Mapping[str, Callable[[str, HttpRequest], Any]]] = {
    "getoa": _account,
    "quota/message": _quota,
    "article/create": _article,
    "article/update": _article,
    "article/verify": _verified,
    "article/getslice": lambda _, __: {"total": 0, "medias": []},
    "article/remove": lambda _, __: {},
    "message": _sent,
    "message/cs": _sent,
    "upload/image": _uploaded,
    "upload/file": _uploaded,
    "listrecentchat": lambda _, __: [],
    "conversation": lambda _, __: [],
    "user/getlist": _listed,
    "getfollowers": _listed,
    "user/detail": _profile,
    "getprofile": _profile,
}
"""By the call's path without its version."""


def _asked(request: HttpRequest) -> Mapping[str, Any]:
    found = json.loads(request.query.get("data", "{}"))
    return found if isinstance(found, dict) else {}
