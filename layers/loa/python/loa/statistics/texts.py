"""What people read about what is counted."""

from typing import Final

METRIC_LABELS: Final = {
    "events": "Sự kiện nhận được",
    "events_unknown": "Sự kiện chưa nhận dạng",
    "messages_in": "Tin nhắn đến",
    "messages_out": "Tin nhắn đi",
    "followers_gained": "Người quan tâm mới",
    "followers_lost": "Người bỏ quan tâm",
    "deliveries_sent": "Lượt gửi thành công",
    "deliveries_failed": "Lượt gửi lỗi",
    "deliveries_skipped": "Lượt gửi bỏ qua",
    "deliveries_unknown": "Lượt gửi chưa rõ kết quả",
    "deliveries_held": "Lượt gửi tạm giữ",
    "articles": "Bài viết",
}
