"""A draft law as somebody pastes it."""

from typing import Final

DRAFT: Final = """QUỐC HỘI
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Hoạt động ở cơ sở.
Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định về họp thôn, xóm, bản và việc lấy ý kiến người dân.
Điều 2. Giải thích từ ngữ
Trong Luật này, các từ ngữ dưới đây được hiểu như sau:
1. Cộng đồng dân cư là những người sinh sống trong cùng một thôn, xóm, bản.
2. Hộ gia đình gồm:
a) Những người cùng đăng ký thường trú;
b) Những người cùng đăng ký tạm trú từ đủ 06 tháng;
c) Người giám hộ;
d) Người được giám hộ;
đ) Người khác theo quy định tại khoản 1 Điều 1 của Luật này.
Chương II. HỌP XÓM
Mục 1. CHUẨN BỊ
Điều 3. Báo trước
1. Trưởng xóm báo trước ít nhất 03 ngày, theo quy định tại
Điều 2 của Luật này.
2. Giấy báo ghi rõ nội dung, thời gian và nơi họp.
Mục 2
TIẾN HÀNH
Điều 4. Biểu quyết
1. Biểu quyết bằng giơ tay hoặc phiếu kín.
2. Nghị quyết được thông qua khi có trên 50% số hộ đồng ý.
Điều 5. Sửa đổi Luật Thanh tra
1. Sửa đổi Điều 7 như sau:
“Điều 7. Ban thanh tra nhân dân
1. Ban được bầu hai năm một lần.
2. Ban có từ 05 người.”.
2. Bãi bỏ Điều 9.
"""
