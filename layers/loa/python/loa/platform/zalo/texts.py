"""What officers read about Zalo's answers, in Vietnamese, by reason key; and the messages of checks."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "no_connection": "Không kết nối được tới Zalo. Hệ thống sẽ tự thử lại.",
    "no_answer": "Zalo không trả lời kịp.",
    "bad_answer": "Zalo trả lời không đúng định dạng.",
    "answer_too_large": "Câu trả lời của Zalo lớn quá mức cho phép.",
    "answer_incomplete": "Câu trả lời của Zalo thiếu dữ liệu cần thiết.",
    "redirected": "Zalo chuyển hướng yêu cầu sang địa chỉ khác.",
    "rate_limited": "Đã vượt số lần gọi Zalo cho phép trong một phút.",
    "attachment_expired": "Tệp đính kèm đã quá hạn 7 ngày, cần tải lên lại.",
    "send_failed": "Zalo báo gửi không thành công, chưa rõ người dân đã nhận hay chưa.",
    "invalid_parameter": "Nội dung gửi tới Zalo có trường không hợp lệ.",
    "invalid_mac": "Chữ ký của yêu cầu không được Zalo chấp nhận.",
    "account_disabled": "Tài khoản OA đang bị khóa.",
    "account_missing": "Tài khoản OA không tồn tại.",
    "account_not_registered": "Tài khoản OA chưa đăng ký với ứng dụng.",
    "no_secret_key": "Ứng dụng chưa có khóa bí mật.",
    "app_not_active": "Ứng dụng Zalo chưa được kích hoạt.",
    "limit_exceeded": "Nội dung vượt giới hạn của Zalo.",
    "account_quota_used_up": "Tài khoản OA đã dùng hết hạn mức.",
    "interface_not_registered": "Ứng dụng chưa đăng ký quyền dùng OA API.",
    "not_following": "Người dân chưa quan tâm tài khoản OA.",
    "article_processing": "Zalo đang xử lý bài viết.",
    "invalid_app": "Mã ứng dụng Zalo không hợp lệ hoặc ứng dụng chưa hoạt động.",
    "token_invalid": "Quyền truy cập tài khoản OA không còn hiệu lực, cần làm mới.",
    "token_expired": "Quyền truy cập tài khoản OA đã hết hạn, cần làm mới.",
    "invitation_blocked": "Người dân đã chặn lời mời từ tài khoản OA.",
    "recipient_quota_used_up": "Người dân đã nhận đủ số tin cho phép trong kỳ.",
    "app_removed": "Ứng dụng đã bị gỡ hoặc bị khóa.",
    "account_not_verified": "Tài khoản OA cần được xác thực để dùng tính năng này.",
    "recipient_inactive": "Tài khoản Zalo của người dân bị khóa hoặc không hoạt động quá 45 ngày.",
    "account_not_authorised": "Tài khoản OA chưa cấp quyền này cho ứng dụng.",
    "article_quota_used_up": "Tài khoản OA đã hết hạn mức đăng bài viết.",
    "package_too_small": "Tài khoản OA cần nâng gói dịch vụ để dùng tính năng này.",
    "window_closed": "Người dân chưa tương tác với tài khoản OA trong thời gian cho phép nhắn tin.",
    "message_kind_not_supported": "Zalo không hỗ trợ loại tin nhắn này.",
    "night": "Zalo không cho gửi tin trong khoảng 22 giờ đến 6 giờ sáng.",
    "account_kind_not_supported": "Zalo không cho loại tài khoản OA này dùng tính năng.",
    "group_disabled": "Nhóm chat đã bị khóa.",
    "asset_used": "Lượt gửi này đã được sử dụng hoặc đã bị khóa.",
    "version_closed": "Zalo đã đóng phiên bản giao tiếp này.",
    "invalid_proof": "Mã xác minh ứng dụng (appsecret_proof) không hợp lệ.",
    "recipient_restricts": "Người dân đã hạn chế nhận loại tin này từ tài khoản OA.",
    "against_standards": "Nội dung vi phạm tiêu chuẩn của Zalo.",
    "template_not_supported": "Mẫu tin không gửi được theo mã người dùng.",
    "billing_missing": "Ứng dụng chưa liên kết Zalo Cloud Account.",
    "billing_empty": "Zalo Cloud Account đã hết tiền hoặc không thể trừ tiền.",
    "not_in_group": "Tài khoản OA không thuộc nhóm này.",
    "outside_vietnam": "Zalo chỉ cung cấp thông tin cá nhân cho địa chỉ IP tại Việt Nam.",
    "form_missing": "Không tìm thấy biểu mẫu hoặc tài khoản OA không có quyền dùng biểu mẫu.",
    "unknown_path": "Zalo không có địa chỉ giao tiếp này.",
    "recipient_unknown": "Mã người dùng không thuộc tài khoản OA này.",
    "invalid_redirect": "Địa chỉ nhận kết quả kết nối chưa được khai báo với Zalo.",
    "invalid_secret_key": "Khóa bí mật của ứng dụng không đúng.",
    "code_invalid": "Mã kết nối không đúng, đã dùng hoặc đã hết hạn. Vui lòng kết nối lại tài khoản OA.",
    "refresh_token_invalid": "Kết nối với tài khoản OA đã mất hiệu lực. Cần cán bộ quản trị OA kết nối lại.",
    "invalid_grant_type": "Yêu cầu cấp quyền sai loại.",
    "unknown_code": "Zalo báo một lỗi chưa được biết đến. Cần người quản trị kiểm tra.",
    "upload_empty": "Zalo không nhận tệp tải lên.",
}
"""One sentence per reason of `loa.platform.zalo.errors`."""

INVALID_ARTICLE = "Bài viết chưa hợp lệ."
INVALID_MESSAGE = "Tin nhắn chưa hợp lệ."
INVALID_FILE = "Tệp tải lên chưa hợp lệ."
INVALID_BROADCAST = "Tin truyền thông chưa hợp lệ."

REQUIRED = "Vui lòng nhập nội dung này."
NOT_TEXT = "Nội dung phải là văn bản."
NOT_A_LIST = "Nội dung phải là danh sách."
NOT_AN_OBJECT = "Phần này phải có cấu trúc gồm tên trường và giá trị."
NOT_HTTPS = "Địa chỉ phải bắt đầu bằng https:// và không có khoảng trắng."
UNKNOWN_BLOCK = "Loại nội dung phải là văn bản (text), hình ảnh (image), video (video) hoặc tệp (file)."
NOT_OUR_PICTURE = "Không đúng mã ảnh của hệ thống. Vui lòng tải ảnh lên lại."
NOT_A_FILE_LINK = "Liên kết phải dẫn tới tệp PDF, DOC hoặc DOCX."
UNKNOWN_COMMENT = "Chế độ bình luận phải là hiện (show) hoặc ẩn (hide)."
ONE_OF_URL_OR_ID = "Cần đúng một trong hai: địa chỉ hoặc mã tệp đã tải lên."
UNKNOWN_IMAGE = "Hình ảnh phải là tệp JPG hoặc PNG, có phần mở rộng trong tên tệp."
UNKNOWN_FILE = "Tệp phải là PDF, DOC, DOCX hoặc CSV, có phần mở rộng trong tên tệp."
UNKNOWN_TARGET = "Zalo không có tiêu chí chọn người nhận này."
EMPTY_FILE = "Tệp không có nội dung."


def file_link(url: str, name: str) -> str:
    """Return the paragraph that stands for a file; both are escaped for HTML already."""
    return f'<p>Tài liệu kèm theo: <a href="{url}">{name}</a></p>'


def too_long(limit: int) -> str:
    """Return the message for a text over its limit."""
    return f"Nội dung dài tối đa {limit:,} ký tự.".replace(",", ".")


def too_many(limit: int) -> str:
    """Return the message for a list over its limit."""
    return f"Danh sách có tối đa {limit} mục."


def too_large(limit_megabytes: int) -> str:
    """Return the message for a file over its limit."""
    return f"Tệp có dung lượng tối đa {limit_megabytes} MB."


STROKED = str.maketrans("đĐ", "dD")
"""The letters that Unicode does not take apart."""


def refusal_text(reason: str) -> str:
    """Return a reason of Zalo's in words; empty for any other."""
    return REASONS.get(reason, "")
