"""The words of the report about a contest."""

from typing import Final

FILE: Final = "Cuộc thi"
ABOUT: Final = "Kết quả cuộc thi “{title}”"
SUBJECT: Final = "Kết quả các đợt thi, số phiếu trúng giải, xếp hạng xã, phường"
MADE: Final = "Lập lúc {made}."
RUNNING: Final = "Stt"
ROUND: Final = "Đợt"
TIME: Final = "Thời gian"
PERSONS: Final = "Số người thi"
KNOWN: Final = "Zalo xác nhận"
ASSISTED: Final = "Nhập hộ, không xếp giải"
SUBMITS: Final = "Lượt nộp bài"
PERFECT: Final = "Người xếp giải đúng hết"
PRIZES: Final = "Số giải"
EDITION: Final = "Bản kết quả"

ROUNDS_SHEET: Final = "Các đợt"
ROUNDS_TITLE: Final = "KẾT QUẢ CÁC ĐỢT THI"
NO_ROUNDS: Final = "Chưa có đợt nào công bố kết quả."

WINNERS_SHEET: Final = "Trúng giải"
WINNERS_TITLE: Final = "SỐ PHIẾU TRÚNG GIẢI"
WINNERS_NOTE: Final = "Chỉ ghi số phiếu, không ghi tên. Thứ tự: điểm, dự đoán gần nhất, bốc thăm."
PLACE: Final = "Giải thứ"
RECEIPT: Final = "Số phiếu"
SCORE: Final = "Số câu đúng"
PREDICTION: Final = "Dự đoán"
UNIT: Final = "Xã, phường"
NO_WINNERS: Final = "Không có bài nào được xếp giải."

LOTS_SHEET: Final = "Bốc thăm"
LOTS_TITLE: Final = "BỐC THĂM: AI CŨNG TÍNH LẠI ĐƯỢC"
LOTS_NOTE: Final = (
    "Dấu niêm phong (SHA-256 của mầm) công bố trước khi mở đợt; mầm công bố cùng kết quả. Xếp theo "
    "HMAC-SHA256 của số phiếu, khóa là mầm và số công khai nối bằng dấu hai chấm."
)
SOURCE: Final = "Số công khai lấy từ"
VALUE: Final = "Số công khai"
COMMITMENT: Final = "Dấu niêm phong"
SEED: Final = "Mầm"
CHANGES: Final = "Thay đổi sau niêm phong"
QUESTION_WITHDRAWN: Final = "Rút một câu, ai có câu đó đều được tính đúng: {reason}"
ENTRY_EXCLUDED: Final = "Loại số phiếu {before}: {reason}"
ENTRY_RETURNED: Final = "Xếp giải lại số phiếu {before}: {reason}"
SOURCE_LATER: Final = "Số công khai “{before}” đổi thành “{after}” vì tạm dừng: {reason}"
VALUE_CHANGED: Final = "Sửa số {before} thành {after}: {reason}"

UNITS_SHEET: Final = "Xếp hạng"
UNITS_TITLE: Final = "XẾP HẠNG XÃ, PHƯỜNG"
UNITS_NOTE: Final = "Mỗi người tính một lần trong một đợt. Xếp theo số người trên 1.000 người từ 15 tuổi."
ADULTS_UNVERIFIED: Final = "Số người từ 15 tuổi chưa được đối chiếu: thứ hạng chỉ để tham khảo."
RANK: Final = "Hạng"
RANKED: Final = "Người được xếp giải"
PER_THOUSAND: Final = "Trên 1.000"
NO_UNITS: Final = "Chưa có xã, phường nào có người thi."

AVERAGES_SHEET: Final = "Xếp hạng trung bình"
AVERAGES_TITLE: Final = "XẾP HẠNG THEO SỐ CÂU ĐÚNG TRUNG BÌNH"
AVERAGES_NOTE: Final = "Tính trên bài cao điểm nhất của mỗi người, ở nơi có từ {fewest} người được xếp giải."
AVERAGE: Final = "Đúng trung bình"

HELD: Final = (
    "I. Tổ chức. Cuộc thi mở từ ngày {opens} đến ngày {closes} trên trang thông tin, Mini App và Zalo, gồm "
    "{rounds} đợt; {public} đợt đã công bố kết quả."
)
COUNTED: Final = (
    "II. Người tham gia. Các đợt đã công bố có {submits} lượt nộp bài của {persons} lượt người (mỗi "
    "người tính một lần trong một đợt), trong đó {known} được Zalo xác nhận. Trong số người được "
    "xếp giải, {perfect} người trả lời đúng hết."
)
COVERED: Final = "Có người thi ở {reached}/{all} xã, phường."
MISSING: Final = "Chưa có người thi: {names}."
AND_MORE: Final = " và {count} nơi nữa"
AWARDED: Final = (
    "III. Kết quả. Có {winners} số phiếu trúng giải (phụ lục), xác định theo điểm, dự đoán gần nhất, rồi bốc "
    "thăm bằng số niêm phong trước ghép với số công khai."
)
UNVERIFIED: Final = (
    "[Số người từ 15 tuổi của các xã, phường chưa được đối chiếu; xin đối chiếu bảng xếp hạng trước khi ký.]"
)
