"""What people type who denounce, hint at it, or only use the word. Sentences as they come from telephones."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.casework.denunciations.words.denouncing import LONGEST_READ, Denouncing, _words, denouncing
from loa.text.folding import fold
from tests.worlds.growth import LINEAR, TIMES, growth

DIRECT = """
Tôi muốn tố cáo ông A nhận tiền | tố cáo | Gửi đơn tố cáo | toi muon to cao chu tich xa | to cao
To cao ong B lan chiem dat | Căn cứ Luật Tố cáo 2018, tôi tố cáo ông chủ tịch xã | Tôi tố cao chủ tịch
can cu luat to cao, toi to cao ong A | tố  cáo ông A | Xin tố cáo hành vi đánh bạc | tó cáo | tocao | tố giác
tôi muốn tô cáo ông chủ tịch xã | tôi tổ cáo ông A lấy tiền | tôi muốn tố giác ông trưởng thôn
to cao chu tich xa | tôi muốn to cao ông A | t ố c á o ông A | Tố cáo cán bộ địa chính nhận tiền
e muon to cao ong truong thon | cho em hỏi muốn tố cáo thì gửi ở đâu | toos caos ong A | cần tố cáo gấp
Tôi viết đơn này tố cáo ông Nguyễn Văn B | Nay tôi tố cáo việc xã thu tiền sai | tocao ong chu tich
tôi không chịu được nữa. Tố cáo ông A | làm đơn tố cáo như thế nào | t0 cáo ông chủ tịch
Tôi không phải người hay gây sự nhưng nay tôi tố cáo bà kế toán | đúng, tố cáo
tôi tố cáo ông B, bao lâu nay chưa ai xử lý | dân tố cáo chủ tịch xã
"""
HINTED = """
ông trưởng thôn ăn chặn tiền hỗ trợ bão lụt | ong truong thon an chan tien ho tro bao lut
ông xóm trưởng ăn chặn | địa chính đòi 5 triệu mới làm sổ đỏ | dia chinh doi 5 trieu moi lam so do
chủ tịch xã bán đất công | công an xã đánh người | ke toan xa khai khong tien cong trinh
tham nhũng ở xã này nhiều quá | ông bí thư nhận phong bì | hiệu trưởng lạm thu đầu năm
cán bộ xã cho người nhà vào hộ nghèo | tôi không dám tố cáo sợ bị trả thù | cán bộ vòi vĩnh dân
cán bộ xã nhận tiền làm chế độ | trưởng thôn bớt tiền của hộ nghèo
chủ tịch xã bòn rút dự án | xã này quan tham
trưởng bản bỏ túi tiền cứu trợ | xóm trưởng thu tiền không biên lai | lãnh đạo xã bao che cho đánh bạc
ông A bị tố cáo ăn chặn tiền dân | công an đòi 2tr mới cho qua | truong thon bat dong 500k moi ky
trưởng thôn lấy tiền hỗ trợ của dân | ông chủ tịch lấn chiếm đất của dân | cán bộ tham ô tiền cứu trợ
hội trưởng phụ nữ lấy quỹ hội | trưởng bản giữ lại tiền hỗ trợ bão | dung to cao
tôi không tố cáo ai nhưng ông trưởng thôn ăn bớt gạo cứu trợ
"""
ORDINARY = """
tôi không muốn tố cáo, chỉ phản ánh thôi | toi ko muon to cao chi phan anh | tôi bị tố cáo oan
lịch tiếp công dân, giải quyết khiếu nại, tố cáo | lịch giải quyết tố cáo | đơn tố cáo của tôi đến đâu rồi
đơn của tôi đến đâu | toi to cao 1m8 | Luật Khiếu nại và tố cáo | luật tố cáo quy định thế nào
Luật Tố cáo có hiệu lực khi nào | tôi không tố cáo ai | tố cáo là gì | nha to cao qua | người to cao
Cây to cao che hết biển báo | anh ấy to cao đẹp trai | nó tố cáo tôi sai sự thật | tôi có tố cáo đâu
kết quả giải quyết tố cáo | đèn đường hỏng | cho hỏi bao giờ được nhận tiền hỗ trợ | bò tui bị chết
hàng xóm lấn chiếm đất nhà tôi | đi lấy tiền lương hưu ở đâu | xin chủ tịch xã xem giúp con đường
cán bộ cho hỏi lấy tiền hỗ trợ lúc mấy giờ | phòng chống tham nhũng học ở đâu | con đường to cao ráo
tổ cao su xóm 5 | đường xóm 5 ngập | đợi 5 ngày rồi cán bộ chưa trả lời | can bo oi doi 5 ngay roi
tôi gửi đơn tố cáo hôm trước mà chưa thấy trả lời | tờ cáo phó ở nhà ông A | đừng tố cáo
công an xã ơi có đám đánh bạc ở xóm 3 | nhờ công an xã xem có đánh bạc ở quán bà B
cán bộ ơi hàng xóm lấn chiếm đất nhà tôi | Nhà tôi ở xã Tà Cạ bị ông hàng xóm lấn chiếm đất
Đề nghị chính quyền xử lý quán karaoke | Đề nghị ủy ban xử lý việc lấn chiếm vỉa hè
cho tôi hỏi cán bộ địa chính làm việc ngày nào | ai là trưởng thôn xóm 5 | chồng em đánh em chảy máu
trưởng thôn chưa phát quà cho nhà em | bị lừa đảo qua mạng 5 triệu nhờ công an giúp
chủ tịch xã trả lời giúp dân về tiền đền bù | tôi muốn khiếu nại quyết định của chủ tịch xã
khi nào có lịch tiếp dân của chủ tịch | cảm ơn cán bộ | 5 sao | | 👍
"""


def sentences(block: str) -> list[str]:
    return [text.strip() for line in block.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", sentences(DIRECT))
def test_a_denunciation_is_heard(text: str) -> None:
    assert denouncing(text) is Denouncing.DIRECT
    assert denouncing(unicodedata.normalize("NFD", text)) is Denouncing.DIRECT
    assert denouncing(text.upper()) is Denouncing.DIRECT
    assert denouncing(text.replace(" ", "\n", 1)) is Denouncing.DIRECT


@pytest.mark.parametrize("text", sentences(HINTED))
def test_an_accusation_of_somebody_in_office_is_offered_the_confidential_way(text: str) -> None:
    assert denouncing(text) is Denouncing.HINTED
    assert denouncing(unicodedata.normalize("NFD", text)) is Denouncing.HINTED


@pytest.mark.parametrize("text", sentences(ORDINARY))
def test_what_only_mentions_the_word_or_accuses_nobody_in_office_stays_an_ordinary_message(text: str) -> None:
    assert denouncing(text) is Denouncing.NO


@pytest.mark.parametrize("text", sentences(HINTED)[:14])
def test_an_accusation_without_marks_is_heard_too(text: str) -> None:
    assert denouncing(fold(text)) is not Denouncing.NO


@pytest.mark.parametrize(
    ("first", "second"), list(itertools.product(["tố", "tô", "tổ", "tó", "tỗ"], ["cáo", "giác"]))
)
def test_wrong_tones_are_heard(first: str, second: str) -> None:
    assert denouncing(f"em muốn {first} {second} ông ấy") is Denouncing.DIRECT


@given(st.text())
def test_it_never_raises(text: str) -> None:
    assert denouncing(text) in Denouncing


@pytest.mark.parametrize("piece", ["cán bộ ăn chặn ", "to cao ", "không ", "t. ", "a" * 50])
def test_a_long_message__costs__as_much_more_as_it_is_longer_and_no_more_than_is_read(piece: str) -> None:
    def understand(letters: int) -> None:
        denouncing((piece * letters)[:letters])

    assert growth(understand, LONGEST_READ // TIMES) < LINEAR
    assert _words(piece * 5000) == _words((piece * 5000)[:LONGEST_READ])
