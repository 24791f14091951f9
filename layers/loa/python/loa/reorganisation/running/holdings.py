"""Where paths of units are kept, and what becomes of them when a unit ends.

A test compares this list with the modules that describe rows, so that none is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PathFate(StrEnum):
    """What becomes of a path that is kept somewhere."""

    MOVED = "moved"
    """A step of a run gives what stands there to the successor."""
    KEPT = "kept"
    """It says what was, or is no key by which anything is looked for."""
    EXPIRES = "expires"
    """It goes by itself within days; what is asked anew comes under the new path."""
    MADE_ANEW = "made_anew"
    """It follows from other rows, and a schedule makes it again."""


@dataclass(frozen=True, slots=True)
class PathHolding:
    """What holds paths in one module's rows."""

    table: str
    fate: PathFate
    why: str


HOLDINGS: Final[Mapping[str, PathHolding]] = {
    "loa.foundation.units.store": PathHolding(
        "Units", PathFate.KEPT, "the units themselves: an ended one is still searched by its old name"
    ),
    "loa.foundation.accounts.store": PathHolding(
        "Units", PathFate.MOVED, "one row an account; departures say what was"
    ),
    "loa.foundation.officers.store": PathHolding("Units", PathFate.MOVED, "one row an officer"),
    "loa.foundation.network.store": PathHolding(
        "Units", PathFate.KEPT, "people of an ended unit: the new one enters its own list, of new hamlets"
    ),
    "loa.foundation.officers.on_call": PathHolding("Units", PathFate.MOVED, "one row a unit"),
    "loa.foundation.people.store": PathHolding(
        "Units", PathFate.EXPIRES, "proposed roles, a fortnight: they were meant for the old unit"
    ),
    "loa.foundation.people.records": PathHolding(
        "Units", PathFate.KEPT, "who was disabled, and where they worked then; goes after a year"
    ),
    "loa.foundation.people.handovers": PathHolding(
        "Units", PathFate.EXPIRES, "who takes over from whom, a week: their work goes with the unit"
    ),
    "loa.foundation.sessions.store": PathHolding("Sessions", PathFate.EXPIRES, "who is moved signs in anew"),
    "loa.foundation.sign_in.store": PathHolding(
        "Sessions", PathFate.KEPT, "who a recovery code belongs to; nobody is looked for by it"
    ),
    "loa.foundation.statistics.store": PathHolding(
        "Statistics", PathFate.MOVED, "what holds now (followers, linked officers); days keep their path"
    ),
    "loa.foundation.readings.deeds": PathHolding("Privacy", PathFate.KEPT, "who did what, where they were"),
    "loa.foundation.readings.store": PathHolding("Privacy", PathFate.KEPT, "who read what, where they were"),
    "loa.residents.data_requests.store": PathHolding(
        "Privacy", PathFate.MOVED, "what is not answered for good; the rest says what was"
    ),
    "loa.residents.messages.store": PathHolding(
        "Audience", PathFate.KEPT, "a message under way finds its account wherever it stands"
    ),
    "loa.dialogue.conversations.store": PathHolding(
        "Audience", PathFate.MOVED, "who handles a conversation, on the resident's row"
    ),
    "loa.dialogue.conversations.worklist_keys": PathHolding(
        "Audience", PathFate.MOVED, "places in lists: only residents who stand in one"
    ),
    "loa.dialogue.petitions.store": PathHolding(
        "Cases", PathFate.EXPIRES, "how often a unit's forms called for help, an hour"
    ),
    "loa.dialogue.desk.store": PathHolding("Audience", PathFate.MOVED, "as `conversations.store`"),
    "loa.dialogue.inbox.handlers.withheld": PathHolding(
        "Audience", PathFate.EXPIRES, "who stands on the confidential way: a day"
    ),
    "loa.dialogue.desk.canned_answers": PathHolding("Content", PathFate.MOVED, "a unit's own texts"),
    "loa.casework.cases.rows.keys": PathHolding("Cases", PathFate.MOVED, "places in lists, public list"),
    "loa.casework.cases.rows.rows": PathHolding(
        "Cases", PathFate.MOVED, "who answers for a case; its history and who received it keep their path"
    ),
    "loa.casework.denunciations.rows.rows": PathHolding(
        "Confidential", PathFate.MOVED, "by the hourly round of its own function: no other role may touch it"
    ),
    "loa.participation.campaigns.store": PathHolding(
        "Participation", PathFate.MOVED, "who invites; entries and counts say where people were"
    ),
    "loa.participation.consultations.rows": PathHolding(
        "Participation", PathFate.KEPT, "where an opinion was given and a conference was held"
    ),
    "loa.publishing.articles.store": PathHolding(
        "Content", PathFate.MOVED, "one row an article, under the same identifier"
    ),
    "loa.publishing.library.rows.store": PathHolding(
        "Content", PathFate.MOVED, "items with their editions; the audit says what was"
    ),
    "loa.publishing.library.rows.media_store": PathHolding("Content", PathFate.MOVED, "with the items"),
    "loa.publishing.library.rows.read_store": PathHolding("Content", PathFate.MOVED, "with the items"),
    "loa.publishing.library.rows.task_store": PathHolding("Content", PathFate.MOVED, "with the items"),
    "loa.publishing.library.rows.upload_store": PathHolding("Content", PathFate.EXPIRES, "a week"),
    "loa.publishing.library.importing.sources": PathHolding("Content", PathFate.MOVED, "with the items"),
    "loa.publishing.library.projection.invitations": PathHolding(
        "Published", PathFate.MOVED, "with the campaigns, in their transaction"
    ),
    "loa.reports.schedules.store": PathHolding(
        "Statistics", PathFate.KEPT, "whose report of a week was made: the next week is of the new units"
    ),
    "loa.reports.released.store": PathHolding(
        "Published", PathFate.KEPT, "figures as they were released, by the units of their month"
    ),
    "loa.publishing.library.projection.store": PathHolding(
        "Published", PathFate.MOVED, "with the items; the old address leads on for good"
    ),
    "loa.publishing.search.store": PathHolding(
        "Published", PathFate.MADE_ANEW, "the index, every night: old names are found with the new unit"
    ),
    "loa.publishing.weather.store": PathHolding("Published", PathFate.MADE_ANEW, "every two hours"),
    "loa.publishing.broadcasts.rows.store": PathHolding(
        "Broadcasts", PathFate.MOVED, "what is not sent; a unit's own words for a broadcast stay with it"
    ),
    "loa.publishing.broadcasts.rows.lists": PathHolding("Broadcasts", PathFate.MOVED, "with the broadcast"),
    "loa.publishing.broadcasts.rows.series_store": PathHolding("Broadcasts", PathFate.MOVED, "series"),
    "loa.publishing.broadcasts.rows.delivery_store": PathHolding(
        "Broadcasts", PathFate.KEPT, "the ledger says what was planned; accounts are found where they stand"
    ),
    "loa.publishing.broadcasts.rows.correction_store": PathHolding(
        "Broadcasts", PathFate.KEPT, "as the ledger, whose rows it writes"
    ),
}
"""By the module that describes the rows."""
