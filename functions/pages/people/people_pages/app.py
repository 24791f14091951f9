"""What all pages about people share."""

from collections.abc import Sequence
from typing import Final

from loa.bootstrap.foundation import console_dependencies
from loa.foundation.people.model import ListRow, rows_of
from loa.platform.documents.sheets import read_sheet
from loa.text.cleaning import clean
from loa.text.legacy import converted
from loa.web.console.resolver import console

AREA: Final = "/console/can-bo"

app = console("people", area=AREA, dependencies=console_dependencies, takes_files=True)


def sent_rows() -> list[ListRow]:
    """Return the rows of the file that was sent, or else those that were pasted, cleaned as other texts are.

    Raises:
        NotASheet: the file cannot be read.
    """
    sent = app.sent_form()
    sheet = next((file.content for file in sent.files.get("sheet", ()) if file.content), b"")
    # Lines and tabs as they were pasted: the model has taken both ends off, which may be empty cells.
    if sheet:
        return _cleaned([ListRow(row.number, row.cells) for row in read_sheet(sheet)])
    return _cleaned(rows_of("\n".join(sent.fields.get("rows", ()))))


def _cleaned(rows: Sequence[ListRow]) -> list[ListRow]:
    """Return rows with clean cells; all of them say together whether they are in a font before Unicode."""
    cells = iter(converted("\n".join(cell for row in rows for cell in row.cells)).split("\n"))
    return [ListRow(row.number, tuple(clean(next(cells)) for _ in row.cells)) for row in rows]
