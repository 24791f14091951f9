"""How many forms a page accepts per hour in total: it identifies nobody, so it cannot count per person.

    hour#INSTANT   PAGE   how many were accepted; expires

The first forms of an hour are accepted as they come. Above that, the sender must answer a simple question,
which people can and scripts that replay a request do not. Above the upper limit nothing is accepted: the
text is shown again, with the other ways to report. Forms are counted in the transaction that accepts them,
so the limit is never exceeded, and a form sent again is not counted twice.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.casework.denunciations import texts
from loa.errors import Busy, InvalidInput
from loa.platform.aws.dynamodb.tables import Attr, Table, Update, Write

OPEN_AN_HOUR: Final = 60
"""The number accepted without a question: more than the province has ever had in a day."""

MOST_AN_HOUR: Final = 600
"""The upper limit: what a large gathering writes at once, and what investigators can still read through."""

_KEPT: Final = timedelta(hours=2)


class PageFull(Busy):
    """The hourly limit is reached."""

    code = "page_full"


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A sum shown with a form; it is derived from the form's key, so nothing is stored."""

    first: int
    second: int

    @classmethod
    def of(cls, form_key: str) -> "FormQuestion":
        """Return the question of a form."""
        chance = hashlib.sha256(f"confidential question\n{form_key}".encode()).digest()
        return cls(2 + chance[0] % 8, 2 + chance[1] % 8)

    def is_answered(self, answer: str) -> bool:
        """Tell whether the question was answered, whatever else was typed."""
        return re.findall(r"\d+", answer) == [str(self.first + self.second)]


def _place(now: datetime) -> tuple[str, datetime]:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return f"hour#{clock.to_text(hour)}", hour


@dataclass(frozen=True, slots=True)
class Flood:
    """The hourly counter of a page.

    Attributes:
        table: where it counts.
        page: what is counted for itself.
        open_an_hour: how many are accepted without a question.
        most_an_hour: the upper limit.
    """

    table: Table
    page: str = "page"
    open_an_hour: int = OPEN_AN_HOUR
    most_an_hour: int = MOST_AN_HOUR

    def admitting(self, form_key: str, answer: str, now: datetime) -> Write:
        """Return the write that counts one more; it fails after a concurrent one: call again.

        Raises:
            InvalidInput: the form's question must be answered.
            PageFull: nothing more is accepted this hour.
        """
        partition, hour = _place(now)
        row = self.table.get(partition, self.page)
        taken = int(row["taken"]) if row else 0
        if taken >= self.most_an_hour:
            raise PageFull
        answered = FormQuestion.of(form_key).is_answered(answer)
        if taken >= self.open_an_hour and not answered:
            raise InvalidInput(fields={"answer": texts.ANSWER_NEEDED})
        most = self.most_an_hour if answered else self.open_an_hour
        return Update(
            self.table,
            partition,
            self.page,
            set={"expires_at": clock.epoch_seconds(hour + _KEPT)},
            add={"taken": 1},
            only_if=Attr("taken").not_exists() | Attr("taken").lt(most),
        )
