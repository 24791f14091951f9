"""What is printed: posters of units with the codes of their accounts, the script of the loudspeaker.

* `GET /posters?unit=40.17506&paper=a4`: the poster of a unit; with `below=true` those of all units of its
  subtree that have an account, one a page, for the print shop;
* `GET /library/items/{id}/loudspeaker.pdf`: an item as it is read aloud, on A4;
* `/console/noi-dung/{id}/loa`, `/console/tai-khoan/{path}/ap-phich`: the same from the pages of the console;
* `/thi/{id}/ket-qua/{number}/giay/{code}/giay.pdf`: the certificate of a contest, for whoever has its code.

It reads, and writes nothing of its own: a file is made for whoever asks and kept nowhere.
"""

from typing import Any, Final

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from aws_lambda_powertools.event_handler import Response

from documents_api.papers import posters_file, script_file, script_of
from loa.foundation.officers.model import Permission
from loa.platform.documents.typesetting import PDF
from loa.web.api.resolver import api
from loa.web.api.routes import scope
from loa.web.console.resolver import is_console

TAG: Final = "In ấn"
_BINARY: Final[Any] = {"schema": {"type": "string", "format": "binary"}}
_FILE: Final[Any] = {200: {"description": "PDF", "content": {PDF: _BINARY}}}

app = api("documents", max_body_bytes=0)


@app.get("/posters", summary="Áp phích có mã quét", tags=[TAG], responses=_FILE, enable_validation=False)
def print_posters() -> Response[Any]:
    """Áp phích của đơn vị `unit`, khổ `paper` a4 hoặc a5; `below=true`: cả các đơn vị bên dưới."""
    query = dict(app.current_event.query_string_parameters)
    return posters_file(scope(app.officer(), Permission.READ_ACCOUNTS, query.get("unit")), query)


@app.get(
    "/library/items/<item_id>/loudspeaker.pdf",
    summary="Bản tin loa để in",
    tags=[TAG],
    responses=_FILE,
    enable_validation=False,
)
def print_loudspeaker_script(item_id: str) -> Response[Any]:
    """Bản đang đăng; bài chưa đăng thì in bản đang soạn và ghi rõ là chưa được duyệt."""
    return script_file(script_of(app.officer(), item_id))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway; templates are loaded with the first page."""
    if is_console(event):
        from documents_api import pages  # noqa: PLC0415 - see above

        return pages.app.resolve(event, context)
    if str(event.get("rawPath", "")).startswith("/thi/"):
        from documents_api import certificates  # noqa: PLC0415 - likewise

        return certificates.answer(event, context)
    return app.resolve(event, context)
