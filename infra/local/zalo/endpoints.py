"""Every path of the platform that the simulator answers; any other is ``{"error":404,…}``."""

from typing import Final

from infra.local.zalo import (
    articles,
    conversations,
    graph,
    messages,
    mini_app,
    oauth,
    official_accounts,
    quotas,
    tags,
    uploads,
    users,
    zns,
)
from infra.local.zalo.calls import Endpoint

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    # oauth.zaloapp.com (its pages are in gateway.py)
    Endpoint("POST", "/v4/oa/access_token", lambda call: oauth.access_token(call, "oa"), "oauth"),
    Endpoint("POST", "/v4/access_token", lambda call: oauth.access_token(call, "user"), "oauth"),
    # openapi.zalo.me
    Endpoint("GET", "/v2.0/oa/getoa", official_accounts.get_official_account),
    Endpoint("POST", "/v3.0/oa/message/cs", messages.consultation),
    Endpoint("POST", "/v3.0/oa/message/transaction", messages.closed),
    Endpoint("POST", "/v3.0/oa/message/promotion", messages.closed),
    Endpoint("POST", "/v3.0/oa/message/template", messages.by_template),
    Endpoint("POST", "/v2.0/oa/message", messages.second_version),
    Endpoint("POST", "/v3.0/oa/quota/message", quotas.third_version),
    Endpoint("POST", "/v2.0/oa/quota/message", quotas.second_version),
    Endpoint("GET", "/v3.0/oa/user/getlist", users.list_users),
    Endpoint("GET", "/v3.0/oa/user/detail", users.user_detail),
    Endpoint("POST", "/v3.0/oa/user/update", users.update_user),
    Endpoint("GET", "/v3.0/oa/user/detail/custominfo", users.get_custom_info),
    Endpoint("POST", "/v3.0/oa/user/update/custominfo", users.update_custom_info),
    Endpoint("GET", "/v2.0/oa/getfollowers", users.list_followers),
    Endpoint("GET", "/v2.0/oa/getprofile", users.follower_profile),
    Endpoint("POST", "/v2.0/oa/updatefollowerinfo", users.update_follower_info),
    Endpoint("POST", "/v2.0/oa/deletefollowerinfo", users.delete_follower_info),
    Endpoint("POST", "/v2.0/oa/tag/tagfollower", tags.tag_follower),
    Endpoint("POST", "/v2.0/oa/tag/rmfollowerfromtag", tags.untag_follower),
    Endpoint("GET", "/v2.0/oa/tag/gettagsofoa", tags.list_tags),
    Endpoint("POST", "/v2.0/oa/tag/rmtag", tags.remove_tag),
    Endpoint("GET", "/v2.0/oa/listrecentchat", conversations.recent_chats),
    Endpoint("GET", "/v2.0/oa/conversation", conversations.conversation),
    Endpoint("POST", "/v2.0/oa/upload/image", uploads.image),
    Endpoint("POST", "/v2.0/oa/upload/gif", uploads.gif),
    Endpoint("POST", "/v2.0/oa/upload/file", uploads.file),
    Endpoint("POST", "/v2.0/article/create", articles.create, "article"),
    Endpoint("POST", "/v2.0/article/verify", articles.verify, "article"),
    Endpoint("GET", "/v2.0/article/getdetail", articles.detail, "article"),
    Endpoint("GET", "/v2.0/article/getslice", articles.list_slice, "article"),
    Endpoint("POST", "/v2.0/article/update", articles.update, "article"),
    Endpoint("POST", "/v2.0/article/remove", articles.remove, "article"),
    Endpoint("POST", "/v2.0/article/upload_video/preparevideo", articles.prepare_video, "article"),
    Endpoint("GET", "/v2.0/article/upload_video/verify", articles.verify_video, "article"),
    # graph.zalo.me
    Endpoint("GET", "/v2.0/me", graph.me, "graph"),
    Endpoint("GET", "/v2.0/me/info", graph.me_info, "graph"),
    # business.openapi.zalo.me
    Endpoint("POST", "/message/template", zns.send, "zns"),
    Endpoint("POST", "/message/template/hashphone", zns.send_to_hash, "zns"),
    Endpoint("GET", "/message/status", zns.status, "zns"),
    Endpoint("GET", "/message/quota", zns.quota, "zns"),
    Endpoint("GET", "/template/all", zns.list_templates, "zns"),
    Endpoint("GET", "/template/info/v2", zns.template_info, "zns"),
    # openapi.mini.zalo.me
    Endpoint("POST", "/notification/template", mini_app.notify, "mini_app"),
)
