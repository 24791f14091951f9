"""What residents read about their profile."""

from typing import Final

PURPOSES: Final = {
    "home": "Nhớ xã, phường của ông/bà để mở trang chính ở đó",
    "cases": "Giữ danh sách phản ánh, kiến nghị ông/bà đã gửi để xem lại không cần mã",
}
CONSENT_FIRST: Final = "Ông/bà chưa đồng ý để chúng tôi nhớ điều này."
