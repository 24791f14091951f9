"""Who may harm themselves: said outright, as a farewell, or by what they have at hand."""

from typing import Final

from loa.dialogue.understanding.emergency.patterns import PatternTable

_ME: Final = "(em|toi|tui|minh|con|chau|choa)"
_NOT: Final = "(khong|ko|k|kg|hong|no|chang|chan|het|cha)"
_MEDICINE: Final = "(ngu|chuot|sau|co|tru sau|diet co|doc|bao ve)"

OUTRIGHT: Final[PatternTable] = (
    ("tu (tu|sat|van|thieu|hai|ket lieu)", "tự tử"),
    ("(muon|chi muon|doi|dinh|se) (duoc )?chet(?! di duoc)", "em muốn chết"),
    (
        r"chet (quach|phut|di cho|cho (roi|xong|ranh|nhe)|day|cho khoe|luon|mat thoi|cung duoc)",
        "chết cho nhẹ",
    ),
    ("chet (cho|de) (het|khoi|do)", "chết cho hết khổ"),
    (rf"{_NOT} (con )?(muon |thiet |thich )?song( nua| nu[ao]|$)", "không muốn sống nữa"),
    (rf"{_NOT} (con )?<1>(muon|thiet|thich|tha) (tha )?song", "k muon song nua"),
    ("(khong|ko|k|no|chang) thiet|thiet (chi|gi|song)", "nỏ thiết sống nựa"),
    ("chan (song|doi)", "em chán sống"),
    ("song (khong bang chet|khong noi|ma nhu chet|nhu chet)|khong bang chet", "sống không bằng chết"),
    ("song (de |cho )?(man |lam )?(chi|gi)", "sống mần chi nựa"),
    ("(nuoi|nuai) song|that co|treo co|ket lieu|tuyet vong", "treo cổ cho xong"),
    ("di chet|tim den cai chet|ton tai nua", "đi chết đây"),
    ("(tu )?ket thuc (cuoc doi|tat ca|doi|cuoc song|minh)|tu ket thuc", "kết thúc cuộc đời"),
    (f"de {_ME} chet", "để em chết đi"),
    ("ly do (de )?song|khong con (gi|chi) de song", "không còn lý do sống"),
    ("(khong|het) chiu noi (nua|roi)", "em không chịu nổi nữa"),
    ("khong ai can (em|toi|tui|minh|chau)", "không ai cần em nữa"),
    ("ngu mai|bien mat (khoi|mai)", "chỉ muốn ngủ mãi không dậy"),
)
MEANS: Final[PatternTable] = (
    ("(nhay|gieo minh) <1>(cau|song|lau|gieng|dap|vuc)|nhay la (het|xong)", "em sẽ nhảy cầu"),
    (f"uong <3>thuoc {_MEDICINE}", "uống thuốc cỏ rồi"),
    (r"thuoc (diet co|tru sau|sau|co|chuot) (<4>tay|day|roi)", "thuốc diệt cỏ em cầm trên tay rồi"),
    ("(an|nhai|hai|uong|nuot) <1>(la|_) ngon", "em ăn lá ngón rồi"),
    ("(rach|cat|cua) (co )?tay", "em cắt tay rồi"),
    ("(mua|co|gom) (du|san) thuoc|het <1>vi thuoc", "em mua đủ thuốc rồi"),
    ("dung <2>(san thuong|noc nha|lan can|tren cau|thanh cau)", "em đang đứng trên sân thượng"),
)
FAREWELL: Final[PatternTable] = (
    ("vinh biet", "vĩnh biệt mọi người"),
    (f"dung <2>tim ({_ME[1:-1]}|nua)?", "đừng ai tìm em nữa"),
    (f"mai {_ME} (khong|ko|k|no) con (nua|tren doi)", "mai tui nỏ còn nựa mô"),
    ("di theo (me|bo|ba|ong|vo|chong|con) (day|luon|cho roi|thoi)", "tui đi theo mẹ đây"),
    ("di voi <1>(me|bo|ba|ong|vo|chong|con) <1>luon", "đêm ni em đi với bà nội luôn"),
    ("(khong|ko|no|chang) ai <1>thay (em|toi|tui|minh|chau) nua", "mai không ai thấy em nữa"),
    ("(khong|ko|no) gap lai <1>nua|cam on <4>lan cuoi", "cảm ơn cán bộ lần cuối, không gặp lại nữa"),
    ("(nho|nhan) <7>xin loi|xin loi (me|ca nha|moi nguoi)", "nhờ nói lại với mẹ em là em xin lỗi"),
    ("xin loi (bo me|me cha|ba me|ca nha)", "nó nhắn xin lỗi bố mẹ"),
    ("(viet|de lai) <1>thu <3>(tren ban|tuyet menh|de lai)|thu tuyet menh", "em viết thư để trên bàn rồi"),
)
