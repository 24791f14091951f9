"""What officers read who cover pictures."""

from typing import Final

EMPTY_AREA: Final = "Vùng che phải có left nhỏ hơn right và top nhỏ hơn bottom."
SAY_WHAT: Final = (
    "Hãy đánh dấu những chỗ cần che, hoặc xác nhận ảnh không có gì phải che (nothing_to_cover); "
    "không chọn cả hai."
)
