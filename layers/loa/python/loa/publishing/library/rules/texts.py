"""What people read about the library: names of sections and kinds, and what is wrong."""

from collections.abc import Mapping
from typing import Final

SECTIONS: Final[Mapping[str, str]] = {
    "local_news": "Tin địa phương",
    "policy": "Chủ trương, chính sách, pháp luật",
    "guidance": "Chỉ đạo, hướng dẫn nghiệp vụ Mặt trận",
    "province": "Chính trị, kinh tế, xã hội của tỉnh",
    "activities": "Hoạt động tiêu biểu",
    "bulletin": "Bản tin công tác Mặt trận",
    "notices": "Thông báo, lịch tiếp xúc cử tri",
    "handbook": "Cẩm nang Mặt trận",
    "public_services": "Cổng Dịch vụ công quốc gia",
    "media": "Giáo dục, báo chí, phát thanh, truyền hình",
    "organisations": "Mặt trận và các tổ chức chính trị - xã hội",
    "weather": "Thời tiết",
}

KINDS: Final[Mapping[str, str]] = {
    "article": "Bài viết",
    "notice": "Thông báo",
    "document": "Văn bản",
    "event": "Lịch, sự kiện",
    "link": "Đường dẫn",
    "page": "Trang cẩm nang",
}

KIND_HINTS: Final[Mapping[str, str]] = {
    "article": "Tin, bài có chữ và ảnh",
    "notice": "Có ngày bắt đầu, ngày hết; tự ẩn khi hết hạn",
    "document": "Nghị quyết, kế hoạch, hướng dẫn: có số, ngày, cơ quan ban hành, kèm tệp",
    "event": "Họp, tiếp xúc cử tri, tập huấn: có ngày giờ và địa điểm, hiện trong lịch",
    "link": "Dẫn tới trang khác, ví dụ Cổng dịch vụ công",
    "page": "Một trang trong Cẩm nang Mặt trận, xếp theo chương",
}
"""What a kind is for."""

FIELDS: Final[Mapping[str, str]] = {
    "valid_from": "Có hiệu lực từ ngày",
    "valid_to": "Đến hết ngày",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "signer": "Người ký",
    "effect": "Hiệu lực",
    "law_field": "Lĩnh vực",
    "form": "Loại văn bản",
    "place": "Địa điểm",
    "address": "Địa chỉ",
    "occasions": "Thời gian",
    "contact": "Người liên hệ",
    "phone": "Điện thoại",
    "online_url": "Tham gia trực tuyến",
    "accessibility": "Lối vào, hỗ trợ người khuyết tật",
    "audience": "Thành phần tham dự",
    "url": "Địa chỉ trang",
    "host_name": "Đơn vị quản lý trang",
    "opens": "Cách mở",
    "parent": "Thuộc chương",
}

EFFECTS: Final[Mapping[str, str]] = {
    "in_force": "Còn hiệu lực",
    "expired": "Hết hiệu lực",
    "amended": "Đã được sửa đổi, bổ sung",
}

TITLE: Final = "Tiêu đề"
SUMMARY: Final = "Tóm tắt"
AUTHOR: Final = "Người viết"
TOO_OFTEN_SHARED: Final = (
    "Bản này đã được tạo đường dẫn xem trước {maximum} lần, không tạo thêm được nữa. Xin gửi duyệt bài."
)
TAGS: Final = "Từ khóa"
TOO_MANY_TAGS: Final = "Nhiều nhất {maximum} từ khóa."
COVER: Final = "Ảnh bìa"
BODY: Final = "Nội dung"
SPOKEN: Final = "Bản đọc tiếng {language}"
AND: Final = " và "
TONGUE: Final = "Tiếng {name}"
LANGUAGES: Final[Mapping[str, str]] = {"vi": "Việt", "tai": "Thái", "hmong": "Mông"}
PICTURE: Final = "Ảnh {name}: {words} {caption}"
DECORATIVE: Final = "ảnh trang trí"
ATTACHED: Final = "Tệp hoặc video: {words} {caption} {name}"

OPENS: Final[Mapping[str, str]] = {
    "webview": "Ngay trong Mini App",
    "browser": "Bằng trình duyệt của máy",
}

CHANGES: Final[Mapping[str, str]] = {
    "major": "Thay đổi đáng kể: người dân cần biết",
    "minor": "Sửa nhỏ: lỗi chữ, thêm dấu",
}

REACHES: Final[Mapping[str, str]] = {
    "unit": "Chỉ đơn vị này",
    "subtree": "Đơn vị này và các đơn vị bên dưới",
    "upward": "Cả đơn vị cấp trên nữa",
}

REFERENCE: Final = "Mã gốc"
KIND: Final = "Loại bài"
SECTION: Final = "Mục"
SAME_ROW: Final = "Trùng với dòng {row}. Hai bài khác nhau thì ghi mã gốc khác nhau."
NOT_OF_KIND: Final = "Cột “{column}” không dùng cho {kind}. Xin để trống."
UNTIL: Final = "đến"
"""Stands between two hours."""
NOT_A_SHEET_OCCASION: Final = "Thời gian “{words}” chưa đúng. Xin ghi như 30/11/2026 07:30-09:00."
CUT: Final = "\n[Bài còn dài, xin xem ở trang của bài]"
SOURCE_LINK: Final = "Nguồn: {name}"
NOT_A_SOURCE: Final = "Cần địa chỉ https:// của RSS hoặc sơ đồ trang (sitemap)."
SOURCE_HOST: Final = "Trang {host} chưa được phép. Xin quản trị viên tỉnh cho phép ở “Trang được dẫn tới”."
TOO_MANY_SOURCES: Final = "Mỗi đơn vị lấy tin từ tối đa {maximum} nguồn."

NOT_YOURS: Final = "Không có bài này, hoặc anh/chị không được làm việc này."
NOT_FOUND: Final = "Không tìm thấy bài này trong thư viện."
CHANGED_MEANWHILE: Final = (
    "Bài đã được người khác thay đổi. Vui lòng tải lại rồi làm tiếp; phần đã nhập chưa mất."
)
NO_DRAFT: Final = "Bài này không có bản đang soạn."
NOT_PUBLISHED: Final = "Bài này đang không được đăng."
NOT_A_DRAFT: Final = "Bản này đã được gửi duyệt nên không sửa được. Hãy rút lại hoặc chờ người duyệt trả về."
NOT_SUBMITTED: Final = "Bản này chưa được gửi duyệt."
NOT_APPROVED: Final = "Bản này chưa được duyệt nên chưa đăng được."
NOT_SCHEDULED: Final = "Bản này không được hẹn giờ đăng."
EDITION_CHANGED: Final = (
    "Bản này đã khác với bản anh/chị xem. Vui lòng tải lại và xem lại trước khi quyết định."
)
OWN_WORK: Final = "Anh/chị đã tham gia viết bản này nên không tự duyệt được. Cần một người khác duyệt."
OWN_URGENT: Final = "Anh/chị đã viết hoặc đăng khẩn bản này. Cần một người khác xem lại."
NOBODY_LOOKED: Final = (
    "Bài đã đăng khẩn mà chưa ai khác xem lại. Cần một người xem lại trước khi bỏ vào thùng rác."
)
REASON_NEEDED: Final = "Vui lòng ghi lý do."
ALREADY_DRAFTING: Final = "Bài này đã có một bản đang soạn. Hãy sửa bản đó."
IN_BIN: Final = "Bài này đang ở thùng rác. Hãy khôi phục trước."
NOT_IN_BIN: Final = "Bài này không ở trong thùng rác."
STILL_PUBLISHED: Final = "Bài đang được đăng. Hãy gỡ bài trước khi bỏ vào thùng rác."
SCHEDULE_IN_PAST: Final = "Giờ hẹn đăng phải ở sau lúc này."
EXPIRY_IN_PAST: Final = "Thời hạn hiển thị phải ở sau lúc này."
REVIEW_IN_PAST: Final = "Ngày xem lại phải ở sau hôm nay."
EXPIRY_TOO_FAR: Final = "Loại bài này hiển thị tối đa {days} ngày."
EXPIRY_NEEDED: Final = "Tin khẩn phải có thời hạn hiển thị."
REDIRECT_NEEDED: Final = (
    "Vui lòng chọn bài thay thế trong tỉnh, hoặc địa chỉ https:// của trang đã được quản trị viên cho phép."
)
REDIRECT_TO_ITSELF: Final = "Bài không thể chuyển hướng đến chính nó."
CHANGE_NOTE_NEEDED: Final = "Thay đổi lớn cần một dòng nói rõ điều gì đã đổi, để người quan tâm biết."
SECTION_TAKES: Final = "Mục này không nhận loại bài đó."
LEVEL_MAY_NOT: Final = "Mục này do cấp tỉnh đăng. Đơn vị cấp dưới hãy chọn mục khác hoặc gửi bài lên tỉnh."
TOO_MANY_ON_TOP: Final = "Mỗi đơn vị ghim hoặc đặt khẩn tối đa {maximum} bài. Hãy bỏ ghim bớt."
HOST_NOT_APPROVED: Final = "Trang này chưa nằm trong danh sách được quản trị viên cho phép: {host}."
NO_HOST: Final = "Đây không phải là tên miền, ví dụ nghean.gov.vn."
HOST_SHARED: Final = "Tên miền này dùng chung cho nhiều nơi; vui lòng ghi đầy đủ, ví dụ nghean.gov.vn."
NO_SUCH_FILE: Final = "Không có tệp này trong thư viện của đơn vị."
FILE_IN_USE: Final = "Tệp đang được dùng trong bài khác nên không bỏ được."
TOO_MANY_FILES: Final = "Một bài dùng tối đa {maximum} ảnh, tệp và bản đọc."
TOO_MANY_DOCUMENTS: Final = "Một bài dùng tối đa {maximum} văn bản đính kèm và bản đọc."
TOO_MANY_AT_ONCE: Final = "Mỗi lần chọn tối đa {maximum} bài."
TOO_LARGE: Final = "Bài quá dài. Hãy chia thành nhiều bài hoặc đính kèm tệp."
LOCKED: Final = "{name} đang sửa bài này. Anh/chị có thể xem, hoặc nhận quyền sửa."
MOVED_ABOVE_ITSELF: Final = "Một trang không thể nằm trong chính nó."

REQUIRED: Final = "Vui lòng nhập: {label}."
UNKNOWN_FIELD: Final = "Loại bài này không có mục đó."
TOO_LONG: Final = "{label}: tối đa {maximum} ký tự."
NOT_A_DAY: Final = "{label}: cần một ngày, ví dụ 2026-11-30."
NOT_A_CHOICE: Final = "{label}: giá trị không nằm trong các lựa chọn."
NOT_A_URL: Final = "{label}: cần một địa chỉ bắt đầu bằng https://."
NOT_A_PHONE: Final = "{label}: số điện thoại chưa đúng."
NOT_OCCASIONS: Final = "Cần ít nhất một lần, mỗi lần có giờ bắt đầu và giờ kết thúc sau đó."
TOO_MANY_OCCASIONS: Final = "Tối đa {maximum} lần trong một lịch."
NOT_AN_ITEM: Final = "{label}: không phải là một trang của cẩm nang."
PARENT_ELSEWHERE: Final = "Trang cấp trên phải là một trang khác trong cẩm nang của cùng đơn vị."
DAYS_REVERSED: Final = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
BLOCK_UNKNOWN: Final = "Loại khối nội dung này không được hỗ trợ."
BLOCK_EMPTY: Final = "Khối nội dung này còn trống."
NO_BLOCKS: Final = "Bài chưa có nội dung."
NO_FILE: Final = "Văn bản cần một tệp PDF hoặc DOCX, hoặc nội dung toàn văn."
NOT_OUR_PICTURE: Final = "Ảnh phải được tải lên thư viện ảnh trước."
NOT_OUR_FILE: Final = "Tệp phải được tải lên thư viện tệp trước."
ALT_NEEDED: Final = "Ảnh cần lời mô tả cho người không nhìn thấy, hoặc đánh dấu là ảnh trang trí."
VIDEO_URL: Final = "Video cần một địa chỉ https://."
OLD_WORDS: Final = (
    "Bản đọc tiếng {languages} đọc chữ của lần trước. Xin nghe lại: vẫn đúng thì xác nhận, sai thì thay "
    "hoặc bỏ bản đọc."
)
NOT_LANGUAGE: Final = "Bản đọc chỉ nhận tiếng Việt, tiếng Thái hoặc tiếng Mông."

LONG_TITLE: Final = "Tiêu đề dài hơn {maximum} ký tự sẽ bị cắt trên điện thoại."
NO_SUMMARY: Final = "Nên có một câu tóm tắt: danh sách và kết quả tìm kiếm hiển thị câu này."
SHOUTING: Final = "Tiêu đề viết toàn chữ hoa rất khó đọc. Nên viết chữ thường."
HEADING_ORDER: Final = "Đề mục cấp 3 đứng trước đề mục cấp 2."
LONG_WITHOUT_HEADINGS: Final = "Bài dài hơn {maximum} chữ nên có đề mục để dễ đọc."
LONG_SENTENCES: Final = "Nhiều câu dài hơn {maximum} chữ. Nên tách câu cho dễ hiểu."
LINK_TEXT: Final = "Chữ của đường dẫn (“{text}”) không nói nó dẫn đến đâu."
PLAIN_HTTP: Final = "Đường dẫn không an toàn: {url}. Hãy dùng https://."
OWN_ITEM_GONE: Final = "Đường dẫn đến một bài đã gỡ: {url}."
DEAD_LINK: Final = "Đường dẫn không mở được: {url}."
EVENT_OVER: Final = "Mọi lần trong lịch này đã qua."
NOTICE_OVER: Final = "Thông báo này đã hết ngày hiệu lực."
ARTICLE_AUTHOR: Final = "Ủy ban Mặt trận Tổ quốc"
SAMPLE_TEXT: Final = "Bài vẫn còn chữ mẫu: {text}."

NOT_READY: Final = "Bài chưa đăng được. Vui lòng xem các mục được đánh dấu."
COPY_OF: Final = "{title} (bản sao)"
WITHDRAWN: Final[Mapping[str, str]] = {
    "notice": "Nội dung này không còn được cập nhật.",
    "redirect": "Nội dung này đã được chuyển sang trang khác.",
    "gone": "Nội dung này đã được gỡ.",
    "expired": "Nội dung này đã hết thời hạn hiển thị.",
}
"""What residents are told first at the address of a withdrawn item; the reason follows."""

REORGANISED: Final = "Đơn vị được sắp xếp lại; nội dung này chuyển sang đơn vị tiếp nhận."

VAGUE_LINKS: Final = frozenset(
    {"tại đây", "ở đây", "đây", "xem thêm", "click", "link", "bấm vào đây", "xem tại đây"}
)
"""Words of a link that say nothing when they are read aloud by themselves."""

LOUDSPEAKER_OPENING: Final = "Kính thưa toàn thể nhân dân. Sau đây là thông báo của Ủy ban Mặt trận Tổ quốc."
LOUDSPEAKER_CLOSING: Final = "Xin nhắc lại: {title}. Xin cảm ơn toàn thể nhân dân đã chú ý lắng nghe."
LOUDSPEAKER_TIME: Final = "Thời gian: {time}, {day}."
LOUDSPEAKER_PLACE: Final = "Địa điểm: {place}."
LOUDSPEAKER_FROM: Final = "Thực hiện từ {day}."
LOUDSPEAKER_PHONE: Final = "Liên hệ {contact}, số điện thoại {phone}."
LOUDSPEAKER_DAY: Final = "{weekday}, ngày {day} tháng {month} năm {year}"
LOUDSPEAKER_HOUR: Final = "{hour} giờ"
LOUDSPEAKER_HOUR_MINUTE: Final = "{hour} giờ {minute} phút"
UNIT: Final = "đơn vị"
WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
