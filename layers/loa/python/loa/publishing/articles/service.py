"""Write and edit articles."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from loa.ids import new_id
from loa.platform.zalo.api.articles import article_body
from loa.publishing.articles.markup import clean_article, texts_of
from loa.publishing.articles.model import Article, article_id
from loa.publishing.articles.placeholders import refuse_gaps
from loa.publishing.articles.store import ArticleStore


def write(
    content: Mapping[str, Any],
    *,
    unit_path: str,
    officer_id: str,
    articles: ArticleStore,
    now: datetime,
) -> Article:
    """Keep a new article of a unit; of its HTML only what `loa.publishing.articles.markup` lets pass.

    Args:
        content: the neutral shape.
        unit_path: whose article it is.
        officer_id: who writes it.
        articles: the store.
        now: the present instant.

    Raises:
        InvalidInput: Zalo would refuse it, or a gap is not filled in; says which field.
    """
    content = clean_article(content)
    article_body(content)
    refuse_gaps(texts_of(content))
    article = Article(
        article_id=article_id(unit_path, new_id(now)),
        unit_path=unit_path,
        content=content,
        version=1,
        created_by=officer_id,
        created_at=now,
        updated_by=officer_id,
        updated_at=now,
        contributors=frozenset({officer_id}),
    )
    articles.create(article)
    return article


def edit(
    article: Article,
    content: Mapping[str, Any],
    *,
    version: int,
    officer_id: str,
    articles: ArticleStore,
    now: datetime,
) -> Article:
    """Keep the next version of an article; what was proposed for broadcast before stays as it was.

    An edit that changes nothing makes no version, and nobody a contributor.

    Raises:
        InvalidInput: Zalo would refuse it, or a gap is not filled in; says which field.
        Conflict: `version`, which the officer saw, is not the stored one any more.
    """
    content = clean_article(content)
    article_body(content)
    refuse_gaps(texts_of(content))
    if version == article.version and content == article.content:
        return article
    edited = replace(
        article,
        content=content,
        version=version + 1,
        updated_by=officer_id,
        updated_at=now,
        contributors=article.contributors | {officer_id},
    )
    articles.replace(edited)
    return edited
