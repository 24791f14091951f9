"""What one event of a resident costs, from webhook to counters; and that a second copy changes nothing.

The real webhook and inbox; each event is of another account, so that each asks whose account it is (a busy
account is asked for once a minute). Not counted: the webhook's secret, read once in five minutes, and the
queue's own receiving and deleting, which Lambda does ten messages at a time; nor what sending an automatic
answer costs later (part `message`).
"""

import hashlib
import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from infra.local.bench.figures import Figure
from infra.local.bench.house import APP_ID, DAY, WEBHOOK_SECRET, Context, House, as_text, house, http_event
from infra.local.bench.indexes import Indexes, Place
from infra.local.bench.meter import Meter
from loa import clock
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.service import subtree
from loa.foundation.units.store import UnitStore
from loa.residents.followers.store import follower_key

EVENTS: Final = 10
"""Of each kind, each of another account and resident."""
BUDGET: Final = 6
TEXT: Final = (
    "Kính gửi Mặt trận xã: đèn đường xóm tôi hỏng đã hai tuần, cháu nhỏ đi học về tối rất nguy hiểm. " * 2
)

type Body = dict[str, Any]


def said(number: int, at: str, words: str, *, part: int = 0, name: str = "x") -> Body:
    """A resident writes."""
    return {
        "app_id": APP_ID,
        "event_name": "user_send_text",
        "sender": {"id": f"2{part:02}5236254{number:08}"},
        "recipient": {"id": oa_id(number)},
        "user_id_by_app": f"5{part:02}5236254{number:08}",
        "message": {"text": words, "msg_id": f"{name}{part:02}{number:017x}"},
        "timestamp": at,
    }


def follow(number: int, at: str) -> Body:
    """A resident follows."""
    return {
        "app_id": APP_ID,
        "event_name": "follow",
        "oa_id": oa_id(number),
        "follower": {"id": f"25125236255{number:08}"},
        "user_id_by_app": f"55125236255{number:08}",
        "source": "oa_profile",
        "timestamp": at,
    }


def unknown(number: int, at: str) -> Body:
    """Something that Zalo has invented since."""
    return {
        "app_id": APP_ID,
        "event_name": "user_dreams",
        "oa_id": oa_id(number),
        "sender": {"id": f"25125236256{number:08}"},
        "recipient": {"id": oa_id(number)},
        "timestamp": at,
    }


STORIES: Final[dict[str, tuple[str, ...]]] = {
    "text": (TEXT, TEXT),
    "first_contact": (TEXT,),
    "opens_a_conversation": ("xin chào", TEXT),
    "dialogue_step": ("gửi phản ánh", "1", TEXT, "Xóm 5"),
    "opens_a_case": ("gửi phản ánh", "1", TEXT, "Xóm 5", "2 tuần nay", "xong", "Điện lực", "1"),
}
"""What residents write; the last message of each story is the one that is counted."""

OTHERS: Final[dict[str, Callable[[int, str], Body]]] = {"follow": follow, "unknown": unknown}


def oa_id(number: int) -> str:
    """Zalo's id of an account."""
    return str(3_000_000_000_000_000_000 + number)


def measure() -> list[Figure]:
    """Cost of each kind of event, and what is left wrong after everything came twice."""
    figures: list[Figure] = []
    with house() as here:
        indexes = Indexes(here, "Audience")
        _connect(here)
        _take_in(here, [post(said(EVENTS, _now(), TEXT))])  # clients are connected, the secret is read
        everything: list[Body] = []
        for kind, rounds in _events().items():
            for bodies in rounds[:-1]:
                _take_in(here, [post(body) for body in bodies])
            here.function("inbox").root.cache_clear()  # which accounts are whose is forgotten
            before = indexes.rows(_heads(rounds[-1]))
            with here.meter.counting() as counted:
                _take_in(here, [post(body) for body in rounds[-1]])
            counted.write_units += indexes.units(before, indexes.rows(_heads(rounds[-1])))
            figures += _figures(kind, counted)
            everything += [body for bodies in rounds for body in bodies]
        random.Random(4).shuffle(everything)  # noqa: S311 - the same order in every run
        _take_in(here, [post(body) for body in everything])
        figures.append(_wrong(here, len(everything) + 1))
    return figures


def _events() -> dict[str, list[list[Body]]]:
    """By kind the rounds of events: one of every account in each; the last round is the one that counts."""
    began = clock.now() - timedelta(minutes=5)
    found: dict[str, list[list[Body]]] = {}
    for part, (kind, story) in enumerate(STORIES.items(), 1):
        found[kind] = [
            [
                said(number, _text(began + timedelta(seconds=turn)), words, part=part, name=f"{turn:x}")
                for number in range(EVENTS)
            ]
            for turn, words in enumerate(story)
        ]
    for kind, make in OTHERS.items():
        found[kind] = [[make(number, _now()) for number in range(EVENTS)]]
    return found


def _heads(bodies: Iterable[Body]) -> list[Place]:
    """Where the heads of the conversations are that these events are about."""
    people = [(body, body.get("follower") or body["sender"]) for body in bodies]
    return [follower_key(body.get("oa_id") or body["recipient"]["id"], who["id"]) for body, who in people]


def _figures(kind: str, counted: Meter) -> list[Figure]:
    requests = {name: count / EVENTS for name, count in sorted(counted.requests.items())}
    asked = ", ".join(f"{count:.3g} {name}" for name, count in requests.items())
    budget = BUDGET if kind == "text" else None  # the budget is for messages; the others are told beside it
    return [
        Figure(f"inbound.{kind}.requests", sum(requests.values()), "requests", budget=budget, note=asked),
        Figure(
            f"inbound.{kind}.write_units",
            counted.write_units / EVENTS,
            "units",
            budget=budget,
            note="a row in a transaction counts twice; the index of the worklist included",
        ),
    ]


def _wrong(here: House, expected: int) -> Figure:
    """Every event has come twice by now: what is counted must be what happened."""
    day = clock.local_day(clock.now())
    activity = StatisticsStore(here.tables["Statistics"]).activity("40", day - timedelta(days=1), day)
    counted = sum(counts[Metric.EVENTS] for counts in activity.values())
    return Figure(
        "redelivery.events_wrong",
        abs(counted - expected),
        "events",
        budget=0,
        note=f"{expected} events, nearly all of them once more, in another order: lost or counted twice",
    )


def _connect(here: House) -> None:
    now = clock.now()
    units = subtree("40", on=date.fromisoformat(DAY), store=UnitStore(here.tables["Units"]))
    here.tables["Units"].put_all(
        account_row(
            Account(
                province="40",
                unit_path=unit.path,
                oa_id=oa_id(number),
                name=unit.name,
                oa_type=4,
                state=AccountState.CONNECTED,
                connected_at=now,
                refreshed_at=now,
                refresh_expires_at=now + timedelta(days=90),
            )
        )
        for number, unit in enumerate(units)
    )


def post(body: Body) -> dict[str, Any]:
    """The signed POST of an event."""
    raw, at = as_text(body), str(body["timestamp"])
    digest = hashlib.sha256(f"{APP_ID}{raw}{at}{WEBHOOK_SECRET}".encode()).hexdigest()
    return http_event(raw, {"x-zevent-signature": f"mac={digest}"})


def _take_in(here: House, posts: list[dict[str, Any]]) -> None:
    """Through the webhook, then through the inbox in tens."""
    for event in posts:
        answer = here.function("webhook").handler(event, Context())
        if answer["statusCode"] != 200:  # noqa: PLR2004 - OK
            raise RuntimeError(f"the webhook answered {answer}")
    here.work("inbox", here.taken("INBOX_QUEUE_URL"), 10)


def _now() -> str:
    return _text(clock.now())


def _text(instant: datetime) -> str:
    return str(int(instant.timestamp() * 1000))
