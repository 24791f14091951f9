"""One resident out of all tables and buckets: what is kept is told, or erased, step by step.

    everything(person, …)     what is kept, for the resident to see
    step(request, …)          the next piece of an erasure; safe to repeat, and to stop anywhere
    work(province, …)         all erasures that are due

The order matters: what points to other things goes last. Messages on the way go first, so that nothing is
sent any more; the thread, which names them, goes after them; the cases, which keep files of the thread, are
asked before it. A denunciation is never touched.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.casework.cases.work import cases_of_person
from loa.casework.cases.work.service import CaseService
from loa.dialogue.withheld import withheld_of_person
from loa.errors import Conflict, name_of, place_of
from loa.foundation.units.model import ancestors
from loa.participation.campaigns.participation_of_person import TakingPart
from loa.personal_data import Erased, FoundItem, Person, Retained
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.reports import reports_of_person
from loa.residents.attachments import chats_of_person
from loa.residents.data_requests.model import DataRequest, RequestCause, RequestState, after_step, begins_at
from loa.residents.data_requests.service import read
from loa.residents.data_requests.store import DataRequestStore
from loa.residents.followers.store import follower_key, has_withdrawn
from loa.residents.messages import messages_of_person
from loa.residents.profiles.model import MINI_APP_ACCOUNT


@dataclass(frozen=True, slots=True)
class ErasureStores:
    """What an erasure works with.

    Attributes:
        requests: requests of residents.
        audience: the Audience table.
        cases: the work on cases.
        attachments: the bucket of residents' files.
        reports: the bucket of reports.
        participation: where residents took part.
    """

    requests: DataRequestStore
    audience: Table
    cases: CaseService
    attachments: Bucket
    reports: Bucket
    participation: TakingPart


@dataclass(frozen=True, slots=True)
class ErasureRound:
    """What one round did: erasures that were finished or paused, and those that failed, and why."""

    ended: int = 0
    failed: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


_AT_LEAST: Final = timedelta(days=1)
"""What was written so long after the wish is erased with the rest."""


def everything(person: Person, *, stores: ErasureStores, now: datetime) -> Iterator[FoundItem]:
    """What is kept about a resident at an account, without what officers noted for each other."""
    keys = _outgoing(person, stores, now)
    for where, row in chats_of_person.held(person, stores.audience):
        if row.get("direction") != "note":
            yield where, row
    yield from messages_of_person.held(person, keys, stores.audience)
    yield from cases_of_person.held(person, service=stores.cases)
    if user_id := _zalo_id(person, stores):
        yield from stores.participation.held(user_id)


def erase(
    person: Person,
    unit_path: str,
    *,
    stores: ErasureStores,
    now: datetime,
    until: datetime,
    enough: Callable[[], bool],
    takes_part_as: str = "",
) -> Erased:
    """One pass over everything that is kept about a resident and was there at an instant.

    A case that is kept is looked at again after months or years: what its reporter has written since is not
    what they asked to be erased, and may wait for an answer.
    """
    marks = cases_of_person.footprint(person, service=stores.cases.at(now))
    done = messages_of_person.erase(
        person,
        _outgoing(person, stores, now),
        table=stores.audience,
        until=clock.to_text(until),
        enough=enough,
    )
    if done.complete and takes_part_as:
        done += stores.participation.erase(takes_part_as, now, enough)
    if done.complete:
        done += cases_of_person.erase(person, service=stores.cases.at(now), enough=enough)
    if done.complete:
        done += Erased(
            complete=withheld_of_person.erase(person, table=stores.audience, until=until, enough=enough)
        )
    if done.complete:
        done += chats_of_person.erase(
            person,
            table=stores.audience,
            files=stores.attachments,
            keep=marks.messages,
            now_text=clock.to_text(now),
            until=clock.to_text(until),
            enough=enough,
        )
    if done.complete:
        units = [*ancestors(unit_path), unit_path]
        done += reports_of_person.erase(units, files=stores.reports, enough=enough)
    return done + Erased(kept=(Retained("backup"),)) if done.complete else done


def step(
    request: DataRequest, *, stores: ErasureStores, now: datetime, enough: Callable[[], bool]
) -> DataRequest:
    """Do what is due of an erasure, and write down what was erased and what stayed.

    Who withdrew and has written since has changed their mind: nothing is erased.

    Raises:
        Conflict: somebody else works on it.
    """
    if request.cause is RequestCause.WITHDRAWAL and request.state is RequestState.WAITING:
        row = stores.audience.get(*follower_key(request.person.oa_id, request.person.user_id))
        if not has_withdrawn(row):
            return _turned(request, RequestState.CANCELLED, None, Erased(), stores=stores, now=now)
    until = max(request.requested_at + _AT_LEAST, begins_at(request.requested_at, stores.cases.calendar))
    user_id = _zalo_id(request.person, stores)
    # A campaign that is open keeps its entry; the profile, which says whose it is, goes at once.
    name = request.takes_part_as or (stores.participation.name_of(user_id) if user_id else "")
    if name and not request.takes_part_as:
        named = replace(request, takes_part_as=name, version=request.version + 1)
        stores.requests.turn(request, named)
        request = named
    done = erase(
        request.person,
        request.unit_path,
        stores=stores,
        now=now,
        until=until,
        enough=enough,
        takes_part_as=name,
    )
    state, next_at = after_step(done, now)
    return _turned(request, state, next_at, done, stores=stores, now=now)


def _turned(
    request: DataRequest,
    state: RequestState,
    next_at: datetime | None,
    done: Erased,
    *,
    stores: ErasureStores,
    now: datetime,
) -> DataRequest:
    after = replace(
        request,
        state=state,
        next_at=next_at,
        rows=request.rows + done.rows,
        files=request.files + done.files,
        kept=done.kept,
        done_at=(request.done_at or now) if state.is_answered else None,
        version=request.version + 1,
        takes_part_as=request.takes_part_as if next_at else "",
    )
    stores.requests.turn(request, after)
    return after


def work(province: str, *, stores: ErasureStores, now: datetime, enough: Callable[[], bool]) -> ErasureRound:
    """Go on with every erasure that is due; one that fails does not stop the others."""
    done = ErasureRound()
    for request_id in list(stores.requests.due(province, now)):
        if enough():
            break
        try:
            request = read(request_id, requests=stores.requests)
            after = step(request, stores=stores, now=now, enough=enough)
        except Conflict:
            continue  # somebody else works on it
        except Exception as error:  # noqa: BLE001 - as above
            done = replace(done, failed=(*done.failed, (request_id, name_of(error), tuple(place_of(error)))))
            continue
        done = replace(done, ended=done.ended + int(after.state.is_answered))
    return done


def _zalo_id(person: Person, stores: ErasureStores) -> str:
    """The id of a person for our app, which all accounts share; empty: it is not known here."""
    if person.oa_id == MINI_APP_ACCOUNT:
        return person.user_id
    row = stores.audience.get(*follower_key(person.oa_id, person.user_id)) or {}
    return str(row.get("user_id_by_app", ""))


def _outgoing(person: Person, stores: ErasureStores, now: datetime) -> list[str]:
    """Keys of messages that went, or were to go, to the resident."""
    from loa.residents.messages.model import automatic_key  # noqa: PLC0415 - most requests need nothing of it

    found = set(cases_of_person.footprint(person, service=stores.cases.at(now)).outgoing)
    for _, row in chats_of_person.held(person, stores.audience):
        if row.get("outgoing"):
            found.add(str(row["outgoing"]))
        elif row.get("direction") == "in":
            message_id = str(row["sort"]).partition("#")[2]
            found.add(automatic_key(person.oa_id, person.user_id, message_id))
    return sorted(found)
