"""Questions as officers write them, and who may take one out of the bank."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from loa.errors import InvalidInput
from loa.foundation.officers.model import Officer, Permission, allowed
from loa.ids import derived_id
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestQuestion, QuestionLevel

_FEWEST, _MOST = 2, 5


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question as an officer writes it; `right` counts its options from 1."""

    words: str
    options: tuple[str, ...]
    right: int
    level: QuestionLevel
    law: str
    article: str
    provision: str
    since: date
    until: date | None
    topic: str = ""

    @property
    def id(self) -> str:
        """What names the question: the same words, answer and article again are the same question."""
        said = asdict(self)
        del said["topic"]
        return derived_id(json.dumps(said, default=str, ensure_ascii=False))

    def check(self) -> None:
        """Check what no single field shows.

        Raises:
            InvalidInput: options, answer or days are wrong; says at which field.
        """
        if not _FEWEST <= len(self.options) <= _MOST or len(set(self.options)) < len(self.options):
            raise InvalidInput(texts.OPTIONS_FEW, fields={"options": texts.OPTIONS_FEW})
        if not 1 <= self.right <= len(self.options):
            raise InvalidInput(texts.RIGHT_UNKNOWN, fields={"right": texts.RIGHT_UNKNOWN})
        if self.until and self.until < self.since:
            raise InvalidInput(texts.UNTIL_BEFORE_SINCE, fields={"until": texts.UNTIL_BEFORE_SINCE})


def may_remove(officer: Officer, question: ContestQuestion, province: str) -> bool:
    """Whether an officer may take a question out of the bank that no round has asked."""
    approves = allowed(officer, Permission.APPROVE_PARTICIPATION, province)
    writes = allowed(officer, Permission.WRITE_PARTICIPATION, officer.unit_path)
    return approves or (writes and question.written_by == officer.id and not question.checked_by)
