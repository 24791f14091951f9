"""Scans and photographs of papers that officers add to a case that they enter for somebody.

    entering/CASE/DIGEST.ending             while the form is filled in; goes after a week by itself
    attachments/scans/CASE/DIGEST.ending    of the case that was opened (`rows.files`)

    keep(case_id, contents, …)      when the form is sent, even if a field is wrong: nothing chosen is lost
    settle(case_id, references, …)  right before the case is opened

The id of a case follows from the key of its form, so it is known before the case is; and an officer can name
only what was kept under their own form. Both steps may be repeated.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from loa.casework.cases.desk import texts
from loa.casework.cases.rows.files import SCAN, SCAN_TYPES, scan_name, scan_of
from loa.casework.cases.rules.checks import too_many_attachments
from loa.errors import InvalidInput
from loa.platform.aws.blobs import Bucket
from loa.residents.attachments.files import recognised

ENTERING: Final = "entering/"
MAXIMUM_BYTES: Final = 4 * 1024 * 1024
"""Of all scans of one request: with base64 and the envelope, Lambda accepts no more."""

_ENDINGS: Final = {media_type: ending for ending, media_type in SCAN_TYPES.items()}


def keep(case_id: str, contents: Sequence[bytes], *, bucket: Bucket) -> list[str]:
    """Keep scans for a case that is being entered, and return how it may refer to them.

    Raises:
        InvalidInput: too large, or neither picture nor PDF; none was kept.
    """
    if sum(map(len, contents)) > MAXIMUM_BYTES:
        raise InvalidInput(texts.SCAN_TOO_LARGE, fields={"scans": texts.SCAN_TOO_LARGE})
    named: dict[str, bytes] = {}
    for content in contents:
        ending = _ENDINGS.get(recognised(content).media_type)
        if ending is None:
            raise InvalidInput(texts.SCAN_KINDS, fields={"scans": texts.SCAN_KINDS})
        named[f"{hashlib.sha256(content).hexdigest()}.{ending}"] = content
    for name, content in named.items():
        bucket.put(f"{ENTERING}{case_id}/{name}", content, SCAN_TYPES[name.rpartition(".")[2]])
    return [f"{SCAN}{name}" for name in named]


def settle(case_id: str, references: Sequence[str], *, bucket: Bucket) -> tuple[str, ...]:
    """Move what was kept to where files of cases are; return the references, each once.

    Raises:
        InvalidInput: too many, or one is not kept (any more) for this case.
    """
    wanted = tuple(dict.fromkeys(references))
    if faults := too_many_attachments(wanted):
        raise InvalidInput(next(iter(faults.values())), fields={"scans": next(iter(faults.values()))})
    for reference in wanted:
        name = scan_name(reference)
        content = bucket.get(f"{ENTERING}{case_id}/{name}") if name else None
        if content is None:
            raise InvalidInput(texts.SCAN_GONE, fields={"scans": texts.SCAN_GONE})
        copy = scan_of(case_id, reference, 1).copy
        bucket.put(str(copy["key"]), content, str(copy["type"]))
    return wanted
