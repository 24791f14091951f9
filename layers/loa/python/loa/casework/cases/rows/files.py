"""Pictures and files of a case.

What came with a message is `message#SORT#N`: the sort key of a message in its reporter's own conversation,
whose row names the copy, and the position of the file in it. No other conversation is ever read. What an
officer scanned is `scan#DIGEST.ending`, and lies under the case's own id: no other case's scan can be named.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from loa.casework.cases.rules.model import Case, Entry
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import get_many
from loa.residents.attachments import texts
from loa.residents.attachments.service import COPIES, CopyRequest

MAXIMUM_FILES: Final = 100
"""Maximum number looked up; DynamoDB's limit for one request."""

_MESSAGE: Final = "message#"
SCAN: Final = "scan#"
SCANS: Final = "attachments/scans/"
SCAN_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
_SCAN: Final = re.compile(rf"{SCAN}([0-9a-f]{{64}}\.({'|'.join(SCAN_TYPES)}))")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of a case.

    Attributes:
        reference: as the case names it.
        kind: what the resident sent: image, file, audio …; `paper`: what an officer scanned.
        copy: where it is stored (`attachments.service`), or why it is missing; empty while unknown.
    """

    reference: str
    kind: str
    copy: Mapping[str, Any]


def parse_reference(reference: str) -> tuple[str, int] | None:
    """Return the message's sort key and the position in it; None: not a reference."""
    sort, _, position = reference.removeprefix(_MESSAGE).rpartition("#")
    if not reference.startswith(_MESSAGE) or not sort or not (position.isascii() and position.isdigit()):
        return None
    return sort, int(position)


def references_of(case: Case, history: Iterable[Entry]) -> list[str]:
    """Return the references of a case, later additions last, each once."""
    added = (line.facts.get("attachments", "").split("\n") for line in history)
    found = [*case.details.attachments, *(reference for some in added for reference in some)]
    return [name for name in dict.fromkeys(found) if parse_reference(name) or scan_name(name)]


def scan_name(reference: str) -> str:
    """Return the name of a scan, without its folder; empty: it is none."""
    found = _SCAN.fullmatch(reference)
    return found[1] if found else ""


def scan_of(case_id: str, reference: str, number: int) -> CaseFile:
    """Return a scan of a case; `number` tells it apart for people."""
    name = scan_name(reference)
    ending = name.rpartition(".")[2]
    copy = {
        "key": f"{SCANS}{case_id}/{name}",
        "type": SCAN_TYPES[ending],
        "name": f"{texts.SCAN} {number}.{ending}",
    }
    return CaseFile(reference, "paper", copy)


def files_of(case: Case, history: Iterable[Entry], *, conversations: Table) -> list[CaseFile]:
    """Return the files of a case, except those whose message is gone. One request.

    Args:
        case: the case.
        history: its lines.
        conversations: the Audience table.
    """
    references = references_of(case, history)[:MAXIMUM_FILES]
    scanned = [reference for reference in references if scan_name(reference)]
    scans = [scan_of(case.id, reference, number) for number, reference in enumerate(scanned, 1)]
    places = {name: place for name in references if (place := parse_reference(name))}
    if not places or not case.reporter.user_id:
        return scans
    sorts = sorted({sort for sort, _ in places.values()})
    partition = CopyRequest(case.reporter.oa_id, case.reporter.user_id, "").partition
    rows = dict(zip(sorts, get_many([(conversations, partition, sort) for sort in sorts]), strict=True))
    found = []
    for reference, (sort, position) in places.items():
        row = rows[sort] or {}
        sent = row.get("attachments", [])
        if position < len(sent):
            copy = row.get(COPIES, {}).get(str(position), {})
            found.append(CaseFile(reference, str(sent[position].get("kind", "")), copy))
    return [*found, *scans]
