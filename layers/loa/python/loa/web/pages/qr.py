"""QR codes, drawn here: no address leaves the machine to become a picture."""

from io import BytesIO

import segno
from markupsafe import Markup


def svg(address: str, *, label: str) -> Markup:
    """Return the code of an address as an SVG that stands in a page; `label` is read to who does not see it.

    Error correction M: a creased poster is still read.
    """
    made = BytesIO()
    segno.make(address, error="m", micro=False).save(
        made, kind="svg", xmldecl=False, svgns=False, border=4, omitsize=True, svgclass="qr", lineclass=None
    )
    drawn = made.getvalue().decode().strip().removeprefix("<svg")
    return Markup('<svg role="img" aria-label="{}"').format(label) + Markup(drawn)  # noqa: S704 # nosec B704 - of segno


def png(address: str, *, dot: int = 12) -> bytes:
    """Return the code of an address as a PNG, for where no SVG is taken; a dot is so many pixels wide."""
    made = BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="png", scale=dot, border=4)
    return made.getvalue()
