"""A ready-made notice as the first draft of an item: its gaps stay, and are refused when it is submitted."""

from typing import Any, Final

from loa.publishing.articles.notices import NoticeTemplate
from loa.publishing.articles.texts import NOTICE_AUTHOR
from loa.publishing.library.rules.kinds import ItemKind
from loa.publishing.library.writing.written import PARAGRAPHS, as_html

FROM_NOTICES: Final = frozenset({ItemKind.NOTICE, ItemKind.ARTICLE})
"""The kinds that begin with one."""


def notice_content(notice: NoticeTemplate, signed: str) -> dict[str, Any]:
    """What a draft says that begins with a notice.

    Args:
        notice: with gaps, written `{name}`; they stand in the draft for officers to fill.
        signed: who speaks: the one gap that is known.
    """

    def said(text: str) -> str:
        return text.replace(NOTICE_AUTHOR, signed)

    return {
        "title": said(notice.title),
        "summary": said(notice.description),
        "author": said(notice.author),
        "blocks": [{"type": "text", "content": as_html(PARAGRAPHS, "\n".join(map(said, notice.paragraphs)))}],
    }


def gaps_to_fill(notice: NoticeTemplate) -> list[str]:
    """The gaps that officers fill, as they stand in the draft."""
    gaps = (f"{{{name}}}" for name in notice.gaps)
    return [gap for gap in gaps if gap != NOTICE_AUTHOR]
