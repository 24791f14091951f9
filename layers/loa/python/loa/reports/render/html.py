"""Any report as one file of HTML that a browser shows and prints as an official paper."""

from collections.abc import Iterator
from html import escape
from typing import Final

from loa.reports.render.charts import svg
from loa.reports.render.paper import PaperCell, PaperTable, PrintedReport, paper_of
from loa.reports.summary import texts
from loa.reports.tables.model import Letter, ReportDocument

_STYLE: Final = """
@page { size: A4; margin: 20mm 15mm 20mm 30mm }
@page across { size: A4 landscape; margin: 20mm 15mm 15mm }
body { max-width: 60rem; margin: 1rem auto; padding: 0 1rem; font: 14pt/1.4 "Times New Roman", Tinos, serif }
.heads { display: flex; justify-content: space-between; gap: 1rem; margin: 1rem 0; text-align: center }
.left { text-align: left } h1, h2, .about { font-size: 1em; text-align: center }
svg { max-width: 100%; height: auto }
section { break-before: page; overflow-x: auto } .across { page: across } .sign { min-height: 8rem }
table { width: 100%; border-collapse: collapse; font-size: .75em }
th, td { padding: .2em .4em; border: 1px solid }
th, .strong { background: #ececec } tr { break-inside: avoid }
.right { text-align: right } .center { text-align: center }
"""


def to_html(document: ReportDocument) -> bytes:
    """Return the report as an HTML file, UTF-8; the same report is the same bytes."""
    paper = paper_of(document)
    body = [
        *(_letter(paper, paper.letter) if paper.letter else ()),
        *(
            f"<figure><figcaption><b>{escape(chart.title)}</b></figcaption>{svg(chart)}</figure>"
            for chart in paper.charts
        ),
        *(_signature(paper.letter) if paper.letter else ()),
        *(part for table in paper.tables for part in _table(table)),
    ]
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(paper.title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body>{''.join(body)}</body></html>"
    ).encode()


def _letter(paper: PrintedReport, letter: Letter) -> Iterator[str]:
    yield (
        f'<div class="heads"><p>{escape(letter.above.upper())}<br><b>{escape(letter.body.upper())}</b><br>'
        f"{escape(paper.number)}</p><p><b>{texts.COUNTRY}<br>{texts.MOTTO}</b><br><i>{escape(paper.date)}</i></p></div>"
        f"<h1>{escape(letter.title)}<br>{escape(letter.about)}</h1>"
    )
    yield from (f"<p>{escape(words)}</p>" for words in (*letter.opening, texts.ANNEXES_ATTACHED))


def _signature(letter: Letter) -> Iterator[str]:
    recipients = "<br>".join(map(escape, letter.recipients))
    yield (
        f'<div class="heads sign"><p class="left"><b><i>{texts.RECIPIENTS_TITLE}</i></b><br>{recipients}</p>'
        f"<p><b>{escape(letter.signed_for)}<br>{escape(letter.office)}</b></p></div>"
    )


def _table(table: PaperTable) -> Iterator[str]:
    title = f"{table.annex}. {table.title}" if table.annex else table.title
    yield f"<section{' class=across' if table.landscape else ''}><h2>{escape(title)}</h2>"
    yield f'<p class="about">{"<br>".join(map(escape, table.lines))}</p><table><thead>'
    if table.groups:
        yield "<tr>"
        yield from (f'<th rowspan="2">{escape(words)}</th>' for words in table.headings[: table.leading])
        yield from (f'<th colspan="{span}">{escape(words)}</th>' for words, span in table.groups)
        yield "</tr>"
    yield "<tr>"
    yield from (f"<th>{escape(words)}</th>" for words in table.headings[table.leading :])
    yield "</tr></thead><tbody>"
    for row in table.rows:
        span = f' colspan="{len(table.headings)}"' if len(row.cells) == 1 else ""
        cells = "".join(_cell(cell, span) for cell in row.cells)
        yield f"<tr{' class=strong' if row.strong else ''}>{cells}</tr>"
    if table.empty:
        yield f'<tr><td colspan="{len(table.headings)}">{escape(table.empty)}</td></tr>'
    yield "</tbody></table></section>"


def _cell(cell: PaperCell, span: str) -> str:
    words = escape(cell.words)
    if cell.bold:
        words = f"<b>{words}</b>"
    return f'<td class="{cell.align}"{span}>{words}</td>'
