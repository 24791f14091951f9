"""Many residents, one matter: similar cases are suggested, merged, and unmerged again."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from loa.casework.cases.rows.models import Member, StoredCase
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Case, Move
from loa.casework.cases.work import similar
from loa.casework.cases.work.changes import CaseChange, CaseChanges, noted
from loa.casework.cases.work.notifications import day_text
from loa.errors import Conflict, InvalidInput
from loa.ids import is_id
from loa.platform.aws.dynamodb.tables import Write

COMPARED: Final = 50
"""How many open cases of a unit are compared with one, earliest deadline first."""
OFFERED: Final = 10


class CaseMerging(CaseChanges):
    """Merging cases about the same matter."""

    def similar_open(self, case: Case) -> list[Case]:
        """Return open cases of the same unit that may be the same matter, most similar first; at most ten."""
        own = similar.matter(case)
        return self.similar_to(own, case.unit_path, province=case.province, besides=case.id)

    def similar_to(self, own: similar.Matter, path: str, *, province: str, besides: str = "") -> list[Case]:
        """Return open cases of a unit that may be about a matter, which need not be a case yet."""
        page = self.store.worklist_of_unit(province, path, limit=COMPARED)
        others = [item.id for item in page.items if item.id != besides]
        ranked = [
            (similar.likeness(own, similar.matter(other)), other) for other in self.store.read_many(others)
        ]
        alike = [pair for pair in ranked if pair[0] >= similar.SIMILAR and pair[1].state.is_open]
        return [other for _, other in sorted(alike, key=lambda pair: -pair[0])[:OFFERED]]

    def merge(
        self, case: StoredCase | str, into: StoredCase | str, *, by: str, expected_version: int | None = None
    ) -> Case:
        """Make a case part of another open one: its reporter gets that one's answer.

        Args:
            case: the case as it was read, or its id.
            into: the other one, likewise.
            by: id of the officer.
            expected_version: the version that the officer saw; None: any version.

        Returns:
            The case itself.

        Raises:
            InvalidInput: the other is the same, not open, or part of a third.
            Conflict: it is not in our hands, has members itself, or a concurrent change won.
        """
        into_id, fresh = (into, None) if isinstance(into, str) else (into.case.id, into)

        def decide(stored: StoredCase, now: datetime) -> CaseChange:
            nonlocal fresh
            main, fresh = fresh or (self.store.read(into_id) if is_id(into_id) else None), None
            case = stored.case
            if (
                main is None
                or into_id == case.id
                or not main.case.state.is_open
                or main.case.province != case.province
            ):
                raise InvalidInput(texts.CHECK_INPUT, fields={"into": texts.CANNOT_MERGE})
            if case.members:
                raise Conflict(texts.HAS_MEMBERS)
            wanted = self.moving(stored, Move.MERGE, MoveFacts(into=into_id), by=by, now=now)
            larger = replace(main.case, members=main.case.members + 1)
            grown = noted(larger, "member_joined", by, now, facts={"member": case.id})
            words = texts.merged(
                case.kind.value, case.code, self.who(main.case), day_text(main.case.answer_by)
            )
            more = (
                *wanted.more,
                *self.store.changing(StoredCase(grown.case, main.said), main.case.version, [grown.entry]),
                self.store.adding_reporter(into_id, Member(case.id, case.code, case.reporter)),
            )
            return replace(wanted, words=words, alone=True, more=more)

        return self.change(case, decide, expected_version=expected_version).case

    def unmerge(self, case: StoredCase | str, *, by: str, expected_version: int | None = None) -> Case:
        """Take a case out of the one it is part of.

        Raises:
            Conflict: it is part of none, or a concurrent change won.
        """

        def decide(stored: StoredCase, now: datetime) -> CaseChange:
            wanted = self.moving(stored, Move.UNMERGE, MoveFacts(), by=by, now=now)
            main = self.main_of(stored.case)
            left = self.leaving(main, stored.case, by, now) if main else ()
            return replace(wanted, alone=True, more=(*wanted.more, *left))

        return self.change(case, decide, expected_version=expected_version).case

    def main_of(self, case: Case) -> StoredCase | None:
        """Return the case it is part of; None: of none."""
        return self.store.read(case.joined_to) if case.joined_to else None

    def leaving(self, main: StoredCase, case: Case, by: str, now: datetime) -> tuple[Write, ...]:
        """Return the writes that make a case lose a member."""
        smaller = replace(main.case, members=max(0, main.case.members - 1))
        made = noted(smaller, "member_parted", by, now, facts={"member": case.id})
        return (
            *self.store.changing(StoredCase(made.case, main.said), main.case.version, [made.entry]),
            self.store.removing_reporter(main.case.id, case.id),
        )
