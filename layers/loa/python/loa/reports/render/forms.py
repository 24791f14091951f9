"""The forms in which a report can be had."""

from enum import StrEnum
from typing import Final


class FileFormat(StrEnum):
    """The forms; the value is the suffix of the file."""

    JSON = "json"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"


CONTENT_TYPES: Final = {
    FileFormat.JSON: "application/json",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.PDF: "application/pdf",
    FileFormat.HTML: "text/html; charset=utf-8",
}
