"""Posters with the codes of a unit: its account on Zalo, and what is read without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from loa.platform.documents.codes import code_of
from loa.platform.documents.typesetting import typeset
from loa.publishing.articles.texts import SIGNED
from loa.publishing.printing import texts

MAXIMUM: Final = 600
"""Posters in one file: more than a province has units."""


class Paper(StrEnum):
    """Sizes of paper."""

    A4 = "a4"
    A5 = "a5"


@dataclass(frozen=True, slots=True)
class PosterUnit:
    """What a poster says of a unit.

    Attributes:
        name: inside a sentence: "xã Yên Thành".
        account_address: where its account is opened in Zalo.
        mini_app_address: where the Mini App opens with this unit; empty as long as there is none.
        page_address: its home, for who has no Zalo.
    """

    name: str
    account_address: str
    mini_app_address: str
    page_address: str


def posters(units: Iterable[PosterUnit], paper: Paper) -> bytes:
    """Return one poster a page, in the order of the units.

    Raises:
        LookupError: the layer `documents` is not there.
    """
    return typeset("poster.typ", {"paper": paper.value, "units": [_values(unit) for unit in units]})


def _values(unit: PosterUnit) -> dict[str, Any]:
    second = unit.mini_app_address or unit.page_address
    return {
        "front": SIGNED.format(unit=unit.name),
        "committee": texts.COMMITTEE.format(unit=unit.name).upper(),
        "account": code_of(unit.account_address),
        "second": code_of(second),
        "about": texts.MINI_APP if unit.mini_app_address else texts.PAGE,
    }
