"""Vietnamese from before Unicode becomes readable; nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.units.load import read_units
from loa.text.cleaning import clean

SAMPLES = [
    (
        "Céng hoµ x· héi chñ nghÜa ViÖt Nam",
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
        "Cộng hoà xã hội chủ nghĩa Việt Nam",
    ),
    ("§éc lËp - Tù do - H¹nh phóc", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
    ("NghÖ An", "Ngheä An", "Nghệ An"),
    (
        "KÝnh göi: ñy ban MÆt trËn Tæ quèc",
        "Kính göûi: Uûy ban Maët traän Toå quoác",
        "Kính gửi: Ủy ban Mặt trận Tổ quốc",
    ),
    (
        "Tr\u00adêng hîp kh«ng ®ång ý",
        "Tröôøng hôïp khoâng ñoàng yù",
        "Trường hợp không đồng ý",
    ),
    (
        "Ng\u00adêi d©n ph¶n ¸nh ®\u00adêng háng, n\u00adíc ®äng 3 th¸ng nay",
        "Ngöôøi daân phaûn aùnh ñöôøng hoûng, nöôùc ñoïng 3 thaùng nay",
        "Người dân phản ánh đường hỏng, nước đọng 3 tháng nay",
    ),
]


def plain(text: str) -> str:
    return text.casefold().replace("òa", "oà").replace("ủy", "uỷ")


@pytest.mark.parametrize(("tcvn3", "vni", "unicode"), SAMPLES)
def test_old_fonts_are_read(tcvn3: str, vni: str, unicode: str) -> None:
    assert plain(clean(tcvn3)) == plain(unicode)
    assert plain(clean(vni)) == plain(unicode)


def test_lines_are_read_each_as_it_is() -> None:
    assert (
        clean("Đơn kiến nghị\nHä vµ tªn: NguyÔn V¨n An\nsố 5")
        == "Đơn kiến nghị\nHọ và tên: Nguyễn Văn An\nsố 5"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Tôi có ba con, nhà tôi ô tô không vào",
        "Cà phê, xí nghiệp, quê tôi là quê nhà",
        "café Müller à Hélène, São Paulo, Señor Ñandú, Zürich",
        "5 µm, 20 m², ½ giá, «trích», 30 °C, 3×4, © 2026, ®",
        "Ông José và bà René",
        "Ô Đông Mác",
        "là lá la",
        "Bà Lü có nhà",
    ],
)
def test_other_texts_stay(text: str) -> None:
    assert clean(text) == text


NAMES = sorted({unit.name for unit in read_units()})


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6))
def test_the_names_of_our_units_stay(names: list[str]) -> None:
    assert clean(", ".join(names)) == ", ".join(names)


TCVN3_CODES = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        "\xb5\xb6\xb7\xb8\xb9\xa8\xbb\xbc\xbd\xbe\xc6\xa9\xc7\xc8\xc9\xca\xcb\xae\xcc\xce\xcf\xd0\xd1\xaa\xd2\xd3"
        "\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xab\xe5\xe6\xe7\xe8\xe9\xac\xea\xeb\xec\xed\xee\xef"
        "\xf1\xf2\xf3\xf4\xad\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe",
        strict=True,
    )
)
MARKED = [name for name in NAMES if sum(not word.isascii() for word in name.split()) >= 2]


def test_every_name_alone_is_read_from_the_old_code() -> None:
    for name in MARKED:
        assert clean("".join(TCVN3_CODES.get(letter, letter) for letter in name.lower())) == name.lower()


@given(st.lists(st.sampled_from(MARKED), min_size=1, max_size=4))
def test_names_written_in_the_old_code_are_read(names: list[str]) -> None:
    written = ", ".join(names).lower()
    assert clean("".join(TCVN3_CODES.get(letter, letter) for letter in written)) == written
