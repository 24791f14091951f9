"""What can be asked about the articles of an account, and what the answers mean."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from loa.platform.zalo.api.answers import ArticleDetail, ArticlePage
from loa.platform.zalo.errors import PayloadRefused, Transient
from loa.publishing.broadcasts.rules.delivery import ArticleState

ARTICLES_LOOKED_AT: Final = 20
"""How many of an account's newest articles are searched for one that an earlier attempt made."""

VERIFY_PAUSES: Final = (0.5, 1.0, 2.0, 3.0)
"""Seconds between questions whether an article is ready; then the delivery goes back to the queue.

Each question counts against Zalo's 4,000 calls a minute, so they are few.
"""


class ArticleCalls(Protocol):
    """What can be asked about articles without changing anything."""

    def verify_article(self, token: str) -> str:
        """The id of the article behind a token."""

    def articles(self, *, offset: int = 0, limit: int = 10) -> ArticlePage:
        """The account's articles, newest first."""

    def article(self, article_id: str) -> ArticleDetail:
        """One article, whole."""


def verified(ask: Callable[[], str], sleep: Callable[[float], None]) -> str:
    """The id of the article behind a token, waiting while Zalo processes it.

    Args:
        ask: asks once.
        sleep: waits so many seconds.

    Raises:
        ZaloError: `Transient` when it is still not ready.
    """
    for seconds in VERIFY_PAUSES:
        try:
            return ask()
        except Transient:
            sleep(seconds)
    return ask()


def article_state(article_id: str, detail: Callable[[str], ArticleDetail]) -> ArticleState:
    """Whether an article is still on its account; Zalo refuses the id of one that is not.

    Args:
        article_id: the article.
        detail: asks the account for an article, whole.

    Raises:
        ZaloError: Zalo did not say.
    """
    try:
        return shown_or_hidden(detail(article_id).status)
    except PayloadRefused:
        return ArticleState.GONE


def shown_or_hidden(status: str) -> ArticleState:
    """What Zalo's word for an article's visibility means; an unknown word is taken for shown."""
    return ArticleState.HIDDEN if status == "hide" else ArticleState.SHOWN


def same_article(article: ArticleDetail, body: Mapping[str, Any]) -> bool:
    """Whether an article on the account is the one we would make: description and every text alike."""

    def words(blocks: Iterable[Mapping[str, Any]]) -> list[Any]:
        return [block.get("content") for block in blocks if block.get("type") == "text"]

    return article.description == body["description"] and words(article.body) == words(body["body"])
