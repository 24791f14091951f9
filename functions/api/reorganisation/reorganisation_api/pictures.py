"""The pictures of farewells, kept where Zalo fetches pictures of ours: the cover, and QR codes."""

import hashlib
from dataclasses import dataclass
from typing import Final

from loa.platform.aws.blobs import Bucket
from loa.publishing.pictures.media import key_of
from loa.web.pages.assets import assets
from loa.web.pages.qr import png

_COVER: Final = "share.png"


@dataclass(frozen=True, slots=True)
class FarewellDrawings:
    """Draws and keeps them, each under its digest.

    Attributes:
        bucket: of pictures.
    """

    bucket: Bucket

    def cover(self) -> str:
        """Return the reference of the cover: the mark that stands beside every link to our pages."""
        return self._kept(assets()[_COVER].content)

    def qr(self, address: str) -> str:
        """Return the reference of the QR code of an address."""
        return self._kept(png(address))

    def _kept(self, content: bytes) -> str:
        name = f"{hashlib.sha256(content).hexdigest()}.png"
        self.bucket.put(key_of(name), content, "image/png")
        return f"media:{name}"
