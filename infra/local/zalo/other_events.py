"""The usual fields of the rarer events (zalo/README.md 10.4), by event name.

Each maker takes the OA id, a user id and the time in milliseconds.
"""

from collections.abc import Callable
from typing import Final

from infra.local.zalo.state import Json

type Maker = Callable[[str, str, int], Json]


def _group(oa_id: str, user_id: str, _: int) -> Json:
    return {"oa_id": oa_id, "group_id": "f414c8f76fa586fbdfb4", "users": [{"id": user_id}]}


def _group_message(oa_id: str, user_id: str, _: int) -> Json:
    return {
        "oa_id": oa_id,
        "group_id": "f414c8f76fa586fbdfb4",
        "sender": {"id": user_id},
        "recipient": {"id": "f414c8f76fa586fbdfb4"},
        "message": {"text": "Xin chào", "msg_id": "2fd9ab5a1b2c3d4e5f60"},
    }


def _call(oa_id: str, user_id: str, now: int) -> Json:
    return {
        "oa_id": oa_id,
        "user_id": user_id,
        "phone": "",
        "call_id": "7a3c1e5b9d2f4860",
        "call_type": "audio",
        "init_time": str(now),
        "call_duration": "65",
        "waiting_time": "5",
        "talk_time": "60",
        "status_code": "0",
    }


def _consent(oa_id: str, user_id: str, now: int) -> Json:
    return {
        "oa_id": oa_id,
        "user_id": user_id,
        "phone": "84901234567",
        "request_type": "SENT",
        "create_time": str(now),
        "expired_time": str(now + 86_400_000),
    }


_FEEDBACK_ID: Final = "4e8f1a2b3c4d5e6f7081"

OTHER_EVENTS: Final[dict[str, Maker]] = {
    "update_user_info": lambda oa, user, _: {
        "oa_id": oa,
        "user_id": user,
        "data": {"method": "dynamic_url"},
    },
    "add_user_to_tag": lambda oa, user, _: {"oa_id": oa, "tag": {"user_ids": [user], "name": "tag"}},
    "remove_user_from_tag": lambda oa, user, _: {"oa_id": oa, "tag": {"user_ids": [user], "name": "tag"}},
    "remove_tag": lambda oa, _user, _now: {"oa_id": oa, "tag": {"name": "tag"}},
    "widget_interaction_accepted": lambda oa, user, _: {
        "oa_id": oa,
        "data": {"user_id": user, "user_external_id": "external-1", "url": "https://nghean.gov.vn"},
    },
    "widget_failed_to_sync_user_external_id": lambda oa, user, _: {
        "oa_id": oa,
        "data": {"user_id": user, "user_external_id": "external-1", "message": "user_external_id is used"},
    },
    "extension_purchased": lambda oa, _user, _now: {
        "oa_id": oa,
        "extension_id": "3fd1c6f7a2b5",
        "extension_sub_info": {},
    },
    "user_feedback": lambda oa, _user, now: {
        "oa_id": oa,
        "message": {
            "rating_type": "csat",
            "option": "five_emotions",
            "note": "Rất hài lòng",
            "rate": 5,
            "submit_time": str(now),
            "msg_id": _FEEDBACK_ID,
            "feedbacks": ["Cán bộ nhiệt tình"],
            "tracking_id": "1956",
        },
    },
    "user_click_response_button": lambda oa, _user, now: {
        "oa_id": oa,
        "msg_id": _FEEDBACK_ID,
        "message": {"submit_time": str(now), "button_type": "yes", "data": "yes", "tracking_id": "1956"},
    },
    "change_template_status": lambda oa, _user, _now: {
        "oa_id": oa,
        "template_id": "7895417a7d3f9461cd2e",
        "status": {"prev_status": "PENDING_REVIEW", "new_status": "ENABLE"},
        "reason": "",
    },
    "change_template_quality": lambda oa, _user, _now: {
        "oa_id": oa,
        "template_id": "7895417a7d3f9461cd2e",
        "quality": "HIGH",
    },
    "change_oa_daily_quota": lambda oa, _user, _now: {
        "oaId": oa,
        "quota": {"prev_value": "500", "new_value": "2000"},
    },
    "event_journey_acknowledged": lambda oa, user, _: {"oa_id": oa, "user_id": user},
    "event_journey_time_out": lambda oa, user, _: {"oa_id": oa, "user_id": user},
    "oa_send_consent": _consent,
    "user_reply_consent": lambda oa, user, now: {**_consent(oa, user, now), "user_consent": "ALLOW"},
    "user_call_oa": _call,
    "oa_call_user": _call,
    "create_group": _group,
    "user_join_group": _group,
    "user_request_join_group": _group,
    "accept_request_join_group": _group,
    "reject_request_join_group": _group,
    "user_out_group": _group,
    "add_group_admin": _group,
    "remove_group_admin": _group,
    "update_group_info": _group,
    "delete_group": _group,
    "user_send_group_text": _group_message,
    "oa_send_group_text": _group_message,
}
