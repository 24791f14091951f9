"""Published items as entries of the index. Pure rules."""

from datetime import date

from loa.clock import local_day
from loa.publishing.library.projection.model import PublishedItem
from loa.publishing.search.model import SearchEntry


def entry_of(item: PublishedItem, text: str) -> SearchEntry | None:
    """What is indexed of an item; None once it was withdrawn.

    Args:
        item: as residents read it.
        text: its words.
    """
    if item.withdrawal is not None:
        return None
    fields = item.content.fields
    return SearchEntry(
        item_id=item.item_id,
        version=item.version,
        unit_path=item.unit_path,
        section=item.section.value,
        kind=item.kind.value,
        year=_year(item),
        published_at=item.published_at,
        expires_at=item.placement.expires_at,
        title=item.content.title,
        number=str(fields.get("number", "")),
        text=text,
    )


def _year(item: PublishedItem) -> int:
    """Of a document's date, else of the first publication, in Vietnam."""
    issued_on = str(item.content.fields.get("issued_on", ""))
    try:
        return date.fromisoformat(issued_on).year
    except ValueError:
        return local_day(item.published_at).year
