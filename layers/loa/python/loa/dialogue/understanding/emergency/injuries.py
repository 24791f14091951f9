"""Accidents, sickness, birth, poison, people who are lost."""

from typing import Final

from loa.dialogue.understanding.emergency.patterns import PatternTable

_NOT: Final = "(khong|ko|k|no|chang|chua)"
_BITES: Final = "(ran|cho|ong|ho)"

SICK: Final[PatternTable] = (
    ("(sap|muon) (xiu|ngat)", "con tui sắp xỉu"),
    ("(xiu|ngat|lim) (roi|di|luon|xiu)", "mệ tui ngất rồi"),
    ("ngat( (khi|nuoc|tho|thoi)|$)", "ngạt khí"),
    (
        "(tu nhien|bi|vua|lan ra) ngat(?! (dien|nuoc|mang|ket noi|song|cau dao))",
        "bà nội em tự nhiên ngất",
    ),
    (f"goi <2>{_NOT} (thay )?(day|tinh|thua|noi)", "gọi không dậy"),
    ("nam (mot dong|im|thoi thop|den thui|la liet|bat dong|chet lang)", "nằm bất động ngoài đường"),
    (f"{_NOT} (con )?(cu dong|nhuc nhich|cua quay)", "ông không cử động"),
    ("bat dong|bat tinh|hon me", "có người bị điện giật bất tỉnh"),
    ("meo (mom|mieng)|liet nua|cung ham", "ông cụ méo mồm nói không được"),
    ("sui bot|sui bot mep|tron mat|mat tron", "sùi bọt mép"),
    ("(mat|moi|nguoi) <2>(tim|xanh)( (tai|ngat|let))?", "môi nó xanh"),
    ("tim (tai|ngat)", "bị ong đốt tím tái"),
    ("ngung tim", "ngừng tim"),
    ("(dau|tuc|kho|that|thut) <1>(tim|nguc|bung de)", "đau thắt ngực"),
    (f"(khong|ko|k|kho|ngung|no|het|tat|{_NOT[1:-1]}) tho( duoc)?", "mẹ em khó thở quá"),
    ("tho (khong|ko|k|no) (duoc|ra|noi)|tho kho khe", "thở không ra hơi"),
    ("co giat|len con giat|giat giat", "mệ tui co giật"),
    ("dot quy|tai bien|hap hoi", "bố em đột quỵ rồi"),
    ("ho ra mau", "cha tui ho ra máu"),
    ("(mat|nhieu|ra|be|_|chay|phun|oc|vet) (nhieu )?mau", "thai phụ ra máu"),
    ("mau (_|chay|ra|nhieu|khong|me|uot)", "máu chảy không ngừng"),
    ("bang huyet", "vợ băng huyết"),
    ("(sap|tro da|chuyen da|dau) (sinh|de)", "vợ em đau đẻ từ tối"),
    ("(chuyen|tro) da|vo oi|nuoc oi|oi vo", "vỡ ối"),
    ("(de|sinh|de rot) (roi|rot|non|tren duong|tren xe)", "vợ tôi đẻ rơi giữa đường"),
    ("(co )?nguoi (de|sap de)", "xóm có người đẻ"),
    ("sot cao", "mế già sốt cao lắm"),
    ("run (cam (cap|_)|lap cap)|lanh (toat|ngat)", "run cầm cập"),
    ("chong mat (buon non|non|ngat|xiu)", "chóng mặt buồn nôn hết"),
    ("quan (tung con|quai)|dau bung du doi", "bụng tui quặn từng cơn"),
)
POISON: Final[PatternTable] = (
    ("(an|uong) (* ){1,5}?(non (het|mua|thoc|ra|lien|ca)|oi mua|co giat|cung ham)", "ăn nấm xong nôn hết"),
    ("nam doc|ca noc|ngo doc", "ngộ độc"),
    ("(uong|an|nuot) (nham|phai)", "uống nhầm xăng"),
    ("nuot (pin|dinh|kim|xu|nghen)", "con bé nuốt pin"),
    (
        "hoc ((hat|hot) (mit|vai|nhan|na|mang cau|dua|hong|xoai)|xuong|thach|di vat|dong xu)",
        "thằng cu hóc hột mít",
    ),
    (
        f"{_BITES} <2>(can(?! (bo|thiet|cap|gi|chi|nguoi|may|mua|duoc|hoi|lam|co) )|cap(?! [0-9])|dot)",
        "rắn hổ cắn",
    ),
    ("ong (vo ve|_ ve|bap cay|ruoi|mat|khoai|bau|dat) <1>(dot|chich|can)", "ong vò vẽ đốt con tui"),
    ("bi (ran|cho dai|ong dot|ong)", "bị rắn cắn"),
)
HURT: Final[PatternTable] = (
    ("bi thuong|thuong nang|vet thuong|bi bong", "có người bị thương nặng"),
    ("bong (nang|nuoc|lua|xang|dien|toan)", "bỏng nặng"),
    ("gay (co|chan|tay)", "có người gãy chân không đi được"),
    ("nga (tu )?(gian giao|mai nha|lau|cay|thang)|nga * (* )?(day|tinh)", "ngã giàn giáo"),
    ("te (cau thang|lau|nam)", "té cầu thang nằm im"),
    ("(tong|huc) (vo|vao|trung) (nha|nguoi|quan|cho)", "xe tải húc vô nhà dân"),
    ("(trau|bo|voi) <1>huc", "trâu húc người"),
    ("tong (nguoi|vao|phai|xe|chet|trung)", "xe tải tông người"),
    ("(tau|xe) <1>(dam|tong|can)", "tàu hỏa đâm"),
    ("xe <4>(lao|lat|mat phanh|lon)", "xe mất phanh lao vào chợ"),
    ("(dien giat|giat dien|cham dien|dinh day)", "điện giật"),
    ("(dut|roi|sa) day dien|day (dien )?<1>(dut|roi|sa)", "dây điện rơi xuống đường"),
    ("set danh|troi danh", "sét đánh"),
    ("mat tich|mat tieu|mat hut", "mất tích một người"),
    ("lac <1>(trong |duong )?(rung|ru|nui)", "lạc đường trong rừng cứu với"),
    (f"di <5>(tu|_|khi|luc) <3>{_NOT} <1>(thay )?ve", "đi học từ trưa nỏ về"),
)
UNLESS_OVER: Final[PatternTable] = (
    ("chet (nguoi|duoi|mat|roi|het)|nguoi chet", "có người chết"),
    ("tai nan|dam xe", "tai nạn"),
    ("xe (tong|can|dam|hat)", "xe đâm vào nhà"),
    ("bi (xe|tau) *", "bị xe tông"),
)
"""It happens, unless it is spoken of as something that is over or feared."""
