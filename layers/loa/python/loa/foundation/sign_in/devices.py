"""What somebody signs in with, in a few words, so that they know their sessions apart. Pure."""

from typing import Final

from loa.foundation.sign_in import texts

_BROWSERS: Final = (
    ("Zalo", "Zalo"), ("Edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
"""Names in the browser's own words, the more special first: all of them claim to be another one too."""
_SYSTEMS: Final = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Mac OS X", "máy Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_words(user_agent: str) -> str:
    """Return words such as "Chrome, Windows" for the header `User-Agent`."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), texts.UNKNOWN_DEVICE)
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), texts.UNKNOWN_SYSTEM)
    return f"{browser}, {system}"
