"""Rows of articles (table Content; partition: the unit's path, sort: `article#IDENTIFIER`)."""

from collections.abc import Iterator
from typing import Final

from loa import clock
from loa.errors import Conflict, NotFound
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Page, Row, Table
from loa.publishing.articles import texts
from loa.publishing.articles.model import SEPARATOR, Article, article_id, article_unit

_PREFIX: Final = "article#"


def article_row(article: Article) -> Row:
    """The row of an article."""
    return {
        "partition": article.unit_path,
        "sort": f"{_PREFIX}{article.article_id.partition(SEPARATOR)[2]}",
        "content": dict(article.content),
        "version": article.version,
        "created_by": article.created_by,
        "created_at": clock.to_text(article.created_at),
        "updated_by": article.updated_by,
        "updated_at": clock.to_text(article.updated_at),
        "contributors": sorted(article.contributors),
    }


def article_from(row: Row) -> Article:
    """The article of a row."""
    return Article(
        article_id=article_id(row["partition"], row["sort"].removeprefix(_PREFIX)),
        unit_path=row["partition"],
        content=row["content"],
        version=row["version"],
        created_by=row["created_by"],
        created_at=clock.from_text(row["created_at"]),
        updated_by=row["updated_by"],
        updated_at=clock.from_text(row["updated_at"]),
        contributors=frozenset(row.get("contributors", [row["created_by"], row["updated_by"]])),
    )


class ArticleStore:
    """Articles, in the Content table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def create(self, article: Article) -> None:
        """Write a new article."""
        self.table.put(article_row(article), new=True)

    def get(self, an_article_id: str) -> Article:
        """The article.

        Raises:
            NotFound: there is none.
        """
        unit_path = article_unit(an_article_id)
        identifier = an_article_id.partition(SEPARATOR)[2]
        row = self.table.get(unit_path, f"{_PREFIX}{identifier}") if unit_path else None
        if row is None:
            raise NotFound(texts.NOT_FOUND)
        return article_from(row)

    def of_unit(self, unit_path: str, *, limit: int, start: Row | None = None) -> Page:
        """A unit's articles, newest first; rows for `article_from`."""
        return self.table.page(unit_path, prefix=_PREFIX, limit=limit, newest_first=True, start=start)

    def every(self, unit_path: str) -> Iterator[Row]:
        """All articles of a unit, oldest first; rows for `article_from`."""
        return self.table.rows(unit_path, prefix=_PREFIX, consistent=True)

    def replace(self, article: Article) -> None:
        """Write the next version of an article.

        Raises:
            Conflict: the stored version is not the one before.
        """
        try:
            self.table.put(article_row(article), only_if=Attr("version").eq(article.version - 1))
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure
