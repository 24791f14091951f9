"""The articles of a unit go to its successor, under the same identifier.

A broadcast holds its article's words itself, so nothing leads to the old id but an officer's bookmark.
"""

from dataclasses import replace

from loa.foundation.units.moves import WILL_NOT_MOVE, Enough, UnitMoved, left_behind
from loa.platform.aws.dynamodb.tables import Attr, Delete, Put
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.articles.model import SEPARATOR, article_id
from loa.publishing.articles.store import ArticleStore, article_from, article_row


def move_unit(old: str, new: str, *, articles: ArticleStore, enough: Enough) -> UnitMoved:
    """Move the articles of a unit that has ended to the one that takes over; safe to repeat.

    Args:
        old: path of the unit.
        new: path of its successor.
        articles: where they are kept.
        enough: as in `Enough`.
    """
    done, table = UnitMoved(), articles.table
    for row in articles.every(old):
        if enough():
            return done + UnitMoved(complete=False)
        try:
            before = article_from(row)
            identifier = before.article_id.partition(SEPARATOR)[2]
            after = replace(before, article_id=article_id(new, identifier), unit_path=new)
            same = Attr("version").eq(before.version)
            commit(
                [
                    Delete(table, row["partition"], row["sort"], only_if=same),
                    Put(table, article_row(after), new=True),
                ]
            )
        except WILL_NOT_MOVE as failure:
            done += left_behind("article", f"{row['partition']}{SEPARATOR}{row['sort']}", old, failure)
        else:
            done += UnitMoved(1)
    return done
