"""Articles as officers write them, before any account carries them. Pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loa.ids import is_id

SEPARATOR: Final = "~"
"""Between unit path and identifier in the id of an article: the id alone says where the article lies."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a unit.

    Attributes:
        article_id: `UNIT_PATH~IDENTIFIER`.
        unit_path: the unit whose article it is.
        content: the neutral shape of `loa.platform.zalo.api.articles`: title, author, description, cover_url,
            blocks, comment.
        version: 1 for the first; grows with each edit.
        created_by, updated_by: ids of officers.
        created_at, updated_at: instants.
        contributors: ids of all who have written it, in any version.
    """

    article_id: str
    unit_path: str
    content: Mapping[str, Any]
    version: int
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime
    contributors: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The title."""
        return str(self.content["title"])


def article_id(unit_path: str, identifier: str) -> str:
    """The id of an article."""
    return f"{unit_path}{SEPARATOR}{identifier}"


def article_unit(an_article_id: str) -> str:
    """The unit path in the id of an article; empty if the id has another form."""
    path, _, identifier = an_article_id.partition(SEPARATOR)
    return path if is_id(identifier) else ""
