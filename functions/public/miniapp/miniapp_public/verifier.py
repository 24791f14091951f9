"""Zalo's check of a domain: it looks for a code in the home page, or in a file that is named after the code.

The code is shown in Zalo's console (App, Settings, "Xác thực domain") and is no secret.
"""

from html import escape
from typing import Final

_PAGE: Final = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
    '<meta name="zalo-platform-site-verification" content="{code}"><title>Loa</title></head>'
    "<body>Loa</body></html>"
)


def home_page(code: str) -> str | None:
    """The page at `/`; None without a code."""
    return _PAGE.format(code=escape(code)) if code else None


def page(name: str, code: str) -> str | None:
    """The file of that name; None unless it is `zalo_verifier<code>.html`."""
    return home_page(code) if name == f"zalo_verifier{code}.html" else None
