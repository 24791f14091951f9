"""Forms with files (`multipart/form-data`, RFC 7578), read in memory with limits."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from loa.web.problems import BadRequest

MEDIA_TYPE: Final = "multipart/form-data"
_MOST_PARTS: Final = 300
_IN_MEMORY_BYTES: Final = 8 * 1024 * 1024
"""More than Lambda hands over in one request: nothing is ever written to a disk."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a form. Neither its name nor its type is believed, so neither is kept."""

    content: bytes = field(repr=False)

    def digest(self) -> str:
        """SHA-256 of its bytes, in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class SentForm:
    """What a form brought.

    Attributes:
        fields: the values of each field, in their order.
        files: the files of each field that holds any; a file input left empty sends none.
    """

    fields: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, list[SentFile]] = field(default_factory=dict)


class _TooManyParts(Exception):  # noqa: N818 - never leaves this module
    pass


def read_form(content_type: str, body: bytes) -> SentForm:
    """Return the fields and files of a form.

    Args:
        content_type: the header, with the boundary.
        body: as it came.

    Raises:
        BadRequest: no such form, cut off, or of more than 300 parts.
    """
    # Only requests with files wait for it; it lies in the layer `pages`.
    from python_multipart.exceptions import FormParserError  # noqa: PLC0415 - see above
    from python_multipart.multipart import (  # noqa: PLC0415 - see above
        Field,
        File,
        create_form_parser,
        parse_options_header,
    )

    fields: dict[str, list[str]] = {}
    files: dict[str, list[SentFile]] = {}
    count = 0

    def one_more() -> None:
        nonlocal count
        count += 1
        if count > _MOST_PARTS:
            raise _TooManyParts

    def on_field(found: Field) -> None:
        one_more()
        fields.setdefault(_text(found.field_name), []).append(_text(found.value))

    def on_file(found: File) -> None:
        one_more()
        found.file_object.seek(0)
        content = found.file_object.read()
        if content or found.file_name:
            files.setdefault(_text(found.field_name), []).append(SentFile(content))

    limits: dict[str, Any] = {"MAX_MEMORY_FILE_SIZE": _IN_MEMORY_BYTES, "MAX_BODY_SIZE": _IN_MEMORY_BYTES}
    try:
        parser = create_form_parser(
            {"Content-Type": content_type.encode("latin-1")}, on_field, on_file, limits
        )
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError, _TooManyParts) as error:
        raise BadRequest from error
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    if not body.rstrip(b"\r\n").endswith(
        b"--" + boundary + b"--"
    ):  # the parser takes what was cut off for whole
        raise BadRequest
    return SentForm(fields, files)


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")
