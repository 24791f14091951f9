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
    "cases_report": "Phản ánh tiếp nhận",
    "cases_recommendation": "Kiến nghị tiếp nhận",
    "cases_comment": "Góp ý tiếp nhận",
    "cases_question": "Câu hỏi tiếp nhận",
    "cases_complaint": "Khiếu nại tiếp nhận",
    "cases_denunciation": "Thông tin có nội dung tố cáo",
    "cases_proposal": "Hiến kế tiếp nhận",
    "cases_answered": "Vụ việc đã trả lời",
    "cases_in_time": "Vụ việc trả lời đúng hạn",
    "cases_ended": "Vụ việc kết thúc không qua trả lời",
    "cases_overdue": "Vụ việc quá hạn",
    "cases_reopened": "Lượt mở lại vụ việc",
    "cases_rated": "Lượt đánh giá",
    "cases_stars": "Tổng điểm đánh giá",
    "cases_unsatisfied": "Lượt chưa hài lòng",
}

FIRST_ANSWER: Final = "Trả lời đầu tiên"
SOLUTION: Final = "Giải quyết xong"
_TIMES: Final = {"first": FIRST_ANSWER, "solved": SOLUTION}


def bucket(name: str) -> str:
    """The label of one column of a histogram, such as `cases_first_60`: up to 60 working minutes."""
    _, measure, bound = name.split("_")
    if bound == "more":
        return f"{_TIMES[measure]}: lâu hơn nữa"
    hours = f"{int(bound) / 60:g}".replace(".", ",")
    return f"{_TIMES[measure]}: đến {hours} giờ làm việc"
