"""Any report as a Word file in the form of official papers (Decree 30/2020/NĐ-CP, annex I).

An officer edits it before it is signed: real styles, real tables with a repeated head, real sections. Rows
are written as XML: python-docx would look for every one of 15,000 cells. Whatever somebody wrote is escaped.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from loa.platform.documents.typesetting import picture
from loa.reports.render.charts import svg, told
from loa.reports.render.paper import PaperCell, PaperRow, PaperTable, PrintedReport, paper_of
from loa.reports.summary import texts
from loa.reports.tables.model import ChartKind, Letter, ReportDocument

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

_FACE: Final = "Times New Roman"
_GREY: Final = "ECECEC"
_EIGHTH_POINTS: Final = 4
_TWIPS_OF_MM: Final = 56.7
_LONG, _SHORT = Mm(297), Mm(210)
_UPRIGHT: Final = {"left_margin": Mm(30), "right_margin": Mm(15), "bottom_margin": Mm(20)}
_ACROSS: Final = {"left_margin": Mm(15), "right_margin": Mm(15), "bottom_margin": Mm(15)}
_WIDTH_UPRIGHT, _WIDTH_ACROSS = 165, 267
_FIRST_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The time that each part of the file bears: the same report is the same bytes."""


def to_docx(document: ReportDocument) -> bytes:
    """Return the report as a .docx file; the same report is the same bytes."""
    paper = paper_of(document)
    made = docx.Document()
    _set_styles(made)
    _set_properties(made, paper)
    _lay(made.sections[0], across=False)
    _number_pages(made.sections[0])
    if paper.letter:
        _letter(made, paper, paper.letter)
    _charts(made, paper)
    for number, table in enumerate(paper.tables):
        if number or paper.letter:
            section = made.add_section()
            section.different_first_page_header_footer = False
            _lay(section, across=table.landscape)
        else:
            _lay(made.sections[0], across=table.landscape)
        _annex(made, paper, table)
    return _packed(made)


def _set_styles(made: "Document") -> None:
    """Make the style of text that of official papers."""
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = _FACE, Pt(14)
    fonts = normal.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), _FACE)
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="vi-VN" w:eastAsia="vi-VN"/>')
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(0)
    for name in ("Title", "Heading 1"):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.bold = _FACE, Pt(14), True
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), _FACE)
        style.element.rPr.rFonts.set(qn("w:hAnsi"), _FACE)
        for tag in ("w:color", "w:spacing", "w:kern"):
            for element in style.element.rPr.findall(qn(tag)):
                style.element.rPr.remove(element)
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_properties(made: "Document", paper: PrintedReport) -> None:
    """Say what it is, by whom and when."""
    properties = made.core_properties
    properties.title = paper.title
    properties.author = properties.last_modified_by = paper.letter.body if paper.letter else "Loa"
    properties.comments = ""
    properties.language = "vi"
    properties.created = properties.modified = paper.made_at.replace(tzinfo=None)


def _lay(section: "Section", *, across: bool) -> None:
    """Lay the pages of a section: A4, upright or across."""
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if across else (_SHORT, _LONG)
    section.top_margin, section.header_distance = Mm(20), Mm(10)
    for name, value in (_ACROSS if across else _UPRIGHT).items():
        setattr(section, name, value)


def _number_pages(section: "Section") -> None:
    """Number the pages in the middle of the top, all but the first; later sections take that over."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))  # noqa: SLF001 - python-docx has no fields


def _letter(made: "Document", paper: PrintedReport, letter: Letter) -> None:
    """Write what stands before and behind the figures."""
    _grid(
        made,
        (74, 91),
        (
            (
                _lines((letter.above.upper(), 12, ""), (letter.body.upper(), 12, "b"), ("", 12, "rule")),
                _lines((texts.COUNTRY, 12, "b"), (texts.MOTTO, 13, "b"), ("", 12, "rule")),
            ),
            (_lines((paper.number, 13, "")), _lines((paper.date, 13, "i"))),
        ),
    )
    made.add_paragraph()
    made.add_paragraph(letter.title, style="Title")
    about = made.add_paragraph()
    about.alignment = WD_ALIGN_PARAGRAPH.CENTER
    about.add_run(letter.about).bold = True
    _append(made, _lines(("", 8, "rule")))
    for words in (*letter.opening, texts.ANNEXES_ATTACHED):
        paragraph = made.add_paragraph(words)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        shape = paragraph.paragraph_format
        shape.first_line_indent, shape.space_before, shape.line_spacing = Mm(12.7), Pt(6), 1.1
    made.add_paragraph()
    recipients = _lines((texts.RECIPIENTS_TITLE, 12, "bi"), *((line, 11, "") for line in letter.recipients))
    left = [line.replace('w:val="center"', 'w:val="left"') for line in recipients]
    signing = _lines(
        (letter.signed_for, 14, "b"),
        (letter.office, 14, "b"),
        *(("", 14, ""),) * 4,
        (texts.SIGN_HERE, 13, "i"),
    )
    _grid(made, (82, 83), ((left, signing),))


def _charts(made: "Document", paper: PrintedReport) -> None:
    """Write the charts as pictures, each with words for who does not see it."""
    if not paper.charts:
        return
    made.add_paragraph(texts.CHARTS, style="Heading 1").paragraph_format.page_break_before = True
    for chart in paper.charts:
        heading = made.add_paragraph()
        heading.add_run(chart.title).bold = True
        heading.paragraph_format.keep_with_next = True
        is_map = chart.kind is ChartKind.MAP
        drawn = picture("chart.typ", {"svg": svg(chart, face="Tinos"), "alt": told(chart), "width": 150})
        shape = made.add_picture(BytesIO(drawn), width=Mm(150))
        shape._inline.docPr.set("descr", told(chart))  # noqa: SLF001 - python-docx has no words for pictures
        if is_map:
            made.add_paragraph().add_run(texts.CHART_MAP_LEGEND).italic = True


def _annex(made: "Document", paper: PrintedReport, table: PaperTable) -> None:
    """Write one table with its head."""
    if table.annex:
        _append(made, _lines((table.annex, 14, "b")))
    made.add_paragraph(table.title, style="Heading 1")
    below = [(line, 12, "") for line in table.lines]
    if paper.letter and table.annex:
        letter = paper.letter
        of = texts.ANNEX_OF.format(symbol=letter.symbol, year=letter.year, body=letter.body)
        below.insert(0, (of, 12, "i"))
    _append(made, _lines(*below, ("", 6, "")))
    width = _WIDTH_ACROSS if table.landscape else _WIDTH_UPRIGHT
    size = 9.5 if table.small else 11 if table.landscape else 12
    columns = [round(share * width * _TWIPS_OF_MM) for share in table.shares]
    parts = [_opening(columns, borders=True)]
    parts += _headings(table, columns, size)
    parts += (_row(row, columns, size) for row in table.rows)
    if table.empty:
        parts.append(_row(PaperRow((PaperCell(table.empty, "center"),)), columns, size))
    parts.append("</w:tbl>")
    _append(made, ["".join(parts)])


def _grid(made: "Document", widths: tuple[int, ...], rows: Iterable[Iterable[list[str]]]) -> None:
    """Write cells side by side without lines; each holds paragraphs."""
    columns = [round(width * _TWIPS_OF_MM) for width in widths]
    parts = [_opening(columns, borders=False)]
    for row in rows:
        cells = zip(row, columns, strict=True)
        parts.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        parts += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(content)}</w:tc>'
            for content, width in cells
        )
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    _append(made, ["".join(parts)])


def _opening(columns: list[int], *, borders: bool) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="{_EIGHTH_POINTS}" w:color="000000"/>' for side in sides)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"{f'<w:tblBorders>{lines}</w:tblBorders>' if borders else ''}"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
        '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
        f"{''.join(f'<w:gridCol w:w="{width}"/>' for width in columns)}</w:tblGrid>"
    )


def _headings(table: PaperTable, columns: list[int], size: float) -> Iterator[str]:
    """Write the head: one row, or two where columns stand in groups. It is repeated on every page."""
    head = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    if table.groups:
        yield head
        for words, width in zip(table.headings[: table.leading], columns, strict=False):
            yield _tc(
                PaperCell(words, "center", bold=True),
                width,
                size,
                grey=True,
                more='<w:vMerge w:val="restart"/>',
            )
        start = table.leading
        for words, span in table.groups:
            width = sum(columns[start : start + span])
            cell = PaperCell(words, "center", bold=True)
            yield _tc(cell, width, size, grey=True, more=f'<w:gridSpan w:val="{span}"/>')
            start += span
        yield "</w:tr>"
    yield head
    for place, (words, width) in enumerate(zip(table.headings, columns, strict=True)):
        merged = bool(table.groups) and place < table.leading
        cell = PaperCell("" if merged else words, "center", bold=True)
        yield _tc(cell, width, size, grey=True, more="<w:vMerge/>" if merged else "")
    yield "</w:tr>"


def _row(row: PaperRow, columns: list[int], size: float) -> str:
    if len(row.cells) == 1:
        span = f'<w:gridSpan w:val="{len(columns)}"/>'
        cells = _tc(row.cells[0], sum(columns), size, grey=row.strong, more=span)
    else:
        pairs = zip(row.cells, columns, strict=True)
        cells = "".join(_tc(cell, width, size, grey=row.strong) for cell, width in pairs)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _tc(cell: PaperCell, width: int, size: float, *, grey: bool, more: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_GREY}"/>' if grey else ""
    style = ("b" if cell.bold else "") + ("i" if cell.italic else "")
    indent = f'<w:ind w:left="{cell.level * 140}"/>' if cell.level else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{indent}<w:jc w:val="{cell.align}"/>{_size(size)}</w:pPr>'
        f"{_run(cell.words, size, style)}</w:p></w:tc>"
    )


def _lines(*lines: tuple[str, float, str]) -> list[str]:
    """Paragraphs in the middle: words, size in points, and `b`, `i`, or `rule` for a short line."""
    return [_rule() if style == "rule" else _line(words, size, style) for words, size, style in lines]


def _line(words: str, size: float, style: str) -> str:
    return f'<w:p><w:pPr><w:jc w:val="center"/>{_size(size)}</w:pPr>{_run(words, size, style)}</w:p>'


def _size(size: float) -> str:
    """The size of the end of a paragraph, which decides how high an empty one is."""
    return f'<w:rPr><w:sz w:val="{round(size * 2)}"/></w:rPr>'


def _rule() -> str:
    """A short line in the middle, as official papers have it below a name."""
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    return (
        f'<w:p><w:pPr>{border}<w:spacing w:line="120" w:lineRule="exact"/>'
        '<w:ind w:left="1300" w:right="1300"/><w:jc w:val="center"/></w:pPr></w:p>'
    )


def _run(words: str, size: float, style: str) -> str:
    if not words:
        return ""
    looks = "".join(f"<w:{look}/>" for look in ("b", "i") if look in style)
    parts = "<w:br/>".join(
        f"<w:t xml:space={quoteattr('preserve')}>{escape(part)}</w:t>" for part in words.split("\n")
    )
    return f'<w:r><w:rPr>{looks}<w:sz w:val="{round(size * 2)}"/></w:rPr>{parts}</w:r>'


def _append(made: "Document", elements: Iterable[str]) -> None:
    """Put elements at the end of the body, before the description of its last section.

    Each declares its namespace itself: else lxml compares it node by node when it moves into the tree, 12 s
    for a province.
    """
    body: Any = made.element.body
    for element in elements:
        body.sectPr.addprevious(parse_xml(element.replace(">", f" {nsdecls('w')}>", 1)))


def _packed(made: "Document") -> bytes:
    """Return the file with the same time at each of its parts."""
    first, last = BytesIO(), BytesIO()
    made.save(first)
    with ZipFile(first) as source, ZipFile(last, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(ZipInfo(part.filename, _FIRST_TIME), source.read(part), ZIP_DEFLATED)
    return last.getvalue()
