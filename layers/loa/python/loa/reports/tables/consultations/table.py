"""Two tables about a draft: what persons said by article, with the answers; what conferences said."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from loa import clock
from loa.participation.campaigns.model import Campaign
from loa.participation.consultations.desk import Said
from loa.participation.consultations.rules.model import WHOLE, DraftText
from loa.participation.consultations.rules.opinions import Opinion, SingleCounts, counted
from loa.reports.tables.consultations import texts
from loa.reports.tables.model import ColumnKind, ReportColumn, ReportDocument, ReportRow, ReportTable

_MOST_WORDINGS: Final = 5
_BY_NODE: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.NODE, 22),
    ReportColumn(texts.DRAFT, 44),
    ReportColumn(texts.AGREE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.DISAGREE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.OTHER, 9, ColumnKind.NUMBER),
    ReportColumn(texts.CONFERENCES, 9, ColumnKind.NUMBER),
    ReportColumn(texts.THEME, 36),
    ReportColumn(texts.SHARE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.SHARE_CONFERENCES, 9, ColumnKind.NUMBER),
    ReportColumn(texts.WORDINGS, 36),
    ReportColumn(texts.OUTCOME, 16),
    ReportColumn(texts.ANSWER, 44),
)
_BY_MEETING: Final = (
    ReportColumn(texts.RUNNING, 6, ColumnKind.RUNNING),
    ReportColumn(texts.UNIT, 28),
    ReportColumn(texts.HELD_ON, 12),
    ReportColumn(texts.CHAIR, 24),
    ReportColumn(texts.PRESENT, 9, ColumnKind.NUMBER),
    ReportColumn(texts.NODE, 22),
    ReportColumn(texts.AGREE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.DISAGREE, 9, ColumnKind.NUMBER),
    ReportColumn(texts.OTHER, 9, ColumnKind.NUMBER),
    ReportColumn(texts.PROPOSED, 44),
)


def consultation_document(
    campaign: Campaign,
    text: DraftText,
    said: Said,
    name_of: Callable[[str], str],
    now: datetime,
) -> ReportDocument:
    """Return the tables of a consultation.

    Args:
        campaign: the consultation.
        text: its draft as residents see it.
        said: all that was said.
        name_of: gives the name of a unit.
        now: when it is made.
    """
    made = texts.MADE.format(
        body=campaign.content.get("body", ""), made=now.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y")
    )
    return ReportDocument(
        title=texts.TITLE.format(title=campaign.title),
        subject=texts.SUBJECT,
        made_at=now,
        tables=(
            ReportTable(
                name=texts.SHEET,
                lines=(texts.TITLE.format(title=campaign.title), made, texts.APART),
                columns=_BY_NODE,
                rows=tuple(_node_rows(text, said)),
                empty=texts.NOTHING,
            ),
            ReportTable(
                name=texts.MEETINGS,
                lines=(texts.MEETINGS_TITLE.format(title=campaign.title), made),
                columns=_BY_MEETING,
                rows=tuple(_meeting_rows(text, said, name_of)),
                empty=texts.NO_MEETINGS,
            ),
        ),
    )


def _node_rows(text: DraftText, said: Said) -> list[ReportRow]:
    singles = counted(said.singles)
    themes = {theme.id: theme for theme in said.themes}
    rows: list[ReportRow] = []
    spoken_of = {each.node for each in said.singles} | {each.node for each in said.by_conferences}
    for number, node in enumerate(text.ordered(spoken_of), 1):
        numbers = singles.get(node, SingleCounts())
        here = [each for each in said.singles if each.node == node]
        meetings = [each for each in said.by_conferences if each.node == node]
        words = text.by_id[node].words if node != WHOLE and node in text.by_id else ""
        rows.append(
            ReportRow(
                (number, text.label(node), words, numbers.agree, numbers.disagree, numbers.other,
                 len(meetings), None, None, None, None, None, None),
                strong=True,
            )
        )  # fmt: skip
        named = {each.theme for each in here} | {each.theme for each in meetings}
        for theme_id in sorted(named & themes.keys()):
            theme = themes[theme_id]
            own = [each for each in here if each.theme == theme_id]
            rows.append(
                ReportRow(
                    (None, None, None, None, None, None, None, theme.title, len(own),
                     sum(each.theme == theme_id for each in meetings), _wordings(own),
                     theme.outcome.label if theme.outcome else None, theme.answer or None)
                )
            )  # fmt: skip
    return rows


def _wordings(opinions: list[Opinion]) -> str | None:
    """The wordings that were proposed, each once."""
    found = list(dict.fromkeys(each.wording for each in opinions if each.wording))
    return "\n".join(found[:_MOST_WORDINGS]) or None


def _meeting_rows(text: DraftText, said: Said, name_of: Callable[[str], str]) -> list[ReportRow]:
    rows: list[ReportRow] = []
    for number, held in enumerate(said.conferences, 1):
        head = number, name_of(held.unit_path), f"{held.held_on:%d/%m/%Y}", held.chair or None, held.persons
        own = [each for each in said.by_conferences if each.conference == held.id]
        if not own:
            rows.append(ReportRow((*head, None, None, None, None, held.words or None)))
        for place, each in enumerate(own):
            start = head if place == 0 else (None,) * len(head)
            numbers = each.agree, each.disagree, each.other
            rows.append(ReportRow((*start, text.label(each.node), *numbers, each.words or None)))
    return rows
