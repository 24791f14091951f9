"""Any report as a file of any form: one description, one module a form, loaded when somebody asks for it."""

from loa.reports.render.forms import FileFormat
from loa.reports.render.json import to_json, values_of
from loa.reports.tables.model import ReportDocument


def rendered(document: ReportDocument, file_format: FileFormat) -> bytes:
    """Return a report as a file.

    Raises:
        LookupError: the layer `documents`, which Word and PDF need, is not there.
    """
    match file_format:
        case FileFormat.XLSX:
            from loa.reports.render.xlsx import to_xlsx  # noqa: PLC0415 - who asks for JSON does not wait for it

            return to_xlsx(document)
        case FileFormat.DOCX:
            from loa.reports.render.docx import to_docx  # noqa: PLC0415 - likewise

            return to_docx(document)
        case FileFormat.PDF:
            from loa.reports.render.pdf import to_pdf  # noqa: PLC0415 - likewise

            return to_pdf(document)
        case FileFormat.HTML:
            from loa.reports.render.html import to_html  # noqa: PLC0415 - likewise

            return to_html(document)
        case FileFormat.JSON:
            return to_json(values_of(document))
