"""The clock's jobs for what units invite residents to: contests, consultations, calls for help in forms."""

from clock_job.dependencies import Services
from loa import clock
from loa.bootstrap import participation
from loa.errors import each_by_itself
from loa.jobs import JobRun


def mark_entries(_services: Services, run: JobRun) -> dict[str, int]:
    """Note who organises contests, then mark what was handed in by chat."""
    participation.organisers().note_due(run.now, run.may_go_on)
    return {"marked": participation.closing().mark_waiting(run.may_go_on)}


def draw_lots(_services: Services, run: JobRun) -> dict[str, int]:
    """Draw the lots of contests whose public value is known."""
    return {"drawn": participation.closing().draw_due(clock.local_day(run.now), run.may_go_on)}


def look_at_entries(_services: Services, run: JobRun) -> dict[str, int]:
    """Go on looking at the entries that lead, once their lot is drawn."""
    return {"looked_at": participation.closing().look_due(run.may_go_on)}


def forget_claims(_services: Services, run: JobRun) -> dict[str, int]:
    """Erase how winners of contests could be reached, on its day."""
    campaigns = participation.campaign_store().all()
    return {"forgotten": participation.claims().forget_due(campaigns, run.now, run.may_go_on)}


def tell_of_calls(services: Services, run: JobRun) -> dict[str, int]:
    """Tell officers on call that somebody may call for help in what they wrote into a form."""
    told = 0
    for call in participation.calls().waiting():
        if not run.may_go_on():
            break
        told += services.tell_of_call(call, run.now)
        participation.calls().forget(call)
    return {"told": told}


def tell_contributors(_services: Services, run: JobRun) -> dict[str, int]:
    """Tell whose entry somebody wants excluded, then who has won, then what became of opinions."""
    due = (
        participation.owner_telling().tell_due,
        participation.winner_telling().tell_due,
        participation.telling().tell_due,
    )
    return {"told": each_by_itself(due, lambda tell_due: tell_due(run.now, run.may_go_on))}
