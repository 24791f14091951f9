"""What one message to one resident asks of AWS besides Zalo's call: asked for, sent, written down, counted.

Twenty residents of one account, one text each, through the real outbox and the real door. What a campaign to
a million residents would ask follows from it (infra/decisions).
"""

import os
from typing import Any, Final

from infra.local.bench.figures import Figure
from infra.local.bench.house import House, house
from infra.local.bench.sending import app_at, connected
from infra.local.zalo.server import serve_in_thread
from loa import clock
from loa.foundation.accounts.model import AccountKey
from loa.platform.aws.queues import Queue
from loa.residents.messages.model import text_content
from loa.residents.messages.service import enqueue
from loa.residents.messages.store import Outbox

UNIT: Final = "40.412.16681"
RESIDENTS: Final = 20
TEXT: Final = "Kính mời bà con dự họp tiếp xúc cử tri lúc 8 giờ ngày 25/11 tại hội trường phường."


def measure() -> list[Figure]:
    """Requests and write units per message, and what a second copy of every queue message has done."""
    with serve_in_thread() as zalo, house(zalo.url) as here:
        app = app_at(zalo.url)
        (unit,) = connected(here, app, UNIT)
        send = here.function("message_send")
        send.root().access.zalo.secret()  # read once in five minutes
        account = send.root().access.accounts.of_unit("40", unit.path).key
        residents = _followers(here, app, account)
        with here.meter.counting() as asking:
            for number, user_id in enumerate(residents):
                _ask(here, account, user_id, f"bench-message-{number:04}")
        records = here.taken("MESSAGES_QUEUE_URL")
        with here.meter.counting() as sending:
            here.work("message_send", records)
        here.work("message_send", records)
        summary = app.simulator("summary")
    sent, twice = summary["messages"]["sent"], summary["duplicates"]["messages"]
    requests = {
        name: asking.requests[name] + sending.requests[name] for name in asking.requests | sending.requests
    }
    told = ", ".join(f"{count / RESIDENTS:.3g} {name}" for name, count in sorted(requests.items()))
    return [
        Figure("message.requests", sum(requests.values()) / RESIDENTS, "requests", note=told),
        Figure(
            "message.write_units",
            (asking.write_units + sending.write_units) / RESIDENTS,
            "units",
            note="the ledger row, its reminder, the conversation's row, the echo's marker, the count",
        ),
        Figure(
            "message.wrong",
            RESIDENTS - sent + twice,
            "messages",
            budget=0,
            note=f"each of {RESIDENTS} messages worked on twice: not sent, or sent twice",
        ),
    ]


def _followers(here: House, app: Any, account: AccountKey) -> list[str]:
    """Residents who have just written to the account, as Zalo and as we know them."""
    acts = [
        {"act": act, "oa_id": account.oa_id, "resident": f"r{number}", "text": "Xin chào"}
        for number in range(RESIDENTS)
        for act in ("follow", "send_text")
    ]
    results = app.simulator("act", acts)["results"]
    users = list(dict.fromkeys(result["user_id"] for result in results))
    audience = here.function("message_send").root().audience
    for user_id in users:
        audience.touched(account.oa_id, user_id, "", clock.now())
    return users


def _ask(here: House, account: AccountKey, user_id: str, key: str) -> None:
    enqueue(
        key,
        text_content(TEXT),
        account=account,
        user_id=user_id,
        by="bench",
        outbox=Outbox(here.tables["Audience"]),
        queue=Queue(os.environ["MESSAGES_QUEUE_URL"]),
        now=clock.now(),
    )
