"""Single opinions without names: whatever was written, no commune of which few wrote can be told."""

from collections import Counter
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from loa.foundation.statistics.disclosure import FEWEST
from loa.foundation.units.model import Unit, UnitKind
from loa.participation.campaigns.model import Campaign, CampaignKind
from loa.participation.consultations.desk import Said
from loa.participation.consultations.rules.model import WHOLE, SetAside, Stance
from loa.participation.consultations.rules.opinions import Opinion
from loa.participation.consultations.rules.parsing import parsed
from loa.participation.consultations.rules.versions import first_text
from loa.reports.campaign_units import CampaignUnits
from loa.reports.consultations.document import ConsultationFacts
from loa.reports.consultations.nameless import NamelessOpinion, nameless, to_csv
from tests.worlds.drafts import DRAFT

NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
PATHS = [f"40.1{number:04}" for number in range(5)]
NODES = (WHOLE, "3", "5")


def facts(wrote: dict[str, list[tuple[int, bool]]]) -> ConsultationFacts:
    """By commune, how many opinions each person gave, and whether their last one was set aside."""
    singles = [
        Opinion(
            f"{path}-{person}-{number}",
            NODES[number],
            Stance.AGREE,
            "",
            "",
            path,
            aside=SetAside.TOPIC if is_aside and number == count - 1 else None,
        )
        for path, persons in wrote.items()
        for person, (count, is_aside) in enumerate(persons)
        for number in range(count)
    ]
    names = {path: f"Xã {path}" for path in PATHS}
    campaign = Campaign("c1", CampaignKind.CONSULTATION, "40", "Dự thảo", "", NOW, NOW, ("a",))
    province = Unit("40", "2025-07", "40", "Nghệ An", UnitKind.PROVINCE)
    return ConsultationFacts(
        campaign,
        first_text(parsed(DRAFT)),
        Said(singles, [], [], []),
        CampaignUnits(province, None, (), {}, names),
        {path: {"persons": len(persons)} for path, persons in wrote.items()},
        "",
        NOW,
    )


PERSONS = st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=14)


@given(st.dictionaries(st.sampled_from(PATHS), PERSONS, max_size=5))
def test_a_commune__is_named_only_with_five_who_are_among_them__and_no_other_one_by_subtraction(
    wrote: dict[str, list[tuple[int, bool]]],
) -> None:
    found = nameless(facts(wrote))
    counts = {path: len(persons) for path, persons in wrote.items()}
    here = {
        path: sum(count > is_aside for count, is_aside in persons) for path, persons in wrote.items()
    }  # persons of whom an opinion is left
    named = {each.unit.removeprefix("Xã ") for each in found if each.unit}
    assert len(found) == sum(count - is_aside for persons in wrote.values() for count, is_aside in persons)
    assert all(here[path] >= FEWEST for path in named)
    left = {path for path in wrote if here[path] and path not in named}
    if any(here[path] < FEWEST for path in left) and named:
        assert len(left) > 1, "whoever knows how many wrote from everywhere would find the one that is left"
    assert Counter(each.unit for each in found if each.unit).keys() <= {f"Xã {path}" for path in counts}


def test_no_cell__is_a_formula() -> None:
    signs = ("=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", "Bình thường")
    table = to_csv(NamelessOpinion("Điều 1", "Đồng ý", sign, sign, "") for sign in signs).decode("utf-8-sig")
    for sign in signs[:-1]:
        assert f"'{sign}" in table
    assert ",Bình thường,Bình thường," in table
