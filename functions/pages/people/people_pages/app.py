"""What all pages about people share."""

from typing import Final

from loa.bootstrap.foundation import console_dependencies
from loa.foundation.people.model import ListRow, rows_of
from loa.platform.documents.sheets import read_sheet
from loa.web.console.resolver import console

AREA: Final = "/console/can-bo"

app = console("people", area=AREA, dependencies=console_dependencies, takes_files=True)


def sent_rows() -> list[ListRow]:
    """Return the rows of the file that was sent, or else those that were pasted.

    Raises:
        NotASheet: the file cannot be read.
    """
    sent = app.sent_form()
    sheet = next((file.content for file in sent.files.get("sheet", ()) if file.content), b"")
    # Lines and tabs as they were pasted: the model has taken both ends off, which may be empty cells.
    if sheet:
        return [ListRow(row.number, row.cells) for row in read_sheet(sheet)]
    return rows_of("\n".join(sent.fields.get("rows", ())))
