"""Tags of followers (zalo/README.md 7)."""

from infra.local.zalo.calls import Call, required_text, success
from infra.local.zalo.errors import invalid
from infra.local.zalo.state import Json


def tag_follower(call: Call) -> Json:
    """POST /v2.0/oa/tag/tagfollower: an unknown tag is made."""
    body = call.body()
    name = required_text(body, "tag_name")
    user = call.simulator.known_user(call.account, body.get("user_id"))
    if name not in call.account.tags:
        call.account.tags.append(name)
    if name not in user.tags:
        user.tags.append(name)
        _tell(call, "add_user_to_tag", {"user_ids": [user.user_id], "name": name})
    return success()


def untag_follower(call: Call) -> Json:
    """POST /v2.0/oa/tag/rmfollowerfromtag."""
    body = call.body()
    name = required_text(body, "tag_name")
    user = call.simulator.known_user(call.account, body.get("user_id"))
    if name not in call.account.tags:
        raise invalid("tag_name")
    if name in user.tags:
        user.tags.remove(name)
        _tell(call, "remove_user_from_tag", {"user_ids": [user.user_id], "name": name})
    return success()


def list_tags(call: Call) -> Json:
    """GET /v2.0/oa/tag/gettagsofoa."""
    return success(list(call.account.tags))


def remove_tag(call: Call) -> Json:
    """POST /v2.0/oa/tag/rmtag: the tag leaves everybody who has it."""
    name = required_text(call.body(), "tag_name")
    if name not in call.account.tags:
        raise invalid("tag_name")
    call.account.tags.remove(name)
    for user in call.account.users.values():
        if name in user.tags:
            user.tags.remove(name)
    _tell(call, "remove_tag", {"name": name})
    return success()


def _tell(call: Call, event_name: str, tag: Json) -> None:
    call.simulator.emit(call.account, event_name, {"oa_id": call.account.oa_id, "tag": tag})
