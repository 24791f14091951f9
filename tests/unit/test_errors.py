"""One tree of errors: each of them has a status, a code and a Vietnamese title."""

import importlib
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from loa import errors
from loa.dialogue.petitions.service import AccusationFound
from loa.errors import LoaError
from loa.platform.zalo.errors import Refused, ZaloError
from loa.platform.zalo.texts import REASONS
from loa.platform.zalo.webhooks.envelope import MalformedEvent
from loa.publishing.broadcasts.rows.delivery_store import DeliveryTaken
from loa.web.problems import STATUS_OF, MethodNotAllowed, problem_of
from loa.web.texts import TITLES
from tests.worlds.source import deployed, layer

for _source in layer():
    importlib.import_module(_source.module)

ROOTS: set[type[LoaError]] = {LoaError, ZaloError, Refused}
"""Branches that are never raised themselves."""


def below(kind: type[LoaError]) -> Iterator[type[LoaError]]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


KINDS = sorted(
    {kind for kind in below(LoaError) if kind.__module__.startswith("loa.")} - ROOTS,
    key=lambda kind: kind.__name__,
)


def one(kind: type[LoaError]) -> LoaError:
    if issubclass(kind, ZaloError | MalformedEvent):
        return kind(next(iter(REASONS)))
    arguments = {
        MethodNotAllowed: (["GET"],),
        AccusationFound: (None,),
        DeliveryTaken: (datetime.now(UTC),),
    }.get(kind, ())
    return kind(*arguments)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_error_has_a_status_and_a_vietnamese_title(kind: type[LoaError]) -> None:
    assert any(parent in STATUS_OF for parent in kind.__mro__), f"{kind} is in no row of STATUS_OF"
    body = problem_of(one(kind)).body(instance="/x", request_id="1")
    assert 400 <= body["status"] < 600
    assert not body["title"].isascii()
    assert unicodedata.is_normalized("NFC", body["title"])
    assert body["type"] == f"urn:loa:problem:{body['code']}"
    assert re.fullmatch("[a-z]+(_[a-z]+)*", kind.code)


def test_a_code_means_one_thing() -> None:
    statuses: dict[str, set[int]] = {}
    for kind in KINDS:
        problem = problem_of(one(kind))
        statuses.setdefault(problem.code, set()).add(problem.status)
    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}


def test_branches_are_never_raised_and_outside_the_tree_there_is_nothing_of_ours() -> None:
    names = {kind.__name__ for kind in ROOTS}
    for source in deployed():
        for call, node in source.calls():
            assert call not in names, f"{source.path}:{node.lineno}"


def test_the_drawing_of_the_tree_names_every_error_of_its_file() -> None:
    drawn = errors.__doc__ or ""
    for kind in KINDS:
        if kind.__module__ == "loa.errors":
            assert kind.__name__ in drawn


def test_every_title_is_one_that_can_be_answered() -> None:
    answered = {problem_of(one(kind)).code for kind in KINDS} | {"internal"}
    assert set(TITLES) <= answered
