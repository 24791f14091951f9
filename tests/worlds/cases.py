"""What tests of cases in all suites share."""

from loa.casework.cases.rules.model import Case, Entry
from loa.casework.cases.work.service import CaseService


def read_with_history(service: CaseService, case_id: str) -> tuple[Case, list[Entry]]:
    """A case as it is kept, and its history."""
    stored = service.load(case_id)
    return stored.case, list(stored.history)
