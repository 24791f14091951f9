"""What people read about broadcasts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from loa.platform.zalo.texts import refusal_text

BROADCAST_STATES: Final[Mapping[str, str]] = {
    "draft": "bản nháp",
    "submitted": "đã trình, chờ phê duyệt",
    "approved": "đã phê duyệt, chưa hẹn giờ",
    "scheduled": "đã hẹn giờ gửi",
    "planning": "đang lập danh sách gửi",
    "sending": "đang gửi",
    "paused": "đang tạm dừng",
    "stopped": "đã tự dừng vì lỗi",
    "finished": "đã gửi xong",
    "cancelled": "đã hủy",
    "withdrawn": "đã thu hồi",
}

STATE_WORDS: Final[Mapping[str, str]] = {
    "draft": "Đang soạn",
    "submitted": "Chờ duyệt",
    "approved": "Đã duyệt, chưa hẹn giờ",
    "scheduled": "Đã hẹn giờ",
    "planning": "Đang chuẩn bị gửi",
    "sending": "Đang gửi",
    "paused": "Tạm dừng",
    "stopped": "Tự dừng vì lỗi",
    "finished": "Đã gửi xong",
    "cancelled": "Đã hủy",
    "withdrawn": "Đã gỡ bài",
}
RETURNED: Final = "Bị trả lại"

DELIVERY_STATES: Final[Mapping[str, str]] = {
    "pending": "chờ gửi",
    "sending": "đang gửi",
    "held": "tạm giữ",
    "sent": "đã gửi",
    "unknown": "chưa rõ kết quả",
    "failed": "gửi lỗi",
    "skipped": "bỏ qua",
}

REASONS: Final[Mapping[str, str]] = {
    "no_account": "Đơn vị chưa kết nối Official Account.",
    "not_confirmed": "Official Account vừa kết nối, chưa được quản trị viên xác nhận.",
    "needs_consent": "Official Account cần được cấp quyền lại.",
    "disabled": "Official Account đang bị khóa trên Zalo.",
    "answer_lost": "Zalo không trả lời khi gửi tin; cần kiểm tra trên OA Manager, hệ thống không tự gửi lại.",
    "worker_stopped": "Hệ thống dừng giữa chừng khi gửi tin; cần kiểm tra trên OA Manager, không tự gửi lại.",
    "out_of_quota": "Đã hết hạn mức gửi tin của Official Account trong kỳ này.",
    "spread": "Được xếp gửi vào ngày sau vì tin gửi rải nhiều ngày.",
    "declined": "Đơn vị không tham gia tin này.",
    "cancelled": "Tin đã bị hủy trước khi gửi qua đơn vị này.",
    "approval_expired": "Phê duyệt đã hết hạn trước giờ gửi; cần phê duyệt lại.",
    "error_rate": "Quá nhiều lượt gửi bị lỗi nên hệ thống tự dừng.",
    "night": "Zalo không nhận tin truyền thông ban đêm; hệ thống gửi tiếp khi hết giờ nghỉ.",
    "checked_by_officer": "Cán bộ đã kiểm tra trên OA Manager.",
    "article_gone": "Bài viết đã bị xóa trên OA Manager.",
    "article_hidden": "Bài viết đã bị ẩn trên OA Manager.",
    "article_shown": "Bài viết đã có trên OA, chưa rõ đã gửi.",
    "article_shown_again": "Bài viết đã hiển thị lại trên OA.",
    "article_forgotten": "Bài viết đã bị xóa trên OA Manager; hệ thống sẽ tạo lại khi gửi.",
    "nobody": "Không có đơn vị nào thuộc nơi nhận nên không gửi gì.",
    "too_many_attempts": "Đã thử nhiều lần nhưng Zalo vẫn báo lỗi tạm thời.",
}
"""Reasons of our own; Zalo's are in `loa.platform.zalo.texts`."""

REMARKS: Final[Mapping[str, str]] = {
    "emergency": "Gửi khẩn cấp theo quyết định của một người.",
    "soon_after_submission": "Duyệt chỉ vài giây sau khi trình.",
    "soon_after_opening": "Duyệt chỉ vài giây sau khi mở xem.",
    "never_opened": "Duyệt mà chưa mở xem bản này.",
}
"""Why an approval is worth a look (`loa.publishing.broadcasts.drafts.oversight`)."""

NOT_NOW: Final = "Không thực hiện được vì tin đang ở trạng thái: {state}."
NOT_BY_AUTHOR: Final = "Người đã soạn, sửa hoặc đề xuất tin không được phê duyệt. Vui lòng nhờ cán bộ khác."
NOT_SUBMITTED: Final = "Tin chưa được trình phê duyệt. Vui lòng bấm trình trước."
SEEN_ANOTHER: Final = "Nội dung đã được sửa sau khi mở xem. Vui lòng xem lại những chỗ đã đổi."
RETURN_REASON_NEEDED: Final = "Vui lòng ghi rõ cần sửa gì."
ADDITION_FOR_ANOTHER_TEXT: Final = "Bài chung đã được sửa sau khi đơn vị bổ sung. Vui lòng bổ sung lại."
NOT_FOUND: Final = "Không tìm thấy tin truyền thông này."
CHANGED_MEANWHILE: Final = "Tin vừa được người khác cập nhật. Vui lòng tải lại và thử lại."
SEND_AT_PAST: Final = "Giờ gửi đã qua. Vui lòng chọn giờ khác."
SEND_AT_TOO_FAR: Final = "Giờ gửi quá xa. Vui lòng chọn trong vòng một năm."
REASON_NEEDED: Final = "Vui lòng ghi rõ lý do khẩn cấp."
APPROVAL_EXPIRES_BEFORE: Final = "Phê duyệt không còn hiệu lực vào giờ gửi. Vui lòng phê duyệt lại."
SEND_AT_BEFORE_CUT_OFF: Final = "Giờ gửi phải sau hạn bổ sung nội dung của các đơn vị."
NO_LOCALISATION: Final = "Tin này không nhận bổ sung của đơn vị, hoặc đã quá hạn bổ sung."
NOTHING_ADDED: Final = "Vui lòng nhập đoạn văn hoặc ảnh cần bổ sung."
NOTHING_TO_APPROVE: Final = "Đơn vị chưa gửi nội dung bổ sung nào."
NO_SUCH_WEEK: Final = "Vui lòng chọn một ngày từ năm 2020 đến năm 2099."
BELOW_ALONE: Final = "`below` chỉ dùng cùng với `waiting_for`."
PACE_WITHOUT_SPREAD: Final = "Số ngày và số tài khoản mỗi ngày chỉ dùng khi chọn gửi rải nhiều ngày (spread)."
SERIES_NOT_FOUND: Final = "Không tìm thấy bản tin hằng tuần này."
SERIES_CANCELLED: Final = "Bản tin này đã bị hủy hẳn. Vui lòng lập bản tin mới."
NO_SAMPLE: Final = "Chỉ tin của đơn vị mình, đã gửi duyệt, chưa hủy hay gỡ bài, mới cho ra hằng tuần được."
NO_ISSUE: Final = "Theo lịch này sẽ không có số nào được gửi. Vui lòng chọn ngày kết thúc muộn hơn."
TOO_MANY_SKIPPED: Final = "Chỉ được chọn nhiều nhất 52 ngày nghỉ."
APPROVAL_EXPIRED: Final = "Phê duyệt đã hết hạn. Vui lòng phê duyệt lại rồi gửi tiếp."
CANCEL_FIRST: Final = "Chỉ gỡ được bài của tin đã hủy hoặc đã gửi xong; tin này đang ở trạng thái: {state}."
CORRECT_LATER: Final = (
    "Chỉ sửa được bài của tin đã gửi xong hoặc đã hủy, và bài chưa gỡ; tin này đang ở trạng thái: {state}."
)
NOT_AGAIN_OLD: Final = (
    "Bài của tin này đã sửa theo bản mới. Nơi chưa gửi được thì xin soạn tin mới từ bài đó."
)
REMOVAL_REASON_NEEDED: Final = "Vui lòng ghi rõ lý do gỡ bài."
NOBODY: Final = "Không có đơn vị nào thuộc nơi nhận đã chọn. Vui lòng chọn lại nơi nhận."
NOT_UNKNOWN: Final = "Lượt gửi này không ở trạng thái chưa rõ kết quả."


_SHOWN: Final = 200
"""How much of a text that has changed is shown on each side."""


def changed(before: str, after: str) -> str:
    """What was different in a version that was seen, for one field."""
    return f"Đã xem: {_shown(before)}. Hiện nay: {_shown(after)}."


def _shown(text: str) -> str:
    if not text:
        return "(trống)"
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[:_SHOWN]}…”"


def reason_text(reason: str) -> str:
    """A reason in words, ours or Zalo's; empty for none."""
    return REASONS.get(reason) or refusal_text(reason)


def quiet_hours(earliest: datetime) -> str:
    """The message for an instant in Zalo's quiet hours, with the local instant when they end."""
    return (
        "Zalo không nhận tin truyền thông trong khung giờ này. "
        f"Giờ sớm nhất có thể gửi là {earliest:%H:%M ngày %d/%m/%Y}."
    )


def emergency_below(unit: str | None, title: str, why: str) -> str:
    """What an officer above reads on Zalo of an emergency that one person let go out."""
    return (
        f"{unit or 'Một đơn vị'} vừa gửi tin khẩn cấp “{title}”, một người quyết định, lý do: “{why}”. "
        "Xin mở hệ thống, mục Truyền thông, để xem."
    )


def waits_for_approval(title: str) -> str:
    """What an approver reads on Zalo."""
    return (
        f"Có tin truyền thông đang chờ phê duyệt: “{title}”. "
        "Vui lòng mở hệ thống để xem nội dung, rồi phê duyệt hoặc trả lại để sửa."
    )
