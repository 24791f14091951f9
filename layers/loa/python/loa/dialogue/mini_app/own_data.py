"""What is held about a resident of the Mini App, there and at every account that knows them.

    accounts(profile)     where they follow, or once wrote
    held(profile)         what they may see and take with them
    erase(profile, …)     one request for each place; `keep` calls off what has not begun

Zalo vouches for the id that all accounts of our app share, so that what stands at an account is theirs.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any, Final

from loa.casework.cases.work import cases_of_person
from loa.casework.cases.work.service import CaseService
from loa.errors import Conflict
from loa.foundation.accounts.directory import Directory
from loa.foundation.working_time.model import WorkingCalendar
from loa.personal_data import FoundItem, Person
from loa.platform.aws.dynamodb.transactions import get_many
from loa.residents.attachments import chats_of_person
from loa.residents.data_requests.model import DataRequest, RequestCause, RequestKind
from loa.residents.data_requests.service import ask, cancel, read
from loa.residents.data_requests.store import DataRequestStore
from loa.residents.followers.model import Direction
from loa.residents.followers.store import FollowerStore, follower_from
from loa.residents.profiles.model import Profile

_AT_ONCE: Final = 100
_OF_FOLLOWERS: Final = frozenset(
    {"display_name", "avatar", "consents", "home_unit", "earliest", "latest", "interacted_at", "withdrawn_at"}
)
"""What of a resident's row says something about them; the rest is how officers share the work."""
_OF_MESSAGES: Final = frozenset({"text", "kind"})


@dataclass(frozen=True, slots=True)
class KnownAt:
    """An account that knows a resident.

    Attributes:
        person: the resident there.
        unit_path: the unit that it speaks for; empty: no unit has it any more.
        follows: whether they follow it now.
        since: since when, as far as is known.
    """

    person: Person
    unit_path: str
    follows: bool
    since: datetime | None


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is held about residents of the Mini App.

    Attributes:
        followers: residents, as accounts know them.
        directory: the accounts.
        cases: the work on cases.
        requests: what residents ask about their data.
        calendar: gives the working days.
        province: path of the unit that answers where no other does.
        taken_part: gives where a user of Zalo took part, and what they wrote there.
    """

    followers: FollowerStore
    directory: Directory
    cases: CaseService
    requests: DataRequestStore
    calendar: Callable[[], WorkingCalendar]
    province: str
    taken_part: Callable[[str], Iterator[FoundItem]]

    def accounts(self, profile: Profile) -> list[KnownAt]:
        """Return the accounts that know a resident. One Query, and a read of what is found."""
        found = self.followers.accounts_of(profile.user_id)
        places = [self.followers.follower_place(oa_id, user_id) for oa_id, user_id in found]
        rows = [row for some in batched(places, _AT_ONCE, strict=False) for row in get_many(some)]
        known = []
        for (oa_id, user_id), row in zip(found, rows, strict=True):
            if row is None or oa_id == profile.person.oa_id:
                continue
            follower, account = follower_from(row), self.directory.by_oa(oa_id)
            since = follower.latest.at if follower.latest and follower.follows else None
            path = account.unit_path if account else ""
            known.append(KnownAt(Person(oa_id, user_id), path, follower.follows, since))
        return known

    def persons(self, profile: Profile) -> list[Person]:
        """Return the resident as each place names them, the profile first."""
        return [profile.person, *(Person(*found) for found in self.followers.accounts_of(profile.user_id))]

    def held(self, profile: Profile) -> Iterator[FoundItem]:
        """Return what is held, without what officers noted for each other."""
        seen: set[str] = set()
        places = {profile.person: ""} | {each.person: each.unit_path for each in self.accounts(profile)}
        for person, unit_path in places.items():
            for where, row in chats_of_person.held(person, self.followers.table):
                if where == "follower":
                    kept = {name: value for name, value in row.items() if name in _OF_FOLLOWERS}
                    yield (where, {"unit": unit_path, **kept}) if unit_path else ("profile", kept)
                elif row.get("direction") != Direction.NOTE:
                    yield where, _message(row)
            for where, case in cases_of_person.held(person, service=self.cases):
                if case["code"] not in seen:
                    seen.add(str(case["code"]))
                    yield where, case
        yield from self.taken_part(profile.user_id)

    def erase(self, profile: Profile, *, origin: str, now: datetime) -> list[DataRequest]:
        """Ask that a resident be erased everywhere; the same origin is the same requests.

        Args:
            profile: the resident.
            origin: names their wish for ever.
            now: when they asked.
        """
        places = {profile.person: profile.home_unit}
        places |= {known.person: known.unit_path for known in self.accounts(profile)}
        return [
            ask(
                RequestKind.ERASE,
                RequestCause.MINI_APP,
                person,
                unit_path=path or self.province,
                origin=origin if person == profile.person else f"{origin}#{person.oa_id}",
                requests=self.requests,
                calendar=self.calendar(),
                now=now,
            )
            for person, path in places.items()
        ]

    def waiting(self, profile: Profile) -> list[DataRequest]:
        """Return the erasures that have not begun, and can be called off."""
        ids = [one for person in self.persons(profile) for one in self.requests.waiting(person)]
        return [read(one, requests=self.requests) for one in ids]

    def keep(self, profile: Profile, *, now: datetime) -> list[DataRequest]:
        """Call off what has not begun; one that began a moment ago goes on."""
        ended = []
        for request in self.waiting(profile):
            try:
                ended.append(cancel(request.id, requests=self.requests, now=now))
            except Conflict:
                continue
        return ended


def _message(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name in _OF_MESSAGES and value}
    files = {"files": len(row["attachments"])} if row.get("attachments") else {}
    return {"at": str(row["sort"]).partition("#")[0], "direction": row["direction"], **told, **files}
