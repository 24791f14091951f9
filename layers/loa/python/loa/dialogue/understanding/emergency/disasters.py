"""Fire, water, slides, what falls down."""

from typing import Final

from loa.dialogue.understanding.emergency.patterns import PatternTable

_WATER: Final = "(nuoc|nac)"
_DEEP: Final = (
    "(giuong|gac|tra|noc|nguc|co|bung|mai|cua so|dau goi|dau|that lung|lung|nha|ban tho|chuong|toi|san)"
)
_TALL: Final = "(cot|cay|tuong|nha|mai|gian giao|cong|da)"
_BOAT: Final = "(thuyen|ghe|tau|xuong|be|do)"
_STREAM: Final = "(song|suoi|gieng|ao|dap|vuc|khe|kenh|rao|hoi|cau|dam|muong|bien|bara|ho|xuong nuoc)"

FIRE: Final[PatternTable] = (
    ("lua (ben|bat|liem|chay|lon|to|lan|boc|tran)", "lửa liếm lên mái tranh"),
    ("la ben (qua|sang|vo|vao|len)", "lả bén qua nhà bên cạnh rồi"),
    ("(binh|bep|ong|day) gas? <2>(xi|ro)", "bình ga xì ko khoá đc"),
    ("gas <1>(xi|ro)", "gas xì mạnh trong bếp"),
    ("(ro ri|xi|ro) (khi )?gas?", "rò rỉ ga nặng mùi lắm"),
    ("mui gas", "mùi gas nồng nặc"),
    ("(binh )?gas? no", "bình ga nổ"),
    ("no (binh|khi)? ?(ga|gas|min|bom|luu dan|dan|lon|to|roi|tung)", "nghe tiếng nổ lớn"),
    ("tieng no", "nghe tiếng nổ"),
    ("(ngat|sac|ngop) khoi", "ngạt khói"),
    ("khoi (nhieu|den|mu|nghi|day|boc|lua)", "khói nhiều lắm nhà bên"),
    ("boc (khoi|chay|lua)", "nhà bên bốc khói"),
    ("chay xuong (go|may|det|o)", "cháy xưởng gỗ"),
    ("(chap|toe|xet) (dien|chay|no|lua)", "chập điện"),
    ("dien chap(?! chon)", "điện chập cháy tường"),
    ("phat hoa", "nhà hàng xóm phát hỏa"),
    ("(dang|con|van) chay", "đang cháy"),
    ("chay (lan|ran ran|rung ruc|ngun ngut|den noc|toi noc)", "cháy rần rần rồi"),
    ("luu dan", "lựu đạn"),
    ("qua bom|^bom", "bom"),
    ("(can|binh|chai) xang <4>(quanh|dot|do|thieu|chay)", "hắn cầm can xăng đi quanh nhà"),
    ("(tu thieu|doi dot|dot nha)", "dọa tự thiêu"),
)
WATER: Final[PatternTable] = (
    (
        rf"(roi|rot|te|nga|truot|bo|lot|sup|nhay|lao|lat|truot chan|lon) (xuong|vo|vao) <1>{_STREAM}",
        "xe máy rơi xuống suối",
    ),
    (rf"roi {_STREAM}", "rơi giếng"),
    (f"chim {_BOAT}|chim (pha|nguoi|xe)", "chìm đò rồi"),
    (f"{_BOAT} <2>(chet may|hong may|mat lai|troi dat|mat lien lac|dut neo|chim|lat)", "thuyền lật"),
    (f"lat {_BOAT}|lat xe", "lật thuyền"),
    ("xe (bi )?(lat|chim)", "xe lật xuống vực có người kẹt"),
    (rf"{_WATER} (?!thai|ban)<2>(vo|vao|den|toi|ngang|lut|len|ngap) <1>{_DEEP}", "nước ngập tới mái rồi"),
    (rf"(ngap|lut|ngang) <1>(toi |den |ngang )?{_DEEP} (roi|choa|tui)", "lút đầu rồi"),
    (rf"ngap (toi|den|ngang) <1>{_DEEP}", "nước ngập tới cổ"),
    (f"{_WATER} (_ |chay )?xiet", "nước xiết không qua được"),
    (
        f"{_WATER} <1>(len|dang|cuon|ngap|tran) <1>(toi|den|nhanh|qua|cao|noc|dau|cua|nha|roi|to|lam|vo|vao)",
        "nước lên rồi",
    ),
    (f"{_WATER} <1>(menh mong|tu phia|tu be|chay manh lam|vay|keo|cuon)", "nác mênh mông tứ phía"),
    (r"(duoi (nuoc|nac)|chet duoi|duoi$|dang duoi|duoi duoi song)", "đuối nước"),
    ("(troi|cuon|keo phang) <1>(mat|roi|nguoi|nha|di|xe|theo|thang|con|dua|ba|ong|be|cau)", "lũ cuốn rồi"),
    ("(de|dap|ho|ao|ke|bo) (sap |bi |bao )?(vo|sat|lo)", "đê vỡ rồi"),
    ("vo (dap|de|ho(?! ngheo)|de bao)", "vỡ đập rồi"),
    ("(dap|de|ho) <4>(sap vo|ro nuoc|tran qua|nut)", "đập đang rò nước mạnh"),
    ("(nuoc|nac|suoi|song|lu|khe|rao|hoi) <1>dang", "suối dâng cao"),
    ("co lap", "nhà em bị cô lập giữa nước"),
    ("(khong|ko|k|no|chua) <1>thay <2>(noi|len|vot)", "nỏ thấy nổi lên"),
    ("choi voi", "hai đứa nhỏ chới với giữa sông"),
    ("troi theo (dong|nuoc|nac|lu)", "đang trôi theo dòng nước"),
    ("dang chim", "người ta đang chìm"),
)
EARTH: Final[PatternTable] = (
    (f"{_TALL} <3>(do|roi|bay|gay|nga|lan) <1>(de|trung|sap|xuong|ngang|gac)", "cây đổ đè người"),
    ("(tuong|nha|cot dien) do$|do vao (nha|nguoi)", "cột điện đổ vào nhà"),
    ("(vui|de|chon) (lap|nguoi|mat|nha|len|trung)|(vui|de) [0-9]", "đất vùi 2 người"),
    ("bi (vui|de|chon)", "có người bị vùi"),
    ("(dat|da|bun) <2>(lap|vui|chon|tran)", "đất lấp cửa hang rồi"),
    ("sap (nha|cau|ham|tuong|gieng|lo)", "bão to sập nhà"),
    ("(nha|cau|tuong|ham) (bi |lai )?sap (roi|de|het|xuong|mat)", "nhà sập rồi"),
    # "Dạ em hiểu rồi" is folded to the same letters: what falls is named, or where to.
    ("(cuc|hon|tang|dat) da <4>(lan|roi)|da (to|lon|nui) <3>(lan|roi)", "cục đá to lăn qua sân"),
    ("da (cu |dang )?lan(?! (nay|sau|truoc|dau|cuoi|toi|khac|nao|thu))", "đá lăn xuống nhà"),
    ("da <4>(lan|roi) (xuong|trung|de|vo|vao|lop)", "đá trên núi rơi xuống nhà"),
    ("mo da <2>(sap|lo)", "mỏ đá Lèn sập rồi"),
    ("(cau|cap) (treo )?dut|dut (cau|cap)", "cầu treo đứt có người rơi"),
    ("(nui|dat|doi|nha|tuong) <1>(nut|keu uc uc|keu rang rac|rung)", "núi nứt kêu ùng ục"),
    ("nut (toac|rong)", "đất sau nhà nứt toác"),
)
UNLESS_OVER: Final[PatternTable] = (
    ("(chay|lut) (nha|rung|kho|ru|doi|xe|bep|gas|ga|quan|truong|tram|cho|lan|dien)", "cháy rừng"),
    ("(chay|lut) (to|lon|ca|het|bung|o|roi|ngap|len|qua|toi|vo|ve|lam|khung|lai|* oi)", "lụt to"),
    (r"^(chay|lut|lu|lu lut|hoa hoan|dam chay)( (roi|a|qua|to|lon|oi))*$", "lũ"),
    ("(nha|rung|kho|lua|la|xe|cho|bep|ru|doi|dang|bi) <3>chay", "xe cháy"),
    ("chay la", "cháy lả ngoài rú"),
    ("hoa hoan|dam chay|co _ chay", "có đám cháy"),
    ("(bom|min|gas|ga|binh *|phao|kho *) <1>no", "bom nổ"),
    ("lu (quet|ve|len|cuon|ong|dang|ngap|tran|to|lon|ap|do|mo|roi|lut)", "lũ quét"),
    ("(co|nuoc|nac|bi|mua) (lu|lut)", "có lũ"),
    (rf"(ngap|lut) (toi|den|sau|het|ca|roi|rang|trang|vo|{_DEEP[1:-1]})", "lụt rồi"),
    (rf"{_WATER} (len|dang|ngap|tran (ve|vo|vao|qua))(?! gia)", "nác lên"),
    ("bi (nuoc|nac|lu|suoi|song) cuon", "có đứa bị nước cuốn"),
    ("sat (lo|nui|dat|xuong|doi|roi|o|nha|duong)", "sạt lở"),
    ("lo (dat|nui)", "lở đất"),
    ("(dat|nui|doi) <1>(lo|sat|sap)", "đất lở"),
    ("(dang|bi|lai|roi) sat", "lại sạt"),
    ("(nha|mai|tuong|cau|tran|truong) <1>sap|sap$", "nhà sập rồi"),
    ("toc mai", "nhà tốc mái"),
    (r"(mai|tam|ton) <4>bay", "mấy tấm tôn bay mất"),
)
"""It happens, unless it is spoken of as something that is over or feared."""
