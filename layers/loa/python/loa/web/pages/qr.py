"""QR codes as SVG, drawn here: no address leaves the machine to become a picture."""

from io import BytesIO

import segno


def svg(address: str, *, title: str) -> str:
    """Return the code of an address as an SVG that stands in a page; `title` is read to who does not see it.

    Error correction M: a creased poster is still read.
    """
    made = BytesIO()
    segno.make(address, error="m", micro=False).save(
        made,
        kind="svg",
        xmldecl=False,
        svgns=True,
        border=4,
        scale=1,
        omitsize=True,
        title=title,
        svgclass="qr",
    )
    return made.getvalue().decode().strip()
