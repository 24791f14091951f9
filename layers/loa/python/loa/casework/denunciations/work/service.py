"""The use cases of denunciations, and their hourly sweep."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from loa.casework.denunciations import texts
from loa.casework.denunciations.deadlines import ALL_OF_IT, level_now, sooner
from loa.casework.denunciations.model import Denunciation, DenunciationReminder
from loa.casework.denunciations.rows.rows import case_id_of
from loa.casework.denunciations.work.desk import InvestigatorDesk
from loa.casework.denunciations.work.intake import CLOCK
from loa.errors import LoaError
from loa.foundation.units.model import parent
from loa.platform.aws.dynamodb.tables import Write


@dataclass(frozen=True, slots=True)
class DenunciationSweepResult:
    """The result of a sweep.

    Attributes:
        reminded: reminders written.
        climbed: denunciations escalated to the unit above because nobody decided in time.
        taken_over: bundles of chat messages that became denunciations.
        overdue: missed deadlines among those checked.
        failed: denunciations that could not be checked; the next sweep retries them.
    """

    reminded: int = 0
    climbed: int = 0
    taken_over: int = 0
    overdue: int = 0
    failed: int = 0


@dataclass(frozen=True)
class DenunciationService(InvestigatorDesk):
    """The use cases of denunciations."""

    def sweep(self, province: str) -> DenunciationSweepResult:
        """Run the sweep: remind, escalate undecided denunciations, take over messages from the chat.

        Each denunciation is read again and written under its version, so a sweep that runs twice or stops
        halfway writes nothing twice.
        """
        now = self.now()
        done = DenunciationSweepResult()
        for partition in dict.fromkeys(self.store.due(province, now)):
            try:
                done = self._looked_after(partition, done, now=now)
            except LoaError:
                done = replace(done, failed=done.failed + 1)
        return done

    def _looked_after(
        self, partition: str, done: DenunciationSweepResult, *, now: datetime
    ) -> DenunciationSweepResult:
        if partition.startswith(("chat#", "link#")):
            taken = self._taken_over(partition, now=now)
            return replace(done, taken_over=done.taken_over + taken)
        head = self.store.head(case_id_of(partition))
        level = level_now(head, now) if head else None
        if head is None or head.due is None or level is None:
            return done
        done = replace(done, overdue=done.overdue + (level >= ALL_OF_IT))
        above = parent(head.unit_path)
        if head.undecided and level >= ALL_OF_IT and above:
            told = self._reminders(head, [above, head.unit_path], head.due, level, now=now)
            marked = replace(head, reminded=level + 1)
            self._handed_on(marked, above, texts.CLIMBED, by=CLOCK, now=now, more=told)
            return replace(done, climbed=done.climbed + 1, reminded=done.reminded + len(told))
        paths = [head.unit_path, *([above] if above and level >= ALL_OF_IT else [])]
        due = head.due if level >= ALL_OF_IT else sooner(head) or head.due
        told = self._reminders(head, paths, due, level, now=now)
        moved = replace(head, reminded=level + 1)
        self._written(moved, "reminded", CLOCK, "", {"level": str(level)}, now=now, more=told)
        return replace(done, reminded=done.reminded + len(told))

    def _taken_over(self, partition: str, *, now: datetime) -> bool:
        if partition.startswith("chat#"):
            return self.at(now).take_over(partition)
        row = self.store.old_words(partition)
        return self.at(now).take_over_link(row) if row else False

    def _reminders(
        self, head: Denunciation, paths: Sequence[str], due: datetime, level: int, *, now: datetime
    ) -> list[Write]:
        return [
            self.store.reminding(DenunciationReminder(path, now, head.code, head.unit_path, due, level))
            for path in paths
        ]
