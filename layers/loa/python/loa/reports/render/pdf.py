"""Any report as a PDF in the form of official papers; typst sets `layers/documents/templates/report.typ`."""

from dataclasses import asdict

from loa.platform.documents.typesetting import typeset
from loa.reports.render.charts import svg, told
from loa.reports.render.paper import PrintedReport, paper_of
from loa.reports.summary import texts
from loa.reports.tables.model import ReportDocument


def to_pdf(document: ReportDocument) -> bytes:
    """Return the report as a PDF; the same report is the same bytes.

    Raises:
        LookupError: the layer `documents` is not there.
    """
    paper = paper_of(document)
    return typeset("report.typ", _values(paper), made_at=paper.made_at)


def _values(paper: PrintedReport) -> dict[str, object]:
    letter = paper.letter
    return {
        "title": paper.title,
        "country": texts.COUNTRY,
        "motto": texts.MOTTO,
        "attached": texts.ANNEXES_ATTACHED,
        "sign_here": texts.SIGN_HERE,
        "recipients_title": texts.RECIPIENTS_TITLE,
        "letter": letter and asdict(letter) | {"above": letter.above.upper(), "body": letter.body.upper()},
        "number": paper.number,
        "date": paper.date,
        "annex_of": letter
        and texts.ANNEX_OF.format(symbol=letter.symbol, year=letter.year, body=letter.body),
        "charts": [
            {
                "title": chart.title,
                "svg": svg(chart, face="Tinos"),
                "alt": told(chart),
                "map": chart.kind == "map",
            }
            for chart in paper.charts
        ],
        "charts_title": texts.CHARTS,
        "legend": texts.CHART_MAP_LEGEND,
        "tables": [asdict(table) for table in paper.tables],
    }
