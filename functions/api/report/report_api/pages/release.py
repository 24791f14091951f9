"""A month's figures for everybody: look at what they would see, release it, take it back."""

from collections.abc import Mapping
from datetime import timedelta

from loa import clock
from loa.bootstrap import foundation
from loa.bootstrap.reports import released
from loa.foundation.officers.model import Permission, allowed, require
from loa.reports.released import texts
from loa.reports.summary.periods import ReportPeriod, period
from loa.web.pages.resolver import Html
from report_api.pages.app import AREA, pages
from report_api.texts import PUBLIC_PAGE, RELEASED, TAKEN_BACK

PAGE = f"{AREA}/cong-khai"


@pages.get(PAGE)
def look_at_figures() -> Html:
    """What residents see, or would see, of a month."""
    officer, province = pages.officer(), foundation.province()
    require(officer, Permission.READ_REPORTS, province)
    chosen = _month(pages.current_event.query_string_parameters)
    figures, seen = released().look(chosen.first, chosen.last)
    return pages.page(
        "console/reports/release.html",
        chosen=chosen,
        figures=figures,
        seen=seen,
        may=allowed(officer, Permission.RELEASE_FIGURES, province),
        address=PUBLIC_PAGE,
        words=texts,
    )


@pages.post(PAGE)
def release_figures() -> Html:
    """Let everybody see them."""
    chosen = _sent_month()
    return pages.done(
        lambda: released().release(pages.officer(), chosen.first, chosen.last),
        to=f"{PAGE}?ky={chosen.code}",
        say=RELEASED,
    )


@pages.post(f"{AREA}/rut-lai")
def take_figures_back() -> Html:
    """Let nobody see them any more."""
    chosen = _sent_month()
    return pages.done(
        lambda: released().take_back(pages.officer(), chosen.first, chosen.last),
        to=f"{PAGE}?ky={chosen.code}",
        say=TAKEN_BACK,
    )


def _sent_month() -> ReportPeriod:
    return _month({name: values[0] for name, values in pages.form_data().items() if values})


def _month(query: Mapping[str, str]) -> ReportPeriod:
    named, today = query.get("ky", ""), clock.local_day(clock.now())
    # On the first of a month the month before is not to be released yet: the one before that is shown.
    return period(named, today if named else today - timedelta(days=1))
