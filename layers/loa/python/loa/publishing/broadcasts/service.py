"""What officers do with broadcasts, from the draft to the removal of articles."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from loa.publishing.articles.markup import clean_article
from loa.publishing.broadcasts.delivery import correction
from loa.publishing.broadcasts.delivery.operations import BroadcastOperations
from loa.publishing.broadcasts.drafts.approval import BroadcastApproval
from loa.publishing.broadcasts.drafts.composing import BroadcastComposing
from loa.publishing.broadcasts.drafts.drafting import check_article
from loa.publishing.broadcasts.drafts.localisation import BroadcastLocalisation
from loa.publishing.broadcasts.drafts.series_service import BulletinSeries
from loa.publishing.broadcasts.rules.model import Broadcast


@dataclass(frozen=True, kw_only=True)
class BroadcastService(
    BroadcastOperations, BroadcastComposing, BroadcastApproval, BroadcastLocalisation, BulletinSeries
):
    """The use cases of broadcasts."""

    def cancel(self, broadcast: Broadcast, *, officer: str) -> Broadcast:
        """Call it off, whether or not it is under way.

        Raises:
            Conflict: it is being planned at this moment, or over.
        """
        if broadcast.state.is_before_planning:
            return self.cancel_before_planning(broadcast)
        return self.cancel_under_way(broadcast, officer=officer)

    def correct_articles(
        self, broadcast: Broadcast, article: Mapping[str, Any], edition: int, *, officer: str
    ) -> None:
        """Have the articles on the accounts say what an edition of the item says (`delivery.correction`).

        Raises:
            InvalidInput: Zalo would refuse the words, a gap is not filled in, or a picture cannot be had.
            Conflict: it is under way, its articles are taken down, or somebody was faster.
        """
        content = replace(broadcast.content, article=clean_article(article))
        check_article(content)
        correction.correct(
            broadcast,
            list(self.deliveries.of(broadcast.broadcast_id, content.target.root, consistent=True)),
            self.pin(content.article),
            edition,
            officer=officer,
            corrections=self.corrections,
            queues=self.queues,
            now=self.now(),
        )
