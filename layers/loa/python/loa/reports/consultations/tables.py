"""The tables about a draft: what persons thought, what is answered, conferences, units. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from loa.foundation.units.model import tree_order
from loa.participation.consultations.desk import Said
from loa.participation.consultations.rules.model import WHOLE, DraftText
from loa.participation.consultations.rules.opinions import (
    Conference,
    ConferenceOpinion,
    Opinion,
    SingleCounts,
    Theme,
    counted,
)
from loa.reports.campaign_units import CampaignUnits
from loa.reports.consultations import texts
from loa.reports.tables.model import (
    ColumnKind,
    OneDecimal,
    ReportCell,
    ReportColumn,
    ReportRow,
    ReportTable,
)

_MOST_WORDINGS: Final = 5
_BY_STANCE: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.NODE, 40),
    ReportColumn(texts.AGREE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.DISAGREE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.OTHER, 9, ColumnKind.NUMBER),
    ReportColumn(texts.PERCENT, 9, ColumnKind.NUMBER),
    ReportColumn(texts.CONFERENCES, 9, ColumnKind.NUMBER),
    ReportColumn(texts.AGREE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.DISAGREE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.OTHER, 9, ColumnKind.NUMBER),
)
_BY_ANSWER: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.NODE, 16),
    ReportColumn(texts.DRAFT, 36),
    ReportColumn(texts.THEME, 28),
    ReportColumn(texts.SHARE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.SHARE_CONFERENCES, 9, ColumnKind.NUMBER),
    ReportColumn(texts.WORDINGS, 26),
    ReportColumn(texts.ANSWER, 36),
    ReportColumn(texts.NOTE, 14),
)
_BY_MEETING: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.UNIT, 24),
    ReportColumn(texts.HELD_ON, 11),
    ReportColumn(texts.CHAIR, 20),
    ReportColumn(texts.PRESENT, 9, ColumnKind.NUMBER),
    ReportColumn(texts.NODE, 20),
    ReportColumn(texts.AGREE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.DISAGREE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.OTHER, 9, ColumnKind.NUMBER),
    ReportColumn(texts.PROPOSED, 36),
)
_BY_UNIT: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.UNIT, 40, ColumnKind.NAME),
    ReportColumn(texts.PERSONS, 11, ColumnKind.NUMBER),
    ReportColumn(texts.OPINIONS, 11, ColumnKind.NUMBER),
    ReportColumn(texts.CONFERENCES, 11, ColumnKind.NUMBER),
    ReportColumn(texts.PRESENT, 11, ColumnKind.NUMBER),
)


def stance_table(text: DraftText, said: Said, made: str) -> ReportTable:
    """Return how many were for what, node by node: persons, and beside them conferences."""
    singles, rows = counted(said.singles), []
    for number, node in enumerate(_spoken_of(text, said), 1):
        persons = singles.get(node, SingleCounts())
        held = [each for each in said.by_conferences if each.node == node]
        rows.append(
            ReportRow(
                (
                    number,
                    _label(text, node),
                    persons.agree,
                    persons.disagree,
                    persons.other,
                    OneDecimal(100 * persons.agree / persons.opinions) if persons.opinions else None,
                    len(held),
                    sum(each.agree for each in held),
                    sum(each.disagree for each in held),
                    sum(each.other for each in held),
                )
            )
        )
    return ReportTable(
        name=texts.STANCES_SHEET,
        lines=(texts.STANCES_TITLE, made, texts.APART),
        columns=_BY_STANCE,
        rows=tuple(rows),
        groups=((texts.SINGLES, 4), (texts.VOTES, 4)),
        empty=texts.NOTHING,
        quiet_zeros=True,
    )


def answer_table(text: DraftText, said: Said, made: str) -> ReportTable:
    """Return what was said about each node, in groups, with the answers."""
    themes = {theme.id: theme for theme in said.themes}
    rows: list[ReportRow] = []
    for number, node in enumerate(_spoken_of(text, said), 1):
        here = [each for each in said.singles if each.node == node]
        held = [each for each in said.by_conferences if each.node == node]
        words = text.by_id[node].words if node != WHOLE and node in text.by_id else None
        head: tuple[ReportCell, ...] = (number, _label(text, node), words)
        for cells in _answers(here, held, themes):
            rows.append(ReportRow((*head, *cells)))
            head = (None, None, None)
    return ReportTable(
        name=texts.ANSWERS_SHEET,
        lines=(texts.ANSWERS_TITLE, made, texts.APART),
        columns=_BY_ANSWER,
        rows=tuple(rows),
        empty=texts.NOTHING,
    )


def _answers(
    here: Sequence[Opinion], held: Sequence[ConferenceOpinion], themes: Mapping[str, Theme]
) -> list[tuple[ReportCell, ...]]:
    """The cells behind a node: first its groups, then what is in none. Each opinion is in one of them."""
    found: list[tuple[ReportCell, ...]] = []
    all_here: list[Opinion | ConferenceOpinion] = [*here, *held]
    for theme_id in sorted({each.theme for each in all_here} & themes.keys()):
        theme = themes[theme_id]
        own = [each for each in here if each.theme == theme_id]
        meetings = sum(each.theme == theme_id for each in held)
        answer = f"{theme.outcome.label}. {theme.answer}" if theme.outcome else None
        note = theme.source or None if theme.outcome else texts.UNANSWERED
        found.append((theme.title, len(own), meetings, _wordings(own), answer, note))
    why = Counter(_without_group(each) for each in all_here if each.theme not in themes)
    for words in sorted(why):
        singles = sum(_without_group(each) == words for each in here if each.theme not in themes)
        found.append((words, singles, why[words] - singles, None, None, None))
    return found


def _without_group(each: Opinion | ConferenceOpinion) -> str:
    if each.aside:
        return texts.ASIDE.format(reason=each.aside.label)
    if isinstance(each, Opinion) and each.is_unheard:
        return texts.UNHEARD
    return texts.WAITING if each.waits else texts.ONLY_STANCES


def meeting_table(text: DraftText, said: Said, names: Mapping[str, str], made: str) -> ReportTable:
    """Return the conferences with what each said."""
    rows: list[ReportRow] = []
    for number, held in enumerate(said.conferences, 1):
        head = (
            number,
            names.get(held.unit_path, held.unit_path),
            f"{held.held_on:%d/%m/%Y}",
            held.chair or None,
            held.persons,
        )
        own = [each for each in said.by_conferences if each.conference == held.id]
        if not own:
            rows.append(ReportRow((*head, None, None, None, None, held.words or None)))
        for place, each in enumerate(own):
            start = head if place == 0 else (None,) * len(head)
            numbers = each.agree, each.disagree, each.other
            rows.append(ReportRow((*start, _label(text, each.node), *numbers, each.words or None)))
    return ReportTable(
        name=texts.MEETINGS_SHEET,
        lines=(texts.MEETINGS_TITLE, made),
        columns=_BY_MEETING,
        rows=tuple(rows),
        empty=texts.NO_MEETINGS,
    )


def unit_table(
    units: CampaignUnits, counts: Mapping[str, Mapping[str, int]], held: Iterable[Conference], made: str
) -> ReportTable:
    """Return what came from each unit of today; those from which nothing came stand there, too."""
    meetings: dict[str, list[int]] = {}
    for each in held:
        meetings.setdefault(units.heirs.get(each.unit_path, each.unit_path), []).append(each.persons)
    paths = sorted({*(unit.path for unit in units.lowest), *counts, *meetings}, key=tree_order)
    rows = [
        (
            counts.get(path, {}).get("persons", 0),
            counts.get(path, {}).get("opinions", 0),
            len(meetings.get(path, ())),
            sum(meetings.get(path, ())),
        )
        for path in paths
    ]
    return ReportTable(
        name=texts.UNITS_SHEET,
        lines=(texts.UNITS_TITLE, made, texts.APART),
        columns=_BY_UNIT,
        rows=tuple(
            ReportRow((number, units.names.get(path, path), *numbers))
            for number, (path, numbers) in enumerate(zip(paths, rows, strict=True), 1)
        ),
        total=(texts.TOTAL, None, *(sum(column) for column in zip(*rows, strict=True))) if rows else "",
        quiet_zeros=True,
        landscape=False,
    )


def _spoken_of(text: DraftText, said: Said) -> list[str]:
    return text.ordered({each.node for each in said.singles} | {each.node for each in said.by_conferences})


def _label(text: DraftText, node: str) -> str:
    label = text.label(node)
    return label if text.knows(node) else f"{label} ({texts.BEFORE.lower()})"


def _wordings(opinions: Iterable[Opinion]) -> str | None:
    """The wordings that were proposed, each once."""
    found = list(dict.fromkeys(each.wording for each in opinions if each.wording))
    return "\n".join(found[:_MOST_WORDINGS]) or None
