"""The words of the report about a survey."""

from typing import Final

FILE: Final = "Khảo sát"
ABOUT: Final = "Kết quả khảo sát “{title}”"
SUBJECT: Final = "Kết quả khảo sát, cách khảo sát, nơi chưa có người trả lời"
MADE: Final = "Lập lúc {made}."
RUNNING: Final = "Stt"
QUESTION: Final = "Câu hỏi, phương án"
UNIT: Final = "Xã, phường"
OPTION: Final = "Phương án"
PERSONS: Final = "Số người"
NOTE: Final = "Phương án và nơi có ít người được gộp lại, để không ai bị nhận ra."

RESULT_SHEET: Final = "Kết quả"
RESULT_TITLE: Final = "KẾT QUẢ TỪNG CÂU HỎI"
ASKED: Final = "{words} (số người được hỏi)"
NOT_TOLD: Final = "{words} (quá ít người trả lời hoặc chọn, nên không công bố)"
NO_RESULT: Final = "Chưa công bố kết quả."

UNITS_SHEET: Final = "Theo nơi"
UNITS_TITLE: Final = "KẾT QUẢ THEO XÃ, PHƯỜNG"
NO_UNITS: Final = "Không có nơi nào đủ người trả lời để nêu riêng."

MISSING_SHEET: Final = "Chưa có trả lời"
MISSING_TITLE: Final = "XÃ, PHƯỜNG CHƯA CÓ NGƯỜI TRẢ LỜI"
NO_MISSING: Final = "Nơi nào cũng có người trả lời."

METHOD: Final = (
    "I. Cách khảo sát. Người dân ở {all} xã, phường của {unit} được mời trả lời từ ngày {opens} đến ngày "
    "{closes}, trên trang thông tin, Mini App, Zalo, và trên giấy với người không có điện thoại. Mỗi người "
    "trả lời một lần, không kèm tên. Ai muốn trả lời thì trả lời, nên kết quả không đại diện cho toàn dân."
)
COUNTED: Final = "II. Người trả lời. Có {persons} người trả lời, trong đó trên giấy: {paper}."
FEW: Final = "dưới {fewest}"
NOT_APART: Final = "không nêu, vì số nhỏ làm lộ từng người"
COVERED: Final = "Có người trả lời ở {reached}/{all} xã, phường."
MISSING: Final = "Chưa có người trả lời: {names}."
AND_MORE: Final = " và {count} nơi nữa (phụ lục)"
RESULT: Final = "III. Kết quả. {questions} câu hỏi (phụ lục), như đã công bố với người dân. {note}"
