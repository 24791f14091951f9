"""Rows of opinions, conferences and groups (`store` lists them), and what they hold."""

import hashlib
from dataclasses import asdict, replace
from datetime import date

from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.store import entry_key, shard_of
from loa.participation.consultations.rules.model import SetAside, SpokenLanguage, Stance, ThemeOutcome
from loa.participation.consultations.rules.opinions import (
    Conference,
    ConferenceOpinion,
    Opinion,
    Recording,
    Theme,
)
from loa.platform.aws.dynamodb.tables import Attr, Condition, Row


def opinion_key(campaign: Campaign, person: str, node: str) -> tuple[str, str]:
    """Return the key of what a person says about a node."""
    partition, sort = entry_key(campaign.id, 0, shard_of(person, campaign.shards), person)
    return partition, f"{sort}#{node}"


def meeting_shard(conference_id: str) -> str:
    """Return by what the counts of a conference are spread."""
    return _digest(conference_id)


def receipt_of(campaign_id: str, sort: str) -> str:
    """Return by which an opinion is named: nobody finds the person from it."""
    return _digest(f"{campaign_id}:{sort}")[:10].upper()


def as_seen(row: Row) -> Condition:
    """Return that a row is as it was read: what was never changed may have no version."""
    return Attr("version").eq(row["version"]) if "version" in row else Attr("version").not_exists()


def opinion_of(campaign_id: str, row: Row, *, whole: bool = False) -> Opinion:
    """Return the opinion in a row, without words that nobody is to read, unless they are only kept on."""
    aside = SetAside(row["aside"]) if row["aside"] else None
    hides = aside is not None and aside.hides and not whole
    recording = recording_of(row.get("recording"))
    return Opinion(
        receipt=receipt_of(campaign_id, row["sort"]),
        node=row["node"],
        stance=Stance(row["stance"]),
        words="" if hides else row["words"],
        wording="" if hides else row["wording"],
        unit_path=row["unit_path"],
        by_officer=bool(row["by"]),
        theme=row["theme"],
        aside=aside,
        recording=replace(recording, words="") if recording and hides else recording,
        calls=bool(row.get("calls")),
        shard=int(row["partition"].rpartition("#")[2]),
    )


def recording_of(row: Row | None) -> Recording | None:
    """Return the recording in a part of an opinion's row; None: there is none."""
    if not row:
        return None
    return Recording(
        files=tuple(row["files"]),
        sent_on=date.fromisoformat(row["sent_on"]),
        heard=int(row["heard"]),
        words=row["words"],
        language=SpokenLanguage(row["language"]) if row["language"] else None,
        is_stated=row["is_stated"],
    )


def recording_row(recording: Recording | None) -> Row:
    """Return the part of a row that holds a recording; empty: there is none."""
    if recording is None:
        return {}
    return {
        "files": list(recording.files),
        "sent_on": recording.sent_on.isoformat(),
        "heard": recording.heard,
        "words": recording.words,
        "language": recording.language.value if recording.language else "",
        "is_stated": recording.is_stated,
    }


def theme_of(row: Row) -> Theme:
    """Return the group in a row."""
    return Theme(
        id=row["sort"],
        title=row["title"],
        outcome=ThemeOutcome(row["outcome"]) if row["outcome"] else None,
        answer=row["answer"],
        body=row.get("body", ""),
        document=row.get("document", ""),
        version=row["version"],
    )


def theme_row(campaign_id: str, theme: Theme) -> Row:
    """Return the row of a group."""
    row = {**asdict(theme), "outcome": theme.outcome.value if theme.outcome else ""}
    return {"partition": f"theme#{campaign_id}", "sort": row.pop("id"), **row}


def conference_of(row: Row) -> Conference:
    """Return the conference in a row."""
    return Conference(
        id=row["sort"],
        unit_path=row["unit_path"],
        held_on=date.fromisoformat(row["held_on"]),
        persons=row["persons"],
        chair=row["chair"],
        words=row["words"],
        written_by=row["written_by"],
    )


def conference_opinion_of(campaign_id: str, row: Row) -> ConferenceOpinion:
    """Return what a conference said, without words that nobody is to read."""
    aside = SetAside(row["aside"]) if row["aside"] else None
    return ConferenceOpinion(
        receipt=receipt_of(campaign_id, row["sort"]),
        conference=row["sort"].partition("#")[0],
        node=row["node"],
        agree=row["agree"],
        disagree=row["disagree"],
        other=row["other"],
        words="" if aside and aside.hides else row["words"],
        theme=row["theme"],
        aside=aside,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
