"""What officers read who cover pictures."""

from typing import Final

EMPTY_AREA: Final = "Vùng che phải có left nhỏ hơn right và top nhỏ hơn bottom."
SAY_WHAT: Final = (
    "Hãy đánh dấu những chỗ cần che, hoặc xác nhận ảnh không có gì phải che (nothing_to_cover); "
    "không chọn cả hai."
)

SAY_WHAT_ON_PAGE: Final = (
    "Xin vẽ những chỗ cần che, hoặc đánh dấu rằng ảnh không có gì phải che; không chọn cả hai."
)
TOO_MANY: Final = "Nhiều nhất 50 ô che."
COVERED: Final = "Đã che. Xin xem kỹ ảnh bên dưới: đây là ảnh mọi người sẽ thấy."


def bad_line(number: int) -> str:
    """A line of numbers that is no area."""
    return (
        f"Dòng {number} chưa đúng: ghi bốn số từ 0 đến 100, là mép trái, mép trên, mép phải, mép dưới. "
        "Mép phải lớn hơn mép trái, mép dưới lớn hơn mép trên."
    )
