"""Look at reorganisations: all of them, one with its figures, unit by unit, decision by decision."""

from datetime import datetime, timedelta
from typing import Any, Final

from loa.bootstrap.across import reorganisation
from loa.reorganisation.store import Reorganisation, ReorganisationState
from loa.reorganisation.texts import farewell_article
from loa.web.pages.resolver import Html
from reorganisation_api.pages import shown, texts
from reorganisation_api.pages.app import AREA, address, administrator, day_of, pages

ROWS: Final = 20
CASES: Final = "/console/vu-viec"
_OPEN: Final = frozenset({ReorganisationState.DRAFT, ReorganisationState.SUBMITTED})
_BEGUN: Final = frozenset({ReorganisationState.RUNNING, ReorganisationState.PAUSED})
_COMPARED: Final = timedelta(days=14)
"""So long after the end the page says what stands at the new units; then it is history."""


@pages.get(AREA)
def show_all() -> Html:
    """All reorganisations, newest first, and the days for which one can be planned."""
    officer, service = administrator(), reorganisation.service()
    found = service.all(officer)[::-1]
    planned = {each.on for each in found}
    days = [day for day in shown.days_of_change(service.units()) if day not in planned]
    rows = [(address(each.on), each.on, *texts.STATES[each.state.value]) for each in found]
    return pages.page("console/reorganisation/list.html", rows=rows, days=days)


@pages.get(f"{AREA}/<on>")
def show_one(on: str) -> Html:
    """One reorganisation: where it stands, its figures, the next step, what is left."""
    officer, service, day = administrator(), reorganisation.service(), day_of(on)
    found, plan = service.look(day, officer)
    names = shown.names_around(service.units(), day)
    left = [
        (
            texts.LEFT.get(each.what, each.what),
            each.reference,
            names.before(each.path),
            texts.REASONS[each.reason],
            f"{CASES}/{each.reference}" if each.what == "case" else "",
        )
        for each in found.progress.left
    ]
    rows = shown.figures(plan)
    return pages.page(
        "console/reorganisation/one.html",
        on=day,
        here=address(day),
        state=found.state.value,
        state_tag=texts.STATES[found.state.value],
        digest=plan.digest,
        figures=rows,
        totals_equal=all(before == after for _, before, after in rows[1:]),
        ended=len(plan.units),
        kept=len(plan.kept),
        retired=len(plan.retired),
        decisions=len(plan.decisions),
        open_count=len(plan.open_decisions),
        suggested=sum(bool(each.suggested) for each in plan.open_decisions),
        may_approve=officer.id not in found.contributors,
        has_come=service.today() >= day,
        progress=found.progress,
        done_at=found.done_at,
        farewell=farewell_article(plan.on),
        left=left,
        found_now=shown.present(service, day) if _is_recent(found, service.now()) else (),
    )


@pages.get(f"{AREA}/<on>/don-vi")
def show_units(on: str) -> Html:
    """What becomes of each unit and account."""
    officer, service, day = administrator(), reorganisation.service(), day_of(on)
    seen, plan = service.look(day, officer)
    names, wanted = shown.names_around(service.units(), day), pages.query("q").strip()
    found = [each for each in shown.unit_changes(plan, names) if not wanted or each.fits(wanted)]
    return pages.page(
        "console/reorganisation/units.html",
        on=day,
        here=address(day),
        wanted=wanted,
        count=len(found),
        may_decide=seen.state in _OPEN,
        **_part(found),
    )


@pages.get(f"{AREA}/<on>/quyet-dinh")
def show_decisions(on: str) -> Html:
    """What people decide, open ones first, each with its form."""
    officer, service, day = administrator(), reorganisation.service(), day_of(on)
    found, plan = service.look(day, officer)
    names = shown.names_around(service.units(), day)
    part = _part(sorted(plan.decisions, key=lambda each: bool(each.chosen)))
    part["items"] = [shown.decision(each, plan, names) for each in part["items"]]
    return pages.page(
        "console/reorganisation/decisions.html",
        on=day,
        here=address(day),
        open_count=len(plan.open_decisions),
        suggested=sum(bool(each.suggested) for each in plan.open_decisions),
        may_decide=found.state in _OPEN,
        **part,
    )


def _is_recent(found: Reorganisation, now: datetime) -> bool:
    """Whether it has begun, and ended, if it has, not long ago."""
    return found.state in _BEGUN or (found.done_at is not None and now < found.done_at + _COMPARED)


def _part(items: list[Any]) -> dict[str, Any]:
    """Return the page of a list that is asked for; what is none is the first."""
    text = pages.query("trang")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0  # noqa: PLR2004 - digits
    first = number * ROWS
    return {
        "items": items[first : first + ROWS],
        "previous": number - 1 if number else None,
        "next": number + 1 if first + ROWS < len(items) else None,
    }
