"""Words of the weather."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[int, str]] = {
    0: "Trời quang",
    1: "Ít mây",
    2: "Mây thay đổi",
    3: "Nhiều mây",
    45: "Sương mù",
    48: "Sương mù đọng băng",
    51: "Mưa phùn nhẹ",
    53: "Mưa phùn",
    55: "Mưa phùn dày hạt",
    56: "Mưa phùn lạnh, nhẹ",
    57: "Mưa phùn lạnh",
    61: "Mưa nhỏ",
    63: "Mưa vừa",
    65: "Mưa to",
    66: "Mưa lạnh đóng băng, nhẹ",
    67: "Mưa lạnh đóng băng",
    71: "Tuyết rơi nhẹ",
    73: "Tuyết rơi",
    75: "Tuyết rơi dày",
    77: "Hạt tuyết",
    80: "Mưa rào nhẹ",
    81: "Mưa rào",
    82: "Mưa rào rất to",
    85: "Mưa tuyết nhẹ",
    86: "Mưa tuyết to",
    95: "Có dông",
    96: "Dông mạnh, đề phòng lốc, sét, mưa đá",
    99: "Dông rất mạnh, đề phòng lốc, sét, mưa đá",
}
"""WMO codes as Open-Meteo gives them; 96 and 99 are strong storms of its models, not hail that was seen."""

SOURCES: Final[Mapping[str, tuple[str, str]]] = {
    "open-meteo": ("Dữ liệu thời tiết: Open-Meteo.com (CC BY 4.0)", "https://open-meteo.com/"),
    "met-norway": ("Dữ liệu thời tiết: MET Norway (CC BY 4.0)", "https://api.met.no/"),
}
"""By provider: what its licence wants beside the data, and where it leads."""

WARNINGS: Final = (
    ("Tin cảnh báo của Trung tâm Dự báo khí tượng thủy văn quốc gia", "https://nchmf.gov.vn/"),
    ("Cảnh báo lũ quét, sạt lở đất", "https://luquetsatlo.nchmf.gov.vn/"),
)
"""Where warnings come from: never from a model of ours."""

NO_WEATHER: Final = "Chưa có thông tin thời tiết của đơn vị này."
