"""PDF from a template and its values.

The values reach a template as JSON and never as a part of its source: whatever somebody wrote is text. Files
are tagged for screen readers (PDF/UA-1), and letters are embedded.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from loa.errors import StoreFault
from loa.platform.layers import layer_folder

TEMPLATES: Final = "document_templates"
FONTS: Final = "document_fonts"
PDF: Final = "application/pdf"
_DOTS: Final = 200


def typeset(template: str, values: Mapping[str, Any], *, made_at: datetime | None = None) -> bytes:
    """Return a document.

    Args:
        template: such as `poster.typ`.
        values: what `data` is in it: texts, numbers, lists and maps.
        made_at: what the file says of when it was made, aware: the same values make the same bytes then.
            None: now.

    Raises:
        LookupError: the layer `documents` is not there.
        StoreFault: the template cannot be set with these values; the message says where, not with what.
    """
    stamp = int(made_at.timestamp()) if made_at else None
    return _compiled(template, values, format="pdf", pdf_standards="ua-1", timestamp=stamp)


def picture(template: str, values: Mapping[str, Any]) -> bytes:
    """Return a document of one page as a PNG of 200 dots an inch; the same values make the same bytes.

    Raises:
        LookupError, StoreFault: as for `typeset`.
    """
    return _compiled(template, values, format="png", ppi=_DOTS)


def _compiled(template: str, values: Mapping[str, Any], **how: Any) -> bytes:
    import typst  # noqa: PLC0415 - 84 MB, which nobody loads who sets nothing

    folder = layer_folder(TEMPLATES)
    try:
        made = typst.compile(
            str(folder / template),
            root=str(folder),
            font_paths=[str(layer_folder(FONTS))],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
            **how,
        )
    except typst.TypstError as error:
        raise StoreFault(f"{template} was not set") from error
    if not isinstance(made, bytes):  # pages one by one are for pictures
        raise StoreFault(f"{template} is no document")
    return made
