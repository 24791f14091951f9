"""What somebody typed into the form of an opinion. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import Stance
from loa.participation.consultations.rules.opinions import GivenOpinion

LONGEST_WORDS: Final = 3_000


@dataclass(frozen=True, slots=True)
class ReadOpinion:
    """An opinion, or what is wrong with it by field."""

    opinion: GivenOpinion | None
    errors: Mapping[str, str]


def read_opinion(given: Mapping[str, str]) -> ReadOpinion:
    """Return the opinion in the fields `stance`, `words` and `wording` of a form."""
    words, wording = given.get("words", "").strip(), given.get("wording", "").strip()
    too_long = texts.WORDS_LONG.format(most=f"{LONGEST_WORDS:,}".replace(",", "."))
    errors = {
        name: too_long
        for name, typed in (("words", words), ("wording", wording))
        if len(typed) > LONGEST_WORDS
    }
    stance = given.get("stance", "")
    if stance not in {each.value for each in Stance}:
        return ReadOpinion(None, {"stance-1": texts.STANCE_MISSING, **errors})
    if stance == Stance.OTHER.value and not (words or wording):
        errors = {"words": texts.WORDS_MISSING}
    return ReadOpinion(None if errors else GivenOpinion(Stance(stance), words, wording), errors)
