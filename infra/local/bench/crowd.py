"""A crowd writes to one account at once, and Zalo tells everything twice and in no order.

The real inbox and the real sender of answers, in one process; every tenth resident writes a second time. Is
every word kept, counted and on the worklist, is each resident told once, and only once, that it has
arrived, and does another unit's worklist ask no more of AWS than before? The same on the deployed template,
with others at work beside: `python -m infra.local.crowd`.
"""

import os
import random
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from infra.local.bench.figures import Figure
from infra.local.bench.house import APP_ID, House, as_text, house, record_of
from infra.local.bench.seeding import App
from infra.local.bench.sending import app_at, connected
from infra.local.zalo.server import serve_in_thread
from loa import clock
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.worklist_keys import Worklist, parse_worklist_order
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore

UNIT: Final = "40.412.16681"
RESIDENTS: Final = int(os.environ.get("RESIDENTS") or 200)
NEIGHBOUR: Final = "40.412.16666"
WAIT_BESIDE: Final = 4
LISTED: Final = 20
WRITES_AGAIN: Final = 10
"""Every tenth resident."""
WORDS: Final = (
    "Đèn đường xóm tôi hỏng đã hai tuần, mong phường cho sửa.",
    "Cháu nhỏ đi học về tối rất nguy hiểm.",
)
ACKNOWLEDGED: Final = "Đã nhận tin của ông/bà."
BATCH: Final = 10

type Record = dict[str, Any]


def measure() -> list[Figure]:
    """Let them write, twice and shuffled, and count what is left."""
    chance = random.Random(4)  # noqa: S311 - an order of events that is the same in every run
    with serve_in_thread() as zalo, house(zalo.url) as here:
        here.meter.weigh = lambda _table, _key: 0.0  # what messages cost is told by other parts
        app = app_at(zalo.url)
        app.simulator("settings", {"rate_limit": False})
        (unit,), (neighbour,) = connected(here, app, UNIT), connected(here, app, NEIGHBOUR)
        accounts = here.function("message_send").root().access.accounts
        account = accounts.of_unit("40", unit.path)
        beside = accounts.of_unit("40", neighbour.path).oa_id
        earlier = _events(app, beside, WAIT_BESIDE)
        here.work("inbox", earlier, BATCH)
        here.taken("MESSAGES_QUEUE_URL")
        before = _worklist_costs(here)
        events = _events(app, account.oa_id, RESIDENTS)
        here.work("inbox", shuffled_twice(events, chance), BATCH)
        answers = here.taken("MESSAGES_QUEUE_URL")
        answers = list({as_key(one): one for one in answers}.values())
        here.work("message_send", shuffled_twice(answers, chance), BATCH)
        kept = _kept(here, events)
        waiting = sum(1 for _ in _waiting(here, unit.path))
        counted = _counted(here) - len(earlier)
        during = _worklist_costs(here)
        told = acknowledgements(app.simulator(f"messages?oa_id={account.oa_id}&source=0&limit=0")["messages"])
    note = f"{RESIDENTS:,} residents, {len(events):,} words, each delivered twice and shuffled"
    lost = len(events) - kept
    return [
        Figure("crowd.lost", lost, "messages", budget=0, note=note),
        Figure(
            "crowd.miscounted",
            abs(counted - len(events)) + abs(waiting - RESIDENTS),
            "messages",
            budget=0,
            note="in the counters, and conversations on the unit's worklist",
        ),
        Figure("crowd.not_told", RESIDENTS - len(told), "residents", budget=0, note="that it has arrived"),
        Figure(
            "crowd.told_twice",
            sum(times > 1 for times in told.values()),
            "residents",
            budget=0,
            note="automatic answers worked on twice and shuffled as well",
        ),
        Figure(
            "crowd.others_worklist",
            during - before,
            "requests and units",
            budget=0,
            note=f"what another unit's worklist costs more while the crowd waits; without it {before:g}",
        ),
    ]


def acknowledgements(messages: Iterable[dict[str, Any]]) -> Counter[str]:
    """How often each resident was told that their words have arrived, by what Zalo holds of an account."""
    return Counter(message["user_id"] for message in messages if ACKNOWLEDGED in message["text"])


def shuffled_twice(records: Iterable[Record], chance: random.Random) -> list[Record]:
    """Everything twice, in no order."""
    twice = [record for record in records for _ in range(2)]
    chance.shuffle(twice)
    return twice


def as_key(record: Record) -> str:
    """What is the same in two copies."""
    body: str = record["body"]
    return body


def _worklist_costs(here: House) -> float:
    """What the worklist of the neighbour, with its conversations, asks of AWS: requests, and units read."""
    conversations = ConversationStore(here.tables["Audience"])
    listing = Worklist(NEIGHBOUR)
    with here.meter.counting() as asked:
        rows = conversations.listed(listing, limit=LISTED, now=clock.now()).rows
        heads = conversations.heads([parse_worklist_order(listing.order_of(row))[2:] for row in rows])
    if len(heads) != WAIT_BESIDE:
        raise RuntimeError(f"{len(heads)} of {WAIT_BESIDE} wait at the neighbour")
    return asked.requests.total() + asked.read_units


def _events(app: App, oa_id: str, number: int) -> list[Record]:
    """What the inbox gets when so many residents have written."""
    residents = [f"r{number}" for number in range(number)]
    acts = [
        {"act": "send_text", "oa_id": oa_id, "resident": resident, "text": words}
        for turn, words in enumerate(WORDS)
        for resident in residents[:: WRITES_AGAIN if turn else 1]
    ]
    done = app.simulator("act", acts)["results"]
    now = int(clock.now().timestamp() * 1000)
    return [
        record_of(
            as_text(
                {
                    "app_id": APP_ID,
                    "event_name": "user_send_text",
                    "sender": {"id": result["user_id"]},
                    "recipient": {"id": oa_id},
                    "message": {"text": wish["text"], "msg_id": result["msg_id"]},
                    "timestamp": str(now - len(acts) + number),
                }
            ),
            {"MessageGroupId": result["user_id"]},
        )
        for number, (wish, result) in enumerate(zip(acts, done, strict=True))
    ]


def _kept(here: House, events: list[Record]) -> int:
    """How many of the words are in the table, each once."""
    residents = {record["attributes"]["MessageGroupId"] for record in events}
    account = here.function("message_send").root().access.accounts.of_unit("40", UNIT).oa_id
    audience = here.tables["Audience"]
    rows = (row for user in residents for row in audience.rows(f"conversation#{account}#{user}"))
    return sum(row["direction"] == "in" for row in rows)


def _waiting(here: House, path: str) -> Iterable[Any]:
    conversations, start = ConversationStore(here.tables["Audience"]), None
    while True:
        page = conversations.listed(Worklist(path), start=start)
        yield from page.rows
        start = page.next_start
        if start is None:
            return


def _counted(here: House) -> int:
    day = clock.local_day(clock.now())
    activity = StatisticsStore(here.tables["Statistics"]).activity("40", day.replace(day=1), day)
    return sum(counts[Metric.MESSAGES_IN] for counts in activity.values())
