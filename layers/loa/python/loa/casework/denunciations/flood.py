"""How much the page takes in an hour, from all together: it knows nobody, so it can count nobody apart.

    hour#INSTANT   page   how many were taken in; expires

The first of an hour are taken as they come. Above that a plain question has to be answered, which people
can and what only repeats a request does not. Above all of it nothing is taken: what was written is shown
again, with the ways that stay open. Counted in the transaction that takes one in, so never over the bound,
and the same form sent again is not counted twice.
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
"""So many without a question: more than the province has ever had in a day."""

MOST_AN_HOUR: Final = 600
"""So many in all: what a large gathering writes at once, and what investigators can still look through."""

_KEPT: Final = timedelta(hours=2)


class PageFull(Busy):
    """This hour has taken in as many as it takes."""

    code = "page_full"


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A sum that goes with a form: it follows from the form's key, so nothing is kept of it."""

    first: int
    second: int

    @classmethod
    def of(cls, form_key: str) -> "FormQuestion":
        """The question of a form."""
        chance = hashlib.sha256(f"confidential question\n{form_key}".encode()).digest()
        return cls(2 + chance[0] % 8, 2 + chance[1] % 8)

    def is_answered(self, answer: str) -> bool:
        """Whether somebody answered it, whatever else they typed."""
        return re.findall(r"\d+", answer) == [str(self.first + self.second)]


def _place(now: datetime) -> tuple[str, datetime]:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return f"hour#{clock.to_text(hour)}", hour


@dataclass(frozen=True, slots=True)
class Flood:
    """The count of the page's hours.

    Attributes:
        table: Confidential.
    """

    table: Table

    def admitting(self, form_key: str, answer: str, now: datetime) -> Write:
        """The write that counts one more; refused where others came first: ask again.

        Raises:
            InvalidInput: the question of the form has to be answered.
            PageFull: nothing more is taken this hour.
        """
        partition, hour = _place(now)
        row = self.table.get(partition, "page")
        taken = int(row["taken"]) if row else 0
        if taken >= MOST_AN_HOUR:
            raise PageFull
        answered = FormQuestion.of(form_key).is_answered(answer)
        if taken >= OPEN_AN_HOUR and not answered:
            raise InvalidInput(fields={"answer": texts.ANSWER_NEEDED})
        most = MOST_AN_HOUR if answered else OPEN_AN_HOUR
        return Update(
            self.table,
            partition,
            "page",
            set={"expires_at": clock.epoch_seconds(hour + _KEPT)},
            add={"taken": 1},
            only_if=Attr("taken").not_exists() | Attr("taken").lt(most),
        )
