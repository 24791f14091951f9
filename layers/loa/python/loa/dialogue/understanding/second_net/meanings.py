"""What words mean, roughly: groups of words and phrases that stand for one another. Pure data.

Words of which no example was learned are known by their group: "thuyền" and "ghe" are vessels, "kẹp tờ" and
"lót tay" are bribes. The second net weighs which groups, and which two of them, stand in a text. Phrases are
as `features.key` writes texts, between bars; a phrase may be in several groups.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

_PHRASES: Final[Mapping[str, tuple[str, ...]]] = {
    "water": (
        "ao|be|ben song|bien|bo ho|bo song|cua bien|cua lach|dam|dap|gieng|ham ca|ho|ho ca|kenh|khe|lach",
        "long ho|lu|lu quet|lut|muong|ngam|ngap|nuoc|nuoc lu|nuoc sau|nuoc xiet|song|suoi|thac|tran",
        "troi nuoc|vuc",
    ),
    "flooding": (
        "co lap|cuon|dang|dang len|len cao|len nhanh|lu|lut|ngap|toi co|toi giuong|toi mai|toi nguc|toi noc",
        "tran vao|tran vo|troi|vao nha|vay|vo nha|xiet",
    ),
    "vessel": ("bac|be mang|ca no|do|ghe|phao|thung|thuyen|xuong",),
    "fire": (
        "bat cao|bat lua|boc chay|boc khoi|bung|bung bung|bung chay|bung len|chay|chay lan|khet|khoi|lua",
        "ngun ngut|phuc|than khong|tia lua",
    ),
    "gas": (
        "binh ga|bom|dan|dau hoa|ga|gas|hoa chat|khi|khi doc|luu dan|min|no|nong nuoc|phat no|ro|ro ri",
        "thuoc no|xang|xi",
    ),
    "earth": (
        "bai da|bo ke|bo vuc|bun|da|dat|dau|doi|ham|ho|ke|lo|mai doi|nen nha|nui|suon|ta luy|taluy|tuong",
        "vach",
    ),
    "slide": (
        "am|am am|chuyen|cuon|do|keo xuong|lap|lo|nghieng|nut|rung|rung chuyen|rung rung|sao|sap|sat|sut",
        "toac|truot xuong|tut|vo dap|vui|xe|xe toac",
    ),
    "fall": (
        "bi tong|can|dam|dam phai|huc|hut chan|lao|lat|lat xe|lon|lot|nga|nga cay|nga xuong|nhao|nhao xuong",
        "roi|rot|rung xuong|sup|sup ho|te|te cay|te xe|tong|truot|tuot|va|vang|vap",
    ),
    "height": (
        "ban cong|cau|cau thang|cay|cot|deo|dinh|doc|gac|gian giao|lan can|lau|mai|mai nha|ngon|noc",
        "san thuong|tang|thang|thanh cau|tran thuong|vach",
    ),
    "still": (
        "bat dong|bat tinh|cung|cung do|cung nguoi|goi hoai|goi khong|guc|het tho|hon me|khong bat may",
        "khong biet gi|khong con tho|khong cu dong|khong dau mat|khong day|khong dung duoc|khong len tieng",
        "khong nghe may|khong ngoc day|khong ngoi day|khong noi|khong noi duoc|khong phan ung|khong tho",
        "khong thua|khong tinh|khong tra loi|khong tri|lanh ngat|lanh tanh|lay khong|lay mai|li bi|lim",
        "lim di|lo dau|mat y thuc|me lam|me sang|mem nhun|nam bep|nam im|nam lan|nam ngua|nam sap|ngat",
        "ngung tho|nhap mat|oat|xiu",
    ),
    "sign": (
        "bang huyet|bong|bong rop|bot|bot mep|chay mau|chong mat|chuyen da|co giat|co quap|cung ham",
        "cung nguoi|dam dia|dap|dau de|dau hoi|dau nguc|dau quan|dot quy|dut|dut lia|gay|giat|hap hap",
        "hap hoi|ho sac|ho sac sua|hoa mat|hoc|kho tho|khong tho|kiet|kiet suc|la di|la nguoi|lai nhai",
        "lanh ngat|lanh toat|liet|lim|lim dan|lim nguoi|lit|lo do|lo mo|lo xuong|mat nuoc|mat trang|mau",
        "mau me|me sang|meo|meo mieng|moi tham|ngat|ngat tho|nghen|ngong|ngop|ngung tho|nguy kich|nhoe",
        "nhoi mau|noi nhiu|non|non mua|non ra|oi|om bung|on bung|phong|phong het|phong rop|phu|phun",
        "ra mau|run|run ray|sac|sot cao|sui bot|sui bot mep|sung|tai bien|tai met|tai xanh|te liet|tho",
        "tho doc|tho gap|tho hat|tho khe|tho khong duoc|tho khong noi|tho khong ra|tho thoi thop|tho yeu",
        "thoi|thoi thop|tia|tim|tim lai|tim mat|tim ngat|tim tai|toac|trang bech|trang mat|trao|tro da",
        "tron mat|tron nguoc|trong mat|tuc nguc|tuot ca mang|tuot da|uon vat|vo dau|vo oi|xanh xao",
        "xuoi xi|yeu dan|yeu lam|yeu ot",
    ),
    "body": (
        "ban chan|ban tay|bap|bo nao|bung|cang|chan|co|co khong|co tay|dau|dui|goi|khong|lung|luoi|mat",
        "mieng|mom|mui|ngon tay|nguc|nguoi|so|suon|tai|tay|that lung|tran|troc|vai|xuong",
    ),
    "trapped": (
        "ben trong|bi giu|bi kep|bi vay|chim|chon|con khoc|cuon|cuon troi|cuon vo|de|dinh|keo|kep|ket|khoa",
        "khoa cua|khoa trai|khong chay duoc|khong keo len|khong len duoc|khong loi ra|khong qua duoc",
        "khong ra duoc|khong thoat|khong vao duoc|khong ve duoc|lap|loi|mac|mac ket|nam duoi|nghe khoc|nhot",
        "o trong|trong do|trong nha|trong no|trong phong|trong xe|vui",
    ),
    "weapon": (
        "binh xit|bua|con|dao|dao lam|dao phay|dien giat|gach|gay|giao|kiem|liem|ma toi|mac|phong lon|riu",
        "sung|the|tuyp|tuyp sat|xich",
    ),
    "violence": (
        "ban|bao hanh|bao luc|bat co|bat coc|bat di|bat tiep khach|be gay|bop|bop co|cam rua|can|cay cua",
        "cham vao nguoi|chem|chich|coi do|cuong|cuong hiep|cuop|dam|dam chem|dam da|dam o|dan do|danh",
        "danh dap|danh nhau|dap|dap cua|dap pha|dau cua|do xang|doa|doa giet|doi chuoc|doi dot|doi giet",
        "dot nha|dung cham|duoi|duoi chem|duoi danh|ep|giang|giat|giat toc|giet|giu giay to|ham doa",
        "ham hiep|hanh ha|hiep|keo di|khong cho an|khong cho ra|lam dung|lam nhuc|lan dao|lay rua|leo cua",
        "loi|loi di|mai dao|nam toc|nem|nhan chim|nhot|no nhau|om ap|pha cua|phang|phong hoa|quang gach",
        "quat|rinh|ru di|rut dao|sam so|so mo|so soang|so vao|tan cong|tat|tat xang|tong tien|troi|trom",
        "tuoi xang|ve vuot|xam hai|xich chan|xich lai|xo|xo nga|xong vao|xong vo",
    ),
    "flee": (
        "chay qua|chay ra|chay tron|cua phong|dang tim|dung goi|dung len tieng|giau|giau dien thoai",
        "khong dam ngu|khong dam ra|khong dam ve|khong ve duoc|noi nho|nup|nup trong|om con|so lam|so qua",
        "suyt|thu dien thoai|tron|tron trong",
    ),
    "suicide": (
        "ba chuot|be tac|bien mat|buong|buong xuoi|ca chai|ca lo|ca vi|ca vi thuoc|cat tay|chai thuoc",
        "cham con|cham me|chan song|chet cho|chet di|chet quach|cho nhe|day thung|dem cuoi|di luon",
        "di theo|di truoc|di xa|diet chuot|diet co|dung tim|ganh nang|gap ba ngoai|giai thoat|het duong",
        "het roi|hui|ket thuc|khoi tim|khong ai can|khong can minh|khong chiu noi|khong con duong",
        "khong con em|khong con em nua|khong con gi|khong con toi|khong con toi nua|khong day nua",
        "khong muon song|khong song nua|khong thiet song|khong thuc day|kiep nay|kiep sau|la ngon|lan can",
        "lan cuoi|loi cuoi|mat khau|mua san|muon chet|nam ngu luon|ngan song|ngu mai|ngu mot giac|ngu yen",
        "nhay|nhay cau|nhay lau|nhay xuong|nhe no|nuoi con|nuot het|ra di|rach tay|song chi|song lam gi",
        "tam biet|thanh cau|thanh than|that co|theo ba|theo bo|theo me|thuoc chuot|thuoc co",
        "thuoc diet chuot|thuoc diet co|thuoc ngu|thuoc sau|treo co|tru sau|tu tu|tu van|tuyet menh",
        "tuyet vong|uong het|vinh biet|vo dung|vot toi|vot xac|xin loi ba|xin loi bo|xin loi con",
        "xin loi me|xin loi moi nguoi|xuong ho",
    ),
    "poison": (
        "an nham|an phai|an trung|ca noc|can|cap nong|cho can|cho dai|coc|con cong nghiep|dau hoa",
        "diet chuot|diet co|dot|hat la|ho mang|hoa chat|khi than|la cay|la ngon|mat ca|nac tay|nam",
        "ngo doc|nuoc tay|nuoc tay bon cau|nuot|nuot phai|ong|ong bap cay|ong dot|ong vo ve|pin",
        "pin cuc ao|ran|ran can|ret can|say ga|say khi|say ruou|than to ong|thit coc|thuoc|thuoc chuot",
        "thuoc co|thuoc diet chuot|thuoc sau|thuoc tru sau|trung doc|uong nham|uong phai|vien pin|xang",
    ),
    "electric": (
        "bien ap|cao the|cham dien|cot dien|day dien|day dut|dien|dien giat|duong day|dut day|giat|o cam",
        "phong dien|ro dien|tia lua|tram bien ap|tru dien",
    ),
    "vehicle": (
        "ben|cong nong|may cay|may che bien|may cua|may gat|may lua|may tuot|may xuc|o to|thang may|toi hoa",
        "xe|xe ben|xe buyt|xe con|xe dien|xe khach|xe may|xe tai",
    ),
    "child": (
        "be|be gai|be trai|chau|chau be|con|con be|con bo|con gai|con nho|con nit|con trai|dua|dua nho",
        "em be|em gai|em trai|hoc sinh|may dua|nho|so sinh|thang be|thang bo|thang cu|thang nho|toi nho|tre",
        "tre con|tre em",
    ),
    "frail": (
        "ba|ba cu|ba ngoai|ba noi|bau|benh|bo|bo vo|cha|co bau|cu|gia|khuyet tat|ma|mang thai|me|me gia",
        "me toi|me vo|mot minh|mu|ngoai|noi|ong cu|ong ngoai|ong noi|tan tat|thay",
    ),
    "person": (
        "ai|anh|anh em|ba|ba con|ba nguoi|bac|ban|bon nguoi|ca ban|ca lop|ca nha|ca xom|cau|chong|chu|co",
        "co nguoi|con|cong nhan|dau|di|em|gi|hai nguoi|hang xom|hanh khach|may nguoi|nan nhan|nguoi",
        "nguoi dan|nguoi ta|nha|o|ong|thang|tho|vo",
    ),
    "drunk": ("da|dien|hut|ma tuy|ngao|nghien|nhau|ruou|say|tam than|uong|xi ke",),
    "help": (
        "ai gan|ai o gan|cap cuu|cho nguoi|cu nguoi|cuu|cuu ho|cuu hoa|cuu nan|cuu voi|den ngay|gap|gap gap",
        "giup|giup voi|goi 0|goi ai|goi cong an|lam on|lam sao|lam sao gio|lay troi|len ngay|mau|mau len",
        "nhanh|nhanh len|o gan|phai lam sao|qua coi|toi mau|toi ngay|troi oi|voi|xe cap cuu|xuong ngay",
    ),
    "now": (
        "0 tieng|bay gio|cang luc cang|cang ngay cang|chieu ni|chu|chua len|chua ra|chua thay|chua tinh",
        "chua ve|dang|dem ni|gio|hien|hien dang|luc nay|may tieng|nay|ngay luc nay|nua tieng|sang ni",
        "sap toi|tieng dong ho|toi ni|tu chieu|tu dem|tu sang|tu toi|tu trua|van chua|van con|vua|vua moi",
    ),
    "missing": (
        "bat tin|bien mat|bo di|bo nha|cai non|chi con dep|chi con doi dep|chi thay dep|chua len",
        "chua thay|chua ve|doi dep|keu khap|keu khong thay|khong biet di dau|khong cap ben|khong lien lac",
        "khong nghe|khong ra|khong thay|khong thay len|khong thay ve|khong tim|khong ve|lac|lac duong",
        "mat hut|mat lien lac|mat tich|may tat|tat may|tim khap|tim khong|tuot tay",
    ),
    "remote": (
        "ban xa|duong dut|duong ngap|duong tac|duong xa|giua rung|hang|het pin|khong ai|khong co ai",
        "khong co xe|khong di duoc|khong qua duoc|khong song|mot minh|ngoai bien|nuong|ray|toi om|tram xa",
        "tren nui|trong ray|trong rung|xa",
    ),
    "hunger": (
        "chay than|chua an gi|doi|het binh oxy|het gao|het nuoc|het oxy|het sua|het thuoc|khat|khong co an",
        "lanh qua|nhin an|ret qua",
    ),
    "past": (
        "bua no|bua truoc|da dap|da khoi|da sua|da tat|da xong|do roi|dot truoc|dua ve|het roi|hoi nho",
        "hoi truoc|hom kia|hom no|hom qua|hom truoc|khoe roi|khoi roi|lan truoc|lau roi|may ma|may nam",
        "may qua|mua truoc|nam nay|nam ngoai|nam truoc|nam xua|ngay truoc|on roi|qua roi|suyt|thang truoc",
        "thoi chien|thong roi|tuan truoc|tung|xong roi|xua",
    ),
    "question": (
        "ai phu trach|ai thay|bao gio|bao nhieu|can gi|cho hoi|cho hoi them|cho nao|chua nhi|co duoc",
        "co khong|co nhan|dang ky o dau|dau|den may|doi qua|duoc khong|gap ai|gia bao nhieu|giay to gi",
        "han|hen|hoi|hoi ai|hoi ve|hom nao|khi dau|khi nao|khong anh|la gi|lam sao de|lich nao|lien he",
        "may bua|may gio|may ngay|may phan tram|muon hoi|ngay nao|nhu the nao|o cho nao|o dau|o tang may",
        "phai khong|ra sao|sao chua|the nao|thu may|thu tuc|tru so|tu may|xin hoi|xin hoi them",
    ),
    "request": (
        "bao cao|bao hiem|can cuoc|can lam|cap|cap lai|cho toi xin|dang ky|de nghi|doi|don xin|giay to",
        "gop y|gui cho|ho khau|ho so|huong dan|khai sinh|kiem tra giup|kien nghi|lam lai|lich|mau don|mong",
        "muon lam|nho|nop|so do|sua|sua giup|tam tru|tu van|xac nhan|xem giup|xin",
    ),
    "thanks": (
        "am long|biet on|cam on|chu dao|chuc|dep|hai long|hay|hoan nghinh|khen|mung|nhiet tinh|quy|tot",
        "tuyet|vui",
    ),
    "joke": (
        "bai hat|bao|buon ngu|cay|chan|choi|chuyen cuoi|clip|da bong|dau|dua|face|game|haha|hehe|hihi|huhu",
        "kk|mang|met|ngon|nong|phim|thua|tiktok|tin|truyen|video|vui|xiu",
    ),
    "animal": ("bo|bo cau|ca|cho|chuot|de|ga|lon|lua|meo|ngan|nghe|ngo|sau|tom|trau|vit",),
    "office": (
        "anh pho|ba xom|bac si|ban gi huy|ban quan ly|bao hiem xa hoi|bao ve|ben xa|benh vien|bhxh|bi thu",
        "bi thu doan|bien phong|buu dien|can bo|can bo thue|canh sat|chinh quyen|chu nhiem|chu tich",
        "co chu nhiem|co giao|cong an|cong an khu vuc|cong an vien|cong chuc|cong chung|csgt|cuc|dai bieu",
        "dan quan|dia chinh|dien luc|gi bo|gi cuc|gi hoi truong|giam doc|giam sat|giao vien|hai quan",
        "hieu pho|hieu truong|ho tich|hoi cuu chien binh|hoi dong|hoi nong dan|hoi phu nu|hoi truong",
        "hop tac xa|htx|huyen|ke toan|kiem lam|kiem soat|lanh dao|mat tran|may ba|may ong|ngan hang",
        "nha nuoc|nha truong|o xa|ong chu|ong mat tran|ong pho|ong thon|ong xom|pho bi thu|pho chu tich",
        "pho thon|phuong|quan|quan ly|quan ly cho|sep|so|thanh tra|thay|thay giao|thay hieu truong|thu quy",
        "thu y|thue|tin dung|to truong|to truong vay von|to vay von|tram y te|tren xa|truong ban",
        "truong doan|truong khoi|truong phong|truong thon|truong tram|truong xom|tu phap|uy ban|van phong",
        "vien|vien chuc|xa|xa doi|xom truong|y ta",
    ),
    "vague": (
        "ai do|ba ay|ba do|ba ta|ben tren|cac anh|cac ong|cac vi|co nguoi|han|ho|may ba|may nguoi|may ong",
        "may ong no|mot so|nguoi co chuc|nguoi nha nuoc|nguoi ta|no|o tren|ong|ong ay|ong do|ong lon|ong no",
        "ong ta|quan chuc|sep|tren|tren do|tren kia|tren no|vi kia",
    ),
    "goods": (
        "banh keo|bao hiem|bo giong|boi thuong|cat|cay|chan|che do|cho ngoi|cong trinh|cuu tro|da|dat",
        "dau thau|den bu|dong|du an|gao|giong|go|goi thau|hang|ho tro|hoc bong|hoc phi|khoan|khoan thu",
        "ki ot|kinh phi|lo dat|luong|mai ton|may|may bom|mi tom|ngan sach|nghin|nha|nha tinh nghia|phan",
        "phan bon|phong bi|phu cap|qua|quy|quy lop|quy phu huynh|quy xom|rung|so|soi|sua|suat|suat an|the",
        "thuoc|tien|tien an|tien cong|tien dien|tien gop|tien le|tien mat|tien nuoc|tien thuong|trieu",
        "tro cap|tu thien|ty|vac xin|vat tu|vay von|von|xe|xi mang",
    ),
    "taking": (
        "an|an bot|an chan|an chia|an het|an khong|ban|ban dut|ban lai|ban mat|ban o quay|bien thu|bo toi",
        "bot|bot xen|cam|cam luon|cat|cat xen|chia chac|chia nhau|chiem|chiet khau|cho thue|choi",
        "chua bao gio tra|chua tra|chua tra tien|co loc|co phan|cuom|de danh|dem ban|dem ve|dem ve ban",
        "dut toi|giau|giu|giu lai|giu lai moi|gom|hoa khong|hot|huong|im|im luon|im re|khong tra",
        "khong tra tien|lai qua|lam cua rieng|lay|lay het|lay mat|loc|mang ve|muon|nha ba|nha ong|nuot",
        "phan tram|quy den|quyt|rieng|rut|rut ruot|tham o|thu loi|tieu|tieu het|tinh doi|tru|tru lai",
        "tu toi|tuon|tuon ra|uong khong|vao nha|vao toi|vay|ve nha|vet|vo|vo toi|xa xeo|xai|xai het|xen",
    ),
    "bribe": (
        "$|bia|biet dieu|bieu|bo qua|boi duong|boi tron|ca phe|cafe|cam on truoc|cay thuoc|chai|chai ruou",
        "chay|chay cho|cho chuoc|cho qua|chung|chung gi|chut gi|chut it|co gi|con ga|con lon|cu|dat tien",
        "di dem|di nhau|dua tien|dua truoc|gui it|kep|la cho qua|la duoc|la xong|lam luat|le|lit|lo di",
        "lot tay|luat|moi cho|moi duoc|moi ky|moi lam|moi nhau|moi xong|mua|nhanh lien|nhau|nuoc noi",
        "phong bi|qua cap|quen|ruou|tha|tham nha|than quen|tien nuoc|tra nuoc|trieu|xong ngay",
    ),
    "kin": (
        "anh em|ba con|ban than|ben ngoai|ben vo|bo de|bo vo|canh hau|chau|chau ba|chau ong|chau ruot",
        "chien huu|chong|con ba|con chau|con dau|con gai|con ong|con re|con trai|cong ty|cung phe|dong ho",
        "em gai|em ruot|em trai|em vo|gi dau|hang xom than|ho hang|nguoi nha|nguoi quen|nha ho|nha minh",
        "nha ngoai|nha ong ay|phe|san sau|than|thong gia|vo",
    ),
    "partial": (
        "chua nhan|co|con lai|den dan|den tay|duoc moi|gi|gi co|gi duoc|gi phat|hut|it|khong den|khong du",
        "khong toi|ky du|ky nhan|ma dan|may dong|mot cai|mot goi|mot nua|nhan co|nhan du|nua|phat co|thieu",
        "thuc nhan|toi dan|toi tay|tren giay|tung nay|vai",
    ),
    "forging": (
        "bao cao du|bao cao khong|bien lai|boi so|can thieu|chu ky|chung tu|cong khai|danh sach ma",
        "diem chi|dien vao|do thieu|doi ten|ghi khong|ghi la|ghi ten|ghi them|gia|gia mao|gian|hai bo",
        "hai quyen so|hai so|hoa don|hop thuc hoa|ke khong|ke them|khai|khai du|khai gian|khai khong",
        "khai lam|khai man|khai tang|khong|khong bien lai|khong cong khai|khong giay|khong hoa don",
        "ky khong|ky nhan|ky thay|lam gia|lap khong|lap san|nang|nang gia|nang khong|nghiem thu|phieu",
        "rut ho so|so that|sua|sua so|tay|tay xoa|ten ma|tren giay|viet san|xe|xe bien ban|xe don",
    ),
    "unfair": (
        "bi gach|bi loai|chay duoc|co o to|cong bang|day ra|day xuong|doi xu|gach ten|giau|hanh|kho that",
        "khong co ten|khong cong bang|khong duoc|la lung|lai duoc|loai|luon trung|ma van|mat phan|mat suat",
        "nao cung|nao cung trung|ngam|ngam ho so|ngheo that|nha giau|nha hai tang|nha lau|o to|phan biet",
        "ra ria|thi duoc|thi khong|toan|tran nao|trong khi|trung het|uu ai|uu tien|xe hoi",
    ),
    "force": (
        "bat|bat dong|bat ep|bat ky|bat nhan toi|bat nop|beu ten|cam|cat che do|cat ho ngheo|cham diem",
        "cham khong|chui|cuong che|danh|danh dap|de doa|diem chi|diem kem|doa|doa nat|duoi|duoi viec|ep",
        "ep diem chi|ep ky|gay kho|go cua|hach sach|khong cho|ky giay|lam kho|nhan toi|noi kien|noi nong",
        "nong|phat|phat nang|quat|quat nat|sam so|soi|soi loi|thu|tinh loi|tra thu|tru dap|tu nguyen",
        "xuc pham",
    ),
    "secret": (
        "ai bao ve|ai cung biet|anh chup|bang chung|bao che|bao ve|bat thuong|bi mat|buc xuc|can kiem tra",
        "chang ai|chung kien|co van de|dan keu|dau am|don|dung noi|dung sau|em biet|ghi am|giau ten|im lang",
        "kho hieu|khong ai hay|khong dam|khuat tat|lam bay|lam sai|nghe noi|nghi|nghi ngo|noi nho|sai pham",
        "so bi|tai sao|tan mat|thanh tra|toi biet|tra thu|uan khuc",
    ),
    "privilege": (
        "bau|bien che|can ngheo|che do|chinh sach|cho ngoi|cong trinh|danh sach|diem|goi thau|ho ngheo",
        "hoc them|lo|lo dat|nguoi co cong|nha tinh nghia|suat|thau|thuong binh|trung thau|tuyen dung",
        "vao lam|viec lam|xet",
    ),
    "no": (
        "cha|chang|chang muon|cho|chua|chua can|chua muon|deo|dung|eo|het muon|huy|khoi|khong|khong can",
        "khong chiu|khong dam|khong muon|khong nua|khong thich|khong ung|mien|no",
    ),
    "stop": (
        "bo|bo di|bo qua|cho qua|coi nhu|de yen|dep|dep di|dung|dung lai|gat|go|huy|huy giup|im|khoan",
        "khoan da|khoi lam|khong lam nua|khong nhan nua|lay lai|ngung|ngung lai|rut|rut lai|thoi|thoi bo",
        "thoi dep|thoi khoi|thoi xin|thu hoi|tra lai|xoa|xoa giup",
    ),
    "wait": (
        "ban|ban lai|bua khac|can nhac|chac chan|cho|cho hoi|chua tien|chua voi|chua xong|chut da",
        "chut nua|coi lai|da|dang ban|dang do|de|de hoi|de luc|de mai|de sau|doc lai|doi|hoi|hoi y",
        "hom khac|hom sau|khong voi|lan khac|lan sau|lat|luc khac|luc nao ranh|mai|nghi|roi tinh|sua lai",
        "suy nghi|tat may|tinh|tinh sau|tranh thu sau|trao doi|tu tu|viet lai|xac minh|xem lai",
    ),
    "mind": (
        "bam nham|buc qua|con nghich|doi y|dua thoi|giu lai|go nham|gui nham|het gian|hoi nay|khong phai|lo",
        "lo tay|luc nay|nghi lai|nguoi gian|nham|nham roi|noi cho vui|noi the|noi vay|nong qua|sai|say|test",
        "thu|tre nghich",
    ),
    "fear": (
        "anh em trong nha|be khong|biet mat|dan den|dung cham|gia roi|hang xom|ho biet|ho hang|kien",
        "kien cao|ky lam|lam lon|lam to|lien luy|lo|lo mat|lon chuyen|mat long|ngai|nghia xom|nguoi ta biet",
        "phien|rac roi|rach viec|so|than phan|thap co|tinh lang|toi gia|xau ho|yen|yen than",
    ),
    "settled": (
        "boi thuong roi|da sua|den bu roi|duoc roi|gap truc tiep|giai quyet|het roi|hoa giai|khong can nua",
        "lam hoa|lam lanh|len xa|nguoi ta sua|noi truc tiep|on|on roi|sua roi|tu giai quyet|tu lo",
        "xin loi roi|xong|xong roi",
    ),
    "send": (
        "bao|cap tren|chuyen|chuyen len|dang|don|dua len|ghi|ghi lai|goi|gui|gui di|khieu nai|kien|lam don",
        "len tren|noi|nop|phan anh|trinh|viet",
    ),
    "yes": (
        "chac chan|chinh xac|chuan|cu gui|da|di|dong y|dung roi|duoc|giup|gui giup|gui luon|ho|lien|luon",
        "ngay|nha|nhat tri|nhe|ok|oke|okie|phai roi|roi|som|u|uh|vang|xac nhan",
    ),
    "adding": (
        "ban dem|bi hu|bo sung|canh|cay so|chu khong phai|con|cu the|dai|dien tich|doan|doi dien|duong|gan",
        "gi tiet|hoc sinh|hom|hu|khoang|khoi|khong|met|mua|ngay|ngo|ngoai ra|nguy hiem|nua la|rong|sap|sau",
        "sdt|so dien thoai|so nha|ten la|them|tre|truoc|tu hom|va|vo|xe|xom",
    ),
}

GROUPS: Final = tuple(_PHRASES)


@cache
def _by_phrase() -> Mapping[str, tuple[int, ...]]:
    """The groups of each phrase; gathered when the first text is weighed."""
    found: dict[str, tuple[int, ...]] = {}
    for number, lines in enumerate(_PHRASES.values()):
        for phrase in "|".join(lines).split("|"):
            found[phrase] = (*found.get(phrase, ()), number)
    return found


_LONGEST: Final = 4
"""Words of a phrase."""


def groups_in(words: list[str]) -> list[int]:
    """The numbers of the groups of which a phrase stands there, each once, in rising order."""
    found: set[int] = set()
    groups_of = _by_phrase()
    for start in range(len(words)):
        phrase = ""
        for word in words[start : start + _LONGEST]:
            phrase = f"{phrase} {word}" if phrase else word
            found.update(groups_of.get(phrase, ()))
    return sorted(found)
