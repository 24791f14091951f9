"""One folding for everything that is searched: small letters without marks. Pure rules."""

import unicodedata

from loa.text.cleaning import D_LETTERS


def fold(text: str) -> str:
    """The text as it is compared when marks do not count: "Thanh phố Vinh" and "thanh pho vinh" alike."""
    small = text.translate(D_LETTERS).casefold().replace("đ", "d")
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", small).casefold())
    letters = "".join(letter for letter in decomposed if not _is_nothing(letter))
    return " ".join(letters.replace("đ", "d").split())


def has_marks(text: str) -> bool:
    """Whether the text carries any Vietnamese mark."""
    decomposed = unicodedata.normalize("NFD", text.translate(D_LETTERS).casefold())
    return "đ" in decomposed or any(unicodedata.combining(letter) for letter in decomposed)


def _is_nothing(letter: str) -> bool:
    """Whether it is a mark, or a character that nobody sees."""
    return unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"}
