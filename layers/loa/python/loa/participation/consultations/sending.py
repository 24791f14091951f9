"""The drafting body's part: after closing it gets what was said, and owes an answer until a day.

The sending stands in the campaign (`content["sending"]`), so that residents read of it, too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from loa import clock
from loa.errors import InvalidInput
from loa.participation.campaigns.model import Campaign
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.opinions import Theme


class SendingWay(StrEnum):
    """How papers reach a body."""

    NETWORK = "network"
    POST = "post"
    HAND = "hand"
    MAIL = "mail"

    @property
    def label(self) -> str:
        """Return the words for people."""
        return texts.SENDING_WAYS[self.value]


@dataclass(frozen=True, slots=True)
class Sending:
    """What was sent to the drafting body.

    Attributes:
        sent_on, number: the day and the number of the letter.
        body: to whom.
        way: how.
        received_on: the day of the receipt; None: there is none yet.
        due_on: the last day of the answer.
    """

    sent_on: date
    number: str
    body: str
    way: SendingWay
    received_on: date | None = None
    due_on: date | None = None


def sending_of(campaign: Campaign) -> Sending | None:
    """Return what was sent; None: nothing yet."""
    kept = campaign.content.get("sending")
    if not kept:
        return None
    received, due = kept["received_on"], kept["due_on"]
    return Sending(
        date.fromisoformat(kept["sent_on"]),
        kept["number"],
        kept["body"],
        SendingWay(kept["way"]),
        date.fromisoformat(received) if received else None,
        date.fromisoformat(due),
    )


def overdue_since(campaign: Campaign, themes: Iterable[Theme], today: date) -> date | None:
    """Return since when an answer to a group is overdue; None: it is not."""
    sending = sending_of(campaign)
    if sending is None or sending.due_on is None or sending.due_on >= today:
        return None
    is_owed = any(theme.outcome is None for theme in themes)
    return sending.due_on + timedelta(days=1) if is_owed else None


def check_days(campaign: Campaign, sending: Sending, today: date) -> None:
    """Check that the days can follow each other.

    Raises:
        InvalidInput: they cannot; says at which field.
    """
    faults = {}
    if not clock.local_day(campaign.closes) <= sending.sent_on <= today:
        faults["sent_on"] = texts.SENT_TOO_EARLY
    if sending.received_on and not sending.sent_on <= sending.received_on <= today:
        faults["received_on"] = texts.RECEIVED_TOO_EARLY
    if sending.due_on and sending.due_on <= (sending.received_on or sending.sent_on):
        faults["due_on"] = texts.DUE_TOO_EARLY
    if faults:
        raise InvalidInput(next(iter(faults.values())), fields=faults)


def content_of(sending: Sending) -> dict[str, str]:
    """Return what the campaign keeps of a sending."""
    return {
        "sent_on": sending.sent_on.isoformat(),
        "number": sending.number,
        "body": sending.body,
        "way": sending.way.value,
        "received_on": sending.received_on.isoformat() if sending.received_on else "",
        "due_on": sending.due_on.isoformat() if sending.due_on else "",
    }
