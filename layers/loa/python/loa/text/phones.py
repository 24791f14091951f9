"""Telephone numbers, however people in Vietnam write them. Pure rules."""

import re
from typing import Final

_COUNTRY: Final = "84"
_WITHOUT_ZERO: Final = 9
_LONGEST: Final = 12
"""Digits of one number, with the country's and a zero too many: +84 (0)912 345 678."""

_APART: Final = re.compile(r"[/;,]| - ")


def dialled(phone: str) -> str:
    """Return the digits of a number as they are dialled at home; of two numbers those of the first.

        +84 912 345 678   0084912345678   84 (0) 912.345.678   912345678   ->   0912345678

    A spreadsheet drops the zero, and "84" begins numbers of Vietnam, too: nine digits are always without it.
    Numbers of other countries keep their "+".
    """
    digits = digits_of(phone)
    if len(digits) > _LONGEST:
        parts = map(digits_of, _APART.split(phone))
        digits = next((part for part in parts if _WITHOUT_ZERO <= len(part) <= _LONGEST), digits)
    abroad = phone.lstrip("( ").startswith("+")
    if digits.startswith("00"):
        abroad, digits = True, digits[2:]
    if digits.startswith(_COUNTRY) and (abroad or len(digits) != _WITHOUT_ZERO):
        return f"0{digits.removeprefix(_COUNTRY).lstrip('0')}"
    if abroad:
        return f"+{digits}"
    return f"0{digits}" if len(digits) == _WITHOUT_ZERO and digits[0] != "0" else digits


def digits_of(text: str) -> str:
    """Return the digits of what somebody typed, without spaces, dots or words between them."""
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())
