"""Rounds as they stand in the content of a contest, and who organises it."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any, Final

from loa.clock import from_text, to_text
from loa.errors import Conflict, NotFound
from loa.participation.campaigns.model import Campaign, Suspension
from loa.participation.campaigns.texts import IS_SUSPENDED
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import (
    ContestQuestion,
    ContestRound,
    QuestionLevel,
    RoundChange,
    RoundChangeKind,
    RoundState,
    SheetShare,
)

AUTHORS: Final = "authors"
"""Officers who wrote or checked what rounds ask."""
ORGANISERS: Final = "organisers"
"""The names under which organisers take part."""
_DAY: Final = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}")


def asking(campaign: Campaign, questions: Iterable[ContestQuestion]) -> Campaign:
    """Return a contest that also knows who wrote and checked some questions."""
    authors = {*campaign.content.get(AUTHORS, ())}
    for each in questions:
        authors |= {each.written_by, each.checked_by}
    return replace(campaign, content={**campaign.content, AUTHORS: sorted(authors)})


def organises(campaign: Campaign, person: str) -> bool:
    """Whether somebody who takes part under a name organises a contest: they win nothing."""
    return person in campaign.content.get(ORGANISERS, ())


def rounds_of(campaign: Campaign) -> tuple[ContestRound, ...]:
    """Return the rounds of a contest; none is open after the contest itself has closed."""
    return tuple(_round(row, campaign) for row in campaign.content.get("rounds", ()))


def with_rounds(campaign: Campaign, rounds: Iterable[ContestRound]) -> Mapping[str, Any]:
    """Return the content of a contest with other rounds."""
    return {**campaign.content, "rounds": [_row(each) for each in rounds]}


def running(campaign: Campaign) -> Campaign:
    """Return a contest whose times hold; raises Conflict while it is suspended."""
    if campaign.suspension:
        raise Conflict(IS_SUSPENDED)
    return campaign


def moved(before: Campaign, after: Campaign, since: datetime) -> Campaign:
    """Return a contest as `after`; ends of rounds that had not ended at an instant move as far as its own.

    Rounds that had not begun begin later once it is resumed, by as long as it stood still; and public values
    are of a later day, so that nobody knows one before its round ends.
    """
    by, until = after.closes - before.closes, after.suspensions[-1].until
    later = until - since if until else timedelta(0)
    rounds = [
        replace(
            _with_source_later(each, after.suspensions[-1], later),
            opens=each.opens + later if each.opens > since else each.opens,
            closes=each.closes + by,
        )
        if each.closes > since
        else each
        for each in rounds_of(before)
    ]
    return replace(after, content=with_rounds(after, rounds))


def _with_source_later(each: ContestRound, suspension: Suspension, later: timedelta) -> ContestRound:
    days = math.ceil(later / timedelta(days=1))
    if not days or each.state not in {RoundState.DRAFT, RoundState.SEALED}:
        return each
    dated = _DAY.sub(lambda found: _put_off(found.group(), days), each.value_source)
    source = dated if dated != each.value_source else texts.SOURCE_LATER.format(source=dated, days=days)
    at, kind = suspension.until or suspension.at, RoundChangeKind.SOURCE
    change = each.change(kind, each.value_source, source, suspension.reason, "", at)
    return replace(each, value_source=source, changes=(*each.changes, change) if each.seal else each.changes)


def _put_off(day: str, days: int) -> str:
    try:
        return f"{datetime.strptime(day, '%d/%m/%Y') + timedelta(days=days):%d/%m/%Y}"  # noqa: DTZ007 - a day
    except ValueError:
        return day  # no day of the calendar


def shown_changes(changes: Iterable[RoundChange]) -> list[RoundChange]:
    """Return changes as people read them: an exclusion that was undone accuses nobody."""
    changes = list(changes)
    undone = {(each.before, each.edition) for each in changes if each.kind is RoundChangeKind.RETURNED}
    return [
        each
        for each in changes
        if each.kind is not RoundChangeKind.ENTRY or (each.before, each.edition) not in undone
    ]


def round_numbered(campaign: Campaign, number: int) -> ContestRound | None:
    """Return a round; None: there is none of that number."""
    return next((each for each in rounds_of(campaign) if each.number == number), None)


def round_in_address(campaign: Campaign, number: str) -> ContestRound:
    """Return a round by its number as an address has it: without zeros before it, so that a page has one.

    Raises:
        NotFound: there is none.
    """
    found = round_numbered(campaign, int(number)) if _NUMBER.fullmatch(number) else None
    if found is None:
        raise NotFound
    return found


def _row(each: ContestRound) -> dict[str, Any]:
    return {
        "number": each.number,
        "opens": to_text(each.opens),
        "closes": to_text(each.closes),
        "per_sheet": each.per_sheet,
        "minutes": each.minutes,
        "tries": each.tries,
        "prizes": each.prizes,
        "value_source": each.value_source,
        "hands": list(each.hands),
        "state": each.state.value,
        "seal": each.seal,
        "secret": each.secret,
        "commitment": each.commitment,
        "digest": each.digest,
        "sealed_by": each.sealed_by,
        "public_value": each.public_value,
        "drawn_by": each.drawn_by,
        "edition": each.edition,
        "shares": [
            [share.topic, share.level.value if share.level else "", share.count] for share in each.shares
        ],
        "changes": [{**asdict(one), "kind": one.kind.value, "at": to_text(one.at)} for one in each.changes],
    }


def _round(row: Mapping[str, Any], campaign: Campaign) -> ContestRound:
    return ContestRound(
        number=int(row["number"]),
        opens=from_text(row["opens"]),
        closes=min(from_text(row["closes"]), campaign.closes),
        per_sheet=int(row["per_sheet"]),
        minutes=int(row["minutes"]),
        tries=int(row["tries"]),
        prizes=int(row["prizes"]),
        value_source=row["value_source"],
        hands=tuple(row["hands"]),
        state=RoundState(row["state"]),
        seal=row["seal"],
        secret=row["secret"],
        commitment=row["commitment"],
        digest=row.get("digest", ""),
        sealed_by=row["sealed_by"],
        public_value=row["public_value"],
        drawn_by=row["drawn_by"],
        edition=int(row.get("edition", 0)),
        changes=tuple(_round_change(one) for one in row.get("changes", ())),
        shares=tuple(
            SheetShare(topic, QuestionLevel(level) if level else None, int(count))
            for topic, level, count in row.get("shares", ())
        ),
    )


def _round_change(row: Mapping[str, Any]) -> RoundChange:
    return RoundChange(
        RoundChangeKind(row["kind"]),
        int(row["edition"]),
        row["before"],
        row["after"],
        row["reason"],
        row["by"],
        from_text(row["at"]),
    )
