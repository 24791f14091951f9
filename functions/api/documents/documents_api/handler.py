"""What officers print: posters of units with the codes of their accounts, the script of the loudspeaker.

* `GET /posters?unit=40.17506&paper=a4`: the poster of a unit; with `below=true` those of all units of its
  subtree that have an account, one a page, for the print shop;
* `GET /library/items/{id}/loudspeaker.pdf`: an item as it is read aloud, on A4.

It reads, and writes nothing: a file is made for whoever asks and kept nowhere.
"""

from collections.abc import Iterator
from typing import Any, Final

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.bootstrap import foundation, publishing, reading
from loa.errors import InvalidInput, NotFound
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.officers.model import Permission
from loa.platform.documents.typesetting import PDF
from loa.publishing.library.rules.model import EditionState
from loa.publishing.printing import texts
from loa.publishing.printing.loudspeaker import loudspeaker_document
from loa.publishing.printing.posters import MAXIMUM, Paper, PosterUnit, posters
from loa.settings import setting
from loa.web.api.resolver import api
from loa.web.api.routes import scope

TAG: Final = "In ấn"
_BINARY: Final[Any] = {"schema": {"type": "string", "format": "binary"}}
_FILE: Final[Any] = {200: {"description": "PDF", "content": {PDF: _BINARY}}}

app = api("documents", max_body_bytes=0)


@app.get("/posters", summary="Áp phích có mã quét", tags=[TAG], responses=_FILE, enable_validation=False)
def print_posters() -> Response[Any]:
    """Áp phích của đơn vị `unit`, khổ `paper` a4 hoặc a5; `below=true`: cả các đơn vị bên dưới."""
    query = dict(app.current_event.query_string_parameters)
    path = scope(app.officer(), Permission.READ_ACCOUNTS, query.get("unit"))
    paper = _paper(query.get("paper", Paper.A4))
    shown = list(_poster_units(path, below=query.get("below") == "true"))
    if not shown:
        raise NotFound(texts.NO_ACCOUNT)
    return _file(posters(shown, paper), f"ap-phich-{path}-{paper.value}.pdf")


@app.get(
    "/library/items/<item_id>/loudspeaker.pdf",
    summary="Bản tin loa để in",
    tags=[TAG],
    responses=_FILE,
    enable_validation=False,
)
def print_loudspeaker_script(item_id: str) -> Response[Any]:
    """Bản đang đăng; bài chưa đăng thì in bản đang soạn và ghi rõ là chưa được duyệt."""
    work = publishing.library_reader().work(app.officer(), item_id)
    edition = work.live or work.edition
    if edition is None:
        raise NotFound
    made = loudspeaker_document(
        edition.content,
        reading.places().by_path(work.item.unit_path).in_words,
        approved=work.live is not None or edition.state is EditionState.APPROVED,
        now=clock.now(),
    )
    return _file(made, "ban-tin-loa.pdf")


def _paper(asked: str) -> Paper:
    try:
        return Paper(asked.lower())
    except ValueError:
        raise InvalidInput(texts.UNKNOWN_PAPER, fields={"paper": texts.UNKNOWN_PAPER}) from None


def _poster_units(path: str, *, below: bool) -> Iterator[PosterUnit]:
    """The units of a subtree with an account that somebody has confirmed, in the order of their paths."""
    accounts = foundation.accounts()
    if below:
        found = list(accounts.within(foundation.province(), path))[:MAXIMUM]
    else:
        own = accounts.of_unit(foundation.province(), path)
        found = [own] if own else []
    mini_app = setting("zalo_mini_app_id")
    for account in filter(_may_be_shown, found):
        place = reading.places().by_path(account.unit_path)
        yield PosterUnit(
            name=place.in_words,
            account_address=f"https://zalo.me/{account.oa_id}",
            mini_app_address=f"https://zalo.me/s/{mini_app}/?p={place.address}" if mini_app else "",
            page_address=f"{setting('public_url')}{place.address}",
        )


def _may_be_shown(account: Account) -> bool:
    return not account.is_pending and account.state is not AccountState.DISABLED


def _file(content: bytes, name: str) -> Response[Any]:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(200, content_type=PDF, body=content, headers=headers)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
