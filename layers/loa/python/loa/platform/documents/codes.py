"""QR codes as SVG for documents."""

from io import BytesIO

import segno


def code_of(address: str) -> str:
    """Return the source of the code of an address, with the quiet zone of four modules that cameras need.

    Error correction M: a creased poster is still read.
    """
    made = BytesIO()
    segno.make(address, error="m", micro=False).save(
        made, kind="svg", xmldecl=False, border=4, omitsize=True, dark="#000", light="#fff"
    )
    return made.getvalue().decode()
