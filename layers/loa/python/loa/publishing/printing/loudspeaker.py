"""The script of the ward's loudspeaker on paper: large letters, a pause after each paragraph."""

from datetime import datetime
from typing import Final

from loa.clock import VIETNAM
from loa.platform.documents.typesetting import typeset
from loa.publishing.library.rules.loudspeaker import loudspeaker_script, reading_seconds
from loa.publishing.library.rules.model import LibraryContent
from loa.publishing.printing import texts

_MINUTE: Final = 60


def loudspeaker_document(content: LibraryContent, unit_name: str, *, approved: bool, now: datetime) -> bytes:
    """Return the script of an item on A4.

    Args:
        content: what is read.
        unit_name: inside a sentence: "xã Yên Thành".
        approved: whether residents read it already; else the paper says that it is not for broadcasting.
        now: when it is printed.

    Raises:
        LookupError: the layer `documents` is not there.
    """
    script = loudspeaker_script(content)
    values = {
        "unit": texts.COMMITTEE.format(unit=unit_name),
        "title": content.title,
        "paragraphs": script.split("\n\n"),
        "duration": duration(reading_seconds(script)),
        "printed": now.astimezone(VIETNAM).strftime(texts.PRINTED_AT),
        "draft": not approved,
    }
    return typeset("loudspeaker.typ", values)


def duration(seconds: int) -> str:
    """`1 phút 20 giây`, `45 giây`."""
    minutes, rest = divmod(seconds, _MINUTE)
    spoken = ((texts.MINUTES, minutes), (texts.SECONDS, rest))
    return " ".join(words.format(count=count) for words, count in spoken if count)
