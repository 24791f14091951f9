"""Addresses under which everybody reaches pictures, files and spoken versions of the library. Pure."""

from typing import Final

_FOLDERS: Final = {"media": "media", "file": "files", "audio": "files"}


def url_of(reference: str, public_url: str) -> str:
    """Return the address of `media:NAME`, `file:NAME` or `audio:NAME`; another address stays as it is.

    An empty `public_url` gives the path alone, as pages of ours link it.
    """
    scheme, separator, name = reference.partition(":")
    folder = _FOLDERS.get(scheme) if separator else None
    return f"{public_url}/{folder}/{name}" if folder else reference
