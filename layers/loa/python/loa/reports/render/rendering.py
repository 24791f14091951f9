"""Any report as a file of any form: one description, one module a form, loaded when somebody asks for it."""

from loa.reports.files import DOCX, JSON, PDF, XLSX
from loa.reports.orders import FileFormat
from loa.reports.render.json import to_json, values_of
from loa.reports.tables.model import ReportDocument


def rendered(document: ReportDocument, file_format: FileFormat) -> tuple[bytes, str]:
    """Return a report as a file, and its media type.

    Raises:
        LookupError: the layer `documents`, which Word and PDF need, is not there.
    """
    match file_format:
        case FileFormat.XLSX:
            from loa.reports.render.xlsx import to_xlsx  # noqa: PLC0415 - who asks for JSON does not wait for it

            return to_xlsx(document), XLSX
        case FileFormat.DOCX:
            from loa.reports.render.docx import to_docx  # noqa: PLC0415 - likewise

            return to_docx(document), DOCX
        case FileFormat.PDF:
            from loa.reports.render.pdf import to_pdf  # noqa: PLC0415 - likewise

            return to_pdf(document), PDF
        case FileFormat.JSON:
            return to_json(values_of(document)), JSON
