"""What somebody signs in with, in a few words, so that they know their sessions apart. Pure."""

from loa.foundation.sign_in import texts


def device_words(user_agent: str) -> str:
    """Return words such as "Chrome, Windows" for the header `User-Agent`."""
    browser = next((name for sign, name in texts.BROWSERS if sign in user_agent), texts.UNKNOWN_BROWSER)
    system = next((name for sign, name in texts.SYSTEMS if sign in user_agent), texts.UNKNOWN_SYSTEM)
    return f"{browser}, {system}"
