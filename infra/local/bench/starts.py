"""Everybody starts a contest in the same minute, and nobody asks Zalo anything: there is none here.

2,000 residents press the button twice, in no order, in one process against Amazon's own
engine. What a start asks of AWS, who was lost or begun twice, how evenly the 64 partitions are met, and what
a start costs a processor when the table answers at once, against the least that a page of this function does.
The same over HTTP on the deployed template: `python -m infra.local.starts`. The arithmetic for 50,000 is in
the decision “fifty thousand start in a minute”.
"""

import base64
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import boto3

from infra.local.bench.figures import Figure
from infra.local.bench.house import Context, House, house
from loa import clock
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.passes import known_person, pass_of
from loa.participation.campaigns.service import CONTEST_SHARDS
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.participation.contests.rounds import rounds_of, with_rounds
from loa.participation.contests.rules.model import ContestQuestion, ContestRound, QuestionLevel, RoundState
from loa.participation.contests.rules.sheets import drawn_sheets
from loa.participation.contests.store import SheetStore
from loa.platform.aws.dynamodb.tables import Row, Table

RESIDENTS: Final = 2_000
ALONE: Final = 50
"""Starts that are counted one by one."""
TIMED: Final = 300
ROUNDS: Final = 7
MINUTE: Final = 60
CHI_SQUARE: Final = 103.4
"""What 63 degrees of freedom exceed once in a thousand times."""
SECRET: Final = "bench" * 12  # of a bench
COMMUNE: Final = "40.412.16681"

type Event = dict[str, Any]


def measure() -> list[Figure]:
    """Let them start."""
    chance = random.Random(7)  # noqa: S311 - an order that is the same in every run
    with house() as here:
        boto3.client("secretsmanager").create_secret(Name="participation", SecretString=SECRET)
        os.environ["PARTICIPATION_SECRET_ID"] = "participation"  # noqa: S105 - its name
        play, campaign = here.function("play"), made_contest(here.tables["Participation"])
        twice = [start_of(campaign, f"r{number}") for number in range(RESIDENTS) for _ in range(2)]
        chance.shuffle(twice)
        began = time.monotonic()
        for event in twice:
            press(play.handler, event)
        seconds = time.monotonic() - began
        alone = [start_of(campaign, f"alone-{number}") for number in range(ALONE)]
        with here.meter.counting() as asked:  # by now the process has read contest and sheets
            for event in alone:
                press(play.handler, event)
        rows = entries_of(campaign, here)[ALONE:]
        cost, floor, spread = processor(play.handler, campaign)
    note = f"{RESIDENTS:,} residents press twice, shuffled, no Zalo"
    return [
        Figure("starts.requests", asked.requests.total() / ALONE, "requests", budget=1, note="of one start"),
        Figure("starts.write_units", asked.write_units / ALONE, "units", budget=1, note="of one start"),
        Figure("starts.lost", RESIDENTS - len(rows), "residents", budget=0, note=note),
        Figure("starts.doubled", doubled(rows), "residents", budget=0, note="begun twice, or one receipt"),
        Figure("starts.seconds", seconds, "s", budget=MINUTE, note=f"{2 * RESIDENTS:,} presses, one process"),
        Figure(
            "starts.chi_square",
            chi_square([row["partition"] for row in rows]),
            "",
            budget=CHI_SQUARE,
            note=f"{len(rows):,} entries over {CONTEST_SHARDS} partitions, p = 0.001",
        ),
        Figure(
            "starts.processor", cost, "ms", floor=floor, budget=6, spread=spread,
            note=f"{1_000 / cost:,.0f} starts a second and core if the table answers at once; "
            "floor: the page that leads back to the contest",
        ),
    ]  # fmt: skip


def made_contest(table: Table) -> Campaign:
    """Write a contest with a sealed round that is open."""
    now = clock.now()
    opens, closes = now - timedelta(hours=1), now + timedelta(hours=5)
    current = ContestRound(
        1, opens, closes, per_sheet=15, minutes=20, tries=1, prizes=9, value_source="Xổ số", hands=(),
        state=RoundState.SEALED, seal="bench", secret=SECRET, commitment="0" * 64,
    )  # fmt: skip
    campaign = Campaign(
        "bench", CampaignKind.CONTEST, "40", "Tìm hiểu pháp luật", "Ai cũng thi được.", opens, closes,
        hands=(), state=CampaignState.PUBLISHED, shards=CONTEST_SHARDS,
    )  # fmt: skip
    campaign = replace(campaign, content=with_rounds(campaign, [current]))
    questions = [
        ContestQuestion(
            f"q{number}", f"Câu hỏi số {number} về căn cước?", ("Đúng", "Sai một", "Sai hai", "Sai ba"),
            QuestionLevel.EASY, "Luật Căn cước 2023", f"Điều {number}", "…", date(2024, 7, 1), None, "x", "y",
        )
        for number in range(100)
    ]  # fmt: skip
    SheetStore(table).save("bench", drawn_sheets(questions, current.per_sheet, current.secret))
    CampaignStore(table, "40").add(campaign)
    return campaign


def start_of(campaign: Campaign, name: str) -> Event:
    """Return the button of a resident who has had their pass for a while, as API Gateway hands it over."""
    token = pass_of(known_person(SECRET, name), SECRET, clock.now())
    body = urlencode({"unit": COMMUNE, "adult": "1", "consent": "1"})
    return event_of("POST", f"/thi/{campaign.id}/bat-dau", token, body)


def event_of(method: str, path: str, token: str = "", body: str = "") -> Event:
    """Return a request as API Gateway hands it over."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "content-type": "application/x-www-form-urlencoded",
            "host": "loa.example.vn",
            "sec-fetch-site": "same-origin",
        },
        "cookies": [f"loa-the={token}"] if token else [],
        "requestContext": {
            "http": {"method": method, "path": path},
            "requestId": "bench",
            "stage": "$default",
        },
        "body": base64.b64encode(body.encode()).decode(),
        "isBase64Encoded": True,
    }


def press(handler: Callable[[Event, Context], Event], event: Event) -> None:
    """Send a request.

    Raises:
        RuntimeError: it does not lead on.
    """
    answer = handler(event, Context())
    if answer["statusCode"] != 303:  # noqa: PLR2004 - See Other
        raise RuntimeError(f"{answer['statusCode']}: {answer.get('body', '')[:500]}")


def entries_of(campaign: Campaign, here: House) -> list[Row]:
    """Return all entries of the round; those that were counted one by one first."""
    (current,) = rounds_of(campaign)
    store = EntryStore(here.tables["Participation"])
    alone = {known_person(SECRET, f"alone-{number}").id for number in range(ALONE)}
    found = [
        row for shard in range(campaign.shards) for row in store.entries(campaign, shard, current.number)
    ]
    return sorted(found, key=lambda row: row["sort"] not in alone)


def doubled(rows: Sequence[Row]) -> int:
    """Return how many began twice, or share a receipt."""
    twice = sum(int(row["tries"]) != 1 for row in rows)
    return twice + len(rows) - len({row["receipt"] for row in rows})


def chi_square(partitions: Sequence[str]) -> float:
    """Return how far partitions are from being met equally often."""
    expected = len(partitions) / CONTEST_SHARDS
    met = Counter(partitions)
    missing = CONTEST_SHARDS - len(met)
    return sum((count - expected) ** 2 / expected for count in met.values()) + missing * expected


class _AtOnce(Table):
    """A table that answers at once."""

    def update(self, partition: str, sort: str, **given: Any) -> Row:
        del partition, sort
        return {**given["defaults"], **given["set"], "tries": 1}


def processor(handler: Callable[[Event, Context], Event], campaign: Campaign) -> tuple[float, float, str]:
    """Return milliseconds of processor of a start, those of the floor, and the spread of their ratio."""
    from loa.bootstrap import participation  # noqa: PLC0415 - once the environment is complete

    service = participation.play()
    service.table, kept = _AtOnce("none"), service.table
    starts = [start_of(campaign, f"timed-{number}") for number in range(TIMED)]
    floors = [event_of("GET", f"/thi/{campaign.id}/bai")] * TIMED
    found = [(_milliseconds(handler, starts), _milliseconds(handler, floors)) for _ in range(ROUNDS)]
    service.table = kept
    ratios = sorted(start / floor for start, floor in found)
    quarter = len(ratios) // 4
    spread = f"{ratios[quarter]:.2f}–{ratios[-1 - quarter]:.2f}"
    return statistics.median(one for one, _ in found), statistics.median(one for _, one in found), spread


def _milliseconds(handler: Callable[[Event, Context], Event], events: Sequence[Event]) -> float:
    began = time.process_time()
    for event in events:
        press(handler, event)
    return (time.process_time() - began) * 1_000 / len(events)
