"""A draft sent to its writer alone, as a message in their own Zalo: nobody else gets it, no quota is used."""

from broadcasts_api.pages import texts
from broadcasts_api.pages.app import AREA, address_of, app, broadcast_for
from loa import clock
from loa.bootstrap import foundation, residents
from loa.errors import InvalidInput
from loa.foundation.accounts.model import AccountKey
from loa.foundation.officers.model import Permission
from loa.platform.zalo.api.messages import MAX_TEXT
from loa.publishing.articles.markup import plain_text
from loa.residents.messages.model import text_content
from loa.residents.messages.service import enqueue
from loa.web.pages.resolver import Html


@app.post(f"{AREA}/<broadcast_id>/thu")
def send_to_oneself(broadcast_id: str) -> Html:
    """Have the draft sent to the officer who asks, through the account of their unit.

    The same form sends once. Whether Zalo's window is open is seen when it is sent.
    """
    found, officer = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST), app.officer()
    here = f"{address_of(found)}/xem-lai"
    if not officer.is_linked:
        return app.redirect(here, say=texts.NOT_LINKED)
    article = found.content.article
    paragraphs = [plain_text(str(block["content"])) for block in article["blocks"] if block["type"] == "text"]
    words = texts.test_words(article["title"] or texts.UNTITLED, article["description"], paragraphs, MAX_TEXT)
    key = app.key().removeprefix("officer#")

    def work() -> None:
        enqueue(
            f"test-{key}",
            text_content(words),
            account=AccountKey(foundation.province(), officer.unit_path, officer.oa_id),
            user_id=officer.user_id,
            by=officer.id,
            by_name=officer.name,
            outbox=residents.outbox(),
            queue=residents.messages(),
            now=clock.now(),
        )

    try:
        return app.done(work, to=here, say=texts.TEST_SENT)
    except InvalidInput as refused:
        return app.redirect(here, say=refused.message)
