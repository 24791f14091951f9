"""A form that brings many things at once, in a sheet."""

from typing import Annotated

from pydantic import Field

from loa.errors import InvalidInput
from loa.platform.documents.sheets import NotASheet, read_sheet
from loa.web.multipart import SentForm
from loa.web.pages import texts
from loa.web.pages.forms import Control, FormModel


class SheetForm(FormModel):
    """A sheet; `rows_in` reads it."""

    sheet: Annotated[
        str,
        Field(title=texts.SHEET, description=texts.SHEET_LIMITS, max_length=1),
        Control("files", many=False, accept=".xlsx", missing=texts.SHEET_MISSING),
    ]


def rows_in(sent: SentForm) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows of the sheet in a form, with their numbers.

    Raises:
        InvalidInput: there is none, or it cannot be read.
    """
    content = next((file.content for file in sent.files.get("sheet", ()) if file.content), b"")
    if not content:
        raise InvalidInput(texts.SHEET_MISSING, fields={"sheet": texts.SHEET_MISSING})
    try:
        return [(row.number, row.cells) for row in read_sheet(content, lines=True)]
    except NotASheet as error:
        raise InvalidInput(texts.NOT_A_SHEET, fields={"sheet": texts.NOT_A_SHEET}) from error
