"""Addresses under which everybody reaches pictures, files and spoken versions of the library. Pure."""

from typing import Final

from loa.publishing.pictures.sizes import PictureSize, version_name

_FOLDERS: Final = {"media": "media", "file": "files", "audio": "files"}


def url_of(reference: str, public_url: str) -> str:
    """Return the address of `media:NAME`, `file:NAME` or `audio:NAME`; another address stays as it is.

    An empty `public_url` gives the path alone, as pages of ours link it.
    """
    scheme, separator, name = reference.partition(":")
    folder = _FOLDERS.get(scheme) if separator else None
    return f"{public_url}/{folder}/{name}" if folder else reference


def version_of(reference: str, size: PictureSize, ending: str) -> str:
    """Return the path of a smaller version of `media:NAME`; empty for a picture that we do not keep."""
    name = reference.removeprefix("media:")
    return "" if name == reference else f"/media/{version_name(name, size, ending)}"
