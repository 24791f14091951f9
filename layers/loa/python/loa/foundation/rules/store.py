"""Dated rules in the Units table: one row for each kind of rules that replaces what stands in the code.

    partition "rules" · sort the name (`deadlines`) · text (JSON), changed_at, changed_by

Every function that needs rules may read this table. A process reads them once, and again every few minutes. A
text that cannot be read changes nothing: what was valid before, or the code's own rules, go on holding, and
the log and the clock's metric say so.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from loa import clock
from loa.errors import LoaError
from loa.platform.aws.dynamodb.tables import Table

PARTITION: Final = "rules"
KEPT_SECONDS: Final = 300
"""After so long a process looks whether a rule has changed."""
AGAIN_SECONDS: Final = 30
"""When it asks again after AWS gave no answer."""

logger = logging.getLogger(__name__)


class RuleName(StrEnum):
    """The kinds of rules."""

    ADULTS = "adults"
    ANSWERS = "answers"
    CALENDAR = "calendar"
    CONSULTATIONS = "consultations"
    DEADLINES = "deadlines"
    DENUNCIATIONS = "denunciations"
    FORMS = "forms"
    MESSAGES = "messages"
    OBJECTIONS = "objections"
    QUOTAS = "quotas"


@dataclass(frozen=True, slots=True)
class StoredText:
    """Rules as somebody has stored them."""

    name: str
    text: str
    changed_at: datetime
    changed_by: str


class RuleTextStore:
    """The rows of rules in a Units table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self) -> dict[str, StoredText]:
        """What is stored, by name; one Query."""
        rows = self._table.rows(PARTITION)
        return {
            row["sort"]: StoredText(
                name=row["sort"],
                text=row["text"],
                changed_at=clock.from_text(row["changed_at"]),
                changed_by=row["changed_by"],
            )
            for row in rows
        }

    def save(self, stored: StoredText) -> None:
        """Store rules; the reader of that name must have accepted the text."""
        self._table.put(
            {
                "partition": PARTITION,
                "sort": stored.name,
                "text": stored.text,
                "changed_at": clock.to_text(stored.changed_at),
                "changed_by": stored.changed_by,
            }
        )

    def delete(self, name: str) -> None:
        """Let the code's own rules hold again."""
        self._table.delete(PARTITION, name)


class StoredRules:
    """The rules of one process, kept for some minutes."""

    def __init__(self, table: Table, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._texts = RuleTextStore(table)
        self._monotonic = monotonic
        self._known: Mapping[str, str] | None = None
        self._look_at = float("-inf")
        self._valid: dict[str, tuple[str, Any]] = {}
        self.unreadable: set[str] = set()
        """The names whose stored text could not be read when it was last asked for."""

    def version(self) -> tuple[tuple[str, str], ...]:
        """Equal as long as nothing has changed: what is made from rules can be kept under it.

        Raises:
            LoaError: the rules were never read, and cannot be now.
        """
        return tuple(sorted(self._current().items()))

    def _current(self) -> Mapping[str, str]:
        if self._known is None or self._monotonic() >= self._look_at:
            try:
                self._known = {name: stored.text for name, stored in self._texts.all().items()}
                self._look_at = self._monotonic() + KEPT_SECONDS
            except LoaError as error:
                if self._known is None:
                    raise
                logger.warning("rules not read again", extra={"code": error.code})
                self._look_at = self._monotonic() + AGAIN_SECONDS
        return self._known

    def read[Rules](self, name: RuleName, reader: Callable[[str], Rules]) -> Rules:
        """The rules of a name: as stored, else as they were before, else those of the code.

        Args:
            name: which.
            reader: makes rules of a text, the code's own of an empty one; raises ValueError.
        """
        text = self._current().get(name, "")
        known = self._valid.get(name)
        if known and known[0] == text:
            self.unreadable.discard(name)
            return known[1]  # type: ignore[no-any-return]  # what this reader made
        try:
            rules = reader(text)
        except ValueError as error:
            self.unreadable.add(name)
            # The rules are public law, and no text of a person: the reason may stand in the log.
            logger.error("stored rules cannot be read", extra={"rules": name.value, "reason": str(error)})  # noqa: TRY400 - as said
            return known[1] if known else reader("")
        self.unreadable.discard(name)
        self._valid[name] = (text, rules)
        return rules
