"""Residents' wishes to be erased: stated in the chat, or by withdrawing their consent on Zalo."""

from datetime import datetime

from loa.dialogue.inbox.dependencies import InboxDependencies
from loa.foundation.accounts.model import Account
from loa.personal_data import Person
from loa.platform.zalo.webhooks.events import Event
from loa.residents.data_requests.model import DataRequest, RequestCause, RequestKind
from loa.residents.data_requests.service import ask


def wants_to_be_erased(
    event: Event, account: Account, *, desk: InboxDependencies, now: datetime
) -> DataRequest:
    """Store the request that a resident made in the chat, once per event.

    The erasure begins a working day later; until then they may change their mind
    (`data_requests.service.keep`).

    Returns:
        The request, with `due` (until when it is answered) and `next_at` (when the erasure begins).
    """
    return _asked(event, Person(event.oa_id, event.user_id), account, RequestCause.CHAT, desk=desk, now=now)


def withdrew(event: Event, *, desk: InboxDependencies, now: datetime) -> list[DataRequest]:
    """Store erasure requests for a resident who withdrew: at the event's account, or all of the app's."""
    if event.oa_id:
        found = [(event.oa_id, event.user_id)] if event.user_id else []
    else:
        found = desk.audience.accounts_of(event.user_id_by_app)
    places = [(Person(oa_id, user_id), desk.account_of(oa_id)) for oa_id, user_id in found]
    return [
        _asked(event, person, account, RequestCause.WITHDRAWAL, desk=desk, now=now)
        for person, account in places
        if account
    ]


def _asked(
    event: Event,
    person: Person,
    account: Account,
    cause: RequestCause,
    *,
    desk: InboxDependencies,
    now: datetime,
) -> DataRequest:
    return ask(
        RequestKind.ERASE,
        cause,
        person,
        unit_path=account.unit_path,
        origin=f"{cause.value}#{person.oa_id}#{person.user_id}#{event.event_id}",
        requests=desk.means.data_requests(),
        calendar=desk.calendar(),
        now=now,
    )
