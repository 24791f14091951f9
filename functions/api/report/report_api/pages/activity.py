"""A period's report: figures, charts, who is silent; its files; the whole of it on a page that prints."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Final
from urllib.parse import urlencode

from pydantic import Field

from loa import clock
from loa.bootstrap import foundation
from loa.bootstrap.reports import activity, schedules
from loa.foundation.officers.model import Permission, allowed, require
from loa.foundation.units.model import is_within, parent
from loa.reports.released.model import is_closed_month
from loa.reports.render.charts import svg
from loa.reports.render.forms import FileFormat
from loa.reports.render.paper import paper_of, paper_table
from loa.reports.summary.periods import ReportPeriod, period, recent
from loa.reports.tables.activity_sheets import next_step
from loa.reports.tables.shown import dotted
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.resolver import Html
from report_api import texts
from report_api.pages.app import AREA, pages

SHOWN: Final = 12
"""Silent units on the page; all of them are in the report."""
_FILES: Final = (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX)


class Structure(StrEnum):
    """Whose units a report lists when they were reorganised meanwhile."""

    END = ""
    """Those of the period's last day."""
    BEGIN = "dau-ky"
    TODAY = "hom-nay"


class ReportForm(FormModel):
    """What a report opens with, before it is made."""

    opening: Annotated[
        str,
        Field(
            title="Đoạn mở đầu của báo cáo",
            description="Máy viết từ số liệu. Anh/chị sửa lại cho đúng ý; mỗi dòng là một đoạn.",
            max_length=6_000,
        ),
    ] = ""


@pages.get(AREA)
def show_report() -> Html:
    """A unit's figures of a period, beside those of the period before."""
    return _shown()


@pages.post(AREA)
def make_report() -> Html:
    """Make the report's files, with the opening as the officer wrote it."""
    sent = {name: values[0] for name, values in pages.form_data().items() if values}
    wanted = unit, chosen, structure = _wanted(sent)
    form = pages.sent(ReportForm)
    if form.value is None:
        return _shown(form, status=422, wanted=wanted)
    words = form.value.opening
    return pages.done(
        lambda: activity().activity_files(
            unit,
            str(chosen.first),
            str(chosen.last),
            _FILES,
            opening=words,
            units_on=_day_of(structure, chosen),
        ),
        to=f"{AREA}?{_query(*wanted)}",
        say=texts.MADE,
    )


@pages.get(f"{AREA}/in")
def print_report() -> Html:
    """The whole report as it is handed in."""
    wanted = unit, chosen, structure = _wanted(pages.current_event.query_string_parameters)
    seen = activity().look(unit, str(chosen.first), str(chosen.last), units_on=_day_of(structure, chosen))
    return pages.page(
        "console/reports/print.html",
        paper=paper_of(seen.document),
        charts=[(chart, svg(chart)) for chart in seen.document.charts],
        back=f"{AREA}?{_query(*wanted)}",
    )


def _shown(
    form: Form[ReportForm] | None = None,
    *,
    status: int = 200,
    wanted: tuple[str, ReportPeriod, Structure] | None = None,
) -> Html:
    unit, chosen, structure = wanted or _wanted(pages.current_event.query_string_parameters)
    own, units_on = pages.officer().unit_path, _day_of(structure, chosen)
    seen = activity().look(unit, str(chosen.first), str(chosen.last), units_on=units_on)
    words = "\n".join(sentence.words for sentence in seen.opening)
    above, offered = parent(unit), recent(_today())
    silent = [(line.unit.name, dotted(line.own.followers), next_step(line.own)) for line in seen.table.silent]
    return pages.page(
        "console/reports/report.html",
        status=status,
        place=pages.unit_name(unit),
        unit=unit,
        above=(above, pages.unit_name(above)) if above and is_within(above, own) else None,
        chosen=chosen,
        periods=offered if chosen in offered else [chosen, *offered],
        seen=seen,
        main=paper_table(seen.document.tables[0]),
        charts=[(chart, svg(chart)) for chart in seen.document.charts],
        below=[line.unit for line in seen.table.units if parent(line.unit.path) == unit],
        silent=silent[:SHOWN],
        more=max(0, len(silent) - SHOWN),
        progress=schedules().progress(foundation.province(), chosen.code),
        files=activity().files(unit, chosen.first, chosen.last, units_on=units_on),
        structure=structure,
        structures=_structures(unit, chosen),
        form_words=texts.FORM_WORDS,
        form=form or Form.empty(ReportForm, opening=words),
        query=_query(unit, chosen, structure),
        may_see_network=allowed(pages.officer(), Permission.READ_OFFICERS, own),
        release=unit == foundation.province() and is_closed_month(chosen.first, chosen.last, _today()),
    )


def _wanted(query: Mapping[str, str]) -> tuple[str, ReportPeriod, Structure]:
    """What was asked for; by default the officer's own unit, the last whole month, the units at its end."""
    officer = pages.officer()
    unit = query.get("don-vi") or officer.unit_path
    require(officer, Permission.READ_REPORTS, unit)
    asked = query.get("theo", "")
    structure = Structure(asked) if asked in set(Structure) else Structure.END
    return unit, period(query.get("ky", ""), _today()), structure


def _day_of(structure: Structure, chosen: ReportPeriod) -> str:
    """The day whose units are listed; empty: as reports do by themselves."""
    match structure:
        case Structure.BEGIN:
            return chosen.first.isoformat()
        case Structure.TODAY:
            return foundation.today().isoformat()
        case _:
            return ""


def _structures(unit: str, chosen: ReportPeriod) -> dict[str, str]:
    """The structures to choose from, where units have changed since the period began."""
    known, today = foundation.units().subtree(unit), foundation.today()
    begins = {each.valid_from for each in known if each.valid_from}
    if not any(chosen.first < day <= today for day in begins):
        return {}
    days = {Structure.END: chosen.last, Structure.BEGIN: chosen.first, Structure.TODAY: today}
    there = {
        each for each, day in days.items() if any(one.path == unit and one.exists_on(day) for one in known)
    }
    return {each.value: texts.STRUCTURES[each.value] for each in Structure if each in there}


def _today() -> date:
    return clock.local_day(clock.now())


def _query(unit: str, chosen: ReportPeriod, structure: Structure) -> str:
    theirs = {"theo": structure.value} if structure is not Structure.END else {}
    return urlencode({"ky": chosen.code, "don-vi": unit, **theirs})
