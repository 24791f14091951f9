"""Single opinions for the body that drafts, one by one and without names, as CSV and JSON. Pure.

What nobody has read, or what is set aside, is not among them. There is no receipt and no time; the order says
nothing of who wrote two of them. A commune is named where at least five wrote who are among them, and where
nobody finds another one by subtracting (`statistics.disclosure`).
"""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, astuple, dataclass
from typing import Final

from loa.casework.publication.redaction import marks, redacted
from loa.foundation.statistics.disclosure import FEWEST, blind_order, set_aside
from loa.participation.consultations.rules.opinions import Opinion
from loa.reports.consultations import texts
from loa.reports.consultations.document import ConsultationFacts
from loa.reports.render.json import to_json

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""With what a program for tables takes a text for a formula."""


@dataclass(frozen=True, slots=True)
class NamelessOpinion:
    """An opinion as the drafting body gets it; `unit` is empty where too few wrote."""

    node: str
    stance: str
    words: str
    wording: str
    unit: str


def nameless(facts: ConsultationFacts) -> list[NamelessOpinion]:
    """Return the opinions in the order of the draft."""
    heirs, names = facts.units.heirs, facts.units.names
    singles = [each for each in facts.said.singles if each.aside is None and not each.waits]
    told = _told(facts, singles)
    found: dict[str, list[NamelessOpinion]] = {}
    for each in singles:
        unit = heirs.get(each.unit_path, each.unit_path)
        said = [each.words, each.recording.words if each.recording else ""]
        found.setdefault(each.node, []).append(
            NamelessOpinion(
                facts.text.label(each.node),
                each.stance.label,
                _clean("\n".join(part for part in said if part)),
                _clean(each.wording),
                names.get(unit, "") if unit in told else "",
            )
        )
    return [each for node in facts.text.ordered(found) for each in sorted(found[node], key=astuple)]


def to_csv(opinions: Iterable[NamelessOpinion]) -> bytes:
    """Return them as a table that Excel opens, with no cell that it would calculate."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(texts.NAMELESS_COLUMNS)
    for each in opinions:
        writer.writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in astuple(each))
    return file.getvalue().encode("utf-8-sig")


def nameless_json(title: str, opinions: Iterable[NamelessOpinion]) -> bytes:
    """Return them for programs."""
    return to_json({"title": title, "opinions": [asdict(each) for each in opinions]})


def _told(facts: ConsultationFacts, singles: Iterable[Opinion]) -> Collection[str]:
    """The units that are named: of none are there fewer than five persons, however one counts."""
    heirs = facts.units.heirs
    all_from = Counter(heirs.get(each.unit_path, each.unit_path) for each in facts.said.singles)
    here = Counter(heirs.get(each.unit_path, each.unit_path) for each in singles)
    numbers = {  # whoever is not among them has at least one opinion that is not
        unit: max(0, min(count, facts.counts.get(unit, {}).get("persons", 0) - (all_from[unit] - count)))
        for unit, count in here.items()
    }
    small = {unit: (number,) for unit, number in numbers.items() if number < FEWEST}
    others = sorted(numbers.keys() - small.keys(), key=blind_order(facts.campaign.id))
    aside = set_aside(small, [(unit, (numbers[unit],)) for unit in others])
    return () if aside is None else numbers.keys() - aside


def _clean(words: str) -> str:
    return redacted(words, marks(words))
