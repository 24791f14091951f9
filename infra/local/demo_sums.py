"""What has to add up when the demo has been told, and how its figures are said in a line."""

from typing import Any, Final

from infra.local.rehearsal import sums_of
from infra.local.story import NETWORK

SECTIONS: Final = 12
"""Of the Mini App."""
PARTICIPATION: Final = {
    "entries": 4,
    "doubled": 0,
    "winners_recomputed": True,
    "opinions": 4,
    "answered": 1,
    "survey_answers": 6,
}
"""What comes of `infra.local.participation`."""


def check(result: dict[str, Any]) -> list[str]:
    """Everything that has to add up; answers what does not, in plain words."""
    deliveries, expected, library = result["deliveries"], result["expected"], result["library"]
    states = sum(number for state, number in deliveries.items() if state != "planned")
    sums = {
        "every unit has its account connected": (result["accounts_connected"], result["units"]),
        "every event that Zalo sent was kept": (result["events_kept"], result["events_sent"]),
        "every follower was counted": (result["followers"], expected["followers"]),
        "every message was counted": (result["messages"], expected["messages"]),
        "the resident accepted the answer": (result["petition"]["state"], "confirmed"),
        "the answered cases were counted": (result["cases_answered"], 1 + result["console"]["answered"]),
        "the call for help stands first and an officer heard it": (
            result["emergency"],
            {"urgent": True, "told": True},
        ),
        "the case by voice has its recordings": (result["spoken"]["recordings"], 2),
        "every section of the library has items": (result["library"]["sections"], SECTIONS),
        "what was published is found without accents": (library["searched"]["hits"] > 0, True),
        "every unit has its weather": (library["weather_units"], result["units"]),
        "contest, consultation and survey count each person once, and are answered": (
            result["participation"],
            PARTICIPATION,
        ),
        "axe-core finds nothing wrong with the pages": (result["pages"].get("axe_violations", 0), 0),
        "axe-core finds nothing wrong with the console": (result["console"].get("axe_violations", 0), 0),
        "no labelled input was dangerous": (result["dialogue"]["dangerous"], 0),
        "one delivery was planned per unit": (deliveries["planned"], result["units"]),
        "the states of the ledger add up": (states, deliveries["planned"]),
        "Zalo took as many broadcasts as the ledger says": (
            expected["broadcasts"]["accepted"],
            deliveries["sent"],
        ),
        "every delivery was sent": (deliveries["sent"], deliveries["planned"]),
        "counters are what the facts say": (result["reports"]["drift"], 0),
        "the network names who is missing": (result["reports"]["missing_officers"], len(NETWORK)),
        "nothing was sent twice": (result["duplicates"], 0),
        **sums_of(result["reorganisation"]),
    }
    return [
        f"{what}: {found} instead of {wanted}" for what, (found, wanted) in sums.items() if found != wanted
    ]


def reorganised(told: dict[str, Any] | None) -> str:
    """What a reorganisation came to, in a line; empty: there was none."""
    if told is None:
        return ""
    kept, retired, decisions = told["accounts_kept"], told["accounts_retired"], told["decisions"]
    return f"{kept} accounts kept, {retired} retired, {decisions} decisions by people"


def taking_part(found: dict[str, Any]) -> str:
    """What came of contest, consultation and survey, in a line."""
    return (
        f"{found['entries']} entries to a contest, {found['opinions']} opinions on a draft, "
        f"{found['survey_answers']} answers to a survey"
    )


def pages(found: dict[str, Any]) -> str:
    """What the walk through the pages found, in a line."""
    if "skipped" in found:
        return f"none: {found['skipped']}"
    paints = ", ".join(f"{name} {paint} ms" for name, paint in found["first_paint_ms"].items())
    return f"{found['checked']}, first paint on slow phones: {paints}; pictures in build/demo"


def console(found: dict[str, Any]) -> str:
    """What the walk through the console found, in a line."""
    if "skipped" in found:
        return f"not looked at: {found['skipped']}"
    return f"{found['journeys']} journeys, {found['pages']} pages; pictures in build/demo/console"


def unknown(result: dict[str, Any]) -> str:
    """What nobody knows the outcome of: deliveries by number, messages by key."""
    messages: list[str] = result["messages_unknown"]
    listed = f": {', '.join(messages)}" if messages else ""
    return f"{result['deliveries']['unknown']} deliveries, {len(messages)} messages{listed}"
