"""Who may know whom (design.md section 2): the arrows between rooms, doors and the outside."""

import sys

import pytest

from tests.unit.source import FUNCTIONS, Source, deployed, functions, layer

ORDER = (
    "rules", "units", "office_hours", "statistics", "officers", "readings", "data_requests", "accounts",
    "audience", "content", "messages", "cases", "confidential", "conversations", "broadcasts", "reports",
    "erasure",
)  # fmt: skip
"""Rooms from the ground up. Statistics stand right above the units: a fact and its count are one transaction,
so every room that keeps facts hands its counts to the statistics."""

OUTSIDE = {"zalo", "aws"}
SHARED = {"errors", "moments", "identifiers", "settings", "text", "dated_rules", "personal_data"}
EDGE = "web"

THIRD_PARTY = {
    "boto3": ("loa.aws.",),
    "botocore": ("loa.aws.",),
    "types_boto3_": ("loa.aws.",),
    "requests": ("loa.zalo.http", "loa.zalo.downloads"),
    "urllib3": ("loa.zalo.http", "loa.zalo.downloads"),
    "pydantic": ("loa.web.", "functions."),
    "aws_lambda_powertools": ("loa.web.", "functions."),
    "xlsxwriter": ("loa.reports.",),
    "nh3": ("loa.content.markup",),
    "PIL": ("loa.content.pictures",),
}
"""What is not ours and not Python's, and where alone it may be imported."""

LEVEL_IN_ROOM = {
    "texts": -1, "names": 0, "targets": 0, "quota": 0, "windows": 0, "spreading": 0,
    "quiet_hours": 0, "delivery": 0, "model": 1, "consent": 1,
    "store": 2, "quota_store": 2, "series": 2, "queues": 2, "service": 3, "series_store": 3, "forecasting": 3,
    "ending": 3, "localising": 3, "oversight": 3, "notifying": 3, "approving": 4, "removing": 4,
    "planning": 4, "series_service": 4, "flow": 5, "sending": 6, "reconciling": 7,
}  # fmt: skip
"""Inside a room: texts, then rules, then rows, then use cases."""

PURE_STANDARD_LIBRARY = {
    "base64", "binascii", "bisect", "collections", "dataclasses", "datetime", "enum", "functools", "hashlib",
    "hmac", "itertools", "json", "re", "typing", "unicodedata",
}  # fmt: skip
"""What rules may use: nothing here knows the time, chance, the environment or the network."""


def ids(source: Source) -> str:
    return source.module


def room_of(name: str) -> str:
    """The room or shared module in a name of ours: `units` in `loa.units.model`."""
    return name.split(".")[1] if name.startswith("loa.") else ""


def known_rooms(source: Source) -> set[str]:
    """The rooms besides its own that a file imports from."""
    return {room_of(name) for name in source.imports()} - {"", room_of(source.module)}


def test_every_room_has_its_place() -> None:
    rooms = {room_of(source.module) for source in layer()} - {""}
    assert rooms == {*ORDER, *OUTSIDE, *SHARED, EDGE}


@pytest.mark.parametrize("source", layer(), ids=ids)
def test_a_room_knows_lower_rooms_only(source: Source) -> None:
    room = room_of(source.module)
    if room in ORDER:
        allowed = {*ORDER[: ORDER.index(room)], *OUTSIDE, *SHARED}
    elif room == EDGE:
        allowed = {"cases", "officers", "units", "zalo", "aws", *SHARED}
    elif room in OUTSIDE:
        allowed = {"errors", "settings", "text"}
    else:
        allowed = set()
    assert known_rooms(source) <= allowed


@pytest.mark.parametrize("source", functions(), ids=ids)
def test_a_function_knows_its_own_files_and_the_layer_only(source: Source) -> None:
    own = {file.stem for file in (FUNCTIONS / source.module.split(".")[1]).glob("*.py")}
    others = {file.stem for file in FUNCTIONS.glob("*/*.py")} | {file.name for file in FUNCTIONS.iterdir()}
    for name in source.imports():
        first = name.partition(".")[0]
        known = first in own or first == "loa" or first in sys.stdlib_module_names
        assert known or first in {"pydantic", "aws_lambda_powertools"}, name
        assert first not in others - own - set(sys.stdlib_module_names), name


def test_only_functions_know_http() -> None:
    for source in layer():
        assert EDGE not in known_rooms(source), source.path


@pytest.mark.parametrize("source", deployed(), ids=ids)
def test_what_is_not_ours_is_imported_in_one_place(source: Source) -> None:
    for name in source.imports():
        first = name.partition(".")[0]
        if first in sys.stdlib_module_names or first == "loa" or source.module.startswith("functions."):
            continue
        places = [places for start, places in THIRD_PARTY.items() if first.startswith(start)]
        assert places, f"{name} is not among the known dependencies"
        assert source.module.startswith(places[0]), name


def test_functions_import_neither_the_sdk_nor_an_http_client() -> None:
    forbidden = {
        "boto3",
        "botocore",
        "requests",
        "urllib3",
        "httpx",
        "http.client",
        "urllib.request",
        "socket",
    }
    for source in deployed():
        if not source.module.startswith(("loa.zalo.http", "loa.zalo.downloads", "loa.aws.")):
            found = {
                name for name in source.imports() for start in forbidden if f"{name}.".startswith(start + ".")
            }
            assert not found, source.path


def is_pure(source: Source) -> bool:
    return source.module.rpartition(".")[2] in {
        "model", "consent", "names", "texts", "targets", "quota", "windows", "days", "swaps", "deadlines",
        "codes", "similar", "redaction", "times", "words", "dialogue", "menu", "spreading", "turns",
        "emergency", "folding", "ratings", "lexicon", "cleaning", "legacy", "confusables", "seen", "numbers",
        "delivery", "quiet_hours",
    }  # fmt: skip


@pytest.mark.parametrize("source", [source for source in layer() if is_pure(source)], ids=ids)
def test_rules_know_the_standard_library_and_other_rules_only(source: Source) -> None:
    for name in source.imports():
        if name.startswith("loa."):
            parts = name.split(".")
            rules = {
                "model",
                "personal_data",
                "names",
                "texts",
                "errors",
                "targets",
                "days",
                "swaps",
                "times",
                "codes",
                "numbers",
                "words",
                "menu",
                "spreading",
                "turns",
                "emergency",
                "folding",
                "ratings",
                "lexicon",
                "text",
                "dated_rules",
            }
            assert rules & set(parts) or name in {
                "loa.identifiers.is_id",
                "loa.moments.VIETNAM",
                "loa.moments.from_text",
                "loa.moments.local_day",
                "loa.moments.to_text",
            }, name
        else:
            assert name.partition(".")[0] in PURE_STANDARD_LIBRARY, name
    for call, _ in source.calls():
        assert call not in {"now", "utcnow", "today", "new_id", "print", "open"}, call


@pytest.mark.parametrize("source", layer(), ids=ids)
def test_inside_a_room_rules_stand_below_rows_and_rows_below_use_cases(source: Source) -> None:
    room, _, own = source.module.rpartition(".")
    if room_of(source.module) not in ORDER or own not in LEVEL_IN_ROOM:
        return
    for name in source.imports():
        if name.startswith(f"{room}."):
            file = name.removeprefix(f"{room}.").split(".")[0]
            assert LEVEL_IN_ROOM.get(file, 0) < LEVEL_IN_ROOM[own] or file == own, name


def test_no_function_is_called_by_another() -> None:
    for source in deployed():
        called = {call for call, _ in source.calls()}
        assert not called & {"invoke", "invoke_async"}, source.path
        assert all(text != "lambda" for _, text in source.texts()), source.path
