"""The kinds of rules: who reads each, and how what holds now is written down."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from loa.casework.cases.rules.deadlines import read_deadline_rules
from loa.casework.denunciations.deadlines import read_denunciation_rules
from loa.dated_rules import dump
from loa.foundation.rules.store import RuleName
from loa.foundation.working_time.model import WorkingCalendar, read_calendar
from loa.participation.consultations.rules.forms import read_form_rules
from loa.participation.consultations.rules.periods import read_answer_rules, read_period_rules
from loa.participation.contests.rules.objecting import read_objection_rules
from loa.participation.contests.rules.standing import read_adults_rules
from loa.publishing.broadcasts.rules.quota import read_quota_rules
from loa.residents.messages.windows import read_window_rules

LONGEST_TEXT: Final = 30_000
"""Characters: five such texts stay below what one Query answers."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rules.

    Attributes:
        what: what it says, for the list.
        read: the rules in a text; raises ValueError.
        write: the way back.
    """

    what: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


def write_calendar(calendar: WorkingCalendar) -> str:
    """A calendar as `read_calendar` reads it; public holidays and government swaps are not part of it."""
    return json.dumps(
        {
            "hours": {
                str(number): [[_clock(hours.opens), _clock(hours.closes)] for hours in day]
                for number, day in enumerate(calendar.week, 1)
                if day
            },
            "days_off": [
                {"day": day.isoformat(), "name": name}
                for day, name in sorted(calendar.extra_days_off.items())
            ],
            "working_days": [{"day": day.isoformat()} for day in sorted(calendar.extra_working_days)],
        },
        ensure_ascii=False,
        indent=2,
    )


def _clock(instant: time) -> str:
    return instant.isoformat("minutes") if not instant.second else instant.isoformat()


KINDS: Final[Mapping[RuleName, Kind]] = {
    RuleName.ADULTS: Kind("how many adults live in each unit", read_adults_rules, dump),
    RuleName.ANSWERS: Kind("until when drafting bodies answer opinions", read_answer_rules, dump),
    RuleName.CALENDAR: Kind("office hours, further days off, exchanged days", read_calendar, write_calendar),
    RuleName.CONSULTATIONS: Kind("how long drafts are open for opinions", read_period_rules, dump),
    RuleName.DEADLINES: Kind("until when cases are accepted and answered", read_deadline_rules, dump),
    RuleName.DENUNCIATIONS: Kind(
        "until when denunciations are accepted and settled", read_denunciation_rules, dump
    ),
    RuleName.FORMS: Kind("in which outline consultations are reported", read_form_rules, dump),
    RuleName.MESSAGES: Kind("how long residents may be written to", read_window_rules, dump),
    RuleName.OBJECTIONS: Kind("how long residents may object to questions", read_objection_rules, dump),
    RuleName.QUOTAS: Kind("how many broadcasts an account may send", read_quota_rules, dump),
}


def checked(name: RuleName, text: str) -> Any:
    """The rules in a text that may be stored.

    Raises:
        ValueError: it may not; says why.
    """
    if not text.strip():
        raise ValueError("the text is empty; to let the code's own rules hold again, reset")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"the text has more than {LONGEST_TEXT} characters")
    return KINDS[name].read(text)
