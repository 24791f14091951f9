"""A resident's profile in the Mini App: what they have agreed to, each purpose for itself. Pure rules.

Without consent nothing is kept, and everything else of the Mini App works all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from loa.errors import InvalidInput
from loa.personal_data import Person
from loa.residents.profiles import texts

MINI_APP_ACCOUNT: Final = "mini-app"
"""Stands for an account: the Mini App knows a person across all of them."""


class ConsentPurpose(StrEnum):
    """What may be remembered, and for what."""

    HOME = "home"
    """The commune whose home is shown first."""
    CASES = "cases"
    """Which cases are theirs, to be found without their codes."""

    @property
    def label(self) -> str:
        """Return the purpose as the resident reads it."""
        return texts.PURPOSES[self.value]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is remembered about a resident.

    Attributes:
        user_id: Zalo's id of them for our app.
        consents: since when they agree, by purpose; what is missing they do not agree to.
        home_unit: path of their commune; empty: not chosen.
    """

    user_id: str
    consents: Mapping[ConsentPurpose, datetime] = field(default_factory=dict)
    home_unit: str = ""

    @property
    def person(self) -> Person:
        """Return the resident as requests about their data name them."""
        return Person(MINI_APP_ACCOUNT, self.user_id)

    def agreed(self, wanted: Mapping[ConsentPurpose, bool], now: datetime) -> "Profile":
        """Return the profile after consents were given or taken back; what rested on one goes with it."""
        kept = {
            purpose: self.consents.get(purpose, now)
            for purpose in ConsentPurpose
            if wanted.get(purpose, purpose in self.consents)
        }
        home = self.home_unit if ConsentPurpose.HOME in kept else ""
        return replace(self, consents=kept, home_unit=home)

    def at_home(self, unit_path: str) -> "Profile":
        """Return the profile with another home.

        Raises:
            InvalidInput: they have not agreed that it is remembered.
        """
        if unit_path and ConsentPurpose.HOME not in self.consents:
            raise InvalidInput(texts.CONSENT_FIRST, fields={"home_unit": texts.CONSENT_FIRST})
        return replace(self, home_unit=unit_path)
