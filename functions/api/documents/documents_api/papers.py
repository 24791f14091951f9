"""What is printed, whichever door asks: for which units, from which edition of an item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.bootstrap import foundation, publishing, reading
from loa.errors import InvalidInput, NotFound
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.officers.model import Officer
from loa.platform.documents.typesetting import PDF
from loa.publishing.library.rules.model import EditionState, Item, LibraryContent
from loa.publishing.printing import texts
from loa.publishing.printing.loudspeaker import loudspeaker_document
from loa.publishing.printing.posters import MAXIMUM, Paper, PosterUnit, posters
from loa.settings import setting


@dataclass(frozen=True, slots=True)
class Script:
    """What is read aloud of an item.

    Attributes:
        item: which one.
        content: of the published edition; of the one in work where none is.
        approved: whether it may be broadcast.
    """

    item: Item
    content: LibraryContent
    approved: bool


def script_of(officer: Officer, item_id: str) -> Script:
    """Return what is read aloud of an item.

    Raises:
        NotFound, NotAllowed: the officer may not read it, or nothing is written yet.
    """
    work = publishing.library_reader().work(officer, item_id)
    edition = work.live or work.edition
    if edition is None:
        raise NotFound
    approved = work.live is not None or edition.state is EditionState.APPROVED
    return Script(work.item, edition.content, approved)


def script_file(script: Script) -> Response[Any]:
    """Return the script on A4."""
    place = reading.places().by_path(script.item.unit_path)
    made = loudspeaker_document(script.content, place.in_words, approved=script.approved, now=clock.now())
    return _file(made, "ban-tin-loa.pdf")


def posters_file(path: str, query: Mapping[str, str]) -> Response[Any]:
    """Return the posters of a unit, on `paper`; with `below=true` those of its whole subtree.

    Raises:
        InvalidInput: there is no such paper.
        NotFound: none of the units has an account.
    """
    paper = _paper(query.get("paper", Paper.A4))
    shown = list(_poster_units(path, below=query.get("below") == "true"))
    if not shown:
        raise NotFound(texts.NO_ACCOUNT)
    return _file(posters(shown, paper), f"ap-phich-{path}-{paper.value}.pdf")


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
