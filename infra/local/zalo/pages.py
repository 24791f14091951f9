"""The HTML that a browser sees at oauth.zaloapp.com: choose an account, or read why it cannot be."""

import html
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from infra.local.zalo import texts
from infra.local.zalo.calls import is_number
from infra.local.zalo.errors import OA_MESSAGES, OAUTH_NAMES

_STYLE: Final = """
body { font-family: system-ui, sans-serif; color: #1b2733 }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem }
ul { list-style: none; padding: 0 }
li { display: flex; align-items: center; gap: 1rem; padding: .5rem 0; border-bottom: 1px solid #dfe5ea }
li span { flex: 1 }
small { color: #55626f; display: block }
input { font: inherit; padding: .4rem; width: 60% }
button { font: inherit; padding: .4rem 1rem; border: 0; border-radius: .4rem }
button { color: #fff; background: #0068ff }
"""
_LAYOUT: Final = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>{style}</style></head>
<body><h1>{title}</h1>
{content}
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who can consent: an OA or a resident."""

    key: str
    name: str
    note: str


def consent_page(
    *, title: str, lead: str, choices: Iterable[Choice], parameter: str, query: Mapping[str, str]
) -> str:
    """A searchable list with one form for each choice; each form comes back with ``parameter`` added."""
    wanted = _plain(query.get("q", ""))
    found = [choice for choice in choices if wanted in _plain(f"{choice.name} {choice.key}")]
    kept = "".join(_hidden(name, value) for name, value in query.items() if name not in ("q", parameter))
    rows = "".join(_row(choice, kept + _hidden(parameter, choice.key)) for choice in found)
    search = (
        f'<form role="search">{kept}<label>{texts.SEARCH_LABEL} '
        f'<input type="search" name="q" value="{html.escape(query.get("q", ""))}"></label> '
        f"<button>{texts.SEARCH_BUTTON}</button></form>"
    )
    count = texts.FOUND.format(count=len(found)) if found or wanted else texts.NOBODY
    content = f"<p>{html.escape(lead)}</p>{search}<p>{count}</p><ul>{rows}</ul>"
    return _LAYOUT.format(title=title, style=_STYLE, content=content)


def error_page(code: str) -> str:
    """Why the consent cannot be given."""
    number = -int(code[1:]) if code.startswith("-") and is_number(code[1:]) else 0
    name = OAUTH_NAMES.get(number) or OA_MESSAGES.get(number) or ""
    lead = texts.ERROR_LEAD.format(code=html.escape(code), name=html.escape(name))
    return _LAYOUT.format(
        title=texts.ERROR_TITLE, style=_STYLE, content=f"<p>{lead}</p><p>{texts.ERROR_HINT}</p>"
    )


def _row(choice: Choice, hidden: str) -> str:
    note = html.escape(f"{choice.key} · {choice.note}")
    return (
        f"<li><span>{html.escape(choice.name)}<small>{note}</small></span>"
        f"<form>{hidden}<button>{texts.ALLOW_BUTTON}</button></form></li>"
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'


def _plain(text: str) -> str:
    """Lower case without accents, so that "vinh" finds "Vĩnh"."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
