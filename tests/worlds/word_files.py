"""Files of Word with whatever a test wants in them."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = (
    f'<?xml version="1.0"?><w:document xmlns:w="{NAMESPACE}"><w:body>'
    "<w:p><w:r><w:t>Điều 1. Phạm vi</w:t></w:r></w:p><w:p><w:r><w:t>Điều 2.</w:t></w:r></w:p>"
    "</w:body></w:document>"
)


def docx(
    *,
    document: str | bytes = DOCUMENT,
    main: str = "word/document.xml",
    kind: str = "openxmlformats-officedocument.wordprocessingml.document.main+xml",
    types: str = "",
    files: Mapping[str, bytes] = MappingProxyType({}),
    **parts: bytes,
) -> bytes:
    """A Word file; `kind`: what its main part is, `types`: what others are, `parts`: `__` stands for `/`."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types><Default Extension="bin" ContentType="application/x-printer"/>'
            f'<Override PartName="/{main}" ContentType="application/vnd.{kind}"/>{types}</Types>',
        )
        archive.writestr(main, document)
        for name, content in {**files, **parts}.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()
