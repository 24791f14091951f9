"""The tables of Công văn 2441: each article by stance, way and level; who held conferences. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

from loa.foundation.units.model import Unit, is_lowest, tree_order
from loa.participation.consultations.desk import Said
from loa.participation.consultations.rules.model import DraftText, Stance
from loa.participation.consultations.rules.opinions import ConferenceOpinion, Opinion
from loa.reports.campaign_units import CampaignUnits
from loa.reports.consultations import texts
from loa.reports.tables.model import ColumnKind, OneDecimal, ReportCell, ReportColumn, ReportRow, ReportTable

_NUMBER: Final = ColumnKind.NUMBER
_BY_ARTICLE: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.ARTICLE, 26),
    ReportColumn(texts.SUM, 8, _NUMBER),
    *(
        ReportColumn(words, 8, _NUMBER)
        for each in (texts.AGREE, texts.DISAGREE, texts.OTHER)
        for words in (each, texts.PERCENT_OF)
    ),
    ReportColumn(texts.BY_THEMSELVES, 8, _NUMBER),
    ReportColumn(texts.SPOKEN, 8, _NUMBER),
    ReportColumn(texts.BY_OFFICERS, 8, _NUMBER),
    ReportColumn(texts.OF_PROVINCE, 8, _NUMBER),
    ReportColumn(texts.OF_COMMUNES, 8, _NUMBER),
)
_BY_ORGANISER: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.ORGANISER, 34),
    ReportColumn(texts.LEVEL, 10),
    ReportColumn(texts.CONFERENCES, 9, _NUMBER),
    ReportColumn(texts.PRESENT, 9, _NUMBER),
    *(
        ReportColumn(words, 9, _NUMBER)
        for each in (texts.AGREE, texts.DISAGREE, texts.OTHER)
        for words in (each, texts.PERCENT_OF)
    ),
)
_MISSING: Final = (ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING), ReportColumn(texts.UNIT, 60))


def article_table(text: DraftText, said: Said, made: str) -> ReportTable:
    """Return for each article how many were for what, in which way, and beside them conferences by level."""
    singles = _by_article(text, said.singles)
    spoken_of = _by_article(text, said.by_conferences)
    places = {each.id: each.unit_path for each in said.conferences}
    rows = []
    for number, article in enumerate(text.ordered({*singles, *spoken_of}), 1):
        persons = singles.get(article, [])
        held = {each.conference for each in spoken_of.get(article, [])}
        communes = sum(is_lowest(places[each]) for each in held if each in places)
        rows.append(
            ReportRow(
                (
                    number,
                    text.label(article),
                    len(persons),
                    *_shares([sum(each.stance is stance for each in persons) for stance in Stance]),
                    sum(each.recording is None and not each.by_officer for each in persons),
                    sum(each.recording is not None for each in persons),
                    sum(each.by_officer for each in persons),
                    len(held) - communes,
                    communes,
                )
            )
        )
    return ReportTable(
        name=texts.ARTICLES_SHEET,
        lines=(texts.ARTICLES_TITLE, made, texts.APART),
        columns=_BY_ARTICLE,
        rows=tuple(rows),
        groups=((texts.SINGLES, 10), (texts.HELD, 2)),
        empty=texts.NOTHING,
        quiet_zeros=True,
    )


def organiser_table(units: CampaignUnits, said: Said, made: str) -> ReportTable:
    """Return for each unit what its conferences voted; a person may have voted on several parts."""
    by_unit: dict[str, list[str]] = {}
    for each in said.conferences:
        by_unit.setdefault(each.unit_path, []).append(each.id)
    present = {each.id: each.persons for each in said.conferences}
    rows = []
    for number, path in enumerate(sorted(by_unit, key=tree_order), 1):
        own = set(by_unit[path])
        votes = [each for each in said.by_conferences if each.conference in own]
        level = texts.COMMUNE_LEVEL if is_lowest(path) else texts.PROVINCE_LEVEL
        sums = [sum(getattr(each, stance.value) for each in votes) for stance in Stance]
        numbers = len(own), sum(present[each] for each in own), *_shares(sums)
        rows.append(ReportRow((number, units.names.get(path, path), level, *numbers)))
    return ReportTable(
        name=texts.ORGANISERS_SHEET,
        lines=(texts.ORGANISERS_TITLE, made, texts.APART),
        columns=_BY_ORGANISER,
        rows=tuple(rows),
        groups=((texts.HELD, 2), (texts.VOTES, 6)),
        empty=texts.NO_MEETINGS,
        quiet_zeros=True,
    )


def missing_table(missing: Iterable[Unit], made: str) -> ReportTable:
    """Return the communes and wards from which no opinion came."""
    return ReportTable(
        name=texts.MISSING_SHEET,
        lines=(texts.MISSING_TITLE, made),
        columns=_MISSING,
        rows=tuple(ReportRow((number, unit.name)) for number, unit in enumerate(missing, 1)),
        empty=texts.NONE_MISSING,
        landscape=False,
    )


def _by_article[Said: (Opinion, ConferenceOpinion)](
    text: DraftText, said: Iterable[Said]
) -> Mapping[str, list[Said]]:
    """By the article in which each was said; what stands in none, or was given up, by itself."""
    found: dict[str, list[Said]] = {}
    for each in said:
        found.setdefault(text.place_of(each.node), []).append(each)
    return found


def _shares(numbers: list[int]) -> list[ReportCell]:
    total = sum(numbers)
    return [
        cell for number in numbers for cell in (number, OneDecimal(100 * number / total) if total else None)
    ]
