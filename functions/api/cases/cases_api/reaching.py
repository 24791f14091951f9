"""Whether a case's reporter is reached on Zalo now."""

from loa import clock
from loa.bootstrap import foundation, residents
from loa.casework.cases.desk.reaching import ReporterReach, reach_of
from loa.casework.cases.rules.model import Case, Reporter


def reach_now(case: Case) -> ReporterReach:
    """Return what would become of a message about a case now; of joined ones each as they are reached."""
    return ReporterReach.SEVERAL if case.members else reach_to(case.reporter)


def reach_to(reporter: Reporter) -> ReporterReach:
    """Return what would become of a message to a reporter now."""
    return reach_of(
        foundation.province(),
        reporter,
        accounts=foundation.accounts(),
        followers=residents.followers(),
        rules=residents.window_rules(),
        now=clock.now(),
    )
