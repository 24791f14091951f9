"""Profiles (table Audience), in the row that an account has of a follower: erasures find them there.

account#mini-app   follower#USER   consents: {purpose: instant}, home_unit
"""

from dataclasses import dataclass

from loa import clock
from loa.platform.aws.dynamodb.tables import Table
from loa.residents.followers.store import follower_key
from loa.residents.profiles.model import MINI_APP_ACCOUNT, ConsentPurpose, Profile

_PURPOSES = {purpose.value: purpose for purpose in ConsentPurpose}


@dataclass(frozen=True, slots=True)
class ProfileStore:
    """Profiles of residents."""

    table: Table

    def of(self, user_id: str) -> Profile:
        """Return what is remembered about a resident; an empty profile if nothing is."""
        row = self.table.get(*follower_key(MINI_APP_ACCOUNT, user_id)) or {}
        given = {
            _PURPOSES[name]: clock.from_text(at)
            for name, at in row.get("consents", {}).items()
            if name in _PURPOSES
        }
        return Profile(user_id, given, row.get("home_unit", ""))

    def keep(self, profile: Profile) -> None:
        """Remember a profile; one without any consent leaves no row."""
        partition, sort = follower_key(MINI_APP_ACCOUNT, profile.user_id)
        if not profile.consents:
            self.table.delete(partition, sort)
            return
        given = {purpose.value: clock.to_text(at) for purpose, at in profile.consents.items()}
        home = {"home_unit": profile.home_unit} if profile.home_unit else {}
        self.table.put({"partition": partition, "sort": sort, "consents": given, **home})
