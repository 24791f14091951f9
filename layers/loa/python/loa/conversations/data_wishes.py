"""A resident who wants to be erased: said in the chat, or by withdrawing their consent on Zalo."""

from datetime import datetime

from loa.accounts.model import Account
from loa.conversations.inbox_desk import InboxDesk
from loa.data_requests.model import Cause, DataRequest, Kind
from loa.data_requests.service import ask
from loa.personal_data import Person
from loa.zalo.events import Event


def wants_to_be_erased(
    event: Event, account: Account, cause: Cause, *, desk: InboxDesk, now: datetime
) -> DataRequest:
    """Keep the wish, once per event. The erasure begins a day later; until then they may change their mind.

    Returns:
        The request, with `due` (until when it is answered) and `next_at` (when the erasure begins).
    """
    return ask(
        Kind.ERASE,
        cause,
        Person(event.oa_id, event.user_id),
        unit_path=account.unit_path,
        origin=f"{cause.value}#{event.oa_id}#{event.user_id}#{event.event_id}",
        requests=desk.means.data_requests(),
        calendar=desk.calendar(),
        now=now,
    )
