"""Sessions of officers: found while they last, ended for good, and noted as in use now and then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from loa.foundation.sessions.model import Session, session_id
from loa.foundation.sessions.store import SessionStore
from tests.conftest import OpenTable

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)


def _session(cookie: str, *, officer: str = "officer-1", minutes_ago: int = 0) -> Session:
    started = NOW - timedelta(minutes=minutes_ago)
    return Session(
        id=session_id(cookie),
        officer_id=officer,
        unit_path="40.17329",
        started_at=started,
        seen_at=started,
        ends_at=started + timedelta(hours=12),
        idle=timedelta(minutes=60),
        csrf="0f" * 16,
        device="Chrome, Windows",
    )


def test_session__in_use__is_found_until_idle_or_absolute_end(table: OpenTable) -> None:
    store = SessionStore(table("Sessions"))
    session = _session("cookie-1")
    store.start(session)
    assert store.find(session.id, NOW) == session
    assert store.find(session_id("cookie-2"), NOW) is None
    assert store.find(session.id, NOW + timedelta(minutes=60)) is None, "idle"
    at = NOW
    while at < session.ends_at - timedelta(minutes=50):
        at += timedelta(minutes=50)
        found = store.find(session.id, at)
        assert found is not None, at
        assert store.note_seen(found, at).seen_at == at
    assert store.find(session.id, session.ends_at) is None, "twelve hours are twelve hours"


def test_session__noted_every_few_minutes__and_never_after_its_end(table: OpenTable) -> None:
    store = SessionStore(table("Sessions"))
    session = _session("cookie-1")
    store.start(session)
    assert store.note_seen(session, NOW + timedelta(minutes=4)).seen_at == NOW, "too soon for a write"
    store.end("officer-1", session.id)
    store.note_seen(session, NOW + timedelta(minutes=6))
    store.end("officer-1", session.id)
    assert store.find(session.id, NOW + timedelta(minutes=6)) is None
    short = replace(session, idle=timedelta(minutes=10))
    assert short.is_to_be_seen(NOW + timedelta(minutes=2)), "an idle time of ten minutes needs more notes"


def test_sessions__ended_by_their_officer_alone(table: OpenTable) -> None:
    store = SessionStore(table("Sessions"))
    mine = [_session(f"cookie-{number}", minutes_ago=number) for number in range(3)]
    other = _session("cookie-9", officer="officer-2")
    for session in (*mine, other):
        store.start(session)
    store.end("officer-1", other.id)
    assert store.find(other.id, NOW) == other
    assert [session.id for session in store.of_officer("officer-1", NOW)] == [each.id for each in mine]
    assert store.end_all("officer-1", but=[mine[1].id]) == 2
    assert store.of_officer("officer-1", NOW) == [mine[1]]
    assert store.of_officer("officer-2", NOW) == [other]


def test_second_factor__counts_for_a_quarter_of_an_hour(table: OpenTable) -> None:
    store = SessionStore(table("Sessions"))
    session = _session("cookie-1")
    store.start(session)
    assert not session.factor_is_recent(NOW)
    store.note_factor(session, NOW)
    found = store.find(session.id, NOW + timedelta(minutes=14))
    assert found
    assert found.factor_is_recent(NOW + timedelta(minutes=14))
    assert not found.factor_is_recent(NOW + timedelta(minutes=15))
