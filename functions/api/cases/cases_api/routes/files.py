"""Pictures and files that came with a case."""

from cases_api.app import app, note_reading, read_in_full
from cases_api.schemas import file_schemas
from loa.bootstrap import casework, residents
from loa.foundation.readings.model import ReadKind
from loa.platform.aws.dynamodb.tables import Table


@app.get("/cases/<case_id>/attachments", summary="Ảnh và tệp của vụ việc", tags=["Vụ việc"])
def list_attachments(case_id: str) -> file_schemas.FileList:
    """Ảnh và tệp người dân đã gửi; mỗi đường dẫn mở được trong 5 phút."""
    # Few requests want files: the others do not wait for what knows them.
    from loa.casework.cases.rows.files import files_of  # noqa: PLC0415 - see above
    from loa.residents.attachments.service import link  # noqa: PLC0415 - see above

    officer, found, history = read_in_full(case_id)
    note_reading(officer, found, ReadKind.FILES)
    table: Table = casework.cases().outbox.table
    items = [
        file_schemas.ShownFile.of(file, link(file.copy, residents.attachments()))
        for file in files_of(found, history, conversations=table)
    ]
    return file_schemas.FileList(items=items)
