"""Pictures of other people's addresses are fetched once and kept under our own, by digest.

What lies at an address can be another picture tomorrow; what is approved must be what is sent. A picture is
kept as it came: it lies open to everybody at its address anyhow.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from loa.errors import Busy, InvalidInput
from loa.platform.zalo.api.articles import MAX_IMAGE_BYTES, MEDIA
from loa.platform.zalo.media.files import FileLost
from loa.publishing.pictures import texts
from loa.publishing.pictures.media import PictureBucket, key_of

MAXIMUM_PICTURES: Final = 10
"""So many other people's addresses one article may have: they are fetched while an officer waits."""

_SIGNATURES: Final = {b"\xff\xd8\xff": ("jpg", "image/jpeg"), b"\x89PNG\r\n\x1a\n": ("png", "image/png")}
_EXTERNAL: Final = "https://"

type Pin = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Returns an article (neutral shape of `api.articles`) with every picture kept under our own address."""


class Fetcher(Protocol):
    """Fetches files from the internet; `loa.platform.zalo.media.downloads.Downloads` is one."""

    def fetch(self, url: str, *, limit: int) -> bytes:
        """The bytes behind an address; `FileLost` or `Busy` when they cannot be had."""


@dataclass(frozen=True, slots=True)
class Pinner:
    """Keeps pictures of other addresses.

    Attributes:
        fetcher: where they come from.
        blobs: where they are kept.
    """

    fetcher: Fetcher
    blobs: PictureBucket

    def article(self, article: Mapping[str, Any]) -> dict[str, Any]:
        """The article with every picture under our own address.

        Raises:
            InvalidInput: a picture cannot be had, or is none that Zalo takes; says which field.
        """
        wanted = external_pictures(article)
        if len(set(wanted.values())) > MAXIMUM_PICTURES:
            raise InvalidInput(texts.TOO_MANY_ADDRESSES, fields={"blocks": texts.TOO_MANY_ADDRESSES})
        kept: dict[str, str] = {}
        faults: dict[str, str] = {}
        for field, url in wanted.items():
            try:
                kept.setdefault(url, "")
                kept[url] = kept[url] or self.picture(url)
            except InvalidInput as error:
                faults[field] = error.message
        if faults:
            raise InvalidInput(texts.PICTURES_NOT_PINNED, fields=faults)
        return _with_pictures(article, kept)

    def picture(self, url: str) -> str:
        """Our reference of a picture; the same one for one that is ours already, and for none.

        Raises:
            InvalidInput: it cannot be had, or is none that Zalo takes.
        """
        if not url.startswith(_EXTERNAL):
            return url
        try:
            content = self.fetcher.fetch(url, limit=MAX_IMAGE_BYTES)
        except FileLost as lost:
            known = texts.PICTURE_LOST.get(lost.reason, texts.PICTURE_LOST["gone"])
            raise InvalidInput(known) from lost
        except Busy as busy:
            raise InvalidInput(texts.PICTURE_HOST_BUSY) from busy
        found = next((kind for start, kind in _SIGNATURES.items() if content.startswith(start)), None)
        if found is None:
            raise InvalidInput(texts.NOT_A_PICTURE)
        ending, content_type = found
        name = f"{hashlib.sha256(content).hexdigest()}.{ending}"
        self.blobs.put(key_of(name), content, content_type)
        return f"{MEDIA}{name}"


def external_pictures(article: Mapping[str, Any]) -> dict[str, str]:
    """The addresses of pictures that are not ours, by the name of their field."""
    found = {"cover_url": article.get("cover_url")}
    for place, block in enumerate(article.get("blocks") or ()):
        if name := _picture_field(block):
            found[f"blocks[{place}].{name}"] = block.get(name)
    return {field: url for field, url in found.items() if isinstance(url, str) and url.startswith(_EXTERNAL)}


def _picture_field(block: Mapping[str, Any]) -> str:
    return {"image": "url", "video": "thumb"}.get(str(block.get("type")), "")


def _with_pictures(article: Mapping[str, Any], kept: Mapping[str, str]) -> dict[str, Any]:
    def block_with(block: Mapping[str, Any]) -> dict[str, Any]:
        name = _picture_field(block)
        return {**block, **({name: kept.get(block[name], block[name])} if block.get(name) else {})}

    cover = article["cover_url"]
    return {
        **article,
        "cover_url": kept.get(cover, cover),
        "blocks": [block_with(block) for block in article["blocks"]],
    }
